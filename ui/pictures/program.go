package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// build makes the program in a folder and is its path.
func build(dir string) (string, error) {
	path := filepath.Join(dir, "despatch")
	cmd := exec.Command("go", "build", "-o", path, "despatch")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build despatch: %w\n%s", err, bytes.TrimSpace(out))
	}
	return path, nil
}

// A session is the program on a terminal.
type session struct {
	cmd    *exec.Cmd
	line   *os.File
	screen *vt.Emulator
	came   chan []byte
}

// start runs the program with a home folder of its own that nothing has been
// written to, and an environment that says nothing of this machine.
func start(program, home string, width, height int, s *scheme) (*session, error) {
	cmd := exec.Command(program)
	cmd.Dir = home
	cmd.Env = []string{
		"HOME=" + home, "XDG_DATA_HOME=" + filepath.Join(home, "data"), "XDG_CONFIG_HOME=" + filepath.Join(home, "config"),
		"XDG_STATE_HOME=" + filepath.Join(home, "state"), "XDG_CACHE_HOME=" + filepath.Join(home, "cache"),
		"PATH=/usr/bin:/bin", "USER=reader", "TZ=UTC",
		"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=en_GB.UTF-8", "COLORFGBG=" + s.fgbg,
	}
	line, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)})
	if err != nil {
		return nil, fmt.Errorf("start despatch on a terminal: %w", err)
	}
	p := &session{cmd: cmd, line: line, screen: vt.NewEmulator(width, height), came: make(chan []byte, 64)}
	p.screen.SetDefaultForegroundColor(s.ink)
	p.screen.SetDefaultBackgroundColor(s.paper)
	go func() {
		defer close(p.came)
		for {
			b := make([]byte, 64<<10)
			n, err := line.Read(b)
			if n > 0 {
				p.came <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	go func() { // what the terminal answers to queries
		b := make([]byte, 1<<10)
		for {
			n, err := p.screen.Read(b)
			if err != nil {
				return
			}
			if _, err := line.Write(b[:n]); err != nil {
				return
			}
		}
	}()
	return p, nil
}

// The time in which a screen must come, and how long nothing more may come for
// it to be whole.
const (
	patience = 20 * time.Second
	quiet    = 400 * time.Millisecond
)

// until reads until something came, the words stand on the screen and it has
// come to rest.
func (p *session) until(words string) error {
	late, came := time.After(patience), false
	for {
		shown := came && strings.Contains(p.text(), words)
		rest := patience
		if shown {
			rest = quiet
		}
		select {
		case b, open := <-p.came:
			if !open {
				return fmt.Errorf("despatch ended before it showed %q", words)
			}
			came = true
			if _, err := p.screen.Write(b); err != nil {
				return err
			}
		case <-time.After(rest):
			if shown {
				return nil
			}
		case <-late:
			return fmt.Errorf("%q is not on the screen after %s:\n%s", words, patience, p.text())
		}
	}
}

// text is the screen without its colours, a line a row.
func (p *session) text() string {
	var b strings.Builder
	for y := range p.screen.Height() {
		for x := 0; x < p.screen.Width(); {
			c := p.screen.CellAt(x, y)
			if c == nil || c.Content == "" {
				b.WriteByte(' ')
				x++
				continue
			}
			b.WriteString(c.Content)
			x += max(c.Width, 1)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// press types keys, which must change the screen, then waits for the words.
func (p *session) press(keys, words string) error {
	if _, err := p.line.WriteString(keys); err != nil {
		return fmt.Errorf("type %q: %w", keys, err)
	}
	return p.until(words)
}

// stop ends the program and waits for it.
func (p *session) stop() {
	_ = p.cmd.Process.Kill() // its store is thrown away
	for range p.came {
	}
	_ = p.cmd.Wait()
	// By the pipe of its answers: its own Close writes what its Read reads.
	_ = p.screen.InputPipe().(io.Closer).Close()
	_ = p.line.Close()
}
