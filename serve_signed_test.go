package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"despatch/briefs/briefstest"
)

// isOf checks whose a login from an address became.
func (s *served) isOf(t *testing.T, from net.Addr, reader string) {
	t.Helper()
	if got := s.log.waitFrom(t, 0, `msg="logged in" from=`+regexp.QuoteMeta(from.String())+` .*reader=(\S+)`); got != reader {
		t.Errorf("a session of %s, not of %s", got, reader)
	}
}

// TestServeKeyOnlyOfferedIsNotWhoComesIn offers the public keys of others,
// which anybody may have, and signs with another key or another name.
func TestServeKeyOnlyOfferedIsNotWhoComesIn(t *testing.T) {
	briefstest.Needs(t, "ssh-keygen")
	s := servingFiles(t)
	anna, carl, rosa := s.signers["anna"], s.signers["carl"], s.signers["rosa"]
	both := s.certified("ca", "both", "-n", "anna,carl")
	is := func(t *testing.T, what string, got, want byte) {
		t.Helper()
		if got != want {
			t.Fatalf("%s: answer %d, not %d", what, got, want)
		}
	}
	t.Run("offered anna's, signed carl's", func(t *testing.T) {
		w := s.wire(t)
		is(t, "offer", w.offer("anna", anna.PublicKey()), msgAuthOffer)
		is(t, "sign", w.sign("anna", "anna", carl.PublicKey(), carl), msgAuthSuccess)
		s.isOf(t, w.conn.LocalAddr(), "carl")
	})
	t.Run("offered the registrar's under her name, signed carl's under another", func(t *testing.T) {
		w := s.wire(t)
		is(t, "offer", w.offer("rosa", rosa.PublicKey()), msgAuthOffer)
		is(t, "sign", w.sign("anna", "anna", carl.PublicKey(), carl), msgAuthSuccess)
		s.isOf(t, w.conn.LocalAddr(), "carl")
	})
	t.Run("signed by somebody who has not the key", func(t *testing.T) {
		w := s.wire(t)
		is(t, "offer", w.offer("rosa", rosa.PublicKey()), msgAuthOffer)
		is(t, "sign", w.sign("rosa", "rosa", rosa.PublicKey(), carl), closed)
	})
	t.Run("signed for another name", func(t *testing.T) {
		w := s.wire(t)
		is(t, "sign", w.sign("rosa", "carl", carl.PublicKey(), carl), closed)
	})
	t.Run("a certificate's name changed between tries", func(t *testing.T) {
		w := s.wire(t)
		is(t, "offer", w.offer("anna", both.PublicKey()), msgAuthOffer)
		is(t, "offer", w.offer("rosa", both.PublicKey()), msgAuthFailure)
		is(t, "sign", w.sign("rosa", "rosa", both.PublicKey(), both), msgAuthFailure)
		is(t, "sign", w.sign("carl", "carl", both.PublicKey(), both), msgAuthSuccess)
		s.isOf(t, w.conn.LocalAddr(), "carl")
	})
	t.Run("no other way in", func(t *testing.T) {
		w := s.wire(t)
		for method, rest := range map[string][]byte{
			"none": nil, "password": ssh.Marshal(struct {
				Changes  bool
				Password string
			}{false, ""}),
		} {
			if ways := w.method("anna", method, rest...); ways != "publickey" {
				t.Errorf("after %s the server names %q", method, ways)
			}
		}
	})
	t.Run("OpenSSH with an agent that does not sign", func(t *testing.T) {
		briefstest.Needs(t, "ssh")
		folder, err := os.MkdirTemp("", "agent")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(folder)
		socket := filepath.Join(folder, "s")
		l, err := net.Listen("unix", socket)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		keys := agent.NewKeyring()
		for _, name := range []string{"rosa", "carl"} {
			if err := keys.Add(agent.AddedKey{PrivateKey: privateOf(t, filepath.Join(s.folder, name))}); err != nil {
				t.Fatal(err)
			}
		}
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go agent.ServeAgent(reluctant{keys, rosa.PublicKey()}, c)
			}
		}()
		x := s.ssh("-o", "IdentitiesOnly=no", "-o", "IdentityFile=none", "-o", "IdentityAgent="+socket, "-l", "rosa", "box", "reader", "list")
		out, err := x.CombinedOutput()
		if exit := x.ProcessState.ExitCode(); exit != 1 || !regexp.MustCompile(`is for a registrar, and you are a clerk`).Match(out) {
			t.Errorf("%d, %v: %s", exit, err, out)
		}
	})
}

// A reluctant agent has keys, and does not sign with one of them.
type reluctant struct {
	agent.Agent
	never ssh.PublicKey
}

func (r reluctant) Sign(key ssh.PublicKey, data []byte) (*ssh.Signature, error) {
	if string(key.Marshal()) == string(r.never.Marshal()) {
		return nil, errors.New("refused by who sits there")
	}
	return r.Agent.Sign(key, data)
}

// privateOf is the private key in a file.
func privateOf(t *testing.T, path string) any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.ParseRawPrivateKey(data)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
