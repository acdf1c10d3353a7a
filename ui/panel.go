package ui

import (
	"fmt"
	"slices"
	"strings"
	"weak"

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
	notes        // for what was made
	held  *notes // those, where they are shared
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
		p.notes, p.held = notes{}, nil
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
	p.made, p.notes, p.held = key, notes{}, nil
	shared, of := p.sharedKey(key)
	if shared {
		if n := p.app.o.Shared.notes.get(of); n != nil {
			p.notes, p.held = *n, n
			p.cursor = min(p.cursor, max(len(p.items)-1, 0))
			return
		}
	}
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
	if shared {
		p.held = p.app.o.Shared.notes.put(of, &notes{slices.Clone(p.lines), slices.Clone(p.items)}) // without the room that they grew into
		p.notes = *p.held
	}
	p.cursor = min(p.cursor, max(len(p.items)-1, 0))
}

// sharedKey is what the lines are known by among those of all terminals; ok is
// whether they are shared: figures are, which are many.
func (p *panelPane) sharedKey(key panelKey) (ok bool, of notesKey) {
	a := p.app.article
	if p.app.o.Shared == nil || a.parts == nil || p.page != figuresPage {
		return false, of
	}
	of = notesKey{panelKey: key, of: weak.Make(a.parts), height: p.app.frame.Body()}
	if key.beside != nil {
		of.beside, of.panelKey.beside = weak.Make(key.beside), nil
	}
	return true, of
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
				text += t.times(len(n.Spans))
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
	// A date that stands in the text more than once is listed once.
	at := map[string][]int{}
	for i := range b.Figures {
		if f := &b.Figures[i]; f.Kind == briefs.Date {
			text := t.line(b.Surface(f.Span), 120)
			at[text] = append(at[text], f.Start)
		}
	}
	for i := range b.Figures {
		f := &b.Figures[i]
		text := t.line(b.Surface(f.Span), 120)
		if f.Kind != briefs.Date || at[text][0] != f.Start || len(p.items) >= maxNotes {
			continue
		}
		offsets := at[text]
		if len(offsets) > 1 {
			text += t.times(len(offsets))
		}
		lines := hanging(text, width, "", "  ")
		if iso := isoText(f.Period); iso != "" && iso != text {
			lines = append(lines, "  "+t.quiet.paint(page.Cut(iso, max(width-2, 1))))
		}
		p.add(panelItem{offsets: offsets, figure: i}, lines...)
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

// times is how often something stands in the text, kept with the word before.
func (t *Theme) times(n int) string {
	return "\u00a0" + t.glyph.sign[briefs.Ratio] + itoa(n)
}

// hanging wraps a text with one lead for its first line and one for the rest.
func hanging(text string, width int, first, rest string) []string {
	lines := page.Wrap(text, max(width-len(rest), 4))
	for i := range lines {
		lead := rest
		if i == 0 {
			lead = first
		}
		lines[i] = lead + strings.ReplaceAll(lines[i], "\u00a0", " ")
	}
	return lines
}
