package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// bounded is a shelf that fails a test that asks for all of it.
type bounded struct {
	*shelf
	t *testing.T
}

func (b *bounded) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) {
	heads, err := b.shelf.List(ctx, q)
	if q.Limit == 0 || len(heads) > mostHeads+pageSize {
		b.t.Errorf("%d heads at once for %+v", len(heads), q)
	}
	return heads, err
}

// vast is a box of 6,000 briefs, B0000 to B5999, of which every hundredth is
// unread.
func vast(t *testing.T) (*driver, *shelf) {
	s := &shelf{version: 1}
	for i := range 6000 {
		s.briefs = append(s.briefs, briefs.Brief{
			Head:   briefs.Head{ID: fmt.Sprintf("%012x", i), Title: fmt.Sprintf("B%04d", i), Minutes: 1, State: briefs.State{Read: i%100 != 99}, Date: clock.Add(-time.Duration(i) * time.Hour)},
			Format: briefs.Text, Body: "A line.", Version: 1,
		})
	}
	return drive(t, &bounded{s, t}, Options{Width: 80, Height: 24}), s
}

// selects fails unless that brief has the cursor, and says where it stands.
func (d *driver) selects(title, place string) *driver {
	d.Helper()
	if h := d.app.list.selected(); h == nil || h.Title != title {
		d.Fatalf("the cursor is on %+v, not %s", h, title)
	}
	if len(d.app.list.all) > mostHeads+pageSize {
		d.Fatalf("%d heads are held", len(d.app.list.all))
	}
	if got := d.app.list.place(d.app.list.cursor); got != place {
		d.Errorf("it stands at %q, want %q", got, place)
	}
	d.shows(title)
	return d
}

func TestListOfThousands(t *testing.T) {
	d, _ := vast(t)
	d.selects("B0000", "1/6000")
	d.press(strings.Repeat("pgdown ", 40)).selects("B0840", "841/6000")
	d.press("G").selects("B5999", "6000/6000")
	d.press("k k").selects("B5997", "5998/6000")
	d.press(strings.Repeat("pgup ", 100)).selects("B3897", "3898/6000")
	d.press("g").selects("B0000", "1/6000")
	for range 150 { // far enough that what is behind is let go
		d.press("pgdown")
	}
	d.selects("B3150", "3151/6000")
	d.press(strings.Repeat("pgup ", 150)).selects("B0000", "1/6000")
}

func TestNextUnreadOfThousands(t *testing.T) {
	d, _ := vast(t)
	d.press("n").selects("B0099", "100/6000")
	d.press("n n").selects("B0299", "300/6000")
	d.press("G k n").selects("B5999", "6000/6000")
	d.press("n").selects("B0099", "100/6000") // round the end
	d.press("k").press("enter").shows("B0098")
	d.press("space").shows("next unread")
	d.press("space").shows("B0099", "100/6000")
}

func TestNarrowedListOfThousands(t *testing.T) {
	d, _ := vast(t)
	d.press("/ '599").selects("B0599", "1/16")
	d.press("enter j j").selects("B2599", "3/16")
	// The whole list comes back round the brief that the cursor is on.
	d.press("esc").selects("B2599", "…/6000")
	d.press("j").selects("B2600", "…/6000")
	d.press("U").selects("B2699", "27/60")
	d.press("g").selects("B0099", "1/60")
	d.press(strings.Repeat("j ", 59)).selects("B5999", "60/60")
}

func TestReadingOnThroughThousands(t *testing.T) {
	d, _ := vast(t)
	d.press("enter")
	for range 260 { // past the first part
		d.press("J")
	}
	d.shows("B0260", "261/6000")
	d.press("q F")
	for range 260 {
		d.press("space")
	}
	d.shows("B0520")
	d.hides("No briefings")
}

func TestArrivalsInThousands(t *testing.T) {
	d, s := vast(t)
	d.run(d.app.watch(d.app.version))
	d.press(strings.Repeat("pgdown ", 60))
	before := d.screen()
	d.happens(s, func() {
		next := s.briefs[0]
		next.ID, next.Title = "ffffffffffff", "New"
		s.briefs = append([]briefs.Brief{next}, s.briefs...)
	})
	d.shows("1 new")
	if rows, was := strings.Split(d.screen(), "\n"), strings.Split(before, "\n"); rows[5] != was[5] {
		t.Error("the list moved")
	}
	d.press("R").selects("B1260", "…/6001")
}
