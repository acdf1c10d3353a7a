package store

import (
	"strings"
)

// fewStates is of how many briefs it is better to know all than to ask.
const fewStates = 5000

// few finds the briefs that are in the state that the search asks for, where
// they are few: else they are asked for as they come.
func (f *finder) few() error {
	var where strings.Builder
	for _, t := range f.q.state {
		if !t.not {
			where.WriteString(" AND " + t.condition())
		}
	}
	if where.Len() == 0 {
		return nil
	}
	ns, err := numbers(f.ctx, f.tx, "SELECT s.brief FROM states s WHERE s.reader = ?"+where.String()+limited, []any{f.shelf.reader.Name, fewStates})
	if err != nil || len(ns) == fewStates {
		return err
	}
	f.only = make(map[int64]bool, len(ns))
	for _, n := range ns {
		f.only[n] = true
	}
	return nil
}

// look is a segment as this search looks at it.
func (f *finder) look(i int) (*lookup, error) {
	if f.looks[i] != nil {
		return f.looks[i], nil
	}
	all, err := f.shelf.db.segments.open(f.ctx, f.tx, f.rows[i:i+1])
	if err != nil {
		return nil, err
	}
	l := &lookup{seg: all[0], open: newBitset(len(all[0].docs)), known: map[string]*listed{}}
	l.read = func(at blockRange) ([][]byte, error) { return f.shelf.db.blocks.of(f.ctx, f.blocks, at) }
	for k := range l.seg.docs {
		if a := l.seg.docs[k].audience; a < int64(len(f.may)) && f.may[a] {
			l.open.set(k)
		}
	}
	for k := range min(len(l.open), len(f.rows[i].dead)) {
		l.open[k] &^= f.rows[i].dead[k]
	}
	f.looks[i] = l
	return l, nil
}

// count counts briefs up to statistics.
func (f *finder) count(n need) (count int, err error) {
	for i := range f.rows {
		l, err := f.look(i)
		if err != nil {
			return 0, err
		}
		has, err := l.fits(n)
		if err != nil {
			return 0, err
		}
		if count += has.count(); count >= statistics {
			return statistics, nil
		}
	}
	return count, f.ctx.Err()
}

// candidates are the newest briefs that have what is needed, in front of a key
// when it is not 0, at most bound of them when it is not 0. Segments are gone
// through from the one that has the newest, until no other can have newer ones
// than those that were found.
func (f *finder) candidates(n need, before int64, bound int) ([]candidate, error) {
	low, high := keyOf(f.q.from, 0), before
	if f.q.to > 0 {
		low = max(low, keyOf(1, 0)) // a brief without a date is before none
		if to := keyOf(f.q.to, 0); high == 0 || to < high {
			high = to
		}
	}
	var all []candidate
	for i := range f.rows {
		if bound > 0 && len(all) >= bound && all[bound-1].key > f.rows[i].newest {
			break
		}
		if err := f.ctx.Err(); err != nil {
			return nil, err
		}
		some, err := f.inSegment(i, n, low, high, bound)
		if err != nil {
			return nil, err
		}
		all = newest(all, some, bound)
	}
	return all, nil
}

// newest are the candidates of two lists in one, newest first as they are in
// each, at most bound of them when it is not 0.
func newest(a, b []candidate, bound int) []candidate {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	n := len(a) + len(b)
	if bound > 0 {
		n = min(n, bound)
	}
	all := make([]candidate, 0, n)
	for len(all) < n {
		if len(b) == 0 || len(a) > 0 && a[0].key >= b[0].key {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return all
}

// inSegment are the candidates of one segment.
func (f *finder) inSegment(i int, n need, low, high int64, bound int) ([]candidate, error) {
	l, err := f.look(i)
	if err != nil {
		return nil, err
	}
	from, to := l.seg.between(low, high)
	if from == to {
		return nil, nil
	}
	has, err := l.fits(n)
	if err != nil {
		return nil, err
	}
	terms := make([]*listed, len(f.terms))
	for k := range f.terms {
		if terms[k], err = l.phrase(f.terms[k]); err != nil {
			return nil, err
		}
	}
	times := make([]int, len(terms))
	var all, some []candidate
	for d := from; d < to; d++ {
		if has[d>>3] == 0 {
			d |= 7
			continue
		}
		if !has.has(d) || f.only != nil && !f.only[l.seg.docs[d].brief()] {
			continue
		}
		for k, t := range terms {
			if times[k] = 1; t.times != nil {
				times[k] = int(t.times[d])
			}
		}
		at := &l.seg.docs[d]
		some = append(some, candidate{n: at.brief(), key: at.key, score: f.rank.score(at.units, times)})
		if len(some) == statesAtOnce || bound > 0 && len(all)+len(some) == bound {
			if all, err = f.inState(all, some); err != nil {
				return nil, err
			}
			some = some[:0]
			if bound > 0 && len(all) == bound {
				return all, nil
			}
		}
	}
	return f.inState(all, some)
}

// statesAtOnce is how many briefs are asked for at once what the reader did with
// them.
const statesAtOnce = 500

// inState adds those of some that are in the state that the search asks for.
func (f *finder) inState(all, some []candidate) ([]candidate, error) {
	if len(f.q.state) == 0 || len(some) == 0 {
		return append(all, some...), nil
	}
	var where strings.Builder
	for _, t := range f.q.state {
		where.WriteString(" AND " + t.condition())
	}
	args := []any{f.shelf.reader.Name}
	for _, c := range some {
		args = append(args, c.n)
	}
	ns, err := numbers(f.ctx, f.tx, "SELECT b.n"+fromShelf+" WHERE b.n IN ("+places(len(some))+")"+where.String(), args)
	if err != nil {
		return nil, err
	}
	are := make(map[int64]bool, len(ns))
	for _, n := range ns {
		are[n] = true
	}
	for _, c := range some {
		if are[c.n] {
			all = append(all, c)
		}
	}
	return all, nil
}

// condition is the test on states as s.
func (t stateTest) condition() string {
	c := "COALESCE(s.tag, '') = '" + t.is + "'"
	switch t.is {
	case "read", "starred", "opened":
		c = "COALESCE(s." + t.is + ", 0) = 1"
	}
	if t.not {
		return "NOT " + c
	}
	return c
}
