package keys

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"golang.org/x/crypto/ssh"
)

// The numbers of OpenSSH's PROTOCOL.krl.
const (
	krlMagic = "SSHKRL\n\x00"

	krlVersion = 1

	krlCertificates = 1
	krlKeys         = 2
	krlSHA1         = 3
	krlSignature    = 4
	krlSHA256       = 5
	krlExtension    = 255

	krlSerials       = 0x20
	krlRange         = 0x21
	krlBitmap        = 0x22
	krlIDs           = 0x23
	krlCertExtension = 0x39
)

var errCut = errors.New("it ends too early")

// A wire is what is left of a message of SSH. Once something was cut short,
// cut stays true and all else is empty.
type wire struct {
	rest []byte
	cut  bool
}

func (w *wire) take(n uint64) []byte {
	if w.cut || n > uint64(len(w.rest)) {
		w.cut, w.rest = true, nil
		return make([]byte, min(n, 8)) // for a number that is not used
	}
	taken := w.rest[:n:n]
	w.rest = w.rest[n:]
	return taken
}

func (w *wire) byte() byte     { return w.take(1)[0] }
func (w *wire) uint32() uint32 { return binary.BigEndian.Uint32(w.take(4)) }
func (w *wire) uint64() uint64 { return binary.BigEndian.Uint64(w.take(8)) }

// text is a string: its length and so many bytes.
func (w *wire) text() []byte {
	n := uint64(w.uint32())
	if taken := w.take(n); !w.cut {
		return taken
	}
	return nil
}

// more reports whether something is left to read.
func (w *wire) more() bool { return !w.cut && len(w.rest) > 0 }

// binary reads a list as ssh-keygen -k writes it.
func (r *revoked) binary(data []byte) error {
	w := &wire{rest: data[len(krlMagic):]}
	if version := w.uint32(); !w.cut && version != krlVersion {
		return fmt.Errorf("it is of version %d of the format, and %d is known", version, krlVersion)
	}
	w.uint64() // its own version
	w.uint64() // when it was made
	w.uint64() // flags, of which there are none
	w.text()   // reserved
	w.text()   // comment
	for w.more() {
		kind, section := w.byte(), &wire{rest: w.text()}
		if w.cut {
			return errCut
		}
		if err := r.section(kind, section); err != nil {
			return err
		}
		if section.cut {
			return errCut
		}
	}
	if w.cut {
		return errCut
	}
	return nil
}

// section reads one section to its end.
func (r *revoked) section(kind byte, w *wire) error {
	switch kind {
	case krlCertificates:
		return r.certificates(w)
	case krlKeys:
		for w.more() {
			// A key that cannot be parsed, of a type that is not known, can
			// log in as nobody: its bytes are kept all the same.
			if blob := w.text(); !w.cut {
				r.keys[string(blob)] = true
			}
		}
	case krlSHA1, krlSHA256:
		for w.more() {
			hash := w.text()
			switch {
			case w.cut:
			case kind == krlSHA1 && len(hash) == sha1.Size:
				r.sha1[[sha1.Size]byte(hash)] = true
			case kind == krlSHA256 && len(hash) == sha256.Size:
				r.sha256[[sha256.Size]byte(hash)] = true
			default:
				return fmt.Errorf("it has a hash of %d bytes", len(hash))
			}
		}
	case krlSignature:
		return errors.New("it is signed, and such signatures are not checked here")
	case krlExtension:
		return extension(w)
	default:
		return fmt.Errorf("it has a section of type %d, which is not known", kind)
	}
	return nil
}

// certificates reads the revoked certificates of one authority, or of any.
func (r *revoked) certificates(w *wire) error {
	authority := w.text()
	w.text() // reserved
	if w.cut {
		return errCut
	}
	if len(authority) > 0 {
		key, err := ssh.ParsePublicKey(authority)
		if err != nil {
			return errors.New("it names an authority whose key cannot be read")
		}
		authority = key.Marshal()
	}
	i := r.of(string(authority))
	for w.more() {
		kind, part := w.byte(), &wire{rest: w.text()}
		if w.cut {
			return errCut
		}
		if err := i.section(kind, part); err != nil {
			return err
		}
		if part.cut {
			return errCut
		}
		if part.more() {
			return fmt.Errorf("it has %d bytes too many in a section of type %#x", len(part.rest), kind)
		}
	}
	return nil
}

// section reads one section of an authority.
func (i *issued) section(kind byte, w *wire) error {
	switch kind {
	case krlSerials:
		for w.more() {
			if serial := w.uint64(); !w.cut {
				if err := i.span(serial, serial); err != nil {
					return err
				}
			}
		}
	case krlRange:
		low, high := w.uint64(), w.uint64()
		if w.cut {
			return errCut
		}
		return i.span(low, high)
	case krlBitmap:
		b := bitmap{first: w.uint64(), bits: w.text()}
		if w.cut {
			return errCut
		}
		return i.bitmap(b)
	case krlIDs:
		for w.more() {
			if id := w.text(); !w.cut {
				i.ids[string(id)] = true
			}
		}
	case krlCertExtension:
		return extension(w)
	default:
		return fmt.Errorf("it has certificates in a section of type %#x, which is not known", kind)
	}
	return nil
}

// bitmap adds a bitmap whose bits are a number of SSH: not negative.
func (i *issued) bitmap(b bitmap) error {
	if len(b.bits) > 0 && b.bits[0]&0x80 != 0 {
		return errors.New("it has a bitmap that is negative")
	}
	for len(b.bits) > 0 && b.bits[0] == 0 {
		b.bits = b.bits[1:]
	}
	if len(b.bits) == 0 {
		return nil
	}
	if last := uint64(len(b.bits)-1)*8 + uint64(bits.Len8(b.bits[0])) - 1; b.first > math.MaxUint64-last {
		return errors.New("it has a bitmap that goes past the last serial number")
	}
	if b.first == 0 && b.bits[len(b.bits)-1]&1 == 1 {
		return errors.New("it has the serial number 0")
	}
	i.bitmaps = append(i.bitmaps, b)
	return nil
}

// extension passes over an addition to the format, unless it says that it may
// not be passed over.
func extension(w *wire) error {
	w.text() // name
	critical := w.byte()
	w.text() // contents
	switch {
	case w.cut:
		return errCut
	case critical != 0:
		return errors.New("it has an extension that is not known and may not be passed over")
	case w.more():
		return errors.New("it has bytes after an extension")
	}
	return nil
}
