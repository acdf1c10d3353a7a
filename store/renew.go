package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// A Renewal says how a store of an older despatch is brought up to date. That is
// one transaction: broken off, the store is what it was, and the next one who
// opens it begins again.
type Renewal struct {
	Done, Total int // briefs
	Over        bool
	Freed       int64 // bytes of the disk that were given back; known when it is over
	Spare       int64 // bytes that stay in the store's file, for what comes
}

// An Option is how a store is opened.
type Option func(*DB)

// Renewing has f told while a store of an older despatch is brought up to date.
func Renewing(f func(Renewal)) Option { return func(db *DB) { db.renewing = f } }

// renew brings the schema up to date, and gives back what that left empty.
func (db *DB) renew(ctx context.Context) error {
	var total, had int
	told := func(done, all int) {
		if total = all; db.renewing != nil {
			db.renewing(Renewal{Done: done, Total: all})
		}
	}
	err := db.write(ctx, func(tx *sql.Tx) (err error) {
		had, err = migrate(ctx, tx, db.engine, told)
		return err
	})
	if err != nil || had == 0 {
		return err
	}
	freed, spare, err := db.engine.shrink(ctx, db)
	if err != nil {
		return err
	}
	if db.renewing != nil {
		db.renewing(Renewal{Done: total, Total: total, Over: true, Freed: freed, Spare: spare})
	}
	return nil
}

// leastSpare is how much has to be empty in a file before it is written anew, in
// bytes.
const leastSpare = 1 << 20

// shrink writes a store's file anew where more than a quarter of it is empty and
// the disk has the room for that. Where it has not, or another has the store
// open, what is empty is used for what comes.
func (sqliteEngine) shrink(ctx context.Context, db *DB) (freed, spare int64, err error) {
	var size, pages, empty int64
	err = db.writes.QueryRowContext(ctx, "SELECT s.page_size, c.page_count, f.freelist_count FROM pragma_page_size AS s, pragma_page_count AS c, pragma_freelist_count AS f").Scan(&size, &pages, &empty)
	spare = empty * size
	if err != nil || db.path == "" || 4*empty < pages || spare < leastSpare {
		return 0, spare, err
	}
	// It is written twice: into a file for the time being, and beside the store.
	left := (pages - empty) * size
	for _, folder := range []string{filepath.Dir(db.path), temporary()} {
		if there, known := room(folder); !known || there < 2*left+left/8 {
			return 0, spare, nil
		}
	}
	_, err = db.writes.ExecContext(ctx, "VACUUM")
	if err == nil {
		_, err = db.writes.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	switch meaning := sqliteMeaning(err); {
	case err == nil:
		return spare, 0, nil
	case ctx.Err() == nil && (errors.Is(meaning, ErrFull) || errors.Is(meaning, ErrLocked) || errors.Is(meaning, ErrDisk)):
		return 0, spare, nil // the store is as it was
	}
	return 0, spare, err
}

// temporary is the folder of SQLite's files for the time being.
func temporary() string {
	for _, folder := range []string{os.Getenv("SQLITE_TMPDIR"), os.Getenv("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp"} {
		if info, err := os.Stat(folder); folder != "" && err == nil && info.IsDir() {
			return strings.TrimSuffix(folder, "/")
		}
	}
	return "."
}
