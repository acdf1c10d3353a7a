package keys

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// maxComment is how much of a key's comment is kept, in bytes.
const maxComment = 200

// errNotKey is of what does not look like a key at all.
var errNotKey = errors.New("it is not a public key: one line is expected that begins like ssh-ed25519 AAAA…, as in the file that ends in .pub")

// Parse reads one public key as it stands in a .pub file or is typed: type,
// key, and a comment that may be missing, which comes back clean and at most
// 200 bytes long. Options, certificates, private keys, several keys at once,
// and keys that would not be taken are errors that say what to give instead.
func Parse(line string) (ssh.PublicKey, string, error) {
	if len(line) > maxLine {
		return nil, "", fmt.Errorf("it is longer than %d KiB, so it is not a public key", maxLine>>10)
	}
	line = strings.Trim(line, " \t\r\n")
	switch {
	case strings.Contains(line, "PRIVATE KEY") || strings.HasPrefix(line, "PuTTY-User-Key-File"):
		return nil, "", errors.New("this is a private key: it is yours alone, give it to nobody; what is asked for is the line in the file beside it that ends in .pub")
	case strings.HasPrefix(line, "---- BEGIN SSH2 PUBLIC KEY") || strings.HasPrefix(line, "-----BEGIN"):
		return nil, "", errors.New("this key is written in another form; ssh-keygen -i -f FILE turns it into the one line that is asked for")
	case strings.ContainsAny(line, "\r\n"):
		return nil, "", errors.New("there is more than one line; give one key at a time")
	}
	first, _, _ := strings.Cut(line, " ")
	if strings.HasSuffix(first, "-cert-v01@openssh.com") {
		return nil, "", errors.New("this is a certificate; give the key that it was made for, from the file that ends in .pub and not in -cert.pub")
	}
	key, comment, err := keyOf(line)
	if err != nil {
		if _, rest, err := options(line); err == nil {
			if _, _, err := keyOf(rest); err == nil {
				return nil, "", errors.New("there is something before the key; give the key alone, from its type on, as in ssh-ed25519 AAAA…")
			}
		}
		return nil, "", err
	}
	if _, ok := key.(*ssh.Certificate); ok {
		return nil, "", errors.New("this is a certificate; give the key that it was made for")
	}
	if err := strong(key); err != nil {
		return nil, "", err
	}
	return key, comment, nil
}

// Fingerprint is SHA256: and 43 characters, as ssh-keygen -l prints it: for a
// certificate that of its key.
func Fingerprint(key ssh.PublicKey) string {
	if c, ok := key.(*ssh.Certificate); ok {
		key = c.Key
	}
	return ssh.FingerprintSHA256(key)
}

// keyOf reads type, key and comment, of any type that there is.
func keyOf(line string) (key ssh.PublicKey, comment string, err error) {
	kind, rest := field(line)
	text, comment := field(rest)
	blob, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(blob) == 0 {
		return nil, "", errNotKey
	}
	key, err = ssh.ParsePublicKey(blob)
	if err != nil {
		return nil, "", fmt.Errorf("its key cannot be read: %s", strings.TrimPrefix(briefs.CleanLine(err.Error(), maxComment), "ssh: "))
	}
	if key.Type() != kind {
		return nil, "", fmt.Errorf("it says %s, but its key is %s", briefs.CleanLine(kind, maxName), key.Type())
	}
	return key, briefs.CleanLine(comment, maxComment), nil
}

// field cuts off what stands before the first space or tab.
func field(s string) (first, rest string) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimLeft(s[i:], " \t")
}
