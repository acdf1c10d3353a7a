package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"despatch/briefs"
)

// What can be wrong with a store. Errors of this package wrap one of these, or
// briefs.ErrNotFound or briefs.ErrAmbiguous, where callers can decide on it.
var (
	ErrNewer    = errors.New("the store was made by a newer despatch")
	ErrDamaged  = errors.New("the store is damaged, or is no store of despatch")
	ErrLocked   = errors.New("another program holds the store")
	ErrReadOnly = errors.New("the store cannot be written")
	ErrFull     = errors.New("the disk is full")
	ErrDisk     = errors.New("the disk, or a limit on it, refused to read or write")

	ErrUnreachable = errors.New("the database server does not answer")
	ErrRefused     = errors.New("the database server does not accept the name or the password")
	ErrNoDatabase  = errors.New("there is no such database on the server")

	errAddress = errors.New("the address of the store cannot be read")
)

// sentinels are all of them.
var sentinels = []error{ErrNewer, ErrDamaged, ErrLocked, ErrReadOnly, ErrFull, ErrDisk, ErrUnreachable, ErrRefused, ErrNoDatabase, errAddress, briefs.ErrNoReader, briefs.ErrNoKey, ErrReader, ErrKey, ErrMarkings, ErrThere, ErrBackup}

// Explain says what an error of the store means to a person, and what to do:
// one clean line each. For other errors what is the error, and do is "".
func Explain(err error) (what, do string) {
	if err == nil {
		return "", ""
	}
	var late unwritten
	if errors.As(err, &late) {
		what, do = Explain(late.error)
		return "what was opened last is not in the audit: " + what, do
	}
	var onServer serverError
	server := errors.As(err, &onServer)
	switch {
	case errors.Is(err, briefs.ErrNotFound):
		return "no such briefing", "it may have been withdrawn; go back to the list"
	case errors.Is(err, briefs.ErrAmbiguous):
		return "more than one briefing has an ID that starts so", "give more of the ID"
	case errors.Is(err, briefs.ErrNoReader):
		return briefs.ErrNoReader.Error(), "despatch reader list shows them, despatch reader add NAME makes one known"
	case errors.Is(err, briefs.ErrNoKey):
		return briefs.ErrNoKey.Error(), "despatch reader key list shows them"
	case errors.Is(err, ErrKey):
		return ErrKey.Error(), "despatch reader key list says whose; a key is one reader's"
	case errors.Is(err, ErrReader):
		return ErrReader.Error(), "despatch reader allow NAME changes what they may read"
	case errors.Is(err, ErrThere):
		return ErrThere.Error(), "name another, or write over it with --force"
	case errors.Is(err, ErrBackup):
		text := err.Error()
		return briefs.CleanLine(text[max(strings.Index(text, ErrBackup.Error()), 0):], 300), "nothing was changed; name another backup"
	case errors.Is(err, ErrMarkings):
		return "the configuration has other markings than the store", "set them as the store has them (despatch doctor shows them); new ones may only follow those"
	case errors.Is(err, ErrNewer):
		return ErrNewer.Error(), "update despatch, or name another store with --db; this one was left as it is"
	case errors.Is(err, errAddress):
		return errAddress.Error(), "write it as postgres://NAME@HOST/DATABASE, and signs such as @ or / of a password as %40 or %2F"
	case errors.Is(err, ErrUnreachable):
		return ErrUnreachable.Error(), "check that it runs and that the address has its host and port; what was reported as saved is safe"
	case errors.Is(err, ErrRefused):
		return ErrRefused.Error(), "check the name in the address and the password, which may stand in ~/.pgpass or PGPASSWORD"
	case errors.Is(err, ErrNoDatabase):
		return ErrNoDatabase.Error(), "check its name in the address, or have it made: createdb NAME"
	case errors.Is(err, ErrDamaged) && server:
		return "the database is damaged, or another program's", "nothing was changed; name another database, or a schema of its own with ?search_path=NAME"
	case errors.Is(err, ErrReadOnly) && server:
		return ErrReadOnly.Error(), "this role or this server may only read: check its rights, or name all servers and target_session_attrs=read-write; until then nothing new is kept"
	case errors.Is(err, ErrDamaged):
		return ErrDamaged.Error(), "nothing was changed; despatch restore FILE puts a backup in its place; without one, move the file away and add the briefings again, or name another store with --db FILE"
	case errors.Is(err, ErrLocked):
		return ErrLocked.Error(), "close the other program, or try again in a moment; nothing was changed"
	case errors.Is(err, ErrReadOnly):
		return ErrReadOnly.Error(), "check who may write the file and its folder, or name another store with --db FILE; until then nothing new is kept"
	case errors.Is(err, ErrFull):
		return ErrFull.Error(), "make room, then try again; what was reported as saved is safe"
	case errors.Is(err, ErrDisk):
		return ErrDisk.Error(), "check the quota, the limit on the size of files (ulimit -f) and the disk, then try again; what was reported as saved is safe"
	case server:
		return onServer.Error(), "try again in a moment; if it stays so, show this line to who looks after the server"
	case errors.Is(err, context.Canceled):
		return "stopped", ""
	case errors.Is(err, context.DeadlineExceeded):
		return "the store did not answer in time", "try again in a moment"
	}
	var at *fs.PathError
	if errors.As(err, &at) { // what was tried there is the program's, and where it is known
		return briefs.CleanLine(at.Path+": "+at.Err.Error(), 300), ""
	}
	return briefs.CleanLine(err.Error(), 300), ""
}

// wrap gives an error of the database or the file system its meaning and the
// operation that met it. What already has a meaning keeps it.
func (db *DB) wrap(ctx context.Context, err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), db.meaning(ctx, err))
}

func (db *DB) meaning(ctx context.Context, err error) error {
	if errors.Is(err, briefs.ErrNotFound) || errors.Is(err, briefs.ErrAmbiguous) {
		return err
	}
	for _, known := range sentinels {
		if errors.Is(err, known) {
			return err
		}
	}
	if stopped := context.Cause(ctx); stopped != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	sentinel := db.engine.meaning(err)
	switch {
	case sentinel != nil:
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		sentinel = ErrFull
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		sentinel = ErrReadOnly
	case strings.Contains(err.Error(), "disk quota"):
		sentinel = ErrFull
	case errors.Is(err, syscall.EFBIG) || errors.Is(err, syscall.EIO):
		sentinel = ErrDisk
	default:
		return err
	}
	return fmt.Errorf("%w: %w", sentinel, err)
}
