package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// listPane is the box: a row or two for each brief, and a cursor. It holds a
// part of the list, which grows where the cursor comes near an end of it.
type listPane struct {
	app        *App
	all        []briefs.Head  // the part that is here, in order
	byID       map[string]int // indexes of all
	front      int            // how many heads stand in front of all; -1 is not known
	total      int            // of the list; -1 is not known
	more, less bool           // the list goes on behind all, in front of it
	cursor     int            // index of all
	top        int            // index of all
	counts     briefs.Counts
	held       int // briefs in the box when the list was made
	query      briefs.Query
	markings   []string // their names
	loaded     bool
	err        error
	allSamples bool // every brief is one: the title says so, once

	preview briefs.Head // of the selected brief, when it was fetched
	doc     *page.Doc

	asked, askedPreview int          // numbers of the last questions
	askedPage           int          // for another part of the list; 0 when none is awaited
	wanted              bool         // a fresh list is awaited
	anchor              *briefs.Head // which it is made round, instead of the selected one
}

func newListPane(a *App) *listPane { return &listPane{app: a} }

// set takes a new list. The cursor stays on the brief it was on, or goes to the
// one behind its place.
func (l *listPane) set(m listed) {
	// What was done here a moment ago may not have reached the answer yet.
	for i := range m.heads {
		if was := l.find(m.heads[i].ID); was != nil && was.State.Changed.After(m.heads[i].State.Changed) {
			m.heads[i].State = was.State
		}
	}
	l.all, l.counts, l.loaded, l.err, l.anchor = m.heads, m.counts, true, nil, nil
	l.markings = m.markings
	l.front, l.less, l.more, l.held = m.front, m.less, m.more, m.counts.All
	l.total = l.size()
	l.index()
	l.cursor = min(m.at, max(len(l.all)-1, 0))
	l.scroll()
}

// size is how many heads the list has, or -1.
func (l *listPane) size() int {
	switch {
	case !l.more && l.front >= 0:
		return l.front + len(l.all)
	case l.query.Match != "" || l.query.Tag != "" || l.query.Unread && l.query.Starred:
		return -1
	case l.query.Unread:
		return l.counts.Unread
	case l.query.Starred:
		return l.counts.Starred
	}
	return l.counts.All
}

// place says where a brief of the list stands, "3/20", as far as it is known.
func (l *listPane) place(at int) string {
	total := ""
	switch {
	case l.total >= 0:
		total = "/" + itoa(l.total)
	case l.front >= 0:
		total = "/" + itoa(l.front+len(l.all)) + "+"
	}
	if l.front < 0 {
		if total == "" {
			return ""
		}
		return "…" + total
	}
	return itoa(l.front+at+1) + total
}

// narrow asks for the part of the list that has words; "" is the whole of it,
// round the brief that the cursor is on.
func (l *listPane) narrow(words string) tea.Cmd {
	if words == "" {
		if h := l.selected(); h != nil {
			l.anchor = new(*h)
		}
	}
	l.query.Match = words
	l.cursor, l.top = 0, 0
	return l.app.askList(true)
}

// selected is the head under the cursor, or nil.
func (l *listPane) selected() *briefs.Head {
	if l.cursor < 0 || l.cursor >= len(l.all) {
		return nil
	}
	return &l.all[l.cursor]
}

// index finds heads by their ID.
func (l *listPane) index() {
	l.byID = make(map[string]int, len(l.all))
	l.allSamples = len(l.all) > 0
	for i := range l.all {
		l.byID[l.all[i].ID] = i
		l.allSamples = l.allSamples && l.all[i].Sample
	}
}

// find is the head with an ID, or nil.
func (l *listPane) find(id string) *briefs.Head {
	if i, ok := l.byID[id]; ok {
		return &l.all[i]
	}
	return nil
}

// at is the row of an ID, or -1.
func (l *listPane) at(id string) int {
	if i, ok := l.byID[id]; ok {
		return i
	}
	return -1
}

// goTo puts the cursor on an ID.
func (l *listPane) goTo(id string) {
	if i := l.at(id); i >= 0 {
		l.cursor = i
		l.scroll()
	}
}

// move moves the cursor and reports whether it moved.
func (l *listPane) move(by int) bool {
	was := l.cursor
	l.cursor = min(max(l.cursor+by, 0), max(len(l.all)-1, 0))
	l.scroll()
	return l.cursor != was
}

// nextUnread is the next unread brief behind a row, round the end: its row, or
// -1 where there is none here. When the list goes on elsewhere it has to be
// asked for.
func (l *listPane) nextUnread(at int) (row int, ask bool) {
	for i := at + 1; i < len(l.all); i++ {
		if !l.all[i].State.Read {
			return i, false
		}
	}
	if l.more || l.less {
		return -1, true
	}
	for i := range max(at, 0) {
		if !l.all[i].State.Read {
			return i, false
		}
	}
	return -1, false
}

// resize fits the list into the frame.
func (l *listPane) resize() { l.scroll() }

// perRow is how many screen rows a brief takes: one on a low terminal, so that
// twenty stand on it at once.
func (l *listPane) perRow() int {
	if l.app.frame.Body() < 30 {
		return 1
	}
	return 2
}

// page is how many briefs the screen holds.
func (l *listPane) page() int { return max((l.app.frame.Body()-1)/l.perRow(), 1) }

// scroll keeps the cursor on the screen.
func (l *listPane) scroll() {
	n := l.page()
	switch {
	case l.cursor < l.top:
		l.top = l.cursor
	case l.cursor >= l.top+n:
		l.top = l.cursor - n + 1
	}
	l.top = max(min(l.top, len(l.all)-n), 0)
}

// change puts a state on a head of the list, and keeps the counts right.
func (l *listPane) change(id string, s briefs.State) {
	h := l.find(id)
	if h == nil {
		return
	}
	if h.State.Read != s.Read {
		by := 1
		if s.Read {
			by = -1
		}
		l.counts.Unread += by
		l.counts.UnreadMinutes += by * h.Minutes
	}
	if h.State.Starred != s.Starred {
		if s.Starred {
			l.counts.Starred++
		} else {
			l.counts.Starred--
		}
	}
	h.State = s
}

// nextOrder is the order after this one.
func (l *listPane) nextOrder() (briefs.Order, string) {
	orders := []struct {
		o    briefs.Order
		says string
	}{{briefs.ByDate, "newest first"}, {briefs.ByDue, "soonest due first"}, {briefs.ByTitle, "by title"},
		{briefs.ByFrom, "by source"}, {briefs.ByTime, "shortest first"}}
	for i := range orders {
		if orders[i].o == l.query.Order {
			n := orders[(i+1)%len(orders)]
			return n.o, n.says
		}
	}
	return briefs.ByDate, orders[0].says
}

// queue says how many are unread, how many minutes they take, and when the
// next one is due.
func (l *listPane) queue(now time.Time) string {
	if !l.loaded {
		return ""
	}
	if l.counts.All == 0 {
		return "the box is empty"
	}
	if l.counts.Unread == 0 {
		return "all read"
	}
	s := itoa(l.counts.Unread) + " unread"
	if l.counts.UnreadMinutes > 0 {
		s += " " + l.app.theme.glyph.dot + " " + minutes(l.counts.UnreadMinutes)
	}
	if !l.counts.NextDue.IsZero() {
		s += " " + l.app.theme.glyph.dot + " next " + due(l.counts.NextDue, now)
	}
	return s
}

// minutes is a reading time in words.
func minutes(n int) string {
	if n < 100 {
		return itoa(n) + " min"
	}
	return itoa(n/60) + " h " + itoa(n%60) + " min"
}
