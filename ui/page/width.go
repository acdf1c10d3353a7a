package page

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"
)

// ellipsis stands where a text was cut.
const ellipsis = "…"

// narrow measures characters one by one, as terminals do that know nothing of
// grapheme clusters.
var narrow = &runewidth.Condition{StrictEmojiNeutral: true}

// cluster is the first grapheme cluster of s and its width in cells: 0 for one
// that draws nothing, 2 for a wide one, 1 for the rest. Characters of ambiguous
// width are 1 wide. Terminals disagree on emoji of several characters; the
// larger number counts, so that no row is ever too wide.
func cluster(s string) (n, width int) {
	c := s[0]
	if c < utf8.RuneSelf {
		if len(s) == 1 || s[1] < utf8.RuneSelf {
			if c < 0x20 || c == 0x7f {
				return 1, 0
			}
			return 1, 1
		}
	} else if r, size := utf8.DecodeRuneInString(s); r >= 0x3041 && r <= 0x9fff || r >= 0xff01 && r <= 0xff60 {
		// Han and kana with another of them behind: no mark, no joiner.
		if size == len(s) || simple(s[size:]) && r != 0x3099 && r != 0x309a {
			return size, 2
		}
	}
	g := graphemes.FromString(s)
	if !g.Next() {
		return len(s), 0
	}
	v := g.Value()
	return len(v), clusterWidth(v)
}

// simple reports whether s starts with a character that never joins the one
// before it.
func simple(s string) bool {
	c := s[0]
	if c < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x3001 && r <= 0x9fff && (r < 0x302a || r > 0x302f) && r != 0x3099 && r != 0x309a || r >= 0xff01 && r <= 0xff60 ||
		r >= 0x2010 && r <= 0x2027
}

func clusterWidth(v string) int {
	w := displaywidth.String(v)
	if utf8.RuneCountInString(v) > 1 {
		sum := 0
		for _, r := range v {
			sum += narrow.RuneWidth(r)
		}
		w = max(w, sum)
	}
	return w
}

// ascii reports whether s holds nothing but printable ASCII.
func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}

// Width is the number of cells that a plain text takes.
func Width(s string) int {
	if ascii(s) {
		return len(s)
	}
	w := 0
	for i := 0; i < len(s); {
		n, cw := cluster(s[i:])
		w += cw
		i += n
	}
	return w
}

// head is the longest start of a plain text that takes at most width cells.
func head(s string, width int) string {
	if width <= 0 {
		return ""
	}
	w := 0
	for i := 0; i < len(s); {
		n, cw := cluster(s[i:])
		if w+cw > width {
			return s[:i]
		}
		w += cw
		i += n
	}
	return s
}

// Cut is a plain text in at most width cells, with an ellipsis where it was
// cut.
func Cut(s string, width int) string {
	switch {
	case width <= 0:
		return ""
	case len(s) <= width && ascii(s), Width(s) <= width:
		return s
	case width == 1:
		return ellipsis
	}
	return strings.TrimRight(head(s, width-1), " ") + ellipsis
}

// Pad is a plain text with spaces behind it up to width cells.
func Pad(s string, width int) string {
	if n := width - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// sgr is the length of the SGR sequence that s starts with, or 0.
func sgr(s string) int {
	if len(s) < 3 || s[0] != 0x1b || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c < '0' || c > ';':
			return 0
		}
	}
	return 0
}

// StyledWidth is Width for a text that holds SGR sequences.
func StyledWidth(s string) int {
	if strings.IndexByte(s, 0x1b) < 0 {
		return Width(s)
	}
	w := 0
	for i := 0; i < len(s); {
		if n := sgr(s[i:]); n > 0 {
			i += n
			continue
		}
		end := i + 1
		for end < len(s) && s[end] != 0x1b {
			end++
		}
		w += Width(s[i:end])
		i = end
	}
	return w
}

// CutStyled is Cut for a text that holds SGR sequences. Styles that are on where
// it is cut are switched off.
func CutStyled(s string, width int) string {
	if strings.IndexByte(s, 0x1b) < 0 {
		return Cut(s, width)
	}
	if width <= 0 {
		return ""
	}
	if StyledWidth(s) <= width {
		return s
	}
	var b strings.Builder
	left, on := width-1, false
	for i := 0; i < len(s); {
		if n := sgr(s[i:]); n > 0 {
			seq := s[i : i+n]
			on = seq != "\x1b[m" && seq != "\x1b[0m"
			b.WriteString(seq)
			i += n
			continue
		}
		end := i + 1
		for end < len(s) && s[end] != 0x1b {
			end++
		}
		part := head(s[i:end], left)
		b.WriteString(part)
		if len(part) < end-i {
			break
		}
		left -= Width(part)
		i = end
	}
	b.WriteString(ellipsis)
	if on {
		b.WriteString("\x1b[m")
	}
	return b.String()
}
