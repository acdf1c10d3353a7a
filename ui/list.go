package ui

import (
	"slices"
	"strings"
	"time"

	"despatch/briefs"
	"despatch/ui/page"
)

// listPane is the box: a row or two for each brief, and a cursor.
type listPane struct {
	app        *App
	all        []briefs.Head  // as the library gave them, in order
	byID       map[string]int // indexes of all
	rows       []int          // indexes of all that are shown
	cursor     int            // index of rows
	top        int            // index of rows
	counts     briefs.Counts
	query      briefs.Query
	filter     string
	loaded     bool
	err        error
	allSamples bool // every brief is one: the title says so, once

	preview briefs.Brief // of the selected brief, when it was fetched
	doc     *page.Doc

	asked, askedPreview int  // numbers of the last questions
	wanted              bool // a fresh list is awaited
}

func newListPane(a *App) *listPane { return &listPane{app: a} }

// set takes a new list and keeps the cursor on the brief it was on.
func (l *listPane) set(heads []briefs.Head, counts briefs.Counts, keep bool) {
	id, at := "", l.cursor
	if h := l.selected(); h != nil {
		id = h.ID
	}
	// What was done here a moment ago may not have reached the answer yet.
	for i := range heads {
		if was := l.find(heads[i].ID); was != nil && was.State.Changed.After(heads[i].State.Changed) {
			heads[i].State = was.State
		}
	}
	l.all, l.counts, l.loaded, l.err = heads, counts, true, nil
	l.index()
	l.apply()
	l.cursor = min(at, max(len(l.rows)-1, 0))
	if keep && id != "" {
		l.goTo(id)
	}
	l.scroll()
}

// unfilter shows the whole list again, with the cursor where it was.
func (l *listPane) unfilter() {
	id := ""
	if h := l.selected(); h != nil {
		id = h.ID
	}
	l.filter = ""
	l.apply()
	l.goTo(id)
}

// apply makes the rows from what is filtered for.
func (l *listPane) apply() {
	l.rows = l.rows[:0]
	words := strings.Fields(strings.ToLower(l.filter))
	for i := range l.all {
		if matches(&l.all[i], words) {
			l.rows = append(l.rows, i)
		}
	}
	l.cursor = min(l.cursor, max(len(l.rows)-1, 0))
	l.scroll()
}

// matches reports whether each word stands in the head, in any case.
func matches(h *briefs.Head, words []string) bool {
	if len(words) == 0 {
		return true
	}
	var b strings.Builder
	b.WriteString(h.Title + "\n" + h.From + "\n" + string(h.State.Tag) + "\n" + strings.Join(h.Tags, "\n") + "\n" + day(h.Date))
	for _, k := range h.Keys {
		b.WriteString("\n" + k.Text + "\n" + k.Measure)
	}
	text := strings.ToLower(b.String())
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// selected is the head under the cursor, or nil.
func (l *listPane) selected() *briefs.Head {
	if l.cursor < 0 || l.cursor >= len(l.rows) {
		return nil
	}
	return &l.all[l.rows[l.cursor]]
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
	return slices.IndexFunc(l.rows, func(i int) bool { return l.all[i].ID == id })
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
	l.cursor = min(max(l.cursor+by, 0), max(len(l.rows)-1, 0))
	l.scroll()
	return l.cursor != was
}

// nextUnread moves to the next unread brief, round the end.
func (l *listPane) nextUnread() bool {
	for i := 1; i <= len(l.rows); i++ {
		at := (l.cursor + i) % len(l.rows)
		if h := &l.all[l.rows[at]]; !h.State.Read {
			l.cursor = at
			l.scroll()
			return true
		}
	}
	return false
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
	l.top = max(min(l.top, len(l.rows)-n), 0)
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
