package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// Update takes a message. It does no I/O and no heavy work: both are commands,
// whose answers come back here.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.update(msg)
	if a.o.Accessible {
		cmd = tea.Batch(cmd, a.speak())
	}
	return a, a.flights.count(cmd)
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	if a.blank && wakes(msg) {
		a.blank = false
		return nil
	}
	switch m := msg.(type) {
	case posed:
		a.still, a.stirred = m.still, false
	case noticed:
		a.say(briefs.CleanLine(string(m), 200))
	case blanked:
		a.blank = true
	case faulted:
		panic(m.fault) // where it is caught as any other
	case tea.WindowSizeMsg:
		a.resize(m.Width, m.Height)
		a.list.doc = nil
		return tea.Batch(a.article.warm(), a.rest(previewAfter))
	case tea.KeyPressMsg:
		a.rested++
		return tea.Batch(a.press(m), a.later())
	case tea.PasteMsg:
		return a.paste(m)
	case tea.MouseWheelMsg:
		return a.wheel(m)
	case tea.MouseClickMsg:
		return a.click(m)
	case tea.BackgroundColorMsg:
		return a.recolour(m.IsDark())
	case listed:
		return a.takeList(m)
	case paged:
		return a.takePage(m)
	case unreadFound:
		return a.takeUnread(m)
	case watched:
		return a.takeWatch(m)
	case lookedAt:
		a.takeLook(m)
	case opened:
		return a.takeOpened(m)
	case extracted:
		return a.takeExtracted(m)
	case previewed:
		if m.asked == a.list.askedPreview && m.doc != nil {
			a.list.preview, a.list.doc = m.brief, m.doc
		}
	case dealt:
		if m.asked == a.deck.asked {
			if m.err != nil {
				a.fail("deck", m.err)
			} else {
				a.deck.card = m.card
			}
		}
	case found:
		a.search.take(m)
	case foundIn:
		return a.takeFound(m)
	case contentsRead:
		if b := a.article.brief; b != nil && b.ID == m.id {
			a.article.sections = m.sections
			a.panel.made = panelKey{}
		}
	case tallied:
		a.takeSeries(m)
	case stateSaved:
		a.takeSaved(m)
	case placeDue:
		a.place.ticking = false
		return a.keepPlace()
	case restedMsg:
		if m.key == a.rested {
			a.frozen = false
			return a.askPreview()
		}
	}
	return nil
}

// previewAfter is how long keys must rest before the preview, or the panel on
// a slow link, is drawn.
const previewAfter = 250 * time.Millisecond

// later draws what waits until the keys rest.
func (a *App) later() tea.Cmd {
	_, preview := a.frame.ListPanes()
	if a.top() == listScreen && preview > 0 || a.o.Slow {
		return a.rest(previewAfter)
	}
	return nil
}

func (a *App) takeOpened(m opened) tea.Cmd {
	if m.asked != a.opening {
		return nil
	}
	if m.err != nil {
		a.fail("open", m.err)
		return nil
	}
	keep := a.keepPlace()
	if h := a.list.find(m.brief.ID); h != nil {
		if h.State.Changed.After(m.brief.State.Changed) {
			m.brief.State = h.State
		} else {
			a.list.change(m.brief.ID, m.brief.State)
		}
	}
	a.push(readScreen)
	a.prompt.cancel()
	a.pending = pendingNone
	a.inPanel = false
	a.sheet.open = false
	place, resumed := m.offset, false
	if place < 0 {
		place = min(m.brief.State.Place, len(m.brief.Body))
		resumed = place > 0
	}
	a.article.show(m.brief, m.doc, m.parts, place)
	if was := min(m.brief.State.Place, len(m.brief.Body)); m.offset >= 0 && was > 0 {
		a.article.back = was // '' goes to where the reader was
	}
	a.panel.turn(a.panel.page)
	a.list.goTo(m.brief.ID)
	a.note = ""
	switch {
	case resumed && a.article.top != page.Pos{}:
		a.say("resumed at " + itoa(place*100/max(len(m.brief.Body), 1)) + " % " + a.theme.glyph.dot + " g for the start")
	case len(m.brief.Warnings) > 0:
		a.say("note: " + briefs.CleanLine(m.brief.Warnings[0], 160))
	}
	cmds := []tea.Cmd{keep, a.article.askContents(), a.article.warm(), a.extract(m.brief), a.moved(), a.list.near()}
	if m.query != "" {
		cmds = append(cmds, a.askFind(m.query))
	}
	return tea.Batch(cmds...)
}

func (a *App) takeExtracted(m extracted) tea.Cmd {
	b := a.article.brief
	if b == nil || b != m.of || b.Version != 0 {
		return nil
	}
	b.Figures, b.Names, b.Version, b.Keys = m.brief.Figures, m.brief.Names, m.brief.Version, m.brief.Keys
	a.article.setFigures()
	if h := a.list.find(b.ID); h != nil {
		h.Keys = b.Keys
	}
	return nil
}

func (a *App) takeFound(m foundIn) tea.Cmd {
	p := a.article
	if m.asked != p.asked || p.doc == nil {
		return nil
	}
	p.query, p.hits, p.hitAt = m.query, m.hits, 0
	if len(m.hits) == 0 {
		if m.query != "" && a.prompt.past[promptFind] == m.query || a.prompt.kind == promptFind {
			a.note, a.noteBad = "not found: "+briefs.CleanLine(m.query, 60), true
		}
		return nil
	}
	from := p.doc.Offset(p.top)
	for i, h := range m.hits {
		if h.Start >= from {
			p.hitAt = i
			break
		}
	}
	p.jump(p.hits[p.hitAt].Start)
	return a.moved()
}

func (a *App) takeSeries(m tallied) {
	switch m.asked {
	case a.ledger.asked:
		if m.err != nil {
			a.fail("ledger", m.err)
			return
		}
		a.ledger.done = true
		a.ledger.series = m.series
		if a.ledger.series.Measure == "" && a.article.selected >= 0 {
			a.ledger.series.Measure = a.article.brief.Figures[a.article.selected].Measure
		}
		a.ledger.cursor = max(len(m.series.Points)-1, 0)
		for i := range m.series.Points {
			if b := a.article.brief; b != nil && m.series.Points[i].Brief == b.ID {
				a.ledger.cursor = i
			}
		}
	case a.sheet.asked:
		if m.err == nil && a.sheet.open {
			at := a.article.brief.Figures[a.sheet.figure].Start
			seen := a.article.onScreen(at)
			a.sheet.series = m.series
			a.article.relayout()
			if seen {
				a.article.jump(at)
			}
		}
	}
}

// recolour takes the terminal's background when it answers, however late.
func (a *App) recolour(dark bool) tea.Cmd {
	name := "light"
	if dark {
		name = "dark"
	}
	a.setTheme(name)
	return a.article.warm()
}

func (a *App) setTheme(name string) {
	a.theme = a.o.Shared.theme(name, a.o.Colour, a.o.ASCII)
	a.list.doc = nil
	a.relayout()
}

// wheel moves by three rows, as terminals do.
func (a *App) wheel(m tea.MouseWheelMsg) tea.Cmd {
	if a.plain != nil || a.prompt.open() {
		return nil
	}
	a.rested++
	by := map[tea.MouseButton]int{tea.MouseWheelDown: 3, tea.MouseWheelUp: -3}[m.Button]
	return tea.Batch(a.scroll(by), a.later())
}

// click selects what it is on: a brief of the list, an item of the panel.
func (a *App) click(m tea.MouseClickMsg) tea.Cmd {
	if m.Button != tea.MouseLeft || m.Y < a.frame.Top() || m.Y >= a.frame.Top()+a.frame.Body() || a.plain != nil || a.prompt.open() {
		return nil
	}
	list, article, panel := a.frame.Panes()
	switch a.top() {
	case listScreen:
		at := a.list.top + (m.Y-a.frame.Top())/a.list.perRow()
		if width, _ := a.frame.ListPanes(); at < len(a.list.all) && m.X < width {
			if at == a.list.cursor {
				return a.do(actOpen)
			}
			a.list.cursor = at
			return tea.Batch(a.askPreview(), a.list.near())
		}
	case readScreen:
		if panel == 0 {
			return nil // the drawer is worked with keys
		}
		if m.X < list+rule(list)+article+1 {
			a.inPanel = false
			return nil
		}
		line := a.panel.top + m.Y - a.frame.Top() - 1
		if line >= 0 && line < len(a.panel.lines) && a.panel.lines[line].item >= 0 {
			a.inPanel = true
			a.panel.cursor = a.panel.lines[line].item
			a.panel.show()
			return a.moved()
		}
	}
	return nil
}

// paste types into the line that is open; elsewhere it does nothing: what is
// pasted is no command.
func (a *App) paste(m tea.PasteMsg) tea.Cmd {
	m.Content = briefs.CleanLine(m.Content, 800)
	switch {
	case a.prompt.open():
		if a.prompt.update(m) {
			return a.typed()
		}
	case a.top() == searchScreen && a.search.typing:
		a.search.input.update(m)
		return a.search.ask()
	}
	return nil
}
