package figures

import (
	"strings"

	"despatch/briefs"
)

// addDate adds a date item from s to e, with its days.
func (r *reader) addDate(s, e int, from, to, rule string) int {
	it := item{}
	it.Start, it.End, it.left = s, e, s
	it.num = briefs.Span{Start: s, End: e}
	it.Kind, it.Rule = briefs.Date, rule
	it.Period = &briefs.Period{Text: r.text[s:e], From: from, To: to}
	r.items = append(r.items, it)
	r.widen()
	return e
}

func (r *reader) ordinal(s, e int, v briefs.Decimal) {
	it := item{}
	it.Start, it.End, it.left = s, e, s
	it.num = briefs.Span{Start: s, End: e}
	it.Kind, it.Rule, it.Value, it.Comparator = briefs.Ordinal, "ordinal", v, briefs.Exactly
	r.items = append(r.items, it)
}

// ordinalWord takes "third" as an ordinal; "second" may be a time and the rest
// is common speech, so "first" alone is passed over.
func (r *reader) ordinalWord(i int, w numWord, e int) int {
	if w.val > 20 && w.val%10 != 0 {
		return e
	}
	// The 21st century, the third quarter: a period.
	k := r.skip(e)
	if end := r.centuryAt(i, k, w.val); end > 0 {
		return end
	}
	r.ordinal(i, e, briefs.Int(w.val))
	return e
}

func (r *reader) centuryAt(i, k int, n int64) int {
	if k < r.hi && r.text[k] == '-' {
		k++
	}
	e := r.wordAt(k)
	if r.is(k, e, "century") || r.is(k, e, "centuries") {
		return r.addDate(i, e, "", "", "century")
	}
	return 0
}

// date reads a date or a clock time that starts with the digits at i, adds it,
// and returns its end; 0 when it is none.
func (r *reader) date(i int) int {
	t := r.text
	v, e := r.plainInt(i)
	if e == i || r.glueBefore(i) {
		return 0
	}
	n := e - i
	c := byteAt(t, e, r.hi)
	c2 := byteAt(t, e+1, r.hi)
	switch {
	case n <= 2 && c == ':' && isDigit(c2) || n <= 2 && strings.HasPrefix(t[e:r.hi], "："):
		return r.clock(i, e)
	case n == 4 && (c == '-' || c == '/' || c == '.') && isDigit(c2):
		if end := r.isoDate(i, v, e, c); end > 0 {
			return end
		}
	case n <= 2 && (c == '/' || c == '-' || c == '.') && isDigit(c2):
		if end := r.slashDate(i, v, e, c); end > 0 {
			return end
		}
	}
	if n == 1 || n == 2 {
		if end := r.meridiem(i, e); end > 0 {
			return end
		}
		if end := r.dayMonth(i, v, e); end > 0 {
			return end
		}
	}
	if end := r.hanDateDigits(i, v, e); end > 0 {
		return end
	}
	if n <= 4 && e+1 < r.hi {
		// 18th, 2nd, and 18 th, as scraping leaves it.
		s := e
		if t[s] == ' ' {
			s++
		}
		w := r.wordAt(s)
		switch t[s:w] {
		case "ST", "ND", "RD", "TH":
			if s > e {
				break
			}
			fallthrough
		case "st", "nd", "rd", "th":
			if end := r.centuryAt(i, r.skip(w), int64(v)); end > 0 {
				return end
			}
			r.ordinal(i, w, briefs.Int(int64(v)))
			return w
		}
	}
	if n == 4 && v >= 1400 && v < 2150 {
		return r.year(i, v, e)
	}
	if n == 2 && v%10 == 0 && c == 's' && !isLetter(c2) && i > r.lo {
		// The '90s, the 30s.
		return r.addDate(i, e+1, "", "", "decade")
	}
	return 0
}

// plainInt reads up to nine ASCII digits at i that no digit goes on.
func (r *reader) plainInt(i int) (v, e int) {
	e = i
	for e < r.hi && isDigit(r.text[e]) {
		if e-i < 9 {
			v = v*10 + int(r.text[e]-'0')
		}
		e++
	}
	r.steps += e - i
	if e-i > 9 {
		return 0, i
	}
	if c := byteAt(r.text, e, r.hi); c == ',' && e+3 < r.hi && isDigit(r.text[e+1]) && isDigit(r.text[e+2]) && isDigit(r.text[e+3]) && (e+4 >= r.hi || !isDigit(r.text[e+4])) {
		return 0, i
	}
	return v, e
}

// glueBefore reports whether a currency or a sign stands right before i: no
// date then.
func (r *reader) glueBefore(i int) bool {
	if i == r.lo {
		return false
	}
	switch c := r.text[i-1]; {
	case c == '$' || c == '#' || c == '.' || c == ',' && i-2 >= r.lo && isDigit(r.text[i-2]):
		return true
	case strings.HasSuffix(r.text[r.lo:i], "£"), strings.HasSuffix(r.text[r.lo:i], "€"), strings.HasSuffix(r.text[r.lo:i], "¥"), strings.HasSuffix(r.text[r.lo:i], "￥"):
		return true
	}
	return false
}

// isoDate reads 2022-06-27, 2022/06/27, 2022-23, 2022-2024.
func (r *reader) isoDate(i, y, e int, sep byte) int {
	t := r.text
	m, e2 := r.plainInt(e + 1)
	w := e2 - e - 1
	if y < 1400 || y > 2149 {
		return 0
	}
	if byteAt(t, e2, r.hi) == sep && w <= 2 && m >= 1 && m <= 12 {
		d, e3 := r.plainInt(e2 + 1)
		if e3-e2-1 <= 2 && d >= 1 && d <= 31 && e3 > e2+1 {
			day := isoDay(y, m, d)
			return r.addDate(i, e3, day, day, "date of digits")
		}
	}
	if sep == '.' || w == 0 || e2 < r.hi && (isLetter(t[e2]) || t[e2] == '%' || t[e2] == ',' && e2+1 < r.hi && isDigit(t[e2+1])) {
		return 0
	}
	switch {
	case w == 2 && m == (y+1)%100:
		return r.addDate(i, e2, "", "", "years of digits")
	case w == 2 && m > y%100 && (sep == '/' || m > 12):
		return r.addDate(i, e2, isoDay(y, 1, 1), isoDay(y/100*100+m, 12, 31), "years of digits")
	case w == 4 && m >= y && m < 2150:
		return r.addDate(i, e2, isoDay(y, 1, 1), isoDay(m, 12, 31), "years of digits")
	case w == 2 && m >= 1 && m <= 12:
		return r.addDate(i, e2, isoDay(y, m, 1), isoDay(y, m, monthDays(y, m)), "month of digits")
	}
	return 0
}

// slashDate reads 5/17/2018, 17.5.2018, 27/6/23.
func (r *reader) slashDate(i, a, e int, sep byte) int {
	b, e2 := r.plainInt(e + 1)
	if e2 == e+1 || e2-e-1 > 2 || byteAt(r.text, e2, r.hi) != sep {
		return 0
	}
	y, e3 := r.plainInt(e2 + 1)
	w := e3 - e2 - 1
	if w != 4 && w != 2 || a < 1 || b < 1 || w == 2 && sep == '.' || byteAt(r.text, e3, r.hi) == sep {
		return 0
	}
	if w == 2 {
		y += 2000
	}
	switch {
	case a > 12 && a <= 31 && b <= 12:
		a, b = b, a
	case a <= 12 && b > 12 && b <= 31:
	case a <= 12 && b <= 12:
		// Day or month first cannot be told.
		return r.addDate(i, e3, "", "", "date of digits")
	default:
		return 0
	}
	day := isoDay(y, a, b)
	return r.addDate(i, e3, day, day, "date of digits")
}
