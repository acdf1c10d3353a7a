package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"despatch/briefs"
)

const upsertState = `INSERT INTO states (reader, brief, read, starred, tag, place, far, opened, marks, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (reader, brief) DO UPDATE SET read = excluded.read, starred = excluded.starred, tag = excluded.tag, place = excluded.place,
		far = excluded.far, opened = excluded.opened, marks = excluded.marks, changed = excluded.changed
	WHERE excluded.changed >= states.changed`

// SetState says what the reader did with a brief. The newest by Changed is
// kept, and of two at one time the one that was set later; a state that is
// older than the one kept is dropped without an error. A zero Changed is now.
// The error for what is not on the shelf is briefs.ErrNotFound.
func (s *Shelf) SetState(ctx context.Context, id string, st briefs.State) error {
	if st.Changed.IsZero() {
		st.Changed = time.Now()
	}
	err := s.db.states.put(ctx, &setting{shelf: s, id: id, state: st})
	return s.db.wrap(ctx, err, "keep what was done with %s", id)
}

// setState is SetState in a transaction, which writes the flips at its end.
func (s *Shelf) setState(ctx context.Context, tx *sql.Tx, f flips, id string, st briefs.State) error {
	where, err := s.mayRead(ctx, tx)
	if err != nil {
		return err
	}
	var n, audience, minutes, had, starred int64
	var tag string
	err = tx.QueryRowContext(ctx, "SELECT b.n, b.audience, b.minutes, COALESCE(s.read, 0), COALESCE(s.starred, 0), COALESCE(s.tag, '')"+fromShelf+" WHERE b.id = ? AND "+where, s.reader.Name, id).
		Scan(&n, &audience, &minutes, &had, &starred, &tag)
	if errors.Is(err, sql.ErrNoRows) {
		return briefs.ErrNotFound
	}
	if err != nil {
		return err
	}
	done, err := tx.ExecContext(ctx, upsertState, s.reader.Name, n, flag(st.Read), flag(st.Starred), string(st.Tag),
		st.Place, st.Far, flag(st.Opened), text(st.Marks), micros(st.Changed))
	if err != nil {
		return err
	}
	if rows, err := done.RowsAffected(); err != nil || rows == 0 {
		return err
	}
	f.turn(s.reader.Name, n, kindsOf(had == 1, starred == 1, tag), kindsOf(st.Read, st.Starred, string(st.Tag)))
	if by := flag(st.Read) - had; by != 0 {
		if err := execIn(ctx, tx).done(s.reader.Name, audience, by, by*minutes); err != nil {
			return err
		}
	}
	return bump(ctx, tx, "reader", s.reader.Name)
}

// Version changes whenever the box changed or this reader's state did, by
// whichever process. It says nothing else, and takes some microseconds.
func (s *Shelf) Version(ctx context.Context) (int64, error) {
	var v int64
	err := s.db.row(ctx, "SELECT COALESCE(SUM(count), 0) FROM changes WHERE kind = 'box' OR kind = 'reader' AND name = ?", []any{s.reader.Name}, &v)
	return v, s.db.wrap(ctx, err, "look for changes")
}

// Edition tells whether a brief is still what it was: the hash of the file that
// it was imported from, and the version of the extraction that read it. Absent
// and forbidden are both briefs.ErrNotFound.
func (s *Shelf) Edition(ctx context.Context, id string) (hash string, version int, err error) {
	where, err := s.mayReadNow(ctx)
	if err == nil {
		err = s.db.row(ctx, "SELECT b.hash, b.version FROM briefs b WHERE b.id = ? AND "+where, []any{id}, &hash, &version)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = briefs.ErrNotFound
	}
	return hash, version, s.db.wrap(ctx, err, "look at brief %s", id)
}
