package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"

	"despatch/briefs"
)

// orders are the orders of the list as columns. Each ends with the ID.
var orders = map[briefs.Order]string{
	briefs.ByDate:  "b.date DESC, b.id",
	briefs.ByDue:   "b.due, b.date DESC, b.id",
	briefs.ByTitle: "b.title_key, b.title, b.id",
	briefs.ByFrom:  "b.issuer_key, b.date DESC, b.id",
	briefs.ByTime:  "b.minutes, b.date DESC, b.id",
}

// less is the same orders for heads in memory.
func less(order briefs.Order) func(a, b *briefs.Head) int {
	newest := func(a, b *briefs.Head) int {
		return cmp.Or(cmp.Compare(micros(b.Date), micros(a.Date)), strings.Compare(a.ID, b.ID))
	}
	switch order {
	case briefs.ByDue:
		return func(a, b *briefs.Head) int {
			return cmp.Or(cmp.Compare(dueMicros(a.Due), dueMicros(b.Due)), newest(a, b))
		}
	case briefs.ByTitle:
		return func(a, b *briefs.Head) int {
			return cmp.Or(strings.Compare(fold(a.Title), fold(b.Title)), strings.Compare(a.Title, b.Title), strings.Compare(a.ID, b.ID))
		}
	case briefs.ByFrom:
		return func(a, b *briefs.Head) int {
			return cmp.Or(strings.Compare(fold(a.From), fold(b.From)), newest(a, b))
		}
	case briefs.ByTime:
		return func(a, b *briefs.Head) int { return cmp.Or(cmp.Compare(a.Minutes, b.Minutes), newest(a, b)) }
	}
	return newest
}

// fits reports whether a head is in the list that q asks for.
func fits(h *briefs.Head, q briefs.Query) bool {
	return (!q.Unread || !h.State.Read) && (!q.Starred || h.State.Starred) && (q.Tag == "" || string(h.State.Tag) == q.Tag)
}

// List is the heads that fit a query, with the reader's state and without
// their bodies. An order that is not known is ByDate.
func (s *Shelf) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) {
	where, err := s.mayRead(ctx, s.db.reads)
	if err != nil {
		return nil, s.db.wrap(ctx, err, "list")
	}
	args := []any{s.reader.Name}
	if q.Unread {
		where += " AND COALESCE(s.read, 0) = 0"
	}
	if q.Starred {
		where += " AND s.starred = 1"
	}
	if q.Tag != "" {
		where += " AND s.tag = ?"
		args = append(args, q.Tag)
	}
	order, ok := orders[q.Order]
	if !ok {
		order = orders[briefs.ByDate]
	}
	query := "SELECT " + headColumns + fromShelf + " WHERE " + where + " ORDER BY " + order
	if q.Limit > 0 {
		query += " LIMIT ?"
		args = append(args, q.Limit)
	}
	heads, err := s.heads(ctx, query, args)
	return heads, s.db.wrap(ctx, err, "list")
}

func (s *Shelf) heads(ctx context.Context, query string, args []any) ([]briefs.Head, error) {
	rows, err := s.db.reads.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var heads []briefs.Head
	for rows.Next() {
		h, err := scanHead(rows)
		if err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	return heads, rows.Err()
}

// Counts sum up the shelf.
func (s *Shelf) Counts(ctx context.Context) (briefs.Counts, error) {
	var c briefs.Counts
	where, err := s.mayRead(ctx, s.db.reads)
	if err != nil {
		return c, s.db.wrap(ctx, err, "count")
	}
	var due int64
	err = s.db.reads.QueryRowContext(ctx, `SELECT COUNT(*),
			COALESCE(SUM(CASE WHEN COALESCE(s.read, 0) = 0 THEN 1 END), 0),
			COALESCE(SUM(s.starred), 0),
			COALESCE(SUM(CASE WHEN COALESCE(s.read, 0) = 0 THEN b.minutes END), 0),
			COALESCE(MIN(CASE WHEN COALESCE(s.read, 0) = 0 THEN b.due END), ?)`+
		fromShelf+" WHERE "+where, int64(noDue), s.reader.Name).
		Scan(&c.All, &c.Unread, &c.Starred, &c.UnreadMinutes, &due)
	c.NextDue = dueOf(due)
	return c, s.db.wrap(ctx, err, "count")
}

// count sums up one more head.
func count(c *briefs.Counts, h *briefs.Head) {
	c.All++
	if h.State.Starred {
		c.Starred++
	}
	if h.State.Read {
		return
	}
	c.Unread++
	c.UnreadMinutes += h.Minutes
	if !h.Due.IsZero() && (c.NextDue.IsZero() || h.Due.Before(c.NextDue)) {
		c.NextDue = h.Due
	}
}

// Open is one brief, whole. Absent and forbidden are both briefs.ErrNotFound.
func (s *Shelf) Open(ctx context.Context, id string) (briefs.Brief, error) {
	var b briefs.Brief
	err := s.db.read(ctx, func(tx *sql.Tx) error {
		where, err := s.mayRead(ctx, tx)
		if err != nil {
			return err
		}
		var n int64
		var names, warnings string
		var format string
		var version int
		var body, hash string
		h, err := scanHead(tx.QueryRowContext(ctx, "SELECT "+headColumns+", b.n, b.format, b.version, b.hash, t.body, t.names, t.warnings"+
			fromShelf+" JOIN texts t ON t.brief = b.n WHERE b.id = ? AND "+where, s.reader.Name, id),
			&n, &format, &version, &hash, &body, &names, &warnings)
		if errors.Is(err, sql.ErrNoRows) {
			return briefs.ErrNotFound
		}
		if err != nil {
			return err
		}
		b = briefs.Brief{Head: h, Format: briefs.Format(format), Body: body, Version: version, Hash: hash}
		if err := decode(names, &b.Names, warnings, &b.Warnings); err != nil {
			return err
		}
		b.Figures, err = figuresOf(ctx, tx, n)
		return err
	})
	if err != nil {
		return briefs.Brief{}, s.db.wrap(ctx, err, "open brief %s", id)
	}
	return b, nil
}

func figuresOf(ctx context.Context, tx *sql.Tx, n int64) ([]briefs.Figure, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+figureColumns+" FROM figures WHERE brief = ? ORDER BY ord", n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []briefs.Figure
	for rows.Next() {
		f, err := scanFigure(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, rows.Err()
}

// Resolve is the one ID that starts with prefix, in either case. The errors are
// briefs.ErrNotFound and briefs.ErrAmbiguous.
func (s *Shelf) Resolve(ctx context.Context, prefix string) (string, error) {
	low := strings.ToLower(strings.TrimSpace(prefix))
	where, err := s.mayRead(ctx, s.db.reads)
	if err != nil {
		return "", s.db.wrap(ctx, err, "look up %s", prefix)
	}
	rows, err := s.db.reads.QueryContext(ctx, "SELECT b.id FROM briefs b WHERE b.id >= ? AND b.id < ? AND "+where+" ORDER BY b.id LIMIT 2", low, low+"\U0010ffff")
	if err != nil {
		return "", s.db.wrap(ctx, err, "look up %s", prefix)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return "", s.db.wrap(ctx, err, "look up %s", prefix)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return "", s.db.wrap(ctx, err, "look up %s", prefix)
	}
	id, err := resolve(low, ids)
	return id, s.db.wrap(ctx, err, "look up %s", prefix)
}

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
