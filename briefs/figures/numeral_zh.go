package figures

import (
	"strings"

	"despatch/briefs"
)

// chinese reads a number at i written with Han numerals or with digits and Han
// scales: 五千二百万, 1.2亿, 百分之六十, 三分之一, 十余万, 一又二分之一, 三点五.
func (r *reader) chinese(i int) (numeral, bool) {
	n := numeral{start: i, end: i}
	p, neg := i, false
	if c, w := r.rune(p); c == '负' || c == '負' {
		neg = true
		p = r.blanks(p + w)
		if c, w := r.rune(p); c == '的' {
			p += w
		}
	}
	whole, ok := r.hanNumber(p)
	if !ok {
		return n, false
	}
	whole.start = i
	n = whole
	r.hanFraction(&n, p)
	// 一又二分之一
	k := r.blanks(n.end)
	if c, w := r.rune(k); c == '又' {
		if part, ok := r.hanNumber(r.blanks(k + w)); ok {
			from := part.start
			if r.hanFraction(&part, from) && part.unit == "" {
				if v, ok := sum(n.v, part.v); ok {
					n.v, n.end, n.frac = v, part.end, true
				}
			}
		}
	}
	if neg {
		n.v = negate(n.v)
	}
	r.hanShare(&n)
	return n, true
}

// hanNumber reads one number without fractions.
func (r *reader) hanNumber(i int) (numeral, bool) {
	n := numeral{start: i, end: i}
	var total, section, pending briefs.Decimal // pending is the digit that waits for its multiplier
	have, digit, zero, arabicOnly := false, false, false, true
	lastScale, run, lastDigit, prevDigit := 0, 0, -1, -1
	big := 0 // the last of 万, 亿, 兆
	p := i
	for {
		r.steps++
		q := p
		if have {
			q = r.blanks(p)
			if q > p && q-p > 3 {
				break
			}
		}
		if _, w := r.digitAt(q); w > 0 || q < r.hi && r.text[q] == '.' && !have {
			if have && (digit || q > p && !zero && lastScale == 0) {
				break
			}
			a, ok := r.arabic(q)
			if !ok || have && (a.frac || a.v.Cmp(briefs.Int(1e4)) >= 0) {
				break
			}
			if have && q > p { // 7 万 5 千: the space is inside only when a scale follows
				if c, _ := r.rune(r.blanks(a.end)); hanScale(c) == 0 {
					break
				}
			}
			if !have {
				n.digits, n.point, n.group, n.frac, n.slash = a.digits, a.point, a.group, a.frac, a.slash
			}
			pending, digit, have, run = a.v, true, true, 0
			p, n.end = a.end, a.end
			if c, _ := r.rune(r.blanks(p)); hanScale(c) == 0 && c != '点' && c != '點' && !isVague(c) {
				break
			}
			continue
		}
		c, w := r.rune(q)
		if d := hanDigit(c); d >= 0 {
			if c == '○' && !have || q > p && digit {
				break
			}
			arabicOnly = false
			if digit && run == 0 || digit && (c == '两' || c == '兩') {
				break // a digit of the other script; 二两, the unit
			}
			if digit {
				if run >= 15 {
					break
				}
				prevDigit, lastDigit = lastDigit, d
				pending = briefs.Int(pending.Coef*10 + int64(d))
				run++
			} else {
				if d == 0 {
					zero = true
				}
				if (c == '两' || c == '兩') && have && lastScale > 0 && !r.liangDigit(q+w) {
					break // 二十两: the unit
				}
				pending, digit, run, lastDigit, prevDigit = briefs.Int(int64(d)), true, 1, d, -1
				if d == 0 && have && lastScale > 0 {
					digit, run = false, 0 // 一千零五
				}
			}
			have = true
			p, n.end = q+w, q+w
			continue
		}
		if t := hanTens(c); t > 0 && !digit {
			section, _ = sum(section, briefs.Int(t))
			have, lastScale, arabicOnly = true, 1, false
			p, n.end = q+w, q+w
			continue
		}
		if s := hanScale(c); s > 0 {
			if s == 12 && r.megaAt(q) || s == 3 && have && (digit || q == p) && r.kiloAt(q, have) {
				break
			}
			if s == 2 && strings.HasPrefix(r.text[q:r.hi], "百分点") || strings.HasPrefix(r.text[q:r.hi], "百分點") && have {
				break
			}
			arabicOnly = false
			if run > 1 && prevDigit >= 0 && lastDigit == prevDigit+1 && run == 2 && section.Coef == 0 && total.Coef == 0 {
				// 三四十, 五六百: a range
				lo, _ := scaled(briefs.Int(int64(prevDigit)), s)
				hi, _ := scaled(briefs.Int(int64(lastDigit)), s)
				n.v, n.v2, n.ranged, n.han, n.scaled = lo, hi, true, true, true
				n.end = q + w
				for {
					c, w := r.rune(n.end)
					s := hanScale(c)
					if s < 4 {
						break
					}
					n.v, _ = scaled(n.v, s)
					n.v2, _ = scaled(n.v2, s)
					n.end += w
				}
				n.digits = 0
				return n, true
			}
			if run > 1 && (prevDigit != 0 || run > 2) && !zero {
				break
			}
			if s < 4 {
				if lastScale != 0 && s >= lastScale && lastScale < 4 {
					break
				}
				if !digit {
					if have && lastScale > 0 && lastScale < 4 && !zero {
						break
					}
					pending = briefs.Int(1)
				}
				v, ok := scaled(pending, s)
				if !ok {
					break
				}
				if section, ok = sum(section, v); !ok {
					break
				}
			} else {
				v := section
				if digit {
					v, _ = sum(section, pending)
				}
				if v.Coef == 0 && !have {
					v = briefs.Int(1)
				}
				if v.Coef == 0 && total.Coef != 0 || big != 0 && s > big {
					// 万亿, 万万
					v, _ = sum(total, v)
					total = briefs.Decimal{}
				}
				if v.Coef == 0 && zero {
					break
				}
				v, ok := scaled(v, s)
				if !ok {
					break
				}
				if total, ok = sum(total, v); !ok {
					break
				}
				section, big = briefs.Decimal{}, s
			}
			pending, digit, zero, run = briefs.Decimal{}, false, false, 0
			have, lastScale = true, s
			n.scaled = n.scaled || s >= 4
			p, n.end = q+w, q+w
			continue
		}
		if isVague(c) && have && (lastScale > 0 || n.digits > 1 || n.point) && !zero0(c, zero) {
			// 十余万, 500多亿, 三千四百五十几万
			k := r.blanks(q + w)
			c2, w2 := r.rune(k)
			s := hanScale(c2)
			if (c == '来' || c == '來') && s == 0 && lastScale == 0 {
				break
			}
			n.cmp = briefs.Over
			n.end = q + w
			if digit {
				if section, have = sum(section, pending); !have {
					break
				}
				pending, digit = briefs.Decimal{}, false
			}
			if s >= 4 {
				total, _ = sum(total, section)
				section = briefs.Decimal{}
				total, _ = scaled(total, s)
				n.end, p, n.scaled = k+w2, k+w2, true
				big, lastScale = s, s
				// 十几万多亿
				continue
			}
			break
		}
		if (c == '点' || c == '點') && have {
			if e, v, ok := r.hanPoint(q + w); ok {
				if !digit && lastScale > 0 {
					pending = briefs.Decimal{}
				} else if lastScale > 0 && !zero && run == 1 && lastScale > 1 {
					pending, _ = scaled(pending, lastScale-1) // 两千三点一 is 2300.1
				}
				pending, _ = sum(pending, v)
				digit, n.point, n.digits = true, true, 0
				n.end, p = e, e
				run = 0
				zero = true
				k := r.blanks(p)
				if c, _ := r.rune(k); hanScale(c) >= 4 {
					arabicOnly = false
					continue
				}
			}
			break
		}
		break
	}
	if !have {
		return n, false
	}
	if digit {
		if run == 1 && !zero && lastScale > 1 && section.Coef+total.Coef != 0 && pending.Coef != 0 && !n.point {
			// 五千二 is 5200; 一万三 is 13000
			pending, _ = scaled(pending, lastScale-1)
		}
		section, _ = sum(section, pending)
	}
	v, ok := sum(total, section)
	n.v, n.han = v, !arabicOnly
	if n.han && !onlyDigits(r.text[i:n.end]) {
		n.digits = 0
	}
	if run == 2 && prevDigit > 0 && lastDigit == prevDigit+1 && lastScale == 0 && n.han {
		// 七八个: a range
		n.v, n.v2, n.ranged = briefs.Int(int64(prevDigit)), briefs.Int(int64(lastDigit)), true
	}
	return n, ok
}

func zero0(c rune, zero bool) bool { return zero && (c == '来' || c == '來') }

func onlyDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
