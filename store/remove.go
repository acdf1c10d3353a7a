package store

import (
	"context"
	"database/sql"
	"errors"
)

// Remove removes briefs with everything that readers did with them, and says
// how many there were.
func (db *DB) Remove(ctx context.Context, ids ...string) (int, error) {
	n := 0
	err := db.write(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			k, err := db.remove(ctx, tx, "id = ?", id)
			if err != nil {
				return err
			}
			n += k
		}
		return nil
	})
	if err != nil {
		return 0, db.wrap(ctx, err, "remove")
	}
	return n, nil
}

// remove removes what fits a condition on briefs.
func (db *DB) remove(ctx context.Context, tx *sql.Tx, where string, args ...any) (int, error) {
	rows, err := tx.QueryContext(ctx, "SELECT n, audience, minutes FROM briefs WHERE "+where, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var all [][3]int64
	for rows.Next() {
		var one [3]int64
		if err := rows.Scan(&one[0], &one[1], &one[2]); err != nil {
			return 0, err
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		return 0, err
	}
	s := saver{ctx: ctx, db: db, tx: tx}
	defer s.close()
	gone := map[int64]bool{}
	for _, one := range all {
		gone[one[0]] = true
	}
	if err := s.unindex(gone); err != nil {
		return 0, err
	}
	exec, f := execIn(ctx, tx), flips{}
	for _, one := range all {
		n, audience, minutes := one[0], one[1], one[2]
		if err := f.drop(ctx, tx, n); err != nil {
			return 0, err
		}
		if err := exec.recount(ctx, tx, -1, n, audience, minutes); err != nil {
			return 0, err
		}
		if err := exec("DELETE FROM briefs WHERE n = ?", n); err != nil {
			return 0, err
		}
	}
	if err := f.write(ctx, tx); err != nil {
		return 0, err
	}
	return len(all), bump(ctx, tx, "box", "")
}

// samplesSetting says what became of the samples: absent, "had" or "refused".
const samplesSetting = "samples"

// RemoveSamples removes the briefs that came with the program, for good, and
// says how many there were.
func (db *DB) RemoveSamples(ctx context.Context) (int, error) {
	n := 0
	err := db.write(ctx, func(tx *sql.Tx) (err error) {
		if n, err = db.remove(ctx, tx, "sample = 1"); err != nil {
			return err
		}
		return setSetting(ctx, tx, samplesSetting, "refused", true)
	})
	if err != nil {
		return 0, db.wrap(ctx, err, "remove samples")
	}
	return n, nil
}

// SamplesWanted reports whether the store never had and never refused samples.
func (db *DB) SamplesWanted(ctx context.Context) (bool, error) {
	var value string
	err := db.row(ctx, "SELECT value FROM settings WHERE name = ?", []any{samplesSetting}, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return false, db.wrap(ctx, err, "look for samples")
}

// setSetting sets a setting; one that is there stays unless over says so.
func setSetting(ctx context.Context, tx *sql.Tx, name, value string, over bool) error {
	on := "NOTHING"
	if over {
		on = "UPDATE SET value = excluded.value"
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO "+on, name, value)
	return err
}

// bump counts a change.
func bump(ctx context.Context, tx *sql.Tx, kind, name string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO changes (kind, name, count) VALUES (?, ?, 1) ON CONFLICT (kind, name) DO UPDATE SET count = changes.count + 1", kind, name)
	return err
}
