package ui

import (
	"fmt"
	"sort"
	"strings"

	"despatch/briefs"
	"despatch/ui/page"
)

// The pages of the panel, in the order in which the key steps through them.
type panelPage int

const (
	figuresPage panelPage = iota
	namesPage
	datesPage
	contentsPage
	panelPages
)

// panelPane shows what stands beside the text: figures, names, dates,
// contents. It has a cursor of its own when it has the keys.
//
// Figures in the order of the text stand as notes beside their sentences: gaps
// keep each note level with its row, and the panel scrolls with the text, which
// the terminal does by itself for a tenth of the bytes. Where figures are too
// dense for that the notes close up, and the panel catches up when it must.
type panelPane struct {
	app    *App
	page   panelPage
	byRank bool
	top    int // first line on screen
	row    int // of the document, that the article's screen last started at
	cursor int // item under the cursor, when the panel has the keys

	made  panelKey   // what lines were made for
	drawn panelFrame // what rows were drawn for
	rows  []string
	lines []panelLine
	items []panelItem
}

// A panelItem is something in the panel that stands somewhere in the text.
type panelItem struct {
	line, rows int
	lag        int   // how far the lines here are ahead of the rows of the text
	offsets    []int // in the body
	figure     int   // index of brief.Figures, or -1
}

// A panelLine is one line of the panel, without its edge.
type panelLine struct {
	text string // styled, fits the panel less its edge of two cells
	item int    // index of items, or -1
}

type panelKey struct {
	brief   string
	version int
	figures int
	page    panelPage
	width   int
	byRank  bool
	theme   *Theme
	beside  *page.Doc // that notes are level with, nil when they are not
	part    int       // which part of very many figures
}

// next turns to the next page.
func (p *panelPane) next() { p.turn((p.page + 1) % panelPages) }

func (p *panelPane) turn(to panelPage) {
	p.page, p.top, p.cursor = to, 0, 0
	p.made = panelKey{}
}

// make builds the lines for a width, once for each brief and page.
func (p *panelPane) make(width int) {
	b := p.app.article.brief
	if b == nil {
		p.lines, p.items = nil, nil
		return
	}
	key := panelKey{b.ID, b.Version, len(b.Figures), p.page, width, p.byRank, p.app.theme, p.beside(), p.part()}
	if key == p.made {
		return
	}
	if key.brief != p.made.brief {
		p.top, p.cursor = 0, 0
	}
	p.row = -1
	if key.part != p.made.part {
		p.cursor = 0
	}
	p.made, p.lines, p.items = key, nil, nil
	switch p.page {
	case figuresPage:
		p.makeFigures(b, width-2)
	case namesPage:
		p.makeNames(b, width-2)
	case datesPage:
		p.makeDates(b, width-2)
	case contentsPage:
		p.makeContents(width - 2)
	}
	p.cursor = min(p.cursor, max(len(p.items)-1, 0))
}

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

// notes are the figures that the panel shows now, of those in the text's order.
func (p *panelPane) notes() []int {
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
func (p *panelPane) foretell(b *briefs.Brief, coming []int, gap, width, digits int) {
	end := len(p.lines) + gap
	if gap >= max(8, p.app.frame.Body()/4) {
		t := p.app.theme
		p.tell("")
		for n, i := range coming {
			if len(p.lines) >= end-1 || n == 12 {
				break
			}
			f := &b.Figures[i]
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

// add puts the lines of an item at the end.
func (p *panelPane) add(it panelItem, lines ...string) {
	it.line, it.rows = len(p.lines), len(lines)
	for _, l := range lines {
		p.lines = append(p.lines, panelLine{l, len(p.items)})
	}
	p.items = append(p.items, it)
}

// tell puts lines that belong to no item.
func (p *panelPane) tell(lines ...string) {
	for _, l := range lines {
		p.lines = append(p.lines, panelLine{l, -1})
	}
}

func (p *panelPane) makeFigures(b *briefs.Brief, width int) {
	t := p.app.theme
	order := p.notes()
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
			p.foretell(b, order[n:], gap, width, digits)
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

// figureLines are a figure in the panel: its number, sign and value with the
// bar of a share, and under them what it is about.
func (p *panelPane) figureLines(b *briefs.Brief, f *briefs.Figure, width, digits int) []string {
	t := p.app.theme
	number := fmt.Sprintf("%*d ", digits, p.app.article.number(indexOf(b, f)))
	sign := t.glyph.sign[f.Kind] + " "
	value := t.surface(b, f)
	room := width - page.Width(number) - page.Width(sign)
	lines := make([]string, 0, 4)
	indent := strings.Repeat(" ", min(page.Width(number), max(width-8, 0)))
	for i, part := range page.Wrap(value, max(room, 4)) {
		if i == 0 {
			line := number + t.kind[f.Kind].paint(sign) + t.boldOf(f.Kind).paint(part)
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
	for i, part := range page.Wrap(t.context(f), max(width-len(indent), 4)) {
		if i == 3 {
			lines[len(lines)-1] = page.CutStyled(lines[len(lines)-1], width-1) + t.quiet.paint(t.glyph.more)
			break
		}
		lines = append(lines, indent+t.quiet.paint(part))
	}
	return lines
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

func (p *panelPane) makeNames(b *briefs.Brief, width int) {
	t := p.app.theme
	for _, g := range []struct {
		kind briefs.NameKind
		head string
	}{{briefs.Person, "People"}, {briefs.Organisation, "Organisations"}, {briefs.Place, "Places"}} {
		first := true
		for i := range b.Names {
			n := &b.Names[i]
			if n.Kind != g.kind || len(n.Spans) == 0 {
				continue
			}
			if first {
				if len(p.lines) > 0 {
					p.tell("")
				}
				p.tell(t.head.paint(page.Cut(g.head, width)))
				first = false
			}
			text := t.line(n.Text, 200)
			if n.Short != "" {
				text += " (" + t.line(n.Short, 40) + ")"
			}
			if len(n.Spans) > 1 {
				text += fmt.Sprintf(" %s%d", map[bool]string{true: "x", false: "×"}[p.app.o.ASCII], len(n.Spans))
			}
			lines := hanging(text, width, "", "  ")
			for _, l := range page.Wrap(t.line(n.Office, 300), max(width-2, 4)) {
				if l != "" {
					lines = append(lines, "  "+t.quiet.paint(l))
				}
			}
			offsets := make([]int, 0, len(n.Spans))
			for _, s := range n.Spans {
				offsets = append(offsets, s.Start)
			}
			p.add(panelItem{offsets: offsets, figure: -1}, lines...)
		}
	}
	if len(p.items) == 0 {
		p.tell(t.quiet.paint(page.Cut("No names found.", width)))
	}
}

func (p *panelPane) makeDates(b *briefs.Brief, width int) {
	t := p.app.theme
	for i := range b.Figures {
		f := &b.Figures[i]
		if f.Kind != briefs.Date {
			continue
		}
		text := t.line(b.Surface(f.Span), 120)
		lines := hanging(text, width, "", "  ")
		if iso := isoText(f.Period); iso != "" && iso != text {
			lines = append(lines, "  "+t.quiet.paint(page.Cut(iso, max(width-2, 1))))
		}
		p.add(panelItem{offsets: []int{f.Start}, figure: i}, lines...)
	}
	if len(p.items) == 0 {
		p.tell(t.quiet.paint(page.Cut("No dates found.", width)))
	}
}

// isoText is a period as days, one or two.
func isoText(p *briefs.Period) string {
	switch {
	case p == nil || p.From == "" && p.To == "":
		return ""
	case p.From == p.To || p.To == "":
		return p.From
	case p.From == "":
		return "to " + p.To
	}
	return p.From + " to " + p.To
}

func (p *panelPane) makeContents(width int) {
	t := p.app.theme
	for _, s := range p.app.article.contents() {
		indent := strings.Repeat(" ", min(max(s.level-2, 0)*2, 6))
		time := fmt.Sprintf("%d min", s.minutes)
		if s.minutes == 0 {
			time = ""
		}
		text := page.Cut(indent+s.text, max(width-len(time)-1, 4))
		line := page.Pad(text, max(width-len(time), 0)) + t.quiet.paint(time)
		p.add(panelItem{offsets: []int{s.offset}, figure: -1}, page.CutStyled(line, width))
	}
	if len(p.items) == 0 {
		p.tell(t.quiet.paint(page.Cut("Nothing to list.", width)))
	}
}

// hanging wraps a text with one lead for its first line and one for the rest.
func hanging(text string, width int, first, rest string) []string {
	lines := page.Wrap(text, max(width-len(rest), 4))
	for i := range lines {
		if i == 0 {
			lines[i] = first + lines[i]
		} else {
			lines[i] = rest + lines[i]
		}
	}
	return lines
}
