package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// View draws the frame. It does no I/O; what it shows is in memory.
func (a *App) View() tea.View {
	v := tea.View{AltScreen: true}
	if a.o.Accessible {
		v.AltScreen = false
		switch {
		case a.prompt.open():
			v.Content = gate(a.prompt.view(a.frame.Width))
		case a.top() == searchScreen && a.search.typing:
			v.Content = gate(a.search.input.view(a.frame.Width))
		}
		return v
	}
	if a.o.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.Content = gate(a.draw())
	if a.o.ASCII {
		v.Content = narrowed(v.Content)
	}
	if a.still {
		a.stirred = a.stirred || v.Content != a.last
		v.Content = a.last
		v.ReportFocus = true // no terminal is told: the renderer says so that it has sent the frame
	}
	// The renderer compares each frame with the last one, thirty times a second:
	// one that is the same string costs it nothing, and is held once.
	if v.Content == a.last {
		v.Content = a.last
	}
	a.last = v.Content
	return v
}

// draw is the frame as text: Height rows, none wider than Width.
func (a *App) draw() string {
	w, h := a.frame.Width, a.frame.Height
	if a.frame.Small() {
		return page.Cut("despatch: larger, please", w)
	}
	if a.blank {
		return a.drawBlank(w, h)
	}
	if a.plain != nil {
		return a.drawPlain(w, h)
	}
	rows := make([]string, 0, h)
	rows = fill(append(rows, a.titleRow(w)), a.frame.Top())
	body := a.body(w, a.frame.Body())
	rows = append(rows, body[:min(len(body), a.frame.Body())]...)
	for len(rows) < h-1 {
		rows = append(rows, "")
	}
	rows = append(rows, a.statusRow(w))
	return strings.Join(rows, "\n")
}

func (a *App) body(w, h int) []string {
	switch a.top() {
	case readScreen:
		return a.drawReading(w, h)
	case deckScreen:
		return a.deck.view(w, h)
	case searchScreen:
		return a.search.view(w, h)
	case ledgerScreen:
		return a.ledger.view(w, h)
	case helpScreen:
		return a.help.view(w, h)
	}
	list, preview := a.frame.ListPanes()
	if preview == 0 {
		return a.list.view(list, h)
	}
	return a.join(h, column{list, a.list.view(list-1, h)}, column{preview, a.list.previewView(preview, h)})
}

// A column is a pane's rows and the cells that it has.
type column struct {
	width int
	rows  []string
}

// join puts columns side by side, with a rule between each two.
func (a *App) join(h int, columns ...column) []string {
	out := make([]string, h)
	edge := a.theme.rule.paint(a.theme.glyph.rule)
	var b strings.Builder
	for y := range out {
		b.Reset()
		for i, c := range columns {
			cell := ""
			if y < len(c.rows) {
				cell = page.CutStyled(c.rows[y], c.width)
			}
			b.WriteString(cell)
			if i < len(columns)-1 {
				b.WriteString(strings.Repeat(" ", max(c.width-page.StyledWidth(cell), 0)))
				b.WriteString(edge)
			}
		}
		out[y] = b.String()
	}
	return out
}

// drawReading is the article with what stands beside it.
func (a *App) drawReading(w, h int) []string {
	list, article, panel := a.frame.Panes()
	var foot []string
	if a.sheet.open {
		foot = a.sheet.view(w, a.sheet.height())
		h -= len(foot)
	}
	var rows []string
	switch {
	case a.frame.Narrow() && a.inPanel:
		drawer := min(a.frame.Drawer(), h)
		rows = a.article.view(max(h-drawer-1, 0))
		rows = append(fill(rows, h-drawer-1), a.theme.rule.paint(strings.Repeat(a.horizontal(), w)))
		rows = append(rows, a.panel.view(w, drawer)...)
	case a.frame.Narrow():
		rows = append(rows, a.figureLine(w))
		rows = append(rows, a.article.view(h-1)...)
	case panel == 0:
		rows = a.article.view(h)
	default:
		side := a.panelRows(panel, h)
		columns := []column{{article, a.article.view(h)}, {panel, side}}
		if list > 0 {
			columns = append([]column{{list, a.drawSide(list, h)}}, columns...)
		}
		rows = a.join(h, columns...)
	}
	return append(fill(rows, h), foot...)
}

// panelRows are the panel's rows; on a slow link those of before, as long as
// keys come.
func (a *App) panelRows(width, height int) []string {
	key := panelFrame{width, height, a.article.brief}
	if a.frozen && a.panel.drawn == key && a.panel.rows != nil {
		return a.panel.rows
	}
	a.panel.drawn, a.panel.rows = key, a.panel.view(width, height)
	return a.panel.rows
}

// panelFrame is what the panel's rows were last drawn for.
type panelFrame struct {
	width, height int
	brief         *briefs.Brief
}

func (a *App) horizontal() string {
	if a.o.ASCII {
		return "-"
	}
	return "─"
}

func fill(rows []string, h int) []string {
	for len(rows) < h {
		rows = append(rows, "")
	}
	return rows[:max(h, 0)]
}

// drawSide is the left column of a wide terminal: the list above, the contents
// of the open brief below.
func (a *App) drawSide(w, h int) []string {
	contents := a.article.contents()
	// Half the height stays blank: rows that move whole can be scrolled.
	below := min(len(contents)+1, h/4)
	if len(contents) == 0 {
		below = 0
	}
	above := min(len(a.list.all)+1, max(h/2-below, 3))
	rows := make([]string, 0, h)
	l := a.list
	from := max(min(l.cursor-above/2, len(l.all)-above+1), 0)
	for i := from; i < len(l.all) && len(rows) < above-1; i++ {
		head := &l.all[i]
		edge, style := "  ", sgr("")
		if a.article.brief != nil && head.ID == a.article.brief.ID {
			edge, style = a.theme.glyph.bar+" ", a.theme.selected
		}
		rows = append(rows, edge+l.sign(head)+" "+style.paint(page.Cut(a.theme.line(head.Title, 300), w-5)))
	}
	rows = fill(rows, above)
	if below == 0 {
		return rows
	}
	rows = append(rows, " "+a.theme.head.paint("CONTENTS"))
	window := a.article.window()
	here := 0
	for i, s := range contents {
		if s.offset < window.End && (i == 0 || contents[i-1].offset <= window.Start) {
			here = i
		}
		if s.offset > window.Start {
			break
		}
	}
	room := below - 1
	top := max(min(here-room/2, len(contents)-room), 0)
	for i := top; i < len(contents) && len(rows) < above+below; i++ {
		s := &contents[i]
		edge := "  "
		if i == here {
			edge = a.theme.glyph.bar + " "
		}
		mins := ""
		if s.minutes > 0 {
			mins = fmt.Sprintf(" %d min", s.minutes)
		}
		text := strings.Repeat(" ", min(max(s.level-2, 0)*2, 6)) + s.text
		room := max(w-3-len(mins), 4)
		rows = append(rows, edge+page.Pad(page.Cut(text, room), room)+a.theme.quiet.paint(mins))
	}
	return fill(rows, h)
}

// figureLine is the figures on the screen, in one line, for a terminal that
// has no room for a panel.
func (a *App) figureLine(w int) string {
	p := a.article
	from, to := p.visible()
	if len(p.shown) == 0 {
		return ""
	}
	if from == to {
		return a.theme.quiet.paint(page.Cut(" "+plural(len(p.shown), "figure")+", none here", w))
	}
	var b strings.Builder
	b.WriteString(a.theme.glyph.bar)
	for _, i := range p.shown[from:to] {
		f := &p.brief.Figures[i]
		style := a.theme.kind[f.Kind]
		if i == p.selected {
			style = a.theme.reversed
		}
		b.WriteString(style.paint(a.theme.surface(p.brief, f)) + "  ")
	}
	return page.CutStyled(b.String(), w)
}
