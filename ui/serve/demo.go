package serve

import (
	"crypto/ed25519"
	"crypto/rand"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// demoKey is a key for one run: a demo is nobody's to trust.
func demoKey() ([]ssh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	signer, err := gossh.NewSignerFromKey(private)
	if err != nil {
		return nil, err
	}
	return []ssh.Signer{signer}, nil
}
