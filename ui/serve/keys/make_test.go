package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// noon is when the logins of the tests are.
var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// newKey is a key of a type, with its signer. RSA is made once for all tests.
func newKey(t testing.TB, kind string) ssh.Signer {
	t.Helper()
	var private crypto.PrivateKey
	var err error
	switch kind {
	case "ed25519":
		_, private, err = ed25519.GenerateKey(rand.Reader)
	case "p256":
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "p384":
		private, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "p521":
		private, err = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "rsa":
		private, err = rsa3072()
	case "short":
		private, err = rsa2048()
	case "sk-ed25519", "sk-p256":
		return newToken(t, kind)
	default:
		t.Fatalf("no key of type %s", kind)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	rsa3072 = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 3072) })
	rsa2048 = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })
)

// A token is a FIDO2 token in software that signs with or without a touch.
type token struct {
	public  ssh.PublicKey
	private crypto.Signer
	touched bool
}

func newToken(t testing.TB, kind string) *token {
	t.Helper()
	k := &token{touched: true}
	var blob []byte
	if kind == "sk-ed25519" {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		k.private = private
		blob = ssh.Marshal(struct {
			Type string
			Key  []byte
			App  string
		}{ssh.KeyAlgoSKED25519, public, "ssh:"})
	} else {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		k.private = private
		point, err := private.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		blob = ssh.Marshal(struct {
			Type, Curve string
			Key         []byte
			App         string
		}{ssh.KeyAlgoSKECDSA256, "nistp256", point, "ssh:"})
	}
	var err error
	if k.public, err = ssh.ParsePublicKey(blob); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *token) PublicKey() ssh.PublicKey { return k.public }

func (k *token) Sign(random io.Reader, data []byte) (*ssh.Signature, error) {
	rest := []byte{0, 0, 0, 0, 7}
	if k.touched {
		rest[0] = 1
	}
	app, digest := sha256.Sum256([]byte("ssh:")), sha256.Sum256(data)
	signed := append(append(app[:], rest...), digest[:]...)
	s := &ssh.Signature{Format: k.public.Type(), Rest: rest}
	switch private := k.private.(type) {
	case ed25519.PrivateKey:
		s.Blob = ed25519.Sign(private, signed)
	case *ecdsa.PrivateKey:
		hash := sha256.Sum256(signed)
		a, b, err := ecdsa.Sign(random, private, hash[:])
		if err != nil {
			return nil, err
		}
		s.Blob = ssh.Marshal(struct{ R, S *big.Int }{a, b})
	}
	return s, nil
}

// line is the key as a .pub file has it, without a comment.
func line(key ssh.PublicKey) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// file writes a file that only its owner may touch.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// certify is a certificate of a user named zhang, good at noon, that change
// has made what the test needs before it is signed.
func certify(t testing.TB, authority ssh.Signer, key ssh.PublicKey, change func(*ssh.Certificate)) *ssh.Certificate {
	t.Helper()
	c := &ssh.Certificate{
		Key:             key,
		Serial:          7,
		CertType:        ssh.UserCert,
		KeyId:           "zhang's laptop",
		ValidPrincipals: []string{"zhang"},
		ValidAfter:      uint64(noon.Add(-time.Hour).Unix()),
		ValidBefore:     uint64(noon.Add(time.Hour).Unix()),
	}
	c.Extensions = map[string]string{"permit-pty": ""}
	if change != nil {
		change(c)
	}
	if err := c.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	// As it comes over the wire.
	key, err := ssh.ParsePublicKey(c.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	return key.(*ssh.Certificate)
}

// load is Load without errors and remarks.
func load(t testing.TB, p Paths) *Ring {
	t.Helper()
	r, remarks, err := Load(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range remarks {
		t.Errorf("remark: %s", m)
	}
	return r
}

// keygen runs OpenSSH's ssh-keygen in a folder.
func keygen(t testing.TB, folder string, args ...string) {
	t.Helper()
	cmd := exec.Command("ssh-keygen", append([]string{"-q"}, args...)...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "TZ=UTC")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// public reads a .pub file.
func public(t testing.TB, path string) ssh.PublicKey {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := keyOf(strings.TrimSpace(string(data)))
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", path, err))
	}
	return key
}
