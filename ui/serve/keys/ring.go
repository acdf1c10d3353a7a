// Package keys says whose a public key is, from files that an administrator
// keeps: authorized_keys, the keys of trusted authorities, and lists of what
// was revoked. It also makes and reads host keys, and names the algorithms of
// a connection.
//
// It knows no network and no store, and keeps nothing between two questions.
// Whatever it does not understand it refuses: a restriction is never ignored.
package keys

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

var (
	// ErrUnknown is in the error for a key that no file names, and for a
	// certificate whose authority is not trusted. Such a key may still be
	// known to the store; one refused with any other error may not be let in.
	ErrUnknown = errors.New("nobody here is known by this key")

	// ErrRevoked is in the error for what a list of revoked keys names.
	ErrRevoked = errors.New("it was revoked")
)

// maxName is how long the name of a reader may be, in bytes.
const maxName = 80

// Paths names the files of a Ring. Each must be there; a kind that is not
// used has none.
type Paths struct {
	AuthorizedKeys []string // lines of keys, each with reader="NAME"
	TrustedCA      []string // lines of keys whose certificates are believed
	Revoked        []string // OpenSSH KRLs, or the text they are made from
}

// A Ring is what is known of keys outside the store. It does not change after
// Load, so any number of goroutines may ask it; for new files another is loaded.
type Ring struct {
	keys        map[string][]entry // by the key's wire form
	authorities map[string][]entry // lines with cert-authority, likewise
	trusted     map[string]bool    // authorities for every reader, likewise
	revoked     *revoked
}

// An Attempt is what is known of a login besides its key.
type Attempt struct {
	User string     // as the client gave it; may be anything
	From netip.Addr // of the client; the zero address passes no restriction
	At   time.Time  // zero: now
}

// An Owner is whose a key is.
type Owner struct {
	Reader      string    // the name of a reader, which the store may not have
	Fingerprint string    // of the key that signs: SHA256: and 43 characters
	How         string    // one clean line: authorized_keys, line 3
	Until       time.Time // from when the key is nobody's; zero: no end
	Screens     bool      // false when a terminal may not be given
}

// Load reads all files. Lines of authorized_keys and of authorities that
// cannot be kept are passed over, and let nobody in: each has a remark with
// its file, its number and what to write. An error is about a whole file: it
// cannot be read, others may write it, it is too large, or it is a list of
// revoked keys that is not understood to its end.
func Load(p Paths) (*Ring, []string, error) {
	r := &Ring{
		keys:        map[string][]entry{},
		authorities: map[string][]entry{},
		trusted:     map[string]bool{},
		revoked:     newRevoked(),
	}
	var remarks []string
	for _, path := range p.TrustedCA {
		said, err := r.trust(path)
		if err != nil {
			return nil, nil, err
		}
		remarks = append(remarks, said...)
	}
	var all []entry
	for _, path := range p.AuthorizedKeys {
		entries, said, err := authorized(path)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, entries...)
		remarks = append(remarks, said...)
	}
	remarks = append(remarks, r.sort(all)...)
	for _, path := range p.Revoked {
		if err := r.revoked.load(path); err != nil {
			return nil, nil, err
		}
	}
	r.revoked.settle()
	return r, remarks, nil
}

// trust reads a file of authorities: lines as in a .pub file.
func (r *Ring) trust(path string) (remarks []string, err error) {
	said := notes{path: path}
	err = each(path, func(n int, line string, long error) error {
		key, err := ssh.PublicKey(nil), long
		if err == nil {
			key, _, err = Parse(line)
		}
		if err != nil {
			said.passedOver(n, err)
			return nil
		}
		r.trusted[string(key.Marshal())] = true
		return nil
	})
	return said.all(), err
}

// sort puts the lines of all files where Who finds them. A key that two lines
// give to two readers is nobody's: which of them sits there cannot be told.
func (r *Ring) sort(all []entry) (remarks []string) {
	reader := map[string]string{}
	torn := map[string]bool{}
	for _, e := range all {
		if e.authority {
			continue
		}
		id := string(e.key.Marshal())
		if before, ok := reader[id]; ok && before != e.reader {
			torn[id] = true
		}
		reader[id] = e.reader
	}
	for _, e := range all {
		id := string(e.key.Marshal())
		switch {
		case e.authority && r.trusted[id]:
			remarks = append(remarks, fmt.Sprintf("%s was passed over: its authority is trusted for every reader already; take it away here or there", e.where))
		case e.authority:
			r.authorities[id] = append(r.authorities[id], e)
		case torn[id]:
			remarks = append(remarks, fmt.Sprintf("%s was passed over: another line gives its key to another reader than %s; leave the key to one of them", e.where, e.reader))
		default:
			r.keys[id] = append(r.keys[id], e)
		}
	}
	return remarks
}

// Empty reports whether the ring lets nobody in.
func (r *Ring) Empty() bool { return len(r.keys)+len(r.authorities)+len(r.trusted) == 0 }

// Check reports whether a key, or a certificate's key and authority, may be
// used at all: of a type and length that is taken, asking for a touch where it
// is on a token, and not revoked. It does not say whose it is, nor that a
// certificate is genuine: Who does.
func (r *Ring) Check(key ssh.PublicKey) error {
	if err := sound(key); err != nil {
		return err
	}
	return r.revoked.check(key)
}

// Who says whose a key is, by the files alone. The key must have been proved
// to be the client's: one that was only offered is anybody's. The errors are
// for the log and say why; a client is told nothing of them.
func (r *Ring) Who(key ssh.PublicKey, a Attempt) (Owner, error) {
	if err := r.Check(key); err != nil {
		return Owner{}, err
	}
	if a.At.IsZero() {
		a.At = time.Now()
	}
	if c, ok := key.(*ssh.Certificate); ok {
		return r.vouched(c, a)
	}
	err := error(ErrUnknown)
	for _, e := range r.keys[string(key.Marshal())] {
		if err = e.admits(a); err == nil {
			return Owner{Reader: e.reader, Fingerprint: Fingerprint(key), How: e.short, Until: e.until, Screens: e.screens}, nil
		}
	}
	return Owner{}, err
}

// named checks the name of a reader or a principal: whatever reaches a log or
// a screen later is one clean line of bounded length, and none is a pattern.
func named(name string) error {
	switch {
	case name == "":
		return errors.New("an empty name")
	case len(name) > maxName:
		return fmt.Errorf("a name of %d bytes; %d are the most", len(name), maxName)
	case briefs.CleanLine(name, 0) != name:
		return errors.New("a name with spaces at its ends or characters that cannot be seen")
	case strings.ContainsAny(name, "*?"):
		return fmt.Errorf("the name “%s”, which is a pattern", name)
	}
	return nil
}
