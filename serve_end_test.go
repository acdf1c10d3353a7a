package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// TestServeEndsWithoutLosingAnybody stops a server with readers at their
// screens and a command that waits for its input.
func TestServeEndsWithoutLosingAnybody(t *testing.T) {
	s := serving(t, "", "")
	conns := []*ssh.Client{s.in("anna"), s.in("carl"), s.in("rosa")}
	leaves, stays := s.screens(conns[0]), s.screens(conns[1])
	waits := s.tube(conns[2])
	if !waits.ask("exec", ssh.Marshal(struct{ Line string }{"figures -"})) {
		t.Fatal("no command is run")
	}
	s.signal(syscall.SIGTERM)
	for _, u := range []*tube{leaves, stays} {
		u.screen.wait(t, "the box is being closed")
	}
	if _, err := s.dial("anna", s.signers["anna"]); err == nil {
		t.Error("somebody is let in while the box is being closed")
	}
	_, _, err := conns[1].OpenChannel("session", nil)
	if refused, ok := errors.AsType[*ssh.OpenChannelError](err); !ok || !strings.Contains(refused.Message, "closed") {
		t.Errorf("another session while the box is being closed: %v", err)
	}
	leaves.press("q")
	if code := leaves.code(); code != 0 {
		t.Errorf("who left ends with %d", code)
	}
	if code := stays.code(); code == 0 {
		t.Error("who stayed ends as if they had left")
	}
	stays.screen.wait(t, "despatch: the box is being closed")
	waits.code()
	<-s.ended
	if code := s.command.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the server ends with %d", code)
	}
	if audit := s.run("audit"); strings.Count(audit, " entered ") != 3 || strings.Count(audit, " left ") != 3 {
		t.Errorf("not all who came are told of:\n%s", audit)
	}
}

// settings is the file of the configuration.
func (s *served) settings() string {
	return filepath.Join(s.variable("XDG_CONFIG_HOME"), "despatch", "config.toml")
}

// notice logs in as somebody, and is the official notice that they are shown.
func (s *served) notice(name string) string {
	s.t.Helper()
	said := ""
	c, err := ssh.Dial("tcp", s.address, &ssh.ClientConfig{
		User: name, Auth: []ssh.AuthMethod{ssh.PublicKeys(s.signers[name])}, HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		BannerCallback: func(text string) error {
			said += text
			return nil
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	c.Close()
	return said
}

// TestServeBrokenConfigurationChangesNothing reads one again that cannot be
// read, and files of keys that may not be trusted.
func TestServeBrokenConfigurationChangesNothing(t *testing.T) {
	s := newServed(t)
	s.key("line")
	lines := s.file("authorized", `reader="anna" `+string(ssh.MarshalAuthorizedKey(s.signers["line"].PublicKey())))
	section := func(banner string) string {
		return "authorized_keys = [" + `"` + lines + `"]` + "\nbanner = \"" + banner + `"`
	}
	s.begin("", section("First\\u001b[31m of\\u202e all.\\nSecond\\u009b31m line."))
	if got, want := s.notice("anna"), "First of all.\r\nSecond line.\r\n"; got != want {
		t.Errorf("the notice is %q, not %q", got, want)
	}
	u := s.screens(s.letIn("anna", s.signers["line"]))
	again := func(pattern string) {
		t.Helper()
		before := s.log.size()
		s.signal(syscall.SIGHUP)
		s.log.waitFrom(t, before, pattern)
	}
	good, err := os.ReadFile(s.settings())
	if err != nil {
		t.Fatal(err)
	}
	const stays = `level=ERROR msg="not read again: what was read before stays" why=.*`
	for what, x := range map[string]struct{ text, why string }{
		"no TOML":           {"[serve", ""},
		"an unknown name":   {string(good) + "lissten = \"x\"\n", "lissten"},
		"no profile":        {string(good) + "profile = \"none\"\n", "profile"},
		"a missing file":    {string(good) + "trusted_ca = [\"/nowhere/ca.pub\"]\n", "ca.pub"},
		"a long banner":     {strings.Replace(string(good), "First", strings.Repeat("F", 5000), 1), "banner"},
		"addresses of none": {string(good) + "proxy_from = [\"everybody\"]\n", "proxy_from"},
	} {
		t.Run(what, func(t *testing.T) {
			if err := os.WriteFile(s.settings(), []byte(x.text), 0o600); err != nil {
				t.Fatal(err)
			}
			again(stays + x.why)
			s.letIn("anna", s.signers["line"])
		})
	}
	if err := os.WriteFile(s.settings(), good, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(lines, 0o666); err != nil {
		t.Fatal(err)
	}
	again(stays + "can be written by others")
	s.letIn("anna", s.signers["line"])
	if err := os.Chmod(lines, 0o600); err != nil {
		t.Fatal(err)
	}
	s.configure("", section("Another."))
	again(`msg="read again`)
	if got, want := s.notice("anna"), "Another.\r\n"; got != want {
		t.Errorf("the notice is %q, not %q", got, want)
	}
	u.press("q")
	if code := u.code(); code != 0 {
		t.Errorf("who was in meanwhile left with %d", code)
	}
}

// TestServeWritesNothingThatActsOnATerminal has clients whose names, commands
// and keys hold what a terminal would act on, and looks at what an
// administrator reads: the log in both forms, the audit, and the keys.
func TestServeWritesNothingThatActsOnATerminal(t *testing.T) {
	const evil = "x\x1b]0;owned\x07\x1b[2J\u009b31m\u202e\u2066\u200b\x00\r\n level=ERROR msg=forged"
	for _, form := range []string{"text", "json"} {
		t.Run(form, func(t *testing.T) {
			s := newServed(t)
			s.configure("", "")
			s.log = &lines{}
			s.begin("", `log = "`+form+`"`)
			s.key("stranger")
			before := s.log.size()
			c, err := s.dialFrom("anna"+evil, ssh.PublicKeys(s.signers["anna"]))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.dialFrom("anna"+evil, ssh.PublicKeys(s.signers["stranger"])); err == nil {
				t.Fatal("a stranger is let in")
			}
			for _, line := range []string{"list " + evil, evil, "search '\u202e\u2066evil'", "list \xff\xfe", "reader add '\u202eevil'"} {
				out, errs, _ := s.exec(c, "", line)
				if briefs.Clean(out+errs) != out+errs {
					t.Errorf("%q is answered with what acts on a terminal: %q", line, out+errs)
				}
			}
			rosa := s.in("rosa")
			public := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.signers["stranger"].PublicKey())))
			s.exec(rosa, public+" "+strings.NewReplacer("\r", "", "\n", "").Replace(evil)+"\n", "reader key add anna -")
			s.exec(rosa, "", "reader add 'a\u202eb'")
			s.log.waitFrom(t, before, `reader add`)
			for _, line := range []string{"audit", "audit --json", "audit --csv", "reader list", "reader key list", "reader key list --json"} {
				out, errs, code := s.exec(rosa, "", line)
				if code != 0 || briefs.Clean(out+errs) != out+errs || strings.Contains(out, `\u001b`) || strings.Contains(out, `\u202e`) {
					t.Errorf("%s is not clean: %d: %q", line, code, out+errs)
				}
			}
			if out := s.run("audit"); briefs.Clean(out) != out {
				t.Errorf("the audit is not clean: %q", out)
			}
			log := s.log.String()
			if briefs.Clean(log) != log {
				t.Errorf("the log is not clean: %q", log)
			}
			if regexp.MustCompile(`\\(x1b|u001b|u009b|u202e|u2066|u200b|a|r|n)`).MatchString(log) {
				t.Errorf("the log has what was only escaped, for whoever undoes that: %s", log)
			}
			for l := range strings.Lines(log) {
				if form == "json" && !json.Valid([]byte(l)) || form == "text" && !strings.HasPrefix(l, "time=") {
					t.Errorf("a line of the log is not ours: %q", l)
				}
			}
		})
	}
}

// TestServeOffersNothingWeak has ssh-audit look at the running server.
func TestServeOffersNothingWeak(t *testing.T) {
	briefstest.Needs(t, "ssh-audit")
	flaw := regexp.MustCompile(`\[(fail|warn)\]`)
	for _, profile := range []string{"compatible", "strict"} {
		t.Run(profile, func(t *testing.T) {
			s := serving(t, "", `profile = "`+profile+`"`)
			// Before: it connects thousands of times to see whether it is let, and
			// its address is turned away for a while.
			if c, err := s.dial("anna", s.signers["anna"]); err != nil {
				t.Error(err)
			} else {
				c.Close()
			}
			out, err := exec.Command("ssh-audit", "--no-colors", "--batch", s.address).CombinedOutput()
			if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
				t.Fatal(err)
			}
			if !strings.Contains(string(out), "(key) ssh-ed25519") || strings.Contains(string(out), "curve25519-sha256") != (profile == "compatible") {
				t.Fatalf("ssh-audit saw no such server:\n%s", out)
			}
			for l := range strings.Lines(string(out)) {
				// A name that came after it is no flaw.
				if flaw.MatchString(l) && !strings.Contains(l, "unknown algorithm") {
					t.Error(strings.TrimSpace(l))
				}
			}
		})
	}
}
