package store

import (
	"time"
	"unicode/utf8"
)

// A query is what a reader typed, understood: every want, and no not.
type query struct {
	want, not []term
	figures   []condition // each is met by a figure of its own
	shuns     []condition // which no figure meets
	state     []stateTest
	from, to  int // days as dayNumber has them, half-open; 0 is no bound
	open      bool

	read, unread []string // what was made of it, and what could not be, for people
}

// A term is units that follow each other: a word, a phrase, a run of Han.
type term struct {
	field  field
	units  []unit
	prefix bool // the last unit is the start of a word
}

// A unit of a term, folded.
type unit struct {
	word   string
	han    bool
	joined bool // with the unit before
}

// A field is where a term has to stand.
type field int

const (
	anywhere field = iota // in the title or the body
	inTitle
	inFrom
	inTags
	inMeasure // of one figure
)

// ranks reports whether more of a term makes a brief a better hit.
func (t *term) ranks() bool { return t.field == anywhere }

// ranking are the terms that rank.
func (q *query) ranking() []term {
	var all []term
	for _, t := range q.want {
		if t.ranks() {
			all = append(all, t)
		}
	}
	return all
}

// A stateTest is a question to what the reader did with a brief.
type stateTest struct {
	is  string // "read", "starred", "opened", or a tag
	not bool
}

func (q *query) empty() bool {
	return len(q.want)+len(q.not)+len(q.figures)+len(q.shuns)+len(q.state) == 0 && q.from == 0 && q.to == 0
}

// softer is the query with its last word as the start of one: for when a word
// that may not be finished finds nothing.
func (q query) softer() (query, bool) {
	if !q.open || len(q.want) == 0 {
		return q, false
	}
	last := q.want[len(q.want)-1]
	if u := last.units[len(last.units)-1]; last.prefix || u.han || utf8.RuneCountInString(u.word) < 2 {
		return q, false
	}
	want := append([]term(nil), q.want...)
	last.prefix = true
	want[len(want)-1] = last
	q.want, q.open = want, false
	return q, true
}

// dayNumber is a day as a number that grows: 0 for the zero time, which is no
// date, and for all before the year 1.
func dayNumber(t time.Time) int {
	const year1 = -719162 // 1 January of it, in days since 1970
	day := t.Unix() / (24 * 60 * 60)
	if t.Unix() < 0 && t.Unix()%(24*60*60) != 0 {
		day--
	}
	return max(int(day)-year1, 0)
}
