package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

func (a *App) doList(act action) tea.Cmd {
	l := a.list
	switch act {
	case actOpen:
		if h := l.selected(); h != nil {
			return a.open(h.ID, -1, "")
		}
	case actNextBrief, actPrevBrief:
		l.move(map[action]int{actNextBrief: 1, actPrevBrief: -1}[act])
		return l.near()
	case actNextUnread:
		row, ask := l.nextUnread(l.cursor)
		switch {
		case ask:
			return a.askUnread(l.selected(), false)
		case row < 0:
			a.say("nothing is unread")
		default:
			l.cursor = row
			l.scroll()
			return l.near()
		}
	case actFind:
		a.prompt.start(promptFilter, "filter: ")
	case actDeck:
		a.push(deckScreen)
		return a.deck.start()
	case actOrder:
		var says string
		l.query.Order, says = l.nextOrder()
		a.say(says)
		return a.askList(true)
	case actOnlyUnread:
		l.query.Unread = !l.query.Unread
		return a.askList(true)
	case actOnlyStarred:
		l.query.Starred = !l.query.Starred
		return a.askList(true)
	case actFilterClear:
		l.query = briefs.Query{Order: l.query.Order}
		return a.askList(true)
	case actRefresh:
		return a.askList(true)
	}
	return nil
}

func (a *App) doRead(act action) tea.Cmd {
	p := a.article
	if p.doc == nil {
		return nil
	}
	switch act {
	case actOpen:
		return a.openFigure()
	case actRefresh:
		return a.renew()
	case actNextPane, actPrevPane, actPanel:
		a.togglePanel()
	case actPage:
		a.panel.next()
		if a.inPanel {
			a.panel.enter(a.panelWidth())
		}
	case actNextFigure, actPrevFigure:
		dir := 1
		if act == actPrevFigure {
			dir = -1
		}
		if !p.step(dir) {
			switch {
			case len(p.shown) == 0:
				a.say("no figures in this briefing")
			case dir > 0:
				a.say("no figure further on")
			default:
				a.say("no figure before")
			}
			return nil
		}
		a.panel.sync()
		if a.sheet.open {
			return a.showFigure(p.selected)
		}
		return a.moved()
	case actNextSection, actPrevSection:
		dir := 1
		if act == actPrevSection {
			dir = -1
		}
		if !p.section(dir) {
			a.say(map[int]string{1: "the last section", -1: "the first section"}[dir])
		}
		return a.moved()
	case actNextBrief:
		return a.neighbour(1)
	case actPrevBrief:
		return a.neighbour(-1)
	case actFind:
		p.remember()
		a.prompt.start(promptFind, "/")
	case actFindNext:
		return a.nextHit(1)
	case actFindPrev:
		return a.nextHit(-1)
	case actMark:
		a.pending = pendingMark
		a.say("mark: a letter")
	case actJump:
		a.pending = pendingJump
		a.say("to mark: a letter " + a.theme.glyph.dot + " ' for where you were")
	case actCopy:
		a.pending = pendingCopy
		a.say("copy: f figure, p paragraph, l link, a all")
	case actShow:
		a.pending = pendingShow
		a.say("show: f figure, p paragraph, l link, a all")
	case actLayout:
		a.nextLayout()
		return p.warm()
	case actNumbers:
		a.numbers = !a.numbers
		a.relayout()
		return p.warm()
	case actKeyFirst:
		a.panel.byRank = !a.panel.byRank
		a.panel.turn(figuresPage)
	case actDeck:
		a.push(deckScreen)
		return a.deck.start()
	case actLedger:
		i := p.current()
		if i < 0 {
			a.say("no figure on the screen")
			return nil
		}
		if p.brief.Figures[i].Measure == "" {
			a.say("the text does not say what this figure measures: nothing to compare")
			return nil
		}
		p.selected = i
		a.push(ledgerScreen)
		return a.ledger.start(p.brief.Figures[i])
	}
	return nil
}

// openFigure opens what the panel's cursor is on, or the current figure.
func (a *App) openFigure() tea.Cmd {
	fig := -1
	if a.inPanel {
		if fig = a.panel.open(); fig < 0 {
			return a.moved()
		}
	} else if fig = a.article.current(); fig < 0 {
		a.say("no figure on the screen " + a.theme.glyph.dot + " . goes to the next one")
		return nil
	}
	if a.sheet.open && a.sheet.figure == fig {
		a.sheet.close()
		return nil
	}
	return a.showFigure(fig)
}

// showFigure opens the sheet on a figure and asks where else it stands.
func (a *App) showFigure(fig int) tea.Cmd {
	a.sheet.show(fig)
	a.panel.sync()
	var cmd tea.Cmd
	a.sheet.asked, cmd = a.askSeries(a.article.brief.Figures[fig])
	return tea.Batch(cmd, a.moved())
}

// panelWidth is the width that the panel has: its own, or that of the drawer.
func (a *App) panelWidth() int {
	_, _, panel := a.frame.Panes()
	if panel == 0 {
		return a.frame.Width
	}
	return panel
}

// togglePanel gives the keys to the panel, or back to the article. Where there
// is no panel it comes as a drawer.
func (a *App) togglePanel() {
	if a.layout == panelOff {
		a.layout = panelOn
		a.relayout()
	}
	a.inPanel = !a.inPanel
	if a.inPanel {
		a.panel.enter(a.panelWidth())
	}
	a.article.relayout()
}

func (a *App) nextLayout() {
	order := map[string]string{panelOn: panelOff, panelOff: panelWide, panelWide: panelOn}
	a.layout = order[a.layout]
	a.inPanel = false
	a.relayout()
	a.say("panel: " + map[string]string{panelOn: "on", panelOff: "off", panelWide: "wide"}[a.layout])
}

// neighbour opens the next or previous brief of the list.
func (a *App) neighbour(dir int) tea.Cmd {
	l := a.list
	at := l.at(a.article.brief.ID)
	to := at + dir
	if at < 0 {
		to = l.cursor
	}
	if to < 0 || to >= len(l.all) {
		a.say(map[int]string{1: "the last briefing", -1: "the first briefing"}[dir])
		return nil
	}
	return a.open(l.all[to].ID, -1, "")
}

// nextHit goes to the next or previous match, round the ends.
func (a *App) nextHit(dir int) tea.Cmd {
	p := a.article
	n := len(p.hits)
	if n == 0 {
		if old := a.prompt.past[promptFind]; old != "" {
			return a.askFind(old)
		}
		a.say("nothing to look for " + a.theme.glyph.dot + " / finds")
		return nil
	}
	p.hitAt = (p.hitAt + dir + n) % n
	p.jump(p.hits[p.hitAt].Start)
	return a.moved()
}

func (a *App) doDeck(act action) tea.Cmd {
	switch act {
	case actDeckNext:
		if !a.deck.move(1) {
			a.say("the last card " + a.theme.glyph.dot + " q leaves the deck")
		}
		return tea.Batch(a.deck.ask(), a.list.near())
	case actDeckPrev:
		if !a.deck.move(-1) {
			a.say("the first card")
		}
		return a.deck.ask()
	case actOpen:
		if h := a.list.selected(); h != nil {
			return a.open(h.ID, -1, "")
		}
	}
	return nil
}

func (a *App) doSearch(act action) tea.Cmd {
	switch act {
	case actFind:
		a.search.start()
	case actOpen:
		if h := a.search.selected(); h != nil {
			return a.open(h.ID, h.Offset, strings.ToLower(searchTerm(a.search.query)))
		}
	}
	return nil
}

// searchTerm is the first plain word or phrase of a search, to be shown in the
// article that it found.
func searchTerm(query string) string {
	for len(query) > 0 {
		switch query[0] {
		case ' ':
			query = query[1:]
			continue
		case '"':
			if term, _, _ := strings.Cut(query[1:], `"`); term != "" {
				return term
			}
		case '-':
			query = afterPart(query)
			continue
		}
		term, _, _ := strings.Cut(query, " ")
		if strings.ContainsAny(term, ":：><") {
			query = afterPart(query) // a field
			continue
		}
		return strings.TrimRight(term, "*")
	}
	return ""
}

// afterPart is a search without its first part, up to a space outside of
// quotation marks.
func afterPart(query string) string {
	inside := false
	for i, r := range query {
		switch {
		case r == '"':
			inside = !inside
		case r == ' ' && !inside:
			return query[i:]
		}
	}
	return ""
}

func (a *App) doLedger(act action) tea.Cmd {
	if act != actOpen || a.ledger.cursor >= len(a.ledger.series.Points) {
		return nil
	}
	p := &a.ledger.series.Points[a.ledger.cursor]
	return a.open(p.Brief, p.Figure.Start, "")
}

// goParagraph goes to the paragraph with that number, as people cite it.
func (a *App) goParagraph(n int) tea.Cmd {
	p := a.article
	if a.top() != readScreen || p.doc == nil {
		a.say("no article is open")
		return nil
	}
	last := 0
	for _, b := range p.doc.Blocks() {
		if b.Number == n && !b.Joined {
			p.goTo(b.Start)
			return a.moved()
		}
		last = max(last, b.Number)
	}
	a.say("there are " + plural(last, "paragraph"))
	return nil
}
