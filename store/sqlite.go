package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// sqliteEngine is what only SQLite does. One connection writes, a few read
// beside it (WAL). Commits are synced to the disk before they are reported
// (synchronous FULL), so that a power cut loses nothing that was said to be
// saved; import pays that once a batch.
type sqliteEngine struct{}

// applicationID marks a file as a store of despatch: "DSPT" in its header.
const applicationID = 0x44535054

const (
	readers   = 4                      // connections that read
	patience  = 10 * time.Second       // how long a lock is waited for
	glance    = 8 * time.Millisecond   // how long by one call of SQLite, whose own waits grow to 100 ms
	turn      = 10 * time.Millisecond  // left to others between batches; longer than their waits
	firstWait = 2 * time.Millisecond   // between tries to open; doubled
	lastWait  = 100 * time.Millisecond // at most
)

// memories numbers the stores in memory, so that each is its own.
var memories atomic.Int64

func openSQLite(ctx context.Context, path string, options ...Option) (*DB, error) {
	db := &DB{engine: sqliteEngine{}, reading: &sql.TxOptions{ReadOnly: true}, searches: searchSlots()}
	for _, o := range options {
		o(db)
	}
	fail := func(err error) (*DB, error) {
		if db.reads != nil {
			_ = db.Close()
		}
		return nil, db.wrap(ctx, err, "open store %s", path)
	}
	if path == ":memory:" {
		name := fmt.Sprintf("file:/despatch-%d?vfs=memdb&_txlock=immediate%s", memories.Add(1), pragmas("foreign_keys(1)"))
		db.writes = pool(name, 1)
		db.reads = db.writes
		// It lives as long as a connection to it: the pool drops one whose
		// context ended in the middle of a statement.
		keep, err := pool(name, 1).Conn(ctx)
		if err != nil {
			return fail(err)
		}
		db.keep = keep
	} else {
		if err := place(path); err != nil {
			return fail(err)
		}
		db.connect(path, "rw")
	}
	err := db.ready(ctx)
	if err != nil && path != ":memory:" && readable(path) && errors.Is(db.meaning(ctx, err), ErrReadOnly) {
		// Nobody may write there: then nobody does while it is read, and it
		// needs no lock and no files beside it.
		_ = db.Close()
		db.connect(path, "ro&immutable=1")
		err = db.ready(ctx)
	}
	if err != nil {
		return fail(err)
	}
	return db, nil
}

// connect makes the pools; nothing is opened yet.
func (db *DB) connect(path, mode string) {
	full, err := filepath.Abs(path)
	if err != nil {
		full = path
	}
	db.path = full
	file := "file:" + (&url.URL{Path: filepath.ToSlash(full)}).EscapedPath() + "?mode=" + mode
	wait := func(d time.Duration) string { return fmt.Sprintf("busy_timeout(%d)", d.Milliseconds()) }
	db.reads = pool(file+pragmas(wait(patience), "query_only(1)"), readers+1) // one of them watches
	db.writes = pool(file+"&_txlock=immediate"+pragmas(wait(glance), "foreign_keys(1)", "synchronous(FULL)", "fullfsync(1)", "cache_size(-32768)", "wal_autocheckpoint(8000)"), 1)
}

func pragmas(all ...string) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString("&_pragma=" + url.QueryEscape(p))
	}
	return b.String()
}

func pool(name string, n int) *sql.DB {
	p, err := sql.Open("sqlite", name)
	if err != nil {
		panic(err) // the driver is registered, and opens nothing here
	}
	p.SetMaxOpenConns(n)
	p.SetMaxIdleConns(n)
	return p
}

// placing keeps two stores of one process from making one file at once: closing
// a file drops every lock that the process holds on it (POSIX), so that a file
// that is there is never opened here.
var placing sync.Mutex

// place makes the folder and an empty file for the owner alone, where they are
// absent; SQLite gives its other files the mode of the first.
func place(path string) error {
	placing.Lock()
	defer placing.Unlock()
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%w: it is a folder", ErrDamaged)
	case err == nil || !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was first
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// readable reports whether a store that cannot be written can be read as it
// stands: it holds something, and no changes wait beside it.
func readable(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return false
	}
	wal, err := os.Stat(path + "-wal")
	return err != nil || wal.Size() == 0
}

// ready opens the first connection and brings the schema up to date. Two
// processes may do so at once: who comes second waits.
func (db *DB) ready(ctx context.Context) error {
	start, wait := time.Now(), firstWait
	for {
		err := db.prepare(ctx)
		if sqliteMeaning(err) != ErrLocked || time.Since(start) > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
			wait = min(2*wait, lastWait)
		}
	}
}

func (sqliteEngine) name() string { return "sqlite" }

func (sqliteEngine) schema(ctx context.Context, tx *sql.Tx) (int, error) {
	var owner, has, tables int
	if err := tx.QueryRowContext(ctx, "SELECT a.application_id, v.user_version FROM pragma_application_id AS a, pragma_user_version AS v").Scan(&owner, &has); err != nil {
		return 0, err
	}
	if owner == applicationID {
		return has, nil
	}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return 0, err
	}
	if owner != 0 || has != 0 || tables != 0 {
		return 0, fmt.Errorf("%w: it is a database of another program", ErrDamaged)
	}
	return 0, nil
}

func (sqliteEngine) setSchema(ctx context.Context, tx *sql.Tx, n int) error {
	_, err := tx.ExecContext(ctx, "PRAGMA application_id = "+strconv.Itoa(applicationID)+"; PRAGMA user_version = "+strconv.Itoa(n))
	return err
}

// first sets the mode, which is kept in the file and cannot be changed in a
// transaction.
func (sqliteEngine) first(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return err
}

// begin tries until it has the lock: often, so that a turn that an import leaves
// is not missed.
func (sqliteEngine) begin(ctx context.Context, pool *sql.DB, o *sql.TxOptions) (*sql.Tx, error) {
	for start := time.Now(); ; {
		tx, err := pool.BeginTx(ctx, o)
		if sqliteMeaning(err) != ErrLocked || time.Since(start) > patience || ctx.Err() != nil {
			return tx, err
		}
	}
}

// yield leaves the lock to whoever waits: SQLite keeps no queue, and one who
// takes it again at once would have it always.
func (sqliteEngine) yield(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(turn):
	}
}

// lock does nothing: transactions of the pool that writes begin with the lock.
func (sqliteEngine) lock(context.Context, *sql.Tx) error { return nil }

// watchEvery is how often a file is asked whether it changed, in some
// microseconds.
const watchEvery = 250 * time.Millisecond

// watch asks for data_version, which is another when another connection has
// committed, and says nothing about this one: so it asks on one that nothing is
// written on.
func (sqliteEngine) watch(ctx context.Context, db *DB) {
	conn, look := db.keep, func(context.Context) (tally, error) { return nil, nil }
	if conn == nil {
		var err error
		if conn, err = db.reads.Conn(ctx); err != nil {
			return
		}
		defer conn.Close()
		// Not in memory, where whoever reads keeps others from writing.
		look = func(ctx context.Context) (tally, error) { return tallied(ctx, conn) }
	}
	db.watch.poll(ctx, watchEvery, func(ctx context.Context) (v int64, err error) {
		err = conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&v)
		return v, err
	}, look)
}

func (sqliteEngine) again(error) bool { return false }

func (sqliteEngine) meaning(err error) error { return sqliteMeaning(err) }

func (sqliteEngine) check(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "PRAGMA quick_check(20)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return found, err
		}
		if line != "ok" {
			found = append(found, line)
		}
	}
	return found, rows.Err()
}

// sqliteMeaning is the sentinel for an error of SQLite, nil for others.
func sqliteMeaning(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	if e.Code() == codes.SQLITE_IOERR_SHMSIZE {
		return ErrFull
	}
	switch e.Code() & 0xff {
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_PROTOCOL:
		return ErrLocked
	case codes.SQLITE_READONLY, codes.SQLITE_PERM, codes.SQLITE_CANTOPEN:
		return ErrReadOnly
	case codes.SQLITE_FULL:
		return ErrFull
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		return ErrDamaged
	case codes.SQLITE_IOERR:
		return ErrDisk
	}
	return nil
}
