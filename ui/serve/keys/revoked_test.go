package keys

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

func TestRevokedText(t *testing.T) {
	ca, other := newKey(t, "ed25519"), newKey(t, "ed25519")
	key := newKey(t, "p256").PublicKey()
	c := certify(t, ca, key, func(c *ssh.Certificate) { c.KeyId = "zhang laptop" })
	none := certify(t, ca, key, func(c *ssh.Certificate) { c.Serial = 0 })
	sum := ssh.FingerprintSHA256(key)
	for _, test := range []struct {
		text           string
		key, cert, not bool // revoked: the key, its certificate, the same certificate of another authority
	}{
		{"# nothing\n\n", false, false, false},
		{line(key), true, true, true},
		{line(key) + " zhang's # old", true, true, true},
		{"key: " + line(key), true, true, true},
		{"KEY:" + line(key), true, true, true},
		{"sha256: " + line(key), true, true, true},
		{"sha1: " + line(key), true, true, true},
		{"sha256: " + sum, true, true, true},
		{"hash: " + sum + " # lost", true, true, true},
		{sum, true, true, true},
		{sum + "=", true, true, true},
		{"key: " + line(c), true, true, true},
		{line(c), false, true, false},
		{line(none), false, false, false}, // by its ID, which is another
		{line(ca.PublicKey()), false, true, false},
		{"hash: " + ssh.FingerprintSHA256(ca.PublicKey()), false, true, false},
		{"serial: 7", false, true, true},
		{"serial: 0x7", false, true, true},
		{"serial: 07 # octal", false, true, true},
		{"serial: 1-6\nserial: 8-18446744073709551615", false, false, false},
		{"serial: 5-6\nserial: 1 - 9", false, true, true},
		{"id: zhang laptop", false, true, true},
		{"id:zhang laptop\t# lost", false, true, true},
		{"id: zhang", false, false, false},
		{"\ufeffid: zhang laptop\r\n", false, true, true},
	} {
		r := load(t, Paths{Revoked: []string{file(t, "revoked", test.text)}})
		for _, k := range []struct {
			name    string
			key     ssh.PublicKey
			revoked bool
		}{
			{"key", key, test.key},
			{"certificate", c, test.cert},
			{"certificate of another", certify(t, other, key, func(c *ssh.Certificate) { c.KeyId = "zhang laptop" }), test.not},
			{"another key", other.PublicKey(), false},
		} {
			if err := r.Check(k.key); errors.Is(err, ErrRevoked) != k.revoked || err != nil != k.revoked {
				t.Errorf("%.50q, %s: %v", test.text, k.name, err)
			}
		}
	}
	r := load(t, Paths{Revoked: []string{file(t, "revoked", line(none))}})
	if err := r.Check(none); !errors.Is(err, ErrRevoked) {
		t.Errorf("certificate without a serial number: %v", err)
	}
	// In the log an authority's key that was revoked is out before it is asked
	// whose the certificate is.
	r = load(t, Paths{Revoked: []string{file(t, "revoked", line(ca.PublicKey()))}, TrustedCA: []string{file(t, "ca", line(ca.PublicKey()))}})
	if _, err := r.Who(c, Attempt{User: "zhang", At: noon}); !errors.Is(err, ErrRevoked) {
		t.Errorf("Who = %v", err)
	}
}

func TestRevokedTextThatIsNotUnderstood(t *testing.T) {
	for _, text := range []string{
		"hello", "serial:", "serial: 0", "serial: x", "serial: 9-8", "serial: 1-", "serial: 1_0", "serial: 0b1", "serial: 0o7",
		"serial: 18446744073709551616", "serial: 1 2", "id:", "id: # none", "id: a#b", "key: AAAA", "key:", "hash: MD5:00", "hash: SHA256:AAAA",
		"sha256: AAAA", "SHA256:", "SHA256:" + strings.Repeat("A", 42), "SHA512:AAAA", "serials: 7", "ssh-ed25519 AAAA", "\x00",
		"hash: " + strings.Repeat("x", maxLine),
		`no-pty ` + line(newKey(t, "ed25519").PublicKey()),
	} {
		path := file(t, "revoked", "# ours\n"+text+"\n")
		if _, _, err := Load(Paths{Revoked: []string{path}}); err == nil || !strings.HasPrefix(err.Error(), path+", line 2 revokes something") {
			t.Errorf("%.40q: %v", text, err)
		}
	}
	// Keys that could not log in may be listed: they are of no harm.
	load(t, Paths{Revoked: []string{file(t, "revoked", line(newKey(t, "short").PublicKey()))}})
}

// TestRevokedBinary has ssh-keygen make the list from a text, and asks it
// about the same keys.
func TestRevokedBinary(t *testing.T) {
	briefstest.Needs(t, "ssh-keygen")
	dir := t.TempDir()
	for _, name := range []string{"ca", "other", "a", "b"} {
		keygen(t, dir, "-t", "ed25519", "-N", "", "-f", name)
	}
	var asked []string
	for i, serial := range []uint64{0, 1, 7, 8, 9, 1000, 1001, 1003, 5_000_000_000, 1 << 63, 1<<64 - 1} {
		for _, ca := range []string{"ca", "other"} {
			name := fmt.Sprint(ca, i)
			data, err := os.ReadFile(filepath.Join(dir, "a.pub"))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+".pub"), data, 0o600); err != nil {
				t.Fatal(err)
			}
			keygen(t, dir, "-s", ca, "-I", fmt.Sprint("id ", i), "-n", "zhang", "-z", fmt.Sprint(serial), name+".pub")
			asked = append(asked, name+"-cert.pub")
		}
	}
	asked = append(asked, "a.pub", "b.pub", "ca.pub")
	read := func(name string) ssh.PublicKey { return public(t, filepath.Join(dir, name)) }
	for name, test := range map[string]struct {
		spec string
		args []string
	}{
		"nothing":     {"", nil},
		"list":        {"serial: 7\nserial: 5000000000\n", []string{"-s", "ca.pub"}},
		"range":       {"serial: 8-1001\n", []string{"-s", "ca.pub"}},
		"last":        {"serial: 9223372036854775808-18446744073709551615\n", []string{"-s", "ca.pub"}},
		"bitmap":      {"serial: 1000\nserial: 1002\nserial: 1003\nserial: 1005\nserial: 1009\nserial: 1011\nserial: 1014\nserial: 1016\n", []string{"-s", "ca.pub"}},
		"ids":         {"id: id 3\nid: id 0\n", []string{"-s", "ca.pub"}},
		"ids of any":  {"id: id 3\nserial: 9\n", []string{"-s", "none"}},
		"key":         {"key: " + line(read("a.pub")), nil},
		"sha1":        {"sha1: " + line(read("b.pub")), nil},
		"sha256":      {"sha256: " + line(read("a.pub")), nil},
		"hash":        {"hash: " + Fingerprint(read("b.pub")), nil},
		"authority":   {"key: " + line(read("ca.pub")), nil},
		"certificate": {line(read("ca4-cert.pub")), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, "spec"), []byte(test.spec), 0o600); err != nil {
				t.Fatal(err)
			}
			keygen(t, dir, append(append([]string{"-k", "-f", "krl", "-z", "3"}, test.args...), "spec")...)
			r := load(t, Paths{Revoked: []string{filepath.Join(dir, "krl")}})
			revoked := 0
			for _, k := range asked {
				want := keygenRevokes(t, dir, k)
				if want {
					revoked++
				}
				if err := r.Check(read(k)); errors.Is(err, ErrRevoked) != want {
					t.Errorf("%s: %v; ssh-keygen says %v", k, err, want)
				}
			}
			if name != "nothing" && (revoked == 0 || revoked == len(asked)) {
				t.Errorf("%d of %d revoked: the test shows nothing", revoked, len(asked))
			}
		})
	}
}

// TestKRLCut has every beginning of a list refused, and one that says more
// than is understood.
func TestKRLCut(t *testing.T) {
	whole := newList().text("").text("a comment").
		section(krlCertificates, newWire().text("").text("").
			section(krlSerials, newWire().uint64(7).uint64(9)).
			section(krlRange, newWire().uint64(20).uint64(30)).
			section(krlBitmap, newWire().uint64(40).text("\x01\x05")).
			section(krlIDs, newWire().text("zhang")).
			section(krlCertExtension, newWire().text("x@example.org").byte(0).text("y"))).
		section(krlKeys, newWire().text("key")).
		section(krlSHA1, newWire().text(strings.Repeat("1", 20))).
		section(krlSHA256, newWire().text(strings.Repeat("2", 32))).
		section(krlExtension, newWire().text("x@example.org").byte(0).text("")).bytes()
	list := newRevoked()
	if err := list.binary(whole); err != nil {
		t.Fatal(err)
	}
	list.settle()
	of := list.of("")
	for serial, want := range map[uint64]bool{0: false, 7: true, 8: false, 9: true, 19: false, 20: true, 25: true, 30: true, 31: false, 40: true, 41: false, 42: true, 48: true, 49: false, 1 << 40: false} {
		if of.has(serial) != want {
			t.Errorf("serial number %d: %v", serial, !want)
		}
	}
	ends := map[int]bool{} // where a section ends, a list may
	for n := len(krlMagic); n < len(whole); n++ {
		if newRevoked().binary(whole[:n]) == nil {
			ends[n] = true
		}
	}
	if len(ends) != 5 {
		t.Errorf("a list may end at %v; it has five sections", ends)
	}
	for name, list := range map[string]*made{
		"version":            newWire().raw(krlMagic).uint32(2).uint64(0).uint64(0).uint64(0).text("").text(""),
		"section":            newList().text("").text("").section(99, newWire()),
		"signature":          newList().text("").text("").section(krlSignature, newWire().text("key")).text("signature"),
		"critical":           newList().text("").text("").section(krlExtension, newWire().text("x").byte(1).text("")),
		"long extension":     newList().text("").text("").section(krlExtension, newWire().text("x").byte(0).text("").byte(0)),
		"SHA-1 length":       newList().text("").text("").section(krlSHA1, newWire().text("short")),
		"SHA-256 length":     newList().text("").text("").section(krlSHA256, newWire().text("short")),
		"authority":          newList().text("").text("").section(krlCertificates, newWire().text("no key").text("")),
		"certificates":       newList().text("").text("").section(krlCertificates, newWire().text("").text("").section(0x40, newWire())),
		"serial zero":        certificates(krlSerials, newWire().uint64(0)),
		"serial cut":         certificates(krlSerials, newWire().uint32(7)),
		"range backwards":    certificates(krlRange, newWire().uint64(9).uint64(7)),
		"range too long":     certificates(krlRange, newWire().uint64(7).uint64(9).byte(1)),
		"range from zero":    certificates(krlRange, newWire().uint64(0).uint64(9)),
		"bitmap negative":    certificates(krlBitmap, newWire().uint64(1).text("\x80")),
		"bitmap of zero":     certificates(krlBitmap, newWire().uint64(0).text("\x01")),
		"bitmap past all":    certificates(krlBitmap, newWire().uint64(1<<64-8).text("\x01\x00")),
		"critical of cert":   certificates(krlCertExtension, newWire().text("x").byte(1).text("")),
		"ids cut":            certificates(krlIDs, newWire().uint32(9).raw("zhang")),
		"bytes at the end":   newList().text("").text("").byte(krlKeys),
		"length of the file": newList().text("").text("").byte(krlKeys).uint32(1<<32 - 1),
	} {
		path := file(t, "krl", string(list.bytes()))
		if _, _, err := Load(Paths{Revoked: []string{path}}); err == nil || !strings.Contains(err.Error(), "make it again with ssh-keygen -k") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The last bit that there can be.
	edge := newRevoked()
	if err := edge.binary(certificates(krlBitmap, newWire().uint64(1<<64-8).text("\x00\x80")).bytes()); err != nil || !edge.of("").has(1<<64-1) || edge.of("").has(1<<64-2) {
		t.Errorf("the last bit: %v", err)
	}
}

func TestNotAKRL(t *testing.T) {
	path := file(t, "krl", base64.StdEncoding.EncodeToString([]byte(krlMagic)))
	if _, _, err := Load(Paths{Revoked: []string{path}}); err == nil {
		t.Error("a list in base64 was taken for a text")
	}
}
