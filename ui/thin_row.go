package ui

import (
	"bytes"
	"unicode/utf8"
)

// row is what a repaint left on a row of the screen.
type row struct {
	known   bool
	content []byte // from after the erase to before autowrap comes on
	start   pen    // the pen it started with
	end     painted
}

// painted is what a repaint leaves besides the row.
type painted struct {
	pen  pen
	link link
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
		if position, ok := t.endOfRow(b[n:]); ok {
			t.now.pen, t.now.link = known.end.pen, known.end.link
			t.styles, t.stylesCut = t.styles[:0], true
			t.now.wrap = true
			t.moves = t.moves[:0]
			return n + len(wrapOn) + t.plain(b[n+len(wrapOn):], position, 'H', t.position(b[n+len(wrapOn):n+len(wrapOn)+position]), 2)
		}
	}
	n, end, ok := content(b, t.now.pen)
	if !ok {
		return 0
	}
	position, ok := t.endOfRow(b[n:])
	if !ok {
		return 0
	}
	start := t.now.pen
	t.settle(false)
	t.buf = append(t.buf, "\x1b[K"...)
	t.buf = append(t.buf, b[:n]...)
	t.draw(0, false)
	t.shown.most = t.width
	*known = row{true, append(known.content[:0], b[:n]...), start, end}
	t.now.pen, t.now.link = end.pen, end.link
	t.shown.pen, t.shown.link = end.pen, end.link
	t.now.wrap = true
	rest := b[n+len(wrapOn):]
	return n + len(wrapOn) + t.plain(rest, position, 'H', t.position(rest[:position]), 2)
}

// endOfRow is the length of the absolute position that follows autowrap coming
// on, which b must start with.
func (t *thin) endOfRow(b []byte) (int, bool) {
	if !bytes.HasPrefix(b, []byte(wrapOn+"\x1b[")) {
		return 0, false
	}
	b = b[len(wrapOn):]
	for i := 2; i < min(len(b), 16); i++ {
		switch c := b[i]; {
		case c == 'H':
			_, count, ok := arguments(b[2:i])
			return i + 1, ok && count <= 2
		case c != ';' && (c < '0' || c > '9'):
			return 0, false
		}
	}
	return 0, false
}

func (t *thin) position(b []byte) [2]int {
	args, _, _ := arguments(b[2 : len(b)-1])
	return args
}

// content is the length of the characters, styles and links b starts with,
// which end before any other sequence, and what they leave. It is not ok when
// they may do anything but draw characters from the first column on.
func content(b []byte, p pen) (n int, end painted, ok bool) {
	end.pen = p
	first := true
	for n < len(b) {
		if b[n] != escape {
			i := printable(b[n:])
			if i == 0 {
				return n, end, false
			}
			if first {
				if r, _ := utf8.DecodeRune(b[n:]); !leads(r) {
					return n, end, false
				}
				first = false
			}
			n += i
			continue
		}
		rest := b[n:]
		switch {
		case bytes.HasPrefix(rest, []byte("\x1b[?")):
			return n, end, true
		case bytes.HasPrefix(rest, []byte("\x1b[")):
			i := bytes.IndexByte(rest[:min(len(rest), 64)], 'm')
			if i < 0 {
				return n, end, false
			}
			if end.pen, ok = end.pen.styled(rest[2:i]); !ok {
				return n, end, false
			}
			n += i + 1
		default:
			return n, end, false
		}
	}
	return n, end, false
}

// printable is the length of the characters b starts with, or 0 when there is
// something among them that is not one.
func printable(b []byte) int {
	i := 0
	for i < len(b) && b[i] != escape {
		if c := b[i]; c < ' ' || c == 0x7f || c == 0xc2 && i+1 < len(b) && b[i+1] < 0xa0 {
			return 0
		}
		i++
	}
	if !utf8.Valid(b[:i]) {
		return 0
	}
	return i
}
