package store

import (
	"cmp"
	"context"
	"database/sql"
	"math/bits"
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

// mostAsked is how many briefs are asked for in a statement that is kept.
const mostAsked = 256

// List is the heads that fit a query, with the reader's state and without
// their bodies. An order that is not known is ByDate.
func (s *Shelf) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) {
	few, cut, err := s.found(ctx, q)
	var heads []briefs.Head
	if err == nil && few != nil {
		heads, err = s.pick(ctx, q, few)
	}
	if err == nil && (few == nil || cut && len(heads) < q.Limit) { // or what was found changed meanwhile
		heads, err = s.list(ctx, q)
	}
	if err != nil {
		return nil, s.db.wrap(ctx, err, "list")
	}
	if backwards(q) {
		slices.Reverse(heads)
	}
	return heads, nil
}

// conditions are those of a query on briefs as b and states as s, but for its
// heads. A list through all briefs asks for the few that are starred or tagged
// first.
func (s *Shelf) conditions(ctx context.Context, q briefs.Query, all bool) (where string, args []any, err error) {
	if where, err = s.mayReadNow(ctx); err != nil {
		return "", nil, err
	}
	of := func(condition string, values ...any) {
		if all {
			condition = "b.n IN (SELECT brief FROM states s WHERE s.reader = ? AND " + condition + ")"
			args = append(args, s.reader.Name)
		}
		where, args = where+" AND "+condition, append(args, values...)
	}
	if q.Unread {
		where += " AND s.read IS DISTINCT FROM 1"
	}
	if q.Starred {
		of("s.starred = 1")
	}
	if q.Tag != "" {
		of("s.tag = ? AND s.tag <> ''", q.Tag)
	}
	for _, w := range matchWords(q.Match) {
		where += " AND (b.match_key LIKE ? ESCAPE '!' OR lower(COALESCE(s.tag, '')) LIKE ? ESCAPE '!')"
		w = "%" + likeLiteral.Replace(w) + "%"
		args = append(args, w, w)
	}
	return where, args, nil
}

// ends are the heads that the page of a query is behind and in front of, on its
// way, and whether that is from the end.
func ends(q briefs.Query) (from, to *briefs.Head, reverse bool) {
	if backwards(q) {
		return q.Before, q.After, true
	}
	return q.After, q.Before, false
}

// keysOf are the columns of an order.
func keysOf(order briefs.Order) []key {
	if keys, ok := orders[order]; ok {
		return keys
	}
	return orders[briefs.ByDate]
}

// list is List through all briefs, in the order of the way that the page lies on.
func (s *Shelf) list(ctx context.Context, q briefs.Query) ([]briefs.Head, error) {
	where, args, err := s.conditions(ctx, q, true)
	if err != nil {
		return nil, err
	}
	args = append([]any{s.reader.Name}, args...)
	keys := keysOf(q.Order)
	from, to, reverse := ends(q)
	if to != nil {
		up, upArgs := behindHead(keys, !reverse, to)
		where += " AND " + up
		args = append(args, upArgs...)
	}
	all := steps(keys, reverse, from)
	for i := range all {
		all[i].query = "SELECT " + headColumns + fromShelf + " WHERE " + where + all[i].where + " ORDER BY " + orderBy(keys, reverse)
		if q.Limit > 0 {
			all[i].query += limited
		}
		if all[i].stmt, err = s.db.statements.of(ctx, s.db.reads, all[i].query); err != nil {
			return nil, err
		}
	}
	var heads []briefs.Head
	err = s.db.read(ctx, func(tx *sql.Tx) (err error) {
		heads = nil
		for _, step := range all {
			stepArgs := slices.Concat(args, step.args)
			if q.Limit > 0 {
				stepArgs = append(stepArgs, q.Limit-len(heads))
			}
			if heads, err = step.heads(ctx, tx, heads, stepArgs); err != nil || q.Limit > 0 && len(heads) >= q.Limit {
				return err
			}
		}
		return nil
	})
	return heads, err
}

// pick is list among some briefs, by number.
func (s *Shelf) pick(ctx context.Context, q briefs.Query, few []int64) ([]briefs.Head, error) {
	if len(few) == 0 {
		return nil, nil
	}
	where, args, err := s.conditions(ctx, q, false)
	if err != nil {
		return nil, err
	}
	keys := keysOf(q.Order)
	from, to, reverse := ends(q)
	if to != nil {
		up, upArgs := behindHead(keys, !reverse, to)
		where, args = where+" AND "+up, append(args, upArgs...)
	}
	if from != nil {
		behind, behindArgs := behindHead(keys, reverse, from)
		where, args = where+" AND "+behind, append(args, behindArgs...)
	}
	rest := " AND " + where + " ORDER BY " + orderBy(keys, reverse)
	if q.Limit > 0 {
		rest, args = rest+limited, append(args, q.Limit)
	}
	var one step
	if many := 1 << bits.Len(uint(len(few)-1)|31); many <= mostAsked { // a few statements for all
		one.query = "SELECT " + headColumns + fromShelf + " WHERE b.n IN (" + places(many) + ")" + rest
		numbers := make([]any, many)
		for i := range numbers {
			numbers[i] = int64(0) // which no brief has
		}
		for i, n := range few {
			numbers[i] = n
		}
		args = slices.Concat([]any{s.reader.Name}, numbers, args)
		if one.stmt, err = s.db.statements.of(ctx, s.db.reads, one.query); err != nil {
			return nil, err
		}
	} else { // they are sorted by themselves, without all that a list shows
		one.query = "SELECT " + headColumns + fromShelf + " WHERE b.n IN (SELECT b.n" + fromShelf + " WHERE b.n IN (0" + joined(few) + ")" + rest + ") ORDER BY " + orderBy(keys, reverse)
		args = append([]any{s.reader.Name, s.reader.Name}, args...)
	}
	var heads []briefs.Head
	err = s.db.read(ctx, func(tx *sql.Tx) (err error) {
		heads, err = one.heads(ctx, tx, nil, args)
		return err
	})
	return heads, err
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
