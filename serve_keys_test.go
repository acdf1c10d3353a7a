package main

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

// keygen runs ssh-keygen where the keys are.
func (s *served) keygen(args ...string) {
	s.t.Helper()
	c := exec.Command("ssh-keygen", args...)
	c.Dir, c.Env = s.folder, s.env
	if out, err := c.CombinedOutput(); err != nil {
		s.t.Fatalf("ssh-keygen %v: %v: %s", args, err, out)
	}
}

// certified makes a key of a name and a certificate for it, by an authority
// that has a key here.
func (s *served) certified(authority, name string, args ...string) ssh.Signer {
	s.t.Helper()
	private := s.key(name)
	s.keygen(append(append([]string{"-q", "-s", authority, "-I", name}, args...), name+".pub")...)
	return signerOf(s.t, private, private+"-cert.pub")
}

// readerOf is whose a connection is: what the server's audit calls them.
func (s *served) readerOf(c *ssh.Client) string {
	s.t.Helper()
	s.exec(c, "", "help")
	return s.log.wait(s.t, `msg=session reader=(\S+) from=`+regexp.QuoteMeta(c.LocalAddr().String())+` `)
}

// TestServeCertificatesThatAreNobodys has ssh-keygen make certificates that a
// server which looks at the signature alone would take.
func TestServeCertificatesThatAreNobodys(t *testing.T) {
	briefstest.Needs(t, "ssh-keygen")
	s := servingFiles(t)
	for name, x := range map[string]struct {
		authority, user string
		args            []string
		why             string // "": let in
		reader          string
	}{
		"good":         {"ca", "anything", []string{"-n", "anna"}, "", "anna"},
		"of two names": {"ca", "carl", []string{"-n", "anna,carl"}, "", "carl"},
		"from here":    {"ca", "anna", []string{"-n", "anna", "-O", "source-address=127.0.0.0/8"}, "", "anna"},
		"for a while":  {"ca", "anna", []string{"-n", "anna", "-V", "-1d:+1d"}, "", "anna"},

		"of a host":            {"ca", "anna", []string{"-h", "-n", "anna"}, "is not of a user", ""},
		"of nobody":            {"ca", "anna", nil, "names nobody", ""},
		"expired":              {"ca", "anna", []string{"-n", "anna", "-V", "20200101:20200102"}, "is good no more", ""},
		"of the future":        {"ca", "anna", []string{"-n", "anna", "-V", "20990101:20990102"}, "is not good yet", ""},
		"from elsewhere":       {"ca", "anna", []string{"-n", "anna", "-O", "source-address=192.0.2.0/24"}, "is not for the address", ""},
		"with an option":       {"ca", "anna", []string{"-n", "anna", "-O", "critical:x@example.org=1"}, "cannot be kept here", ""},
		"with a command":       {"ca", "anna", []string{"-n", "anna", "-O", "force-command=id"}, "cannot be kept here", ""},
		"of two, and neither":  {"ca", "rosa", []string{"-n", "anna,carl"}, "is for 2 names", ""},
		"of another authority": {"other", "anna", []string{"-n", "anna"}, "not trusted here", ""},
		"of a key of a reader": {"anna", "rosa", []string{"-n", "rosa"}, "not trusted here", ""},
		"of no reader":         {"ca", "zoe", []string{"-n", "zoe"}, "no such reader", ""},
		"of a pattern":         {"ca", "anna", []string{"-n", "*"}, "which is a pattern", ""},
	} {
		t.Run(name, func(t *testing.T) {
			signer := s.certified(x.authority, "cert "+name, x.args...)
			if x.why != "" {
				s.keptOut(x.why, x.user, signer)
				return
			}
			if reader := s.readerOf(s.letIn(x.user, signer)); reader != x.reader {
				t.Errorf("a session of %s, not %s", reader, x.reader)
			}
		})
	}
	t.Run("without a terminal", func(t *testing.T) {
		for _, signer := range []ssh.Signer{s.certified("ca", "quiet", "-n", "anna", "-O", "no-pty"), s.signers["plain"]} {
			c := s.letIn("anna", signer)
			if out, errs, code := s.exec(c, "", "list"); code != 0 || out == "" {
				t.Errorf("no list: %d %s", code, errs)
			}
			if s.tube(c).pty("xterm", 80, 24) {
				t.Error("a terminal is given to a key that may not have one")
			}
		}
	})
	t.Run("line of a file", func(t *testing.T) {
		if reader := s.readerOf(s.letIn("rosa", s.signers["line"])); reader != "carl" {
			t.Errorf("a session of %s, not of carl, whose line it is", reader)
		}
		s.keptOut("does not allow the address", "carl", s.signers["far"])
		s.keptOut("has ended", "carl", s.signers["old"])
		s.keptOut("there is no such key", "carl", s.signers["stranger"])
		s.keptOut("there is no such key", "carl", s.signers["nobodys"])
	})
}

// servingFiles is a server with an authority "ca", lines of keys and a list of
// what is revoked, whose files are beside the keys.
func servingFiles(t *testing.T) *served {
	t.Helper()
	s := newServed(t)
	at := func(name string) string { return filepath.Join(s.folder, name) }
	for _, name := range []string{"ca", "other", "line", "plain", "far", "old", "stranger", "nobodys"} {
		s.key(name)
	}
	public := func(name string) string { return string(ssh.MarshalAuthorizedKey(s.signers[name].PublicKey())) }
	s.file("ca.pub", public("ca"))
	s.file("revoked", "")
	s.file("authorized", `reader="carl" `+public("line")+`reader="anna",no-pty `+public("plain")+
		`reader="carl",from="192.0.2.0/24" `+public("far")+`reader="carl",expiry-time="20200101" `+public("old")+public("nobodys"))
	s.begin(marked, fmt.Sprintf("trusted_ca = [%q]\nauthorized_keys = [%q]\nrevoked = [%q]", at("ca.pub"), at("authorized"), at("revoked")))
	return s
}

// TestServeRevokedAreOutAtOnce revokes keys, serials and an authority of those
// who are in, and has the files read again.
func TestServeRevokedAreOutAtOnce(t *testing.T) {
	briefstest.Needs(t, "ssh-keygen")
	s := servingFiles(t)
	stays := s.screens(s.in("anna"))
	again := func() {
		t.Helper()
		before := s.log.size()
		s.signal(syscall.SIGHUP)
		s.log.waitFrom(t, before, `msg="read again`)
	}
	revoked := filepath.Join(s.folder, "revoked")
	list := func(text string) func() {
		return func() { s.file("revoked", text) }
	}
	public := func(name string) string { return string(ssh.MarshalAuthorizedKey(s.signers[name].PublicKey())) }
	cases := []struct {
		name   string
		signer ssh.Signer
		revoke func()
		why    string
	}{
		{"the key of a line", s.signers["line"], list(public("line")), "revoked"},
		{"the key of the store", s.signers["carl"], list(public("carl")), "revoked"},
		{"the key of a certificate", s.certified("ca", "one", "-n", "carl"), func() {
			s.file("revoked", public("one"))
		}, "revoked"},
		{"a serial", s.certified("ca", "seven", "-n", "carl", "-z", "7"), func() {
			s.file("spec", "serial: 7\n")
			s.keygen("-q", "-k", "-f", revoked, "-s", "ca.pub", "spec")
		}, "revoked"},
		{"a line taken away", s.signers["plain"], func() {
			s.file("revoked", "")
			s.file("authorized", "# nobody\n")
		}, "there is no such key"},
		{"the authority", s.certified("ca", "two", "-n", "carl", "-z", "8"), list(public("ca")), "revoked"},
	}
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			s.file("revoked", "")
			again()
			c := s.letIn("carl", x.signer)
			u := s.tube(c)
			if x.name != "a line taken away" && !u.pty("xterm-256color", 80, 24) {
				t.Fatal("no terminal")
			}
			// A command that waits for its input is a session too.
			if x.name == "a line taken away" {
				if !u.ask("exec", ssh.Marshal(struct{ Line string }{"figures -"})) {
					t.Fatal("no command is run")
				}
				go io.Copy(u.screen, u.channel)
			} else {
				u.shell()
				u.screen.wait(t, "unread")
			}
			x.revoke()
			again()
			if code := u.code(); code == 0 {
				t.Error("the session ended as if its reader had left")
			}
			if x.name != "a line taken away" {
				u.screen.wait(t, "what you may read was changed")
			}
			waitUntil(t, "a closed connection", func() bool {
				_, _, err := c.SendRequest("ping", true, nil)
				return err != nil
			})
			s.keptOut(x.why, "carl", x.signer)
		})
	}
	stays.press("q")
	if code := stays.code(); code != 0 {
		t.Errorf("who was not meant left with %d", code)
	}
}

// TestServeChangesOfRightsHoldAtOnce changes what anna may do while she reads.
func TestServeChangesOfRightsHoldAtOnce(t *testing.T) {
	s := serving(t, marked, "")
	carl := s.screens(s.in("carl"))
	rosa := s.in("rosa")
	spare := s.key("spare") + ".pub"
	fingerprint := ssh.FingerprintSHA256(s.signers["anna"].PublicKey())
	for _, x := range []struct {
		line string
		out  bool   // the connection is closed too
		back string // how she may come in again
	}{
		{"reader allow anna --clearance OFFICIAL", false, ""},
		{"reader allow anna --role clerk", false, ""},
		{"reader allow anna --group trade", false, ""},
		{"reader allow anna --not-group trade", false, ""},
		{"reader key remove anna " + fingerprint, true, "reader key add anna " + filepath.Join(s.folder, "anna.pub")},
		{"reader remove anna", true, "reader add anna"},
	} {
		for _, far := range []bool{false, true} {
			if far && x.line == "reader allow anna --role clerk" {
				x.line = "reader allow anna --role reader"
			}
			t.Run(fmt.Sprintf("%s, far %v", strings.ReplaceAll(x.line, fingerprint, "KEY"), far), func(t *testing.T) {
				if far && strings.Contains(x.line, "--clearance") {
					s.run("reader", "allow", "anna", "--clearance", "SECRET")
				}
				if far && strings.Contains(x.line, "--group") {
					s.run("reader", "allow", "anna", "--not-group", "trade")
				}
				if far && strings.Contains(x.line, "--not-group") {
					s.run("reader", "allow", "anna", "--group", "trade")
				}
				c := s.in("anna")
				u := s.screens(c)
				if far {
					if _, errs, code := s.exec(rosa, "", x.line); code != 0 {
						t.Fatalf("%d: %s", code, errs)
					}
				} else {
					s.run(strings.Fields(x.line)...)
				}
				if code := u.code(); code == 0 {
					t.Error("the session ended as if she had left")
				}
				u.screen.wait(t, "what you may read was changed")
				if !x.out {
					s.exec(c, "", "list") // the connection stays
					return
				}
				waitUntil(t, "a closed connection", func() bool {
					_, _, err := c.SendRequest("ping", true, nil)
					return err != nil
				})
				s.keptOut("there is no such key", "anna", s.signers["anna"])
				s.run(strings.Fields(x.back)...)
				if x.line == "reader remove anna" {
					s.run("reader", "key", "add", "anna", filepath.Join(s.folder, "anna.pub"))
				}
			})
		}
	}
	s.run("reader", "key", "add", "anna", spare)
	carl.press("q")
	if code := carl.code(); code != 0 {
		t.Errorf("who was not meant left with %d", code)
	}
}

// TestServeWeakKeysAreRefused has RSA keys that are short or sign with SHA-1,
// and more keys than a client may try.
func TestServeWeakKeysAreRefused(t *testing.T) {
	s := serving(t, "", "")
	for bits, taken := range map[int]bool{2048: false, 3072: true} {
		private, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := ssh.NewSignerFromKey(private)
		if err != nil {
			t.Fatal(err)
		}
		file := s.file(fmt.Sprint(bits), string(ssh.MarshalAuthorizedKey(signer.PublicKey())))
		c := exec.Command("despatch", "reader", "key", "add", "anna", file)
		c.Env = s.env
		if out, err := c.CombinedOutput(); (err == nil) != taken {
			t.Errorf("an RSA key of %d bits is taken: %v: %s", bits, err == nil, out)
		}
		if !taken {
			s.keptOut("too short", "anna", signer)
			continue
		}
		s.letIn("anna", signer)
		old, err := ssh.NewSignerWithAlgorithms(signer.(ssh.AlgorithmSigner), []string{ssh.KeyAlgoRSA})
		if err != nil {
			t.Fatal(err)
		}
		s.keptOut("", "anna", old)
	}
	var many []ssh.Signer
	for i := range 3 {
		s.key(fmt.Sprint("stranger", i))
		many = append(many, s.signers[fmt.Sprint("stranger", i)])
	}
	s.letIn("anna", many[0], many[1], s.signers["anna"])
	s.keptOut("", "anna", append(many, s.signers["anna"])...)
}
