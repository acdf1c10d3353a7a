package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

func TestListOrders(t *testing.T) {
	head := func(id, title, from string, date, due time.Time, minutes int) briefs.Brief {
		return briefs.Brief{Head: briefs.Head{ID: id, Title: title, From: from, Date: date, Due: due, Minutes: minutes}}
	}
	all := []briefs.Brief{
		head("a", "Zebra", "Émile", dayOf(2024, 1, 2), time.Time{}, 9),
		head("b", "émigré", "emil", dayOf(2025, 1, 2), dayOf(2026, 1, 1), 3),
		head("c", "Eminent", "", time.Time{}, dayOf(2025, 6, 1), 3),
		head("d", "apple", "Zoo", dayOf(2024, 1, 2), time.Time{}, 1),
	}
	onLibraries(t, all, func(t *testing.T, l library) {
		for order, want := range map[briefs.Order]string{
			briefs.ByDate: "b a d c", briefs.ByDue: "c b a d", briefs.ByTitle: "d b c a", briefs.ByFrom: "c b a d", briefs.ByTime: "d b c a", "nonsense": "b a d c",
		} {
			if got := list(t, l, briefs.Query{Order: order}); got != want {
				t.Errorf("order %q: %s, want %s", order, got, want)
			}
		}
		now := time.Now()
		for id, st := range map[string]briefs.State{"a": {Read: true, Tag: briefs.Action, Changed: now}, "b": {Starred: true, Changed: now}, "c": {Starred: true, Read: true, Tag: briefs.Action, Changed: now}} {
			if err := l.SetState(ctx, id, st); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			q    briefs.Query
			want string
		}{
			{briefs.Query{Unread: true}, "b d"}, {briefs.Query{Starred: true}, "b c"}, {briefs.Query{Starred: true, Unread: true}, "b"},
			{briefs.Query{Tag: "ACTION"}, "a c"}, {briefs.Query{Tag: "' OR 1=1 --"}, ""}, {briefs.Query{Limit: 3}, "b a d"}, {briefs.Query{Limit: 1, Order: briefs.ByTime, Unread: true}, "d"},
		} {
			if got := list(t, l, c.q); got != c.want {
				t.Errorf("%+v: %s, want %s", c.q, got, c.want)
			}
		}
		c, err := l.Counts(ctx)
		if want := (briefs.Counts{All: 4, Unread: 2, Starred: 2, UnreadMinutes: 4, NextDue: dayOf(2026, 1, 1)}); c != want || err != nil {
			t.Errorf("counts %+v, %v", c, err)
		}
	})
}

func list(t testing.TB, l library, q briefs.Query) string {
	t.Helper()
	heads, err := l.List(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range heads {
		ids = append(ids, h.ID)
	}
	return strings.Join(ids, " ")
}

func TestResolve(t *testing.T) {
	all := []briefs.Brief{{Head: briefs.Head{ID: "abc1"}}, {Head: briefs.Head{ID: "abd2"}}, {Head: briefs.Head{ID: "ab"}}, {Head: briefs.Head{ID: "ff"}}}
	onLibraries(t, all, func(t *testing.T, l library) {
		for prefix, want := range map[string]string{
			"abc": "abc1", "ABC1": "abc1", "abd2": "abd2", "ab": "ab", " f ": "ff", "a": "ambiguous", "": "none", "x": "none", "%": "none", "abc1x": "none", "\xff": "none", "f\U0010ffff": "none",
		} {
			got, err := l.Resolve(ctx, prefix)
			switch {
			case errors.Is(err, briefs.ErrAmbiguous):
				got = "ambiguous"
			case errors.Is(err, briefs.ErrNotFound):
				got = "none"
			case err != nil:
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("%q: %s, want %s", prefix, got, want)
			}
		}
		if _, err := l.Open(ctx, "abc"); !errors.Is(err, briefs.ErrNotFound) {
			t.Errorf("opened by a prefix: %v", err)
		}
	})
}
