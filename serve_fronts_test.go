package main

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
	"despatch/store/storetest"
)

// another is a second server of the same box, in a process of its own, with the
// same key.
func (s *served) another() *served {
	s.t.Helper()
	two := &served{t: s.t, env: s.env, folder: s.folder, signers: s.signers}
	two.start()
	return two
}

// open is a reader at a terminal.
func (s *served) open(t *testing.T, name string) *terminal {
	t.Helper()
	x := onScreenOf(t, 100, 24, s.env, "ssh", append(s.ssh().Args[1:], "-tt", name)...)
	x.wait("unread")
	return x
}

// TestServeTwoFrontsAreOneBox has two servers on one database: a reader moves
// between them, one is killed, and the database is restarted twice.
func TestServeTwoFrontsAreOneBox(t *testing.T) {
	briefstest.Needs(t, "ssh")
	database := storetest.Start(t)
	one := newServed(t)
	one.env = append(one.env, "DESPATCH_DB="+database.Address())
	one.configure("", "")
	one.run("remove", "--samples")
	add := func(s *served, title string) {
		t.Helper()
		out, errs, code := s.exec(s.in("carl"), "# "+title+"\n\nIt grew by 7%.", "add -")
		if code != 0 || !strings.Contains(out, "1 added") {
			t.Fatalf("%d: %s%s", code, out, errs)
		}
	}
	one.begin("", "")
	two := one.another()
	add(one, "First")
	add(two, "Second")
	add(two, "Third")
	if a, b := hostKeyOf(t, one), hostKeyOf(t, two); a != b {
		t.Errorf("two keys for one box: %s, %s", a, b)
	}
	here, there := one.open(t, "anna"), two.open(t, "anna")
	here.wait("3 unread")
	there.wait("3 unread")

	// What is read and starred on the one shows on the other, and what comes on
	// both.
	here.press("\r", "line ")
	there.wait("2 unread")
	there.press("*", "starred")
	add(two, "Fourth")
	there.wait("1 new")
	here.press("q", "★", "1 new")

	// One is killed: its readers find all as it was on the other.
	if err := one.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	here.rest()
	there.press("R", "Fourth", "3 unread")
	moved := two.open(t, "anna")
	moved.wait("Fourth", "3 unread")

	// The database is restarted, by order and by fault, and nobody is put out.
	for i, gently := range []bool{true, false} {
		database.Halt(gently)
		moved.press("J")
		if err := database.Run(); err != nil {
			t.Fatal(err)
		}
		moved.press("K")
		add(two, "After restart "+string(rune('1'+i)))
		for _, x := range []*terminal{there, moved} {
			x.wait("1 new")
			x.press("R", "After restart "+string(rune('1'+i)))
		}
		if n := two.measure("despatch_sessions"); n != 2 {
			t.Errorf("%v of 2 sessions are left", n)
		}
	}
	for _, x := range []*terminal{there, moved} {
		x.leave()
	}
}

// hostKeyOf is the key that a server shows.
func hostKeyOf(t *testing.T, s *served) (fingerprint string) {
	t.Helper()
	c, err := ssh.Dial("tcp", s.address, &ssh.ClientConfig{User: "anna", Auth: []ssh.AuthMethod{ssh.PublicKeys(s.signers["anna"])}, HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
		fingerprint = ssh.FingerprintSHA256(key)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	return fingerprint
}

// TestServePlaceIsKeptWhenTheConnectionIsLost ends a client while its reader is
// in the middle of a long briefing.
func TestServePlaceIsKeptWhenTheConnectionIsLost(t *testing.T) {
	briefstest.Needs(t, "ssh")
	s := serving(t, "", "")
	long := filepath.Join(t.TempDir(), "long.md")
	var b strings.Builder
	b.WriteString("# A long one\n")
	for i := range 200 {
		b.WriteString("\nParagraph " + strconv.Itoa(i) + " has words about something.\n")
	}
	if err := os.WriteFile(long, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("remove", "--samples")
	s.run("add", long)
	x := s.open(t, "anna")
	x.press("\r", "line ")
	for range 3 {
		x.press(" ")
	}
	// The first row that is read, once three pages were turned.
	top := regexp.MustCompile(`(?m)^.*Paragraph (\d+) `)
	first := func(x *terminal) string {
		if m := top.FindStringSubmatch(x.text()); m != nil {
			return m[1]
		}
		return ""
	}
	waitUntil(t, "three pages on", func() bool {
		for len(x.came) > 0 {
			x.take(<-x.came)
		}
		n, err := strconv.Atoi(first(x))
		return err == nil && n > 25
	})
	place := first(x)
	x.cmd.Process.Kill()
	x.rest()
	again := s.open(t, "anna")
	again.press("\r", "resumed at")
	if got := first(again); got != place {
		t.Errorf("it goes on at paragraph %s, not %s:\n%s", got, place, again.text())
	}
	again.leave()
}
