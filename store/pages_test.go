package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"despatch/briefs"
)

// TestPages walks every list in pages, from both ends: together they are the
// list, also from a head that is gone.
func TestPages(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	var all []briefs.Brief
	for i := range raced(40, 24) {
		h := briefs.Head{
			ID: fmt.Sprintf("%02x", i), Title: []string{"Rail", "rail", "Café 100%", "港口", "x_y!"}[rnd.IntN(5)], From: []string{"", "Office", "office"}[rnd.IntN(3)],
			Minutes: rnd.IntN(3), Tags: []string{"economy"},
		}
		if rnd.IntN(4) > 0 {
			h.Date = dayOf(2025, 1, 1+rnd.IntN(5))
		}
		if rnd.IntN(3) == 0 {
			h.Due = dayOf(2026, 1, 1+rnd.IntN(3))
		}
		if rnd.IntN(2) == 0 {
			h.Keys = []briefs.Key{{Text: "80 trillion yuan", Measure: "Income"}}
		}
		all = append(all, briefs.Brief{Head: h})
	}
	onLibraries(t, all, func(t *testing.T, l library) {
		for i, st := range []briefs.State{{Read: true}, {Starred: true}, {Starred: true, Tag: briefs.Action}, {Tag: briefs.Later}} {
			for k := i; k < len(all); k += 7 {
				if err := l.SetState(ctx, all[k].ID, st); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, order := range []briefs.Order{briefs.ByDate, briefs.ByDue, briefs.ByTitle, briefs.ByFrom, briefs.ByTime} {
			for _, q := range []briefs.Query{
				{}, {Unread: true}, {Starred: true}, {Tag: "ACTION"}, {Match: "rail"}, {Match: "OFFICE cafe"}, {Match: "100%"}, {Match: "_y!"}, {Match: "港"},
				{Match: "trillion", Unread: true}, {Match: "action"}, {Match: "' OR 1=1"}, {Match: "jan 2025"},
			} {
				q.Order = order
				whole := pageOf(t, l, q)
				var there, back []string
				at := q
				for at.Limit = 3; ; {
					heads, err := l.List(ctx, at)
					if err != nil || len(heads) > 3 {
						t.Fatal(len(heads), err)
					}
					if len(heads) == 0 {
						break
					}
					there = append(there, ids(heads)...)
					at.After = &heads[len(heads)-1]
				}
				at = q
				last, err := l.List(ctx, q)
				if err != nil {
					t.Fatal(err)
				}
				if n := len(last); n > 0 {
					back, at.Before = []string{last[n-1].ID}, &last[n-1]
					for at.Limit = 3; ; {
						heads, err := l.List(ctx, at)
						if err != nil || len(heads) > 3 {
							t.Fatal(len(heads), err)
						}
						if len(heads) == 0 {
							break
						}
						back = append(ids(heads), back...)
						at.Before = &heads[0]
					}
					at = q
					at.End, at.Limit = true, 3
					if got, want := pageOf(t, l, at), whole[max(n-3, 0):]; !slices.Equal(got, want) {
						t.Errorf("%+v: the end %v, want %v", q, got, want)
					}
					// Between two ends.
					at = q
					at.After, at.Before = &last[0], &last[n-1]
					if got, want := pageOf(t, l, at), whole[min(1, n-1):n-1]; !slices.Equal(got, want) {
						t.Errorf("%+v: between the ends %v, want %v", q, got, want)
					}
				}
				if !slices.Equal(there, whole) || !slices.Equal(back, whole) {
					t.Errorf("%+v: %v\npages there %v\nand back %v", q, whole, there, back)
				}
			}
		}
		// A head that is in the box no more still marks a place.
		gone := briefs.Head{ID: "zz", Date: dayOf(2025, 1, 3)}
		if got, want := len(pageOf(t, l, briefs.Query{After: &gone}))+len(pageOf(t, l, briefs.Query{Before: &gone})), len(all); got != want {
			t.Errorf("%d round a head that is gone, want %d", got, want)
		}
	})
}

func pageOf(t *testing.T, l library, q briefs.Query) []string {
	t.Helper()
	heads, err := l.List(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	return ids(heads)
}

func ids(heads []briefs.Head) []string {
	out := make([]string, 0, len(heads))
	for i := range heads {
		out = append(out, heads[i].ID)
	}
	return out
}

// TestCountsAreKept does anything at all to briefs and states: the counts are
// always what counting gives.
func TestCountsAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		seed := uint64(time.Now().UnixNano())
		rnd := rand.New(rand.NewPCG(seed, 2))
		t.Logf("seed %d", seed)
		readers := []briefs.Reader{{Name: "a"}, {Name: "b", Clearance: 1}, {Name: "c", Clearance: 2, Groups: []string{"x"}}}
		clock := time.Now()
		for step := range raced(150, 60) {
			id := fmt.Sprint(rnd.IntN(8))
			switch reader := readers[rnd.IntN(3)]; rnd.IntN(7) {
			case 0, 1:
				b := briefs.Brief{Head: briefs.Head{ID: id, Title: "T", Minutes: rnd.IntN(4), Marking: rnd.IntN(3)}}
				if rnd.IntN(3) == 0 {
					b.Groups = []string{"x"}
				}
				if rnd.IntN(2) == 0 {
					b.Due = dayOf(2026, 1, 1+rnd.IntN(5))
				}
				save(t, db, &b)
			case 2:
				if _, err := db.Remove(ctx, id); err != nil {
					t.Fatal(err)
				}
			default:
				clock = clock.Add(time.Duration(rnd.IntN(3)-1) * time.Second) // older ones are dropped
				err := db.As(reader).SetState(ctx, id, briefs.State{Read: rnd.IntN(2) == 0, Starred: rnd.IntN(2) == 0, Changed: clock})
				if err != nil && !errors.Is(err, briefs.ErrNotFound) {
					t.Fatal(err)
				}
			}
			for _, r := range readers {
				heads, err := db.As(r).List(ctx, briefs.Query{})
				if err != nil {
					t.Fatal(err)
				}
				var want briefs.Counts
				for i := range heads {
					count(&want, &heads[i])
				}
				if got, err := db.As(r).Counts(ctx); got != want || err != nil {
					t.Fatalf("step %d, reader %s: %+v, want %+v, %v", step, r.Name, got, want, err)
				}
			}
		}
	})
}
