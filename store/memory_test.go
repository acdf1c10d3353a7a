package store

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// TestMemoryIsShared uses a visit from several sides at once.
func TestMemoryIsShared(t *testing.T) {
	m := NewMemory()
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := range 20 {
				b := whole()
				b.ID, b.Figures, b.Names, b.Keys, b.Version = fmt.Sprintf("%d-%d", w, i), nil, nil, nil, 0
				m.Add(b)
				m.SetFigures(b.ID, whole().Figures, whole().Names, 2)
				if err := m.SetState(ctx, b.ID, briefs.State{Marks: map[string]int{"a": i}}); err != nil {
					t.Error(err)
				}
				heads, _ := m.List(ctx, briefs.Query{})
				for _, h := range heads {
					if h.State.Marks != nil { // another side may have added it and not marked it yet
						h.State.Marks["mine"] = 1
					}
				}
				if _, err := m.Find(ctx, "income", 0); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	b, err := m.Open(ctx, "3-7")
	if err != nil || b.Version != 2 || len(b.Figures) != 3 || len(b.Keys) != 1 || len(b.Names) != 1 || len(b.State.Marks) != 1 {
		t.Errorf("%+v, %v", b, err)
	}
	if c, _ := m.Counts(ctx); c.All != 80 {
		t.Errorf("%d briefs", c.All)
	}
	m.SetFigures("absent", nil, nil, 1)
	m.Add(briefs.Brief{Head: briefs.Head{ID: "3-7", Title: "Newer"}})
	if b, _ := m.Open(ctx, "3-7"); b.Title != "Newer" || b.State.Marks["a"] != 7 || b.Added.IsZero() {
		t.Errorf("in place of the old: %+v", b)
	}
}

// TestMemoryAddIsQuick adds bodies whose size is the square of what is asked
// for: a look at the body, even one, would fail.
func TestMemoryAddIsQuick(t *testing.T) {
	b, m := whole(), NewMemory()
	briefstest.Linear(t, "adding", 4096, func(size int) string { return strings.Repeat("x", size*size) }, func(text string) {
		b.Body = text
		for range 100 {
			m.Add(b)
		}
	})
}
