package figures

import (
	"strings"

	"despatch/briefs"
)

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
	if d := hanDigit(next); c == '成' && d > 0 && d < 10 && n.v.Cmp(briefs.Int(10)) < 0 {
		if after, _ := r.rune(n.end + nw); hanScale(after) == 0 && hanDigit(after) < 0 {
			v, _ = sum(v, briefs.Int(int64(d))) // 八成五
			n.end += nw
		}
	}
	if next == '半' {
		v, _ = sum(v, briefs.Int(5))
		n.end += nw
	}
	n.v, n.unit, n.rule, n.digits = v, "percent", "tenths", 0
	if n.ranged {
		n.v2, _ = scaled(n.v2, 1)
	}
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

// doubled reads 翻一番, 翻了两番: twice as much, four times as much.
func (r *reader) doubled(i int, c rune, w int) int {
	times := hanDigit(c)
	if c == '两' || c == '兩' {
		times = 2
	}
	if next, _ := r.rune(i + w); times < 1 || times > 6 || next != '番' {
		return 0
	}
	start := i
	for _, lead := range [...]string{"翻了", "翻", "翻上"} {
		if strings.HasSuffix(r.text[r.lo:i], lead) {
			start = i - len(lead)
			break
		}
	}
	if start == i {
		return 0
	}
	return r.take(numeral{start: start, end: i + w + len("番"), v: briefs.Int(1 << times), unit: "times", han: true, frac: true, rule: "doubled so many times"})
}
