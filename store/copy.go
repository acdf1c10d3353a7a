package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"despatch/briefs"
)

// copyBatch is how many briefs are copied at once.
const copyBatch = 128

// copyTo copies everything into an empty store of whichever database, as it is
// at one moment and in one transaction: what is broken off leaves the store empty.
// Numbers inside of a store are its own: briefs are known by their IDs.
func (db *DB) copyTo(ctx context.Context, to *DB) error {
	_, err := db.within(ctx, db.reads, db.reading, func(tx *sql.Tx) error {
		ns, err := numbers(ctx, tx, "SELECT n FROM briefs ORDER BY n", nil)
		if err != nil {
			return err
		}
		return to.write(ctx, func(into *sql.Tx) error {
			for batch := range slices.Chunk(ns, copyBatch) {
				if err := copyBriefs(ctx, tx, into, to.engine, batch); err != nil {
					return err
				}
			}
			for _, c := range copied {
				if err := copyRows(ctx, tx, into, c.from, c.into, c.columns); err != nil {
					return err
				}
			}
			if _, err := into.ExecContext(ctx, recountDone); err != nil {
				return err
			}
			return fillSets(ctx, into)
		})
	})
	return err
}

// copyBriefs copies some briefs from one transaction into another.
func copyBriefs(ctx context.Context, from, into *sql.Tx, e engine, ns []int64) error {
	var all []*briefs.Brief
	for _, n := range ns {
		b, err := wholeBrief(ctx, from, "b.n = ?", "", n)
		if err != nil {
			return err
		}
		all = append(all, &b)
	}
	ready, gathered, err := prepare(all)
	if err != nil {
		return err
	}
	// A store of its own: nothing of what may be undone is to be remembered.
	s := saver{ctx: ctx, db: &DB{engine: e}, tx: into, now: time.Now(), gathered: gathered}
	defer s.close()
	if _, err := s.saveAll(ctx, all, ready); err != nil {
		return err
	}
	for more := true; more; {
		if more, err = s.merge(); err != nil {
			return err
		}
	}
	return nil
}

// copied are the rows that are not read out of briefs: what selects them, and
// what puts one in.
var copied = []struct {
	from    string
	columns int
	into    string
}{
	{"SELECT id FROM briefs WHERE marked = 1", 1, "UPDATE briefs SET marked = 1 WHERE id = ?"},
	{"SELECT s.reader, s.read, s.starred, s.tag, s.place, s.far, s.opened, s.marks, s.changed, b.id FROM states s JOIN briefs b ON b.n = s.brief", 10,
		`INSERT INTO states (reader, read, starred, tag, place, far, opened, marks, changed, brief) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT n FROM briefs WHERE id = ?))`},
	{"SELECT name, clearance, groups, role FROM readers", 4, "INSERT INTO readers (name, clearance, groups, role) VALUES (?, ?, ?, ?)"},
	{"SELECT fingerprint, reader, type, key, comment, added FROM reader_keys", 6, "INSERT INTO reader_keys (fingerprint, reader, type, key, comment, added) VALUES (?, ?, ?, ?, ?, ?)"},
	{"SELECT name, value FROM settings", 2, "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"},
	{"SELECT at, reader, act, brief, note FROM audit ORDER BY n", 5, "INSERT INTO audit (at, reader, act, brief, note) VALUES (?, ?, ?, ?, ?)"},
}

// recountDone makes the sums of what was read.
const recountDone = `INSERT INTO done (reader, audience, briefs, minutes)
	SELECT s.reader, b.audience, COUNT(*), SUM(b.minutes) FROM states s JOIN briefs b ON b.n = s.brief WHERE s.read = 1 GROUP BY s.reader, b.audience`

func copyRows(ctx context.Context, from, into *sql.Tx, query, statement string, columns int) error {
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	put, err := into.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer put.Close()
	values, at := make([]any, columns), make([]any, columns)
	for i := range values {
		at[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return err
		}
		if _, err := put.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}
