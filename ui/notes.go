package ui

import (
	"fmt"
	"sort"
	"strings"

	"despatch/briefs"
	"despatch/ui/page"
)

// beside is the page that the notes are level with: the article's, once it is
// laid out whole, where the panel stands next to it and not in a drawer.
func (p *panelPane) beside() *page.Doc {
	a := p.app
	if p.page != figuresPage || p.byRank || a.frame.Narrow() || a.article.doc == nil {
		return nil
	}
	if _, exact := a.article.doc.Rows(); !exact {
		return nil
	}
	return a.article.doc
}

// A panel of more figures than maxNotes shows those round the screen: two
// parts of half as many, and which two changes as one reads on.
const maxNotes = 600

// part is the part of the figures that the screen is in.
func (p *panelPane) part() int {
	if p.page != figuresPage || p.byRank || len(p.app.article.shown) <= maxNotes {
		return 0
	}
	if p.app.inPanel && p.made.part > 0 && p.cursor > 0 && p.cursor < len(p.items)-1 {
		return p.made.part
	}
	from, _ := p.app.article.visible()
	half := maxNotes / 2
	// A border is crossed only when it is well behind.
	if at := p.made.part; at > 0 && from >= (at-1)*half+half/4 && from < (at+1)*half-half/4 {
		return at
	}
	return from/half + 1
}

// order is the figures that the panel shows now, of those in the text's order.
func (p *panelPane) order() []int {
	all := p.app.article.shown
	if p.made.part == 0 {
		return all
	}
	half := maxNotes / 2
	from := max((p.made.part-2)*half, 0)
	return all[min(from, len(all)):min((p.made.part+1)*half, len(all))]
}

// level is the gap that puts the next item beside the text at an offset; lag is
// how far the panel is ahead already. A panel that has fallen behind by half a
// screen stays behind.
func (p *panelPane) level(doc *page.Doc, offset, lag int) (now, gap int) {
	row, _ := doc.Index(doc.At(offset))
	want := max(row-1, 0) + lag
	if over := len(p.lines) - want; over > p.app.frame.Body()/2 {
		lag += over
	}
	return lag, want - len(p.lines)
}

// foretell fills a gap with what is coming, a line each, so that a panel with
// one note in it still tells what the briefing holds.
func (p *panelPane) foretell(b *briefs.Brief, coming []int, gap, lag, width, digits int) {
	end := len(p.lines) + gap
	if gap >= max(8, p.app.frame.Body()/4) {
		t := p.app.theme
		p.tell("")
		said := 0
		for _, i := range coming {
			f := &b.Figures[i]
			if len(p.lines) >= end-1 || said == width/6 {
				break
			}
			if row, _ := p.made.beside.Index(p.made.beside.At(f.Start)); row+lag < len(p.lines)+p.app.frame.Body() {
				continue // its note will be on the screen with this
			}
			if said++; said == 1 {
				p.tell(t.quiet.paint(page.Cut("further on", width)))
			}
			line := fmt.Sprintf("%*d %s %s", digits, p.app.article.number(i), t.glyph.sign[f.Kind], t.surface(b, f))
			if room := width - page.Width(line) - 1; room > 8 && f.Measure != "" {
				line += " " + page.Cut(t.line(f.Measure, 120), room)
			}
			p.tell(t.quiet.paint(page.Cut(line, width)))
		}
	}
	for len(p.lines) < end {
		p.tell("")
	}
}

func (p *panelPane) makeFigures(b *briefs.Brief, width int) {
	t := p.app.theme
	order := p.order()
	if len(order) == 0 {
		say := "No figures in this briefing."
		if b.Version == 0 && p.app.o.Extract != nil {
			say = "Reading the figures…"
		}
		for _, l := range page.Wrap(say, width) {
			p.tell(t.quiet.paint(l))
		}
		return
	}
	if p.byRank {
		order = append([]int(nil), order...)
		rank := func(i int) int {
			if r := b.Figures[i].Rank; r > 0 {
				return r
			}
			return 1 << 30
		}
		sort.SliceStable(order, func(i, j int) bool { return rank(order[i]) < rank(order[j]) })
		order = order[:min(len(order), maxNotes)]
	}
	digits := len(fmt.Sprint(len(p.app.article.shown)))
	lag, doc := 0, p.made.beside
	for n, i := range order {
		f := &b.Figures[i]
		if doc != nil {
			gap := 0
			lag, gap = p.level(doc, f.Start, lag)
			p.foretell(b, order[n:], gap, lag, width, digits)
		}
		p.add(panelItem{lag: lag, offsets: []int{f.Start}, figure: i}, p.figureLines(b, f, width, digits)...)
	}
	if doc != nil {
		total, _ := doc.Rows()
		for len(p.lines) < total+lag {
			p.tell("")
		}
	}
}

// In a panel narrower than narrowPanel only the first figures by rank have
// their context under them; the others are a line each, and stand level with
// their sentences for it.
const (
	narrowPanel = 30
	wholeNotes  = 5
)

// figureLines are a figure in the panel: its number, sign and value with the
// bar of a share, and under them what it is about.
func (p *panelPane) figureLines(b *briefs.Brief, f *briefs.Figure, width, digits int) []string {
	t := p.app.theme
	if width < narrowPanel && (f.Rank == 0 || f.Rank > wholeNotes) {
		return []string{p.figureLine(b, f, width, digits)}
	}
	number := fmt.Sprintf("%*d ", digits, p.app.article.number(indexOf(b, f)))
	sign := t.glyph.sign[f.Kind] + " "
	value := t.surface(b, f)
	room := width - page.Width(number) - page.Width(sign)
	lines := make([]string, 0, 4)
	indent := strings.Repeat(" ", min(page.Width(number), max(width-8, 0)))
	for i, part := range page.Wrap(value, max(room, 4)) {
		if i == 0 {
			line := number + t.boldOf(f.Kind).paint(sign+part)
			if bar := t.bar(f); bar != "" && page.Width(value)+12 <= room {
				line += "  " + t.kind[f.Kind].paint(bar)
			}
			lines = append(lines, line)
			continue
		}
		lines = append(lines, indent+"  "+t.boldOf(f.Kind).paint(part))
		if i == 2 {
			break
		}
	}
	lines[0] = page.CutStyled(lines[0], width)
	most := 3
	if width < narrowPanel {
		most = 2
	}
	inner := max(width-len(indent), 4)
	// A dot stays with the word before it.
	context := strings.ReplaceAll(t.contextWithin(f, inner*most-inner/4), " "+t.glyph.dot+" ", "\u00a0"+t.glyph.dot+" ")
	for i, part := range page.Wrap(context, inner) {
		part = strings.ReplaceAll(part, "\u00a0", " ")
		if i == most {
			lines[len(lines)-1] = page.CutStyled(lines[len(lines)-1], width-1) + t.quiet.paint(t.glyph.more)
			break
		}
		lines = append(lines, indent+t.quiet.paint(part))
	}
	return lines
}

// figureLine is a figure in one line: its number, sign and value, and as much
// of its measure as fits.
func (p *panelPane) figureLine(b *briefs.Brief, f *briefs.Figure, width, digits int) string {
	t := p.app.theme
	number := fmt.Sprintf("%*d ", digits, p.app.article.number(indexOf(b, f)))
	value := t.glyph.sign[f.Kind] + " " + t.surface(b, f)
	room := width - page.Width(number)
	if page.Width(value) >= room {
		return number + t.boldOf(f.Kind).paint(page.Cut(value, room))
	}
	line := number + t.boldOf(f.Kind).paint(value)
	if left := room - page.Width(value) - 1; left >= 5 && f.Measure != "" {
		line += " " + page.Cut(t.line(f.Measure, 120), left)
	}
	return line
}

func indexOf(b *briefs.Brief, f *briefs.Figure) int {
	return sort.Search(len(b.Figures), func(i int) bool { return b.Figures[i].Start >= f.Start })
}

// boldOf is the style of a value.
func (t *Theme) boldOf(k briefs.Kind) sgr {
	if c := t.kind[k]; c != "" {
		return "1;" + c
	}
	return "1"
}
