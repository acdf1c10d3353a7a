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
	// Extract reads the figures of a search; without one it has none but plain
	// numbers. It is set before the first search.
	Extract func(text, lang string) []briefs.Figure

	renewing func(Renewal) // nil tells nobody

	engine engine
	reads  *sql.DB
	writes *sql.DB   // one connection; transactions take the write lock when they begin
	path   string    // of its file; else ""
	keep   *sql.Conn // of a store in memory, which is gone with its last connection; else nil

	reading *sql.TxOptions // of transactions that only read

	audiences  audiences
	segments   segments
	blocks     blocks
	filter     filter
	states     stateQueue
	searches   chan struct{} // as many as may run
	watch      watch
	recorder   recorder
	hashes     once // of Hash
	held       once // of Held
	ids        roll // of Hash
	paths      roll // of Held
	statements statements
}

// An engine is what differs between databases. All of SQLite's is in sqlite.go,
// all of PostgreSQL's in postgres*.go, and of both in the migrations named
// after them. Statements have ? for their arguments on both.
type engine interface {
	// name is in the names of the engine's migrations.
	name() string
	// schema is how many migrations a store has had; 0 for an empty one.
	// ErrDamaged is for what is no store of despatch.
	schema(ctx context.Context, tx *sql.Tx) (int, error)
	// setSchema says so.
	setSchema(ctx context.Context, tx *sql.Tx, n int) error
	// first does what comes before the migrations and outside of transactions.
	first(ctx context.Context, db *sql.DB) error
	// begin begins a transaction, as pool.BeginTx does.
	begin(ctx context.Context, pool *sql.DB, o *sql.TxOptions) (*sql.Tx, error)
	// yield lets others write, after a transaction that took long.
	yield(ctx context.Context)
	// lock makes a transaction that has just begun the only one that writes.
	lock(ctx context.Context, tx *sql.Tx) error
	// watch tells db.watch of changes until the context ends.
	watch(ctx context.Context, db *DB)
	// again reports whether a transaction that failed before it was committed
	// may do better on another connection.
	again(err error) bool
	// meaning is the sentinel for an error of the database, nil for others.
	meaning(err error) error
	// backup copies the store, as it is at one moment, into a store of SQLite at
	// path, where an empty file may be.
	backup(ctx context.Context, db *DB, path string) error
	// shrink gives back to the disk what a migration left empty. It says how many
	// bytes it gave, and how many stay for what comes.
	shrink(ctx context.Context, db *DB) (freed, spare int64, err error)
	// check looks for damage and says what it finds.
	check(ctx context.Context, db *sql.DB) ([]string, error)
}

// Open opens the store at path, and makes it when it is absent, with its
// folder. The path ":memory:" is a store that is gone when it is closed; one
// that starts with postgres:// is the address of a database on a server. A
// store that cannot be written is opened for reading. The errors are ErrNewer,
// ErrDamaged, ErrLocked, ErrReadOnly (of a store that does not exist yet), ErrFull
// and ErrDisk; of a server also ErrUnreachable, ErrRefused and ErrNoDatabase.
func Open(ctx context.Context, path string, options ...Option) (*DB, error) {
	if isPostgres(path) {
		return openPostgres(ctx, path, options...)
	}
	return openSQLite(ctx, path, options...)
}

// prepare brings the schema up to date.
func (db *DB) prepare(ctx context.Context) error {
	var late bool
	err := db.read(ctx, func(tx *sql.Tx) (err error) {
		late, err = behind(ctx, tx, db.engine)
		return err
	})
	if err != nil || !late {
		return err
	}
	if err := db.engine.first(ctx, db.writes); err != nil {
		return err
	}
	return db.renew(ctx)
}

// Close gives the store back, when all that was opened is written down.
func (db *DB) Close() error {
	db.watch.stop()
	db.filter.stop()
	err := errors.Join(db.recorder.close(db), db.writes.Close(), db.reads.Close())
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
func (db *DB) As(r briefs.Reader) *Shelf { return &Shelf{db: db, reader: r} }

// A Shelf is the store as one reader sees it. What is not for the reader is as
// if it were not there.
type Shelf struct {
	db     *DB
	reader briefs.Reader
	keeper bool // of Keep: nothing that is opened is recorded
}

// write does f in a transaction that has the write lock from its start. It does
// f again where the first connection was lost before anything was committed.
func (db *DB) write(ctx context.Context, f func(*sql.Tx) error) error {
	return db.surely(ctx, func() (bool, error) {
		return db.within(ctx, db.writes, nil, func(tx *sql.Tx) error {
			if err := db.engine.lock(ctx, tx); err != nil {
				return err
			}
			return f(tx)
		})
	})
}

// read does f on one state of the store, and again where the connection was
// lost.
func (db *DB) read(ctx context.Context, f func(*sql.Tx) error) error {
	return db.surely(ctx, func() (bool, error) { return db.within(ctx, db.reads, db.reading, f) })
}

// ask puts questions outside of a transaction, all of them again where the
// connection ended while one was answered.
func (db *DB) ask(ctx context.Context, questions func() error) error {
	return db.surely(ctx, func() (bool, error) { return false, questions() })
}

// row asks for one row.
func (db *DB) row(ctx context.Context, query string, args []any, to ...any) error {
	return db.ask(ctx, func() error { return db.reads.QueryRowContext(ctx, query, args...).Scan(to...) })
}

// tries is how often a transaction is begun whose connection is lost each time.
const tries = 4

// surely does a transaction until it holds. What was sent to be committed and
// not answered is not done again: nobody knows whether it holds.
func (db *DB) surely(ctx context.Context, try func() (sent bool, err error)) error {
	for n := 1; ; n++ {
		sent, err := try()
		if err == nil || sent || n == tries || ctx.Err() != nil || !db.engine.again(err) {
			return err
		}
	}
}

// within does f in a transaction, and reports whether it was sent to be
// committed.
func (db *DB) within(ctx context.Context, pool *sql.DB, o *sql.TxOptions, f func(*sql.Tx) error) (sent bool, err error) {
	tx, err := db.engine.begin(ctx, pool, o)
	if err != nil {
		return false, err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // the first error is the one that tells
		return false, err
	}
	return true, tx.Commit()
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
