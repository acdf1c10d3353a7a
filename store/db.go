package store

import (
	"context"

	"despatch/briefs"
)

// A DB is an open store. It is safe for concurrent use, and several processes
// may have one open on the same file.
type DB struct{}

// Open opens the store at path, and makes it when it is absent. The path
// ":memory:" is a store that is gone when it is closed.
func Open(ctx context.Context, path string) (*DB, error) { return &DB{}, nil }

// Close gives the store back.
func (db *DB) Close() error { return nil }

// Save puts a brief into the store by its ID.
func (db *DB) Save(ctx context.Context, b *briefs.Brief) (briefs.Outcome, error) {
	return briefs.Added, nil
}

// SaveAll saves briefs in one transaction: all of them or none.
func (db *DB) SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error) {
	return nil, nil
}

// Hash is the hash of the file that a brief was imported from, and the version
// of the extraction that read it; "" and 0 when the brief is absent.
func (db *DB) Hash(ctx context.Context, id string) (hash string, version int, err error) {
	return "", 0, nil
}

// Remove removes briefs with everything that readers did with them, and says
// how many there were.
func (db *DB) Remove(ctx context.Context, ids ...string) (int, error) { return 0, nil }

// RemoveSamples removes the briefs that came with the program, for good.
func (db *DB) RemoveSamples(ctx context.Context) (int, error) { return 0, nil }

// SamplesWanted reports whether the store never had and never refused samples.
func (db *DB) SamplesWanted(ctx context.Context) (bool, error) { return false, nil }

// As is the store as one reader sees it.
func (db *DB) As(r briefs.Reader) *Shelf { return &Shelf{db, r} }

// A Shelf is the store as one reader sees it.
type Shelf struct {
	db     *DB
	reader briefs.Reader
}

// List is the heads that fit a query.
func (s *Shelf) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) { return nil, nil }

// Counts sum up the shelf.
func (s *Shelf) Counts(ctx context.Context) (briefs.Counts, error) { return briefs.Counts{}, nil }

// Open is one brief, whole. Absent and forbidden are both briefs.ErrNotFound.
func (s *Shelf) Open(ctx context.Context, id string) (briefs.Brief, error) {
	return briefs.Brief{}, briefs.ErrNotFound
}

// Resolve is the one ID that starts with prefix.
func (s *Shelf) Resolve(ctx context.Context, prefix string) (string, error) {
	return "", briefs.ErrNotFound
}

// Find is the briefs that fit a search, best first.
func (s *Shelf) Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error) {
	return nil, nil
}

// Series is the same measure in the same unit elsewhere on the shelf.
func (s *Shelf) Series(ctx context.Context, f briefs.Figure) (briefs.Series, error) {
	return briefs.Series{}, nil
}

// SetState says what the reader did with a brief.
func (s *Shelf) SetState(ctx context.Context, id string, st briefs.State) error { return nil }

// Version changes whenever the store changed, by whichever process.
func (s *Shelf) Version(ctx context.Context) (int64, error) { return 0, nil }
