package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// home is a home folder that is empty, and an environment that knows of no
// other.
func home(t testing.TB) []string {
	t.Helper()
	dir := t.TempDir()
	return []string{
		"HOME=" + dir, "XDG_DATA_HOME=" + filepath.Join(dir, "data"), "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
		"PATH=" + os.Getenv("PATH"), "USER=reader", "TERM=xterm-256color", "LANG=C.UTF-8",
		"GORACE=atexit_sleep_ms=0", // or each run under -race takes a second more
	}
}

// A terminal is one that despatch runs on: it shows what came, and keeps it.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	line   *os.File
	screen *vt.Emulator
	came   chan []byte
	all    bytes.Buffer
}

// onScreen starts despatch on a terminal of that size.
func onScreen(t *testing.T, width, height int, env []string, args ...string) *terminal {
	t.Helper()
	return onScreenOf(t, width, height, env, "despatch", args...)
}

// onScreenOf starts another program there.
func onScreenOf(t *testing.T, width, height int, env []string, program string, args ...string) *terminal {
	t.Helper()
	x := &terminal{t: t, cmd: exec.Command(program, args...), screen: vt.NewEmulator(width, height), came: make(chan []byte, 256)}
	x.cmd.Env = env
	x.cmd.Dir = t.TempDir()
	var err error
	if x.line, err = pty.StartWithSize(x.cmd, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(x.came)
		for {
			b := make([]byte, 64<<10)
			n, err := x.line.Read(b)
			if n > 0 {
				x.came <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	go func() { // what the terminal answers
		b := make([]byte, 1<<10)
		for {
			n, err := x.screen.Read(b)
			if err != nil {
				return
			}
			_, _ = x.line.Write(b[:n])
		}
	}()
	t.Cleanup(func() {
		_ = x.cmd.Process.Kill()
		for range x.came {
		}
		// By the pipe of its answers: its own Close writes what its Read reads.
		_ = x.screen.InputPipe().(io.Closer).Close()
		_ = x.line.Close()
	})
	return x
}

// patience is how long words may take to come: never so long where nothing is
// wrong, however busy the machine.
const patience = 2 * time.Minute

// wait reads until all words are on the screen. It fails with those that do
// not come, once.
func (x *terminal) wait(words ...string) {
	x.t.Helper()
	late := time.After(patience)
	for {
		text := x.text()
		missing := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.Contains(text, w) })
		if overwritten(text) {
			x.t.Fatalf("a briefing writes over the screen:\n%s", text)
		}
		if len(missing) == 0 {
			return
		}
		for more := true; more; more = len(x.came) > 0 {
			select {
			case b, open := <-x.came:
				if !open {
					x.t.Fatalf("despatch ended before it showed %q:\n%s", missing, text)
				}
				x.take(b)
			case <-late:
				x.t.Fatalf("%q not on the screen:\n%s", missing, text)
			}
		}
	}
}

// overwritten reports whether the word of a trick stands at the edge of the
// screen, where despatch puts no text.
func overwritten(text string) bool {
	return strings.HasPrefix(text, owned) || strings.Contains(text, "\n"+owned)
}

func (x *terminal) take(b []byte) {
	x.all.Write(b)
	_, _ = x.screen.Write(b) // never fails before it is closed
}

// press types keys and waits for words.
func (x *terminal) press(keys string, words ...string) {
	x.t.Helper()
	if _, err := x.line.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
	x.wait(words...)
}

// leave ends despatch as a reader does, and is all that it wrote.
func (x *terminal) leave() string {
	x.t.Helper()
	if _, err := x.line.WriteString("\x03"); err != nil {
		x.t.Fatal(err)
	}
	return x.rest()
}

// rest waits until despatch ends, and is all that it wrote.
func (x *terminal) rest() string {
	x.t.Helper()
	late := time.After(patience)
	for {
		select {
		case b, open := <-x.came:
			if !open {
				_ = x.cmd.Wait() // its exit code says whether files were refused
				return x.all.String()
			}
			x.take(b)
		case <-late:
			x.t.Fatalf("despatch does not end:\n%s", x.text())
		}
	}
}

// text is what the screen shows, a line a row.
func (x *terminal) text() string {
	var b strings.Builder
	for y := range x.screen.Height() {
		for n := 0; n < x.screen.Width(); {
			c := x.screen.CellAt(n, y)
			if c == nil || c.Content == "" {
				b.WriteByte(' ')
				n++
				continue
			}
			b.WriteString(c.Content)
			n += max(c.Width, 1)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
