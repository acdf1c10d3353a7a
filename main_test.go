package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"

	"despatch/briefs"
	"despatch/store/storetest"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){
		"despatch":       main,
		"despatch-quick": func() { os.Exit(run(quick)) },
		"despatch-crowd": func() { os.Exit(run(crowd)) },
	})
}

// tests are all of them, and the end of what they started.
type tests struct{ *testing.M }

func (t tests) Run() int {
	defer storetest.Stop()
	return t.M.Run()
}

// TestScripts runs the commands through the real main, each script in a home
// folder of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, scripts("script", nil))
}

// TestPostgresScripts runs commands on an empty database of a server, which
// is $DB.
func TestPostgresScripts(t *testing.T) {
	testscript.Run(t, scripts("postgres", map[string]string{"DB": storetest.Postgres(t)}))
}

// scripts are those of a folder in testdata.
func scripts(folder string, variables map[string]string) testscript.Params {
	return testscript.Params{
		Dir:                 filepath.Join("testdata", folder),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("USER", "reader")
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("TERM", "xterm-256color")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // or each run under -race takes a second more
			for _, name := range []string{"XDG_DATA_HOME", "XDG_CONFIG_HOME", "DESPATCH_DB", "NO_COLOR", "LC_ALL", "LC_CTYPE", "COLORTERM", "COLORFGBG"} {
				e.Setenv(name, "")
			}
			for name, value := range variables {
				e.Setenv(name, value)
			}
			return os.MkdirAll(home, 0o700)
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "root":
				return os.Geteuid() == 0, nil
			}
			return false, nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"clean":    clean,
			"code":     code,
			"id":       id,
			"mode":     mode,
			"newer":    newer,
			"raw":      raw,
			"replaced": replaced,
			"rawargs":  rawArgs,
			"rawssh":   rawSSH,
			"shared":   shared,
			"terminal": onTerminal,
			"until":    until,
		},
	}
}

// code runs a program that must end with exactly that exit code:
//
//	code 2 despatch list --order colour
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program [args…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// until runs a program again and again until its standard output matches:
//
//	until 'A title' despatch list
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until PATTERN program [args…]")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	for stop := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		ts.Check(ts.Exec(args[1], args[2:]...))
		if pattern.MatchString(ts.ReadFile("stdout")) {
			return
		}
		if time.Now().After(stop) {
			ts.Fatalf("it did not come to that")
		}
	}
}

// clean checks that nothing in a stream or file could act on a terminal:
//
//	clean stdout stderr
func clean(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		text := ts.ReadFile(name)
		if (briefs.Clean(text) == text) == neg {
			ts.Fatalf("%s is clean: %v: %q", name, neg, text)
		}
	}
}

// id sets a variable to the ID of the briefing with that title, from what
// list --json printed:
//
//	id ID list.json 'A title'
func id(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: id NAME file title")
	}
	for l := range strings.Lines(ts.ReadFile(args[1])) {
		var head struct{ ID, Title string }
		ts.Check(json.Unmarshal([]byte(l), &head))
		if head.Title == args[2] {
			ts.Setenv(args[0], head.ID)
			return
		}
	}
	ts.Fatalf("no briefing %q", args[2])
}

// shared sets a variable to a first digit that two IDs have, of those that list
// --json printed; of seventeen, two always do:
//
//	shared DIGIT list.json
func shared(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shared NAME file")
	}
	seen := map[string]bool{}
	for l := range strings.Lines(ts.ReadFile(args[1])) {
		var head struct{ ID string }
		ts.Check(json.Unmarshal([]byte(l), &head))
		if digit := head.ID[:1]; seen[digit] {
			ts.Setenv(args[0], digit)
			return
		} else {
			seen[digit] = true
		}
	}
	ts.Fatalf("no two IDs start alike")
}

// raw writes a file with Go's escapes in its name and text read:
//
//	raw 'na\x1b]0;owned\x07me.md' '# T\x1b[2Jitle\n'
func raw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: raw name text")
	}
	name, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
}

// replaced puts one text in the place of another in a file:
//
//	replaced file old new
func replaced(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replaced file old new")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]), args[1], args[2])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// rawArgs is code for despatch, with Go's escapes in its arguments read:
//
//	rawargs 1 show '\x1b[2J'
func rawArgs(ts *testscript.TestScript, neg bool, args []string) {
	all := []string{args[0], "despatch"}
	for _, a := range args[1:] {
		read, err := strconv.Unquote(`"` + a + `"`)
		ts.Check(err)
		all = append(all, read)
	}
	code(ts, neg, all)
}

// rawSSH is rawArgs for a command over SSH, of a reader:
//
//	rawssh 2 anna 'show \x1b[2J'
func rawSSH(ts *testscript.TestScript, neg bool, args []string) {
	line, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	code(ts, neg, []string{args[0], "ssh", "-F", ts.Getenv("SSH"), args[1], line})
}

// mode checks the permissions of files:
//
//	mode 600 file
func mode(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%o", info.Mode().Perm()); (got == args[0]) == neg {
			ts.Fatalf("%s has mode %s, not %s", name, got, args[0])
		}
	}
}

// newer makes a store one that a despatch of the future wrote: SQLite keeps
// the version of the tables at byte 60 of its file.
func newer(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
	ts.Check(err)
	_, err = f.WriteAt([]byte{0, 0, 0x7f, 0xff}, 60)
	ts.Check(err)
	ts.Check(f.Close())
}

// onTerminal runs a program on a terminal of that size and types keys when it
// has been quiet for a moment; what it wrote is standard output:
//
//	terminal 80x24 'q' despatch
func onTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: terminal COLSxROWS keys program [args…]")
	}
	var size pty.Winsize
	_, err := fmt.Sscanf(args[0], "%dx%d", &size.Cols, &size.Rows)
	ts.Check(err)
	keys, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	program, err := exec.LookPath(filepath.Join(strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator))[0], args[2]))
	ts.Check(err)
	cmd := exec.Command(program, args[3:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environ(ts)
	screen, err := pty.StartWithSize(cmd, &size)
	ts.Check(err)
	defer screen.Close()
	out := make(chan []byte)
	go func() {
		defer close(out)
		for {
			b := make([]byte, 32<<10)
			n, err := screen.Read(b)
			if n > 0 {
				out <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	const wait = 20 * time.Second // for a first screen, and for the end
	quiet := time.NewTimer(wait)
	for open := true; open; {
		select {
		case b, more := <-out:
			open = more
			_, err := ts.Stdout().Write(b)
			ts.Check(err)
			if keys == "" {
				quiet.Reset(wait)
			} else {
				quiet.Reset(300 * time.Millisecond)
			}
		case <-quiet.C:
			if keys == "" {
				_ = cmd.Process.Kill()
				ts.Fatalf("still running after its last key")
			}
			_, err := screen.WriteString(keys[:1])
			ts.Check(err)
			keys = keys[1:]
			quiet.Reset(wait)
		}
	}
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("%v", err)
	}
}

// environ is the script's environment, as far as despatch looks at it.
func environ(ts *testscript.TestScript) []string {
	var all []string
	for _, name := range []string{"PATH", "HOME", "USER", "LANG", "LC_ALL", "TERM", "TMPDIR", "NO_COLOR", "COLORTERM", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "DESPATCH_DB", "GORACE"} {
		if v := ts.Getenv(name); v != "" {
			all = append(all, name+"="+v)
		}
	}
	return all
}
