package ui

import (
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// thin passes what the renderer writes on to the terminal and leaves out what
// would draw what is there already.
//
// The renderer repaints every row that holds a wide character on every frame,
// changed or not: autowrap off, erase, the whole row, autowrap on, an absolute
// position. thin remembers what such a repaint left on each row, moves that
// memory along when the terminal scrolls, and drops a repaint that would leave
// the same again. Every other write to a row makes thin forget it, and a
// sequence it does not know makes it pass on everything from there untouched.
//
// It needs the terminal's size, for where a line feed scrolls. It never delays
// a sequence that is complete at the end of a Write.
type thin struct {
	mu            sync.Mutex
	out           io.Writer
	width, height int
	off           bool      // met something it cannot follow
	fault         func(any) // is told of a fault of its own; nil tells nobody
	held          []byte    // the start of a sequence the next Write ends
	buf           []byte    // what this Write sends
	scratch       []byte

	rows        []row // what is known of each row of the screen
	top, bottom int   // the margins, both inside
	margins     bool  // whether they are known
	insert      bool  // characters shift the row
	erases      bool  // the terminal has ECH, as the renderer uses it

	// now is where the stream has come to, shown what was sent of it; the
	// difference is sent before the next thing that draws.
	now, shown state
	moves      []byte // moves not sent yet
	absolute   bool   // moves start with an absolute position
	styles     []byte // styles not sent yet
	stylesCut  bool   // styles lost some to a dropped row: only now.pen counts
	drawn      bool   // something was drawn since the last absolute position

	valve   valve
	leaving []byte        // what the last program left the terminal with, unsent
	still   chan struct{} // holds one: the frame that an app holds still was sent; nil where none does
	marked  bool          // what is written is that frame
	came    chan bool     // told that the frame that was to be met has come
	last    atomic.Int64  // when something was sent last, in nanoseconds
}

// state is what a terminal has between two sequences.
type state struct {
	spot
	wrap bool
	pen  pen
	link link
}

// spot is where the cursor is as far as it can be known: on a row between low
// and high, in column col, or, when col is -1, no further right than most.
// The column width itself means a wrap is pending.
type spot struct {
	low, high int
	col, most int
}

func (s spot) exact() bool { return s.low == s.high && s.col >= 0 }

// heldLimit is the longest sequence waited for, in bytes.
const heldLimit = 64 << 10

// newThin is a thin writer for a terminal of that size in cells.
func newThin(out io.Writer, width, height int) *thin {
	t := &thin{out: out}
	t.now = state{wrap: true, pen: pen{kind: penInitial}}
	t.shown = t.now
	t.resize(width, height)
	return t
}

// resize tells the terminal's size in cells. The terminal may have moved
// anything, so all is forgotten.
func (t *thin) resize(width, height int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.width, t.height = max(width, 1), max(height, 1)
	t.rows = make([]row, t.height)
	t.top, t.bottom, t.margins = 0, t.height-1, true
	t.lose()
}

// follow keeps thin and the terminal the same size; it is a [tea.WithFilter].
func (t *thin) follow(_ tea.Model, msg tea.Msg) tea.Msg {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		t.resize(size.Width, size.Height)
	}
	return msg
}

// writer is what Bubble Tea is given. It looks for a terminal there, to set it
// raw and ask its size, so a file stays a file.
func (t *thin) writer() io.Writer {
	if f, ok := t.out.(term.File); ok {
		return &thinFile{t, f}
	}
	return t
}

// thinFile is a thin writer in front of a file.
type thinFile struct {
	*thin
	file term.File
}

func (f *thinFile) Read(p []byte) (int, error) { return f.file.Read(p) }
func (f *thinFile) Close() error               { return f.file.Close() }
func (f *thinFile) Fd() uintptr                { return f.file.Fd() }

// Write sends p, less the rows that are on the screen already. An error is the
// terminal's own.
func (t *thin) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.valve == valveShut:
		t.leaving = append(t.leaving[:0], p...)
		return len(p), nil
	case t.valve == valveMeet:
		return len(p), t.met(p)
	case t.off:
		return t.out.Write(p)
	}
	defer func() { t.last.Store(time.Now().UnixNano()) }()
	in := p
	if len(t.held) > 0 {
		t.held = append(t.held, p...)
		in = t.held
	}
	rest := t.follows(in)
	if len(rest) > heldLimit {
		t.off = true
	}
	if t.off {
		t.buf = append(t.buf, rest...)
		rest = nil
	}
	t.held = append(t.held[:0], rest...)
	if len(t.buf) > 0 {
		if _, err := t.out.Write(t.buf); err != nil {
			t.off = true
			return 0, err
		}
	}
	if t.marked {
		t.marked = false
		select {
		case t.still <- struct{}{}:
		default: // it is told already
		}
	}
	return len(p), nil
}

// follows reads what the renderer writes into buf, and is the start of a
// sequence that the next Write ends. A fault in it is of the renderer's own
// goroutine, where nobody catches one: from there on all is passed on as it is.
func (t *thin) follows(in []byte) (rest []byte) {
	defer func() {
		if fault := recover(); fault != nil {
			t.off, t.buf, rest = true, append(t.buf[:0], in...), nil
			if t.fault != nil {
				t.fault(fault)
			}
		}
	}()
	t.buf = t.buf[:0]
	rest = t.read(in)
	t.settle(false)
	return rest
}

// forget forgets the rows from low to high, both included.
func (t *thin) forget(low, high int) {
	for y := max(low, 0); y <= min(high, t.height-1); y++ {
		t.rows[y].known = false
	}
}

// lose forgets every row and where the cursor is; no moves may wait.
func (t *thin) lose() {
	t.forget(0, t.height-1)
	t.now.spot = spot{high: t.height - 1, col: -1, most: t.width}
	t.shown.spot = t.now.spot
}

// scroll moves the memory of the rows from first to last up by n, or down by
// -n. The rows uncovered are unknown.
func (t *thin) scroll(first, last, n int) {
	r := t.rows
	if n >= 0 {
		n = min(n, last-first+1)
		for y := first; y+n <= last; y++ {
			r[y], r[y+n] = r[y+n], r[y]
		}
		t.forget(last-n+1, last)
		return
	}
	n = min(-n, last-first+1)
	for y := last; y-n >= first; y-- {
		r[y], r[y-n] = r[y-n], r[y]
	}
	t.forget(first, first+n-1)
}

// settle sends the moves and styles that wait, in the shortest form. Strict
// keeps some of each kind: a combining mark that follows must not join the
// character drawn before it.
func (t *thin) settle(strict bool) {
	t.settleCursor(strict)
	t.settlePen(strict)
	if t.now.link != t.shown.link {
		t.buf = append(t.buf, t.now.link...)
		if t.now.link == "" {
			t.buf = append(t.buf, "\x1b]8;;\x1b\\"...)
		}
		t.shown.link = t.now.link
	}
}

func (t *thin) settleCursor(strict bool) {
	if len(t.moves) == 0 {
		return
	}
	moves := t.moves
	if t.absolute {
		if t.now.wrap != t.shown.wrap {
			t.buf = append(t.buf, wrapMode(t.now.wrap)...)
		}
		if t.now.exact() {
			if t.scratch = t.now.appendTo(t.scratch[:0]); len(t.scratch) <= len(moves) {
				moves = t.scratch
			}
			if t.now.spot == t.shown.spot && !t.drawn && !strict {
				moves = nil
			}
		}
	}
	t.buf = append(t.buf, moves...)
	t.shown.wrap, t.shown.spot = t.now.wrap, t.now.spot
	t.drawn = t.drawn && !t.absolute
	t.moves, t.absolute = t.moves[:0], false
}

func (t *thin) settlePen(strict bool) {
	if len(t.styles) == 0 && !t.stylesCut {
		return
	}
	if t.now.pen != t.shown.pen || strict {
		t.scratch = t.scratch[:0]
		if t.now.pen.kind == penKnown {
			t.scratch = t.now.pen.appendTo(t.scratch, t.shown.pen)
		}
		if n := len(t.scratch); !t.stylesCut && (n == 0 || len(t.styles) <= n) {
			t.buf = append(t.buf, t.styles...)
		} else {
			t.buf = append(t.buf, t.scratch...)
		}
	}
	t.shown.pen = t.now.pen
	t.styles, t.stylesCut = t.styles[:0], false
}

// appendTo appends the shortest absolute move there.
func (s spot) appendTo(b []byte) []byte {
	b = append(b, "\x1b["...)
	if s.low > 0 || s.col > 0 {
		b = strconv.AppendInt(b, int64(s.low+1), 10)
	}
	if s.col > 0 {
		b = append(b, ';')
		b = strconv.AppendInt(b, int64(s.col+1), 10)
	}
	return append(b, 'H')
}

func wrapMode(on bool) string {
	if on {
		return wrapOn
	}
	return wrapOff
}

const (
	wrapOn  = "\x1b[?7h"
	wrapOff = "\x1b[?7l"
)
