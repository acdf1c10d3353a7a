package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
	"despatch/ui/serve"
)

// quick are the limits of the server in tests: nobody waits for half a minute.
var quick = serve.Limits{
	Early: time.Duration(2*slower) * time.Second, Stuck: 3 * time.Second, Farewell: 2 * time.Second, Probe: time.Second, Look: 100 * time.Millisecond,
	Startups: 200, StartupsFrom: 150, StartupsOfSource: 150, ConnectionsOfSource: 500,
}

// A served is a server of SSH in a process of its own, with a box and readers.
type served struct {
	t       testing.TB
	program string // the server's, with its limits; "" for the quick one
	env     []string
	folder  string
	address string
	metrics string
	command *exec.Cmd
	ended   chan struct{} // closed when it has
	log     *lines
	signers map[string]ssh.Signer // of readers, by name
}

// serving starts a server: its configuration has the section [serve] with
// these lines, and settings in front of it. The readers anna (reader), carl
// (clerk) and rosa (registrar) have keys.
func serving(t *testing.T, settings string, section string, args ...string) *served {
	t.Helper()
	s := newServed(t)
	s.begin(settings, section, args...)
	return s
}

// newServed is a server that does not run yet.
func newServed(t *testing.T) *served {
	t.Helper()
	return &served{t: t, env: home(t), folder: t.TempDir(), signers: map[string]ssh.Signer{}}
}

// begin is serving for a server that does not run yet.
func (s *served) begin(settings, section string, args ...string) {
	s.t.Helper()
	s.configure(settings, section)
	s.run("serve", "--init")
	for name, role := range map[string]string{"anna": "reader", "carl": "clerk", "rosa": "registrar"} {
		s.run("reader", "add", name, "--role", role)
		s.run("reader", "key", "add", name, s.key(name)+".pub")
	}
	s.start(args...)
}

// configure writes the configuration.
func (s *served) configure(settings, section string) {
	s.t.Helper()
	var dir string
	for _, e := range s.env {
		if v, ok := strings.CutPrefix(e, "XDG_CONFIG_HOME="); ok && v != "" {
			dir = v
		} else if v, ok := strings.CutPrefix(e, "HOME="); ok && dir == "" {
			dir = filepath.Join(v, ".config")
		}
	}
	dir = filepath.Join(dir, "despatch")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	text := settings + "\n[serve]\nlisten = \"127.0.0.1:0\"\nmetrics = \"127.0.0.1:0\"\n" + section + "\n"
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// run runs a command at the server's desk, and is what it prints.
func (s *served) run(args ...string) string {
	s.t.Helper()
	c := exec.Command("despatch", args...)
	c.Env = s.env
	out, err := c.CombinedOutput()
	if err != nil {
		s.t.Fatalf("despatch %v: %v: %s", args, err, out)
	}
	return string(out)
}

// key makes a key of a name, and is its file.
func (s *served) key(name string) string {
	s.t.Helper()
	file := filepath.Join(s.folder, name)
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, name)
	if err != nil {
		s.t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		s.t.Fatal(err)
	}
	s.signers[name] = signer
	for path, data := range map[string][]byte{file: pem.EncodeToMemory(block), file + ".pub": ssh.MarshalAuthorizedKey(signer.PublicKey())} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	return file
}

// start starts the server, and stops it at the end of the test.
func (s *served) start(args ...string) {
	s.t.Helper()
	s.log = &lines{}
	s.command = exec.Command(cmp.Or(s.program, "despatch-quick"), append([]string{"serve"}, args...)...)
	s.command.Env = s.env
	s.command.Stderr = s.log
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	command, ended := s.command, make(chan struct{})
	s.ended = ended
	go func() {
		command.Wait()
		close(ended)
	}()
	s.t.Cleanup(func() {
		s.command.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			s.command.Process.Kill()
			s.t.Error("the server does not end")
		}
		if s.t.Failed() {
			s.t.Logf("the server's log:\n%s", s.log)
		}
		if strings.Contains(s.log.String(), "DATA RACE") || strings.Contains(s.log.String(), "level=ERROR msg=fault") {
			s.t.Errorf("the server's log:\n%s", s.log)
		}
	})
	s.metrics = s.log.wait(s.t, `msg"?[=:]"?metrics"? ?,?"?address"?[=:]"?([^\s"]+)`)
	s.address = s.log.wait(s.t, `msg"?[=:]"?serving"? ?,?"?address"?[=:]"?([^\s"]+)`)
}

// signal sends the server a signal.
func (s *served) signal(sig os.Signal) {
	s.t.Helper()
	if err := s.command.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

// dial logs in with a key; the user name is of no account.
func (s *served) dial(user string, signers ...ssh.Signer) (*ssh.Client, error) {
	return ssh.Dial("tcp", s.address, &ssh.ClientConfig{
		User: user, Auth: []ssh.AuthMethod{ssh.PublicKeys(signers...)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second,
	})
}

// in logs a reader in.
func (s *served) in(name string) *ssh.Client {
	s.t.Helper()
	c, err := s.dial(name, s.signers[name])
	if err != nil {
		s.t.Fatalf("%s is not let in: %v", name, err)
	}
	s.t.Cleanup(func() { c.Close() })
	return c
}

// exec runs a command of a client, and is its output and exit code.
func (s *served) exec(c *ssh.Client, input, line string) (out, errs string, code int) {
	s.t.Helper()
	x, err := c.NewSession()
	if err != nil {
		s.t.Fatal(err)
	}
	defer x.Close()
	var o, e bytes.Buffer
	x.Stdin, x.Stdout, x.Stderr = strings.NewReader(input), &o, &e
	err = x.Run(line)
	var exit *ssh.ExitError
	switch {
	case err == nil:
	case asExit(err, &exit):
		code = exit.ExitStatus()
	default:
		s.t.Fatalf("%s: %v: %s%s", line, err, o.String(), e.String())
	}
	return o.String(), e.String(), code
}

func asExit(err error, to **ssh.ExitError) bool {
	e, ok := err.(*ssh.ExitError)
	*to = e
	return ok
}

// measure is a number of the server's metrics.
func (s *served) measure(name string) float64 {
	s.t.Helper()
	r, err := http.Get("http://" + s.metrics + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindSubmatch(data)
	if m == nil {
		s.t.Fatalf("no metric %s in:\n%s", name, data)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// A footprint is what a server holds.
type footprint struct{ goroutines, files, bytes float64 }

func (s *served) footprint() footprint {
	return footprint{s.measure("go_goroutines"), s.measure("process_open_fds"), s.measure("process_resident_memory_bytes")}
}

// grown fails when the server has taken more memory than that since. The race
// detector takes several times as much, and is not asked.
func (s *served) grown(before footprint, megabytes float64) {
	s.t.Helper()
	if grown := (s.footprint().bytes - before.bytes) / (1 << 20); grown > megabytes && !briefstest.Raced {
		s.t.Errorf("%.0f MB more", grown)
	}
}

// settled waits until the server holds no more than before: no session, no
// goroutine, no file. Memory may stay with the collector, within a bound.
func (s *served) settled(before footprint, megabytes float64) {
	s.t.Helper()
	var now footprint
	for range 150 {
		now = s.footprint()
		if s.measure("despatch_sessions") == 0 && now.goroutines <= before.goroutines+8 && now.files <= before.files+8 { // connections to the store stay open
			s.grown(before, megabytes)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.t.Errorf("left behind: %v sessions; goroutines %v, were %v; files %v, were %v", s.measure("despatch_sessions"), now.goroutines, before.goroutines, now.files, before.files)
}

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
