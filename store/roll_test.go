package store

import (
	"fmt"
	"testing"

	"despatch/briefs"
)

// TestRoll: what is in the box is found before and after its keys are read at
// once, and so is what comes later.
func TestRoll(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		put := func(id string) {
			t.Helper()
			save(t, db, &briefs.Brief{Head: briefs.Head{ID: id}, Hash: "hash of " + id, Version: 3})
			if err := db.Remember(ctx, []briefs.File{{Path: "/in/" + id, Size: 7, Brief: id, Hash: "hash of " + id}}); err != nil {
				t.Fatal(err)
			}
		}
		holds := func(id string, want bool) {
			t.Helper()
			hash, _, err := db.Hash(ctx, id)
			if err != nil || (hash == "hash of "+id) != want {
				t.Errorf("the hash of %s is %q, %v", id, hash, err)
			}
			_, held, err := db.Held(ctx, briefs.File{Path: "/in/" + id, Size: 7}, 3)
			if err != nil || held != want {
				t.Errorf("%s is held: %v, %v", id, held, err)
			}
		}
		put("a")
		holds("a", true)
		holds("b", false)
		for i := range rollFrom {
			holds(fmt.Sprint("none", i), false)
		}
		if db.ids.all == nil || db.paths.all == nil {
			t.Fatal("the keys were not read at once")
		}
		holds("a", true)
		holds("b", false)
		put("b")
		holds("b", true)
	})
}
