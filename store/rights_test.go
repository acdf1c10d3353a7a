package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// TestRights puts random readers to random briefs: every way to read gives what
// a filter with Reader.MayRead gives, and what is forbidden looks like what is
// absent. A Memory of the briefs that a reader may read is the model.
func TestRights(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		seed := uint64(time.Now().UnixNano())
		rnd := rand.New(rand.NewPCG(seed, 1))
		t.Logf("seed %d", seed)
		groups := []string{"trade", "press", "", "Trade", "经济", "x' OR '1'='1"}
		some := func() (out []string) {
			for _, g := range groups {
				if rnd.IntN(4) == 0 {
					out = append(out, g)
				}
			}
			if len(out) > 0 && rnd.IntN(4) == 0 {
				out = append(out, out[0])
			}
			return out
		}
		words := strings.Fields("income of the operating small enterprises 增长 工业 企业 铁路 1.2 trillion yuan Café low-carbon")
		var all []briefs.Brief
		for i := range raced(120, 50) {
			var body strings.Builder
			for range rnd.IntN(60) {
				body.WriteString(words[rnd.IntN(len(words))] + []string{" ", "", ", ", "**", "\n\n", "，"}[rnd.IntN(6)])
			}
			b := briefs.Brief{
				Head: briefs.Head{
					ID: fmt.Sprintf("%03x", rnd.IntN(4096)), Title: words[rnd.IntN(len(words))], From: words[rnd.IntN(4)], Marking: rnd.IntN(4) - 1, Groups: some(),
					Date: dayOf(2020, 1, rnd.IntN(9)), Minutes: rnd.IntN(5), Size: body.Len(),
				},
				Format: briefs.Markdown, Body: body.String(), Hash: fmt.Sprint(i),
			}
			if rnd.IntN(3) == 0 {
				b.Due = dayOf(2026, 1, 1+rnd.IntN(5))
			}
			b.Figures = []briefs.Figure{{Kind: briefs.Money, Measure: words[rnd.IntN(3)] + " income", Unit: "CNY", Value: briefs.Int(int64(rnd.IntN(3)))}}
			if slices.ContainsFunc(all, func(o briefs.Brief) bool { return o.ID == b.ID }) {
				continue
			}
			all = append(all, b)
		}
		// What a brief was before must not shine through either.
		for i := range all {
			before := all[i]
			before.Groups, before.Marking, before.Body, before.Hash = some(), 0, "income before", "before"
			if rnd.IntN(2) == 0 {
				save(t, db, &before)
			}
			save(t, db, &all[i])
		}
		for n := range 6 {
			r := briefs.Reader{Name: fmt.Sprint("reader", n%5), Clearance: rnd.IntN(4) - 1, Groups: some()}
			s, m := db.As(r), NewMemory()
			allowed := map[string]bool{}
			for _, b := range all {
				st := briefs.State{Read: rnd.IntN(2) == 0, Starred: rnd.IntN(3) == 0, Tag: briefs.Tags[rnd.IntN(len(briefs.Tags))], Changed: time.Now().UTC().Truncate(time.Microsecond)}
				err := s.SetState(ctx, b.ID, st)
				if !r.MayRead(&b.Head) {
					_, absent := s.Open(ctx, "absent")
					_, hidden := s.Open(ctx, b.ID)
					if !errors.Is(err, briefs.ErrNotFound) || !errors.Is(hidden, briefs.ErrNotFound) || strings.ReplaceAll(hidden.Error(), b.ID, "absent") != absent.Error() {
						t.Fatalf("%+v: forbidden %s: %v, %v; absent: %v", r, b.ID, err, hidden, absent)
					}
					continue
				}
				if err != nil {
					t.Fatalf("%+v: %s: %v", r, b.ID, err)
				}
				allowed[b.ID] = true
				got, err := s.Open(ctx, b.ID)
				if err != nil || got.Body != b.Body || !reflect.DeepEqual(got.State, st) {
					t.Fatalf("open %s: %+v, %v", b.ID, got, err)
				}
				m.Add(got)
			}
			compare(t, rnd, s, m, words, all)
		}
	})
}

// compare fails when two libraries say different things.
func compare(t *testing.T, rnd *rand.Rand, s, m library, words []string, all []briefs.Brief) {
	t.Helper()
	for _, order := range []briefs.Order{briefs.ByDate, briefs.ByDue, briefs.ByTitle, briefs.ByFrom, briefs.ByTime} {
		q := briefs.Query{Order: order, Unread: rnd.IntN(3) == 0, Starred: rnd.IntN(3) == 0, Tag: string(briefs.Tags[rnd.IntN(2)]), Limit: rnd.IntN(2) * rnd.IntN(40)}
		got, err := s.List(ctx, q)
		want, _ := m.List(ctx, q)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v: %d heads, want %d; %v", q, len(got), len(want), err)
		}
	}
	got, err := s.Counts(ctx)
	if want, _ := m.Counts(ctx); got != want || err != nil {
		t.Fatalf("counts %+v, want %+v; %v", got, want, err)
	}
	for _, b := range all {
		prefix := b.ID[:1+rnd.IntN(len(b.ID))]
		got, err := s.Resolve(ctx, prefix)
		want, wanted := m.Resolve(ctx, prefix)
		if got != want || errors.Is(err, briefs.ErrNotFound) != errors.Is(wanted, briefs.ErrNotFound) || errors.Is(err, briefs.ErrAmbiguous) != errors.Is(wanted, briefs.ErrAmbiguous) {
			t.Fatalf("resolve %s: %q %v, want %q %v", prefix, got, err, want, wanted)
		}
	}
	for _, b := range all[:20] {
		got, err := s.Series(ctx, b.Figures[0])
		want, _ := m.Series(ctx, b.Figures[0])
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("series %+v, want %+v; %v", got, want, err)
		}
	}
	for range 30 {
		var q strings.Builder
		for range 1 + rnd.IntN(4) {
			w := []rune(words[rnd.IntN(len(words))])
			w = w[:1+rnd.IntN(len(w))]
			q.WriteString([]string{"", "", "", "-", "\""}[rnd.IntN(5)] + string(w) + []string{"", "*", "\"", " "}[rnd.IntN(4)] + []string{" ", "", "，"}[rnd.IntN(3)])
		}
		got, err := s.Find(ctx, q.String(), 0)
		want, _ := m.Find(ctx, q.String(), 0)
		if err != nil || !reflect.DeepEqual(byID(got), byID(want)) {
			t.Fatalf("%q: %d hits, want %d; %v", q.String(), len(got), len(want), err)
		}
		for i := range got[:min(len(got), 4)] {
			b, err := s.Open(ctx, got[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			checkHit(t, &got[i], b.Body)
		}
	}
}

func byID(hits []briefs.Hit) map[string]briefs.Hit {
	all := map[string]briefs.Hit{}
	for _, h := range hits {
		all[h.ID] = h
	}
	return all
}
