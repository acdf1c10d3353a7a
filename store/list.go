package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"despatch/briefs"
)

// A key is a column of an order, and what a head has there.
type key struct {
	column string
	desc   bool
	of     func(h *briefs.Head) any
}

var (
	keyDate   = key{"b.date", true, func(h *briefs.Head) any { return micros(h.Date) }}
	keyID     = key{"b.id", false, func(h *briefs.Head) any { return h.ID }}
	keyDue    = key{"b.due", false, func(h *briefs.Head) any { return dueMicros(h.Due) }}
	keyFolded = key{"b.title_key", false, func(h *briefs.Head) any { return fold(h.Title) }}
	keyTitle  = key{"b.title", false, func(h *briefs.Head) any { return h.Title }}
	keyIssuer = key{"b.issuer_key", false, func(h *briefs.Head) any { return fold(h.From) }}
	keyTime   = key{"b.minutes", false, func(h *briefs.Head) any { return int64(h.Minutes) }}
)

// orders are the orders of the list as columns. Each ends with the ID, and has
// an index, so that a page is found by the head before it.
var orders = map[briefs.Order][]key{
	briefs.ByDate:  {keyDate, keyID},
	briefs.ByDue:   {keyDue, keyDate, keyID},
	briefs.ByTitle: {keyFolded, keyTitle, keyID},
	briefs.ByFrom:  {keyIssuer, keyDate, keyID},
	briefs.ByTime:  {keyTime, keyDate, keyID},
}

// orderBy is an order, or its reverse.
func orderBy(keys []key, reverse bool) string {
	var b strings.Builder
	for i, k := range keys {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(k.column)
		if k.desc != reverse {
			b.WriteString(" DESC")
		}
	}
	return b.String()
}

// beyond is the condition for what has the same as a head in the first n columns
// of an order, and stands behind it by the next; in front of it in the reverse.
func beyond(keys []key, n int, reverse bool, h *briefs.Head) (where string, args []any) {
	for _, same := range keys[:n] {
		where += same.column + " = ? AND "
		args = append(args, same.of(h))
	}
	sign := " > ?"
	if keys[n].desc != reverse {
		sign = " < ?"
	}
	return where + keys[n].column + sign, append(args, keys[n].of(h))
}

// A step is a part of a list that stands together in the index of its order.
type step struct {
	where string // behind other conditions
	args  []any
	query string    // the whole of it
	stmt  *sql.Stmt // nil where too many are kept
	again []any     // arguments in front of all others
}

// steps are the parts of what stands behind a head, nearest first. Asked for in
// one, an index would be gone through from the start of the first column's
// value: of all that have no due time, say. Without a head there is one part.
func steps(keys []key, reverse bool, h *briefs.Head) []step {
	if h == nil {
		return []step{{}}
	}
	var all []step
	for n := len(keys) - 1; n >= 0; n-- {
		where, args := beyond(keys, n, reverse, h)
		all = append(all, step{where: " AND " + where, args: args})
	}
	return all
}

// behindHead is the condition for all that stands behind a head in an order, or
// in front of it in the reverse.
func behindHead(keys []key, reverse bool, h *briefs.Head) (where string, args []any) {
	for n := range keys {
		if n > 0 {
			where += " OR "
		}
		part, partArgs := beyond(keys, n, reverse, h)
		where, args = where+part, append(args, partArgs...)
	}
	return "(" + where + ")", args
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

// fits reports whether a head is in the list that q asks for, on any page.
func fits(h *briefs.Head, q briefs.Query) bool {
	if q.Unread && h.State.Read || q.Starred && !h.State.Starred || q.Tag != "" && string(h.State.Tag) != q.Tag {
		return false
	}
	words := matchWords(q.Match)
	if len(words) == 0 {
		return true
	}
	text := matchKey(h)
	for _, w := range words {
		if !strings.Contains(text, w) && !strings.Contains(fold(string(h.State.Tag)), w) {
			return false
		}
	}
	return true
}

// backwards reports whether a page is read from its end.
func backwards(q briefs.Query) bool { return q.End || q.Before != nil && q.After == nil }

// maxMatch is how many words a list is narrowed by; more are ignored.
const maxMatch = 8

func matchWords(s string) []string {
	words := strings.Fields(fold(s))
	return words[:min(len(words), maxMatch)]
}

// matchKey is what a list is narrowed by: all that it shows of a brief, folded.
func matchKey(h *briefs.Head) string {
	var b strings.Builder
	b.WriteString(h.Title + "\n" + h.From + "\n" + strings.Join(h.Tags, "\n"))
	if !h.Date.IsZero() {
		b.WriteString("\n" + h.Date.Format("2 Jan 2006"))
	}
	for _, k := range h.Keys {
		b.WriteString("\n" + k.Text + "\n" + k.Measure)
	}
	return fold(b.String())
}

// likeLiteral takes the meaning from the signs of LIKE ... ESCAPE '!'.
var likeLiteral = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// limited is a limit that SQLite makes no part of its plan: for one that it could,
// it understands the statement anew whenever another number is bound, at a
// seventh of the cost of a page.
const limited = " LIMIT ? + 0"

// List is the heads that fit a query, with the reader's state and without
// their bodies. An order that is not known is ByDate.
func (s *Shelf) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) {
	few, err := s.narrowed(ctx, q)
	if err != nil {
		return nil, s.db.wrap(ctx, err, "list")
	}
	near, cut := few.near(q)
	heads, err := s.list(ctx, q, near)
	if cut && err == nil && len(heads) < q.Limit { // others of its conditions left some out
		if near = nil; len(few) <= fewMatches {
			near = few.numbers()
		}
		return s.list(ctx, q, near)
	}
	return heads, err
}

// list is List among some briefs, by number; among all for nil.
func (s *Shelf) list(ctx context.Context, q briefs.Query, few []int64) ([]briefs.Head, error) {
	where, err := s.mayReadNow(ctx)
	if err != nil {
		return nil, s.db.wrap(ctx, err, "list")
	}
	args := []any{s.reader.Name}
	if q.Unread {
		where += " AND s.read IS DISTINCT FROM 1"
	}
	if q.Starred {
		where += " AND b.n IN (SELECT brief FROM states WHERE reader = ? AND starred = 1)"
		args = append(args, s.reader.Name)
	}
	if q.Tag != "" {
		where += " AND b.n IN (SELECT brief FROM states WHERE reader = ? AND tag = ? AND tag <> '')"
		args = append(args, s.reader.Name, q.Tag)
	}
	for _, w := range matchWords(q.Match) {
		where += " AND (b.match_key LIKE ? ESCAPE '!' OR lower(COALESCE(s.tag, '')) LIKE ? ESCAPE '!')"
		w = "%" + likeLiteral.Replace(w) + "%"
		args = append(args, w, w)
	}
	if few != nil {
		where += " AND b.n IN (0" + joined(few) + ")"
	}
	keys, ok := orders[q.Order]
	if !ok {
		keys = orders[briefs.ByDate]
	}
	reverse := backwards(q)
	from, to := q.After, q.Before
	if reverse {
		from, to = to, from
	}
	if to != nil {
		up, upArgs := behindHead(keys, !reverse, to)
		where += " AND " + up
		args = append(args, upArgs...)
	}
	all := steps(keys, reverse, from)
	for i := range all {
		rest := fromShelf + " WHERE " + where + all[i].where + " ORDER BY " + orderBy(keys, reverse)
		if q.Limit > 0 {
			rest += limited
		}
		all[i].query = "SELECT " + headColumns + rest
		if few != nil {
			// They are sorted by themselves, without all that a list shows; and
			// nobody asks for the same again.
			all[i].query = "SELECT " + headColumns + fromShelf + " WHERE b.n IN (SELECT b.n" + rest + ") ORDER BY " + orderBy(keys, reverse)
			all[i].again = []any{s.reader.Name}
			continue
		}
		if all[i].stmt, err = s.db.statements.of(ctx, s.db.reads, all[i].query); err != nil {
			return nil, s.db.wrap(ctx, err, "list")
		}
	}
	var heads []briefs.Head
	err = s.db.read(ctx, func(tx *sql.Tx) (err error) {
		heads = nil
		for _, step := range all {
			stepArgs := slices.Concat(step.again, args, step.args)
			if q.Limit > 0 {
				stepArgs = append(stepArgs, q.Limit-len(heads))
			}
			if heads, err = step.heads(ctx, tx, heads, stepArgs); err != nil || q.Limit > 0 && len(heads) >= q.Limit {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, s.db.wrap(ctx, err, "list")
	}
	if reverse {
		slices.Reverse(heads)
	}
	return heads, nil
}

// heads adds what a step has.
func (p *step) heads(ctx context.Context, tx *sql.Tx, heads []briefs.Head, args []any) ([]briefs.Head, error) {
	var rows *sql.Rows
	var err error
	if p.stmt != nil {
		rows, err = tx.StmtContext(ctx, p.stmt).QueryContext(ctx, args...)
	} else {
		rows, err = tx.QueryContext(ctx, p.query, args...)
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		h, err := scanHead(rows)
		if err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	return heads, rows.Err()
}
