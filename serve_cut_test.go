package main

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// TestServeHalfABriefingIsNotKept has clients that are gone before they have
// sent all of a briefing: what came is no briefing.
func TestServeHalfABriefingIsNotKept(t *testing.T) {
	s := serving(t, "", "")
	for i := range 30 {
		c := s.in("carl")
		u := s.tube(c)
		if !u.ask("exec", ssh.Marshal(struct{ Line string }{"add -"})) {
			t.Fatal("no command is run")
		}
		if _, err := io.WriteString(u.channel, fmt.Sprintf("# Half of %d\n\nIt did not grow by 7%%, but", i)); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			c.Close()
		} else {
			u.channel.Close()
		}
		waitUntil(t, "no session left", func() bool { return s.measure("despatch_sessions") == 0 })
	}
	if out := s.run("list"); strings.Contains(out, "Half of") {
		t.Errorf("what a lost connection left was taken for a briefing:\n%s", out)
	}
	out, errs, code := s.exec(s.in("carl"), "# Whole\n\nIt grew by 7%.", "add -")
	if code != 0 || !strings.Contains(out, "1 added") {
		t.Errorf("a whole one is not taken: %d: %s%s", code, out, errs)
	}
}

// TestServeCommandThatWaitsIsEnded has commands that wait for input when their
// reader may not go on: they end, whatever their client keeps open.
func TestServeCommandThatWaitsIsEnded(t *testing.T) {
	s := serving(t, "", "")
	u := s.tube(s.in("carl"))
	if !u.ask("exec", ssh.Marshal(struct{ Line string }{"add -"})) {
		t.Fatal("no command is run")
	}
	go io.Copy(u.screen, u.channel.Stderr())
	if _, err := io.WriteString(u.channel, "# Never\n\nIt is not over."); err != nil {
		t.Fatal(err)
	}
	s.run("reader", "allow", "carl", "--role", "reader")
	if code := u.code(); code == 0 {
		t.Error("the command ended well")
	}
	u.screen.wait(t, "what you may read was changed")
	if out := s.run("list"); strings.Contains(out, "Never") {
		t.Errorf("it was added:\n%s", out)
	}
}
