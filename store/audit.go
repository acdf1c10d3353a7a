package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"despatch/briefs"
)

// The audit says who opened what, and when. Nothing here changes or removes a
// line of it, and triggers in both databases refuse to.
//
// An opening does not wait for its line: that would make each reader wait for
// whoever writes. It is written at once when nothing is being written, and else
// together with all that came meanwhile, in one transaction that is synced. So
// a kill loses at most the lines of the openings of the last commit, and Close
// none.

// maxUnwritten is how many openings may wait to be written. One more waits for
// them, and fails where they cannot be written: nobody reads on unseen.
const maxUnwritten = 1024

// A recorder writes openings down.
type recorder struct {
	mu      sync.Mutex
	entries []briefs.Entry
	ended   chan struct{} // closed when the writing that goes on has ended; nil when none does
	err     error         // of the last writing
}

// record writes an entry down soon. The error says that too many could not be.
func (db *DB) record(e briefs.Entry) error {
	r := &db.recorder
	r.mu.Lock()
	r.entries = append(r.entries, e)
	r.start(db)
	ended, many := r.ended, len(r.entries) > maxUnwritten
	r.mu.Unlock()
	if !many {
		return nil
	}
	<-ended
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// start writes in the background, unless that goes on. The lock is held.
func (r *recorder) start(db *DB) {
	if r.ended == nil {
		r.ended = make(chan struct{})
		go r.write(db)
	}
}

// write writes all that waits, until nothing does or it fails. What was not
// written waits for the next opening.
func (r *recorder) write(db *DB) {
	for {
		r.mu.Lock()
		batch := r.entries
		r.entries = nil
		if len(batch) == 0 {
			close(r.ended)
			r.ended, r.err = nil, nil
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		ctx := context.Background()
		err := db.wrap(ctx, db.write(ctx, func(tx *sql.Tx) error { return appendAudit(ctx, tx, batch...) }), "write the audit")
		if err != nil && !errors.Is(err, ErrReadOnly) { // a store that cannot be written has no audit
			r.mu.Lock()
			r.entries = append(batch, r.entries...)
			close(r.ended)
			r.ended, r.err = nil, err
			r.mu.Unlock()
			return
		}
	}
}

// An unwritten is why openings are not in the audit.
type unwritten struct{ error }

func (u unwritten) Unwrap() error { return u.error }

// close waits until all is written. The error is an unwritten.
func (r *recorder) close(db *DB) error {
	r.mu.Lock()
	if len(r.entries) > 0 {
		r.start(db)
	}
	ended := r.ended
	r.mu.Unlock()
	if ended != nil {
		<-ended
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		return nil
	}
	return unwritten{r.err}
}

// Record writes entries down, and has by the time that it returns.
func (db *DB) Record(ctx context.Context, entries ...briefs.Entry) error {
	err := db.write(ctx, func(tx *sql.Tx) error { return appendAudit(ctx, tx, entries...) })
	return db.wrap(ctx, err, "write the audit")
}

// appendAudit adds entries in a transaction.
func appendAudit(ctx context.Context, tx *sql.Tx, entries ...briefs.Entry) error {
	s, err := tx.PrepareContext(ctx, "INSERT INTO audit (at, reader, act, brief, note) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer s.Close()
	for _, e := range entries {
		if _, err := s.ExecContext(ctx, micros(e.At), e.Reader, string(e.Act), e.Brief, e.Note); err != nil {
			return err
		}
	}
	return nil
}

// seen records what the reader of a shelf did.
func (s *Shelf) seen(e briefs.Entry) error {
	if s.keeper {
		return nil
	}
	e.At, e.Reader = time.Now(), s.reader.Name
	return s.db.record(e)
}

// Audit gives the entries that fit a query to f, oldest first, until f fails.
func (db *DB) Audit(ctx context.Context, q briefs.AuditQuery, f func(briefs.Entry) error) error {
	where, args := "1 = 1", []any{}
	if q.Reader != "" {
		where += " AND a.reader = ?"
		args = append(args, q.Reader)
	}
	if q.Brief != "" {
		where += " AND a.brief = ?"
		args = append(args, q.Brief)
	}
	if !q.Since.IsZero() {
		where += " AND a.at >= ?"
		args = append(args, micros(q.Since))
	}
	rows, err := db.reads.QueryContext(ctx, "SELECT a.at, a.reader, a.act, a.brief, a.note, COALESCE(b.title, '') FROM audit a LEFT JOIN briefs b ON b.id = a.brief WHERE "+where+" ORDER BY a.n", args...)
	if err != nil {
		return db.wrap(ctx, err, "read the audit")
	}
	defer rows.Close()
	for rows.Next() {
		var e briefs.Entry
		var at int64
		if err := rows.Scan(&at, &e.Reader, &e.Act, &e.Brief, &e.Note, &e.Title); err != nil {
			return db.wrap(ctx, err, "read the audit")
		}
		e.At = timeOf(at)
		if err := f(e); err != nil {
			return err
		}
	}
	return db.wrap(ctx, rows.Err(), "read the audit")
}
