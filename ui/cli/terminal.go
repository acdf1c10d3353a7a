package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
)

// A World is what surrounds a run of despatch: its streams and environment.
// Nothing in this package reads the process's own.
type World struct {
	Args    []string // without the program's name
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	Environ []string // "NAME=value"; of two, the last counts
	Remote  *Remote  // who runs it from elsewhere; nil at a desk
}

// getenv is a variable of the environment, "" when it is not set.
func (w *World) getenv(name string) string {
	for i := len(w.Environ) - 1; i >= 0; i-- {
		if k, v, ok := strings.Cut(w.Environ[i], "="); ok && k == name {
			return v
		}
	}
	return ""
}

// A terminal is where output goes.
type terminal struct {
	out      io.Writer // the gate
	err      io.Writer // the gate
	is       bool      // whether standard output is a terminal that knows sequences
	errIs    bool      // the same of standard error
	width    int       // cells; 0 when standard output is no terminal
	height   int
	look     Look
	style    bool // whether SGR may be written
	progress bool // whether a line of progress may be rewritten
	gates    []*gate
	rawErr   io.Writer // standard error itself, for the line of progress
}

// newTerminal looks at the streams. It asks nothing of the terminal but its
// size.
func newTerminal(w *World, look Look) *terminal {
	t := &terminal{look: look}
	dumb := w.getenv("TERM") == "dumb" || w.getenv("TERM") == ""
	var is bool
	if w.Remote != nil {
		t.width, t.height, is = w.Remote.Width, w.Remote.Height, w.Remote.Width > 0
	} else {
		t.width, t.height, is = size(w.Out)
	}
	t.is = is && !dumb
	_, _, errIs := size(w.Err)
	t.errIs = errIs && !dumb
	t.style = t.is && look.Colour > 0
	out := &gate{w: w.Out, style: t.style, ascii: is && look.ASCII}
	err := &gate{w: w.Err, ascii: errIs && look.ASCII}
	t.out, t.err, t.gates = out, err, []*gate{out, err}
	t.progress, t.rawErr = t.errIs, w.Err
	return t
}

// close lets the last lines go.
func (t *terminal) close() error {
	var first error
	for _, g := range t.gates {
		if err := g.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// size is the width and height of a stream in cells, and whether it is a
// terminal. One that does not know its size has 80 by 24.
func size(stream any) (width, height int, is bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return 0, 0, false
	}
	width, height, err := term.GetSize(f.Fd())
	if err != nil || width <= 0 || height <= 0 {
		width, height = 80, 24
	}
	return width, height, true
}

// strong and quiet put a style round clean text, where styles are written.
func (t *terminal) strong(text string) string { return t.put(bold, text) }
func (t *terminal) quiet(text string) string  { return t.put(dim, text) }

func (t *terminal) put(s style, text string) string {
	if !t.style {
		return text
	}
	return s.on(text)
}

// raw writes the line of progress: numbers and words of the program, no text
// from elsewhere.
func (t *terminal) raw(format string, args ...any) { fmt.Fprintf(t.rawErr, format, args...) }
