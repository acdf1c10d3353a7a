package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"despatch/briefs"
)

func TestReaders(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		if has, err := db.HasReaders(ctx); has || err != nil {
			t.Errorf("has readers: %v, %v", has, err)
		}
		anna := briefs.Reader{Name: "anna", Clearance: 2, Groups: []string{"trade", "press", "trade"}, Role: briefs.Clerk}
		if err := db.AddReader(ctx, "boss", anna); err != nil {
			t.Fatal(err)
		}
		if err := db.AddReader(ctx, "boss", briefs.Reader{Name: "anna"}); !errors.Is(err, ErrReader) {
			t.Errorf("added twice: %v", err)
		}
		got, err := db.Reader(ctx, "anna")
		if err != nil || got.Clearance != 2 || !slices.Equal(got.Groups, []string{"press", "trade"}) || got.Role != briefs.Clerk {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := db.ChangeReader(ctx, "boss", "anna", func(r *briefs.Reader) { r.Clearance, r.Groups = 1, nil }); err != nil {
			t.Fatal(err)
		}
		if got, _ := db.Reader(ctx, "anna"); got.Clearance != 1 || len(got.Groups) != 0 {
			t.Errorf("changed: %+v", got)
		}
		if all, err := db.Readers(ctx); len(all) != 1 || all[0].Name != "anna" || err != nil {
			t.Errorf("%+v, %v", all, err)
		}
		if err := db.RemoveReader(ctx, "boss", "anna"); err != nil {
			t.Fatal(err)
		}
		_, absent := db.Reader(ctx, "anna")
		_, unchanged := db.ChangeReader(ctx, "boss", "anna", func(*briefs.Reader) {})
		for what, err := range map[string]error{"looked up": absent, "changed": unchanged, "removed": db.RemoveReader(ctx, "boss", "anna")} {
			if !errors.Is(err, briefs.ErrNoReader) {
				t.Errorf("%s when absent: %v", what, err)
			}
		}
		if has, err := db.HasReaders(ctx); !has || err != nil {
			t.Errorf("the store forgot that it has readers: %v, %v", has, err)
		}
		if got, want := audit(t, db, briefs.AuditQuery{}), []string{
			"boss allowed  anna: 2 for press, trade; clerk", "boss allowed  anna: 1; clerk", "boss allowed  anna: nothing any more",
		}; !slices.Equal(got, want) {
			t.Errorf("audit %q", got)
		}
	})
}

func TestMarkings(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		if names, err := db.Markings(ctx); len(names) != 0 || err != nil {
			t.Errorf("%q, %v", names, err)
		}
		for _, names := range [][]string{{"OFFICIAL", "SECRET"}, {"OFFICIAL", "SECRET"}, {"OFFICIAL", "SECRET", "TOP SECRET"}} {
			if err := db.SetMarkings(ctx, names); err != nil {
				t.Errorf("%q: %v", names, err)
			}
		}
		for _, names := range [][]string{nil, {"OFFICIAL"}, {"SECRET", "OFFICIAL", "TOP SECRET"}, {"NEW", "OFFICIAL", "SECRET", "TOP SECRET"}} {
			if err := db.SetMarkings(ctx, names); !errors.Is(err, ErrMarkings) || !strings.Contains(err.Error(), "OFFICIAL, SECRET") {
				t.Errorf("%q: %v", names, err)
			}
		}
		if names, err := db.Markings(ctx); len(names) != 3 || err != nil {
			t.Errorf("%q, %v", names, err)
		}
	})
}

// TestMark marks a brief by hand: it is kept from who may not read it, counts
// follow, and the file that it came from does not change it back.
func TestMark(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		b, other := whole(), whole()
		other.ID = "b"
		save(t, db, &b)
		save(t, db, &other)
		anyone, cleared := db.As(briefs.Reader{Name: "a"}), db.As(briefs.Reader{Name: "c", Clearance: 2, Groups: []string{"trade"}})
		for _, s := range []*Shelf{anyone, cleared} {
			if err := s.SetState(ctx, b.ID, briefs.State{Read: true}); err != nil {
				t.Fatal(err)
			}
		}
		shows := func(when string, forAnyone, forCleared int) {
			t.Helper()
			for s, want := range map[*Shelf]int{anyone: forAnyone, cleared: forCleared} {
				heads, err := s.List(ctx, briefs.Query{})
				counts, err2 := s.Counts(ctx)
				// Of the two, the one that is marked was read.
				hits, err3 := s.Find(ctx, "income", 0)
				if len(hits) != want || err3 != nil {
					t.Errorf("%s: %s finds %d, want %d; %v", when, s.reader.Name, len(hits), want, err3)
				}
				if len(heads) != want || counts.All != want || counts.Unread != 1 || errors.Join(err, err2) != nil {
					t.Errorf("%s: %s has %d heads, %+v; want %d; %v", when, s.reader.Name, len(heads), counts, want, errors.Join(err, err2))
				}
			}
		}
		shows("at first", 2, 2)
		v, _ := anyone.Version(ctx)
		secret := func(h *briefs.Head) { h.Marking, h.Groups = 2, append(h.Groups, "trade", "trade") }
		if err := db.Mark(ctx, "boss", []string{b.ID, "absent"}, secret); !errors.Is(err, briefs.ErrNotFound) {
			t.Errorf("one that is absent: %v", err)
		}
		shows("after nothing", 2, 2)
		if err := db.Mark(ctx, "boss", []string{b.ID}, secret); err != nil {
			t.Fatal(err)
		}
		shows("marked", 1, 2)
		if again, _ := anyone.Version(ctx); again == v {
			t.Error("a mark does not change the version")
		}
		if o := save(t, db, &b); o != briefs.Unchanged {
			t.Errorf("the same file: %s", o)
		}
		b.Title, b.Marking, b.Groups = "The file changed", 0, nil
		if o := save(t, db, &b); o != briefs.Updated {
			t.Errorf("a changed file: %s", o)
		}
		shows("imported again", 1, 2)
		got, err := cleared.Open(ctx, b.ID)
		if err != nil || got.Title != b.Title || got.Marking != 2 || !slices.Equal(got.Groups, []string{"trade"}) {
			t.Errorf("%+v, %v", got.Head, err)
		}
		if err := db.Mark(ctx, "boss", []string{b.ID}, func(h *briefs.Head) { h.Marking, h.Groups = 0, nil }); err != nil {
			t.Fatal(err)
		}
		shows("unmarked", 2, 2)
		if got, want := audit(t, db, briefs.AuditQuery{Reader: "boss"}), []string{"boss marked 0123456789ab 2 for trade", "boss marked 0123456789ab unmarked"}; !slices.Equal(got, want) {
			t.Errorf("audit %q", got)
		}
	})
}
