package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// What other processes do to the box while it is read here. What is on screen
// never moves: arrivals are counted, and the article says that it was changed
// or withdrawn.
type (
	// watched says that the box has another version, or why that is not known.
	watched struct {
		version int64
		err     error
	}
	// lookedAt is the edition that the box has of a brief.
	lookedAt struct {
		of   *briefs.Brief
		now  edition
		gone bool
		err  error
	}
)

// An edition is what differs when a brief was changed or read out anew.
type edition struct {
	hash    string
	version int
}

// fate is what became of the open brief since it was opened.
type fate int

const (
	fateNone fate = iota
	fateChanged
	fateWithdrawn
)

// An echo is what comes back of the places that were saved here: a change of
// the box that says nothing new. Whoever reads saves a place every second, and
// would look the list up for each.
type echo struct {
	begun  int   // saves, ever
	flying int   // saves on their way
	places int64 // places saved since the list was looked up, each one a change
	other  bool  // there may have been other changes: none is an echo
}

// save notes that a save begins, of nothing but a place or of more.
func (e *echo) save(place bool) {
	e.begun++
	e.flying++
	e.other = e.other || !place
}

// saved notes how it went.
func (e *echo) saved(place, kept bool) {
	e.flying--
	if place && kept {
		e.places++
	}
	e.other = e.other || !kept
}

// heard notes that the list is as it was when so many saves had begun, and none
// was on its way.
func (e *echo) heard(begun int, still bool) {
	e.places, e.other = 0, !still || begun != e.begun
}

// only reports whether places saved here are all that changed by so much.
func (e *echo) only(by int64) bool {
	return !e.other && e.flying == 0 && e.places > 0 && by == e.places
}

// watchRest is how long a change is left to settle before the next is waited
// for: an import changes the box many times a second.
const watchRest = 400 * time.Millisecond

// watch waits until the box has another version than since.
func (a *App) watch(since int64) tea.Cmd { return a.after(watchRest, a.changed(since)) }

// changed is watch without a rest before.
func (a *App) changed(since int64) func() tea.Msg {
	ctx, unwatch := context.WithCancel(a.ctx)
	lib := a.lib
	a.unwatch = unwatch
	return func() tea.Msg {
		defer unwatch()
		v, err := lib.Changed(ctx, since)
		return watched{v, err}
	}
}

func (a *App) takeWatch(m watched) tea.Cmd {
	switch {
	case a.ctx.Err() != nil:
		return nil
	case !a.list.loaded:
		return a.watch(a.version) // the list on its way may be older
	case m.err != nil || m.version == a.version:
		return a.watch(m.version)
	case a.echo.only(m.version - a.version):
		a.version = m.version
		a.echo.heard(a.echo.begun, true)
		return a.watch(m.version)
	}
	return tea.Batch(a.askList(len(a.list.all) == 0), a.lookAt(a.article.brief), a.watch(m.version))
}

// lookAt asks what became of an open brief.
func (a *App) lookAt(b *briefs.Brief) tea.Cmd {
	if b == nil || a.top() == listScreen || a.o.Visit {
		return nil
	}
	ctx, lib := a.ctx, a.lib
	return func() tea.Msg {
		m := lookedAt{of: b}
		m.now.hash, m.now.version, m.err = lib.Edition(ctx, b.ID)
		m.gone = errors.Is(m.err, briefs.ErrNotFound)
		return m
	}
}

func (a *App) takeLook(m lookedAt) {
	p := a.article
	was := p.fate
	switch {
	case m.of != p.brief || m.err != nil && !m.gone:
		return
	case m.gone:
		p.fate = fateWithdrawn
	case m.now != p.was:
		p.fate = fateChanged
	default:
		p.fate = fateNone
	}
	if p.fate == was || a.top() != readScreen {
		return
	}
	switch p.fate {
	case fateWithdrawn:
		a.say("this briefing was withdrawn just now; the text stays here until you leave it")
	case fateChanged:
		a.say("this briefing was changed just now: R shows it as it is, at this place")
	}
}

// renew opens the briefing that is read as it is now, at the place where one
// is.
func (a *App) renew() tea.Cmd {
	p := a.article
	switch {
	case p.brief == nil:
		return nil
	case p.fate == fateWithdrawn:
		a.say("this briefing was withdrawn: there is no other")
		return nil
	}
	return a.open(p.brief.ID, p.place(), "")
}

// withdrawn reports whether it is a brief that is open and is in the box no
// more.
func (p *articlePane) withdrawn(id string) bool {
	return p.fate == fateWithdrawn && p.brief != nil && p.brief.ID == id
}

// says is the fate in a word for the status row, "" for none.
func (f fate) says() string {
	switch f {
	case fateChanged:
		return "changed: R"
	case fateWithdrawn:
		return "withdrawn"
	}
	return ""
}
