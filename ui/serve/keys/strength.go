package keys

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// minRSA is how many bits an RSA key must have: NIST SP 800-57 counts on 3072
// for 128 bits of strength, as much as the other types have.
const minRSA = 3072

// noTouch is the extension that lifts the touch of a token. The ssh package
// honours it in a certificate without asking, so no such certificate is taken.
const noTouch = "no-touch-required"

// plain are the types that a key may have, RSA apart.
var plain = []string{
	ssh.KeyAlgoED25519,
	ssh.KeyAlgoSKED25519,
	ssh.KeyAlgoECDSA256,
	ssh.KeyAlgoECDSA384,
	ssh.KeyAlgoECDSA521,
	ssh.KeyAlgoSKECDSA256,
}

// sound reports whether the type and length of a key are taken, and for a
// certificate those of its key, its authority and its signature.
func sound(key ssh.PublicKey) error {
	if key == nil {
		return errors.New("no key was given")
	}
	c, ok := key.(*ssh.Certificate)
	if !ok {
		return strong(key)
	}
	if c.Key == nil || c.SignatureKey == nil || c.Signature == nil {
		return errors.New("the certificate is not whole")
	}
	if err := strong(c.Key); err != nil {
		return fmt.Errorf("%s: %w", titled(c), err)
	}
	if err := strong(c.SignatureKey); err != nil {
		return fmt.Errorf("%s: its authority: %w", titled(c), err)
	}
	format := []string{c.SignatureKey.Type()}
	if c.SignatureKey.Type() == ssh.KeyAlgoRSA {
		format = []string{ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512}
	}
	if !slices.Contains(format, c.Signature.Format) {
		return fmt.Errorf("%s is signed with %s, which is no longer safe; have it signed again with ssh-keygen -t rsa-sha2-512", titled(c), briefs.CleanLine(c.Signature.Format, maxName))
	}
	if _, lifted := c.Extensions[noTouch]; lifted && onToken(c.Key) {
		return fmt.Errorf("%s lets its token sign without a touch; have it made without %s", titled(c), noTouch)
	}
	return nil
}

// strong is sound for a key that is no certificate.
func strong(key ssh.PublicKey) error {
	if slices.Contains(plain, key.Type()) {
		return nil
	}
	if key.Type() != ssh.KeyAlgoRSA {
		if _, ok := key.(*ssh.Certificate); ok {
			return errors.New("a certificate stands where a key has to")
		}
		return fmt.Errorf("keys of type %s are not taken; make one with ssh-keygen -t ed25519", briefs.CleanLine(key.Type(), maxName))
	}
	if k, ok := key.(ssh.CryptoPublicKey); ok {
		if k, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok {
			if bits := k.N.BitLen(); bits < minRSA {
				return fmt.Errorf("an RSA key of %d bits is too short, %d are the least; make another with ssh-keygen -t ed25519", bits, minRSA)
			}
			return nil
		}
	}
	return errors.New("the RSA key cannot be measured")
}

// onToken reports whether a key is kept in a FIDO2 token.
func onToken(key ssh.PublicKey) bool {
	return key.Type() == ssh.KeyAlgoSKED25519 || key.Type() == ssh.KeyAlgoSKECDSA256
}

// titled names a certificate in a message.
func titled(c *ssh.Certificate) string {
	return fmt.Sprintf("certificate “%s” serial %d", briefs.CleanLine(c.KeyId, maxName), c.Serial)
}
