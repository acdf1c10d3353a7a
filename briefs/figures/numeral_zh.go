package figures

import (
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// hanDigit is the value of a Han digit, in plain and in financial form
// (GB/T 15835, section 4.2), or -1.
func hanDigit(c rune) int {
	switch c {
	case '〇', '零', '○':
		return 0
	case '一', '壹', '弌':
		return 1
	case '二', '两', '兩', '贰', '貳', '弍':
		return 2
	case '三', '叁', '參', '叄':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆', '陸':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// hanScale is the power of ten of a Han multiplier, or 0.
func hanScale(c rune) int {
	switch c {
	case '十', '拾':
		return 1
	case '百', '佰':
		return 2
	case '千', '仟':
		return 3
	case '万', '萬':
		return 4
	case '亿', '億':
		return 8
	case '兆':
		return 12
	}
	return 0
}

// hanTens is the value of the old single characters for tens, or 0.
func hanTens(c rune) int64 {
	switch c {
	case '廿':
		return 20
	case '卅':
		return 30
	case '卌':
		return 40
	}
	return 0
}

func hanNumeral(c rune) bool { return hanDigit(c) >= 0 || hanScale(c) > 0 || hanTens(c) > 0 }

// isVague reports the characters that say "and some more": 多 余 几.
func isVague(c rune) bool {
	switch c {
	case '多', '余', '餘', '几', '幾', '来', '來':
		return true
	}
	return false
}

// rune is the character at i and its width; 0 at the end of the block.
func (r *reader) rune(i int) (rune, int) {
	if i >= r.hi {
		return 0, 0
	}
	return utf8.DecodeRuneInString(r.text[i:r.hi])
}

// blanks is the offset after the spaces at i on the same line.
func (r *reader) blanks(i int) int {
	for i < r.hi {
		switch {
		case r.text[i] == ' ':
			i++
		case strings.HasPrefix(r.text[i:r.hi], "\u3000"):
			i += 3
		case strings.HasPrefix(r.text[i:r.hi], "\u00a0"):
			i += 2
		default:
			return i
		}
	}
	return i
}

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

// hanFraction reads 分之 after a denominator: 百分之六十 is 60 percent, 千分之一
// 0.1 percent, 三分之一 a third.
func (r *reader) hanFraction(n *numeral, from int) bool {
	k := r.blanks(n.end)
	c, w := r.rune(k)
	if c == '/' || c == '／' {
		// 六十/一百二十
		if part, ok := r.hanNumber(r.blanks(k + w)); ok && part.han && part.v.Coef != 0 {
			if v, ok := quotient(n.v, part.v); ok {
				n.v, n.end, n.frac = v, part.end, true
				return true
			}
		}
		return false
	}
	if c != '分' {
		return false
	}
	k = r.blanks(k + w)
	c, w = r.rune(k)
	if c != '之' {
		// 三分一 is a third in the south.
		if d := hanDigit(c); d > 0 && n.v.Exp == 0 && n.v.Coef > 1 && n.v.Coef < 10 && int64(d) < n.v.Coef && n.han {
			if nx, _ := r.rune(k + w); nx != '钟' && nx != '鐘' && nx != '之' && hanDigit(nx) < 0 {
				v, _ := quotient(briefs.Int(int64(d)), n.v)
				n.v, n.end, n.frac = v, k+w, true
				return true
			}
		}
		return false
	}
	k = r.blanks(k + w)
	neg := false
	if c, w := r.rune(k); c == '负' || c == '負' {
		k, neg = k+w, true
	}
	num, ok := r.hanNumber(k)
	if !ok {
		return false
	}
	if num.end < r.hi && (r.text[num.end] == 'K' || r.text[num.end] == 'k') {
		num.v, _ = scaled(num.v, 3)
		num.end++
	} else if strings.HasPrefix(r.text[num.end:r.hi], "Ｋ") || strings.HasPrefix(r.text[num.end:r.hi], "ｋ") {
		num.v, _ = scaled(num.v, 3)
		num.end += 3
	}
	if neg {
		num.v = negate(num.v)
	}
	first, _ := r.rune(from)
	if den := short(n.v); den.Coef == 1 && den.Exp >= 2 && hanScale(first) > 0 {
		v, ok := scaled(num.v, 2-int(den.Exp))
		if !ok {
			return false
		}
		n.v, n.unit, n.rule = v, "percent", "percent of Han numerals"
	} else {
		v, ok := quotient(num.v, n.v)
		if !ok {
			return false
		}
		n.v = v
	}
	n.end, n.frac, n.cmp, n.v2, n.ranged = num.end, true, num.cmp, briefs.Decimal{}, false
	return true
}

// hanShare reads 成 and 折 after a number: tenths, printed as percent.
func (r *reader) hanShare(n *numeral) {
	if n.unit != "" || n.frac {
		return
	}
	k := r.blanks(n.end)
	c, w := r.rune(k)
	if c != '成' && c != '折' || n.v.Coef == 0 {
		return
	}
	next, nw := r.rune(k + w)
	switch {
	case c == '成' && (n.v.Cmp(briefs.Int(10)) > 0 || strings.ContainsRune("立为為都功果员員本分长長熟绩績就份了交品", next) && next != 0):
		return
	case c == '折' && (n.v.Cmp(briefs.Int(100)) >= 0 || strings.ContainsRune("叠疊磨腾返断旧扣合算线", next) && next != 0 && next != '扣'):
		return
	}
	v, ok := scaled(n.v, 1)
	if n.v.Cmp(briefs.Int(10)) > 0 { // 五五折 is 55 percent
		v = n.v
	}
	if !ok {
		return
	}
	n.end = k + w
	if next == '半' {
		v, _ = sum(v, briefs.Int(5))
		n.end += nw
	}
	n.v, n.unit, n.rule, n.digits = v, "percent", "tenths", 0
	if n.ranged {
		n.v2, _ = scaled(n.v2, 1)
	}
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
			if run > 1 && (prevDigit != 0 || run > 2) && zero == false {
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
			n.end, p = q+w, q+w
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
			if e, v, ok := r.hanPoint(q + w); ok && (arabicOnly == false || r.text[n.start] != '0' || true) {
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

// liangDigit reports whether 两 before i is a digit and not the unit: a
// multiplier or a classifier follows.
func (r *reader) liangDigit(i int) bool {
	c, _ := r.rune(i)
	return hanScale(c) > 0
}

// hanPoint reads decimals after 点 at i.
func (r *reader) hanPoint(i int) (end int, v briefs.Decimal, ok bool) {
	p := r.blanks(i)
	exp := 0
	for exp < 12 {
		q := p
		if _, w := r.digitAt(q); w > 0 {
			d, w := r.digitAt(q)
			v.Coef, exp = v.Coef*10+int64(d), exp+1
			p = q + w
			continue
		}
		c, w := r.rune(q)
		d := hanDigit(c)
		if d < 0 || c == '两' || c == '兩' {
			break
		}
		v.Coef, exp = v.Coef*10+int64(d), exp+1
		p = q + w
	}
	if exp == 0 {
		return i, v, false
	}
	// 十点三十分, 3点20分: a clock.
	if c, _ := r.rune(p); c == '分' && !strings.HasPrefix(r.text[p:r.hi], "分之") && !strings.HasPrefix(r.text[p:r.hi], "分钟") && !strings.HasPrefix(r.text[p:r.hi], "分鐘") || hanScale(c) == 1 {
		return i, v, false
	}
	v, _ = scaled(v, -exp)
	return p, v, true
}

// megaAt reports whether 兆 at i is the prefix mega: 五十兆字节.
func (r *reader) megaAt(i int) bool {
	u, e := r.unitHan(i)
	return u != nil && e > i+3
}

// kiloAt reports whether 千 at i starts a unit: 三千千瓦时, 12千米, 六千字节.
func (r *reader) kiloAt(i int, have bool) bool {
	u, e := r.unitHan(i)
	return have && u != nil && e > i+3
}
