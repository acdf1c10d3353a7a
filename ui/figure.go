package ui

import (
	"fmt"
	"html"
	"strings"
	"time"

	"despatch/briefs"
	"despatch/ui/page"
)

// comparator is the sign before a value, "" for an exact one.
func (t *Theme) comparator(c briefs.Comparator) string {
	switch c {
	case briefs.Exactly, "":
		return ""
	case briefs.AtLeast:
		return t.glyph.ge
	case briefs.AtMost:
		return t.glyph.le
	}
	return string(c)
}

// surface is a figure as printed, on one line, with its comparator as a sign.
func (t *Theme) surface(b *briefs.Brief, f *briefs.Figure) string {
	s := t.comparator(f.Comparator) + t.line(b.Surface(f.Span), 200)
	if unit := cellUnit(b, f); unit != "" {
		s += " " + t.line(unit, 60)
	}
	return s
}

// scales are the words that make a heading's unit a multiple.
var scales = []string{"thousand", "million", "billion", "trillion", "hundred", "千", "万", "百万", "亿"}

// cellUnit is the unit that stands elsewhere than beside the number, in the
// heading of its column or with a number before it. What is counted is said by
// the measure, unless the heading counts it by the thousand.
func cellUnit(b *briefs.Brief, f *briefs.Figure) string {
	unit := strings.TrimSpace(f.UnitText)
	if unit == "" || strings.Contains(strings.ToLower(b.Surface(f.Span)), strings.ToLower(unit)) {
		return ""
	}
	if f.Kind != briefs.Count {
		return unit
	}
	for _, scale := range scales {
		if strings.HasPrefix(strings.ToLower(unit), scale) {
			return unit
		}
	}
	return ""
}

// keyText is a key figure of the list: the value as printed, and its measure.
func (t *Theme) keyText(k briefs.Key) string {
	return t.comparator(k.Comparator) + t.line(k.Text, 120)
}

// bar is ten cells for a share of a hundred, or "" for what is no share.
func (t *Theme) bar(f *briefs.Figure) string {
	if f.Kind != briefs.Percent || f.Change != briefs.Level || f.Value2 != nil ||
		f.Value.Sign() < 0 || f.Value.Cmp(briefs.Int(100)) > 0 || f.Unit != "percent" {
		return ""
	}
	n := f.Value.Tenths()
	return strings.Repeat(t.glyph.full, n) + strings.Repeat(t.glyph.empty, 10-n)
}

// context is what stands under a value: measure, change, period, stance and
// paragraph, parted by dots.
func (t *Theme) context(f *briefs.Figure) string { return t.contextOf(f, t.line(f.Measure, 300)) }

// contextWithin is the context in so many cells: it is the measure that gives
// way, for period and paragraph are short and say where to look.
func (t *Theme) contextWithin(f *briefs.Figure, cells int) string {
	full := t.context(f)
	if over := page.Width(full) - cells; over > 0 && f.Measure != "" {
		measure := t.line(f.Measure, 300)
		return t.contextOf(f, page.Cut(measure, max(page.Width(measure)-over, 8)))
	}
	return full
}

func (t *Theme) contextOf(f *briefs.Figure, measure string) string {
	parts := make([]string, 0, 5)
	if measure != "" {
		parts = append(parts, measure)
	}
	switch f.Change {
	case briefs.Up:
		parts = append(parts, "up")
	case briefs.Down:
		parts = append(parts, "down")
	}
	if p := t.period(f.Period); p != "" {
		parts = append(parts, p)
	}
	if f.Stance != briefs.Observed && f.Stance != "" {
		parts = append(parts, string(f.Stance))
	}
	if f.Paragraph > 0 {
		parts = append(parts, t.glyph.pilcrow+fmt.Sprint(f.Paragraph))
	}
	return strings.Join(parts, " "+t.glyph.dot+" ")
}

// period is a period, short: articles and "by" say nothing in a panel.
func (t *Theme) period(p *briefs.Period) string {
	if p == nil {
		return ""
	}
	s := t.line(p.Text, 60)
	for _, lead := range []string{"by ", "By ", "at ", "At ", "in ", "In ", "the ", "The ", "as of ", "As of "} {
		s = strings.TrimPrefix(s, lead)
	}
	return strings.Replace(s, "end of ", "end ", 1)
}

// written is the value in full, with its unit: "> 80 000 000 000 000 CNY".
func (t *Theme) written(f *briefs.Figure) string {
	s := f.Value.Group(" ")
	if f.Value2 != nil {
		s += " " + t.glyph.dash + " " + f.Value2.Group(" ")
	}
	if c := t.comparator(f.Comparator); c != "" {
		s = c + " " + s
	}
	if f.Unit != "" {
		unit := f.Unit
		if unit == "percent" {
			unit = "%"
		}
		s += " " + unit
	}
	return t.line(s, 200)
}

// day is a date as a reader writes it, "" for none.
func day(d time.Time) string {
	if d.IsZero() {
		return ""
	}
	return d.Format("2 Jan 2006")
}

// due is when something is needed, in the shortest form that is clear.
//
// A due day without a time is midnight UTC; one with a time is shown as the
// reader's clock has it.
func due(d, now time.Time) string {
	clock := !d.IsZero() && d.UTC().Hour()+d.UTC().Minute() > 0
	if clock {
		d = d.In(now.Location())
	}
	switch {
	case d.IsZero():
		return ""
	case d.Year() == now.Year() && d.YearDay() == now.YearDay() && clock:
		return "due " + d.Format("15:04")
	case clock:
		return "due " + d.Format("2 Jan 15:04")
	}
	return "due " + d.Format("2 Jan")
}

// plural is "1 figure", "2 figures".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// sentence is the sentence of a figure as one reads it: without the marks of
// Markdown, on one line.
func (t *Theme) sentence(b *briefs.Brief, f *briefs.Figure) string {
	s := b.Surface(f.Sentence)
	if b.Format == briefs.Markdown {
		s = unmarked(s)
	}
	return t.line(s, 1200)
}

// unmarked leaves out what only Markdown means: the marker that a list item or
// a quote starts with, emphasis, code marks, link targets and the bars of a
// table row. What may be a sign of a number stays.
func unmarked(s string) string {
	s = strings.TrimLeft(s, " \t\n")
	for _, marker := range []string{"- ", "* ", "+ ", "> "} {
		s = strings.TrimPrefix(s, marker)
	}
	if rest := strings.TrimLeft(s, "#"); strings.HasPrefix(rest, " ") {
		s = rest[1:]
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && strings.IndexByte("\\`*_{}[]()#+-.!|>", s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case c == '`' || c == '*' && emphasis(s, i) || c == '_' && i+1 < len(s) && s[i+1] == '_':
			if c == '_' {
				i++
			}
		case c == '|':
			b.WriteByte(' ')
		case c == '[' && strings.Contains(s[i:], "]("):
		case c == ']' && i+1 < len(s) && s[i+1] == '(':
			if end := strings.IndexByte(s[i:], ')'); end > 0 {
				i += end
			}
		default:
			b.WriteByte(c)
		}
	}
	return html.UnescapeString(b.String())
}

// emphasis reports whether a star opens or closes emphasis: text stands on one
// side of its run, and a space, a mark or nothing on the other.
func emphasis(s string, i int) bool {
	from, to := i, i+1
	for from > 0 && s[from-1] == '*' {
		from--
	}
	for to < len(s) && s[to] == '*' {
		to++
	}
	before, after := from > 0 && s[from-1] != ' ', to < len(s) && s[to] != ' '
	digits := before && after && s[from-1] >= '0' && s[from-1] <= '9' && s[to] >= '0' && s[to] <= '9'
	return (before || after) && !digits
}
