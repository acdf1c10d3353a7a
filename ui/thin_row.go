package ui

import (
	"bytes"
	"unicode/utf8"
)

// row is what a repaint leaves on a row of the screen.
type row struct {
	known   bool
	content []byte // from after the erase to before autowrap comes on
	start   pen    // the pen it started with
	end     pen    // the pen it left
	width   int    // in columns, or -1 when terminals may differ on it
}

// repaint follows a whole row being painted: b is what comes after the erase.
// It is the length of the repaint with the absolute position after it, or 0
// when b holds no repaint, and the erase is one like any other.
//
// A row is drawn again exactly when the same bytes meet the same pen: the
// erase makes the row independent of what it held, autowrap being off keeps
// the characters on it, and the position after it makes the cursor independent
// of how wide the terminal takes them to be.
func (t *thin) repaint(b []byte) int {
	s := t.now.spot
	if s.low != s.high || s.col != 0 || t.now.wrap || t.insert || t.now.pen.kind == penOpaque || t.now.link != "" {
		return 0
	}
	known := &t.rows[s.low]
	if known.known && known.start == t.now.pen && bytes.HasPrefix(b, known.content) {
		n := len(known.content)
		if end, args, ok := endOfRow(b[n:]); ok {
			return n + t.leave(b[n:], end, args, known.end)
		}
	}
	to, ok := content(b, t.now.pen)
	if !ok {
		return 0
	}
	n := len(to.content)
	end, args, ok := endOfRow(b[n:])
	if !ok {
		return 0
	}
	if to.width > t.width {
		to.width = -1
	}
	if !t.trim(s.low, known, to) {
		t.settle(false)
		t.buf = append(t.buf, "\x1b[K"...)
		leap := leapErased
		if to.width < 0 {
			leap = noLeap
		}
		t.put(to.content, to.start, leap)
		t.shown.pen = to.end
	}
	t.draw(0, false)
	t.shown.most = t.width
	to.known, to.content = true, append(known.content[:0], to.content...)
	*known = to
	return n + t.leave(b[n:], end, args, to.end)
}

// leave follows the end of a repaint, which leaves that pen.
func (t *thin) leave(b []byte, end int, args [2]int, p pen) int {
	t.now.pen, t.now.wrap = p, true
	t.styles, t.stylesCut = t.styles[:0], true
	t.plain(b[len(wrapOn):], end-len(wrapOn), 'H', args, 2)
	return end
}

// endOfRow reads autowrap coming on and an absolute position, which b must
// start with, and is their length.
func endOfRow(b []byte) (end int, args [2]int, ok bool) {
	start := len(wrapOn) + 2
	if !bytes.HasPrefix(b, []byte(wrapOn+"\x1b[")) {
		return 0, args, false
	}
	for i := start; i < min(len(b), start+12); i++ {
		switch c := b[i]; {
		case c == 'H':
			args, _, ok = arguments(b[start:i])
			return i + 1, args, ok
		case c != ';' && (c < '0' || c > '9'):
			return 0, args, false
		}
	}
	return 0, args, false
}

// content is the row of the characters and styles b starts with, which end
// before any other sequence. It is not ok when they may do anything but draw
// characters from the first column on.
func content(b []byte, p pen) (to row, ok bool) {
	to.start, to.end = p, p
	first := true
	for n := 0; n < len(b); {
		rest := b[n:]
		switch {
		case b[n] != escape:
			i, width := printable(rest)
			if r, _ := utf8.DecodeRune(rest); i == 0 || first && !leads(r) {
				return to, false
			}
			if to.width += width; width < 0 || to.width < 0 {
				to.width = -1 << 20
			}
			first = false
			n += i
		case bytes.HasPrefix(rest, []byte("\x1b[?")):
			to.content, to.width = b[:n], max(to.width, -1)
			return to, true
		case bytes.HasPrefix(rest, []byte("\x1b[")):
			i := bytes.IndexByte(rest[:min(len(rest), 64)], 'm')
			if i < 0 {
				return to, false
			}
			if to.end, ok = to.end.styled(rest[2:i]); !ok {
				return to, false
			}
			n += i + 1
		default:
			return to, false
		}
	}
	return to, false
}

// printable is the length of the characters b starts with, or 0 when there is
// something among them that is not one, and their columns, or -1.
func printable(b []byte) (n, width int) {
	for n < len(b) && b[n] != escape {
		c := b[n]
		if c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return 0, 0
			}
			n++
			width++
			continue
		}
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 || r < 0xa0 {
			return 0, 0
		}
		if columns := trusted(r); columns > 0 {
			width += columns
		} else {
			width = -1 << 20
		}
		n += size
	}
	return n, max(width, -1)
}
