package figures

import (
	"despatch/briefs"
)

// tail reads what follows "and" or "point" inside a number: "and fifty", "and
// a half", "point five".
func (r *reader) tail(q, e int, last wordClass, lastScale int, cur, total briefs.Decimal) (end int, v briefs.Decimal, ok bool) {
	if r.is(q, e, "point") {
		p, exp := e, 0
		v = briefs.Decimal{}
		for {
			k := r.skip(p)
			if k == p {
				break
			}
			if _, w := r.digitAt(k); w > 0 && exp == 0 {
				d, e2, g, pt, c := r.digitRun(k)
				if g || pt || c > 9 {
					break
				}
				v, exp, p = d, c, e2
				break
			}
			w, e2 := r.numWordAt(k)
			if w.class != wUnit && (w.class != wTeen || exp > 0) || exp > 12 {
				break
			}
			n := 1
			if w.class == wTeen {
				n = 2
			}
			v.Coef = v.Coef*pow10[n] + w.val
			exp += n
			p = e2
		}
		if exp == 0 || last == wScale {
			return 0, cur, false
		}
		v, _ = scaled(v, -exp)
		s, fits := sum(cur, v)
		return p, s, fits
	}
	k := r.skip(e)
	if k == e {
		return 0, cur, false
	}
	// And a half, and three quarters, and one third.
	if f, e2, used := r.fractionWords(k); used {
		if last == wScale {
			f, _ = scaled(f, lastScale)
		}
		s, fits := sum(cur, f)
		return e2, s, fits
	}
	if last != wHundred && last != wScale {
		return 0, cur, false
	}
	if _, w := r.digitAt(k); w > 0 {
		v, e2, g, pt, c := r.digitRun(k)
		if g || pt || c > 2 || last != wHundred {
			return 0, cur, false
		}
		s, fits := sum(cur, v)
		return e2, s, fits
	}
	w, _ := r.numWordAt(k)
	if w.class != wUnit && w.class != wTeen && w.class != wTens {
		return 0, cur, false
	}
	// A number goes on for a few words at most: more would cost time without end.
	hi := r.hi
	r.hi = min(hi, k+80)
	sub, used := r.english(k)
	r.hi = hi
	if !used || sub.frac {
		return 0, cur, false
	}
	limit := briefs.Int(100)
	if last == wScale {
		limit, _ = scaled(briefs.Int(1), lastScale)
	}
	if sub.v.Cmp(limit) >= 0 {
		return 0, cur, false
	}
	s, fits := sum(cur, sub.v)
	return sub.end, s, fits
}

// fractionWords reads "a half", "three quarters", "two thirds", "half" at k.
func (r *reader) fractionWords(k int) (briefs.Decimal, int, bool) {
	num := int64(1)
	e := r.wordAt(k)
	p := k
	if r.is(k, e, "a") || r.is(k, e, "an") {
		p = r.skip(e)
	} else if w, e2 := r.numWordAt(k); w.class == wUnit && w.val > 0 {
		if p = r.gap(e2); p < 0 {
			return briefs.Decimal{}, 0, false
		}
		num = w.val
	}
	w, e2 := r.numWordAt(p)
	switch w.class {
	case wHalf, wQuarter, wPart:
	case wOrdinal:
		if w.val < 3 || p == k || num > 1 {
			return briefs.Decimal{}, 0, false
		}
	default:
		return briefs.Decimal{}, 0, false
	}
	if p == k && w.class != wHalf {
		return briefs.Decimal{}, 0, false
	}
	v, ok := quotient(briefs.Int(num), briefs.Int(w.val))
	return v, e2, ok
}

// parts reads a fraction whose denominator is the word at q: two-thirds, half
// a dozen, a quarter of.
func (r *reader) parts(q int, w numWord, e int, last wordClass, cur, total briefs.Decimal, have, words bool) (briefs.Decimal, int, bool) {
	none := briefs.Decimal{}
	if have {
		if total.Coef != 0 && cur.Coef == 0 {
			cur, total = total, none
		}
		if v, ok := sum(total, cur); ok {
			cur = v
		}
		switch w.class {
		case wPart:
		case wHalf:
			if cur.Coef != 1 || cur.Exp != 0 {
				return none, 0, false
			}
		case wQuarter:
			if !words && !w.plural || !w.plural && (cur.Coef != 1 || cur.Exp != 0) || !words {
				return none, 0, false
			}
			if w.plural && cur.Coef != 3 {
				return none, 0, false // three quarters is a share, two quarters are half a year
			}
		case wOrdinal:
			if w.val < 3 || cur.Coef != 1 || cur.Exp != 0 || !words {
				return none, 0, false
			}
		}
		if last == wTeen && !words {
			return none, 0, false
		}
		v, ok := quotient(cur, briefs.Int(w.val))
		return v, e, ok
	}
	// Without a number before: a third of, a quarter of, half a million.
	v, ok := quotient(briefs.Int(1), briefs.Int(w.val))
	if !ok {
		return none, 0, false
	}
	k := r.skip(e)
	if g := r.gap(e); g > k { // a half-million
		if d, _ := r.numWordAt(g); d.class == wScale {
			k = g
		}
	}
	e2 := r.wordAt(k)
	article := r.articleBefore(q)
	switch w.class {
	case wHalf:
		if r.is(k, e2, "a") || r.is(k, e2, "an") {
			k2 := r.skip(e2)
			d, e3 := r.numWordAt(k2)
			switch d.class {
			case wDozen:
				return briefs.Int(6), e3, true
			case wScale, wHundred:
				v, _ = scaled(v, int(d.val))
				return v, e3, true
			}
			if u, _ := r.unitWord(k2); u != nil {
				return v, e2, true
			}
			return none, 0, false
		}
		if r.is(k, e2, "of") || r.is(k, e2, "the") || r.is(k, e2, "its") || r.is(k, e2, "their") || r.is(k, e2, "our") || r.is(k, e2, "all") {
			b := r.wordBefore(q)
			if r.is(b.s, b.e, "first") || r.is(b.s, b.e, "second") || r.is(b.s, b.e, "other") || r.is(b.s, b.e, "latter") || r.is(b.s, b.e, "better") || r.is(b.s, b.e, "last") {
				return none, 0, false
			}
			return v, e, true
		}
		if d, _ := r.numWordAt(k); d.class == wScale || d.class == wDozen {
			return v, e, true
		}
		if k < r.hi && r.text[k] == '-' {
			k++
		}
		if u, _ := r.unitWord(k); u != nil && k < r.hi && isLetter(r.text[k]) {
			return v, e, true
		}
		if r.comparedAt(q) || r.movedPart(q) {
			return v, e, true
		}
	case wQuarter, wOrdinal:
		if w.val < 3 || w.plural {
			return none, 0, false
		}
		if article && r.byFraction(q) && !r.nounStarts(k, e2) {
			return v, e, true
		}
		if article && r.is(k, e2, "of") {
			if k3 := r.skip(e2); w.class == wOrdinal || k3 < r.hi {
				return v, e, true
			}
		}
		if article && r.is2before(r.wordBefore(q).s, "by") && (k >= r.hi || !isLetter(r.text[k]) || r.in(stops, k, e2)) {
			return v, e, true // cut deaths by a third
		}
		if d, _ := r.numWordAt(k); w.class == wQuarter && d.class == wScale {
			return v, e, true
		}
		if w.class == wQuarter && k+1 < r.hi && r.text[k] == '-' {
			if u, _ := r.unitWord(k + 1); u != nil && u.kind == briefs.Measure {
				return v, e, true
			}
		}
		if article && w.val >= 100 && w.class == wOrdinal && (e == r.hi || r.is(k, e2, "of")) {
			return v, e, true
		}
	}
	return none, 0, false
}

// byFraction reports "by" before the fraction with an article at q, near or past
// an approximation: fell by nearly a third.
func (r *reader) byFraction(q int) bool {
	w := r.wordBefore(r.wordBefore(q).s)
	if r.in(approximators, w.s, w.e) || r.is(w.s, w.e, "than") {
		if r.in(approximators, w.s, w.e) {
			w = r.wordBefore(w.s)
		} else {
			w = r.wordBefore(r.wordBefore(w.s).s)
		}
	}
	return r.is(w.s, w.e, "by")
}

// nounStarts reports whether the word from k to e goes on the phrase, so that an
// ordinal before it counts in order: by a third party.
func (r *reader) nounStarts(k, e int) bool { return e > k && !r.in(stops, k, e) }

// ofScale is where the scale stands in "two thirds of a million", after e.
func (r *reader) ofScale(e int) int {
	k := r.skip(e)
	w := r.wordAt(k)
	if !r.is(k, w, "of") {
		return 0
	}
	k = r.skip(w)
	w = r.wordAt(k)
	if !r.is(k, w, "a") {
		return 0
	}
	return r.skip(w)
}

// movedPart reports a part that something moved by, with the verb before it:
// dropped by half, shrank by a fifth.
func (r *reader) movedPart(i int) bool {
	for range 3 {
		w := r.wordBefore(i)
		switch {
		case w.e == w.s:
			return false
		case r.is(w.s, w.e, "by"):
			v := r.wordBefore(w.s)
			return r.in(upWords, v.s, v.e) || r.in(downWords, v.s, v.e)
		case !r.in(changeFill, w.s, w.e):
			return false
		}
		i = w.s
	}
	return false
}
