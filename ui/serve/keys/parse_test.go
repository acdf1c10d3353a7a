package keys

import (
	"bytes"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestParse(t *testing.T) {
	for _, kind := range []string{"ed25519", "p256", "p384", "p521", "rsa", "sk-ed25519", "sk-p256"} {
		key := newKey(t, kind).PublicKey()
		got, comment, err := Parse("  " + line(key) + "\tzhang@desk \u202e二处\r\n")
		if err != nil || !bytes.Equal(got.Marshal(), key.Marshal()) || comment != "zhang@desk 二处" {
			t.Errorf("Parse of %s = %q, %v", kind, comment, err)
		}
		if Fingerprint(got) != ssh.FingerprintSHA256(key) {
			t.Errorf("Fingerprint of %s = %s", kind, Fingerprint(got))
		}
	}
}

func TestParseRefuses(t *testing.T) {
	signer := newKey(t, "ed25519")
	key := signer.PublicKey()
	private, err := rsa2048()
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	certificate := certify(t, newKey(t, "ed25519"), key, nil)
	for _, test := range []struct{ line, want string }{
		{"", "not a public key"},
		{"zhang", "not a public key"},
		{"ssh-ed25519", "not a public key"},
		{"ssh-ed25519 AAAA", "cannot be read"},
		{"ssh-ed25519 " + strings.Repeat("A", maxLine), "longer than"},
		{strings.Fields(line(key))[1], "not a public key"},
		{string(pem.EncodeToMemory(block)), "private key"},
		{"-----BEGIN OPENSSH PRIVATE KEY-----", "private key"},
		{"PuTTY-User-Key-File-3: ssh-ed25519", "private key"},
		{"---- BEGIN SSH2 PUBLIC KEY ----\nComment: x", "ssh-keygen -i"},
		{"-----BEGIN PUBLIC KEY-----\nMCow", "ssh-keygen -i"},
		{line(key) + "\n" + line(key), "one key at a time"},
		{`no-pty ` + line(key), "before the key"},
		{`from="10.0.0.0/8" ` + line(key), "before the key"},
		{line(certificate), "certificate"},
		{line(newKey(t, "short").PublicKey()), "3072 are the least"},
		{"ssh-rsa " + strings.Fields(line(key))[1], "it says ssh-rsa"},
		{"ssh-dss AAAA", "cannot be read"},
	} {
		if got, _, err := Parse(test.line); err == nil || got != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Parse(%.40q) = %v; want %q", test.line, err, test.want)
		}
	}
	if Fingerprint(certificate) != ssh.FingerprintSHA256(key) {
		t.Error("the fingerprint of a certificate is not that of its key")
	}
}
