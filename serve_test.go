package main

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
	"despatch/ui/serve"
)

// quick are the limits of the server in tests: nobody waits for half a minute.
var quick = serve.Limits{
	Early: time.Duration(2*slower) * time.Second, Stuck: 3 * time.Second, Farewell: 2 * time.Second, Probe: time.Second, Look: 100 * time.Millisecond, Rest: 200 * time.Millisecond,
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
