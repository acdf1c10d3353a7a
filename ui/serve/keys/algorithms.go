package keys

import (
	"fmt"
	"slices"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// The profiles of a connection.
const (
	// Strict asks every client for a key exchange that also withstands a
	// quantum computer: OpenSSH 9.9 or later.
	Strict = "strict"

	// Compatible also takes clients from before that, with curve25519. It is
	// the profile where none is named.
	Compatible = "compatible"
)

// Algorithms are those of a profile, best first; "" is Compatible. The host
// keys are what HostKeys makes signers for: a server offers what they can, so
// nothing else needs to be told of them.
func Algorithms(profile string) (ssh.Algorithms, error) {
	a := ssh.Algorithms{
		KeyExchanges: []string{ssh.KeyExchangeMLKEM768X25519},
		Ciphers: []string{
			ssh.CipherChaCha20Poly1305,
			ssh.CipherAES256GCM,
			ssh.CipherAES128GCM,
		},
		MACs: []string{
			ssh.HMACSHA512ETM,
			ssh.HMACSHA256ETM,
		},
		HostKeys: []string{
			ssh.CertAlgoED25519v01,
			ssh.CertAlgoRSASHA512v01,
			ssh.CertAlgoRSASHA256v01,
			ssh.KeyAlgoED25519,
			ssh.KeyAlgoRSASHA512,
			ssh.KeyAlgoRSASHA256,
		},
		PublicKeyAuths: append(slices.Clone(plain), ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256),
	}
	switch profile {
	case Strict:
	case Compatible, "":
		// The library adds curve25519-sha256@libssh.org, its older name.
		a.KeyExchanges = append(a.KeyExchanges, ssh.KeyExchangeCurve25519)
	default:
		return ssh.Algorithms{}, fmt.Errorf("there is no profile of algorithms named “%s”; there are %s and %s", briefs.CleanLine(profile, maxName), Strict, Compatible)
	}
	return a, nil
}

// Apply gives a server the algorithms of a profile. An error is of the name of
// the profile, and config is then as it was.
func Apply(config *ssh.ServerConfig, profile string) error {
	a, err := Algorithms(profile)
	if err != nil {
		return err
	}
	config.KeyExchanges = a.KeyExchanges
	config.Ciphers = a.Ciphers
	config.MACs = a.MACs
	config.PublicKeyAuthAlgorithms = a.PublicKeyAuths
	return nil
}
