package ui

import (
	"sort"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// articlePane shows one brief: its rows, with its figures and what was found
// painted over them.
type articlePane struct {
	app   *App
	brief *briefs.Brief // nil until one was opened
	doc   *page.Doc     // of the brief, for this width
	parts *parts        // of the brief, where they are shared
	top   page.Pos      // the first row on screen
	was   edition       // of the brief when it was opened
	fate  fate          // what became of it since

	margin, measure, pane, height int

	shown    []int // figures of the panel, as indexes of brief.Figures, in order of place
	selected int   // index of brief.Figures, or -1
	sections []section

	asked int    // number of the last search in the text
	query string // what was looked for; "" when nothing
	hits  []briefs.Span
	hitAt int

	back  int  // offset to go back to, -1 when there is none
	atEnd bool // Space was pressed at the end already
	ended bool // the last row was on screen

	seenAt   windowKey // what window was last asked for
	seenSpan briefs.Span
	digits   int // figure number being typed
	typed    int64
}

// windowKey is where the screen is in a page.
type windowKey struct {
	doc    *page.Doc
	top    page.Pos
	height int
}

// show puts a brief on the pane; place is the body offset to open it at.
func (p *articlePane) show(b *briefs.Brief, doc *page.Doc, shared *parts, place int) {
	p.brief, p.doc, p.parts = b, doc, shared
	p.was, p.fate = edition{b.Hash, b.Version}, fateNone
	p.selected, p.back, p.digits = -1, -1, 0
	p.app.saidFigure, p.app.saidEnd = -1, 0
	p.query, p.hits, p.asked = "", nil, 0
	p.ended, p.atEnd = false, false
	p.sections = nil
	p.setFigures()
	p.top = page.Pos{}
	p.relayout()
	if place > 0 {
		p.top = p.clamp(p.doc.At(place))
	}
	p.seen()
}

// setFigures takes the figures of the brief anew.
func (p *articlePane) setFigures() {
	p.selected, p.app.sheet.open = -1, false
	p.shown = p.shown[:0]
	for i := range p.brief.Figures {
		if p.brief.Figures[i].Shown() {
			p.shown = append(p.shown, i)
		}
	}
}

// options are how the page is to be made for the pane as it is.
func (a *App) options() page.Options {
	_, width, _ := a.frame.Panes()
	margin, measure := a.frame.Column(width)
	return page.Options{Width: measure, TableWidth: max(width-margin-1, measure), Look: a.look(), Numbers: a.numbers}
}

// relayout fits the pane into the frame, and keeps the place by its offset.
func (p *articlePane) relayout() {
	f := p.app.frame
	_, p.pane, _ = f.Panes()
	p.height = f.Body()
	if f.Narrow() {
		p.height = max(p.height-1, 1)
		if p.app.inPanel {
			p.height = max(f.Body()-f.Drawer()-1, 1)
		}
	}
	if p.app.sheet != nil && p.app.sheet.open {
		p.height = max(p.height-p.app.sheet.height(), 1)
	}
	margin, measure := f.Column(p.pane)
	if p.doc == nil {
		p.margin, p.measure = margin, measure
		return
	}
	o := p.app.options()
	if !p.doc.Fits(o) {
		at := p.doc.Offset(p.top)
		first := p.top == page.Pos{}
		p.doc = p.app.o.Shared.refit(p.doc, o)
		p.top = page.Pos{}
		if !first {
			p.top = p.doc.At(at)
		}
	}
	p.margin, p.measure = margin, measure
	p.top = p.clamp(p.top)
}

// clamp keeps a position where the screen stays full.
func (p *articlePane) clamp(at page.Pos) page.Pos {
	last := p.doc.Last(p.height)
	if at.Block > last.Block || at.Block == last.Block && at.Row > last.Row {
		return last
	}
	return at
}

// scroll moves by rows and reports whether anything moved.
func (p *articlePane) scroll(rows int) bool {
	if p.doc == nil {
		return false
	}
	was := p.top
	if rows < 0 || !p.doc.AtEnd(p.top, p.height) {
		p.top = p.doc.Move(p.top, rows)
		if rows > 1 {
			p.top = p.clamp(p.top)
		}
	}
	p.seen()
	return p.top != was
}

// jump puts the row of a body offset on the screen: where it is already, or
// with a third of the screen above it.
func (p *articlePane) jump(offset int) {
	if p.doc == nil {
		return
	}
	if p.onScreen(offset) {
		return
	}
	p.top = p.clamp(p.doc.Move(p.doc.At(offset), -p.height/3))
	p.seen()
}

// goTo is jump to the very top of the screen, remembering where one was.
func (p *articlePane) goTo(offset int) {
	p.remember()
	p.top = p.clamp(p.doc.At(offset))
	p.seen()
}

// goTop and goEnd show the first and the last screen.
func (p *articlePane) goTop() {
	p.top = p.doc.Move(p.top, -1<<30)
	p.seen()
}

func (p *articlePane) goEnd() {
	p.top = p.doc.Last(p.height)
	p.seen()
}

// remember keeps the place for going back to it.
func (p *articlePane) remember() { p.back = p.doc.Offset(p.top) }

// seen takes note of what is on the screen now.
func (p *articlePane) seen() {
	if p.doc != nil && p.doc.AtEnd(p.top, p.height) {
		p.ended = true
	} else {
		p.atEnd = false
	}
}

// window is the body range on the screen.
func (p *articlePane) window() briefs.Span {
	if at := (windowKey{p.doc, p.top, p.height}); at == p.seenAt {
		return p.seenSpan
	} else {
		p.seenAt = at
	}
	rows := p.doc.Window(p.top, p.height)
	s := briefs.Span{Start: -1}
	for i := range rows {
		if rows[i].End <= rows[i].Start {
			continue
		}
		if s.Start < 0 {
			s.Start = rows[i].Start
		}
		s.End = max(s.End, rows[i].End)
	}
	if s.Start < 0 {
		s.Start = p.doc.Offset(p.top)
		s.End = s.Start
	}
	p.seenSpan = s
	return s
}

func (p *articlePane) onScreen(offset int) bool { return p.window().Has(offset) }

// visible are the figures on the screen, as a range of p.shown.
func (p *articlePane) visible() (from, to int) {
	if p.doc == nil {
		return 0, 0
	}
	w := p.window()
	figs := p.brief.Figures
	from = sort.Search(len(p.shown), func(i int) bool { return figs[p.shown[i]].End > w.Start })
	to = sort.Search(len(p.shown), func(i int) bool { return figs[p.shown[i]].Start >= w.End })
	return from, max(from, to)
}

// number is the number of a figure in the panel, from 1, or 0.
func (p *articlePane) number(fig int) int {
	i := sort.SearchInts(p.shown, fig)
	if i < len(p.shown) && p.shown[i] == fig {
		return i + 1
	}
	return 0
}

// selectFigure takes a figure and shows its place in the text.
func (p *articlePane) selectFigure(fig int) {
	if fig < 0 || fig >= len(p.brief.Figures) {
		return
	}
	if !p.onScreen(p.brief.Figures[fig].Start) {
		p.remember()
	}
	p.selected = fig
	p.jump(p.brief.Figures[fig].Start)
}

// step selects the next or the previous figure: from the selected one when it
// is on the screen, else from the screen's own.
func (p *articlePane) step(dir int) bool {
	if p.doc == nil || len(p.shown) == 0 {
		return false
	}
	from, to := p.visible()
	at := p.number(p.selected) - 1
	switch {
	case at >= 0 && p.onScreen(p.brief.Figures[p.selected].Start):
		at += dir
	case dir > 0:
		at = from
	default:
		at = to - 1
	}
	if at < 0 || at >= len(p.shown) {
		return false
	}
	p.selectFigure(p.shown[at])
	return true
}

// current is the selected figure if it is on the screen, else the first one
// there, else -1.
func (p *articlePane) current() int {
	if p.doc == nil {
		return -1
	}
	if p.selected >= 0 && p.brief.Figures[p.selected].Shown() && p.onScreen(p.brief.Figures[p.selected].Start) {
		return p.selected
	}
	if from, to := p.visible(); from < to {
		return p.shown[from]
	}
	return -1
}

// percent is how far down the screen's last row is in the body.
func (p *articlePane) percent() int {
	if p.doc == nil || len(p.brief.Body) == 0 || p.doc.AtEnd(p.top, p.height) {
		return 100
	}
	return min(p.window().End*100/len(p.brief.Body), 99)
}

// left is the reading time below the screen, in minutes.
func (p *articlePane) left() int {
	done := p.percent()
	if done >= 100 {
		return 0
	}
	return max(p.brief.Minutes*(100-done)/100, 1)
}

// paragraph is the block of the current figure, or else the first one on the
// screen.
func (p *articlePane) paragraph() (briefs.Block, bool) {
	at := p.doc.Offset(p.top)
	if p.selected >= 0 && p.onScreen(p.brief.Figures[p.selected].Start) {
		at = p.brief.Figures[p.selected].Start
	}
	blocks := p.doc.Blocks()
	i := sort.Search(len(blocks), func(i int) bool { return blocks[i].End > at })
	for ; i < len(blocks); i++ {
		if blocks[i].Number > 0 {
			return blocks[i], true
		}
	}
	return briefs.Block{}, false
}

// warm renders what is round the screen before it is asked for.
func (p *articlePane) warm() tea.Cmd {
	if p.doc == nil {
		return nil
	}
	doc, from, ctx := p.doc, p.top, p.app.ctx
	blocks := 32
	if len(p.brief.Body) <= 256<<10 {
		from, blocks = page.Pos{}, len(doc.Blocks())
	}
	return func() tea.Msg {
		doc.Warm(ctx, from, blocks)
		return warmed{}
	}
}

// warmed says that a page has been rendered ahead, so that row counts are
// exact now.
type warmed struct{}
