package keys

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/crypto/ssh"
)

// MakeHostKey makes an ed25519 host key in a file of its own, readable by its
// owner alone, and returns its fingerprint. The folder is made, mode 0700,
// where there is none. A file that is there is never written over.
func MakeHostKey(path string) (fingerprint string, err error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("no host key could be made: %w", err)
	}
	block, err := ssh.MarshalPrivateKey(private, "despatch")
	if err != nil {
		return "", fmt.Errorf("no host key could be made: %w", err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return "", fmt.Errorf("no host key could be made: %w", err)
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("the folder for the host key, %s, could not be made: %w", shown(folder), err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already and was left as it is: a box with another key looks like another box to every reader; move the file away first if you want that: %w", shown(path), fs.ErrExist)
	}
	if err != nil {
		return "", fmt.Errorf("the host key %s could not be made: %w", shown(path), err)
	}
	_, err = f.Write(pem.EncodeToMemory(block))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		// It is ours and not whole: left there it would only be in the way.
		err = errors.Join(err, os.Remove(path))
		return "", fmt.Errorf("the host key %s could not be written: %w", shown(path), err)
	}
	// So that the name outlasts a loss of power as well as the bytes. Not
	// every system can, and the key is whole either way.
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		d.Close()
	}
	return Fingerprint(signer.PublicKey()), nil
}

// HostKeys reads the host keys of a server and their certificates, which come
// before the keys. Keys are ed25519, or RSA of 3072 bits or more, of each at
// most one; they have no passphrase, since nobody is there to type it, and
// nobody but their owner may read them. Each certificate is of a host, within
// its time, and of one of the keys. RSA keys sign with SHA-2 only.
func HostKeys(keyPaths, certPaths []string) ([]ssh.Signer, error) {
	if len(keyPaths) == 0 {
		return nil, errors.New("no host key is named; make one with despatch serve --init")
	}
	var signers, certified []ssh.Signer
	for _, path := range keyPaths {
		s, err := hostKey(path)
		if err != nil {
			return nil, err
		}
		if sameType(signers, s) {
			return nil, fmt.Errorf("%s is a second host key of type %s, and clients are shown one; take one of them out of the configuration", shown(path), s.PublicKey().Type())
		}
		signers = append(signers, s)
	}
	for _, path := range certPaths {
		s, err := hostCertificate(path, signers, time.Now())
		if err != nil {
			return nil, err
		}
		if sameType(certified, s) {
			return nil, fmt.Errorf("%s is a second certificate for the same host key; take one of them out of the configuration", shown(path))
		}
		certified = append(certified, s)
	}
	return append(certified, signers...), nil
}

// sameType reports whether a server would take one of the signers for another.
func sameType(signers []ssh.Signer, s ssh.Signer) bool {
	for _, other := range signers {
		if other.PublicKey().Type() == s.PublicKey().Type() {
			return true
		}
	}
	return false
}

// hostKey reads one private key.
func hostKey(path string) (ssh.Signer, error) {
	data, err := read(path, 0o077)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no host key at %s; make one with despatch serve --init: %w", shown(path), fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	signer, err := ssh.ParsePrivateKey(data)
	if _, asks := errors.AsType[*ssh.PassphraseMissingError](err); asks {
		return nil, fmt.Errorf("the host key %s has a passphrase, and nobody is there to type it when the server starts; take it off with ssh-keygen -p, or make a key with despatch serve --init", shown(path))
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not a host key, or not whole; make one with despatch serve --init at another place, or move this one away first", shown(path))
	}
	if err := strong(signer.PublicKey()); err != nil {
		return nil, fmt.Errorf("the host key %s: %w", shown(path), err)
	}
	s, ok := signer.(ssh.AlgorithmSigner)
	switch kind := signer.PublicKey().Type(); {
	case ok && kind == ssh.KeyAlgoRSA:
		return ssh.NewSignerWithAlgorithms(s, []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256})
	case ok && kind == ssh.KeyAlgoED25519:
		return signer, nil
	default:
		return nil, fmt.Errorf("the host key %s is of type %s; hosts have ed25519 or RSA here, so make one with despatch serve --init", shown(path), kind)
	}
}

// hostCertificate reads one certificate and joins it to its key.
func hostCertificate(path string, signers []ssh.Signer, at time.Time) (ssh.Signer, error) {
	var certificate *ssh.Certificate
	err := each(path, func(n int, line string, long error) error {
		key, err := ssh.PublicKey(nil), long
		if err == nil {
			key, _, err = keyOf(line)
		}
		c, ok := key.(*ssh.Certificate)
		if err != nil || !ok || certificate != nil {
			return fmt.Errorf("%s is not one host certificate; ssh-keygen -s makes it, in a file that ends in -cert.pub", place(path, n, true))
		}
		certificate = c
		return nil
	})
	if err != nil {
		return nil, err
	}
	if certificate == nil {
		return nil, fmt.Errorf("%s is empty; ssh-keygen -s makes a host certificate, in a file that ends in -cert.pub", shown(path))
	}
	if err := sound(certificate); err != nil {
		return nil, fmt.Errorf("%s: %w", shown(path), err)
	}
	if err := genuine(certificate, ssh.HostCert, at); err != nil {
		return nil, fmt.Errorf("the host certificate %s %w; have another made, or take it out of the configuration", shown(path), err)
	}
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), certificate.Key.Marshal()) {
			return ssh.NewCertSigner(certificate, s)
		}
	}
	return nil, fmt.Errorf("the host certificate %s is of the key %s, and no host key is; name that key, or have the certificate made for one that is named", shown(path), Fingerprint(certificate))
}
