package ui

import (
	"runtime"
	"testing"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// several opens the first brief of a box, each time as if it was read from the
// store anew.
func several(t testing.TB, s *Shared, sizes ...int) []*driver {
	var all []*driver
	for _, width := range sizes {
		all = append(all, drive(t, fixture(t), Options{Width: width, Height: 40, Theme: "dark", Colour: 256, Shared: s}).press("enter"))
	}
	return all
}

// TestSharedPageIsHeldOnce opens one brief at several terminals: those that are
// alike have one page, one set of figures and one panel, and every one shows
// what it would show alone.
func TestSharedPageIsHeldOnce(t *testing.T) {
	s := new(Shared)
	sizes := []int{120, 120, 100, 120}
	all := several(t, s, sizes...)
	alone := several(t, nil, sizes...)
	for _, keys := range []string{"", "j", ". enter", "q G", "tab", "t", "n"} {
		for i, d := range all {
			if got, want := d.press(keys).screen(), alone[i].press(keys).screen(); got != want {
				t.Fatalf("terminal %d after %q:\n%s\nalone:\n%s", i, keys, got, want)
			}
		}
		if one := all[0].app.panel.held; keys == "" && (one == nil || one != all[1].app.panel.held || one == all[2].app.panel.held) {
			t.Error("the panel of two terminals that are alike is made once, and another for another")
		}
	}
	a, b, narrow := all[0].app, all[1].app, all[2].app
	if a.article.doc != b.article.doc || a.article.doc == narrow.article.doc {
		t.Error("pages: of one look there is one, of another another")
	}
	for _, other := range []*App{b, narrow} {
		if a.article.brief == other.article.brief || &a.article.brief.Figures[0] != &other.article.brief.Figures[0] || a.theme != other.theme {
			t.Error("figures and theme are held once, and the state of a reader is their own")
		}
	}
	all[0].send(tea.WindowSizeMsg{Width: 100, Height: 40})
	if all[0].app.article.doc != narrow.article.doc || b.article.doc == narrow.article.doc {
		t.Error("a terminal that changed its size shares with those that have the new one")
	}
	runtime.KeepAlive(all)
}

// TestSharedIsNotKept has everybody leave.
func TestSharedIsNotKept(t *testing.T) {
	s := new(Shared)
	several(t, s, 120, 100)
	for range 3 {
		runtime.GC()
	}
	for key, p := range s.docs.of {
		if p.Value() != nil {
			t.Errorf("a page of %d cells is still held", key.options.Width)
		}
	}
	for key, p := range s.parts.of {
		if p.Value() != nil {
			t.Errorf("the %d figures of %s are still held", key.figures, key.id)
		}
	}
	if len(s.docs.of) == 0 || len(s.parts.of) == 0 {
		t.Error("nothing was shared")
	}
	for i := range 1000 { // what was left behind is swept
		s.doc("x", briefs.Text, page.Options{Width: 1 + i})
	}
	runtime.GC()
	for i := range 1000 {
		s.doc("y", briefs.Text, page.Options{Width: 1 + i})
	}
	if n := len(s.docs.of); n > 1500 {
		t.Errorf("%d keys of pages that nobody holds", n)
	}
}
