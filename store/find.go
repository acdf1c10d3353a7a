package store

import (
	"context"
	"database/sql"
	"math"

	"despatch/briefs"
)

// titleWeight is how much more a word in the title says than one in the body.
const titleWeight = 8.0

// Find is the briefs that fit a search, best first, at most limit of them; 0 is
// no limit. A search is words, all of which a brief must have, "phrases",
// prefix*, and -words that it must not have; Han is found in any length. No
// search is an error; one without a word finds nothing. When a last word that
// may not be finished finds nothing, it is taken as the start of one.
func (s *Shelf) Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error) {
	q := parse(query)
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

func (s *Shelf) find(ctx context.Context, q query, limit int) ([]briefs.Hit, error) {
	join, match, order, args := s.db.engine.match(q)
	where, err := s.mayRead(ctx, s.db.reads)
	if err != nil {
		return nil, err
	}
	// The best are chosen before a body is read.
	best := "SELECT b.n" + " FROM briefs b" + join + " WHERE " + match + " AND " + where + " ORDER BY " + order
	if limit > 0 {
		best += " LIMIT ?"
		args = append(args, limit)
	}
	var hits []briefs.Hit
	err = s.db.read(ctx, func(tx *sql.Tx) error {
		ns, err := numbers(ctx, tx, best, args)
		if err != nil || len(ns) == 0 {
			return err
		}
		one, err := tx.PrepareContext(ctx, "SELECT "+headColumns+", b.format, t.body"+fromShelf+" JOIN texts t ON t.brief = b.n WHERE b.n = ?")
		if err != nil {
			return err
		}
		defer one.Close()
		for _, n := range ns {
			if err := ctx.Err(); err != nil {
				return err
			}
			var b briefs.Brief
			b.Head, err = scanHead(one.QueryRowContext(ctx, s.reader.Name, n), &b.Format, &b.Body)
			if err != nil {
				return err
			}
			m := matchBrief(q, &b)
			hits = append(hits, m.hit(&b))
		}
		return nil
	})
	return hits, err
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

// score is BM25 as FTS5 has it, for one brief: how often each term stands there,
// in how many of all briefs it stands, and how long the brief is against the
// average.
func score(m *match, in []int, all int, average float64) float64 {
	const k1, b = 1.2, 0.75
	sum := 0.0
	for t := range in {
		idf := max(math.Log((float64(all-in[t])+0.5)/(float64(in[t])+0.5)), 1e-6)
		tf := titleWeight*float64(m.title[t]) + float64(m.body[t])
		sum += idf * tf * (k1 + 1) / (tf + k1*(1-b+b*float64(m.units)/average))
	}
	return sum
}
