// Package bench measures the program on a terminal, byte by byte: what a key
// costs on the line, and how long a first screen takes. It runs the built
// program and knows none of its packages.
package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// despatch builds the program once and is its path.
var despatch = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "despatch-bench")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "despatch")
	cmd := exec.Command("go", "build", "-o", path, "../..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build despatch: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := despatch(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func built(t testing.TB) string {
	t.Helper()
	path, err := despatch()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// A size is a terminal's, in cells.
type size struct{ width, height uint16 }

func (s size) String() string { return fmt.Sprintf("%d×%d", s.width, s.height) }

var sizes = []size{{80, 24}, {120, 40}, {200, 60}}

// A wire is a program on a terminal.
type wire struct {
	t      testing.TB
	cmd    *exec.Cmd
	screen *os.File
	came   chan []byte
	began  time.Time
	mute   bool // the terminal answers no query
	all    bytes.Buffer
}

// quiet is how long nothing must come for a screen to be whole, on a machine
// that does other things too. A program that is slow to begin is waited for up
// to slow.
const (
	quiet = 200 * time.Millisecond
	slow  = 4 * time.Second
)

// start runs a program on a terminal of that size.
func start(t testing.TB, s size, mute bool, env []string, name string, args ...string) *wire {
	t.Helper()
	w := &wire{t: t, mute: mute, came: make(chan []byte, 64)}
	w.cmd = exec.Command(name, args...)
	w.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LANG=C.UTF-8", "USER=reader"}, env...)
	w.began = time.Now()
	var err error
	if w.screen, err = pty.StartWithSize(w.cmd, &pty.Winsize{Cols: s.width, Rows: s.height}); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(w.came)
		for {
			b := make([]byte, 64<<10)
			n, err := w.screen.Read(b)
			if n > 0 {
				w.came <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	return w
}

// until waits until word stands in what came, escapes left out, and says how
// long it took since the start.
func (w *wire) until(word string, limit time.Duration) (time.Duration, bool) {
	w.t.Helper()
	timeout := time.After(limit)
	for {
		select {
		case b, open := <-w.came:
			w.take(b)
			if strings.Contains(ansi.Strip(w.all.String()), word) {
				return time.Since(w.began), true
			}
			if !open {
				return 0, false
			}
		case <-timeout:
			return 0, false
		}
	}
}

// settle waits until the screen is quiet and counts the bytes that came.
func (w *wire) settle() int {
	n := 0
	for wait := slow; ; wait = quiet {
		select {
		case b, open := <-w.came:
			w.take(b)
			n += len(b)
			if !open {
				return n
			}
		case <-time.After(wait):
			return n
		}
	}
}

// key types keys at once and counts the bytes that answer them.
func (w *wire) key(keys string) int {
	w.t.Helper()
	if _, err := w.screen.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
	n := 0
	for wait := slow; ; wait = quiet {
		select {
		case b, open := <-w.came:
			w.take(b)
			n += len(b)
			if !open {
				return n
			}
		case <-time.After(wait):
			return n
		}
	}
}

// median is the middle of what the same key costs, pressed n times.
func (w *wire) median(key string, n int) int {
	w.t.Helper()
	costs := make([]int, n)
	for i := range costs {
		costs[i] = w.key(key)
	}
	slices.Sort(costs)
	return costs[n/2]
}

// take keeps what came, and answers the queries in it as a terminal does.
func (w *wire) take(b []byte) {
	w.all.Write(b)
	if w.mute {
		return
	}
	var answer strings.Builder
	if bytes.Contains(b, []byte("\x1b[c")) || bytes.Contains(b, []byte("\x1b[0c")) {
		answer.WriteString("\x1b[?62;22c")
	}
	if bytes.Contains(b, []byte("\x1b[6n")) {
		answer.WriteString("\x1b[1;1R")
	}
	if bytes.Contains(b, []byte("\x1b[?u")) {
		answer.WriteString("\x1b[?0u")
	}
	for _, m := range colourQuery.FindAllSubmatch(b, -1) {
		fmt.Fprintf(&answer, "\x1b]%s;rgb:1010/1010/1414\x1b\\", m[1])
	}
	for _, m := range modeQuery.FindAllSubmatch(b, -1) {
		fmt.Fprintf(&answer, "\x1b[?%s;2$y", m[1])
	}
	if answer.Len() > 0 {
		_, _ = w.screen.WriteString(answer.String())
	}
}

var (
	colourQuery = regexp.MustCompile(`\x1b\](1[01]);\?(?:\x07|\x1b\\)`)
	modeQuery   = regexp.MustCompile(`\x1b\[\?(\d+)\$p`)
)

// peak is the most memory that the program has held so far, in MB, where the
// system tells; else 0.
func (w *wire) peak() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	if m := peakLine.FindSubmatch(status); m != nil {
		n, _ := strconv.ParseInt(string(m[1]), 10, 64)
		return n >> 10
	}
	return 0
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// stop ends the program.
func (w *wire) stop() {
	_ = w.cmd.Process.Signal(syscall.SIGTERM)
	gone := make(chan struct{})
	go func() {
		for range w.came {
		}
		close(gone)
	}()
	kill := time.AfterFunc(2*time.Second, func() { _ = w.cmd.Process.Kill() })
	_ = w.cmd.Wait() // its exit code is that of the signal
	kill.Stop()
	w.screen.Close()
	<-gone
}

// idleFor is how long a program is watched that nobody touches: longer than it
// takes to look whether the box changed.
const idleFor = 5 * time.Second

// idle counts the bytes that come while nobody touches a key.
func (w *wire) idle() int {
	n := 0
	for timeout := time.After(idleFor); ; {
		select {
		case b := <-w.came:
			w.take(b)
			n += len(b)
		case <-timeout:
			return n
		}
	}
}

// command is a program off a terminal.
func command(env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "USER=reader"}, env...)
	return cmd
}
