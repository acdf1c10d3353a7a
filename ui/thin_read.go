package ui

import (
	"unicode/utf8"
)

const escape = 0x1b

// read follows b and returns the start of a sequence that b does not end.
func (t *thin) read(b []byte) []byte {
	for len(b) > 0 && !t.off {
		n := 0
		switch c := b[0]; {
		case c == escape:
			n = t.sequence(b)
		case c >= ' ' && c != 0x7f:
			n = t.text(b)
		default:
			n = t.control(b)
		}
		if n == 0 && !t.off {
			return b
		}
		b = b[n:]
	}
	return b
}

// stop gives up following: what comes is passed on as it is.
func (t *thin) stop() int {
	t.settle(true)
	t.off = true
	return 0
}

// send sends bytes that change nothing thin follows.
func (t *thin) send(b []byte) int {
	t.settle(false)
	t.buf = append(t.buf, b...)
	return len(b)
}

// move keeps a move back until something draws.
func (t *thin) move(b []byte) int {
	t.moves = append(t.moves, b...)
	return len(b)
}

// text draws the characters b starts with.
func (t *thin) text(b []byte) int {
	i, width := 0, 0
	exact := true
	for i < len(b) {
		c := b[i]
		if c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				break
			}
			i++
			width++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(b[i:]) {
				break
			}
			return t.stop()
		}
		if r < 0xa0 {
			return t.stop()
		}
		if sure := trusted(r); sure > 0 {
			width += sure
		} else {
			width += 2
			exact = false
		}
		i += n
	}
	if i == 0 {
		return 0
	}
	first, _ := utf8.DecodeRune(b)
	t.settle(!leads(first))
	t.buf = append(t.buf, b[:i]...)
	t.draw(width, exact)
	return i
}

// draw accounts for characters of at most that many cells.
func (t *thin) draw(width int, exact bool) {
	s := &t.now.spot
	s.most += width
	if exact && s.col >= 0 && s.col+width < t.width {
		s.col += width
	} else {
		s.col = -1
	}
	if s.most > t.width {
		if t.now.wrap {
			s.high += s.most / t.width
			if s.high >= t.bottom || !t.margins {
				s.high = min(s.high, t.height-1)
				t.forget(0, t.height-1) // it may have scrolled
			}
		}
		s.most = t.width
	}
	t.forget(s.low, s.high)
	t.shown.spot = *s
	t.drawn = true
}

// control follows one control character.
func (t *thin) control(b []byte) int {
	switch b[0] {
	case 0, '\a':
		return t.send(b[:1])
	case '\b':
		t.now.back(1, t.width)
	case '\t':
		t.now.col, t.now.most = -1, t.width
	case '\r':
		t.now.col, t.now.most = 0, 0
	case '\n':
		return t.lineFeed(b[:1], 1)
	default:
		return t.stop()
	}
	return t.move(b[:1])
}

// lineFeed follows a move one row down, or up when by is -1, that scrolls at
// the margin.
func (t *thin) lineFeed(b []byte, by int) int {
	s := &t.now.spot
	edge, last := t.bottom, t.height-1
	if by < 0 {
		edge, last = t.top, 0
	}
	switch {
	case !t.margins || s.low != s.high && s.low <= edge && edge <= s.high:
		t.send(b)
		t.lose()
	case s.low != s.high:
		s.low = min(max(s.low+by, 0), t.height-1)
		s.high = min(max(s.high+by, 0), t.height-1)
		t.move(b)
	case s.low == edge:
		t.send(b)
		t.scroll(t.top, t.bottom, by)
	default:
		if s.low != last {
			s.low += by
			s.high = s.low
		}
		t.move(b)
	}
	// Some terminals, and the ends of a pipe, make a line feed a new line.
	if s.col != 0 {
		s.col = -1
	}
	if len(t.moves) == 0 {
		t.shown.spot = *s
	}
	return len(b)
}

// back moves n columns to the left.
func (s *spot) back(n, width int) {
	if s.col < 0 {
		s.most = width
		return
	}
	s.col = max(s.col-n, 0)
	s.most = s.col
}

// forth moves n columns to the right.
func (s *spot) forth(n, width int) {
	if s.col < 0 {
		s.most = width
		return
	}
	s.col = min(s.col+n, width-1)
	s.most = s.col
}

// vertical moves n rows down, or up when n is negative; it stops at a margin.
func (t *thin) vertical(n int) {
	s := &t.now.spot
	to := s.low + n
	inside := s.low >= t.top && s.low <= t.bottom && to >= t.top && to <= t.bottom
	if s.low == s.high && t.margins && inside {
		s.low, s.high = to, to
		return
	}
	s.low, s.high = 0, t.height-1
}

// column puts the cursor in a column counted from 1.
func (t *thin) column(n int) {
	t.now.col = min(max(n, 1), t.width) - 1
	t.now.most = t.now.col
}

// leads reports whether a character never joins the one before it.
func leads(r rune) bool {
	return cells(r) > 0 || r >= 0xa1 && r < 0x300 && r != 0xad ||
		r >= 0x2010 && r <= 0x2027 || r >= 0x2030 && r <= 0x205e || r >= 0x2100 && r < 0x2c00 ||
		r >= 0xac00 && r <= 0xd7a3 || r >= 0x1f300 && r <= 0x1f3fa || r >= 0x1f400 && r <= 0x1faff
}

// cells is the columns a character takes in every terminal, or 0 where they
// differ or the character may join the one before it.
func cells(r rune) int {
	switch {
	case r >= ' ' && r < 0x7f:
		return 1
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf, // Han
		r >= 0x3001 && r <= 0x3029, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa,
		r >= 0xff01 && r <= 0xff60, r == 0x3000:
		return 2
	}
	return 0
}
