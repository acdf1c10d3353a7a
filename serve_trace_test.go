package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"despatch/briefs/briefstest"
)

// smuggled is in whatever a client names here.
const smuggled = "smuggled-by-client"

// hostileVariables are what a client could say for a program or a library on
// the server to open a file or start a program: some two hundred.
func hostileVariables() [][2]string {
	var all [][2]string
	paths := []string{"/tmp/" + smuggled, "../../../../tmp/" + smuggled, smuggled}
	for _, name := range []string{
		"TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERM_PROGRAM", "TMUX", "STY", "HOME", "PATH", "SHELL", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT",
		"PAGER", "LESSOPEN", "EDITOR", "VISUAL", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
		"XDG_CONFIG_DIRS", "TMPDIR", "SQLITE_TMPDIR", "TEA_DEBUG", "TEA_TRACE", "UV_DEBUG", "GLAMOUR_STYLE", "GODEBUG", "GOTRACEBACK", "GOCOVERDIR",
		"ZONEINFO", "TZDIR", "LOCPATH", "NLSPATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "HOSTALIASES", "RES_OPTIONS", "PGPASSFILE", "PGSERVICEFILE",
		"PGSSLKEY", "DESPATCH_DB", "DESPATCH_CONFIG", "BASH_ENV", "ENV", "IFS", "PWD", "OLDPWD", "MAIL", "SSH_AUTH_SOCK", "SSH_ASKPASS", "DBUS_SESSION_BUS_ADDRESS",
		"GIT_SSH_COMMAND", "MANPAGER", "CLICOLOR_FORCE", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME", "TZ", "NO_COLOR", "TERM", "SSH_TTY",
	} {
		for _, path := range paths {
			all = append(all, [2]string{name, path})
		}
	}
	return append(all, [2]string{"TZ", ":/tmp/" + smuggled}, [2]string{"=", smuggled}, [2]string{"LANG\x00LD_PRELOAD", smuggled}, [2]string{"BASH_FUNC_x%%", "() { touch /tmp/" + smuggled + "; }"})
}

// TestServeOpensNothingThatAClientNames follows every file that the server
// opens and every program that it starts, while a client names some by all that
// it can say: they are those of a client that names none. The store's own files
// are opened whenever more than before read at once, whoever they are.
func TestServeOpensNothingThatAClientNames(t *testing.T) {
	briefstest.Needs(t, "strace")
	s := serving(t, "", "")
	plain := func() {
		s.visit(t, nil, "xterm-256color", "dumb")
	}
	plain() // what is opened once is open then
	var before, during, after map[string]bool
	before = s.traced(t, plain)
	during = s.traced(t, func() {
		all := hostileVariables()
		if len(all) < 200 {
			t.Fatalf("only %d variables", len(all))
		}
		s.visit(t, all, "xterm-256color", "../../../tmp/"+smuggled, "/tmp/"+smuggled, smuggled, "x\x00/tmp/"+smuggled, strings.Repeat("a/", 500)+smuggled)
	})
	after = s.traced(t, plain)
	maps.Copy(before, after)
	for what := range during {
		if strings.Contains(what, smuggled) {
			t.Errorf("a client had the server open %s", what)
		}
		if strings.HasPrefix(what, "execve") {
			t.Errorf("the server started %s", what)
		}
		if !before[what] && !s.ownStore(what) {
			t.Errorf("opened for a client that names files, and for no other: %s", what)
		}
	}
	if len(during) == 0 {
		t.Error("nothing was followed: even the metrics open files")
	}
	t.Logf("opened: %q", slices.Sorted(maps.Keys(during)))
}

// ownStore reports whether a file is the server's store: the database, its log,
// or the log's index.
func (s *served) ownStore(path string) bool {
	for _, e := range s.env {
		if data, ok := strings.CutPrefix(e, "XDG_DATA_HOME="); ok {
			rest, ok := strings.CutPrefix(path, filepath.Join(data, "despatch", "despatch.db"))
			return ok && (rest == "" || rest == "-wal" || rest == "-shm")
		}
	}
	return false
}

// visit is a client that sends an environment, and looks at screens and runs
// commands on terminals of those types.
func (s *served) visit(t *testing.T, environment [][2]string, terms ...string) {
	t.Helper()
	hello := func(u *tube) {
		for _, v := range environment {
			u.ask("env", ssh.Marshal(struct{ Name, Value string }{v[0], v[1]}))
		}
	}
	for _, term := range terms {
		c := s.in("anna")
		u := s.tube(c)
		hello(u)
		u.pty(term, 100, 30)
		u.shell()
		u.screen.wait(t, `min|unread`)
		if term == "xterm-256color" {
			u.press("\r")
			u.screen.wait(t, `KEY FIGURES|line \d`)
			// Each key that does something to what is shown, and a search.
			for _, key := range []string{"p", "p", "v", "v", "c", "w", ".", "L", "\x1b[D", "y", "T", "*", "z", "m", "a", "?", "\x1b[D", "\x1b[D"} {
				u.press(key)
			}
			u.press("s\x15yuan\r")
			u.screen.wait(t, `briefings`)
		} else {
			_, _ = io.WriteString(u.channel, "q") // where it is text it has ended already
			if code := u.code(); code != 0 {
				t.Errorf("on %q it ended with %d", term, code)
			}
		}
		c.Close()
		waitUntil(t, "no session left", func() bool { return s.measure("despatch_sessions") == 0 })
	}
	for _, line := range []string{"list --json", "search yuan", "figures", "deck", "show " + smuggled, "list --config /tmp/" + smuggled, "figures /tmp/" + smuggled, "add /tmp/" + smuggled, "list > /tmp/" + smuggled, "$(/tmp/" + smuggled + ")"} {
		c := s.in("carl")
		u := s.tube(c)
		hello(u)
		if !u.ask("exec", ssh.Marshal(struct{ Line string }{line})) {
			t.Fatalf("%s is not run", line)
		}
		u.code()
		c.Close()
	}
}

var opening = regexp.MustCompile(`(?m)^\d+ +(open|openat|openat2|execve|execveat)\([^"\n]*"((?:[^"\\\n]|\\.)*)"`)

// traced is what the server opens and starts while something is done.
func (s *served) traced(t *testing.T, do func()) map[string]bool {
	t.Helper()
	out := filepath.Join(t.TempDir(), "trace")
	said := &lines{}
	c := exec.Command("strace", "-f", "-s", "4096", "-e", "trace=?open,openat,?openat2,execve,execveat", "-e", "signal=none", "-o", out, "-p", fmt.Sprint(s.command.Process.Pid))
	c.Stderr = said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Process.Kill()
	ended := make(chan struct{})
	go func() {
		c.Wait()
		close(ended)
	}()
	waitUntil(t, "strace attached", func() bool {
		select {
		case <-ended:
			briefstest.Lacks(t, "strace may not follow a process: "+said.String())
		default:
		}
		return strings.Contains(said.String(), "attached")
	})
	do()
	c.Process.Signal(os.Interrupt)
	<-ended
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, m := range opening.FindAllSubmatch(data, -1) {
		name := string(m[2])
		if strings.HasPrefix(string(m[1]), "exec") {
			name = "execve " + name
		}
		all[name] = true
	}
	return all
}
