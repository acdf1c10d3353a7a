package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
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
	ctx    context.Context
	tx     *sql.Tx
	shelf  *Shelf
	q      *query
	where  string // the rights
	rows   []segmentRow
	looks  []*lookup // at each segment, newest first; nil for those not looked at yet
	may    []bool    // by the number of an audience: the reader belongs to it
	rank   ranker
	terms  []phrase       // that rank
	one    *sql.Stmt      // reads a brief
	blocks *sql.Stmt      // selectBlocks
	only   map[int64]bool // of few briefs with which the reader did what is asked for; nil is any
	had    map[int64]bool // looked at
	new    []string       // statements that are not kept yet
}

func (s *Shelf) find(ctx context.Context, q query, limit int) ([]briefs.Hit, error) {
	var hits []briefs.Hit
	var statements []string
	err := s.db.read(ctx, func(tx *sql.Tx) error {
		hits = nil
		f := finder{ctx: ctx, tx: tx, shelf: s, q: &q, had: map[int64]bool{}}
		defer f.close()
		if err := f.prepare(); err != nil {
			return err
		}
		statements = f.new
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
	for _, text := range statements {
		if err == nil {
			_, err = s.db.statements.of(ctx, s.db.reads, text)
		}
	}
	return hits, err
}

// statement is one that was kept, or one for this search alone: to keep it takes
// another connection, which a transaction does not wait for.
func (f *finder) statement(text string) (*sql.Stmt, error) {
	if s := f.shelf.db.statements.had(text); s != nil {
		return f.tx.StmtContext(f.ctx, s), nil
	}
	f.new = append(f.new, text)
	return f.tx.PrepareContext(f.ctx, text)
}

// prepare finds out what the reader may read, and what the words weigh.
func (f *finder) prepare() error {
	ns, _, err := f.shelf.readable(f.ctx, f.tx)
	if err != nil {
		return err
	}
	f.where = among(ns)
	if len(ns) > 0 {
		f.may = make([]bool, slices.Max(ns)+1)
	}
	for _, n := range ns {
		f.may[n] = true
	}
	if f.rows, err = segmentRows(f.ctx, f.tx); err != nil {
		return err
	}
	f.shelf.db.segments.forget(f.rows)
	f.looks = make([]*lookup, len(f.rows))
	if f.blocks, err = f.statement(selectBlocks); err != nil {
		return err
	}
	if err := f.few(); err != nil {
		return err
	}
	terms := f.q.ranking()
	for i := range terms {
		f.terms = append(f.terms, terms[i].phrase())
	}
	in, all := make([]int, len(terms)), 1
	if len(terms) > 1 { // of one word nothing but its number in a brief counts
		if all, err = f.count(need{}); err != nil {
			return err
		}
		for i := range terms {
			if in[i], err = f.count(need{all: [][]phrase{{f.terms[i]}}}); err != nil {
				return err
			}
		}
	}
	f.rank = newRanker(terms, in, all)
	f.one, err = f.statement("SELECT " + headColumns + ", b.format, t.body, t.packed" + fromShelf + " JOIN texts t ON t.brief = b.n WHERE b.n = ? AND " + f.where)
	return err
}

// close gives the statements back.
func (f *finder) close() {
	for _, s := range []*sql.Stmt{f.one, f.blocks} {
		if s != nil {
			_ = s.Close()
		}
	}
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
		b, err := f.read(c.n)
		if errors.Is(err, sql.ErrNoRows) {
			continue // the index would let it through; the rule does not
		}
		if err != nil {
			return hits, err
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

// read is a brief that the reader may read, with its body and what was read out
// of it where a search looks at that.
func (f *finder) read(n int64) (briefs.Brief, error) {
	var b briefs.Brief
	var packed []byte
	var err error
	// take looks for the end of the search: to look in the driver too costs a
	// goroutine for each brief.
	b.Head, err = scanHead(f.one.QueryRowContext(context.WithoutCancel(f.ctx), f.shelf.reader.Name, n), &b.Format, &b.Body, &packed)
	if err == nil && (f.q.ofFigures() || f.q.empty()) {
		err = unpack(packed, &b)
	}
	return b, err
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
