package page

import (
	"strconv"

	"charm.land/glamour/v2/ansi"
)

// An attr is a set of SGR attributes.
type attr uint8

const (
	bold attr = 1 << iota
	faint
	italic
	underline
	reverse
	struck
)

// A colour is what follows 38 or 48 in an SGR sequence, or the short code of
// one of the sixteen; the zero colour is the terminal's own.
type colour uint32

const (
	short   colour = 1 << 24 // 0 to 15, with codes of their own
	indexed colour = 2 << 24 // 0 to 255
	direct  colour = 3 << 24 // red, green, blue
)

// A style is how a cell looks.
type style struct {
	fg, bg colour
	attr   attr
}

// attrCodes are the codes that switch attributes on, and off.
var attrCodes = [...]struct {
	attr    attr
	on, off int
}{{bold, 1, 22}, {faint, 2, 22}, {italic, 3, 23}, {underline, 4, 24}, {reverse, 7, 27}, {struck, 9, 29}}

// apply is the style after the parameters of an SGR sequence ("1;38;5;110").
// What it does not know it leaves alone.
func (s style) apply(params string) style {
	var n [32]int
	count := 0
	for i := 0; i <= len(params) && count < len(n); i++ {
		if i == len(params) || params[i] == ';' || params[i] == ':' {
			count++
			continue
		}
		if c := params[i]; c >= '0' && c <= '9' && n[count] < 1<<16 {
			n[count] = n[count]*10 + int(c-'0')
		}
	}
	for i := 0; i < count; i++ {
		switch p := n[i]; {
		case p == 0:
			s = style{}
		case p >= 30 && p <= 37:
			s.fg = short | colour(p-30)
		case p >= 90 && p <= 97:
			s.fg = short | colour(p-90+8)
		case p >= 40 && p <= 47:
			s.bg = short | colour(p-40)
		case p >= 100 && p <= 107:
			s.bg = short | colour(p-100+8)
		case p == 39:
			s.fg = 0
		case p == 49:
			s.bg = 0
		case p == 38 || p == 48:
			var c colour
			switch {
			case i+2 < count && n[i+1] == 5:
				c, i = indexed|colour(n[i+2]&0xff), i+2
			case i+4 < count && n[i+1] == 2:
				c, i = direct|colour(n[i+2]&0xff)<<16|colour(n[i+3]&0xff)<<8|colour(n[i+4]&0xff), i+4
			default:
				return s
			}
			if p == 38 {
				s.fg = c
			} else {
				s.bg = c
			}
		default:
			for _, a := range attrCodes {
				if p == a.on {
					s.attr |= a.attr
				} else if p == a.off {
					s.attr &^= a.attr
				}
			}
		}
	}
	return s
}

// appendColour appends the code of a colour; base is 30 or 40.
func appendColour(b []byte, c colour, base int) []byte {
	v := int(c & 0xffffff)
	switch c &^ 0xffffff {
	case short:
		if v >= 8 {
			return strconv.AppendInt(b, int64(base+60+v-8), 10)
		}
		return strconv.AppendInt(b, int64(base+v), 10)
	case indexed:
		b = strconv.AppendInt(b, int64(base+8), 10)
		b = append(b, ";5;"...)
		return strconv.AppendInt(b, int64(v), 10)
	case direct:
		b = strconv.AppendInt(b, int64(base+8), 10)
		b = append(b, ";2;"...)
		b = strconv.AppendInt(b, int64(v>>16), 10)
		b = append(b, ';')
		b = strconv.AppendInt(b, int64(v>>8&0xff), 10)
		b = append(b, ';')
		return strconv.AppendInt(b, int64(v&0xff), 10)
	}
	return strconv.AppendInt(b, int64(base+9), 10)
}

// appendChange appends the shortest SGR sequence that leads from one style to
// another.
func appendChange(b []byte, from, to style) []byte {
	if from == to {
		return b
	}
	if to == (style{}) {
		return append(b, "\x1b[m"...)
	}
	start := len(b)
	b = append(b, "\x1b["...)
	b = appendParams(b, from, to)
	if from != (style{}) {
		// From nothing on may be shorter than switching parts off.
		var whole [64]byte
		w := appendParams(append(whole[:0], "\x1b[0;"...), style{}, to)
		if len(w) < len(b)-start {
			b = append(b[:start], w...)
		}
	}
	return append(b, 'm')
}

func appendParams(b []byte, from, to style) []byte {
	first := true
	sep := func() {
		if !first {
			b = append(b, ';')
		}
		first = false
	}
	if from.attr&^to.attr != 0 {
		off := 0
		for _, a := range attrCodes {
			if from.attr&a.attr != 0 && to.attr&a.attr == 0 && a.off != off {
				off = a.off
				sep()
				b = strconv.AppendInt(b, int64(off), 10)
				if off == 22 {
					from.attr &^= bold | faint
				}
			}
		}
	}
	for _, a := range attrCodes {
		if to.attr&a.attr != 0 && from.attr&a.attr == 0 {
			sep()
			b = strconv.AppendInt(b, int64(a.on), 10)
		}
	}
	if from.fg != to.fg {
		sep()
		b = appendColour(b, to.fg, 30)
	}
	if from.bg != to.bg {
		sep()
		b = appendColour(b, to.bg, 40)
	}
	return b
}

// config is the style of a look as Glamour takes it. There is no colour for the
// document as a whole: with one, Glamour writes nine times as many bytes. It
// draws no marks either: those are ours.
func config(l Look) ansi.StyleConfig {
	yes := true
	ink := func(dark, light, dark16, light16 string) *string {
		c := &dark
		switch {
		case l.Colours <= 0:
			return nil
		case l.Colours <= 16 && l.Dark:
			c = &dark16
		case l.Colours <= 16:
			c = &light16
		case !l.Dark:
			c = &light
		}
		return c
	}
	colourless := func() *bool {
		if l.Colours <= 0 {
			return &yes
		}
		return nil
	}
	quiet := ansi.StylePrimitive{Faint: &yes, Prefix: "x"}
	accent := ink("110", "24", "6", "4")
	block := func(p ansi.StylePrimitive) ansi.StyleBlock { return ansi.StyleBlock{StylePrimitive: p} }
	return ansi.StyleConfig{
		H1:             block(ansi.StylePrimitive{Bold: &yes, Color: accent}),
		H2:             block(ansi.StylePrimitive{Bold: &yes, Color: accent}),
		H3:             block(ansi.StylePrimitive{Bold: &yes}),
		H4:             block(ansi.StylePrimitive{Italic: &yes, Bold: &yes}),
		H5:             block(ansi.StylePrimitive{Italic: &yes}),
		H6:             block(ansi.StylePrimitive{Italic: &yes}),
		Emph:           ansi.StylePrimitive{Italic: &yes},
		Strong:         ansi.StylePrimitive{Bold: &yes},
		Strikethrough:  ansi.StylePrimitive{CrossedOut: &yes},
		LinkText:       ansi.StylePrimitive{Color: accent, Underline: colourless()},
		ImageText:      ansi.StylePrimitive{Color: quiet.Color, Italic: &yes},
		Code:           block(ansi.StylePrimitive{Color: ink("180", "94", "3", "5")}),
		CodeBlock:      ansi.StyleCodeBlock{StyleBlock: block(ansi.StylePrimitive{Color: ink("180", "94", "3", "5")})},
		Item:           quiet,
		Enumeration:    quiet,
		Task:           ansi.StyleTask{StylePrimitive: quiet},
		HorizontalRule: quiet,
	}
}
