package keys

import (
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

func TestMakeHostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "etc", "despatch", "host_ed25519")
	sum, err := MakeHostKey(path)
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", p, info.Mode(), err, want)
		}
	}
	signers, err := HostKeys([]string{path}, nil)
	if err != nil || len(signers) != 1 || Fingerprint(signers[0].PublicKey()) != sum || signers[0].PublicKey().Type() != ssh.KeyAlgoED25519 {
		t.Fatalf("HostKeys = %v, %v; fingerprint %s", signers, err, sum)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := MakeHostKey(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("made twice: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Error("the key was written over")
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(t.TempDir(), "nowhere"), link); err != nil {
		t.Fatal(err)
	}
	if _, err := MakeHostKey(link); !errors.Is(err, fs.ErrExist) {
		t.Errorf("made through a link: %v", err)
	}
	if _, err := MakeHostKey(filepath.Join(path, "below")); err == nil {
		t.Error("made below a file")
	}
}

// privateKey writes a private key of a type in OpenSSH's form.
func privateKey(t *testing.T, kind, passphrase string) string {
	t.Helper()
	folder := t.TempDir()
	if kind == "short" || kind == "rsa" {
		made, err := rsa3072()
		if kind == "short" {
			made, err = rsa2048()
		}
		if err != nil {
			t.Fatal(err)
		}
		block, err := ssh.MarshalPrivateKey(made, "")
		if err != nil {
			t.Fatal(err)
		}
		return file(t, kind, string(pem.EncodeToMemory(block)))
	}
	briefstest.Needs(t, "ssh-keygen")
	keygen(t, folder, "-t", kind, "-N", passphrase, "-f", "key")
	return filepath.Join(folder, "key")
}

func TestHostKeysRefused(t *testing.T) {
	good := privateKey(t, "ed25519", "")
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cut := file(t, "cut", string(data[:len(data)/2]))
	open := file(t, "open", string(data))
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		paths []string
		want  string
	}{
		{nil, "despatch serve --init"},
		{[]string{filepath.Join(t.TempDir(), "none")}, "despatch serve --init"},
		{[]string{open}, "can be read by others"},
		{[]string{privateKey(t, "ed25519", "correct horse")}, "has a passphrase"},
		{[]string{cut}, "not whole"},
		{[]string{good + ".pub"}, "read by others"},
		{[]string{file(t, "pub", line(newKey(t, "ed25519").PublicKey()))}, "is not a host key"},
		{[]string{privateKey(t, "short", "")}, "3072 are the least"},
		{[]string{privateKey(t, "ecdsa", "")}, "ed25519 or RSA"},
		{[]string{good, privateKey(t, "ed25519", "")}, "a second host key"},
		{[]string{t.TempDir()}, "is not a file"},
	} {
		if _, err := HostKeys(test.paths, nil); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v; want %q", test.paths, err, test.want)
		}
	}
}

func TestHostCertificates(t *testing.T) {
	path, second := privateKey(t, "ed25519", ""), privateKey(t, "rsa", "")
	signers, err := HostKeys([]string{path, second}, nil)
	if err != nil {
		t.Fatal(err)
	}
	key, authority := signers[0].PublicKey(), newKey(t, "ed25519")
	now := time.Now()
	made := func(change func(*ssh.Certificate)) string {
		return line(certify(t, authority, key, func(c *ssh.Certificate) {
			c.CertType, c.ValidPrincipals, c.Extensions = ssh.HostCert, []string{"box.example.org"}, nil
			c.ValidAfter, c.ValidBefore = uint64(now.Add(-time.Hour).Unix()), uint64(now.Add(time.Hour).Unix())
			if change != nil {
				change(c)
			}
		}))
	}
	rsa := made(func(c *ssh.Certificate) { c.Key = signers[1].PublicKey() })
	certified, err := HostKeys([]string{path, second}, []string{file(t, "host-cert.pub", made(nil)+" box\n"), file(t, "rsa-cert.pub", rsa)})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, s := range certified {
		kinds = append(kinds, s.PublicKey().Type())
	}
	if got := strings.Join(kinds, " "); got != ssh.CertAlgoED25519v01+" "+ssh.CertAlgoRSAv01+" ssh-ed25519 ssh-rsa" {
		t.Errorf("signers of %s", got)
	}
	for _, i := range []int{1, 3} { // of RSA, never with SHA-1
		if s, ok := certified[i].(ssh.MultiAlgorithmSigner); !ok || strings.Join(s.Algorithms(), " ") != "rsa-sha2-512 rsa-sha2-256" {
			t.Errorf("signer %d may use other algorithms", i)
		}
	}
	for _, test := range []struct{ text, want string }{
		{made(func(c *ssh.Certificate) { c.CertType = ssh.UserCert }), "not of a host"},
		{made(func(c *ssh.Certificate) { c.ValidPrincipals = nil }), "names nobody"},
		{made(func(c *ssh.Certificate) { c.ValidBefore = uint64(now.Add(-time.Minute).Unix()) }), "good no more"},
		{made(func(c *ssh.Certificate) { c.ValidAfter = uint64(now.Add(time.Minute).Unix()) }), "not good yet"},
		{made(func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{"source-address": "10.0.0.0/8"} }), "source-address"},
		{made(func(c *ssh.Certificate) { c.Key = newKey(t, "ed25519").PublicKey() }), "no host key is"},
		{line(key), "not one host certificate"},
		{made(nil) + "\n" + made(nil), "line 2 is not one host certificate"},
		{"# nothing\n", "is empty"},
		{"hello", "not one host certificate"},
	} {
		if _, err := HostKeys([]string{path, second}, []string{file(t, "host-cert.pub", test.text)}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.40q: %v; want %q", test.text, err, test.want)
		}
	}
	twice := []string{file(t, "a", made(nil)), file(t, "b", made(nil))}
	if _, err := HostKeys([]string{path}, twice); err == nil || !strings.Contains(err.Error(), "a second certificate") {
		t.Errorf("two certificates: %v", err)
	}
}
