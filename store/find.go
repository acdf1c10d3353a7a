package store

import (
	"context"
	"database/sql"
	"time"

	"despatch/briefs"
)

// Bounds of what one search looks at, so that it costs no more for a word that
// every brief has. They count what the reader may read and nothing else.
const (
	ranked     = 2000 // of more that fit, the newest so many are ranked
	unranked   = 100  // so many are looked at at once where nothing ranks
	rankTitles = 1000 // and of older ones so many that have the words in the title
	statistics = 2000 // how far the briefs that have a word are counted
)

// Find is the briefs that fit a search, best first, at most limit of them; 0 is
// no limit. A search is words, all of which a brief must have, "phrases",
// prefix*, -words that it must not have, and fields; Han is found in any length.
// No search is an error; one without a word finds nothing. When a last word that
// may not be finished finds nothing, it is taken as the start of one. Of more
// than 2,000 briefs that fit, the newest are ranked, and those that have the
// words in the title.
func (s *Shelf) Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error) {
	q := s.db.language().parse(query)
	if q.empty() {
		return nil, nil
	}
	done, err := s.db.searchTurn(ctx)
	if err != nil {
		return nil, s.db.wrap(ctx, err, "search")
	}
	defer done()
	hits, err := s.find(ctx, q, limit)
	if softer, ok := q.softer(); ok && err == nil && len(hits) == 0 {
		hits, err = s.find(ctx, softer, limit)
	}
	return hits, s.db.wrap(ctx, err, "search")
}

// Understand is what a search is read as, and what of it cannot be read.
func (s *Shelf) Understand(query string) briefs.Understanding {
	return s.db.language().understand(query)
}

func (db *DB) language() language { return language{db.Extract, today()} }

func today() time.Time {
	y, m, d := time.Now().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (l language) understand(query string) briefs.Understanding {
	q := l.parse(query)
	return briefs.Understanding{Read: q.read, Unread: q.unread}
}

// A finder answers one search on one state of the store.
type finder struct {
	ctx   context.Context
	tx    *sql.Tx
	shelf *Shelf
	q     *query
	where string // the rights
	right []phrase
	rank  ranker
	one   *sql.Stmt      // reads a brief
	figs  *sql.Stmt      // reads what a search looks at of its figures
	had   map[int64]bool // looked at
}

func (s *Shelf) find(ctx context.Context, q query, limit int) ([]briefs.Hit, error) {
	var hits []briefs.Hit
	err := s.db.read(ctx, func(tx *sql.Tx) error {
		hits = nil
		f := finder{ctx: ctx, tx: tx, shelf: s, q: &q, had: map[int64]bool{}}
		if err := f.prepare(); err != nil {
			return err
		}
		defer f.one.Close()
		defer f.figs.Close()
		bound := max(ranked, limit)
		switch {
		case limit == 0:
			bound = 0
		case len(f.rank.terms) == 0: // the newest are the best
			bound = max(unranked, limit)
		}
		for before := int64(0); ; {
			found, err := f.candidates(q.need(), before, bound)
			if err != nil || len(found) == 0 {
				return err
			}
			full := len(found) == bound
			last := found[len(found)-1].key
			if full && before == 0 {
				if found, err = f.withTitles(found, last); err != nil {
					return err
				}
			}
			best(found)
			if hits, err = f.take(hits, found, limit); err != nil {
				return err
			}
			if !full || len(hits) == limit {
				return nil
			}
			before = last
		}
	})
	return hits, err
}

// prepare finds out what the reader may read, and what the words weigh.
func (f *finder) prepare() error {
	ns, every, err := f.shelf.readable(f.ctx, f.tx)
	if err != nil {
		return err
	}
	f.where = among(ns)
	if !every {
		// In the index too, so that few are found as soon as many.
		tokens := []string{audienceToken(0)} // which no brief has
		for _, n := range ns {
			tokens = append(tokens, audienceToken(n))
		}
		f.right = words(tokens...)
	}
	terms := f.q.ranking()
	in, all := make([]int, len(terms)), 1
	if len(terms) > 1 { // of one word nothing but its number in a brief counts
		if all, err = f.count(need{}); err != nil {
			return err
		}
		for i := range terms {
			if in[i], err = f.count(need{all: [][]phrase{{terms[i].phrase()}}}); err != nil {
				return err
			}
		}
	}
	f.rank = newRanker(terms, in, all)
	f.one, err = f.tx.PrepareContext(f.ctx, "SELECT "+headColumns+", b.format, t.body"+fromShelf+" JOIN texts t ON t.brief = b.n WHERE b.n = ?")
	if err != nil {
		return err
	}
	f.figs, err = f.tx.PrepareContext(f.ctx, "SELECT span_start, span_end, kind, coef, exp, coef2, exp2, comparator, unit, measure, sent_start, sent_end"+
		" FROM figures WHERE brief = ? AND kind NOT IN ('date', 'ordinal') ORDER BY ord")
	return err
}

// statement finds what is needed and may be read.
func (f *finder) statement(n need) (from, where, key string, args []any) {
	if f.right != nil && len(n.all) > 0 {
		n.all = append(n.all[:len(n.all):len(n.all)], f.right)
	}
	from, where, key, args = f.shelf.db.engine.match(n)
	return from, where + " AND " + f.where, key, args
}

// count counts briefs up to statistics.
func (f *finder) count(n need) (count int, err error) {
	from, where, _, args := f.statement(n)
	if n.empty() {
		from, where = "briefs b", f.where
	}
	err = f.tx.QueryRowContext(f.ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM "+from+" WHERE "+where+" LIMIT ?) counted", append(args, statistics)...).Scan(&count)
	return count, err
}

// candidates are the newest briefs that have what is needed, in front of a key
// when it is not 0, at most bound of them when it is not 0.
func (f *finder) candidates(n need, before int64, bound int) ([]candidate, error) {
	from, where, key, args := f.statement(n)
	if len(f.q.state) > 0 {
		from += " LEFT JOIN states s ON s.brief = b.n AND s.reader = ?"
		args = append([]any{f.shelf.reader.Name}, args...)
	}
	for _, t := range f.q.state {
		where += " AND " + t.condition()
	}
	if f.q.from > 0 {
		where, args = where+" AND "+key+" >= ?", append(args, keyOf(f.q.from, 0))
	} else if f.q.to > 0 {
		where, args = where+" AND "+key+" >= ?", append(args, keyOf(1, 0)) // a brief without a date is before none
	}
	if f.q.to > 0 {
		where, args = where+" AND "+key+" < ?", append(args, keyOf(f.q.to, 0))
	}
	if before > 0 {
		where, args = where+" AND "+key+" < ?", append(args, before)
	}
	statement := "SELECT b.n, w.key, w.units, w.often FROM " + from + " WHERE " + where + " ORDER BY " + key + " DESC"
	if bound > 0 {
		statement, args = statement+" LIMIT ?", append(args, bound)
	}
	rows, err := f.tx.QueryContext(f.ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []candidate
	for rows.Next() {
		var c candidate
		var units int
		var often sql.RawBytes
		if err := rows.Scan(&c.n, &c.key, &units, &often); err != nil {
			return nil, err
		}
		c.score = f.rank.score(units, often)
		all = append(all, c)
	}
	return all, rows.Err()
}

// withTitles are candidates and older ones that have the words in the title.
func (f *finder) withTitles(found []candidate, before int64) ([]candidate, error) {
	q := *f.q
	q.want = append([]term(nil), q.want...)
	ranks := false
	for i := range q.want {
		if q.want[i].ranks() {
			q.want[i].field, ranks = inTitle, true
		}
	}
	if !ranks {
		return found, nil
	}
	titles, err := f.candidates(q.need(), before, rankTitles)
	return append(found, titles...), err
}

// take reads candidates in their order and adds those that fit to the hits. The
// index lets through a little more than fits; what is not the reader's never
// comes here.
func (f *finder) take(hits []briefs.Hit, found []candidate, limit int) ([]briefs.Hit, error) {
	for _, c := range found {
		if f.had[c.n] {
			continue
		}
		f.had[c.n] = true
		if err := f.ctx.Err(); err != nil {
			return hits, err
		}
		var b briefs.Brief
		var err error
		if b.Head, err = scanHead(f.one.QueryRowContext(f.ctx, f.shelf.reader.Name, c.n), &b.Format, &b.Body); err != nil {
			return hits, err
		}
		if f.q.ofFigures() {
			if b.Figures, err = f.figuresOf(c.n); err != nil {
				return hits, err
			}
		}
		if m := matchBrief(f.q, &b); m.fits {
			hits = append(hits, m.hit(&b))
		}
		if limit > 0 && len(hits) == limit {
			break
		}
	}
	return hits, nil
}

// figuresOf are the figures of a brief, with what a search looks at.
func (f *finder) figuresOf(n int64) ([]briefs.Figure, error) {
	rows, err := f.figs.QueryContext(f.ctx, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []briefs.Figure
	for rows.Next() {
		var g briefs.Figure
		var coef2, exp2 sql.NullInt64
		err := rows.Scan(&g.Start, &g.End, &g.Kind, &g.Value.Coef, &g.Value.Exp, &coef2, &exp2, &g.Comparator, &g.Unit, &g.Measure, &g.Sentence.Start, &g.Sentence.End)
		if err != nil {
			return nil, err
		}
		if coef2.Valid {
			g.Value2 = &briefs.Decimal{Coef: coef2.Int64, Exp: int16(exp2.Int64)}
		}
		all = append(all, g)
	}
	return all, rows.Err()
}

// condition is the test on states as s.
func (t stateTest) condition() string {
	c := "COALESCE(s.tag, '') = '" + t.is + "'"
	switch t.is {
	case "read", "starred", "opened":
		c = "COALESCE(s." + t.is + ", 0) = 1"
	}
	if t.not {
		return "NOT " + c
	}
	return c
}

// holds is the test on a state.
func (t stateTest) holds(s *briefs.State) bool {
	is := string(s.Tag) == t.is
	switch t.is {
	case "read":
		is = s.Read
	case "starred":
		is = s.Starred
	case "opened":
		is = s.Opened
	}
	return is != t.not
}

func numbers(ctx context.Context, tx *sql.Tx, query string, args []any) ([]int64, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, rows.Err()
}
