package ui

import (
	"maps"
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// undoStep is a state as it was before a change that the reader made.
type undoStep struct {
	id   string
	was  briefs.State
	says string
}

// stateSaved says how saving a state went.
type stateSaved struct{ err error }

const maxUndo = 100

// change changes what the reader did with a brief, shows it at once, and saves
// it. What it says goes to the status row; "" says nothing and is not undone.
func (a *App) change(id, says string, to func(*briefs.State)) tea.Cmd {
	h := a.list.find(id)
	var was briefs.State
	switch {
	case h != nil:
		was = h.State
	case a.article.brief != nil && a.article.brief.ID == id:
		was = a.article.brief.State
	default:
		return nil
	}
	next := was
	next.Marks = maps.Clone(was.Marks)
	to(&next)
	if says != "" {
		a.undo = append(a.undo, undoStep{id, was, says})
		if len(a.undo) > maxUndo {
			a.undo = a.undo[1:]
		}
		a.say(says)
	}
	return a.keep(id, next)
}

// keep shows a state and saves it.
func (a *App) keep(id string, s briefs.State) tea.Cmd {
	s.Changed = a.o.Now().UTC()
	a.list.change(id, s)
	if a.article.brief != nil && a.article.brief.ID == id {
		a.article.brief.State = s
	}
	ctx, lib := a.ctx, a.lib
	return func() tea.Msg { return stateSaved{lib.SetState(ctx, id, s)} }
}

// takeBack undoes the last change of state. The place that was reached since
// stays.
func (a *App) takeBack() tea.Cmd {
	if len(a.undo) == 0 {
		a.say("nothing to undo")
		return nil
	}
	last := a.undo[len(a.undo)-1]
	a.undo = a.undo[:len(a.undo)-1]
	s := last.was
	if h := a.list.find(last.id); h != nil {
		s.Place, s.Far = h.State.Place, h.State.Far
		a.say("undone: " + last.says)
	} else {
		a.say("undone: " + last.says + " (not on this list)")
	}
	return a.keep(last.id, s)
}

// placeKeeper saves the place in an article at most once a second, so that a
// kill loses no more.
type placeKeeper struct {
	id      string
	dirty   bool
	ticking bool
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
	if now.Opened && now.Place == place && now.Far >= far {
		return nil
	}
	return a.change(p.brief.ID, "", func(s *briefs.State) {
		s.Opened, s.Place, s.Far = true, place, max(s.Far, far)
	})
}
