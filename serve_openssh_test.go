package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"despatch/briefs/briefstest"
)

// TestOpenSSH runs the scripts of testdata/ssh, each against a server of its
// own: ssh -F $SSH NAME … is OpenSSH's client with the key of that name.
func TestOpenSSH(t *testing.T) {
	briefstest.Needs(t, "ssh", "scp", "sftp")
	files, err := filepath.Glob(filepath.Join("testdata", "ssh", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			s := serving(t, marked, "banner = \"\"\"Official use.\\u001b]0;owned\\u0007\n正式用途。\"\"\"")
			s.key("stranger")
			t.Cleanup(func() {
				waitUntil(t, "nobody connected", func() bool { return s.measure("despatch_sessions")+s.measure("despatch_connections") == 0 })
			})
			p := scripts("ssh", map[string]string{
				"SSH": s.openssh("anna", "carl", "rosa", "stranger"), "METRICS": s.metrics,
				"XDG_DATA_HOME": s.variable("XDG_DATA_HOME"), "XDG_CONFIG_HOME": s.variable("XDG_CONFIG_HOME"),
			})
			p.Dir, p.Files = "", []string{file}
			p.Cmds["box"] = func(ts *testscript.TestScript, neg bool, args []string) { s.box(ts, neg, args) }
			testscript.Run(t, p)
		})
	}
}

// box runs a command at the desk and over SSH, with the rights of the same
// reader. Both must end with that exit code and print the same, which is
// standard output and standard error after it:
//
//	box 0 anna list --json
//	box 1 anna add - < FILE
func (s *served) box(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: box CODE READER args… [< FILE]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	reader, args, input := args[1], args[2:], ""
	if n := len(args); n > 2 && args[n-2] == "<" {
		args, input = args[:n-2], ts.ReadFile(args[n-1])
	}
	run := func(program string, args ...string) (out, errs string) {
		var o, e bytes.Buffer
		c := exec.Command(program, args...)
		c.Stdin, c.Stdout, c.Stderr = strings.NewReader(input), &o, &e
		c.Env = environ(ts)
		err := c.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			ts.Check(err)
		}
		if got := c.ProcessState.ExitCode(); got != want {
			ts.Fatalf("%s %q: exit code %d, not %d\n%s%s", program, args, got, want, o.String(), e.String())
		}
		return o.String(), e.String()
	}
	var far []string
	for _, a := range args {
		far = append(far, "'"+strings.ReplaceAll(a, "'", `'\''`)+"'")
	}
	deskOut, deskErrs := run("despatch", append([]string{"--reader", reader}, args...)...)
	out, errs := run("ssh", append([]string{"-F", ts.Getenv("SSH"), reader}, far...)...)
	if out != deskOut || errs != deskErrs {
		ts.Fatalf("%q: not what it is at the desk\nover SSH: %q\n          %q\nat the desk: %q\n             %q", args, out, errs, deskOut, deskErrs)
	}
	_, err = io.WriteString(ts.Stdout(), out)
	ts.Check(err)
	_, err = io.WriteString(ts.Stderr(), errs)
	ts.Check(err)
}

// ssh is OpenSSH's client with the key of a name.
func (s *served) ssh(args ...string) *exec.Cmd {
	c := exec.Command("ssh", append([]string{"-F", s.openssh("anna", "carl", "rosa")}, args...)...)
	c.Env = s.env
	return c
}

// TestOpenSSHForwardsNothing has a client that forwards ports to a listener on
// this machine: nothing ever reaches it.
func TestOpenSSHForwardsNothing(t *testing.T) {
	briefstest.Needs(t, "ssh")
	s := serving(t, "", "")
	target, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	go func() {
		for {
			c, err := target.Accept()
			if err != nil {
				return
			}
			t.Error("the server connected to an address that a client named")
			c.Close()
		}
	}()
	for name, x := range map[string]struct{ flag, hello string }{
		// What a client of SOCKS 5 says: no password; connect to 127.0.0.1.
		"-D": {"-D", "\x05\x01\x00\x05\x01\x00\x01\x7f\x00\x00\x01" + string([]byte{byte(target.Addr().(*net.TCPAddr).Port >> 8), byte(target.Addr().(*net.TCPAddr).Port)})},
		"-L": {"-L", "hello"},
	} {
		t.Run(name, func(t *testing.T) {
			local := freePort(t)
			where := local
			if x.flag == "-L" {
				where += ":" + target.Addr().String()
			}
			// The screens keep the connection open meanwhile.
			screens := onScreenOf(t, 80, 24, s.env, "ssh", append(s.ssh().Args[1:], "-o", "ExitOnForwardFailure=yes", x.flag, where, "-tt", "anna")...)
			screens.wait("unread")
			c, err := net.Dial("tcp", local)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := io.WriteString(c, x.hello); err != nil {
				t.Fatal(err)
			}
			c.SetReadDeadline(time.Now().Add(patience))
			said, err := io.ReadAll(c)
			if nerr, ok := errors.AsType[net.Error](err); ok && nerr.Timeout() {
				t.Error("the forwarded connection stays open")
			}
			if x.flag == "-L" && len(said) > 0 {
				t.Errorf("through the server came %q", said)
			}
			screens.leave()
		})
	}
}

// freePort is an address that nobody listens to.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestOpenSSHOverOneConnection opens and closes four windows over one
// connection that stays: nothing is left of them, and the server rests.
func TestOpenSSHOverOneConnection(t *testing.T) {
	briefstest.Needs(t, "ssh")
	s := serving(t, "", "")
	// The path of a socket may have a hundred bytes.
	folder, err := os.MkdirTemp("", "ssh")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	socket := filepath.Join(folder, "s")
	share := append(s.ssh().Args[1:], "-S", socket)
	first := onScreenOf(t, 80, 24, s.env, "ssh", append(share, "-M", "-tt", "anna")...)
	first.wait("unread")
	waitUntil(t, "a shared connection", func() bool { _, err := os.Stat(socket); return err == nil })
	before := s.footprint()
	spent := s.processor()
	for _, how := range []string{"q", "hang up", "\x03", "kill"} {
		x := onScreenOf(t, 100, 30, s.env, "ssh", append(share, "-tt", "anna")...)
		x.wait("unread")
		if n := s.measure("despatch_sessions"); n != 2 {
			t.Errorf("%v sessions, not 2", n)
		}
		switch how {
		case "hang up":
			x.cmd.Process.Signal(syscall.SIGHUP) // as when its window is closed
			x.rest()
		case "kill":
			x.cmd.Process.Kill()
			x.rest()
		default:
			x.press(how)
			x.rest()
		}
		waitUntil(t, "one session left after "+how, func() bool { return s.measure("despatch_sessions") == 1 })
	}
	waitUntil(t, "what they held given back", func() bool {
		return s.footprint().goroutines <= before.goroutines+2 && s.measure("despatch_connections") == 1
	})
	t.Logf("four windows took %v of a processor", s.processor()-spent)
	// Over a second and a half by its own clock the server does next to nothing;
	// one that spins for a window that is gone takes all of a core.
	const span = 1500 * time.Millisecond
	spent = s.processor()
	time.Sleep(span)
	if took := s.processor() - spent; took > span/3 {
		t.Errorf("with nobody at it the server takes %v of a processor in %v", took, span)
	}
	first.leave()
	waitUntil(t, "no session left", func() bool { return s.measure("despatch_sessions") == 0 })
}

// waitUntil waits for something to come true.
func waitUntil(t *testing.T, what string, is func() bool) {
	t.Helper()
	for stop := time.Now().Add(patience); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(stop) {
			t.Fatalf("it did not come to %s", what)
		}
	}
}

// processor is how much time of a processor the server has taken; 0 where there
// is no /proc.
func (s *served) processor() time.Duration {
	s.t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	if err != nil {
		s.t.Fatal(err)
	}
	// Behind the program's name, which may have anything in it: the twelfth and
	// thirteenth, in hundredths of a second.
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	sum := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			s.t.Fatal(err)
		}
		sum += n
	}
	return time.Duration(sum) * time.Second / 100
}
