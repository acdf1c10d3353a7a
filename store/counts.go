package store

import (
	"context"
	"database/sql"
	"errors"

	"despatch/briefs"
)

// How many briefs an audience has and how many of them a reader has read, with
// their minutes, are kept as they change, so that counting takes no look at the
// briefs. All writers keep them, in the transaction of the change.

// An execer is a transaction, or a saver in one.
type execer func(statement string, args ...any) error

// execIn is a transaction as an execer.
func execIn(ctx context.Context, tx *sql.Tx) execer {
	return func(statement string, args ...any) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	}
}

// total adds to the sums of an audience.
func (exec execer) total(audience, briefs, minutes int64) error {
	return exec(`INSERT INTO totals (audience, briefs, minutes) VALUES (?, ?, ?)
		ON CONFLICT (audience) DO UPDATE SET briefs = totals.briefs + excluded.briefs, minutes = totals.minutes + excluded.minutes`, audience, briefs, minutes)
}

// done adds to the sums of what a reader has read of an audience.
func (exec execer) done(reader string, audience, briefs, minutes int64) error {
	return exec(`INSERT INTO done (reader, audience, briefs, minutes) VALUES (?, ?, ?, ?)
		ON CONFLICT (reader, audience) DO UPDATE SET briefs = done.briefs + excluded.briefs, minutes = done.minutes + excluded.minutes`, reader, audience, briefs, minutes)
}

// recount puts a brief into all sums, those of its readers too, or takes it out:
// by is 1 or -1.
func (exec execer) recount(ctx context.Context, from querier, by, n, audience, minutes int64) error {
	if err := exec.total(audience, by, by*minutes); err != nil {
		return err
	}
	rows, err := from.QueryContext(ctx, "SELECT reader FROM states WHERE brief = ? AND read = 1", n)
	if err != nil {
		return err
	}
	defer rows.Close()
	var readers []string
	for rows.Next() {
		var reader string
		if err := rows.Scan(&reader); err != nil {
			return err
		}
		readers = append(readers, reader)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, reader := range readers {
		if err := exec.done(reader, audience, by, by*minutes); err != nil {
			return err
		}
	}
	return nil
}

// Counts sum up the shelf.
func (s *Shelf) Counts(ctx context.Context) (briefs.Counts, error) {
	var c briefs.Counts
	err := s.db.read(ctx, func(tx *sql.Tx) error {
		in, err := s.mayRead(ctx, tx)
		if err != nil {
			return err
		}
		var done, minutes int64
		if err := tx.QueryRowContext(ctx, "SELECT COALESCE(SUM(b.briefs), 0), COALESCE(SUM(b.minutes), 0) FROM totals b WHERE "+in).Scan(&c.All, &c.UnreadMinutes); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, "SELECT COALESCE(SUM(b.briefs), 0), COALESCE(SUM(b.minutes), 0) FROM done b WHERE b.reader = ? AND "+in, s.reader.Name).Scan(&done, &minutes); err != nil {
			return err
		}
		c.Unread, c.UnreadMinutes = c.All-int(done), c.UnreadMinutes-int(minutes)
		err = tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM states s JOIN briefs b ON b.n = s.brief WHERE s.reader = ? AND s.starred = 1 AND "+in, s.reader.Name).Scan(&c.Starred)
		if err != nil {
			return err
		}
		var due int64
		err = tx.QueryRowContext(ctx, "SELECT b.due"+fromShelf+" WHERE b.due < ? AND s.read IS DISTINCT FROM 1 AND "+in+" ORDER BY b.due LIMIT 1", s.reader.Name, int64(noDue)).Scan(&due)
		switch {
		case err == nil:
			c.NextDue = dueOf(due)
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		return nil
	})
	return c, s.db.wrap(ctx, err, "count")
}

// count sums up one more head.
func count(c *briefs.Counts, h *briefs.Head) {
	c.All++
	if h.State.Starred {
		c.Starred++
	}
	if h.State.Read {
		return
	}
	c.Unread++
	c.UnreadMinutes += h.Minutes
	if !h.Due.IsZero() && (c.NextDue.IsZero() || h.Due.Before(c.NextDue)) {
		c.NextDue = h.Due
	}
}
