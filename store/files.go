package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"

	"despatch/briefs"
)

// hashStart is how much of the hash of a file is kept with its path: enough to
// tell that the brief has become another since.
const hashStart = 16

// pathKey is a path as files has it.
func pathKey(path string) int64 {
	sum := sha256.Sum256([]byte(path))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// Held is the brief that a file became, with its ID, title, marking and groups,
// when the store has it as that version of the extraction read it and the file is
// as it was then. It is asked of each file of an import.
func (db *DB) Held(ctx context.Context, f briefs.File, version int) (h briefs.Head, held bool, err error) {
	ctx = context.WithoutCancel(ctx) // which costs a goroutine in the driver, and more than the look
	path := pathKey(f.Path)
	lacks, err := db.paths.lacks(ctx, db.reads, "SELECT path FROM files", strconv.FormatInt(path, 10))
	if err != nil || lacks {
		return h, false, db.wrap(ctx, err, "look up %s", f.Path)
	}
	stmt, err := db.held.prepare(ctx, db.reads, `SELECT b.id, b.title, b.marking, b.groups FROM files f JOIN briefs b ON b.id = f.brief
		WHERE f.path = ? AND f.size = ? AND f.written = ? AND f.changed = ? AND f.inode = ? AND substr(b.hash, 1, 16) = f.hash AND b.version = ?`)
	if err != nil {
		return h, false, db.wrap(ctx, err, "look up %s", f.Path)
	}
	var groups string
	err = stmt.QueryRowContext(ctx, path, f.Size, f.Written, f.Changed, f.Inode, version).Scan(&h.ID, &h.Title, &h.Marking, &groups)
	if errors.Is(err, sql.ErrNoRows) {
		return h, false, nil
	}
	if err == nil {
		err = decode(groups, &h.Groups)
	}
	return h, err == nil, db.wrap(ctx, err, "look up %s", f.Path)
}

// Remember keeps what files were when they were read, after what they became was
// saved.
func (db *DB) Remember(ctx context.Context, files []briefs.File) error {
	if len(files) == 0 {
		return nil
	}
	rows := rowsOf(files)
	err := db.write(ctx, func(tx *sql.Tx) error {
		s := saver{ctx: ctx, db: db, tx: tx}
		defer s.close()
		return s.remember(rows)
	})
	if err == nil {
		db.remembered(rows)
	}
	return db.wrap(ctx, err, "remember files")
}

// A fileRow is a file with its key.
type fileRow struct {
	key int64
	*briefs.File
}

// rowsOf are files by their keys, the last of those with one path: two statements
// about one file would be one too many.
func rowsOf(files []briefs.File) []fileRow {
	last := make(map[int64]*briefs.File, len(files))
	for i := range files {
		last[pathKey(files[i].Path)] = &files[i]
	}
	rows := make([]fileRow, 0, len(last))
	for key, f := range last {
		rows = append(rows, fileRow{key, f})
	}
	slices.SortFunc(rows, func(a, b fileRow) int { return cmp.Compare(a.key, b.key) })
	return rows
}

func (s *saver) remember(files []fileRow) error {
	rows := bulk{insert: "INSERT INTO files (path, size, written, changed, inode, brief, hash) VALUES ", width: 7, behind: ` ON CONFLICT (path) DO UPDATE SET
		size = excluded.size, written = excluded.written, changed = excluded.changed, inode = excluded.inode, brief = excluded.brief, hash = excluded.hash`}
	for _, f := range files {
		rows.values = append(rows.values, f.key, f.Size, f.Written, f.Changed, f.Inode, f.Brief, f.Hash[:min(len(f.Hash), hashStart)])
	}
	return rows.put(s)
}

// remembered takes note of what was committed.
func (db *DB) remembered(files []fileRow) {
	for _, f := range files {
		db.paths.add(strconv.FormatInt(f.key, 10))
	}
}
