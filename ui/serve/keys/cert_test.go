package keys

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

func TestCertificates(t *testing.T) {
	authority, key := newKey(t, "ed25519"), newKey(t, "p256").PublicKey()
	r := load(t, Paths{TrustedCA: []string{file(t, "ca", "# ours\n"+line(authority.PublicKey())+" the authority\n")}})
	hour := noon.Add(time.Hour)
	for _, test := range []struct {
		name   string
		change func(*ssh.Certificate)
		user   string
		from   netip.Addr
		want   Owner // without Fingerprint; no Reader: refused
		why    string
	}{
		{"good", nil, "zhang", desk, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"only name whatever the user", nil, "root", desk, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"one of several names", func(c *ssh.Certificate) { c.ValidPrincipals = []string{"li", "zhang"} }, "zhang", desk, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"none of several names", func(c *ssh.Certificate) { c.ValidPrincipals = []string{"li", "zhang"} }, "wang", desk, Owner{}, "is for 2 names"},
		{"no names", func(c *ssh.Certificate) { c.ValidPrincipals = nil }, "zhang", desk, Owner{}, "names nobody"},
		{"too many names", func(c *ssh.Certificate) { c.ValidPrincipals = many(maxPrincipals + 1) }, "zhang", desk, Owner{}, "are the most"},
		{"wildcard", func(c *ssh.Certificate) { c.ValidPrincipals = []string{"*"} }, "*", desk, Owner{}, "a pattern"},
		{"wildcard beside the name", func(c *ssh.Certificate) { c.ValidPrincipals = []string{"zhang", "z?"} }, "zhang", desk, Owner{}, "a pattern"},
		{"empty name", func(c *ssh.Certificate) { c.ValidPrincipals = []string{""} }, "", desk, Owner{}, "an empty name"},
		{"name with an escape", func(c *ssh.Certificate) { c.ValidPrincipals = []string{"zhang\x1b[2J"} }, "zhang", desk, Owner{}, "cannot be seen"},
		{"long name", func(c *ssh.Certificate) { c.ValidPrincipals = []string{strings.Repeat("z", 81)} }, "zhang", desk, Owner{}, "80 are the most"},
		{"of a host", func(c *ssh.Certificate) { c.CertType = ssh.HostCert }, "zhang", desk, Owner{}, "not of a user"},
		{"of neither", func(c *ssh.Certificate) { c.CertType = 3 }, "zhang", desk, Owner{}, "not of a user"},
		{"ended", func(c *ssh.Certificate) { c.ValidBefore = uint64(noon.Unix()) }, "zhang", desk, Owner{}, "good no more"},
		{"not begun", func(c *ssh.Certificate) { c.ValidAfter = uint64(noon.Unix()) + 1 }, "zhang", desk, Owner{}, "not good yet"},
		{"begins never", func(c *ssh.Certificate) { c.ValidAfter = math.MaxUint64 }, "zhang", desk, Owner{}, "not good yet"},
		{"no time at all", func(c *ssh.Certificate) { c.ValidAfter, c.ValidBefore = 0, 0 }, "zhang", desk, Owner{}, "good no more"},
		{"an end past all clocks", func(c *ssh.Certificate) { c.ValidBefore = math.MaxInt64 + 1 }, "zhang", desk, Owner{}, "no clock reaches"},
		{"no end", func(c *ssh.Certificate) { c.ValidAfter, c.ValidBefore = 0, ssh.CertTimeInfinity }, "zhang", desk, Owner{Reader: "zhang", Screens: true}, ""},
		{"source-address", withOption("source-address", "10.1.0.0/16"), "zhang", desk, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"source-address, mapped", withOption("source-address", "192.0.2.1,10.1.2.3"), "zhang", mapped, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"source-address, zone", withOption("source-address", "2001:db8::/32"), "zhang", six, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"source-address, another", withOption("source-address", "10.2.0.0/16"), "zhang", desk, Owner{}, "not for the address 10.1.2.3"},
		{"source-address, no address", withOption("source-address", "0.0.0.0/0,::/0"), "zhang", netip.Addr{}, Owner{}, "not for the address"},
		{"source-address, empty", withOption("source-address", ""), "zhang", desk, Owner{}, "cannot be read"},
		{"source-address, pattern", withOption("source-address", "10.1.*"), "zhang", desk, Owner{}, "cannot be read"},
		{"source-address, bits behind the mask", withOption("source-address", "10.1.2.3/16"), "zhang", desk, Owner{}, "cannot be read"},
		{"source-address, list with a flaw", withOption("source-address", "10.1.2.3,x"), "zhang", desk, Owner{}, "cannot be read"},
		{"force-command", withOption("force-command", "ls"), "zhang", desk, Owner{}, "“force-command”"},
		{"verify-required", withOption("verify-required", ""), "zhang", desk, Owner{}, "“verify-required”"},
		{"unknown option", withOption("sparkle\x1b[2J", ""), "zhang", desk, Owner{}, "“sparkle”"},
		{"unknown extension", func(c *ssh.Certificate) { c.Extensions["sparkle"] = "" }, "zhang", desk, Owner{Reader: "zhang", Until: hour, Screens: true}, ""},
		{"no terminal", func(c *ssh.Certificate) { c.Extensions = nil }, "zhang", desk, Owner{Reader: "zhang", Until: hour}, ""},
		{"short key", func(c *ssh.Certificate) { c.Key = newKey(t, "short").PublicKey() }, "zhang", desk, Owner{}, "3072 are the least"},
		{"no touch", func(c *ssh.Certificate) {
			c.Key = newKey(t, "sk-p256").PublicKey()
			c.Extensions[noTouch] = ""
		}, "zhang", desk, Owner{}, "without a touch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := certify(t, authority, key, test.change)
			got, err := r.Who(c, Attempt{User: test.user, From: test.from, At: noon})
			if test.want.Reader == "" {
				if err == nil || !strings.Contains(err.Error(), test.why) || errors.Is(err, ErrUnknown) {
					t.Errorf("Who = %+v, %v; want %q", got, err, test.why)
				}
				if err != nil && strings.ContainsAny(err.Error(), "\x1b\n") {
					t.Errorf("an error that is not clean: %q", err)
				}
				return
			}
			test.want.Fingerprint = ssh.FingerprintSHA256(key)
			test.want.How = "certificate “zhang's laptop” serial 7"
			if err != nil || got.Until.Unix() != test.want.Until.Unix() {
				t.Errorf("Who = %+v, %v", got, err)
			}
			if got.Until = test.want.Until; got != test.want {
				t.Errorf("Who = %+v; want %+v", got, test.want)
			}
		})
	}
}

// withOption gives a certificate a critical option.
func withOption(name, value string) func(*ssh.Certificate) {
	return func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{name: value} }
}

// many are so many names, zhang among them.
func many(n int) []string {
	names := []string{"zhang"}
	for i := 1; i < n; i++ {
		names = append(names, fmt.Sprint("reader", i))
	}
	return names
}

func TestCertificatesOfOtherAuthorities(t *testing.T) {
	ours, key := newKey(t, "ed25519"), newKey(t, "ed25519").PublicKey()
	weak, long, touch := newKey(t, "short"), newKey(t, "rsa"), newKey(t, "sk-ed25519")
	r, remarks, err := Load(Paths{TrustedCA: []string{
		file(t, "ca", line(ours.PublicKey())+"\n"+line(long.PublicKey())+"\n"+line(touch.PublicKey())),
		file(t, "weak", line(weak.PublicKey())),
		file(t, "more", line(certify(t, ours, key, nil))+"\nno-pty "+line(key)+"\nhello\n"),
	}})
	if err != nil || len(remarks) != 4 {
		t.Fatalf("remarks %q, %v", remarks, err)
	}
	good := Attempt{User: "zhang", From: desk, At: noon}
	for name, signer := range map[string]ssh.Signer{"ed25519": ours, "RSA with SHA-2": long, "a token": touch} {
		if _, err := r.Who(certify(t, signer, key, nil), good); err != nil {
			t.Errorf("authority %s: %v", name, err)
		}
	}
	refuse := func(name string, c *ssh.Certificate, want string, unknown bool) {
		t.Helper()
		if o, err := r.Who(c, good); err == nil || !strings.Contains(err.Error(), want) || errors.Is(err, ErrUnknown) != unknown {
			t.Errorf("%s: Who = %+v, %v", name, o, err)
		}
	}
	refuse("unknown authority", certify(t, newKey(t, "ed25519"), key, nil), "not trusted here", true)
	refuse("short authority", certify(t, weak, key, nil), "3072 are the least", false)
	sha1, err := ssh.NewSignerWithAlgorithms(long.(ssh.AlgorithmSigner), []string{ssh.KeyAlgoRSA})
	if err != nil {
		t.Fatal(err)
	}
	refuse("SHA-1", certify(t, sha1, key, nil), "no longer safe", false)
	changed := certify(t, ours, key, nil)
	changed.ValidPrincipals = []string{"li"}
	refuse("changed after it was signed", changed, "changed since", false)
	// The key of a trusted authority named, and another's signature under it.
	forged := certify(t, newKey(t, "ed25519"), key, nil)
	forged.SignatureKey = ours.PublicKey()
	refuse("signed by another", forged, "changed since", false)
	nested := certify(t, ours, key, nil)
	nested.SignatureKey = certify(t, ours, key, nil)
	refuse("authority that is a certificate", nested, "a certificate stands where a key has to", false)
	inner := certify(t, ours, key, nil)
	inner.Key = certify(t, ours, key, nil)
	refuse("key that is a certificate", inner, "a certificate stands where a key has to", false)
	refuse("no signature", &ssh.Certificate{Key: key, SignatureKey: ours.PublicKey()}, "not whole", false)
	refuse("nothing", &ssh.Certificate{}, "not whole", false)
	// Trusted to sign, it is still nobody's key to log in with.
	if _, err := r.Who(ours.PublicKey(), good); !errors.Is(err, ErrUnknown) {
		t.Errorf("the key of an authority: %v", err)
	}
}

func TestAuthoritiesInLines(t *testing.T) {
	one, two, key := newKey(t, "ed25519"), newKey(t, "p384"), newKey(t, "ed25519").PublicKey()
	trusted := newKey(t, "ed25519")
	path := file(t, "authorized_keys", strings.Join([]string{
		`reader="zhang",cert-authority,from="10.1.0.0/16",expiry-time="202605041230Z" ` + line(one.PublicKey()),
		`reader="li",cert-authority,no-pty,principals="staff,li@desk" ` + line(one.PublicKey()),
		`reader="wang",cert-authority,principals="staff" ` + line(two.PublicKey()),
		`reader="wu",cert-authority,principals="staff" ` + line(two.PublicKey()),
		`reader="wu",cert-authority ` + line(trusted.PublicKey()),
	}, "\n"))
	r, remarks, err := Load(Paths{AuthorizedKeys: []string{path}, TrustedCA: []string{file(t, "ca", line(trusted.PublicKey()))}})
	if err != nil || len(remarks) != 1 || !strings.Contains(remarks[0], "line 5 was passed over: its authority is trusted for every reader") {
		t.Fatalf("remarks %q, %v", remarks, err)
	}
	for _, test := range []struct {
		authority  ssh.Signer
		principals []string
		user       string
		from       netip.Addr
		reader     string
		why        string
	}{
		{one, []string{"zhang"}, "zhang", desk, "zhang", ""},
		{one, []string{"zhang"}, "li", desk, "zhang", ""},
		{one, []string{"zhang"}, "zhang", six, "", "does not allow the address"},
		{one, []string{"staff"}, "zhang", six, "li", ""},
		{one, []string{"li"}, "li", desk, "", "none of its names"},
		{one, []string{"wang"}, "wang", desk, "", "none of its names"},
		{one, []string{"zhang", "staff"}, "li", desk, "li", ""},
		{one, []string{"zhang", "staff"}, "root", desk, "", "several readers"},
		{two, []string{"staff"}, "wang", desk, "wang", ""},
		{two, []string{"staff"}, "staff", desk, "", "several readers"},
	} {
		c := certify(t, test.authority, key, func(c *ssh.Certificate) { c.ValidPrincipals = test.principals })
		o, err := r.Who(c, Attempt{User: test.user, From: test.from, At: noon})
		if test.reader == "" {
			if err == nil || !strings.Contains(err.Error(), test.why) {
				t.Errorf("%v as %s: %+v, %v; want %q", test.principals, test.user, o, err, test.why)
			}
			continue
		}
		if err != nil || o.Reader != test.reader || o.Screens != (test.reader != "li") || !strings.Contains(o.How, "serial 7, authorized_keys, line ") {
			t.Errorf("%v as %s: %+v, %v", test.principals, test.user, o, err)
		}
		if o.Reader == "zhang" && !o.Until.Equal(noon.Add(30*time.Minute)) {
			t.Errorf("Until = %v", o.Until)
		}
	}
	// Neither authority may log in with its own key.
	if _, err := r.Who(one.PublicKey(), Attempt{User: "zhang", From: desk, At: noon}); !errors.Is(err, ErrUnknown) {
		t.Errorf("the key of an authority: %v", err)
	}
}

// TestCertificatesOfSSHKeygen has OpenSSH make what the tests above make.
func TestCertificatesOfSSHKeygen(t *testing.T) {
	briefstest.Needs(t, "ssh-keygen")
	dir := t.TempDir()
	keygen(t, dir, "-t", "ed25519", "-N", "", "-f", "ca")
	keygen(t, dir, "-t", "rsa", "-b", "3072", "-N", "", "-f", "rsaca")
	keygen(t, dir, "-t", "ecdsa", "-b", "384", "-N", "", "-f", "user")
	r := load(t, Paths{TrustedCA: []string{filepath.Join(dir, "ca.pub"), filepath.Join(dir, "rsaca.pub")}})
	always := []string{"-V", "20260504115900:20260504120100"}
	for _, test := range []struct {
		name string
		ca   string
		args []string
		why  string
	}{
		{"good", "ca", []string{"-n", "zhang"}, ""},
		{"rsa-sha2", "rsaca", []string{"-n", "zhang", "-t", "rsa-sha2-256"}, ""},
		{"SHA-1", "rsaca", []string{"-n", "zhang", "-t", "ssh-rsa"}, "no longer safe"},
		{"host", "ca", []string{"-n", "zhang", "-h"}, "not of a user"},
		{"nobody", "ca", nil, "names nobody"},
		{"ended", "ca", []string{"-n", "zhang", "-V", "20260504115800:20260504115900"}, "good no more"},
		{"not begun", "ca", []string{"-n", "zhang", "-V", "20260504120100:20260504120200"}, "not good yet"},
		{"source-address", "ca", []string{"-n", "zhang", "-O", "source-address=10.1.0.0/16,192.0.2.1"}, ""},
		{"other source-address", "ca", []string{"-n", "zhang", "-O", "source-address=10.2.0.0/16"}, "not for the address"},
		{"force-command", "ca", []string{"-n", "zhang", "-O", "force-command=ls"}, "force-command"},
		{"verify-required", "ca", []string{"-n", "zhang", "-O", "verify-required"}, "verify-required"},
		{"critical", "ca", []string{"-n", "zhang", "-O", "critical:sparkle@example.org=x"}, "sparkle"},
		{"no touch, which is for tokens only", "ca", []string{"-n", "zhang", "-O", "no-touch-required"}, ""},
		{"extension", "ca", []string{"-n", "zhang", "-O", "extension:sparkle@example.org"}, ""},
	} {
		args := append([]string{"-s", test.ca, "-I", "zhang", "-z", "9"}, always...)
		keygen(t, dir, append(append(args, test.args...), "user.pub")...)
		o, err := r.Who(public(t, filepath.Join(dir, "user-cert.pub")), Attempt{User: "zhang", From: desk, At: noon})
		switch {
		case test.why == "" && (err != nil || o.Reader != "zhang" || !o.Screens || o.How != "certificate “zhang” serial 9"):
			t.Errorf("%s: %+v, %v", test.name, o, err)
		case test.why != "" && (err == nil || !strings.Contains(err.Error(), test.why)):
			t.Errorf("%s: %+v, %v; want %q", test.name, o, err, test.why)
		}
	}
	keygen(t, dir, "-s", "ca", "-I", "zhang", "-n", "zhang", "-O", "clear", "-V", "always:forever", "user.pub")
	if o, err := r.Who(public(t, filepath.Join(dir, "user-cert.pub")), Attempt{From: desk}); err != nil || o.Screens || !o.Until.IsZero() {
		t.Errorf("without a terminal: %+v, %v", o, err)
	}
}

func TestSignCertRefusesCertificates(t *testing.T) {
	// What the library refuses to make or to parse need not be refused again;
	// this tells when it stops to.
	ours, key := newKey(t, "ed25519"), newKey(t, "ed25519")
	s, err := ssh.NewCertSigner(certify(t, ours, key.PublicKey(), nil), key)
	if err != nil {
		t.Fatal(err)
	}
	c := &ssh.Certificate{Key: newKey(t, "p256").PublicKey(), CertType: ssh.UserCert, ValidPrincipals: []string{"zhang"}}
	if err := c.SignCert(rand.Reader, s); err == nil {
		t.Error("a certificate signed a certificate")
	}
	nested := certify(t, ours, key.PublicKey(), nil)
	nested.SignatureKey = certify(t, ours, key.PublicKey(), nil)
	if _, err := ssh.ParsePublicKey(nested.Marshal()); err == nil {
		t.Error("a certificate signed by a certificate was parsed")
	}
}
