package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

// TestServeSizesAreBounded has terminals that say they are as large as a number
// can be, or have no size.
func TestServeSizesAreBounded(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	s.screens(c).press("qq")
	before := s.footprint()
	for _, size := range [][2]uint32{{1<<32 - 1, 1<<32 - 1}, {65535, 65535}, {4096, 256}, {0, 0}, {1, 1}, {0, 1 << 31}} {
		u := s.tube(c)
		if !u.pty("xterm-256color", size[0], size[1]) {
			t.Fatalf("%v: no terminal is given", size)
		}
		u.shell()
		u.screen.wait(t, "Sample|larger, please")
		u.resize(1024, 1024)
		u.resize(1<<32-1, 1<<32-1)
		u.resize(0, 0)
		u.resize(80, 24)
		u.press("j")
		u.press("q")
		u.code()
		s.grown(before, 70)
	}
	c.Close()
	s.settled(before, 70)
}

// TestServeFloodOfSizes changes the size as often as the line takes it, before
// and after the screens begin; the last one counts.
func TestServeFloodOfSizes(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	before := s.footprint()
	u := s.tube(c)
	u.resize(33, 33) // without a terminal, and before one
	u.pty("xterm-256color", 80, 24)
	for n := range uint32(2000) {
		u.resize(80+n%7, 24)
	}
	u.resize(100, 30)
	u.shell()
	u.screen.wait(t, `\? help`)
	busy := s.cpu()
	for n := range uint32(20000) {
		u.resize(60+n%200, 20+n%60)
	}
	u.resize(72, 20)
	// The last row is that of the last size, once it is quiet.
	u.screen.wait(t, `\x1b\[20;\d+H|\x1b\[20H|\x1b\[20d`)
	if used := s.cpu() - busy; used > 3*slower {
		t.Errorf("20,000 sizes took %.1f s of a processor", used)
	}
	u.press("q")
	if code := u.code(); code != 0 {
		t.Errorf("code %d", code)
	}
	c.Close()
	s.settled(before, 40)
}

// slower is how many times as long the race detector takes.
var slower = map[bool]float64{false: 1, true: 10}[briefstest.Raced]

// cpu is the processor time of the server so far, in seconds.
func (s *served) cpu() float64 {
	s.t.Helper()
	data, err := os.ReadFile("/proc/" + strconv.Itoa(s.command.Process.Pid) + "/stat")
	if err != nil {
		briefstest.Lacks(s.t, "there is no /proc to read processor time from")
	}
	f := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100
}

// TestServeEnvironmentIsBounded sends far more environment than is kept.
func TestServeEnvironmentIsBounded(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	before := s.footprint()
	u := s.tube(c)
	big := strings.Repeat("x", 30<<10)
	for i := range 2000 {
		if _, err := u.channel.SendRequest("env", false, ssh.Marshal(struct{ Name, Value string }{"V" + strconv.Itoa(i), big})); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]bool{
		"LANG": true, "LC_ALL": true, "COLORTERM": true, "NO_COLOR": true, "TZ": true,
		"TERM": false, "TERMINFO": false, "TMUX": false, "LD_PRELOAD": false, "HOME": false, "PAGER": false, "LC_EVIL": false, "": false,
	} {
		if got := u.ask("env", ssh.Marshal(struct{ Name, Value string }{name, "C.UTF-8"})); got != want {
			t.Errorf("%s is kept: %v", name, got)
		}
	}
	for _, value := range []string{strings.Repeat("x", 65), "../../etc/passwd", "/etc/passwd", "a\x1bb", "a b", "ü"} {
		if u.ask("env", ssh.Marshal(struct{ Name, Value string }{"TZ", value})) {
			t.Errorf("the value %q is kept", value)
		}
	}
	s.grown(before, 20)
	u.ask("exec", ssh.Marshal(struct{ Line string }{"list"}))
	go io.Copy(u.screen, u.channel)
	if code := u.code(); code != 0 {
		t.Errorf("code %d", code)
	}
	c.Close()
	s.settled(before, 20)
}

// TestServeWithoutTerminal gets plain text: without a terminal, and on one
// that is called dumb, nothing or something impossible.
func TestServeWithoutTerminal(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	for _, term := range []string{"none", "dumb", "", "../../x", "x\x1b]0;y\a", strings.Repeat("x", 100)} {
		u := s.tube(c)
		if term != "none" && !u.pty(term, 80, 24) {
			t.Errorf("%q: no terminal is given", term)
		}
		u.shell()
		if code := u.code(); code != 0 {
			t.Errorf("%q: code %d", term, code)
		}
		u.screen.wait(t, " min")
		if strings.ContainsRune(u.screen.String(), '\x1b') {
			t.Errorf("%q: escapes on a terminal without them: %.200q", term, u.screen)
		}
	}
}

// TestServeClosedChannelEndsAtOnce closes channels and keeps the connection, as
// a client with several windows does.
func TestServeClosedChannelEndsAtOnce(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	before := s.footprint()
	for range 3 {
		var all []*tube
		for range 4 {
			all = append(all, s.screens(c))
		}
		for _, u := range all {
			u.channel.Close()
		}
		s.settled(before, 60)
	}
	idle := s.cpu()
	time.Sleep(time.Second) // what is measured is a second of nothing
	if used := s.cpu() - idle; used > 0.3*slower {
		t.Errorf("a second with four closed windows takes %.2f s of a processor", used)
	}
}

// TestServeKeysAfterLeaving goes on typing when the screens are left.
func TestServeKeysAfterLeaving(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	s.screens(c).press("q")
	before := s.footprint()
	for range 20 {
		u := s.screens(c)
		u.press("q" + strings.Repeat("jk", 500))
		u.code()
	}
	s.settled(before, 30)
}

// TestServeInputIsBounded sends a paste and an answer without an end, and keys
// as fast as the line takes them.
func TestServeInputIsBounded(t *testing.T) {
	t.Parallel() // it waits
	s := serving(t, "", "")
	for name, input := range map[string][3]string{
		"paste":   {"\x1b[200~", strings.Repeat("paste ", 1000), "\x1b[201~"},
		"OSC":     {"\x1b]11;", strings.Repeat("0123456789", 600), "\x1b\\"},
		"DCS":     {"\x1bP", strings.Repeat("0123456789", 600), "\x1b\\"},
		"CSI":     {"\x1b[", strings.Repeat("0;", 3000), "m"},
		"keys":    {"", strings.Repeat("jk", 3000), ""},
		"arrows":  {"", strings.Repeat("\x1b[A\x1b[B", 1000), ""},
		"escapes": {"", strings.Repeat("\x1b", 6000), "\x1b"},
		"UTF-8":   {"", strings.Repeat("\xe4\xb8\x80\xe4", 1500), ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := s.in("anna")
			defer c.Close()
			before := s.footprint()
			busy := s.cpu()
			u := s.screens(c)
			u.press(input[0])
			for range int(1500 / slower) { // 9 MB
				u.press(input[1])
			}
			s.grown(before, 60)
			u.press(input[2])
			u.press("\x1b\x1b")
			// It is not busy with what came before: leaving works at once.
			time.Sleep(2 * time.Second) // what was dropped gives its allowance back
			u.press("\x03")
			if code := u.code(); code != 0 {
				t.Errorf("code %d", code)
			}
			if used := s.cpu() - busy; used > 20*slower {
				t.Errorf("9 MB of input take %.1f s of a processor", used)
			}
			c.Close()
			s.settled(before, 60)
		})
	}
}

// TestServeClientThatStopsReading prints a long briefing, or turns its pages,
// and takes nothing of what comes.
func TestServeClientThatStopsReading(t *testing.T) {
	t.Parallel() // it waits
	s := serving(t, "", "")
	carl := s.in("carl")
	text := "# Long\n\n" + strings.Repeat("The year went by, and the next, and not one line of what was written then was like the other.\n\n", 42_000)
	out, errs, code := s.exec(carl, text, "add -")
	if code != 0 {
		t.Fatalf("%s%s", out, errs)
	}
	s.run("remove", "--samples") // it is the first of the list then
	id := regexp.MustCompile(`[0-9a-f]{12}`).FindString(out)
	before := s.footprint()
	t.Run("command", func(t *testing.T) {
		u := s.tube(s.in("anna"))
		u.ask("exec", ssh.Marshal(struct{ Line string }{"show " + id + " --markdown"}))
		s.log.wait(t, "the client does not read")
		s.settled(before, 80)
	})
	if briefstest.Raced {
		return // pages come too slowly then to fill a window
	}
	t.Run("screens", func(t *testing.T) {
		c := s.in("anna")
		u := s.tube(c)
		u.pty("xterm-256color", 400, 150)
		if !u.ask("shell", nil) {
			t.Fatal("no screens are given")
		}
		s.screens(c).press("q")
		if _, err := io.WriteString(u.channel, "\r"); err != nil {
			t.Fatal(err)
		}
		// Until the window of the channel is used up.
		for i := 0; s.measure("despatch_sessions") > 0 && i < 3000; i++ {
			if _, err := io.WriteString(u.channel, string(" b"[i%2])); err != nil {
				break
			}
			time.Sleep(20 * time.Millisecond) // as fast as keys are taken
		}
		if n := s.measure("despatch_sessions_stuck_total"); n != 2 {
			t.Errorf("%v clients were found not to read, not 2", n)
		}
		s.settled(before, 80)
	})
}

// TestServeChannelsAreCounted opens more channels than a connection, and more
// sessions than a reader, may have.
func TestServeChannelsAreCounted(t *testing.T) {
	s := serving(t, "", "max_sessions = 10")
	before := s.footprint()
	refused := func(c *ssh.Client, why string) {
		t.Helper()
		_, _, err := c.OpenChannel("session", nil)
		open, is := err.(*ssh.OpenChannelError)
		if !is || open.Reason != ssh.ResourceShortage || !strings.Contains(open.Message, why) {
			t.Errorf("one more is answered with %v", err)
		}
	}
	var clients []*ssh.Client
	for range 2 {
		c := s.in("anna")
		clients = append(clients, c)
		for range 4 {
			s.screens(c)
		}
		refused(c, "a connection may have 4")
	}
	third := s.in("anna")
	refused(third, "a reader may have 8")
	carl := s.in("carl")
	s.screens(carl)
	s.screens(carl)
	refused(carl, "the box is full, with 10")
	for range 500 { // they take nothing
		if _, _, err := carl.OpenChannel("session", nil); err == nil {
			t.Fatal("a channel too many is open")
		}
	}
	for _, kind := range []string{"direct-tcpip", "forwarded-tcpip", "x11", "auth-agent@openssh.com", "direct-streamlocal@openssh.com", "tun@openssh.com", ""} {
		if _, _, err := carl.OpenChannel(kind, nil); err == nil {
			t.Errorf("a channel of the kind %q is open", kind)
		}
	}
	for _, kind := range []string{"tcpip-forward", "streamlocal-forward@openssh.com", "no-more-sessions@openssh.com", "hostkeys-prove-00@openssh.com"} {
		if ok, _, err := carl.SendRequest(kind, true, nil); ok || err != nil {
			t.Errorf("the request %s is given: %v, %v", kind, ok, err)
		}
	}
	for _, c := range append(clients, third, carl) {
		c.Close()
	}
	s.settled(before, 60)
}

// TestServeRequestsOfASession asks for what there is none of.
func TestServeRequestsOfASession(t *testing.T) {
	s := serving(t, "", "")
	c := s.in("anna")
	u := s.tube(c)
	for kind, payload := range map[string][]byte{
		"subsystem": ssh.Marshal(struct{ Name string }{"sftp"}), "x11-req": nil, "auth-agent-req@openssh.com": nil, "signal": nil, "break": nil,
		"pty-req": {0, 0, 0, 9, 'x'}, "env": {0, 0}, "exec": {0xff, 0xff, 0xff, 0xff}, "window-change": {1}, "\x1b[2J": nil,
	} {
		if u.ask(kind, payload) {
			t.Errorf("%q is given", kind)
		}
	}
	u.ask("exec", ssh.Marshal(struct{ Line string }{"list"}))
	if u.ask("exec", ssh.Marshal(struct{ Line string }{"list"})) || u.ask("shell", nil) {
		t.Error("a second command is run in one session")
	}
}

// TestServeSilentConnectionsAreClosed has connections that never speak, speak
// no SSH, or log in and open nothing.
func TestServeSilentConnectionsAreClosed(t *testing.T) {
	t.Parallel() // it waits
	s := serving(t, "", "")
	before := s.footprint()
	var silent []net.Conn
	for i := range 100 {
		c, err := net.Dial("tcp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if i%2 == 0 {
			fmt.Fprint(c, "SSH-2.0-nothing\r\n")
		}
		silent = append(silent, c)
	}
	for range 20 {
		c := s.in("anna")
		go c.Wait()
	}
	for range 3 {
		u := s.tube(s.in("carl")) // a channel that asks for nothing
		defer u.channel.Close()
	}
	for _, c := range silent {
		gone(t, c, 40*time.Second)
	}
	s.settled(before, 40)
}

// TestServeIdleIsBlankedAndEnded presses nothing while the client answers that
// it is there.
func TestServeIdleIsBlankedAndEnded(t *testing.T) {
	t.Parallel() // it waits
	s := serving(t, "", "blank_after = \"1s\"\nend_after = \"4s\"")
	c := s.in("anna")
	before := s.footprint()
	u := s.screens(c)
	u.screen.wait(t, "nothing was pressed for a while")
	u.press("j") // shows the page again, and moves nothing
	u.screen.wait(t, "nothing was pressed for a while(?s:.*)unread")
	u.screen.wait(t, "nothing was pressed for long: 4s")
	if code := u.code(); code < 0 {
		t.Errorf("code %d", code)
	}
	c.Close()
	s.settled(before, 40)
}
