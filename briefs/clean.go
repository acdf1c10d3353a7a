package briefs

import (
	"strings"
	"unicode/utf8"
)

// Clean makes a text safe to show: valid UTF-8, newlines as \n, and nothing
// that acts on a terminal or deceives an eye. Terminal sequences go whole,
// from their introducer to their end; C0 and C1 controls other than \n and \t,
// bidirectional controls, invisible format characters, tag characters,
// private-use characters, and noncharacters go one by one. A carriage return
// that is not part of a line end becomes a newline, so that nothing can be
// overwritten. Clean(Clean(s)) == Clean(s).
func Clean(s string) string {
	if !dirty(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\r':
			b.WriteByte('\n')
			i++
			if i < len(s) && s[i] == '\n' {
				i++
			}
			continue
		case c == 0x1b:
			i = escape(s, i+1)
			continue
		case c == '\n' || c == '\t' || c >= 0x20 && c < 0x7f:
			b.WriteByte(c)
			i++
			continue
		case c < 0x20 || c == 0x7f:
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b.WriteRune(utf8.RuneError)
		case r >= 0x80 && r < 0xa0:
			i = c1(s, i+n, r)
			continue
		case r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case !invisible(r):
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	// What stood on both sides of something dropped is text now and was text
	// before: no introducer can come together, since every one is dropped.
	return b.String()
}

// CleanLine is Clean for what must stay on one line: titles, names, links,
// errors. White space of any kind and length becomes one space; the ends are
// trimmed; what is longer than limit bytes is cut with an ellipsis. A limit of
// 0 is none.
func CleanLine(s string, limit int) string {
	if limit > 0 && len(s) > 8*limit+1024 {
		s = s[:8*limit+1024]
	}
	s = strings.Join(strings.Fields(Clean(s)), " ")
	if limit > 0 && len(s) > limit {
		cut := max(limit-len("…"), 0)
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = strings.TrimRight(s[:cut], " ") + "…"
	}
	return s
}

// dirty reports whether Clean would change s.
func dirty(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < 0x7f { // most bytes of most texts
			i++
			continue
		}
		if c < 0x80 {
			if c != '\n' && c != '\t' {
				return true
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r < 0xa0 || r == '\u2028' || r == '\u2029' || invisible(r) {
			return true
		}
		i += n
	}
	return false
}

// escape is the end of the sequence whose ESC stands before i, after ECMA-48.
func escape(s string, i int) int {
	if i >= len(s) {
		return i
	}
	switch c := s[i]; {
	case c == '[':
		return csi(s, i+1)
	case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_':
		return controlString(s, i+1)
	case c >= 0x20 && c <= 0x2f: // intermediates, then a final byte
		for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
			i++
		}
		if i < len(s) && s[i] >= 0x30 && s[i] < 0x7f {
			i++
		}
		return i
	case c >= 0x30 && c < 0x7f:
		return i + 1
	}
	return i
}

// c1 is the end of what an 8-bit control opens; i stands after the control.
func c1(s string, i int, r rune) int {
	switch r {
	case 0x9b:
		return csi(s, i)
	case 0x90, 0x98, 0x9d, 0x9e, 0x9f:
		return controlString(s, i)
	}
	return i
}

func csi(s string, i int) int {
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x3f {
		i++
	}
	if i < len(s) && s[i] >= 0x40 && s[i] < 0x7f {
		i++
	}
	return i
}

// controlString is the end of an OSC, DCS, SOS, PM or APC string. One that is
// never closed ends with its line, so that it cannot swallow a text.
func controlString(s string, i int) int {
	for i < len(s) {
		switch c := s[i]; {
		case c == 0x07:
			return i + 1
		case c == 0x1b && i+1 < len(s) && s[i+1] == '\\':
			return i + 2
		case c == '\n' || c == '\r' || c == 0x1b || c == 0x18 || c == 0x1a:
			return i
		case c == 0xc2 && i+1 < len(s) && s[i+1] == 0x9c:
			return i + 2
		}
		i++
	}
	return i
}

// invisible reports whether a character is dropped: it draws nothing, or it
// draws what a font of one's own makes of it, or it changes how others are
// drawn. Zero-width joiner and non-joiner stay: words of Persian and Hindi, and
// emoji, need them.
func invisible(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, r == 0x034f, r == 0x061c, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5,
		r >= 0x180b && r <= 0x180f,
		r == 0x200b, r == 0x200e, r == 0x200f,
		r >= 0x202a && r <= 0x202e,
		r >= 0x2060 && r <= 0x206f,
		r == 0x3164, r == 0xfeff, r == 0xffa0,
		r >= 0xfff0 && r <= 0xfffb,
		r >= 0xe000 && r <= 0xf8ff,
		r >= 0xfdd0 && r <= 0xfdef,
		r >= 0x1d173 && r <= 0x1d17a,
		r >= 0x1bca0 && r <= 0x1bca3,
		r >= 0xe0000:
		return true
	}
	return r&0xfffe == 0xfffe
}
