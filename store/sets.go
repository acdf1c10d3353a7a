package store

import (
	"context"
	"database/sql"
	"errors"
)

// What a reader has read, starred and tagged is kept once more as sets of the
// numbers of briefs, a bit for each: a page of a list passes over tens of
// thousands of them in the time that one state takes to be read. All who write
// states keep the sets, in the transaction of the change.

// partBits are the bits of a brief's number that are its place in a part of a
// set. A part is half a kilobyte, so that to mark one brief writes little.
const partBits = 12

// The kinds of sets.
const (
	readSet    = "read"
	starredSet = "starred"
	tagSet     = "tag " // and the tag
)

// kindsOf are the kinds of the sets that a brief of this state is in.
func kindsOf(read, starred bool, tag string) map[string]bool {
	kinds := map[string]bool{}
	if read {
		kinds[readSet] = true
	}
	if starred {
		kinds[starredSet] = true
	}
	if tag != "" {
		kinds[tagSet+tag] = true
	}
	return kinds
}

// A set holds numbers of briefs: its parts, by their numbers.
type set [][]byte

func (s set) has(n int64) bool {
	part := n >> partBits
	if part >= int64(len(s)) {
		return false
	}
	i := int(n & (1<<partBits - 1))
	bits := s[part]
	return i>>3 < len(bits) && bits[i>>3]>>(i&7)&1 == 1
}

const selectSet = "SELECT part, bits FROM sets WHERE reader = ? AND kind = ?"

// set is one of the reader's sets; stmt is selectSet, or nil.
func (s *Shelf) set(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt, kind string) (set, error) {
	var rows *sql.Rows
	var err error
	if stmt != nil {
		rows, err = tx.StmtContext(ctx, stmt).QueryContext(ctx, s.reader.Name, kind)
	} else {
		rows, err = tx.QueryContext(ctx, selectSet, s.reader.Name, kind)
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all set
	for rows.Next() {
		var part int64
		var bits []byte
		if err := rows.Scan(&part, &bits); err != nil {
			return nil, err
		}
		if part < 0 || part > 1<<(keyBits-partBits) {
			return nil, errIndex
		}
		for int64(len(all)) <= part {
			all = append(all, nil)
		}
		all[part] = bits
	}
	return all, rows.Err()
}

// A setPart is a part of a reader's set.
type setPart struct {
	reader, kind string
	part         int64
}

// A flip is a change of a part: the briefs that come in, and those that go.
type flip struct{ in, out [1 << (partBits - 3)]byte }

// flips are changes of sets that are not written yet.
type flips map[setPart]*flip

func (f flips) put(reader, kind string, n int64, in bool) {
	at := setPart{reader, kind, n >> partBits}
	one := f[at]
	if one == nil {
		one = &flip{}
		f[at] = one
	}
	i := n & (1<<partBits - 1)
	to, from := &one.in[i>>3], &one.out[i>>3]
	if !in {
		to, from = from, to
	}
	*to |= 1 << (i & 7)
	*from &^= 1 << (i & 7)
}

// turn puts a brief from the sets of one state into those of another.
func (f flips) turn(reader string, n int64, had, now map[string]bool) {
	for kind := range had {
		if !now[kind] {
			f.put(reader, kind, n, false)
		}
	}
	for kind := range now {
		if !had[kind] {
			f.put(reader, kind, n, true)
		}
	}
}

// drop takes a brief out of all sets. Its number may be another's one day.
func (f flips) drop(ctx context.Context, from querier, n int64) error {
	return eachState(ctx, from, func(reader string, n int64, kinds map[string]bool) { f.turn(reader, n, kinds, nil) }, " AND brief = ?", n)
}

// write writes the parts that changed, and each once.
func (f flips) write(ctx context.Context, tx *sql.Tx) error {
	for at, one := range f {
		var had []byte
		err := tx.QueryRowContext(ctx, "SELECT bits FROM sets WHERE reader = ? AND kind = ? AND part = ?", at.reader, at.kind, at.part).Scan(&had)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		bits := one.in
		for i := range min(len(had), len(bits)) {
			bits[i] |= had[i] &^ one.out[i]
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO sets (reader, kind, part, bits) VALUES (?, ?, ?, ?) ON CONFLICT (reader, kind, part) DO UPDATE SET bits = excluded.bits",
			at.reader, at.kind, at.part, bits[:])
		if err != nil {
			return err
		}
	}
	return nil
}

// eachState goes through the states that are in a set.
func eachState(ctx context.Context, from querier, f func(reader string, n int64, kinds map[string]bool), where string, args ...any) error {
	rows, err := from.QueryContext(ctx, "SELECT reader, brief, read, starred, tag FROM states WHERE (read = 1 OR starred = 1 OR tag <> '')"+where, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var reader, tag string
		var n, read, starred int64
		if err := rows.Scan(&reader, &n, &read, &starred, &tag); err != nil {
			return err
		}
		f(reader, n, kindsOf(read == 1, starred == 1, tag))
	}
	return rows.Err()
}

// setsMigration is the number of the migration that made the sets.
const setsMigration = 9

// fillSets makes the sets of a store that has states and no sets.
func fillSets(ctx context.Context, tx *sql.Tx) error {
	all := flips{}
	if err := eachState(ctx, tx, func(reader string, n int64, kinds map[string]bool) { all.turn(reader, n, nil, kinds) }, ""); err != nil {
		return err
	}
	return all.write(ctx, tx)
}
