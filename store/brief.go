package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// Open is one brief, whole, and is recorded in the audit. Absent and forbidden
// are both briefs.ErrNotFound; what is forbidden and was asked for by its ID, or
// by the start of it, is in the audit as refused.
func (s *Shelf) Open(ctx context.Context, id string) (briefs.Brief, error) {
	var b briefs.Brief
	var refused *briefs.Entry
	err := briefs.ErrNotFound
	if storable(id) {
		err = s.db.read(ctx, func(tx *sql.Tx) error {
			where, err := s.mayRead(ctx, tx)
			if err != nil {
				return err
			}
			b, err = wholeBrief(ctx, tx, "b.id = ? AND "+where, s.reader.Name, id)
			if errors.Is(err, sql.ErrNoRows) {
				refused, err = refusal(ctx, tx, id, where)
				return cmp.Or(err, briefs.ErrNotFound)
			}
			return err
		})
	}
	switch {
	case err == nil:
		err = s.seen(briefs.Entry{Act: briefs.ActOpened, Brief: id})
	case refused != nil:
		err = cmp.Or(s.seen(*refused), err)
	}
	if err != nil {
		return briefs.Brief{}, s.db.wrap(ctx, err, "open brief %s", id)
	}
	return b, nil
}

// refusal is what the audit says of a reader who asked for an ID, or the start
// of one, and may read what fits a condition: the brief, where it can be no
// other, else what was asked for. It is nil where nothing was kept from them.
func refusal(ctx context.Context, tx *sql.Tx, asked, mayRead string) (*briefs.Entry, error) {
	if asked == "" {
		return nil, nil // nothing was asked for
	}
	ids, err := startingWith(ctx, tx, asked, "NOT "+mayRead)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	e := &briefs.Entry{Act: briefs.ActRefused}
	switch {
	case ids[0] == asked:
		e.Brief = asked
	case len(ids) == 1:
		e.Brief, e.Note = ids[0], "asked for as "+briefs.CleanLine(asked, 80)
	default:
		e.Note = "asked for what starts with " + briefs.CleanLine(asked, 80)
	}
	return e, nil
}

// wholeBrief is the one brief that fits a condition, with the state of a reader,
// who is the first of the arguments. The error for none is sql.ErrNoRows.
func wholeBrief(ctx context.Context, tx *sql.Tx, where string, args ...any) (briefs.Brief, error) {
	var b briefs.Brief
	var packed []byte
	var err error
	b.Head, err = scanHead(tx.QueryRowContext(ctx, "SELECT "+headColumns+", b.format, b.version, b.hash, t.body, t.packed"+
		fromShelf+" JOIN texts t ON t.brief = b.n WHERE "+where, args...),
		&b.Format, &b.Version, &b.Hash, &b.Body, &packed)
	if err != nil {
		return b, err
	}
	return b, unpack(packed, &b)
}

// Resolve is the one ID that starts with prefix, in either case. The errors are
// briefs.ErrNotFound and briefs.ErrAmbiguous.
func (s *Shelf) Resolve(ctx context.Context, prefix string) (string, error) {
	low := strings.ToLower(strings.TrimSpace(prefix))
	var ids []string
	where, err := s.mayReadNow(ctx)
	if err == nil && storable(low) {
		err = s.db.ask(ctx, func() (err error) {
			ids, err = startingWith(ctx, s.db.reads, low, where)
			return err
		})
	}
	if err != nil {
		return "", s.db.wrap(ctx, err, "look up %s", prefix)
	}
	id, err := resolve(low, ids)
	return id, s.db.wrap(ctx, err, "look up %s", prefix)
}

// Starting are the briefs whose ID starts so, in the order of the IDs, at most so
// many, as List has them.
func (s *Shelf) Starting(ctx context.Context, prefix string, limit int) ([]briefs.Head, error) {
	low := strings.ToLower(strings.TrimSpace(prefix))
	if !storable(low) {
		return nil, nil
	}
	var heads []briefs.Head
	err := s.db.read(ctx, func(tx *sql.Tx) error {
		where, err := s.mayRead(ctx, tx)
		if err != nil {
			return err
		}
		p := step{query: "SELECT " + headColumns + fromShelf + " WHERE b.id >= ? AND b.id < ? AND " + where + " ORDER BY b.id" + limited}
		heads, err = p.heads(ctx, tx, nil, []any{s.reader.Name, low, low + "\U0010ffff", limit})
		return err
	})
	return heads, s.db.wrap(ctx, err, "look up %s", prefix)
}

// startingWith are the first two IDs, in order, that start so and fit a
// condition on briefs as b.
func startingWith(ctx context.Context, from querier, start, where string) ([]string, error) {
	rows, err := from.QueryContext(ctx, "SELECT b.id FROM briefs b WHERE b.id >= ? AND b.id < ? AND "+where+" ORDER BY b.id LIMIT 2", start, start+"\U0010ffff")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// storable reports whether both databases can be asked for a text; neither has
// one that is not.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// resolve picks the ID that low means out of those that start with it, the
// first two in order.
func resolve(low string, ids []string) (string, error) {
	switch {
	case low == "" || len(ids) == 0:
		return "", briefs.ErrNotFound
	case len(ids) == 1 || ids[0] == low:
		return ids[0], nil
	}
	return "", briefs.ErrAmbiguous
}
