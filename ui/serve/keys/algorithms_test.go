package keys

import (
	"errors"
	"net"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

func TestProfiles(t *testing.T) {
	host, key := newKey(t, "ed25519"), newKey(t, "ed25519")
	r := load(t, Paths{AuthorizedKeys: []string{file(t, "authorized_keys", `reader="zhang" `+line(key.PublicKey()))}})
	for profile, kex := range map[string][]string{
		Strict:     {"mlkem768x25519-sha256"},
		Compatible: {"mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"},
		"":         {"mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"},
	} {
		b := openBox(t, profile, r, host)
		all := ssh.SupportedAlgorithms()
		old := ssh.InsecureAlgorithms()
		for _, name := range slices.Concat(all.KeyExchanges, []string{"curve25519-sha256@libssh.org"}, old.KeyExchanges) {
			if strings.Contains(name, "group-exchange") {
				continue // the library's client does, but its server does not
			}
			got, err := b.knock(key, func(c *ssh.ClientConfig) { c.KeyExchanges = []string{name} })
			if want := slices.Contains(kex, name); (err == nil) != want || want && got.KeyExchange != name {
				t.Errorf("%q: key exchange %s: %v", profile, name, err)
			}
		}
		for _, name := range slices.Concat(all.Ciphers, old.Ciphers) {
			_, err := b.knock(key, func(c *ssh.ClientConfig) { c.Ciphers = []string{name} })
			if want := strings.Contains(name, "gcm") || strings.Contains(name, "poly1305"); (err == nil) != want {
				t.Errorf("%q: cipher %s: %v", profile, name, err)
			}
		}
	}
	config := &ssh.ServerConfig{}
	if err := Apply(config, "lenient\x1b"); err == nil || strings.Contains(err.Error(), "\x1b") || config.Ciphers != nil {
		t.Errorf("Apply = %v", err)
	}
}

// TestAlgorithmsAreNamedOnce holds the tables to what the library has, and to
// what the profiles are: no SHA-1, no NIST curves in a key exchange, no CBC.
func TestAlgorithmsAreNamedOnce(t *testing.T) {
	all := ssh.SupportedAlgorithms()
	for _, profile := range []string{Strict, Compatible} {
		a, err := Algorithms(profile)
		if err != nil {
			t.Fatal(err)
		}
		for what, lists := range map[string][2][]string{
			"key exchanges": {a.KeyExchanges, all.KeyExchanges},
			"ciphers":       {a.Ciphers, all.Ciphers},
			"MACs":          {a.MACs, all.MACs},
			"host keys":     {a.HostKeys, all.HostKeys},
			"public keys":   {a.PublicKeyAuths, all.PublicKeyAuths},
		} {
			seen := map[string]bool{}
			for _, name := range lists[0] {
				if !slices.Contains(lists[1], name) || seen[name] {
					t.Errorf("%s: %s: %s is not safe, or there twice", profile, what, name)
				}
				seen[name] = true
			}
		}
		// Whoever has the list may not change it for others.
		a.Ciphers[0], a.PublicKeyAuths[0] = "none", "none"
		if again, _ := Algorithms(profile); again.Ciphers[0] == "none" || again.PublicKeyAuths[0] == "none" || plain[0] == "none" {
			t.Error("the lists are shared")
		}
	}
}

// TestAudit has ssh-audit look at a server of each profile, with host keys of
// both types and a certificate. What it says of names that it does not know
// yet is no warning of theirs.
func TestAudit(t *testing.T) {
	briefstest.Needs(t, "ssh-audit")
	paths := []string{privateKey(t, "ed25519", ""), privateKey(t, "rsa", "")}
	hosts, err := HostKeys(paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	certificate := certify(t, newKey(t, "ed25519"), hosts[0].PublicKey(), func(c *ssh.Certificate) {
		c.CertType, c.ValidAfter, c.ValidBefore = ssh.HostCert, 0, ssh.CertTimeInfinity
	})
	if hosts, err = HostKeys(paths, []string{file(t, "host-cert.pub", line(certificate))}); err != nil {
		t.Fatal(err)
	}
	flaw := regexp.MustCompile(`\[(fail|warn)\]`)
	for _, profile := range []string{Strict, Compatible} {
		b := openBox(t, profile, load(t, Paths{}), hosts...)
		_, port, err := net.SplitHostPort(b.addr)
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("ssh-audit", "--no-colors", "--batch", "--port", port, "127.0.0.1").CombinedOutput()
		if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
			t.Fatal(err)
		}
		if !strings.Contains(string(out), "(key) ssh-ed25519-cert-v01@openssh.com") || !strings.Contains(string(out), "(mac) hmac-sha2-256-etm@openssh.com") {
			t.Fatalf("%s: ssh-audit saw no such server:\n%s", profile, out)
		}
		for said := range strings.Lines(string(out)) {
			if flaw.MatchString(said) && !strings.Contains(said, "unknown algorithm") {
				t.Errorf("%s: %s", profile, strings.TrimSpace(said))
			}
		}
	}
}
