package ui

import "bytes"

// sequence follows the escape sequence b starts with. It is 0 when b does not
// end it.
func (t *thin) sequence(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '[':
		return t.csi(b)
	case ']', 'P', '_', '^', 'X':
		return t.controlString(b)
	case 'M':
		return t.lineFeed(b[:2], -1)
	case '7', '=', '>', 'H', '\\':
		return t.send(b[:2])
	}
	return t.stop()
}

// controlString follows a title, a colour, a link and their like. Of all of
// them only a link changes what is drawn after it; a DCS may draw a picture.
func (t *thin) controlString(b []byte) int {
	end, body := 0, 0
	for i := 2; i < len(b) && end == 0; i++ {
		switch c := b[i]; {
		case c == '\a' && b[1] == ']':
			body, end = i, i+1
		case c == escape && i+1 == len(b):
			return 0
		case c == escape && b[i+1] == '\\':
			body, end = i, i+2
		case c < ' ':
			return t.stop()
		case c == 0x9c: // ends the string in some terminals, in others not
			t.settle(true)
			t.lose()
		}
	}
	if end == 0 {
		return 0
	}
	data := b[2:body]
	switch {
	case b[1] == ']' && bytes.HasPrefix(data, []byte("8;")):
		t.hyperlink(b[:end], data[2:])
	case b[1] == ']':
		t.send(b[:end])
	default:
		t.send(b[:end])
		t.lose()
	}
	return end
}

// link is the sequence that opened the link characters are drawn in, or empty.
type link string

// linkUnknown is a link thin did not understand.
const linkUnknown link = "?"

func (t *thin) hyperlink(b, data []byte) {
	params, uri, ok := bytes.Cut(data, []byte(";"))
	switch {
	case !ok || bytes.IndexByte(uri, ';') >= 0:
		t.send(b)
		t.now.link, t.shown.link = linkUnknown, linkUnknown
	case len(params) == 0 && len(uri) == 0:
		t.now.link = ""
	default:
		t.now.link = link(b)
	}
}

// csi follows a control sequence.
func (t *thin) csi(b []byte) int {
	end := 2
	for end < len(b) && b[end] >= ' ' && b[end] < '@' {
		end++
	}
	if end == len(b) {
		if end > 256 {
			return t.stop()
		}
		return 0
	}
	if b[end] > '~' || b[end] < '@' {
		return t.stop()
	}
	params, final := b[2:end], b[end]
	end++
	if final == 'm' && (len(params) == 0 || params[0] >= '0' && params[0] <= '9') {
		return t.style(b[:end], params)
	}
	private, between := byte(0), byte(0)
	if len(params) > 0 && params[0] >= '<' && params[0] <= '?' {
		private, params = params[0], params[1:]
	}
	if n := len(params); n > 0 && params[n-1] < '0' {
		between, params = params[n-1], params[:n-1]
	}
	args, count, ok := arguments(params)
	if !ok {
		return t.stop()
	}
	if private == 0 && between == 0 {
		return t.plain(b, end, final, args, count)
	}
	switch {
	case private == '?' && between == 0 && (final == 'h' || final == 'l'):
		return t.mode(b[:end], args[0], count, final == 'h')
	case between == '$' && final == 'p', between == ' ' && final == 'q',
		private == '?' && between == 0 && (final == 'u' || final == 'n' || final == 'W' || final == 'm'),
		private == '>' && between == 0 && bytes.IndexByte([]byte("cqumnt"), final) >= 0,
		(private == '<' || private == '=') && between == 0 && final == 'u':
		return t.send(b[:end]) // questions, keyboard, cursor shape, tab stops
	}
	return t.stop()
}

// arguments reads at most two numbers; a missing one is -1.
func arguments(b []byte) (args [2]int, count int, ok bool) {
	args = [2]int{-1, -1}
	for len(b) > 0 {
		if count == 2 {
			return args, count, false
		}
		if b[0] != ';' {
			if args[count], b, ok = number(b); !ok {
				return args, count, false
			}
		}
		count++
		if len(b) > 0 {
			if b[0] != ';' {
				return args, count, false
			}
			b = b[1:]
		}
	}
	return args, count, true
}

// mode follows a private mode being switched.
func (t *thin) mode(b []byte, mode, count int, on bool) int {
	if count != 1 {
		return t.stop()
	}
	switch mode {
	case 7:
		if t.now.wrap = on; !t.absolute {
			return t.move(b)
		}
		return len(b)
	case 1004:
		if t.still == nil {
			return t.send(b)
		}
		t.marked = on // no more than a sign of the app's
		return len(b)
	case 1, 12, 25, 1000, 1002, 1003, 1006, 2004, 2026, 2031: // keys, mouse, cursor, paste
		return t.send(b)
	case 2027: // another width of some characters drawn from now on
		for y := range t.rows {
			t.rows[y].known = t.rows[y].known && t.rows[y].width >= 0
		}
		return t.send(b)
	case 1049: // another screen
		if !t.margins || t.top != 0 || t.bottom != t.height-1 {
			return t.stop()
		}
		t.send(b)
		t.lose()
		if !on {
			t.now.pen.kind, t.shown.pen.kind = penOpaque, penOpaque
			t.now.link, t.shown.link = linkUnknown, linkUnknown
		}
		return len(b)
	}
	return t.stop()
}

// style follows a change of the pen.
func (t *thin) style(b, params []byte) int {
	p, ok := t.now.pen.styled(params)
	if !ok {
		t.send(b)
		t.now.pen.kind, t.shown.pen.kind = penOpaque, penOpaque
		return len(b)
	}
	if len(params) == 0 || len(params) == 1 && params[0] == '0' {
		t.styles, t.stylesCut = t.styles[:0], false
	}
	t.now.pen = p
	t.styles = append(t.styles, b...)
	return len(b)
}

// plain follows a control sequence without marks; b[:end] is it.
func (t *thin) plain(b []byte, end int, final byte, args [2]int, count int) int {
	n := max(args[0], 1)
	if args[0] == 0 && bytes.IndexByte([]byte("ABCDEFGLMSTd`"), final) >= 0 {
		// Terminals differ on nought.
		t.send(b[:end])
		t.lose()
		return end
	}
	two := final == 'H' || final == 'f' || final == 'r'
	if count > 1 && !two {
		return t.stop()
	}
	s := &t.now.spot
	switch final {
	case 'H', 'f':
		s.low = min(n, t.height) - 1
		s.high = s.low
		t.column(args[1])
		t.moves, t.absolute = t.moves[:0], true
	case 'A':
		t.vertical(-n)
	case 'B':
		t.vertical(n)
	case 'C':
		s.forth(n, t.width)
	case 'D':
		s.back(n, t.width)
	case 'E', 'F':
		if final == 'F' {
			n = -n
		}
		t.vertical(n)
		s.col, s.most = 0, 0
	case 'G', '`':
		t.column(n)
	case 'd':
		s.low = min(n, t.height) - 1
		s.high = s.low
	case 'I', 'Z':
		s.col, s.most = -1, t.width
	default:
		return t.edit(b, end, final, args)
	}
	return t.move(b[:end])
}

// edit follows a sequence that changes rows or how they change.
func (t *thin) edit(b []byte, end int, final byte, args [2]int) int {
	s := &t.now.spot
	n := max(args[0], 1)
	switch final {
	case 'K':
		if args[0] <= 0 {
			if n := t.repaint(b[end:]); n > 0 {
				return end + n
			}
		}
		t.forget(s.low, s.high)
	case '@', 'P', 'X':
		t.erases = t.erases || final == 'X'
		t.forget(s.low, s.high)
	case 'b':
		t.settle(false)
		t.buf = append(t.buf, b[:end]...)
		t.draw(2*n, false)
		return end
	case 'J':
		switch args[0] {
		case -1, 0:
			t.forget(s.low, t.height-1)
		case 1:
			t.forget(0, s.high)
		default:
			t.forget(0, t.height-1)
		}
	case 'S', 'T', 'L', 'M':
		return t.shift(b[:end], final, n)
	case 'r':
		return t.region(b[:end], args)
	case 'h', 'l':
		if args[0] != 4 {
			return t.stop()
		}
		t.insert = final == 'h'
	case 'c', 'n', 'g': // questions, tab stops
	default:
		return t.stop()
	}
	return t.send(b[:end])
}

// shift follows rows being scrolled, inserted or deleted.
func (t *thin) shift(b []byte, final byte, n int) int {
	t.send(b)
	s := &t.now.spot
	first, by := t.top, n
	if final == 'T' || final == 'L' {
		by = -n
	}
	if final == 'L' || final == 'M' {
		first = s.low
	}
	switch {
	case !t.margins, s.low != s.high && first == s.low:
		t.lose()
	case first < t.top || first > t.bottom: // outside the margins: nothing
	default:
		t.scroll(first, t.bottom, by)
	}
	if final == 'L' || final == 'M' {
		if t.top > 0 {
			s.low, s.high = 0, t.height-1
		}
		if s.col != 0 {
			s.col, s.most = -1, t.width
		}
	}
	t.shown.spot = *s
	return len(b)
}

// region follows the margins being set; the cursor goes home.
func (t *thin) region(b []byte, args [2]int) int {
	t.send(b)
	t.top, t.bottom = max(args[0], 1)-1, args[1]-1
	if args[1] <= 0 {
		t.bottom = t.height - 1
	}
	t.margins = t.top < t.bottom && t.bottom < t.height
	if t.margins {
		t.now.spot = spot{}
	} else {
		t.lose()
	}
	t.shown.spot = t.now.spot
	t.drawn = false
	return len(b)
}
