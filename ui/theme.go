package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// sgr is what stands between "\x1b[" and "m" to switch a style on.
type sgr string

// paint is text in a style. Styles do not nest.
func (s sgr) paint(text string) string {
	if s == "" || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[m"
}

// Theme is the styles of one terminal, and the signs that it can draw.
// Compact colour codes, since each cell of them crosses the line.
type Theme struct {
	background string // "dark", "light", or "" for not known
	ascii      bool

	title, quiet, warn, rule, key  sgr
	selected, reversed, hit, hitAt sgr
	unread, head                   sgr
	kind                           map[briefs.Kind]sgr

	glyph glyphs
}

// glyphs are the signs that the program itself draws.
type glyphs struct {
	rule, bar, full, empty, unread, opened, star, dot, more, dash, pilcrow, le, ge string
	sign                                                                           map[briefs.Kind]string
}

var (
	unicodeGlyphs = glyphs{
		rule: "┊", bar: "▌", full: "█", empty: "░", unread: "•", opened: "~", star: "★", dot: "·", more: "…",
		dash: "–", pilcrow: "¶", le: "≤", ge: "≥",
		sign: map[briefs.Kind]string{
			briefs.Money: "¤", briefs.Percent: "%", briefs.Count: "#", briefs.Measure: "=", briefs.Ratio: "×",
			briefs.Rank: "^", briefs.Date: "@", briefs.Ordinal: "^",
		},
	}
	asciiGlyphs = glyphs{
		rule: "|", bar: "|", full: "#", empty: ".", unread: "+", opened: "~", star: "*", dot: "-", more: "...",
		dash: "-", pilcrow: "para ", le: "<=", ge: ">=",
		sign: map[briefs.Kind]string{
			briefs.Money: "M", briefs.Percent: "%", briefs.Count: "#", briefs.Measure: "=", briefs.Ratio: "x",
			briefs.Rank: "^", briefs.Date: "@", briefs.Ordinal: "^",
		},
	}
)

// NewTheme builds the styles for a background that is "dark", "light" or not
// known, where the sixteen colours of the terminal's own palette must do.
func NewTheme(background string, colours int, ascii bool) *Theme {
	pick := func(any, light string) color.Color {
		if background == "light" && colours != 16 {
			return lipgloss.Color(light)
		}
		return lipgloss.Color(any)
	}
	plain := lipgloss.NewStyle()
	ink := func(any, light string) lipgloss.Style {
		if colours == 0 {
			return plain
		}
		return plain.Foreground(pick(any, light))
	}
	// Faint is dimmer than the text on any background, in four bytes.
	grey := plain.Faint(true)
	t := &Theme{
		background: background,
		ascii:      ascii,
		title:      code(plain.Bold(true)),
		quiet:      code(grey),
		warn:       code(ink("1", "124").Bold(true)),
		rule:       "", // each row has one: a style would cost seven bytes a row
		key:        code(plain.Bold(true)),
		selected:   code(plain.Bold(true)),
		reversed:   code(plain.Reverse(true)),
		hit:        code(plain.Reverse(true)),
		hitAt:      code(ink("3", "130").Reverse(true).Bold(true)),
		unread:     code(plain.Bold(true)),
		head:       code(plain.Bold(true)),
		kind: map[briefs.Kind]sgr{
			briefs.Money:   code(ink("3", "130")),
			briefs.Percent: code(ink("6", "30")),
			briefs.Count:   code(ink("2", "28")),
			briefs.Measure: code(ink("12", "25")),
			briefs.Ratio:   code(ink("5", "90")),
			briefs.Rank:    code(ink("5", "90")),
			briefs.Date:    code(grey),
			briefs.Ordinal: code(grey),
		},
		glyph: unicodeGlyphs,
	}
	if ascii {
		t.glyph = asciiGlyphs
	}
	return t
}

// line is a text on one line, clean, in the characters that the terminal has.
func (t *Theme) line(s string, limit int) string {
	s = briefs.CleanLine(s, limit)
	if t.ascii {
		s = page.ASCII(s)
	}
	return s
}

// narrowed is a frame in ASCII, cell for cell: for what was drawn from a body
// with characters that the terminal does not have.
func narrowed(frame string) string {
	var b strings.Builder
	for _, r := range frame {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		w := page.Width(string(r))
		s := page.ASCII(string(r))
		b.WriteString((s + "??")[:min(w, 2)])
	}
	return b.String()
}

// code is the SGR parameters that a style comes to.
func code(s lipgloss.Style) sgr {
	out := s.Render("x")
	start := strings.Index(out, "\x1b[")
	end := strings.Index(out, "m")
	if start != 0 || end < 0 {
		return ""
	}
	return sgr(out[2:end])
}

// mark is the style of a figure in the text: its kind's colour, underlined, so
// that it shows without colour too.
func (t *Theme) mark(k briefs.Kind) sgr {
	if c := t.kind[k]; c != "" {
		return "4;" + c
	}
	return "4"
}

// gate is the last thing that a frame passes on its way to the terminal: it
// lets through text and SGR sequences, and drops every other control. What a
// brief holds was cleaned twice before; this is for what was forgotten.
func gate(frame string) string {
	// Half characters go first: what is dropped between two halves would join
	// them, to a control.
	frame = strings.ToValidUTF8(frame, "")
	bad := false
	for i := 0; i < len(frame); i++ {
		c := frame[i]
		if c == 0x1b {
			n := sgrLen(frame[i:])
			if n == 0 {
				bad = true
				break
			}
			i += n - 1
		} else if c < 0x20 && c != '\n' || c == 0x7f || c == 0xc2 && i+1 < len(frame) && frame[i+1] < 0xa0 {
			bad = true
			break
		}
	}
	if !bad {
		return frame
	}
	var b strings.Builder
	for i := 0; i < len(frame); {
		c := frame[i]
		switch {
		case c == 0x1b:
			if n := sgrLen(frame[i:]); n > 0 {
				b.WriteString(frame[i : i+n])
				i += n
				continue
			}
			end := len(frame)
			if n := strings.IndexAny(frame[i+1:], "\x1b\n"); n >= 0 {
				end = i + 1 + n
			}
			b.WriteString(briefs.CleanLine(frame[i:end], 0))
			i = end
			continue
		case c == '\n' || c >= 0x20 && c != 0x7f && (c != 0xc2 || i+1 >= len(frame) || frame[i+1] >= 0xa0):
			b.WriteByte(c)
		case c == 0xc2:
			i++
		}
		i++
	}
	return b.String()
}

// sgrLen is the length of the SGR sequence that s starts with, or 0.
func sgrLen(s string) int {
	if len(s) < 3 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s) && i < 40; i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c < '0' || c > ';':
			return 0
		}
	}
	return 0
}
