package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"despatch/briefs"
)

// rightsChange is the kind of change that says that readers or their keys are
// others.
const rightsChange = "rights"

// RightsVersion is another whenever readers, what they may read, or their keys
// were changed, by whichever process.
func (db *DB) RightsVersion(ctx context.Context) (int64, error) {
	var n int64
	err := db.row(ctx, "SELECT count FROM changes WHERE kind = ? AND name = ''", []any{rightsChange}, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, db.wrap(ctx, err, "look for changes of rights")
}

// ReaderOfKey is the reader whose key has a fingerprint. The error for a key
// that is nobody's is briefs.ErrNoKey.
func (db *DB) ReaderOfKey(ctx context.Context, fingerprint string) (briefs.Reader, error) {
	r, err := db.oneReader(ctx, "SELECT r.name, r.clearance, r.groups, r.role FROM reader_keys k JOIN readers r ON r.name = k.reader WHERE k.fingerprint = ?", fingerprint)
	if errors.Is(err, sql.ErrNoRows) {
		err = briefs.ErrNoKey
	}
	return r, db.wrap(ctx, err, "look up the key %s", fingerprint)
}

// Keys are the keys of a reader, or of all for "", by reader and the time when
// they were added.
func (db *DB) Keys(ctx context.Context, reader string) ([]briefs.PublicKey, error) {
	where, args := "", []any{}
	if reader != "" {
		where, args = " WHERE reader = ?", append(args, reader)
	}
	var all []briefs.PublicKey
	err := db.ask(ctx, func() error {
		all = nil
		rows, err := db.reads.QueryContext(ctx, "SELECT reader, fingerprint, type, key, comment, added FROM reader_keys"+where+" ORDER BY reader, added, fingerprint", args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var k briefs.PublicKey
			var added int64
			if err := rows.Scan(&k.Reader, &k.Fingerprint, &k.Type, &k.Data, &k.Comment, &added); err != nil {
				return err
			}
			k.Added = timeOf(added)
			all = append(all, k)
		}
		return rows.Err()
	})
	return all, db.wrap(ctx, err, "list the keys")
}

// AddKey makes a key a reader's; by is who does it. The errors are
// briefs.ErrNoReader for a reader who is not known, and ErrKey for a key that
// is somebody's already.
func (db *DB) AddKey(ctx context.Context, by string, k briefs.PublicKey) error {
	err := db.write(ctx, func(tx *sql.Tx) error {
		var known int
		switch err := tx.QueryRowContext(ctx, "SELECT 1 FROM readers WHERE name = ?", k.Reader).Scan(&known); {
		case errors.Is(err, sql.ErrNoRows):
			return briefs.ErrNoReader
		case err != nil:
			return err
		}
		done, err := tx.ExecContext(ctx, "INSERT INTO reader_keys (fingerprint, reader, type, key, comment, added) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO NOTHING",
			k.Fingerprint, k.Reader, k.Type, k.Data, k.Comment, micros(time.Now()))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrKey)
		}
		return keyChanged(ctx, tx, by, k.Reader+": key "+k.Fingerprint)
	})
	return db.wrap(ctx, err, "add a key of %s", k.Reader)
}

// RemoveKey takes a key from a reader; by is who does it. The error for one
// that is not theirs is briefs.ErrNoKey.
func (db *DB) RemoveKey(ctx context.Context, by, reader, fingerprint string) error {
	err := db.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "DELETE FROM reader_keys WHERE reader = ? AND fingerprint = ?", reader, fingerprint)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, briefs.ErrNoKey)
		}
		return keyChanged(ctx, tx, by, reader+": key "+fingerprint+" no more")
	})
	return db.wrap(ctx, err, "remove a key of %s", reader)
}

// keyChanged records what became of a key.
func keyChanged(ctx context.Context, tx *sql.Tx, by, note string) error {
	if err := bump(ctx, tx, rightsChange, ""); err != nil {
		return err
	}
	return appendAudit(ctx, tx, briefs.Entry{At: time.Now(), Reader: by, Act: briefs.ActAllowed, Note: briefs.CleanLine(note, 0)})
}
