package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/store/storetest"
)

// The suite runs on every database: what is tested here holds for all.

// backends name an empty store each.
var backends = []struct {
	name  string
	store func(t testing.TB) string
}{
	{"file", func(t testing.TB) string { return filepath.Join(t.TempDir(), "box.db") }},
	{"memory", func(t testing.TB) string { return ":memory:" }},
	{"postgres", func(t testing.TB) string { return storetest.Postgres(t) }},
}

func open(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func onEach(t *testing.T, f func(t *testing.T, db *DB)) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) { f(t, open(t, b.store(t))) })
	}
}

// onShared runs f on every store that several processes may have open.
func onShared(t *testing.T, f func(t *testing.T, path string)) {
	for _, b := range backends {
		if b.name != "memory" {
			t.Run(b.name, func(t *testing.T) { f(t, b.store(t)) })
		}
	}
}

// onSQLite runs f on what only SQLite does.
func onSQLite(t *testing.T, f func(t *testing.T, db *DB)) {
	for _, b := range backends {
		if b.name != "postgres" {
			t.Run(b.name, func(t *testing.T) { f(t, open(t, b.store(t))) })
		}
	}
}

// A library is what a Shelf and a Memory have in common.
type library interface {
	List(context.Context, briefs.Query) ([]briefs.Head, error)
	Counts(context.Context) (briefs.Counts, error)
	Open(context.Context, string) (briefs.Brief, error)
	Resolve(context.Context, string) (string, error)
	Find(context.Context, string, int) ([]briefs.Hit, error)
	Understand(string) briefs.Understanding
	Series(context.Context, briefs.Figure) (briefs.Series, error)
	SetState(context.Context, string, briefs.State) error
	Version(context.Context) (int64, error)
	Changed(context.Context, int64) (int64, error)
	Edition(context.Context, string) (string, int, error)
}

// onLibraries runs f on every kind of shelf with the briefs on it.
func onLibraries(t *testing.T, all []briefs.Brief, f func(t *testing.T, l library)) {
	onEach(t, func(t *testing.T, db *DB) {
		for i := range all {
			save(t, db, &all[i])
		}
		f(t, db.As(briefs.Reader{Name: "r"}))
	})
	t.Run("visit", func(t *testing.T) {
		m := NewMemory()
		for _, b := range all {
			m.Add(b)
		}
		f(t, m)
	})
}

var ctx = context.Background()

func save(t testing.TB, db *DB, b *briefs.Brief) briefs.Outcome {
	t.Helper()
	o, err := db.Save(ctx, b)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func dayOf(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// whole is a brief with every field set.
func whole() briefs.Brief {
	b := briefs.Brief{
		Head: briefs.Head{
			ID: "0123456789ab", Source: "/in/a.md", Title: "Income of SMEs", From: "Ministry", Link: "https://example.org/a?b=c",
			Date: dayOf(2023, 6, 27), Due: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC), Lang: "en", Tags: []string{"economy", "企业"},
			Words: 10, Minutes: 1, Keys: []briefs.Key{{Text: "80 trillion yuan", Comparator: briefs.Over, Measure: "income", Kind: briefs.Money, Start: 7}},
		},
		Format: briefs.Markdown, Body: "Income 80 trillion yuan, up 5.40 %.\n\nSecond 中文 paragraph.",
		Version: 3, Hash: "ff00", Warnings: []string{"a key was given twice"},
		Names: []briefs.Name{{Kind: briefs.Person, Text: "Xu Xiaolan", Office: "vice minister", Spans: []briefs.Span{{Start: 1, End: 3}}}},
	}
	b.Size = len(b.Body)
	two := briefs.Decimal{Coef: 600, Exp: -2}
	b.Figures = []briefs.Figure{
		{Span: briefs.Span{Start: 7, End: 23}, Kind: briefs.Money, Value: briefs.Decimal{Coef: 80, Exp: 12}, Comparator: briefs.Over, Unit: "CNY", UnitText: "yuan",
			Measure: "operating income of SMEs", Period: &briefs.Period{Text: "end of 2022", From: "2022-12-31", To: "2022-12-31"}, Stance: briefs.Observed, Rank: 1, Paragraph: 1, Sentence: briefs.Span{Start: 0, End: 35}, Rule: "money"},
		{Span: briefs.Span{Start: 28, End: 34}, Kind: briefs.Percent, Value: briefs.Decimal{Coef: 540, Exp: -2}, Value2: &two, Comparator: briefs.Exactly, Unit: "percent", UnitText: "%",
			Change: briefs.Up, Stance: briefs.Forecast, Paragraph: 1, Sentence: briefs.Span{Start: 0, End: 35}},
		{Span: briefs.Span{Start: 35, End: 35}, Kind: briefs.Date, Value: briefs.Decimal{Coef: 0, Exp: 5}, Period: &briefs.Period{}},
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		for _, b := range []briefs.Brief{whole(), {Head: briefs.Head{ID: "aa", Title: "t"}}, {Head: briefs.Head{ID: "bb", Title: "t", Tags: []string{}, Keys: []briefs.Key{}}, Names: []briefs.Name{}, Warnings: []string{}}} {
			if o := save(t, db, &b); o != briefs.Added {
				t.Fatalf("saved: %s", o)
			}
			got, err := db.As(briefs.Reader{}).Open(ctx, b.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.Added.IsZero() || time.Since(got.Added) > time.Minute {
				t.Errorf("added %v", got.Added)
			}
			got.Added = time.Time{}
			if !reflect.DeepEqual(got, b) {
				t.Errorf("came back as\n%+v\nwant\n%+v", got, b)
			}
		}
	})
}

func TestOutcomes(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		s := db.As(briefs.Reader{Name: "r"})
		b := whole()
		save(t, db, &b)
		first, err := s.Open(ctx, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := s.Version(ctx)
		if o := save(t, db, &b); o != briefs.Unchanged {
			t.Errorf("again: %s", o)
		}
		if again, _ := s.Version(ctx); again != v {
			t.Errorf("version %d after nothing, was %d", again, v)
		}
		if o := save(t, db, &first); o != briefs.Unchanged {
			t.Errorf("as it was opened: %s", o)
		}
		st := briefs.State{Read: true, Starred: true, Tag: briefs.Later, Place: 9, Far: 40, Opened: true, Marks: map[string]int{"a": 3}, Changed: time.Now().UTC().Truncate(time.Microsecond)}
		if err := s.SetState(ctx, b.ID, st); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func(*briefs.Brief){
			"title":   func(b *briefs.Brief) { b.Title = "Other words" },
			"hash":    func(b *briefs.Brief) { b.Hash, b.Body = "ee", "Altogether new text" },
			"version": func(b *briefs.Brief) { b.Version, b.Figures = 4, nil },
			"figure":  func(b *briefs.Brief) { b.Figures = whole().Figures[:1] },
		} {
			change(&b)
			v, _ := s.Version(ctx)
			if o := save(t, db, &b); o != briefs.Updated {
				t.Errorf("%s changed: %s", what, o)
			}
			if again, _ := s.Version(ctx); again == v {
				t.Errorf("%s changed: version stays %d", what, v)
			}
		}
		got, err := s.Open(ctx, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.State, st) || !got.Added.Equal(first.Added) {
			t.Errorf("state %+v, added %v; want %+v, %v", got.State, got.Added, st, first.Added)
		}
		if hits, _ := s.Find(ctx, "income", 0); len(hits) != 0 {
			t.Errorf("the old text is still found: %v", hits)
		}
		if hits, _ := s.Find(ctx, "altogether", 0); len(hits) != 1 {
			t.Errorf("the new text is not found")
		}
		if hash, version, err := db.Hash(ctx, b.ID); hash != "ee" || version != 4 || err != nil {
			t.Errorf("hash %q, version %d, %v", hash, version, err)
		}
		if hash, version, err := db.Hash(ctx, "absent"); hash != "" || version != 0 || err != nil {
			t.Errorf("hash of nothing: %q, %d, %v", hash, version, err)
		}
		if _, err := db.Save(ctx, &briefs.Brief{}); err == nil {
			t.Error("a brief without an ID was saved")
		}
		if n, err := db.Remove(ctx, b.ID, "absent"); n != 1 || err != nil {
			t.Errorf("removed %d, %v", n, err)
		}
		if hits, _ := s.Find(ctx, "altogether", 0); len(hits) != 0 {
			t.Error("what was removed is still found")
		}
		save(t, db, &b)
		if got, _ := s.Open(ctx, b.ID); !reflect.DeepEqual(got.State, briefs.State{}) {
			t.Errorf("the state outlived the brief: %+v", got.State)
		}
	})
}

func TestSaveAllIsWholeOrNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		a, b := whole(), whole()
		b.ID = "b"
		if _, err := db.SaveAll(ctx, []*briefs.Brief{&a, {}, &b}); err == nil {
			t.Fatal("no error")
		}
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := db.SaveAll(cancelled, []*briefs.Brief{&a}); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		if c, err := db.As(briefs.Reader{}).Counts(ctx); c.All != 0 || err != nil {
			t.Errorf("%d saved, %v", c.All, err)
		}
		got, err := db.SaveAll(ctx, []*briefs.Brief{&a, &b, &a})
		if want := []briefs.Outcome{briefs.Added, briefs.Added, briefs.Unchanged}; !slices.Equal(got, want) || err != nil {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestSamples(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		wanted := func(want bool) {
			t.Helper()
			if got, err := db.SamplesWanted(ctx); got != want || err != nil {
				t.Fatalf("samples wanted: %v, %v", got, err)
			}
		}
		wanted(true)
		own, sample := whole(), whole()
		save(t, db, &own)
		wanted(true)
		sample.ID, sample.Sample = "5a", true
		save(t, db, &sample)
		wanted(false)
		if n, err := db.RemoveSamples(ctx); n != 1 || err != nil {
			t.Fatalf("removed %d, %v", n, err)
		}
		wanted(false)
		if n, _ := db.RemoveSamples(ctx); n != 0 {
			t.Error("removed twice")
		}
		if c, _ := db.As(briefs.Reader{}).Counts(ctx); c.All != 1 {
			t.Errorf("%d left", c.All)
		}
	})
	onEach(t, func(t *testing.T, db *DB) {
		if _, err := db.RemoveSamples(ctx); err != nil {
			t.Fatal(err)
		}
		if w, _ := db.SamplesWanted(ctx); w {
			t.Error("samples are wanted after they were refused")
		}
	})
}

func TestStateNewestWins(t *testing.T) {
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	onLibraries(t, []briefs.Brief{whole()}, func(t *testing.T, l library) {
		set := func(st briefs.State) {
			t.Helper()
			if err := l.SetState(ctx, whole().ID, st); err != nil {
				t.Fatal(err)
			}
		}
		is := func(want briefs.State) {
			t.Helper()
			b, err := l.Open(ctx, whole().ID)
			if err != nil || !reflect.DeepEqual(b.State, want) {
				t.Fatalf("state %+v, %v; want %+v", b.State, err, want)
			}
			heads, err := l.List(ctx, briefs.Query{})
			if err != nil || !reflect.DeepEqual(heads[0].State, want) {
				t.Fatalf("state in the list %+v, %v; want %+v", heads[0].State, err, want)
			}
		}
		is(briefs.State{})
		a := briefs.State{Place: 10, Far: 20, Opened: true, Marks: map[string]int{"a": 1, "Z": 9}, Changed: at}
		b := briefs.State{Read: true, Changed: at.Add(time.Second)}
		set(b)
		v, _ := l.Version(ctx)
		set(a) // from another session, older
		is(b)
		tie := briefs.State{Starred: true, Changed: b.Changed}
		set(tie)
		is(tie)
		if again, _ := l.Version(ctx); again == v {
			t.Error("a change of state does not change the version")
		}
		a.Changed = at.Add(time.Minute)
		set(a)
		a.Marks["b"] = 2 // the caller's map is the caller's
		delete(a.Marks, "b")
		is(a)
		set(briefs.State{}) // now
		got, _ := l.Open(ctx, whole().ID)
		if time.Since(got.State.Changed) > time.Minute || got.State.Opened {
			t.Errorf("without a time: %+v", got.State)
		}
		if err := l.SetState(ctx, "absent", b); !errors.Is(err, briefs.ErrNotFound) {
			t.Errorf("state of nothing: %v", err)
		}
	})
	onEach(t, func(t *testing.T, db *DB) {
		b := whole()
		save(t, db, &b)
		one, other := db.As(briefs.Reader{Name: "one"}), db.As(briefs.Reader{Name: "other"})
		v, _ := other.Version(ctx)
		if err := one.SetState(ctx, b.ID, briefs.State{Read: true}); err != nil {
			t.Fatal(err)
		}
		if got, _ := other.Open(ctx, b.ID); got.State.Read {
			t.Error("one reader's state is another's")
		}
		if again, _ := other.Version(ctx); again != v {
			t.Error("one reader's state wakes another")
		}
	})
}

func TestSeries(t *testing.T) {
	fig := func(start int, measure, unit string, value int64, period string) briefs.Figure {
		f := briefs.Figure{Span: briefs.Span{Start: start, End: start + 2}, Kind: briefs.Percent, Unit: unit, Measure: measure, Value: briefs.Int(value)}
		if period != "" {
			f.Period = &briefs.Period{Text: period, From: period, To: period}
		}
		return f
	}
	brief := func(id string, date time.Time, figs ...briefs.Figure) briefs.Brief {
		return briefs.Brief{Head: briefs.Head{ID: id, Title: "T" + id, From: "F", Date: date}, Body: "10\n20 30 40 50", Figures: figs}
	}
	all := []briefs.Brief{
		brief("a", dayOf(2025, 5, 1), fig(0, "freight by rail", "percent", 4, "2025-04-30"), fig(3, "freight by rail", "percent", 4, ""), fig(6, "something else", "percent", 4, "")),
		brief("b", dayOf(2025, 4, 1), fig(0, "Rail freights", "percent", 3, "2025-03-31"), fig(3, "rail freight", "t", 3, ""), fig(6, "rail freight", "percent", 9, "2024-03-31")),
		brief("c", dayOf(2025, 6, 1), fig(0, "the rail freight", "percent", 5, "")),
		brief("d", dayOf(2025, 6, 2), briefs.Figure{Kind: briefs.Date, Measure: "rail freight", Unit: "percent"}),
	}
	onLibraries(t, all, func(t *testing.T, l library) {
		s, err := l.Series(ctx, all[0].Figures[0])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range s.Points {
			got = append(got, fmt.Sprint(p.Brief, p.Figure.Value, p.Text, p.Title, p.From, p.Date.Month()))
		}
		if want := []string{"b9 30 Tb F April", "b3 10 Tb F April", "a4 10 Ta F May", "c5 10 Tc F June"}; !slices.Equal(squeeze(got), squeeze(want)) {
			t.Errorf("points %q, want %q", got, want)
		}
		if !reflect.DeepEqual(s.Points[0].Figure, all[1].Figures[2]) {
			t.Errorf("figure %+v", s.Points[0].Figure)
		}
		if s, err := l.Series(ctx, briefs.Figure{Kind: briefs.Percent, Unit: "percent"}); len(s.Points) != 0 || err != nil {
			t.Errorf("no measure: %+v, %v", s, err)
		}
	})
}

func squeeze(lines []string) (out []string) {
	for _, l := range lines {
		out = append(out, strings.ReplaceAll(l, " ", ""))
	}
	return out
}
