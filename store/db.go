package store

import (
	"context"
	"database/sql"
	"errors"

	"despatch/briefs"
)

// A DB is an open store. It is safe for concurrent use, and several processes
// may have one open on the same file.
type DB struct {
	engine engine
	reads  *sql.DB
	writes *sql.DB   // one connection; transactions take the write lock when they begin
	keep   *sql.Conn // of a store in memory, which is gone with its last connection; else nil

	audiences audiences
}

// An engine is what differs between databases. All of SQLite's is in sqlite.go
// and in the migrations named after it.
type engine interface {
	// name is in the names of the engine's migrations.
	name() string
	// schema is how many migrations a store has had; 0 for an empty one.
	// ErrDamaged is for what is no store of despatch.
	schema(ctx context.Context, tx *sql.Tx) (int, error)
	// setSchema says so.
	setSchema(ctx context.Context, tx *sql.Tx, n int) error
	// index puts the tokens of a brief into the index, in place of those that
	// it had.
	index(exec func(statement string, args ...any) error, brief int64, had bool, d document) error
	unindex(ctx context.Context, tx *sql.Tx, brief int64) error
	// match is the part of a statement that finds the briefs of a query:
	// a join to briefs as b, a condition, and an order, best first. The query
	// is not empty.
	match(q query) (join, where, order string, args []any)
	// check looks for damage and says what it finds.
	check(ctx context.Context, db *sql.DB) ([]string, error)
}

// Open opens the store at path, and makes it when it is absent, with its
// folder. The path ":memory:" is a store that is gone when it is closed. A
// store that cannot be written is opened for reading. The errors are ErrNewer,
// ErrDamaged, ErrLocked, ErrReadOnly (of a store that does not exist yet) and
// ErrFull.
func Open(ctx context.Context, path string) (*DB, error) {
	return openSQLite(ctx, path)
}

// Close gives the store back.
func (db *DB) Close() error {
	err := errors.Join(db.writes.Close(), db.reads.Close())
	if db.keep != nil {
		err = errors.Join(err, db.keep.Close())
	}
	return err
}

// Check looks through the whole store for damage and says what it finds, one
// line each. It may take long.
func (db *DB) Check(ctx context.Context) ([]string, error) {
	found, err := db.engine.check(ctx, db.reads)
	return found, db.wrap(ctx, err, "check the store")
}

// As is the store as one reader sees it.
func (db *DB) As(r briefs.Reader) *Shelf { return &Shelf{db, r} }

// A Shelf is the store as one reader sees it. What is not for the reader is as
// if it were not there.
type Shelf struct {
	db     *DB
	reader briefs.Reader
}

// write does f in a transaction that has the write lock from its start.
func (db *DB) write(ctx context.Context, f func(*sql.Tx) error) error {
	return within(ctx, db.writes, nil, f)
}

// read does f on one state of the store.
func (db *DB) read(ctx context.Context, f func(*sql.Tx) error) error {
	return within(ctx, db.reads, &sql.TxOptions{ReadOnly: true}, f)
}

func within(ctx context.Context, pool *sql.DB, o *sql.TxOptions, f func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // the first error is the one that tells
		return err
	}
	return tx.Commit()
}

// places are n placeholders.
func places(n int) string {
	b := make([]byte, 0, 2*n)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '?')
	}
	return string(b)
}
