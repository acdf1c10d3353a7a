package ui

import (
	"context"
	"errors"
	"maps"
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// undoStep is a state as it was before a change that the reader made.
type undoStep struct {
	id        string
	was, then briefs.State
	says      string
}

// stateSaved says how saving the state of a brief went.
type stateSaved struct {
	id    string
	place bool // nothing else was saved
	err   error
}

const maxUndo = 100

// stateOf is the state of a brief as last seen, on the list or open; the newer
// one where they differ.
func (a *App) stateOf(id string) (briefs.State, bool) {
	h := a.list.find(id)
	b := a.article.brief
	switch {
	case b != nil && b.ID == id && (h == nil || b.State.Changed.After(h.State.Changed)):
		return b.State, true
	case h != nil:
		return h.State, true
	}
	return briefs.State{}, false
}

// change changes what the reader did with a brief, shows it at once, and saves
// it. What it says goes to the status row; "" says nothing and is not undone.
func (a *App) change(id, says string, to func(*briefs.State)) tea.Cmd {
	was, ok := a.stateOf(id)
	if !ok {
		return nil
	}
	if a.article.withdrawn(id) {
		if says != "" {
			a.say("this briefing was withdrawn: nothing more is kept of it")
		}
		return nil
	}
	next := was
	next.Marks = maps.Clone(was.Marks)
	to(&next)
	if says != "" {
		a.undo = append(a.undo, undoStep{id, was, next, says})
		if len(a.undo) > maxUndo {
			a.undo = a.undo[1:]
		}
		a.say(says)
	}
	return a.keep(id, next)
}

// keep shows a state and saves it.
func (a *App) keep(id string, s briefs.State) tea.Cmd {
	was, _ := a.stateOf(id)
	place := onlyPlace(was, s)
	a.echo.save(place)
	s.Changed = a.o.Now().UTC()
	a.list.change(id, s)
	if a.article.brief != nil && a.article.brief.ID == id {
		a.article.brief.State = s
	}
	// The save starts at once, and Run waits for it: leaving does not lose what
	// was shown as done, as it would lose a command.
	ctx, lib := context.WithoutCancel(a.ctx), a.lib
	done := make(chan error, 1)
	a.saves.Go(func() {
		err := lib.SetState(ctx, id, s)
		a.failed(err)
		done <- err
	})
	return func() tea.Msg { return stateSaved{id, place, <-done} }
}

// onlyPlace reports whether two states differ by nothing that is counted, or
// that another terminal of the reader would have to show.
func onlyPlace(a, b briefs.State) bool {
	return a.Read == b.Read && a.Starred == b.Starred && a.Tag == b.Tag && a.Opened == b.Opened && maps.Equal(a.Marks, b.Marks)
}

// takeSaved takes note of how a save went. A place that was not kept is kept
// with the next one.
func (a *App) takeSaved(m stateSaved) {
	a.echo.saved(m.place, m.err == nil)
	if b := a.article.brief; errors.Is(m.err, briefs.ErrNotFound) && b != nil && b.ID == m.id && a.top() == readScreen {
		a.takeLook(lookedAt{of: b, gone: true})
		return
	}
	a.place.unsaved = m.err != nil
	if m.err != nil && !a.o.Visit {
		a.fail("not saved", m.err)
	}
}

// failed keeps the first error of a save, for when the screen is gone.
func (a *App) failed(err error) {
	a.saveMu.Lock()
	defer a.saveMu.Unlock()
	if err == nil || errors.Is(err, briefs.ErrNotFound) {
		a.saveErr = nil // a later save carries the whole state, and what is gone has none
	} else if a.saveErr == nil {
		a.saveErr = err
	}
}

// takeBack undoes the last change of state that the reader made, and nothing
// that came of itself since: place, and what was read by reading it.
func (a *App) takeBack() tea.Cmd {
	if len(a.undo) == 0 {
		a.say("nothing to undo")
		return nil
	}
	last := a.undo[len(a.undo)-1]
	a.undo = a.undo[:len(a.undo)-1]
	now, ok := a.stateOf(last.id)
	if !ok {
		now = last.then
	}
	a.say("undone: " + last.says)
	if a.list.find(last.id) == nil {
		a.say("undone: " + last.says + " (not on this list)")
	}
	return a.keep(last.id, undone(now, last.was, last.then))
}

// undone is a state with only those fields back as they were that a change had
// changed.
func undone(now, was, then briefs.State) briefs.State {
	if was.Read != then.Read {
		now.Read, now.Opened, now.Far = was.Read, was.Opened, was.Far
	}
	if was.Starred != then.Starred {
		now.Starred = was.Starred
	}
	if was.Tag != then.Tag {
		now.Tag = was.Tag
	}
	if !maps.Equal(was.Marks, then.Marks) {
		now.Marks = maps.Clone(was.Marks)
	}
	return now
}

// placeKeeper saves the place in an article at most once a second, so that a
// kill loses no more.
type placeKeeper struct {
	id      string
	dirty   bool
	ticking bool
	unsaved bool // the last save failed
}

// placeDue says that a second has passed since the place was last kept.
type placeDue struct{}

// moved takes note that the article's screen moved: the place is kept soon,
// and a brief whose last line was on screen is read.
func (a *App) moved() tea.Cmd {
	p := a.article
	if p.brief == nil {
		return nil
	}
	var cmds []tea.Cmd
	if p.ended && !p.brief.State.Read {
		cmds = append(cmds, a.change(p.brief.ID, "", func(s *briefs.State) {
			s.Read, s.Opened, s.Far = true, true, 100
			s.Place = p.place()
		}))
	}
	a.place.id, a.place.dirty = p.brief.ID, true
	if !a.place.ticking {
		a.place.ticking = true
		cmds = append(cmds, a.after(time.Second, func() tea.Msg { return placeDue{} }))
	}
	if len(p.brief.Body) > 256<<10 {
		cmds = append(cmds, p.warm())
	}
	return tea.Batch(cmds...)
}

// place is the body offset of the first row on screen.
func (p *articlePane) place() int {
	if p.doc == nil || p.top.Block == 0 && p.top.Row == 0 {
		return 0
	}
	return p.doc.Offset(p.top)
}

// keepPlace saves the place of the open article if it moved.
func (a *App) keepPlace() tea.Cmd {
	p := a.article
	if !a.place.dirty || p.brief == nil || p.brief.ID != a.place.id {
		return nil
	}
	a.place.dirty = false
	place, far := p.place(), p.percent()
	now := p.brief.State
	if now.Opened && now.Place == place && now.Far >= far && !a.place.unsaved {
		return nil
	}
	return a.change(p.brief.ID, "", func(s *briefs.State) {
		s.Opened, s.Place, s.Far = true, place, max(s.Far, far)
	})
}
