package ui

import (
	"bytes"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// altScreen is in the first frame of a program, and in no other.
const altScreen = ansi.SetModeAltScreenSaveCursor

// valve says where what a renderer writes goes to.
type valve int

const (
	valveOpen valve = iota // to the terminal
	valveShut              // nowhere: the program ends, and the terminal is told nothing
	valveMeet              // the first frame of another program: the terminal shows it already
)

// written is when something was sent last.
func (t *thin) written() time.Time { return time.Unix(0, t.last.Load()) }

// sized reports whether the terminal has that size.
func (t *thin) sized(width, height int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.width == width && t.height == height
}

// ready reports whether the terminal's state is known so well that another
// program could go on there. While something is written it is not.
func (t *thin) ready() bool {
	if !t.mu.TryLock() {
		return false
	}
	defer t.mu.Unlock()
	return !t.off && t.valve == valveOpen && len(t.held) == 0 && !t.insert && t.margins && t.top == 0 && t.bottom == t.height-1 &&
		t.shown.link == "" && t.shown.pen.plain()
}

// shut sends nothing any more, and reports false when the terminal is in no
// state for that.
func (t *thin) shut() bool {
	if !t.ready() || !t.mu.TryLock() {
		return false
	}
	defer t.mu.Unlock()
	t.valve, t.leaving = valveShut, nil
	return true
}

// open sends again. Nothing was written in between.
func (t *thin) open() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.valve = valveOpen
}

// meet takes the next frame for what the terminal shows, and tells once it has
// come whether all that it leaves behind is known.
func (t *thin) meet() <-chan bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.valve, t.came = valveMeet, make(chan bool, 1)
	return t.came
}

// giveBack gives the terminal back as the program would have that found the valve
// shut.
func (t *thin) giveBack() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.valve != valveOpen {
		t.valve = valveOpen
		_, _ = t.out.Write(t.leaving) // a terminal that is gone needs none
	}
}

// met follows the first frame of another program without sending it, and sends
// what makes the terminal's cursor and pen those that the frame leaves.
func (t *thin) met(p []byte) error {
	if !bytes.Contains(p, []byte(altScreen)) {
		return nil // the program ends before it has drawn anything
	}
	had := t.shown
	t.now = state{wrap: true, pen: pen{kind: penInitial}}
	t.shown = t.now
	t.moves, t.styles, t.absolute, t.stylesCut, t.drawn = t.moves[:0], t.styles[:0], false, false, false
	t.lose()
	rest := t.follows(p)
	t.valve = valveOpen
	same := !t.off && len(rest) == 0 && t.shown.exact() && t.shown.col < t.width && t.shown.pen.plain() && t.shown.link == ""
	if !same {
		// All of it is drawn anew, from the first row on, in the terminal's pen.
		t.lose()
		t.came <- false
		_, err := t.out.Write([]byte("\x1b[m" + wrapOn))
		return err
	}
	t.came <- true
	t.buf = t.buf[:0]
	if t.shown.wrap != had.wrap {
		t.buf = append(t.buf, wrapMode(t.shown.wrap)...)
	}
	if t.shown.spot != had.spot || !had.exact() {
		t.buf = t.shown.appendTo(t.buf)
	}
	if len(t.buf) == 0 {
		return nil
	}
	_, err := t.out.Write(t.buf)
	return err
}

// plain reports whether a pen draws as a terminal does that was told nothing.
func (p pen) plain() bool { return p == pen{} || p == pen{kind: penInitial} }
