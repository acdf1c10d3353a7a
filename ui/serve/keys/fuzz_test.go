package keys

import (
	"bytes"
	"errors"
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// FuzzEntry: whatever a line of authorized_keys is, it is kept whole with a
// clean name and a key that is taken, or has a remark that is clean. What is
// kept admits no client without an address where it has from=.
func FuzzEntry(f *testing.F) {
	good := line(newKey(f, "ed25519").PublicKey())
	for _, s := range []string{
		`reader="zhang" ` + good,
		`reader="zh\"ang",from="10.0.0.0/8,!10.1.*",expiry-time="20260504Z",restrict,pty ` + good + " comment",
		`reader="zhang",cert-authority,principals="a,b" ` + good,
		`command="a \" b" ` + good, good, "reader=", `reader="`, "\x00", `a="b"c`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := readEntry(text)
		if err != nil {
			if m := err.Error(); briefs.CleanLine(m, 0) != m || len(m) > 1000 {
				t.Fatalf("a remark that is not clean: %q", m)
			}
			return
		}
		if named(e.reader) != nil || strong(e.key) != nil || len(e.principals) == 0 {
			t.Fatalf("kept: %+v", e)
		}
		if e.from != nil && e.admits(Attempt{At: noon}) == nil {
			t.Fatal("a client without an address is within from=")
		}
		_ = e.admits(Attempt{From: netip.MustParseAddr("10.1.2.3"), At: noon})
		// The parts that OpenSSH's own reader in the library finds are the same.
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
		if err == nil && !bytes.Equal(key.Marshal(), e.key.Marshal()) {
			t.Fatal("another key than the library's")
		}
	})
}

// FuzzKRL: a list is read to its end or refused, and what is read answers any
// question.
func FuzzKRL(f *testing.F) {
	f.Add(newList().text("").text("a comment").section(krlKeys, newWire().text("key")).bytes())
	f.Add(certificates(krlSerials, newWire().uint64(7)).bytes())
	f.Add(certificates(krlRange, newWire().uint64(7).uint64(9)).bytes())
	f.Add(certificates(krlBitmap, newWire().uint64(7).text("\x01\x00\x05")).bytes())
	f.Add(certificates(krlIDs, newWire().text("zhang")).bytes())
	if _, err := exec.LookPath("ssh-keygen"); err == nil {
		dir := f.TempDir()
		keygen(f, dir, "-t", "ed25519", "-N", "", "-f", "ca")
		keygen(f, dir, "-k", "-f", "krl", "ca.pub")
		data, err := read(filepath.Join(dir, "krl"), 0)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	c := certify(f, newKey(f, "ed25519"), newKey(f, "ed25519").PublicKey(), nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte(krlMagic)) {
			data = append([]byte(krlMagic), data...)
		}
		r := newRevoked()
		if err := r.binary(data); err != nil {
			if m := err.Error(); briefs.CleanLine(m, 0) != m {
				t.Fatalf("an error that is not clean: %q", m)
			}
			return
		}
		r.settle()
		for _, i := range r.issued {
			for n, s := range i.serials {
				if s.low == 0 || s.low > s.high || n > 0 && s.low <= i.serials[n-1].high || !i.has(s.low) || !i.has(s.high) {
					t.Fatalf("serial numbers %v", i.serials)
				}
			}
		}
		if err := r.check(c); err != nil && !errors.Is(err, ErrRevoked) {
			t.Fatal(err)
		}
	})
}

// FuzzRevokedText: a line revokes something or is an error; none is ignored.
func FuzzRevokedText(f *testing.F) {
	key := line(newKey(f, "ed25519").PublicKey())
	for _, s := range []string{"serial: 1-0x9", "id: a b # c", "key: " + key, key, "SHA256:" + strings.Repeat("A", 43), "hash: x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Trim(strings.NewReplacer("\n", "", "\r", "").Replace(text), " \t")
		if text == "" || text[0] == '#' {
			return
		}
		r := newRevoked()
		if r.text(text) != nil {
			return
		}
		n := len(r.keys) + len(r.sha1) + len(r.sha256)
		for _, i := range r.issued {
			n += len(i.ids) + len(i.serials)
		}
		if n != 1 {
			t.Fatalf("%q revokes %d things", text, n)
		}
	})
}

// FuzzParse: what is parsed is a key that is taken, and comes back the same.
func FuzzParse(f *testing.F) {
	for _, kind := range []string{"ed25519", "p256", "sk-ed25519", "sk-p256"} {
		f.Add(line(newKey(f, kind).PublicKey()) + " zhang@desk")
	}
	f.Add("-----BEGIN OPENSSH PRIVATE KEY-----")
	f.Add(`no-pty ssh-ed25519 AAAA`)
	f.Fuzz(func(t *testing.T, text string) {
		key, comment, err := Parse(text)
		if err != nil {
			if m := err.Error(); briefs.CleanLine(m, 0) != m || len(m) > 1000 {
				t.Fatalf("an error that is not clean: %q", m)
			}
			return
		}
		if strong(key) != nil || len(comment) > maxComment || briefs.CleanLine(comment, 0) != comment {
			t.Fatalf("parsed %s, %q", key.Type(), comment)
		}
		again, _, err := Parse(line(key))
		if err != nil || !bytes.Equal(again.Marshal(), key.Marshal()) {
			t.Fatalf("parsed again: %v", err)
		}
	})
}
