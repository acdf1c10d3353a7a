package ui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// watching is a driver of an app that waits for changes.
func watching(t *testing.T, lib *shelf) *driver {
	t.Helper()
	d := drive(t, lib, Options{Width: 100, Height: 24})
	d.run(d.app.watch(d.app.version))
	return d
}

// happens changes the box as another process does, and lets the time pass in
// which it is seen.
func (d *driver) happens(lib *shelf, do func()) {
	d.Helper()
	do()
	lib.version++
	d.pass()
}

func TestArrivalsMoveNothing(t *testing.T) {
	lib := fixture(t)
	d := watching(t, lib)
	before := d.screen()
	d.happens(lib, func() {
		next := lib.briefs[1]
		next.ID, next.Title = "eeee00000005", "A new arrival"
		lib.briefs = append([]briefs.Brief{next}, lib.briefs...)
	})
	d.shows("1 new")
	d.hides("A new arrival")
	if rows := strings.Split(d.screen(), "\n"); rows[1] != strings.Split(before, "\n")[1] {
		t.Error("the list moved")
	}
	d.press("R").shows("A new arrival")
}

// TestWithdrawnWhileRead has a briefing withdrawn under the reader's eyes: the
// text stays until it is left, and nothing is said about saving.
func TestWithdrawnWhileRead(t *testing.T) {
	lib := fixture(t)
	d := watching(t, lib).press("enter j")
	before := strings.Split(d.screen(), "\n")
	title := d.app.article.brief.Title
	d.happens(lib, func() { lib.briefs = lib.briefs[1:] })
	d.shows("was withdrawn just now; the text stays here until you leave it")
	if after := strings.Split(d.screen(), "\n"); strings.Join(after[:len(after)-1], "\n") != strings.Join(before[:len(before)-1], "\n") {
		t.Errorf("the text moved:\n%s", strings.Join(after, "\n"))
	}
	lib.err = briefs.ErrNotFound // to whoever saves
	d.press("j").shows("withdrawn · line")
	d.pass()
	d.hides("not saved")
	d.press("*").shows("nothing more is kept of it")
	d.press("R").shows("there is no other")
	lib.err = nil
	d.press("q R")
	d.hides(title)
	if err := d.app.settle(settleLimit); err != nil {
		t.Errorf("leaving: %v", err)
	}
}

// TestWithdrawnIsSeenBySaving comes upon it before the box was looked at.
func TestWithdrawnIsSeenBySaving(t *testing.T) {
	lib := fixture(t)
	d := watching(t, lib).press("enter")
	lib.err = briefs.ErrNotFound
	d.press("*").shows("was withdrawn just now")
}

// TestChangedWhileRead keeps the text, and shows the new one at its place.
func TestChangedWhileRead(t *testing.T) {
	lib := fixture(t)
	d := watching(t, lib).press("enter j j j")
	id, place := d.app.article.brief.ID, d.app.article.place()
	d.happens(lib, func() { lib.version++ })
	d.hides("changed")
	d.happens(lib, func() {
		for i := range lib.briefs {
			if b := &lib.briefs[i]; b.ID == id {
				b.Hash, b.Title, b.Body = "new", "Corrected title", b.Body+"\n\nA correction."
			}
		}
	})
	d.shows("was changed just now: R shows it")
	if d.app.article.place() != place || strings.Contains(d.app.article.brief.Body, "A correction.") {
		t.Error("the text changed under the reader")
	}
	d.press("j").shows("changed: R")
	place = d.app.article.place()
	d.press("R").shows("Corrected title")
	d.hides("changed: R")
	if d.app.article.place() != place || !strings.HasSuffix(d.app.article.brief.Body, "A correction.") {
		t.Errorf("at %d, was at %d", d.app.article.place(), place)
	}
}

// TestWatchGoesOn waits again after an error, and no more once it is left.
func TestWatchGoesOn(t *testing.T) {
	lib := fixture(t)
	d := watching(t, lib)
	before := d.screen()
	for _, m := range []watched{{d.app.version, nil}, {d.app.version, errors.New("no answer")}} {
		d.waiting = nil
		d.run(func() tea.Msg { return m })
		if len(d.waiting) != 1 || d.screen() != before {
			t.Errorf("%+v: %d waits, and the screen is\n%s", m, len(d.waiting), d.screen())
		}
	}
}

// A counting library counts how often the list was looked up.
type counting struct {
	*shelf
	lists int
}

func (c *counting) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) {
	c.lists++
	return c.shelf.List(ctx, q)
}

// TestPlacesSavedHereAreNoNews reads on: the changes that come of it are told
// by the store as any others, and the list is not looked up for them; it is for
// all others, and for those beside which there was another.
func TestPlacesSavedHereAreNoNews(t *testing.T) {
	lib := &counting{shelf: fixture(t)}
	d := drive(t, lib, Options{Width: 100, Height: 24})
	d.press("G enter")
	d.run(d.app.watch(d.app.version))
	lib.version++ // it was opened
	d.pass()
	for _, step := range []struct {
		what   string
		keys   string
		by     int64 // changes that the store tells of
		lookUp bool
	}{
		{"a place", "j", 1, false},
		{"a place again", "space", 1, false},
		{"a place, and what came meanwhile", "space", 2, true},
		{"a star", "*", 1, true},
		{"a place after it", "space", 1, false},
		{"a mark in the text", "m a", 1, true},
		{"nothing here, something elsewhere", "", 1, true},
		{"a place beside a mark", "m b space", 2, true},
		{"a place after all", "space", 1, false},
	} {
		before := lib.lists
		d.press(step.keys)
		for d.app.place.dirty {
			d.pass()
		}
		lib.version += step.by
		for range 3 {
			d.pass()
		}
		if looked := lib.lists > before; looked != step.lookUp {
			t.Errorf("%s: looked up %v", step.what, looked)
		}
		if d.app.version != lib.version {
			t.Errorf("%s: version %d, is %d", step.what, d.app.version, lib.version)
		}
	}
	d.app.echo.save(true)
	d.app.echo.saved(true, false)
	if d.app.echo.only(1) {
		t.Error("a place that was not saved was taken for the change of another")
	}
}
