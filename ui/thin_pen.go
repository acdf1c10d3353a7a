package ui

import (
	"bytes"
	"strconv"
)

// pen is what a terminal draws characters with. Two equal pens of kind
// penInitial or penKnown draw alike.
type pen struct {
	kind       penKind
	attributes uint16 // bit n: attribute n is on
	underline  byte   // 1 single, 2 double, and so on
	ink        [3]ink // of characters, background, underline
}

type penKind byte

const (
	penKnown   penKind = iota
	penInitial         // what the terminal had before the first style
	penOpaque          // set by something that is not followed
)

// ink is a colour as it was asked for: 0 is the default, otherwise the form in
// the high byte and the number or the red, green and blue below.
type ink uint32

const (
	basicInk   ink = 1 << 24
	indexedInk ink = 2 << 24
	rgbInk     ink = 3 << 24
	inkForm    ink = 0xff << 24
)

// styled is the pen after a style sequence with these parameters, and whether
// all of them are understood.
func (p pen) styled(params []byte) (pen, bool) {
	if len(params) == 0 {
		return pen{}, true
	}
	for len(params) > 0 {
		n, rest, ok := number(params)
		if !ok {
			return p, false
		}
		if n == 0 {
			p = pen{}
		} else if p.kind != penKnown {
			return p, false
		}
		if n == 4 && len(rest) >= 2 && rest[0] == ':' && rest[1] >= '0' && rest[1] <= '5' && (len(rest) == 2 || rest[2] == ';') {
			p.underline = rest[1] - '0'
			params = rest[min(3, len(rest)):]
			if len(rest) == 3 {
				return p, false
			}
			continue
		}
		if n == 38 || n == 48 || n == 58 {
			var c ink
			if c, rest, ok = longInk(rest); !ok {
				return p, false
			}
			p.ink[n/10-3] = c
		} else if !p.set(n) {
			return p, false
		}
		if len(rest) == 0 {
			break
		}
		if rest[0] != ';' || len(rest) == 1 {
			return p, false
		}
		params = rest[1:]
	}
	return p, true
}

// set applies one parameter that stands alone.
func (p *pen) set(n int) bool {
	switch {
	case n == 0:
	case n == 4:
		p.underline = 1
	case n >= 1 && n <= 9:
		p.attributes |= 1 << n
	case n == 22:
		p.attributes &^= 1<<1 | 1<<2
	case n == 24:
		p.underline = 0
	case n == 25:
		p.attributes &^= 1<<5 | 1<<6
	case n == 23 || n >= 27 && n <= 29:
		p.attributes &^= 1 << (n - 20)
	case n >= 30 && n <= 37:
		p.ink[0] = basicInk | ink(n-30)
	case n >= 90 && n <= 97:
		p.ink[0] = basicInk | ink(n-90+60)
	case n >= 40 && n <= 47:
		p.ink[1] = basicInk | ink(n-40)
	case n >= 100 && n <= 107:
		p.ink[1] = basicInk | ink(n-100+60)
	case n == 39 || n == 49 || n == 59:
		p.ink[n/10-3] = 0
	default:
		return false
	}
	return true
}

// longInk reads ";5;N" or ";2;R;G;B".
func longInk(b []byte) (c ink, rest []byte, ok bool) {
	var count int
	switch {
	case bytes.HasPrefix(b, []byte(";5;")):
		c, count = indexedInk, 1
	case bytes.HasPrefix(b, []byte(";2;")):
		c, count = rgbInk, 3
	default:
		return 0, b, false
	}
	b = b[3:]
	value := ink(0)
	for i := range count {
		if i > 0 {
			if len(b) == 0 || b[0] != ';' {
				return 0, b, false
			}
			b = b[1:]
		}
		var n int
		if n, b, ok = number(b); !ok || n > 255 {
			return 0, b, false
		}
		value = value<<8 | ink(n)
	}
	return c | value, b, true
}

// number reads the digits b starts with; there must be one to four.
func number(b []byte) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		if i == 4 {
			return 0, b, false
		}
		n = n*10 + int(b[i]-'0')
		i++
	}
	return n, b[i:], i > 0
}

// appendTo appends the style sequence that makes p out of from. p is known.
func (p pen) appendTo(b []byte, from pen) []byte {
	if p == (pen{}) {
		return append(b, "\x1b[m"...)
	}
	b = append(b, "\x1b["...)
	start := len(b)
	if from != (pen{}) {
		b = append(b, "0;"...)
	}
	for n := 1; n <= 9; n++ {
		if p.attributes&(1<<n) != 0 {
			b = append(b, byte('0'+n), ';')
		}
	}
	if p.underline > 0 {
		b = append(b, '4')
		if p.underline > 1 {
			b = append(b, ':', '0'+p.underline)
		}
		b = append(b, ';')
	}
	for i, c := range p.ink {
		b = c.appendTo(b, int64(30+10*i))
	}
	if len(b) == start {
		return append(b, 'm')
	}
	b[len(b)-1] = 'm'
	return b
}

// appendTo appends the parameters of a colour and a semicolon; base is 30 for
// characters, 40 for the background, 50 for the underline.
func (c ink) appendTo(b []byte, base int64) []byte {
	switch c & inkForm {
	case 0:
		return b
	case basicInk:
		b = strconv.AppendInt(b, base+int64(c&^inkForm), 10)
	case indexedInk:
		b = strconv.AppendInt(b, base+8, 10)
		b = append(b, ";5;"...)
		b = strconv.AppendInt(b, int64(c&0xff), 10)
	default:
		b = strconv.AppendInt(b, base+8, 10)
		b = append(b, ";2"...)
		for _, shift := range []int{16, 8, 0} {
			b = append(b, ';')
			b = strconv.AppendInt(b, int64(c>>shift&0xff), 10)
		}
	}
	return append(b, ';')
}
