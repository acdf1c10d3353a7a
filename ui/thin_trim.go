package ui

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// walk goes through what a repaint draws, a character or a style at a time.
type walk struct {
	b   []byte
	at  int // offset of the next one
	col int
	pen pen
}

// next takes one step.
func (w *walk) next() {
	if w.b[w.at] == escape {
		n := bytes.IndexByte(w.b[w.at:], 'm')
		w.pen, _ = w.pen.styled(w.b[w.at+2 : w.at+n])
		w.at += n + 1
		return
	}
	r, n := utf8.DecodeRune(w.b[w.at:])
	w.col += trusted(r)
	w.at += n
}

// moveCost is what moving into a row and taking up the pen there may cost, in
// bytes.
const moveCost = 16

// trim paints the part of a row in which it differs from what it held, and
// reports whether that was worth it. Both must be of trusted characters, so
// that columns are what they seem.
func (t *thin) trim(y int, known *row, to row) bool {
	if !known.known || known.start != to.start || known.width < 0 || to.width < 0 {
		return false
	}
	old, now := walk{b: known.content, pen: to.start}, walk{b: to.content, pen: to.start}
	same, end := common(old.b, now.b), 0
	if known.width == to.width {
		end = commonEnd(old.b, now.b)
	}
	if same+end <= moveCost {
		return false
	}
	for now.at < same {
		from := now
		if now.next(); now.at > same {
			now = from
			break
		}
	}
	old.at, old.col, old.pen = now.at, now.col, now.pen
	from, until := now, walk{at: len(to.content), pen: to.end}
	if end > 0 {
		until = tail(old, now, until, end)
	}
	if until.at-from.at+moveCost >= len(to.content) {
		return false
	}
	t.now.low, t.now.high, t.now.col, t.now.most = y, y, from.col, from.col
	t.moves, t.absolute = t.now.appendTo(t.moves[:0]), true
	part := to.content[from.at:until.at]
	leap := noLeap
	if t.erases {
		leap = leapErasing
	}
	if until.at == len(to.content) && (known.width > to.width || bytes.Contains(part, blanks)) {
		t.settle(false)
		t.buf = append(t.buf, "\x1b[K"...)
		leap = leapErased
	}
	t.now.pen, t.stylesCut = from.pen, true
	t.settle(false)
	t.put(part, from.pen, leap)
	t.shown.pen = until.pen
	t.stylesCut = true
	return true
}

// How put gets past blanks: it draws them, or leaps over what is erased, or
// erases and leaps.
const (
	noLeap = iota
	leapErased
	leapErasing
)

// put draws what a repaint draws, from that pen. All the characters must be
// trusted if it is to leap.
func (t *thin) put(b []byte, p pen, leap int) {
	least := len(blanks) * leap
	if leap == noLeap || !bytes.Contains(b, blanks) {
		t.buf = append(t.buf, b...)
		return
	}
	for w := (walk{b: b, pen: p}); w.at < len(b); {
		n := 0
		for b[w.at] == ' ' && w.pen == (pen{}) && w.at+n < len(b) && b[w.at+n] == ' ' {
			n++
		}
		if n < least {
			at := w.at
			w.next()
			t.buf = append(t.buf, b[at:w.at]...)
			continue
		}
		if leap == leapErasing {
			t.buf = appendCount(t.buf, n, 'X')
		}
		t.buf = appendCount(t.buf, n, 'C')
		w.at += n
	}
}

// blanks is the fewest worth a leap.
var blanks = []byte("        ")

func appendCount(b []byte, n int, final byte) []byte {
	b = strconv.AppendInt(append(b, "\x1b["...), int64(n), 10)
	return append(b, final)
}

// tail is where the end that both rows have begins in now: at the same column
// in both, as they are equally wide, and drawn with the same pen. It is last
// when they have none. Both end with the same bytes, this many.
func tail(old, now, last walk, same int) walk {
	shift := len(old.b) - len(now.b)
	least := len(now.b) - same
	for now.at < len(now.b) {
		for old.at < now.at+shift {
			old.next()
		}
		if now.at >= least && old.at == now.at+shift && old.pen == now.pen {
			return now
		}
		now.next()
	}
	return last
}

// common is the length of what both start with.
func common(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// commonEnd is the length of what both end with.
func commonEnd(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// trusted is the columns of a character that the renderer and terminals take
// to be as wide, or 0. It never joins the one before it.
func trusted(r rune) int {
	switch {
	case r >= 0x4e00 && r <= 0x9fff:
		return 2
	case r >= 0xa1 && r < 0x300 && r != 0xa9 && r != 0xad && r != 0xae,
		r >= 0x2010 && r <= 0x2027, r >= 0x2030 && r <= 0x203b, r >= 0x2190 && r <= 0x2193,
		r >= 0x2200 && r <= 0x22ff, r >= 0x2500 && r <= 0x25a9, r == 0x2605, r == 0x2606:
		return 1
	}
	return cells(r)
}
