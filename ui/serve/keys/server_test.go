package keys

import (
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// A box is a server on loopback that asks a Ring whose a key is, and lets
// nobody further than that.
type box struct{ addr string }

// openBox serves until the end of the test.
func openBox(t *testing.T, profile string, r *Ring, hosts ...ssh.Signer) *box {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &box{addr: l.Addr().String()}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(c ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			o, err := r.Who(key, Attempt{User: c.User(), From: netip.MustParseAddrPort(c.RemoteAddr().String()).Addr(), At: noon})
			if err != nil {
				return nil, err
			}
			return &ssh.Permissions{Extensions: map[string]string{"reader": o.Reader}}, nil
		},
	}
	if err := Apply(config, profile); err != nil {
		t.Fatal(err)
	}
	for _, h := range hosts {
		config.AddHostKey(h)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer c.Close()
				_ = c.SetDeadline(time.Now().Add(20 * time.Second))
				_, channels, requests, err := ssh.NewServerConn(c, config)
				if err != nil {
					return
				}
				all.Go(func() { ssh.DiscardRequests(requests) })
				for n := range channels {
					_ = n.Reject(ssh.Prohibited, "no")
				}
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		all.Wait()
	})
	return b
}

// knock logs in with a key and reports whether it was let in, and over what.
func (b *box) knock(key ssh.Signer, change func(*ssh.ClientConfig)) (ssh.NegotiatedAlgorithms, error) {
	config := &ssh.ClientConfig{
		User:            "zhang",
		Auth:            []ssh.AuthMethod{ssh.PublicKeys(key)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Timeout:         20 * time.Second,
	}
	if change != nil {
		change(config)
	}
	c, err := ssh.Dial("tcp", b.addr, config)
	if err != nil {
		return ssh.NegotiatedAlgorithms{}, err
	}
	defer c.Close()
	return c.Conn.(ssh.AlgorithmsConnMetadata).Algorithms(), nil
}

// TestTouchIsAsked has tokens log in with and without a touch. The ssh package
// asks for it unless a certificate, or whoever wraps it, says otherwise:
// neither can happen here.
func TestTouchIsAsked(t *testing.T) {
	host, authority := newKey(t, "ed25519"), newKey(t, "ed25519")
	for _, kind := range []string{"sk-ed25519", "sk-p256"} {
		k := newToken(t, kind)
		r := load(t, Paths{
			AuthorizedKeys: []string{file(t, "authorized_keys", `reader="zhang" `+line(k.public))},
			TrustedCA:      []string{file(t, "ca", line(authority.PublicKey()))},
		})
		b := openBox(t, Strict, r, host)
		certificate, err := ssh.NewCertSigner(certify(t, authority, k.public, nil), k)
		if err != nil {
			t.Fatal(err)
		}
		lifting, err := ssh.NewCertSigner(certify(t, authority, k.public, func(c *ssh.Certificate) { c.Extensions[noTouch] = "" }), k)
		if err != nil {
			t.Fatal(err)
		}
		for name, test := range map[string]struct {
			signer                  ssh.Signer
			withTouch, withoutTouch bool
		}{
			"key":                           {k, true, false},
			"certificate":                   {certificate, true, false},
			"certificate lifting the touch": {lifting, false, false},
		} {
			for _, touched := range []bool{true, false} {
				k.touched = touched
				want := test.withTouch && touched || test.withoutTouch && !touched
				if _, err := b.knock(test.signer, nil); (err == nil) != want {
					t.Errorf("%s, %s, touched %v: %v; let in should be %v", kind, name, touched, err, want)
				}
			}
		}
		// As an option of a line it takes the whole line out.
		_, remarks, err := Load(Paths{AuthorizedKeys: []string{file(t, "authorized_keys", `no-touch-required,reader="zhang" `+line(k.public))}})
		if err != nil || len(remarks) != 1 {
			t.Errorf("%s: remarks %q, %v", kind, remarks, err)
		}
	}
}

// TestSHA1IsNotSigned has an RSA key log in with each of its signatures.
func TestSHA1IsNotSigned(t *testing.T) {
	key := newKey(t, "rsa").(ssh.AlgorithmSigner)
	r := load(t, Paths{AuthorizedKeys: []string{file(t, "authorized_keys", `reader="zhang" `+line(key.PublicKey()))}})
	b := openBox(t, Compatible, r, newKey(t, "ed25519"))
	for algorithm, want := range map[string]bool{ssh.KeyAlgoRSASHA512: true, ssh.KeyAlgoRSASHA256: true, ssh.KeyAlgoRSA: false} {
		s, err := ssh.NewSignerWithAlgorithms(key, []string{algorithm})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.knock(s, nil); (err == nil) != want {
			t.Errorf("%s: %v", algorithm, err)
		}
	}
}

// TestOfferedKeyIsNotTheOwners has a client offer the key of another, which it
// cannot sign with, before its own.
func TestOfferedKeyIsNotTheOwners(t *testing.T) {
	own, others := newKey(t, "ed25519"), newKey(t, "ed25519")
	r := load(t, Paths{AuthorizedKeys: []string{file(t, "authorized_keys", `reader="li" `+line(others.PublicKey()))}})
	b := openBox(t, Strict, r, newKey(t, "ed25519"))
	thief := borrowed{own, others.PublicKey()}
	if _, err := b.knock(thief, nil); err == nil {
		t.Error("let in with a key that did not sign")
	}
	if _, err := b.knock(own, nil); err == nil {
		t.Error("an unknown key was let in")
	}
}

// borrowed shows one key and signs with another.
type borrowed struct {
	ssh.Signer
	shown ssh.PublicKey
}

func (b borrowed) PublicKey() ssh.PublicKey { return b.shown }
