package figures

import "despatch/briefs"

// english reads a number at i that starts with digits or a number word:
// "3 million", "two hundred and fifty", "five and a half", "two-thirds",
// "half a million", "12 lakh". It stops before a word that starts another
// number, so that "five hundred and six hundred" are two.
func (r *reader) english(i int) (n numeral, ok bool) {
	n.start, n.end = i, i
	var total, cur briefs.Decimal
	last, lastScale := wNone, 0 // what stood before; the power of ten of the last scale
	have := false
	p := i
	if _, w := r.digitAt(i); w > 0 || r.text[i] == '.' {
		if n, ok = r.arabic(i); !ok {
			return n, false
		}
		cur, have, last, p = n.v, true, wTeen, n.end
		if n.frac && !n.slash || r.glueScale(&n, &cur) {
			if n.glued || n.frac {
				n.v = cur
				p = n.end
			}
		}
	} else {
		n.words = true
	}
loop:
	for {
		q := p
		if have {
			q = r.gap(p)
		}
		if q >= r.hi || q < 0 {
			break
		}
		w, e := r.numWordAt(q)
		if w.class == wVague && last != wNone && w.val > 1 {
			w.class, w.plural = wScale, false
			if w.val == 2 {
				w.class = wHundred
			}
		}
		if w.class == wVague && last != wNone && w.val == 1 && r.text[q]|0x20 == 'd' {
			w = numWord{wDozen, 12, false}
		}
		if w.class == wNone {
			if !have {
				break
			}
			// Digits after a scale: "3 million 200 thousand".
			if _, dw := r.digitAt(q); dw > 0 && (last == wScale || last == wHundred) && r.text[p] != '-' {
				if v, e2, used := r.smaller(q, last, lastScale); used {
					cur, _ = sum(cur, v)
					if last == wScale {
						last = wTeen
					}
					p, n.end = e2, e2
					continue
				}
			}
			var buf [24]byte
			if q > p && e > q && e-q <= 3 {
				if a := numWords[string(fold(&buf, r.text[q:e]))]; a.class == wAbbr && (last == wTeen && !n.words || a.val == 7 && have) && !r.is(q, e, "mm") {
					w = numWord{wScale, a.val, false}
				}
			}
			if w.class == wNone && (r.is(q, e, "and") || r.is(q, e, "point")) {
				if end, v, used := r.tail(q, e, last, lastScale, cur, total); used {
					cur, p, n.end = v, end, end
					if !r.is(q, e, "point") {
						n.frac = n.frac || last == wTeen
					}
					if last == wScale || last == wHundred || r.is(q, e, "point") {
						last = wTeen
						continue
					}
				}
				break
			}
			if w.class == wNone {
				break
			}
		}
		switch w.class {
		case wUnit:
			switch last {
			case wNone, wHundred, wScale:
			case wTens:
				if w.val == 0 {
					break loop
				}
			default:
				break loop
			}
			cur, _ = sum(cur, briefs.Int(w.val))
		case wTeen, wTens:
			switch last {
			case wNone, wHundred, wScale:
				cur, _ = sum(cur, briefs.Int(w.val))
			case wUnit: // one twenty two
				if !n.words || cur.Coef > 9 || w.class == wTeen || p == q {
					break loop
				}
				if nx, _ := r.numWordAt(r.gap(e)); nx.class != wUnit || nx.val == 0 || r.text[p] == '-' {
					break loop
				}
				cur = briefs.Int(cur.Coef*100 + w.val)
			default:
				break loop
			}
		case wHundred:
			if last == wHundred || last == wScale && cur.Coef == 0 {
				break loop
			}
			if cur.Coef == 0 {
				cur = briefs.Int(1)
			}
			cur, _ = scaled(cur, 2)
			n.scaled = true
		case wScale:
			if last == wOrdinal || last == wScale && cur.Coef == 0 && total.Coef == 0 {
				break loop
			}
			if cur.Coef == 0 && total.Coef != 0 { // thousand million
				total, _ = scaled(total, int(w.val))
			} else {
				if cur.Coef == 0 {
					if have {
						break loop // zero million
					}
					cur = briefs.Int(1)
				}
				if lastScale != 0 && int(w.val) > lastScale {
					cur, _ = sum(total, cur)
					total = briefs.Decimal{}
				}
				c, fits := scaled(cur, int(w.val))
				if !fits {
					break loop
				}
				total, fits = sum(total, c)
				if !fits {
					break loop
				}
			}
			cur, lastScale, n.scaled = briefs.Decimal{}, int(w.val), true
		case wDozen:
			if cur.Coef == 0 {
				cur = briefs.Int(1)
			}
			if last == wScale || w.plural && !have {
				break loop
			}
			c, fits := product(cur, briefs.Int(12))
			if !fits {
				break loop
			}
			cur, n.scaled, n.end, have = c, true, e, true
			break loop
		case wPart, wOrdinal, wHalf, wQuarter:
			if v, end, used := r.parts(q, w, e, last, cur, total, have, n.words); used {
				cur, total = v, briefs.Decimal{}
				n.end, n.frac, have = end, true, true
				// Half a million, a quarter million.
				k := r.gap(end)
				if j := r.ofScale(end); j > 0 {
					k = j
				}
				if s, e2 := r.numWordAt(max(k, 0)); k > 0 && s.class == wScale {
					cur, _ = scaled(cur, int(s.val))
					n.end, n.scaled, n.frac = e2, true, false
				}
			}
			break loop
		default:
			break loop
		}
		have, last, p, n.end = true, w.class, e, e
	}
	v, fits := sum(total, cur)
	n.v = v
	return n, have && fits && n.end > n.start
}

// gap is where the next word of a number would start after p: past spaces, a
// hyphen, or both; -1 when something else stands there.
func (r *reader) gap(p int) int {
	q := r.skip(p)
	if q < r.hi && r.text[q] == '-' {
		k := r.skip(q + 1)
		if k < r.hi && isLetter(r.text[k]) {
			return k
		}
		return -1
	}
	return q
}

// glueScale reads a scale letter that touches the digits: 50k, 1.2M, 4.2b,
// 3bn. It marks the numeral glued where the letter may be a unit as well.
func (r *reader) glueScale(n *numeral, cur *briefs.Decimal) bool {
	e := r.wordAt(n.end)
	s := r.text[n.end:e]
	exp := 0
	glued := true
	switch s {
	case "k", "K":
		exp = 3
	case "m", "M":
		exp = 6
	case "b", "B":
		exp = 9
	case "G":
		exp = 9
	case "t", "T":
		exp = 12
	case "MM":
		if !r.zh {
			exp, glued = 6, false
		}
	case "bn", "Bn", "BN":
		exp, glued = 9, false
	case "mn", "Mn", "mln":
		exp, glued = 6, false
	case "tn", "trn":
		exp, glued = 12, false
	}
	if exp == 0 || e < r.hi && (isDigit(r.text[e]) || r.text[e] == '/' && glued || r.text[e] >= 0x80 && glued && e+1 < r.hi && r.text[e] == 0xC2) {
		return false
	}
	if glued {
		n.glued = true // decided when the unit is read: see unit.go
		return false
	}
	v, ok := scaled(*cur, exp)
	if !ok {
		return false
	}
	*cur, n.end, n.scaled, n.digits = v, e, true, 0
	return true
}

// smaller reads digits with a smaller scale after a scale: the "3 hundred" of
// "4 thousand 3 hundred".
func (r *reader) smaller(q int, last wordClass, lastScale int) (briefs.Decimal, int, bool) {
	v, e, _, point, count := r.digitRun(q)
	if e == q || point || count > 3 {
		return v, 0, false
	}
	k := r.gap(e)
	if k < 0 {
		return v, 0, false
	}
	w, e2 := r.numWordAt(k)
	if last == wScale && w.class == wHundred && lastScale > 2 {
		v, _ = scaled(v, 2)
		return v, e2, true
	}
	if last == wScale && w.class == wScale && int(w.val) < lastScale {
		v, _ = scaled(v, int(w.val))
		return v, e2, true
	}
	return v, 0, false
}

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
	sub, used := r.english(k)
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
		if r.comparedAt(q) {
			return v, e, true
		}
	case wQuarter, wOrdinal:
		if w.val < 3 || w.plural {
			return none, 0, false
		}
		if article && r.is(k, e2, "of") {
			if k3 := r.skip(e2); w.class == wOrdinal || k3 < r.hi {
				return v, e, true
			}
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
