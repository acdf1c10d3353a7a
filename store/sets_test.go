package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"despatch/briefs"
)

// setsAreStates compares the sets of a store with its states, and with what lists
// of them would be.
func setsAreStates(t *testing.T, db *DB) {
	t.Helper()
	got, want := map[string][]int64{}, map[string][]int64{}
	err := db.read(ctx, func(tx *sql.Tx) error {
		err := eachState(ctx, tx, func(reader string, n int64, kinds map[string]bool) {
			for kind := range kinds {
				want[reader+": "+kind] = append(want[reader+": "+kind], n)
			}
		}, "")
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "SELECT reader, kind, part, bits FROM sets ORDER BY reader, kind, part")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var reader, kind string
			var part int64
			var bits []byte
			if err := rows.Scan(&reader, &kind, &part, &bits); err != nil {
				return err
			}
			all := make(set, part+1)
			all[part] = bits
			for n := part << partBits; n < (part+1)<<partBits; n++ {
				if all.has(n) {
					got[reader+": "+kind] = append(got[reader+": "+kind], n)
				}
			}
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range want {
		slices.Sort(want[name])
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("sets %v, states %v", got, want)
	}
}

// TestSetsAreKept does anything at all to briefs and states: the sets are always
// the states, also in a copy.
func TestSetsAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		seed := uint64(time.Now().UnixNano())
		rnd := rand.New(rand.NewPCG(seed, 3))
		t.Logf("seed %d", seed)
		clock := time.Now()
		for range raced(120, 50) {
			id := fmt.Sprint(rnd.IntN(8))
			switch rnd.IntN(8) {
			case 0, 1:
				save(t, db, &briefs.Brief{Head: briefs.Head{ID: id, Title: "T", Minutes: rnd.IntN(4), Marking: rnd.IntN(2)}})
			case 2:
				if _, err := db.Remove(ctx, id); err != nil { // whose number may be the next one's
					t.Fatal(err)
				}
			case 3:
				err := db.Mark(ctx, "boss", []string{id}, func(h *briefs.Head) { h.Marking = rnd.IntN(2) })
				if err != nil && !errors.Is(err, briefs.ErrNotFound) {
					t.Fatal(err)
				}
			default:
				clock = clock.Add(time.Duration(rnd.IntN(3)-1) * time.Second) // older ones are dropped
				st := briefs.State{Read: rnd.IntN(2) == 0, Starred: rnd.IntN(2) == 0, Tag: briefs.Tags[rnd.IntN(len(briefs.Tags))], Changed: clock}
				err := db.As(briefs.Reader{Name: fmt.Sprint("r", rnd.IntN(3)), Clearance: rnd.IntN(2)}).SetState(ctx, id, st)
				if err != nil && !errors.Is(err, briefs.ErrNotFound) {
					t.Fatal(err)
				}
			}
			setsAreStates(t, db)
		}
		to := open(t, filepath.Join(t.TempDir(), "copy.db"))
		if err := db.copyTo(ctx, to); err != nil {
			t.Fatal(err)
		}
		setsAreStates(t, to)
	})
}

// TestSetsOfMany marks more briefs at once than there are in a part.
func TestSetsOfMany(t *testing.T) {
	f := flips{}
	for n := range int64(3 << partBits) {
		f.put("r", readSet, n, true)
		if n%3 == 0 {
			f.put("r", readSet, n, false)
		}
	}
	onEach(t, func(t *testing.T, db *DB) {
		err := db.write(ctx, func(tx *sql.Tx) error { return f.write(ctx, tx) })
		var all set
		if err == nil {
			err = db.read(ctx, func(tx *sql.Tx) (err error) {
				all, err = db.As(briefs.Reader{Name: "r"}).set(ctx, tx, nil, readSet)
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		for n := range int64(4 << partBits) {
			if all.has(n) != (n%3 != 0 && n < 3<<partBits) {
				t.Fatalf("%d: %v", n, all.has(n))
			}
		}
	})
}

// TestSetsOfOldStore opens a store that had states and no sets.
func TestSetsOfOldStore(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		db, err := Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			id := fmt.Sprint("id", i)
			save(t, db, &briefs.Brief{Head: briefs.Head{ID: id}})
			for k, reader := range []string{"a", "b"} {
				st := briefs.State{Read: i%2 == k, Starred: i%3 == k, Tag: briefs.Tags[i%len(briefs.Tags)], Opened: true}
				if err := db.As(briefs.Reader{Name: reader}).SetState(ctx, id, st); err != nil {
					t.Fatal(err)
				}
			}
		}
		err = db.write(ctx, func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, "DROP TABLE sets"); err != nil {
				return err
			}
			return db.engine.setSchema(ctx, tx, setsMigration-1)
		})
		if err := cmp.Or(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		setsAreStates(t, open(t, path))
	})
}
