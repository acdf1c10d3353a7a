package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"despatch/briefs"
)

// filterFilled waits until what lists show of the briefs of a shelf is in memory.
func filterFilled(t testing.TB, s *Shelf) {
	t.Helper()
	for range 2000 {
		here := true
		for order := range orders {
			few, _, err := s.found(ctx, briefs.Query{Match: "no brief has this", Order: order})
			if err != nil {
				t.Fatal(err)
			}
			here = here && few != nil
		}
		if here {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("what lists show is not in memory")
}

// TestFilter narrows lists of many briefs, by states and by words, in every order
// and page by page, for two readers with rights of their own, while briefs come,
// change, go, are marked, read and tagged: they are those of a Memory, before what
// lists show is in memory, and when it is.
func TestFilter(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		rnd := rand.New(rand.NewPCG(seed, 5))
		shelves := []*Shelf{db.As(briefs.Reader{Name: "r", Clearance: 1}), db.As(briefs.Reader{Name: "q"})}
		next := 0
		marked := map[string]int{}
		random := func(id string) *briefs.Brief {
			b := briefs.Brief{Head: briefs.Head{
				ID: id, Title: []string{"Rail freight", "Budget of the year", "工业运行", "100%_done!", "A"}[rnd.IntN(5)], From: []string{"Ministry", "统计局", "Office of Action", ""}[rnd.IntN(4)],
				Date: dayOf(2024, 1, rnd.IntN(300)).Add(time.Duration(rnd.IntN(48)) * time.Hour), Minutes: rnd.IntN(4), Marking: marked[id], Tags: []string{fmt.Sprint("tag", rnd.IntN(40))},
			}, Format: briefs.Markdown, Body: "Text.", Hash: fmt.Sprint(rnd.Uint64())}
			switch rnd.IntN(50) {
			case 0:
				b.Title = "A rare thing"
			case 1:
				b.Date = time.Time{}
			case 2, 3, 4:
				b.Due = dayOf(2025, 1, rnd.IntN(20))
			}
			b.Size = len(b.Body)
			return &b
		}
		save := func(n int) {
			var batch []*briefs.Brief
			for range n {
				id := fmt.Sprint("id", next)
				marked[id] = rnd.IntN(8) / 3 // two of them the reader may not read
				next++
				batch = append(batch, random(id))
			}
			for range n / 20 {
				if b := random(fmt.Sprint("id", rnd.IntN(next-n+1))); b.ID != batch[0].ID {
					batch = append(batch, b)
				}
			}
			if _, err := db.SaveAll(ctx, batch); err != nil {
				t.Fatal(err)
			}
		}
		for next < leastToWalk+200 {
			save(400)
		}
		compareOne := func(s *Shelf, when string) {
			t.Helper()
			all, err := s.List(ctx, briefs.Query{})
			if err != nil {
				t.Fatal(err)
			}
			m := NewMemory()
			for _, h := range all {
				m.Add(briefs.Brief{Head: h})
			}
			for range raced(20, 8) {
				q := briefs.Query{
					Match: []string{"", "", "", "rare", "rail", "a", "工业", "业运", "100%_", "action", "done", "tag7", "统计 rare", "mar 2024", "rail tag1", "late", "xyzzy", "ministry rail"}[rnd.IntN(18)],
					Order: []briefs.Order{briefs.ByDate, briefs.ByDate, briefs.ByTitle, briefs.ByDue, briefs.ByFrom, briefs.ByTime, "unknown"}[rnd.IntN(7)],
					Limit: rnd.IntN(3) / 2 * (1 + rnd.IntN(60)), Unread: rnd.IntN(2) == 0, Starred: rnd.IntN(4) == 0, End: rnd.IntN(6) == 0,
				}
				if rnd.IntN(3) == 0 {
					q.Tag = string(briefs.Tags[rnd.IntN(len(briefs.Tags))])
				}
				if rnd.IntN(3) > 0 {
					q.Limit = 1 + rnd.IntN(60)
				}
				if rnd.IntN(4) == 0 { // two heads that may be in the list or not
					q.After, q.Before = &all[rnd.IntN(len(all))], &all[rnd.IntN(len(all))]
				}
				for range 3 { // pages
					got, err := s.List(ctx, q)
					want, _ := m.List(ctx, q)
					if err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
						t.Fatalf("%s: %s: %+v: %d heads, want %d; %v", when, s.reader.Name, q, len(got), len(want), err)
					}
					if len(got) == 0 || q.Limit == 0 {
						break
					}
					if q.After, q.Before = new(got[len(got)-1]), nil; q.End || rnd.IntN(3) == 0 {
						q.After, q.Before = nil, new(got[0])
					}
				}
			}
		}
		compare := func(when string) {
			t.Helper()
			for _, s := range shelves {
				compareOne(s, when)
			}
		}
		// So many in a row are read that whole pages are.
		readMany := func(s *Shelf) {
			t.Helper()
			heads, err := s.List(ctx, briefs.Query{Limit: 200, Order: []briefs.Order{briefs.ByDate, briefs.ByTitle, briefs.ByTime}[rnd.IntN(3)]})
			if err != nil {
				t.Fatal(err)
			}
			err = db.write(ctx, func(tx *sql.Tx) error {
				var all []*setting
				for i := range heads {
					all = append(all, &setting{shelf: s, id: heads[i].ID, state: briefs.State{Read: true, Starred: i%40 == 0, Changed: time.Now()}})
				}
				return apply(ctx, tx, all)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		compare("at first")
		filterFilled(t, shelves[0])
		compare("in memory")
		for range raced(2, 1) {
			save(60)
			for range 30 {
				id := fmt.Sprint("id", rnd.IntN(next))
				if marked[id] > 1 {
					continue
				}
				s := shelves[rnd.IntN(1+(2-marked[id])/2)]
				if err := s.SetState(ctx, id, briefs.State{Read: rnd.IntN(2) == 0, Starred: rnd.IntN(2) == 0, Tag: briefs.Tags[rnd.IntN(len(briefs.Tags))]}); err != nil {
					t.Fatal(err)
				}
			}
			id := fmt.Sprint("id", next-1)
			if err := db.Mark(ctx, "boss", []string{id}, func(h *briefs.Head) { h.Marking = 2 - marked[id] }); err != nil {
				t.Fatal(err)
			}
			marked[id] = 2 - marked[id]
			readMany(shelves[rnd.IntN(2)])
			compare("just changed")
			filterFilled(t, shelves[0])
			compare("changed and in memory")
		}
		if _, err := db.Remove(ctx, fmt.Sprint("id", 3), fmt.Sprint("id", 4)); err != nil {
			t.Fatal(err)
		}
		compare("with some removed")
	})
}
