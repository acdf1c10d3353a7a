package ui

import (
	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// do does an action where one is.
func (a *App) do(act action) tea.Cmd {
	switch act {
	case actQuit, actLeave:
		return a.leave()
	case actBack:
		return a.back()
	case actHelp:
		a.help.start(a.in())
		a.push(helpScreen)
	case actCommand:
		a.prompt.start(promptCommand, ":")
	case actRedraw:
		return tea.ClearScreen
	case actSearch:
		a.search.start()
		a.push(searchScreen)
	case actToggleSlow:
		a.o.Slow = !a.o.Slow
		a.say("slow link: " + onOff(a.o.Slow))
	case actToggleMouse:
		a.o.Mouse = !a.o.Mouse
		a.say("mouse: " + onOff(a.o.Mouse))
	case actThemeDark:
		a.setTheme("dark")
	case actThemeLight:
		a.setTheme("light")
	case actThemeNeutral:
		a.setTheme("")
	case actRead, actStar, actTag:
		return a.doState(act)
	case actUndo:
		return a.takeBack()
	case actDown:
		return a.scroll(1)
	case actUp:
		return a.scroll(-1)
	case actHalfDown:
		return a.scroll(max(a.step()/2, 1))
	case actHalfUp:
		return a.scroll(-max(a.step()/2, 1))
	case actPageDown:
		return a.pageDown()
	case actPageUp:
		return a.scroll(-a.step())
	case actTop:
		return a.scroll(-1 << 30)
	case actBottom:
		return a.scroll(1 << 30)
	default:
		switch a.top() {
		case listScreen:
			return a.doList(act)
		case readScreen:
			return a.doRead(act)
		case deckScreen:
			return a.doDeck(act)
		case searchScreen:
			return a.doSearch(act)
		case ledgerScreen:
			return a.doLedger(act)
		case helpScreen:
			if act == actFind {
				a.prompt.start(promptHelp, "/")
			}
		}
	}
	return nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// step is a screenful where one is.
func (a *App) step() int {
	switch a.top() {
	case listScreen:
		return a.list.page()
	case readScreen:
		if a.inPanel {
			return 5
		}
		// One row stays on screen, so that the eye finds where it was.
		return max(a.article.height-1, 1)
	case searchScreen:
		return a.search.page()
	}
	return max(a.frame.Body()-1, 1)
}

// scroll moves by rows, or by entries, where one is.
func (a *App) scroll(by int) tea.Cmd {
	switch a.top() {
	case listScreen:
		if by <= -1<<30 || by >= 1<<30 {
			return tea.Batch(a.list.goEnds(by > 0), a.list.near())
		}
		a.list.move(clampMove(by))
		return a.list.near()
	case readScreen:
		if a.article.doc == nil {
			return nil
		}
		if a.inPanel {
			a.panel.move(clampMove(by))
			return a.moved()
		}
		if a.sheet.scroll(by) {
			return nil
		}
		a.freeze()
		switch {
		case by <= -1<<30:
			a.article.remember()
			a.article.goTop()
		case by >= 1<<30:
			a.article.remember()
			a.article.goEnd()
		case !a.article.scroll(by) && by > 0:
			a.article.atEnd = true
			a.say(a.endNote())
		}
		return a.moved()
	case searchScreen:
		if !a.search.move(clampMove(by)) && by == -1 {
			a.search.start()
		}
	case ledgerScreen:
		a.ledger.move(clampMove(by))
	case helpScreen:
		a.help.move(clampMove(by))
	}
	return nil
}

func clampMove(by int) int { return max(min(by, 1<<24), -1<<24) }

// freeze keeps the panel as it is until the keys rest, on a slow link.
func (a *App) freeze() { a.frozen = a.o.Slow }

func (a *App) endNote() string {
	if row, ask := a.nextUnread(); row < 0 && !ask {
		return "the end " + a.theme.glyph.dot + " nothing else is unread"
	}
	return "the end " + a.theme.glyph.dot + " Space: next unread"
}

// pageDown is a page down; at the end it says what the next press does, and
// then does it.
func (a *App) pageDown() tea.Cmd {
	p := a.article
	if a.top() != readScreen || a.inPanel || p.doc == nil || !p.doc.AtEnd(p.top, p.height) {
		return a.scroll(a.step())
	}
	if !p.atEnd {
		p.atEnd = true
		a.say(a.endNote())
		return a.moved()
	}
	switch row, ask := a.nextUnread(); {
	case ask:
		var behind *briefs.Head
		if p.brief != nil {
			behind = &p.brief.Head
		}
		return a.askUnread(behind, true)
	case row >= 0:
		return a.open(a.list.all[row].ID, -1, "")
	}
	a.say(a.endNote())
	return nil
}

// nextUnread is the next unread brief after the open one in the list, as
// listPane.nextUnread has it.
func (a *App) nextUnread() (row int, ask bool) {
	at := -1
	if a.article.brief != nil {
		at = a.list.at(a.article.brief.ID)
	}
	return a.list.nextUnread(at)
}

// back leaves what was opened last.
func (a *App) back() tea.Cmd {
	switch {
	case a.top() == readScreen && a.sheet.open:
		a.sheet.close()
		return nil
	case a.top() == readScreen && a.inPanel:
		a.inPanel = false
		return nil
	case a.top() == listScreen && a.list.query.Match != "":
		return a.list.narrow("")
	case a.top() == listScreen:
		a.say("q leaves")
		return nil
	}
	was := a.top()
	keep := a.keepPlace()
	if a.o.Only && was == readScreen || !a.pop() {
		return a.leave()
	}
	if was == readScreen && a.top() == listScreen {
		if a.list.query.Unread || a.arrivals > 0 {
			return a.inOrder(keep, a.askList(true))
		}
		return tea.Batch(keep, a.askPreview())
	}
	return keep
}

// onHead is the brief that an action on a brief means, "" for none.
func (a *App) onHead() string {
	switch a.top() {
	case readScreen:
		if a.article.brief != nil {
			return a.article.brief.ID
		}
	case listScreen, deckScreen:
		if h := a.list.selected(); h != nil {
			return h.ID
		}
	}
	return ""
}

func (a *App) doState(act action) tea.Cmd {
	id := a.onHead()
	if id == "" {
		return nil
	}
	var now briefs.State
	if h := a.list.find(id); h != nil {
		now = h.State
	} else if a.article.brief != nil && a.article.brief.ID == id {
		now = a.article.brief.State
	}
	switch act {
	case actRead:
		if now.Read {
			a.place.dirty = false
			return a.change(id, "unread", func(s *briefs.State) { s.Read, s.Far, s.Opened = false, 0, false })
		}
		return a.change(id, "read", func(s *briefs.State) { s.Read = true })
	case actStar:
		says := "starred"
		if now.Starred {
			says = "star removed"
		}
		return a.change(id, says, func(s *briefs.State) { s.Starred = !s.Starred })
	case actTag:
		next := briefs.NoTag
		for i, t := range briefs.Tags {
			if t == now.Tag {
				next = briefs.Tags[(i+1)%len(briefs.Tags)]
			}
		}
		says := "tag: " + string(next)
		if next == briefs.NoTag {
			says = "tag removed"
		}
		return a.change(id, says, func(s *briefs.State) { s.Tag = next })
	}
	return nil
}
