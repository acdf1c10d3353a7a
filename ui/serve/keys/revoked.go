package keys

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
)

// revoked is what the lists of revoked keys name.
type revoked struct {
	keys   map[string]bool // by the wire form of a plain key
	sha1   map[[sha1.Size]byte]bool
	sha256 map[[sha256.Size]byte]bool
	issued map[string]*issued // by the wire form of the authority; "": of any
}

// issued are the revoked certificates of one authority.
type issued struct {
	serials []span // after settle in order, without overlap
	bitmaps []bitmap
	ids     map[string]bool
}

// A span is of serial numbers, both ends included.
type span struct{ low, high uint64 }

// A bitmap is of serial numbers, the first in the lowest bit of the last byte.
// It is not unfolded: a megabyte has eight million of them.
type bitmap struct {
	first uint64
	bits  []byte
}

func newRevoked() *revoked {
	return &revoked{
		keys:   map[string]bool{},
		sha1:   map[[sha1.Size]byte]bool{},
		sha256: map[[sha256.Size]byte]bool{},
		issued: map[string]*issued{},
	}
}

// of is the list of one authority, "" for any.
func (r *revoked) of(authority string) *issued {
	i := r.issued[authority]
	if i == nil {
		i = &issued{ids: map[string]bool{}}
		r.issued[authority] = i
	}
	return i
}

// load reads one list, of either form, or fails: who would be let in by a list
// that was read in part?
func (r *revoked) load(path string) error {
	data, err := read(path, 0o022)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(data, []byte(krlMagic)) {
		if err := r.binary(data); err != nil {
			return fmt.Errorf("%s cannot be read as a list of revoked keys: %w; make it again with ssh-keygen -k", shown(path), err)
		}
		return nil
	}
	return eachLine(path, data, func(n int, line string, long error) error {
		err := long
		if err == nil {
			err = r.text(line)
		}
		if err != nil {
			return fmt.Errorf("%s revokes something that cannot be understood: %w; nobody is let in by a list that is read in part", place(path, n, true), err)
		}
		return nil
	})
}

// text reads one line of the text that ssh-keygen -k makes a list from. It
// names no authority, so serial numbers and IDs are of any.
func (r *revoked) text(line string) error {
	line = strings.Trim(uncommented(line), " \t")
	name, value, directive := strings.Cut(line, ":")
	value = strings.Trim(value, " \t")
	switch name = strings.ToLower(name); {
	case strings.HasPrefix(line, "SHA256:") && !strings.ContainsAny(value, " \t"):
		return r.fingerprint(line)
	case !directive || strings.ContainsAny(name, " \t"):
	case name == "serial":
		return r.of("").serial(value)
	case name == "id":
		if value == "" {
			return errors.New("an empty ID")
		}
		// ssh-keygen would end the ID at the sign, whoever wrote it not.
		if strings.Contains(value, "#") {
			return errors.New("an ID with # in it; revoke that certificate by its serial number")
		}
		r.of("").ids[value] = true
		return nil
	case name == "hash" || name == "sha256" && strings.HasPrefix(value, "SHA256:"):
		return r.fingerprint(value)
	case name == "key" || name == "sha1" || name == "sha256":
		key, _, err := keyOf(value)
		if err != nil {
			return err
		}
		if c, ok := key.(*ssh.Certificate); ok {
			key = c.Key
		}
		r.keys[string(key.Marshal())] = true
		return nil
	}
	key, _, err := keyOf(line)
	if err != nil {
		return fmt.Errorf("neither a key, nor a fingerprint, nor one of serial:, id:, key:, sha1:, sha256: and hash: (%w)", err)
	}
	c, ok := key.(*ssh.Certificate)
	if !ok {
		r.keys[string(key.Marshal())] = true
		return nil
	}
	// A certificate that has no serial number is revoked by its ID, and with
	// neither of them by its key.
	i := r.of(string(c.SignatureKey.Marshal()))
	switch {
	case c.Serial != 0:
		i.serials = append(i.serials, span{c.Serial, c.Serial})
	case c.KeyId != "":
		i.ids[c.KeyId] = true
	default:
		r.keys[string(c.Key.Marshal())] = true
	}
	return nil
}

// uncommented cuts a comment: a # at the beginning or after a space.
func uncommented(s string) string {
	for i := range len(s) {
		if s[i] == '#' && (i == 0 || s[i-1] == ' ' || s[i-1] == '\t') {
			return s[:i]
		}
	}
	return s
}

// fingerprint reads SHA256: and the hash of a key.
func (r *revoked) fingerprint(s string) error {
	text, ok := strings.CutPrefix(s, "SHA256:")
	hash, err := base64.RawStdEncoding.Strict().DecodeString(strings.TrimRight(text, "="))
	if !ok || err != nil || len(hash) != sha256.Size {
		return errors.New("a fingerprint that is not SHA256: and 43 characters, as ssh-keygen -l prints it")
	}
	r.sha256[[sha256.Size]byte(hash)] = true
	return nil
}

// serial reads N or N-M, each decimal, hexadecimal with 0x, or octal with 0.
func (i *issued) serial(s string) error {
	low, high, ranged := strings.Cut(s, "-")
	if !ranged {
		high = low
	}
	var n [2]uint64
	for k, text := range []string{low, high} {
		text = strings.ToLower(strings.Trim(text, " \t"))
		var err error
		if n[k], err = strconv.ParseUint(text, 0, 64); err != nil || strings.ContainsAny(text, "_o") || strings.HasPrefix(text, "0b") {
			return errors.New("a serial number that is none; write serial: N or serial: N-M")
		}
	}
	return i.span(n[0], n[1])
}

// span adds serial numbers. Zero is that of certificates that have none.
func (i *issued) span(low, high uint64) error {
	if low == 0 {
		return errors.New("the serial number 0, which is that of certificates without one; revoke those by ID or key")
	}
	if low > high {
		return errors.New("serial numbers from high to low")
	}
	i.serials = append(i.serials, span{low, high})
	return nil
}

// settle puts the serial numbers in order and joins those that overlap, so
// that one is found without looking at all.
func (r *revoked) settle() {
	for _, i := range r.issued {
		slices.SortFunc(i.serials, func(a, b span) int { return cmp.Compare(a.low, b.low) })
		var joined []span
		for _, s := range i.serials {
			if k := len(joined) - 1; k >= 0 && s.low <= joined[k].high {
				joined[k].high = max(joined[k].high, s.high)
				continue
			}
			joined = append(joined, s)
		}
		i.serials = joined
	}
}

// check reports whether a key is revoked: itself, or of a certificate its key,
// its authority, its serial number or its ID.
func (r *revoked) check(key ssh.PublicKey) error {
	c, ok := key.(*ssh.Certificate)
	if !ok {
		if r.hasKey(key) {
			return fmt.Errorf("the key %s cannot be used: %w", Fingerprint(key), ErrRevoked)
		}
		return nil
	}
	switch {
	case r.hasKey(c.Key):
		return fmt.Errorf("the key of %s cannot be used: %w", titled(c), ErrRevoked)
	case r.hasKey(c.SignatureKey):
		return fmt.Errorf("the authority of %s cannot be used: %w", titled(c), ErrRevoked)
	}
	for _, authority := range []string{"", string(c.SignatureKey.Marshal())} {
		if i := r.issued[authority]; i != nil && (i.ids[c.KeyId] || i.has(c.Serial)) {
			return fmt.Errorf("%s cannot be used: %w", titled(c), ErrRevoked)
		}
	}
	return nil
}

func (r *revoked) hasKey(key ssh.PublicKey) bool {
	blob := key.Marshal()
	return r.keys[string(blob)] || r.sha256[sha256.Sum256(blob)] || r.sha1[sha1.Sum(blob)]
}

// has reports whether a serial number is revoked.
func (i *issued) has(serial uint64) bool {
	if serial == 0 {
		return false
	}
	_, found := slices.BinarySearchFunc(i.serials, serial, func(s span, serial uint64) int {
		if serial < s.low {
			return 1
		}
		return cmp.Compare(min(serial, s.high), serial)
	})
	return found || slices.ContainsFunc(i.bitmaps, func(b bitmap) bool { return b.has(serial) })
}

func (b bitmap) has(serial uint64) bool {
	if serial < b.first || (serial-b.first)/8 >= uint64(len(b.bits)) {
		return false
	}
	n := serial - b.first
	return b.bits[uint64(len(b.bits))-1-n/8]>>(n%8)&1 == 1
}
