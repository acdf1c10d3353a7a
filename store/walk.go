package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sort"
	"strings"

	"despatch/briefs"
)

// A page of a list that is narrowed, to what is unread, say, or to letters that
// may stand anywhere, is looked for in memory first: what is not in it is passed
// over in nanoseconds, where a database asks for each. It goes through the
// segments of the index side by side, in the order of the list, until the page is
// full. What it finds is asked of the database once more, with all conditions and
// in the exact order.

const (
	mostFound   = 3000 // that are looked at one by one
	leastToWalk = 500  // briefs, below which a look at all costs little
)

// A spot is where a brief stands in an order, as far as it is known here: those
// of one spot stand together, in whichever order.
type spot struct {
	text   string // compared first, and then the others
	number int64
	day    int64 // newest first
}

func (p *spot) compare(o *spot) int {
	return cmp.Or(strings.Compare(p.text, o.text), cmp.Compare(p.number, o.number), cmp.Compare(o.day, p.day))
}

// spotOf is the spot of document k of what lists show; of the order of dates, x
// may be nil.
func spotOf(order briefs.Order, x *shown, d *doc, k int) spot {
	p := spot{day: d.key >> keyBits}
	switch order {
	case briefs.ByTitle:
		return spot{text: x.of(x.lines[k].title)}
	case briefs.ByFrom:
		p.text = x.of(x.lines[k].issuer)
	case briefs.ByDue:
		p.number = x.lines[k].due
	case briefs.ByTime:
		p.number = int64(x.lines[k].minutes)
	}
	return p
}

// spotOfHead is the spot of a head; nil for none.
func spotOfHead(order briefs.Order, h *briefs.Head) *spot {
	if h == nil {
		return nil
	}
	p := spot{day: int64(dayNumber(h.Date))}
	switch order {
	case briefs.ByTitle:
		return &spot{text: fold(h.Title)}
	case briefs.ByFrom:
		p.text = fold(h.From)
	case briefs.ByDue:
		p.number = dueMicros(h.Due)
	case briefs.ByTime:
		p.number = int64(h.Minutes)
	}
	return &p
}

// A walk is what a list asks for.
type walk struct {
	order     briefs.Order
	back      bool
	from, to  *spot // of the heads that the page is behind and in front of, on its way
	limit     int   // 0 is none
	in, out   []set
	words     []wanted
	audiences []bool // by number
}

// A wanted is a word that a list is narrowed by.
type wanted struct {
	word string
	sign sign
	tags []set // of the reader's tags that have it
}

// A lane is a segment while it is walked through.
type lane struct {
	docs  []doc
	dead  bitset
	x     *shown  // nil where it is not needed
	order *sorted // nil is that of docs
	i, k  int     // where it is, in its order and in docs
	at    spot
}

// found looks for the page of a query in memory: it is among the briefs of these
// numbers, unless cut says that there are more and the page is not full with
// them. They are nil where they are too many, or not known.
func (s *Shelf) found(ctx context.Context, q briefs.Query) (ns []int64, cut bool, err error) {
	words := matchWords(q.Match)
	if len(words) == 0 && (q.Limit == 0 || !q.Unread && !q.Starred && q.Tag == "") {
		return nil, false, nil
	}
	if _, ok := orders[q.Order]; !ok {
		q.Order = briefs.ByDate
	}
	stmt, err := s.db.statements.of(ctx, s.db.reads, selectSet)
	if err != nil {
		return nil, false, err
	}
	err = s.db.read(ctx, func(tx *sql.Tx) error {
		ns, cut = nil, false
		rows, err := segmentRows(ctx, tx)
		if err != nil {
			return err
		}
		docs := 0
		for _, r := range rows {
			docs += r.docs
		}
		if docs < leastToWalk {
			return nil
		}
		lanes := make([]lane, len(rows))
		if len(words) > 0 || q.Order != briefs.ByDate {
			if !s.db.filter.of(rows, q.Order, lanes) {
				s.db.filter.fill(s.db, q.Order)
				return nil
			}
		}
		segments, err := s.db.segments.open(ctx, tx, rows)
		if err != nil {
			return err
		}
		s.db.segments.forget(rows)
		for i := range lanes {
			lanes[i].docs, lanes[i].dead = segments[i].docs, rows[i].dead
		}
		w := walk{order: q.Order, back: backwards(q), limit: q.Limit}
		if w.from, w.to = spotOfHead(q.Order, q.After), spotOfHead(q.Order, q.Before); w.back {
			w.from, w.to = w.to, w.from
		}
		if err := s.wants(ctx, tx, stmt, &w, q, words); err != nil {
			return err
		}
		ns, cut = w.through(lanes)
		return nil
	})
	return ns, cut, err
}

// wants reads what a walk asks of each brief.
func (s *Shelf) wants(ctx context.Context, tx *sql.Tx, stmt *sql.Stmt, w *walk, q briefs.Query, words []string) error {
	audiences, _, err := s.readable(ctx, tx)
	if err != nil {
		return err
	}
	if len(audiences) > 0 {
		w.audiences = make([]bool, slices.Max(audiences)+1)
	}
	for _, n := range audiences {
		w.audiences[n] = true
	}
	one := func(to *[]set, kind string) {
		if err == nil {
			var has set
			has, err = s.set(ctx, tx, stmt, kind)
			*to = append(*to, has)
		}
	}
	if q.Unread {
		one(&w.out, readSet)
	}
	if q.Starred {
		one(&w.in, starredSet)
	}
	if q.Tag != "" {
		one(&w.in, tagSet+q.Tag)
	}
	for _, word := range words {
		want := wanted{word: word, sign: signOf(word)}
		for _, tag := range briefs.Tags {
			if tag != "" && strings.Contains(fold(string(tag)), word) {
				one(&want.tags, tagSet+string(tag))
			}
		}
		w.words = append(w.words, want)
	}
	return err
}

// through goes through lanes until the page is full, and ends with all of the
// last one's spot. Those of the spot that the page starts at are on it or not:
// they do not count.
func (w *walk) through(lanes []lane) (ns []int64, cut bool) {
	for i := range lanes {
		w.start(&lanes[i])
	}
	ns = []int64{}
	var last spot
	for count := 0; ; {
		var first *lane
		for i := range lanes {
			if l := &lanes[i]; l.k >= 0 && (first == nil || w.compare(&l.at, &first.at) < 0) {
				first = l
			}
		}
		switch {
		case first == nil || w.to != nil && w.compare(&first.at, w.to) > 0:
			return ns, false
		case w.limit > 0 && count >= w.limit && first.at != last:
			return ns, true
		case len(ns) >= mostFound:
			return nil, false
		}
		ns = append(ns, first.docs[first.k].brief())
		if w.from == nil || first.at != *w.from {
			last = first.at
			count++
		}
		w.next(first)
	}
}

// compare compares spots on the way.
func (w *walk) compare(a, b *spot) int {
	if w.back {
		return b.compare(a)
	}
	return a.compare(b)
}

// start puts a lane at the first brief of the page.
func (w *walk) start(l *lane) {
	many := l.len()
	at := func(i int) spot {
		k := l.document(i)
		return spotOf(w.order, l.x, &l.docs[k], k)
	}
	switch {
	case w.back && w.from == nil:
		l.i = many
	case w.back: // behind the last that is at the spot, or in front of it
		l.i = sort.Search(many, func(i int) bool { p := at(i); return p.compare(w.from) > 0 })
	case w.from == nil:
		l.i = -1
	default:
		l.i = sort.Search(many, func(i int) bool { p := at(i); return p.compare(w.from) >= 0 }) - 1
	}
	w.next(l)
}

// len is how many documents a lane has.
func (l *lane) len() int {
	if l.order != nil {
		return len(l.order.docs)
	}
	return len(l.docs)
}

// document is the number in docs of what stands at i.
func (l *lane) document(i int) int {
	if l.order != nil {
		return int(l.order.docs[i])
	}
	return i
}

// brief is its number in the store.
func (l *lane) brief(i int) int64 {
	if l.order != nil {
		return l.order.briefs[i]
	}
	return l.docs[i].brief()
}

// next moves a lane to the next brief that fits; k is -1 where there is none.
func (w *walk) next(l *lane) {
	many, step := l.len(), 1
	if w.back {
		step = -1
	}
	for l.i += step; l.i >= 0 && l.i < many; l.i += step {
		n := l.brief(l.i)
		if !w.holds(n) {
			continue
		}
		if k := l.document(l.i); w.fits(l, k, n) {
			l.k, l.at = k, spotOf(w.order, l.x, &l.docs[k], k)
			return
		}
	}
	l.k = -1
}

// holds reports whether a brief is in the sets that are asked for, and in none
// that is not wanted.
func (w *walk) holds(n int64) bool {
	for _, s := range w.out {
		if s.has(n) {
			return false
		}
	}
	for _, s := range w.in {
		if !s.has(n) {
			return false
		}
	}
	return true
}

// fits reports whether a document is up to date, the reader's to read, and has
// the words.
func (w *walk) fits(l *lane, k int, n int64) bool {
	d := &l.docs[k]
	if l.dead.has(k) || d.audience >= int64(len(w.audiences)) || !w.audiences[d.audience] {
		return false
	}
	for i := range w.words {
		c := &w.words[i]
		if l.x.signs[k].has(&c.sign) && strings.Contains(l.x.of(l.x.lines[k].text), c.word) {
			continue
		}
		if !slices.ContainsFunc(c.tags, func(s set) bool { return s.has(n) }) {
			return false
		}
	}
	return true
}
