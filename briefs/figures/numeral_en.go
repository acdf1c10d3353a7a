package figures

import (
	"despatch/briefs"
)

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
		r.powerOfTen(&n)
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
				if a := numWords[string(fold(&buf, r.text[q:e]))]; a.class == wAbbr && (last == wTeen && !n.words || a.val == 7 && have) && !r.is(q, e, "mm") && !(a.val == 7 && isDigit(byteAt(r.text, r.skip(e), r.hi))) {
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
