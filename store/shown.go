package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"
	"strings"

	"despatch/briefs"
)

// between stands between what is read of two briefs; no cleaned text has it.
const between = "\x01"

// shown is what lists show of the documents of a segment, folded, and what they
// are ordered by.
type shown struct {
	text  string
	lines []line // of each document
	signs []sign // likewise

	byTitle, byFrom, byDue, byTime *sorted // nil is not yet
}

// sorted are the documents that are up to date in an order.
type sorted struct {
	docs   []int32
	briefs []int64 // their numbers in the store, so that nothing else is looked at of most
}

// A line is a document: where in the text what it shows is, its title, and whom
// it is from. One that was out of date when it was read has no text.
type line struct {
	text, title, issuer extent
	minutes             int32
	due                 int64
}

type extent struct{ from, to int32 }

func (x *shown) of(e extent) string { return x.text[e.from:e.to] }

// A sign has a bit for each pair of bytes in a text, some of them the same: what
// lacks one of a word's has not the word.
type sign [4]uint64

func signOf(text string) (s sign) {
	for i := 1; i < len(text); i++ {
		h := (uint32(text[i-1])<<8 | uint32(text[i])) * 0x9e3779b1 >> 24
		s[h>>6] |= 1 << (h & 63)
	}
	return s
}

func (s *sign) has(w *sign) bool {
	return s[0]&w[0] == w[0] && s[1]&w[1] == w[1] && s[2]&w[2] == w[2] && s[3]&w[3] == w[3]
}

// in is where the documents in an order are; nil for that of a segment.
func (x *shown) in(order briefs.Order) **sorted {
	switch order {
	case briefs.ByTitle:
		return &x.byTitle
	case briefs.ByFrom:
		return &x.byFrom
	case briefs.ByDue:
		return &x.byDue
	case briefs.ByTime:
		return &x.byTime
	}
	return nil
}

// sort puts the documents in an order, as far as spots tell.
func (x *shown) sort(order briefs.Order, docs []doc) *sorted {
	var all sorted
	spots := make([]spot, len(docs))
	for k := range docs {
		if x.lines[k].text.to > 0 {
			all.docs = append(all.docs, int32(k))
			spots[k] = spotOf(order, x, &docs[k], k)
		}
	}
	slices.SortFunc(all.docs, func(a, b int32) int { return spots[a].compare(&spots[b]) })
	for _, k := range all.docs {
		all.briefs = append(all.briefs, docs[k].brief())
	}
	return &all
}

// readShown reads what lists show of the documents of a segment that are up to
// date; nil where a brief of one is not there.
func readShown(ctx context.Context, tx *sql.Tx, r segmentRow, docs []doc) (*shown, error) {
	var up []int
	for k := range docs {
		if !r.dead.has(k) {
			up = append(up, k)
		}
	}
	slices.SortFunc(up, func(a, b int) int { return cmp.Compare(docs[a].brief(), docs[b].brief()) })
	x := &shown{lines: make([]line, len(docs)), signs: make([]sign, len(docs))}
	var text strings.Builder
	text.WriteString(between) // so that no text starts at 0
	write := func(s string) extent {
		from := text.Len()
		text.WriteString(s)
		return extent{int32(from), int32(text.Len())}
	}
	for part := range slices.Chunk(up, 1000) {
		ns := make([]int64, len(part))
		for i, k := range part {
			ns[i] = docs[k].brief()
		}
		var joinedUp [5]sql.NullString
		err := tx.QueryRowContext(ctx, `SELECT string_agg(match_key, ? ORDER BY n), string_agg(title_key, ? ORDER BY n), string_agg(issuer_key, ? ORDER BY n),
			string_agg(CAST(due AS TEXT), ? ORDER BY n), string_agg(CAST(minutes AS TEXT), ? ORDER BY n) FROM briefs WHERE n IN (`+joined(ns)[1:]+")",
			between, between, between, between, between).Scan(&joinedUp[0], &joinedUp[1], &joinedUp[2], &joinedUp[3], &joinedUp[4])
		if err != nil {
			return nil, err
		}
		var columns [5][]string
		for i := range columns {
			if columns[i] = strings.Split(joinedUp[i].String, between); len(columns[i]) != len(part) {
				return nil, nil
			}
		}
		if text.Len() > math.MaxInt32/2 {
			return nil, nil
		}
		for i, k := range part {
			key, title, issuer := columns[0][i], columns[1][i], columns[2][i]
			l := line{text: write(key)}
			x.signs[k] = signOf(key)
			if strings.HasPrefix(key, title+"\n"+issuer) {
				l.title = extent{l.text.from, l.text.from + int32(len(title))}
				l.issuer = extent{l.title.to + 1, l.title.to + 1 + int32(len(issuer))}
			} else { // as an older despatch kept it
				l.title, l.issuer = write(title), write(issuer)
			}
			var dueErr, minutesErr error
			var minutes int64
			l.due, dueErr = strconv.ParseInt(columns[3][i], 10, 64)
			minutes, minutesErr = strconv.ParseInt(columns[4][i], 10, 32)
			if err := cmp.Or(dueErr, minutesErr); err != nil {
				return nil, err
			}
			l.minutes = int32(minutes)
			x.lines[k] = l
		}
	}
	x.text = text.String()
	return x, nil
}

// joined are numbers with a comma before each.
func joined(ns []int64) string {
	var b strings.Builder
	for _, n := range ns {
		b.WriteString("," + strconv.FormatInt(n, 10))
	}
	return b.String()
}
