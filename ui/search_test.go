package ui

import (
	"context"
	"testing"

	"despatch/briefs"
)

// asked is a shelf that keeps whether a search had ended when it came.
type asked struct {
	*shelf
	ended []error
}

func (a *asked) Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error) {
	a.ended = append(a.ended, ctx.Err())
	return a.shelf.Find(ctx, query, limit)
}

// TestOlderSearchEnds types on while a search is on its way: that one ends, and
// the next one, which waits for it in a large box, does not.
func TestOlderSearchEnds(t *testing.T) {
	lib := &asked{shelf: fixture(t)}
	d := drive(t, lib, Options{Width: 80, Height: 24}).press("s")
	search := d.app.search
	search.input.input().SetValue("ra")
	first := search.ask()
	search.input.input().SetValue("rail")
	second := search.ask()
	lib.ended = nil
	first()
	second()
	if len(lib.ended) != 2 || lib.ended[0] == nil || lib.ended[1] != nil {
		t.Errorf("the searches came as %v", lib.ended)
	}
}
