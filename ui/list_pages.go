package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// The list is asked for in parts: a box may hold more than a screen, or a
// session, should.
const (
	pageSize  = 200  // heads of a part
	pageAhead = 60   // another part is asked for so near to an end
	mostHeads = 2000 // that are held; those far from the cursor are let go
)

type (
	// listed is the list round the brief that it was asked for.
	listed struct {
		asked      int
		fresh      bool // the list is new to the reader, not a look at what changed
		heads      []briefs.Head
		at         int  // of heads: the brief that it was asked for, or the first behind its place
		front      int  // how many stand in front of heads; -1 is not known
		less, more bool // the list goes on in front of heads, behind them
		counts     briefs.Counts
		markings   []string // their names
		version    int64
		begun      int  // saves that had begun when it was asked for
		still      bool // none of them was on its way then
		err        error
	}
	// paged is another part of the list.
	paged struct {
		asked int
		end   pageEnd
		heads []briefs.Head
		more  bool // the list goes on that way
		err   error
	}
	// unreadFound is the next unread brief, nil for none.
	unreadFound struct {
		asked int
		head  *briefs.Head
		open  bool
		err   error
	}
)

// A pageEnd says where a part of the list goes.
type pageEnd int

const (
	pageBehind pageEnd = iota
	pageFront
	pageLast // in place of all: it is the end of the list
)

// askList asks for the list: anew, round the brief that the cursor is on, or for
// what changed in the part that is here.
func (a *App) askList(fresh bool) tea.Cmd {
	a.asked++
	l := a.list
	l.asked, l.askedPage = a.asked, 0
	// A fresh list that is still awaited is not forgotten for a look.
	l.wanted = l.wanted || fresh
	fresh = l.wanted
	ctx, lib, asked, q := a.ctx, a.lib, a.asked, l.query
	round := l.anchor
	if h := l.selected(); round == nil && h != nil && l.cursor > 0 {
		round = new(*h)
	}
	var first, last *briefs.Head
	if !fresh && len(l.all) > 0 {
		first, last = new(l.all[0]), new(l.all[len(l.all)-1])
	}
	here, less, more, front := len(l.all), l.less, l.more, l.front
	begun, still := a.echo.begun, a.echo.flying == 0
	return func() tea.Msg {
		m := listed{asked: asked, fresh: fresh, begun: begun, still: still}
		if m.version, m.err = lib.Version(ctx); m.err != nil {
			return m
		}
		switch {
		case !fresh:
			m.less, m.more, m.front = less, more, front
			if less {
				q.After = first
			}
			if more {
				q.Before = last
			}
			q.Limit = here + pageSize
			m.heads, m.err = lib.List(ctx, q)
		default:
			m.round(q, round, func(q briefs.Query) ([]briefs.Head, error) { return lib.List(ctx, q) })
		}
		if m.err == nil {
			m.counts, m.err = lib.Counts(ctx)
		}
		if m.err == nil {
			m.markings, m.err = lib.Markings(ctx)
		}
		return m
	}
}

// round asks for the part of the list round a head, or for its first part.
func (m *listed) round(q briefs.Query, head *briefs.Head, list func(briefs.Query) ([]briefs.Head, error)) {
	if head != nil {
		before := q
		before.Before, before.Limit = head, 2*pageSize
		if m.heads, m.err = list(before); m.err != nil {
			return
		}
		if m.at = len(m.heads); m.at == before.Limit {
			m.less, m.front = true, -1
		}
	}
	q.Limit = pageSize
	if m.at > 0 {
		q.After = &m.heads[m.at-1]
	}
	var behind []briefs.Head
	behind, m.err = list(q)
	m.heads, m.more = append(m.heads, behind...), len(behind) == q.Limit
}

func (a *App) takeList(m listed) tea.Cmd {
	if m.asked != a.list.asked {
		return nil
	}
	a.list.wanted = false
	if m.err != nil {
		a.list.err, a.list.loaded = m.err, true
		a.fail("list", m.err)
		return nil
	}
	a.echo.heard(m.begun, m.still)
	if !m.fresh {
		a.mergeList(m)
		return nil
	}
	first := !a.list.loaded
	a.version, a.arrivals = m.version, 0
	a.list.set(m)
	if first && a.o.Only && len(m.heads) == 1 {
		return a.open(m.heads[0].ID, -1, "")
	}
	return a.askPreview()
}

// mergeList takes what changed elsewhere without moving what is on screen:
// states are brought up to date, new briefs are counted, withdrawn ones stay
// until the list is made anew.
func (a *App) mergeList(m listed) {
	a.version = m.version
	a.arrivals = 0
	for i := range m.heads {
		h := &m.heads[i]
		have := a.list.find(h.ID)
		switch {
		case have == nil:
			a.arrivals++
		default:
			// Its state, but what was done here since stays.
			state := h.State
			if have.State.Changed.After(state.Changed) {
				state = have.State
			}
			*have = *h
			have.State = state
			if b := a.article.brief; b != nil && b.ID == h.ID && state.Changed.After(b.State.Changed) {
				b.State = state
			}
		}
	}
	a.list.counts, a.list.markings = m.counts, m.markings
	if a.list.less || a.list.more {
		// What came in elsewhere in the list was not asked for.
		a.arrivals = max(a.arrivals, m.counts.All-a.list.held)
	}
}

// near asks for more of the list when the cursor is near an end of the part that
// is here.
func (l *listPane) near() tea.Cmd {
	switch {
	case l.askedPage != 0 || l.wanted || len(l.all) == 0:
		return nil
	case l.more && l.cursor+pageAhead+l.page() >= len(l.all):
		return l.app.askPage(pageBehind)
	case l.less && l.cursor < pageAhead+l.page():
		return l.app.askPage(pageFront)
	}
	return nil
}

// askPage asks for another part of the list.
func (a *App) askPage(end pageEnd) tea.Cmd {
	l := a.list
	a.asked++
	l.askedPage = a.asked
	ctx, lib, asked, q := a.ctx, a.lib, a.asked, l.query
	q.Limit = pageSize
	switch end {
	case pageBehind:
		q.After = new(l.all[len(l.all)-1])
	case pageFront:
		q.Before = new(l.all[0])
	case pageLast:
		q.End = true
	}
	return func() tea.Msg {
		heads, err := lib.List(ctx, q)
		return paged{asked, end, heads, len(heads) == q.Limit, err}
	}
}

func (a *App) takePage(m paged) tea.Cmd {
	l := a.list
	if m.asked != l.askedPage {
		return nil
	}
	l.askedPage = 0
	if m.err != nil {
		a.fail("list", m.err)
		return nil
	}
	switch m.end {
	case pageBehind:
		l.all, l.more = append(l.all, m.heads...), m.more
		if spare := min(len(l.all)-mostHeads, l.cursor-pageAhead-l.page()); spare > 0 {
			l.all, l.less = slices.Delete(l.all, 0, spare), true
			l.cursor, l.top = l.cursor-spare, l.top-spare
			if l.front >= 0 {
				l.front += spare
			}
		}
	case pageFront:
		l.all, l.less = append(m.heads, l.all...), m.more
		l.cursor, l.top = l.cursor+len(m.heads), l.top+len(m.heads)
		switch {
		case !m.more:
			l.front = 0
		case l.front >= 0:
			l.front = max(l.front-len(m.heads), 0)
		}
		if keep := max(mostHeads, l.cursor+pageAhead+l.page()); keep < len(l.all) {
			l.all, l.more = l.all[:keep], true
		}
	case pageLast:
		l.all, l.less, l.more, l.front = m.heads, m.more, false, 0
		if m.more {
			l.front = -1
			if l.total >= 0 {
				l.front = max(l.total-len(m.heads), 0)
			}
		}
		l.cursor = max(len(l.all)-1, 0)
	}
	if l.total < 0 {
		l.total = l.size()
	}
	l.index()
	l.scroll()
	return tea.Batch(a.askPreview(), l.near())
}

// goEnds goes to the first or the last brief of the list, wherever the part is
// that is here.
func (l *listPane) goEnds(last bool) tea.Cmd {
	switch {
	case last && l.more:
		return l.app.askPage(pageLast)
	case !last && l.less:
		l.cursor, l.top = 0, 0
		l.anchor = nil
		return l.app.askList(true)
	}
	l.move(clampMove(map[bool]int{true: 1 << 30, false: -1 << 30}[last]))
	return nil
}

// askUnread asks for the next unread brief behind a head, round the end of the
// list.
func (a *App) askUnread(behind *briefs.Head, open bool) tea.Cmd {
	a.asked++
	a.list.askedPage = a.asked
	ctx, lib, asked, q := a.ctx, a.lib, a.asked, a.list.query
	q.Unread, q.Limit = true, 2
	from := q
	if behind != nil {
		from.After = new(*behind)
	}
	return func() tea.Msg {
		heads, err := lib.List(ctx, from)
		if err == nil && len(heads) == 0 {
			heads, err = lib.List(ctx, q)
		}
		for i := range heads {
			if behind == nil || heads[i].ID != behind.ID {
				return unreadFound{asked, &heads[i], open, err}
			}
		}
		return unreadFound{asked, nil, open, err}
	}
}

func (a *App) takeUnread(m unreadFound) tea.Cmd {
	l := a.list
	if m.asked != l.askedPage {
		return nil
	}
	l.askedPage = 0
	switch {
	case m.err != nil:
		a.fail("next unread", m.err)
		return nil
	case m.head == nil:
		a.say("nothing is unread")
		return nil
	case m.open:
		return a.open(m.head.ID, -1, "")
	}
	if row := l.at(m.head.ID); row >= 0 {
		l.cursor = row
		l.scroll()
		return tea.Batch(a.askPreview(), l.near())
	}
	l.anchor = m.head
	return a.askList(true)
}
