package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// TestServe walks through what readers of each role do.
func TestServe(t *testing.T) {
	s := serving(t, "", "")
	before := s.footprint()
	anna, carl, rosa := s.in("anna"), s.in("carl"), s.in("rosa")

	u := s.screens(anna)
	u.press("\r")
	u.screen.wait(t, `KEY FIGURES|line \d`)
	u.press("q")
	u.press("q")
	if code := u.code(); code != 0 {
		t.Errorf("leaving the screens is %d", code)
	}
	for _, x := range []struct {
		by          *ssh.Client
		line, input string
		code        int
		out, errs   string
	}{
		{anna, "list --json", "", 0, `"id":"`, ""},
		{anna, "", "", 0, "min", ""},
		{anna, "figures -", "Sales exceeded 80 trillion yuan.", 0, "80000000000000|80 trillion", ""},
		{anna, "add -", "# Mine\n\nText.", 1, "", "add is for a clerk, and you are a reader"},
		{anna, "mark ffff SECRET", "", 1, "", "is for a clerk"},
		{anna, "reader list", "", 1, "", "is for a registrar"},
		{anna, "audit", "", 1, "", "is for a registrar"},
		{anna, "doctor", "", 2, "", "is no command here"},
		{anna, "serve --init", "", 2, "", "is no command here"},
		{anna, "backup x", "", 2, "", "is no command here"},
		{anna, "export x", "", 2, "", "is no command here"},
		{anna, "completion bash", "", 2, "", "is no command here"},
		{anna, "__complete list", "", 2, "", "is no command here"},
		{anna, "--db /tmp/x list", "", 2, "", "unknown flag"},
		{anna, "list --db /tmp/x", "", 2, "", "unknown flag"},
		{anna, "list --reader rosa", "", 2, "", "unknown flag"},
		{anna, "list --config /tmp/x", "", 2, "", "unknown flag"},
		{anna, "--no-panel /etc/passwd", "", 2, "", "is no command here"},
		{anna, "--no-panel add -", "", 2, "", "add comes first"},
		{anna, "figures /etc/passwd", "", 2, "", "files of the server"},
		{anna, "figures ./x -", "", 1, "", "files of the server"},
		{anna, "list; id", "", 2, "", ""},
		{anna, "list $(id)", "", 2, "", ""},
		{anna, "list '", "", 2, "", "quote is not closed"},
		{anna, "list \x1b]0;x\a", "", 2, "", "control characters"},
		{anna, "help", "", 0, "search", ""},
		{carl, "add -", "# From Carl\n\nIt grew by 7%.", 0, "added .*From Carl", ""},
		{carl, "add - --watch", "", 2, "", "--watch follows folders"},
		{carl, "add /etc/passwd", "", 2, "", "files of the server"},
		{carl, "add -- -", "# From Carl\n\nIt grew by 7%.", 0, "1 unchanged", ""},
		{carl, "reader list", "", 1, "", "is for a registrar"},
		{rosa, "reader list", "", 0, "(?s)anna.*carl.*rosa", ""},
		{rosa, "reader key list --json", "", 0, `"fingerprint":"SHA256:`, ""},
		{rosa, "reader key add anna /etc/ssh/key.pub", "", 2, "", "files of the server"},
		{rosa, "audit", "", 0, "(?s)entered.*left", ""},
	} {
		out, errs, code := s.exec(x.by, x.input, x.line)
		if code != x.code || !regexp.MustCompile(x.out).MatchString(out) || !strings.Contains(errs, x.errs) {
			t.Errorf("%q: code %d, not %d\nout: %s\nerr: %s", x.line, code, x.code, out, errs)
		}
		if strings.ContainsRune(out+errs, '\x1b') {
			t.Errorf("%q: an escape comes out: %q", x.line, out+errs)
		}
	}
	// What is said to be added is what anybody finds, and what is there already
	// is left alone, also when it is named by its front matter.
	for _, text := range []string{"# One\n\nText.", "---\nid: two\n---\n# Two\n\nText."} {
		out, _, _ := s.exec(carl, text, "add -")
		id := regexp.MustCompile(`(?m)^added +([0-9a-f]{12})`).FindStringSubmatch(out)
		if id == nil {
			t.Fatalf("nothing is added: %s", out)
		}
		if out, errs, code := s.exec(anna, "", "show "+id[1]); code != 0 {
			t.Errorf("what was added is not there: %s%s", out, errs)
		}
		if out, _, _ := s.exec(carl, text, "add -"); !strings.Contains(out, "1 unchanged") {
			t.Errorf("added again: %s", out)
		}
	}
	for _, c := range []*ssh.Client{anna, carl, rosa} {
		c.Close()
	}
	s.settled(before, 20)
}

// TestServeAddedOverAForbiddenBriefing has a clerk who puts in a briefing with
// the id of one that is not for them: it stays as it is, and the clerk does not
// learn of it.
func TestServeAddedOverAForbiddenBriefing(t *testing.T) {
	s := serving(t, `markings = ["OFFICIAL", "SECRET"]`, "")
	secret := filepath.Join(s.folder, "secret.md")
	if err := os.WriteFile(secret, []byte("---\nid: plan\nmarking: SECRET\n---\n# The secret plan\n\nIt costs 7 million yuan."), 0o600); err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`[0-9a-f]{12}`).FindString(s.run("add", secret))
	carl := s.in("carl")
	text := "---\nid: plan\n---\n# My plan\n\nIt costs 1 yuan."
	for i, want := range []string{"1 added", "1 unchanged"} {
		out, errs, code := s.exec(carl, text, "add -")
		if code != 0 || !strings.Contains(out, want) || strings.Contains(out+errs, id) || strings.Contains(out+errs, "secret") {
			t.Errorf("time %d: code %d: %s%s", i+1, code, out, errs)
		}
	}
	if out := s.run("show", id); !strings.Contains(out, "The secret plan") || !strings.Contains(out, "7 million") {
		t.Errorf("the briefing is another now: %s", out)
	}
	for _, line := range []string{"mark " + id + " OFFICIAL", "remove " + id, "show " + id, "unmark " + id} {
		out, errs, code := s.exec(carl, "", line)
		absent, missing, _ := s.exec(carl, "", strings.Replace(line, id, "ffffffffffff", 1))
		if code == 0 || strings.ReplaceAll(out+errs, id, "ffffffffffff") != absent+missing {
			t.Errorf("%s: code %d: %s%s; of what is absent: %s%s", line, code, out, errs, absent, missing)
		}
	}
}

// TestServeInitIsNeverSilent has a server that nobody made a key for, and one
// that nobody could come in to.
func TestServeInitIsNeverSilent(t *testing.T) {
	s := newServed(t)
	fails := func(want string) {
		t.Helper()
		c := exec.Command("despatch", "serve", "--listen", "127.0.0.1:0")
		c.Env = s.env
		out, err := c.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: %s", err, out)
		}
	}
	fails("nobody could come in")
	s.run("reader", "add", "anna")
	s.run("reader", "key", "add", "anna", s.key("anna")+".pub")
	fails("--init")
	if out := s.run("serve", "--init"); !strings.Contains(out, "SHA256:") {
		t.Errorf("no fingerprint: %s", out)
	}
	c := exec.Command("despatch", "serve", "--init")
	c.Env = s.env
	if out, err := c.CombinedOutput(); err == nil {
		t.Errorf("a second key was made over the first: %s", out)
	}
}
