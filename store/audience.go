package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"sync"

	"despatch/briefs"
)

// An audience is who a brief is for: its marking and the set of its groups.
// Audiences are few, and a row of them never changes, so that one which is not
// known yet hides a brief and never shows it.
type audience struct {
	n    int64
	head briefs.Head // with marking and groups, and nothing else
}

// audienceKey is the same for briefs that are for the same readers: a marking,
// and groups as the store has them.
type audienceKey struct {
	marking int
	groups  string
}

func audienceOf(h *briefs.Head) audienceKey {
	groups := append([]string{}, h.Groups...)
	slices.Sort(groups)
	return audienceKey{h.Marking, text(slices.Compact(groups))}
}

// audiences are those of a store, as last read from it.
type audiences struct {
	mu  sync.Mutex
	all []audience
}

// A querier is a pool, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// now are the audiences as they are. Whichever process added one, there are more
// of them then.
func (a *audiences) now(ctx context.Context, from querier) ([]audience, error) {
	var count int
	if err := from.QueryRowContext(ctx, "SELECT COUNT(*) FROM audiences").Scan(&count); err != nil {
		return nil, err
	}
	a.mu.Lock()
	all := a.all
	a.mu.Unlock()
	if len(all) == count {
		return all, nil
	}
	all, err := readAudiences(ctx, from)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	a.all = all
	a.mu.Unlock()
	return all, nil
}

func readAudiences(ctx context.Context, from querier) ([]audience, error) {
	rows, err := from.QueryContext(ctx, "SELECT n, marking, groups FROM audiences ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []audience
	for rows.Next() {
		var a audience
		var groups string
		if err := rows.Scan(&a.n, &a.head.Marking, &groups); err != nil {
			return nil, err
		}
		if err := decode(groups, &a.head.Groups); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// readable are the audiences that the reader belongs to, by number, and whether
// they are all that there are.
func (s *Shelf) readable(ctx context.Context, from querier) (ns []int64, every bool, err error) {
	all, err := s.db.audiences.now(ctx, from)
	if err != nil {
		return nil, false, err
	}
	for i := range all {
		if s.reader.MayRead(&all[i].head) {
			ns = append(ns, all[i].n)
		}
	}
	return ns, len(ns) == len(all), nil
}

// mayRead is briefs.Reader.MayRead as a condition on briefs as b.
func (s *Shelf) mayRead(ctx context.Context, from querier) (where string, err error) {
	ns, _, err := s.readable(ctx, from)
	return among(ns), err
}

// mayReadNow is mayRead outside of a transaction.
func (s *Shelf) mayReadNow(ctx context.Context) (where string, err error) {
	err = s.db.ask(ctx, func() (err error) {
		where, err = s.mayRead(ctx, s.db.reads)
		return err
	})
	return where, err
}

// among is a condition on briefs as b: their audience is one of these.
func among(audiences []int64) string {
	var in strings.Builder
	in.WriteString("b.audience IN (0") // which no brief has
	for _, n := range audiences {
		in.WriteString("," + strconv.FormatInt(n, 10))
	}
	return in.String() + ")"
}

// audience is the number of a brief's audience, which is made when it is the
// first one for it.
func (s *saver) audience(b *briefs.Brief) (int64, error) {
	key := audienceOf(&b.Head)
	if n, ok := s.audiences[key]; ok {
		return n, nil
	}
	// Made first and then looked for: what another transaction makes at the
	// same time is waited for.
	if err := s.exec("INSERT INTO audiences (marking, groups) VALUES (?, ?) ON CONFLICT (marking, groups) DO NOTHING", key.marking, key.groups); err != nil {
		return 0, err
	}
	var n int64
	if err := s.one("SELECT n FROM audiences WHERE marking = ? AND groups = ?", []any{key.marking, key.groups}, &n); err != nil {
		return 0, err
	}
	if s.audiences == nil {
		s.audiences = map[audienceKey]int64{}
	}
	s.audiences[key] = n
	return n, nil
}
