package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// What can be wrong with a backup.
var (
	ErrThere  = errors.New("there is something of that name already")
	ErrBackup = errors.New("the backup cannot be used")
)

// Backup copies the store, as it is at one moment, into a file that is a store
// of SQLite itself, while others read and write. The file is whole or it is not
// there. The error for a name that is taken, unless over says that it may be
// written over, is ErrThere; for a store that is open, this one or another,
// ErrLocked: who has it open would go on with what is no longer there.
func (db *DB) Backup(ctx context.Context, path string, over bool) error {
	if err := db.free(path, over); err != nil {
		return db.wrap(ctx, err, "back up to %s", path)
	}
	err := beside(path, func(temp string) error {
		if err := db.engine.backup(ctx, db, temp); err != nil {
			return err
		}
		if err := syncFile(temp); err != nil {
			return err
		}
		return put(temp, path, over)
	})
	return db.wrap(ctx, err, "back up to %s", path)
}

// free fails where a backup may not be put.
func (db *DB) free(path string, over bool) error {
	there, err := os.Stat(path)
	switch own, e := os.Stat(db.path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !over || there.IsDir():
		return ErrThere
	case e == nil && os.SameFile(own, there):
		return fmt.Errorf("%w: it is the store itself", ErrLocked)
	}
	if wal, err := os.Stat(path + "-wal"); err == nil {
		return fmt.Errorf("%w: %s is beside it", ErrLocked, wal.Name())
	}
	return nil
}

// backup has SQLite write the copy. It is not in WAL mode, and is put there, so
// that it is as good a store as this one.
func (sqliteEngine) backup(ctx context.Context, db *DB, path string) error {
	if _, err := db.writes.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	var copied DB
	copied.connect(path, "rw")
	defer copied.reads.Close()
	_, err := copied.writes.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return errors.Join(err, copied.writes.Close())
}

func (postgresEngine) backup(ctx context.Context, db *DB, path string) error {
	to, err := openSQLite(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(db.copyTo(ctx, to), to.Close())
}

// Restore puts a backup in the place of the store at path, when it has looked
// through it. The store that was there is kept beside it, under a name that is
// returned; "" when there was none. A database on a server must be empty. The
// error for what is no whole backup is ErrBackup or ErrNewer, and for a store
// that somebody has open ErrLocked: then nothing was changed.
func Restore(ctx context.Context, path, from string) (kept string, err error) {
	sqlite := &DB{engine: sqliteEngine{}}
	if isPostgres(path) {
		return "", restoreServer(ctx, path, from)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", sqlite.wrap(ctx, err, "restore")
	}
	err = beside(path, func(temp string) error {
		if err := takeBackup(ctx, from, temp); err != nil {
			return err
		}
		if kept, err = setAside(ctx, path); err != nil {
			return err
		}
		return put(temp, path, kept != "")
	})
	return kept, sqlite.wrap(ctx, err, "restore %s from %s", Name(path), from)
}

// restoreServer copies a backup into a database that is empty.
func restoreServer(ctx context.Context, address, from string) error {
	db, err := Open(ctx, address)
	if err != nil {
		return err
	}
	defer db.Close()
	var n int
	if err := db.row(ctx, "SELECT (SELECT COUNT(*) FROM briefs) + (SELECT COUNT(*) FROM readers) + (SELECT COUNT(*) FROM audit)", nil, &n); err != nil {
		return db.wrap(ctx, err, "restore")
	}
	if n > 0 {
		return fmt.Errorf("restore %s: %w: the database is not empty; ?search_path=NAME in its address names another schema", Name(address), ErrBackup)
	}
	folder, err := os.MkdirTemp("", "despatch")
	if err != nil {
		return db.wrap(ctx, err, "restore")
	}
	defer os.RemoveAll(folder)
	temp := filepath.Join(folder, "backup.db")
	if err := takeBackup(ctx, from, temp); err != nil {
		return err
	}
	backup, err := Open(ctx, temp)
	if err != nil {
		return err
	}
	return db.wrap(ctx, errors.Join(backup.copyTo(ctx, db), backup.Close()), "restore %s from %s", Name(address), from)
}

// takeBackup copies a backup and looks through the copy. The copy is brought up
// to date, the backup is left as it is.
func takeBackup(ctx context.Context, from, to string) error {
	if info, err := os.Stat(from + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: it is a store in use; despatch --db %s backup FILE copies it", ErrBackup, from)
	}
	if err := copyFile(from, to); err != nil {
		return err
	}
	db, err := openSQLite(ctx, to)
	if errors.Is(err, ErrDamaged) {
		return fmt.Errorf("%w: it is damaged, or no store of despatch", ErrBackup)
	}
	if err != nil {
		return err
	}
	found, err := db.Check(ctx)
	if err = errors.Join(err, db.Close()); errors.Is(err, ErrDamaged) || err == nil && len(found) > 0 {
		return fmt.Errorf("%w: it is damaged", ErrBackup)
	}
	return err
}

// setAside gives the store at path another name, with the files beside it, when
// nobody has it open, and says which; "" when there is none. It has its old name
// too until something else takes that, so that nobody who looks for it meanwhile
// makes an empty one. A damaged one is set aside as it is.
func setAside(ctx context.Context, path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if info.IsDir() {
		return "", fmt.Errorf("%w: it is a folder", ErrDamaged)
	}
	// Only who is alone may leave the WAL mode, which puts all of the store into
	// its one file.
	var db DB
	db.connect(path, "rw")
	_, err = db.writes.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	err = errors.Join(err, db.writes.Close(), db.reads.Close())
	if m := sqliteMeaning(err); err != nil && !errors.Is(m, ErrDamaged) {
		return "", errors.Join(m, err)
	}
	kept := path + ".before-" + time.Now().UTC().Format("20060102T150405.000000")
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+end, kept+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if os.Link(path, kept) == nil {
		return kept, nil
	}
	return kept, os.Rename(path, kept) // a file system without links
}

// beside has f make a file for the owner alone in the folder of path, where it
// can be put in place in one step. What is left of it is removed.
func beside(path string, f func(temp string) error) error {
	folder := filepath.Dir(path)
	temp, err := os.CreateTemp(folder, ".despatch-*.tmp")
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		at.Path = folder // the file's own name says nothing
	}
	if err != nil {
		return err
	}
	defer func() {
		for _, end := range []string{"", "-wal", "-shm", "-journal"} {
			_ = os.Remove(temp.Name() + end) // it may be in place, or never have been
		}
	}()
	if err := temp.Close(); err != nil {
		return err
	}
	return f(temp.Name())
}

// put gives a file its name. Unless over says so, nothing of that name is
// written over, whoever makes it meanwhile.
func put(temp, path string, over bool) error {
	if over {
		if err := os.Rename(temp, path); err != nil {
			return err
		}
		return syncFile(filepath.Dir(path))
	}
	err := os.Link(temp, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return ErrThere
	case err != nil: // a file system without links
		if _, err := os.Lstat(path); err == nil {
			return ErrThere
		}
		if err := os.Rename(temp, path); err != nil {
			return err
		}
	}
	return syncFile(filepath.Dir(path))
}

// syncFile has what was written of a file or a folder on the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
