package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"regexp"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// lines are what a process writes, while it does.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// wait waits for a line, and is the first group of the pattern.
func (l *lines) wait(t testing.TB, pattern string) string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for range 300 {
		if m := re.FindStringSubmatch(l.String()); m != nil {
			return m[len(m)-1]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no line %s in:\n%s", pattern, l)
	return ""
}

// size is how much has come.
func (l *lines) size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Len()
}

// waitFrom is wait for what comes after the first bytes.
func (l *lines) waitFrom(t testing.TB, from int, pattern string) string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for stop := time.Now().Add(patience); time.Now().Before(stop); time.Sleep(20 * time.Millisecond) {
		if m := re.FindStringSubmatch(l.String()[from:]); m != nil {
			return m[len(m)-1]
		}
	}
	t.Fatalf("no line %s in:\n%s", pattern, l.String()[from:])
	return ""
}

// A tube is the raw connection of a client, for what no client does.
type tube struct {
	t        testing.TB
	client   *ssh.Client
	channel  ssh.Channel
	requests <-chan *ssh.Request
	screen   *lines
}

// tube opens a channel for a session and asks for nothing yet.
func (s *served) tube(c *ssh.Client) *tube {
	s.t.Helper()
	channel, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &tube{t: s.t, client: c, channel: channel, requests: requests, screen: &lines{}}
}

// ask sends a request, and is whether it was given.
func (u *tube) ask(kind string, payload []byte) bool {
	u.t.Helper()
	ok, err := u.channel.SendRequest(kind, true, payload)
	if err != nil && err != io.EOF {
		u.t.Fatalf("%s: %v", kind, err)
	}
	return ok
}

// pty asks for a terminal.
func (u *tube) pty(term string, columns, rows uint32) bool {
	u.t.Helper()
	return u.ask("pty-req", ssh.Marshal(struct {
		Term                string
		Columns, Rows, W, H uint32
		Modes               string
	}{term, columns, rows, 0, 0, ""}))
}

// resize says another size, and waits for no answer.
func (u *tube) resize(columns, rows uint32) {
	u.t.Helper()
	if _, err := u.channel.SendRequest("window-change", false, ssh.Marshal(struct{ Columns, Rows, W, H uint32 }{columns, rows, 0, 0})); err != nil {
		u.t.Fatal(err)
	}
}

// shell starts the screens, and reads what they draw.
func (u *tube) shell() {
	u.t.Helper()
	if !u.ask("shell", nil) {
		u.t.Fatal("no screens are given")
	}
	go io.Copy(u.screen, u.channel)
	go io.Copy(u.screen, u.channel.Stderr())
}

// screens are the screens of a reader on a terminal of 80 by 24, when the list
// is there.
func (s *served) screens(c *ssh.Client) *tube {
	s.t.Helper()
	u := s.tube(c)
	if !u.pty("xterm-256color", 80, 24) {
		s.t.Fatal("no terminal is given")
	}
	u.shell()
	u.screen.wait(s.t, `unread`)
	return u
}

// press sends keys.
func (u *tube) press(keys string) {
	u.t.Helper()
	if _, err := io.WriteString(u.channel, keys); err != nil {
		u.t.Fatal(err)
	}
}

// code waits for the exit code; -1 when the channel is closed without one.
func (u *tube) code() int {
	u.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case r, open := <-u.requests:
			if !open {
				return -1
			}
			if r.Type == "exit-status" {
				return int(r.Payload[3])
			}
			if r.WantReply {
				r.Reply(false, nil)
			}
		case <-late:
			u.t.Fatal("the session does not end")
		}
	}
}

// gone waits until the other end has closed a connection.
func gone(t *testing.T, c net.Conn, limit time.Duration) {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(limit))
	if _, err := io.Copy(io.Discard, bufio.NewReader(c)); err != nil {
		t.Errorf("the connection is open after %v: %v", limit, err)
	}
}
