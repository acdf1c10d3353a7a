package main

import (
	"errors"
	"net"
	"os"
	"regexp"
	"runtime"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"
)

// clientSources numbers the addresses that clients come from.
var clientSources atomic.Int64

// elsewhere is an address of this machine that nobody has come from before, so
// that the penalties of one client are not the next one's. Only Linux has many.
func elsewhere() net.Addr {
	if runtime.GOOS != "linux" {
		return nil
	}
	n := clientSources.Add(1)
	return &net.TCPAddr{IP: net.IPv4(127, 1, byte(n>>8), byte(n))}
}

// dialFrom logs in from an address of its own, with the keys in order.
func (s *served) dialFrom(user string, auth ...ssh.AuthMethod) (*ssh.Client, error) {
	s.t.Helper()
	d := net.Dialer{LocalAddr: elsewhere(), Timeout: patience}
	conn, err := d.Dial("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	c, channels, requests, err := ssh.NewClientConn(conn, s.address, &ssh.ClientConfig{User: user, Auth: auth, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	client := ssh.NewClient(c, channels, requests)
	s.t.Cleanup(func() { client.Close() })
	return client, nil
}

// letIn logs in with keys and must be let in.
func (s *served) letIn(user string, keys ...ssh.Signer) *ssh.Client {
	s.t.Helper()
	c, err := s.dialFrom(user, ssh.PublicKeys(keys...))
	if err != nil {
		s.t.Fatalf("%s is not let in: %v", user, err)
	}
	return c
}

// keptOut logs in with keys and must not be let in; the log says why.
func (s *served) keptOut(why, user string, keys ...ssh.Signer) {
	s.t.Helper()
	before := s.log.size()
	if c, err := s.dialFrom(user, ssh.PublicKeys(keys...)); err == nil {
		c.Close()
		s.t.Errorf("let in, and it should be refused: %s", why)
		return
	}
	s.log.waitFrom(s.t, before, `msg=refused .*`+regexp.QuoteMeta(why))
}

// signerOf reads a private key, and the certificate for it where one is named.
func signerOf(t testing.TB, private, certificate string) ssh.Signer {
	t.Helper()
	data, err := os.ReadFile(private)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.ParsePrivateKey(data)
	if err != nil {
		t.Fatal(err)
	}
	if certificate == "" {
		return signer
	}
	if data, err = os.ReadFile(certificate); err != nil {
		t.Fatal(err)
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey(data)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := key.(*ssh.Certificate)
	if !ok {
		t.Fatalf("%s is no certificate", certificate)
	}
	if signer, err = ssh.NewCertSigner(c, signer); err != nil {
		t.Fatal(err)
	}
	return signer
}
