package store

import (
	"context"
	"database/sql"

	"despatch/briefs"
)

// searchMigration is the number of the migration that emptied the index.
const searchMigration = 3

// refill puts all briefs into the index, which is empty.
func refill(ctx context.Context, tx *sql.Tx, e engine) error {
	s := saver{ctx: ctx, db: &DB{engine: e}, tx: tx}
	defer s.close()
	ns, err := numbers(ctx, tx, "SELECT n FROM briefs ORDER BY n", nil)
	if err != nil {
		return err
	}
	const together = 256
	for i, n := range ns {
		if err := s.again(n, false); err != nil {
			return err
		}
		if len(s.unfound) == together || i == len(ns)-1 {
			if err := s.index(); err != nil {
				return err
			}
		}
	}
	return nil
}

// again has index put a brief into the index as it stands in the store; had says
// that something of it is there.
func (s *saver) again(n int64, had bool) error {
	var b briefs.Brief
	var tags string
	var date, audience int64
	err := s.one("SELECT b.title, b.issuer, b.tags, b.date, b.audience, b.format, COALESCE(t.body, '') FROM briefs b LEFT JOIN texts t ON t.brief = b.n WHERE b.n = ?",
		[]any{n}, &b.Title, &b.From, &tags, &date, &audience, &b.Format, &b.Body)
	if err != nil {
		return err
	}
	if err := decode(tags, &b.Tags); err != nil {
		return err
	}
	if b.Figures, err = figuresOf(s.ctx, s.tx, n); err != nil {
		return err
	}
	b.Date = timeOf(date)
	d := documentOf(&b)
	s.unfound = append(s.unfound, unfound{n, keyOf(d.day, n), had, audience, &d})
	return nil
}
