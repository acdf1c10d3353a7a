package ui

import (
	"fmt"
	"slices"
	"strings"

	"despatch/briefs"
	"despatch/ui/page"
)

// title names the page and counts what it holds.
func (p *panelPane) title() string {
	switch p.page {
	case namesPage:
		return "NAMES"
	case datesPage:
		return "DATES"
	case contentsPage:
		return "CONTENTS"
	}
	if p.byRank {
		return "KEY FIGURES FIRST"
	}
	return "KEY FIGURES"
}

// view is the rows of the panel: a title, and the lines that go with what is
// on the article's screen.
func (p *panelPane) view(width, height int) []string {
	p.make(width)
	t := p.app.theme
	out := make([]string, 0, height)
	count := ""
	switch {
	case p.page == figuresPage && len(p.items) > 0:
		count = fmt.Sprint(len(p.app.article.shown))
	case len(p.items) > 0:
		count = fmt.Sprint(len(p.items))
	}
	title := page.Pad(page.Cut(" "+p.title(), max(width-len(count)-1, 1)), max(width-len(count)-1, 0))
	style := t.head
	if p.app.inPanel {
		style = t.reversed
	}
	out = append(out, style.paint(strings.TrimRight(title, " "))+strings.Repeat(" ", trailing(title))+t.quiet.paint(count))
	p.along(height - 1)
	p.follow(height - 1)
	lit := p.lit()
	for i := p.top; i < len(p.lines) && len(out) < height; i++ {
		l := p.lines[i]
		edge := "  "
		if l.item >= 0 {
			switch {
			case p.app.inPanel && l.item == p.cursor:
				edge = t.reversed.paint(" ") + " "
				if i == p.items[l.item].line {
					edge = t.reversed.paint(">") + " "
				}
			case p.isSelected(l.item):
				edge = t.glyph.full + " "
			case lit(l.item) && i == p.items[l.item].line:
				edge = t.glyph.bar + " "
			}
		}
		out = append(out, strings.TrimRight(edge+l.text, " "))
	}
	return out
}

func trailing(s string) int { return len(s) - len(strings.TrimRight(s, " ")) }

func (p *panelPane) isSelected(item int) bool {
	return p.app.article.selected >= 0 && p.items[item].figure == p.app.article.selected
}

// lit says which items stand on the article's screen now.
func (p *panelPane) lit() func(item int) bool {
	a := p.app.article
	if a.doc == nil {
		return func(int) bool { return false }
	}
	w := a.window()
	if p.page == contentsPage {
		at := p.currentSection(w)
		return func(item int) bool { return item == at }
	}
	return func(item int) bool {
		return slices.ContainsFunc(p.items[item].offsets, w.Has)
	}
}

// currentSection is the entry of the contents that the screen starts in.
func (p *panelPane) currentSection(w briefs.Span) int {
	at := -1
	for i := range p.items {
		if p.items[i].offsets[0] > w.Start && at >= 0 {
			break
		}
		if p.items[i].offsets[0] < w.End {
			at = i
		}
	}
	return at
}

// along moves the panel with the text by as many rows, as long as what is on
// the article's screen stays in sight; else it catches up.
func (p *panelPane) along(height int) {
	a := p.app.article
	if a.doc == nil || p.app.inPanel || len(p.items) == 0 {
		return
	}
	at, _ := a.doc.Index(a.top)
	was := p.row
	p.row = at
	lit := p.lit()
	if was >= 0 {
		to := p.top + at - was
		if to >= 0 && to <= max(len(p.lines)-height, 0) && p.inSight(lit, to, height) {
			p.top = to
			return
		}
	}
	if p.made.beside != nil {
		p.catchUp(lit, at, height, at < was)
	}
}

// inSight reports whether what is lit would be in sight with that top: all of
// it where that fits; else its start, in the upper half.
func (p *panelPane) inSight(lit func(int) bool, top, height int) bool {
	first, last := p.litRange(lit)
	if first < 0 {
		return true
	}
	from := p.items[first].line
	to := p.items[last].line
	if to-from < height {
		return from >= top && to < top+height
	}
	return from >= top && from <= top+height/2
}

// litRange is the first and the last lit item, -1 where there is none.
func (p *panelPane) litRange(lit func(int) bool) (first, last int) {
	first, last = -1, -1
	for i := range p.items {
		if lit(i) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// catchUp puts the notes level with the text again: the first one that is lit,
// or where none is, the last one before. Notes that do not all fit start at the
// top, or going back in the middle, so that the next rows scrolled find them in
// sight.
func (p *panelPane) catchUp(lit func(int) bool, row, height int, back bool) {
	first, last := p.litRange(lit)
	top := row
	switch {
	case first >= 0:
		from, end := p.items[first].line, p.items[last].line+p.items[last].rows
		top = min(max(row+p.items[first].lag, end-height), from)
		if back && end-from > height {
			top = from - height/2
		}
	default:
		start := p.app.article.window().Start
		for i := range p.items {
			if p.items[i].offsets[0] >= start {
				break
			}
			top = row + p.items[i].lag
		}
	}
	p.top = max(min(top, len(p.lines)-height), 0)
}

// follow keeps in sight what matters: the cursor when the panel has the keys,
// else the selected figure, else what is on the article's screen. It moves
// only when that is out of sight, so that few bytes are sent.
func (p *panelPane) follow(height int) {
	if height <= 0 || len(p.items) == 0 {
		p.top = 0
		return
	}
	first, last := -1, -1
	switch {
	case !p.app.inPanel && p.made.beside != nil && p.app.article.selected < 0:
		return
	case p.app.inPanel:
		first, last = p.cursor, p.cursor
	default:
		lit := p.lit()
		for i := range p.items {
			if p.isSelected(i) {
				if lit(i) {
					first, last = i, i
				}
				break
			}
			if lit(i) && p.made.beside == nil {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
	}
	if first >= 0 {
		from := p.items[first].line
		to := p.items[last].line + p.items[last].rows
		switch {
		case from < p.top:
			p.top = from
		case to > p.top+height && to-from <= height && from-p.top > 0:
			// All of it fits: bring it in whole, from its first line, so that
			// the next lines scrolled need no move again.
			p.top = from
		case from >= p.top+height:
			p.top = from
		}
		if p.top == p.items[0].line || p.top <= 2 && to <= height {
			p.top = 0
		}
	}
	p.top = max(min(p.top, len(p.lines)-height), 0)
}

// move moves the cursor by items and takes the text along.
func (p *panelPane) move(by int) bool {
	if len(p.items) == 0 {
		return false
	}
	was := p.cursor
	p.cursor = min(max(p.cursor+by, 0), len(p.items)-1)
	p.show()
	return p.cursor != was
}

// show brings the place of the item under the cursor onto the screen.
func (p *panelPane) show() {
	if p.cursor >= len(p.items) {
		return
	}
	it := &p.items[p.cursor]
	if it.figure >= 0 {
		p.app.article.selected = it.figure
	}
	p.app.article.jump(it.offsets[0])
}

// enter gives the panel the keys, with the cursor on what the text shows.
func (p *panelPane) enter(width int) {
	p.make(width)
	if len(p.items) == 0 {
		return
	}
	lit := p.lit()
	at := -1
	for i := range p.items {
		if p.isSelected(i) {
			at = i
			break
		}
		if at < 0 && lit(i) {
			at = i
		}
	}
	p.cursor = max(at, 0)
}

// open goes to the item under the cursor; again, and it goes to the next place
// where the same name stands.
func (p *panelPane) open() (figure int) {
	if p.cursor >= len(p.items) {
		return -1
	}
	it := &p.items[p.cursor]
	if p.page == contentsPage {
		p.app.article.goTo(it.offsets[0])
		return -1
	}
	if it.figure >= 0 && p.page == figuresPage {
		return it.figure
	}
	at := p.app.article.window().End
	next := it.offsets[0]
	for _, o := range it.offsets {
		if o >= at {
			next = o
			break
		}
	}
	p.app.article.remember()
	p.app.article.jump(next)
	return -1
}

// sync puts the panel's cursor on the selected figure.
func (p *panelPane) sync() {
	for i := range p.items {
		if p.isSelected(i) {
			p.cursor = i
			return
		}
	}
}
