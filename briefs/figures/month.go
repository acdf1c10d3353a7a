package figures

import (
	"strings"
)

// months are the English months by their first three letters.
var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// month is the number of the month the word at i names, in full or short, with
// a capital; else 0.
func (r *reader) month(i, e int) int {
	if i < 0 || e > len(r.text) || e <= i {
		return 0
	}
	return monthNamed(r.text[i:e])
}

// monthNamed is the number of a month by its name in full or short, with a
// capital; 0 for any other word.
func monthNamed(s string) int {
	if len(s) < 3 || len(s) > 9 || !monthCapital[s[0]] {
		return 0
	}
	for m, name := range months {
		if name[0] == s[0]|0x20 && (sameWord(s, name) || len(s) == 3 && sameWord(s, name[:3]) || m == 8 && sameWord(s, "sept")) {
			return m + 1
		}
	}
	return 0
}

// monthCapital are the letters that a month begins with.
var monthCapital = [256]bool{'J': true, 'F': true, 'M': true, 'A': true, 'S': true, 'O': true, 'N': true, 'D': true}

// shortMonth reports a month cut short, which a point may follow: Jun., Sept.
func shortMonth(s string) bool {
	return len(s) == 3 && s != "May" || len(s) == 4 && (s[0]|0x20) == 's'
}

// dayMonth reads 27 June 2022, 27th of June, 5-7 June.
func (r *reader) dayMonth(i, d, e int) int {
	t := r.text
	if d < 1 || d > 31 {
		return 0
	}
	k := e
	if w := r.wordAt(k); w-k == 2 && (r.is(k, w, "st") || r.is(k, w, "nd") || r.is(k, w, "rd") || r.is(k, w, "th")) {
		k = w
	}
	d2 := 0
	if k < r.hi && (t[k] == '-' || strings.HasPrefix(t[k:r.hi], "–")) {
		j := k + 1
		if t[k] != '-' {
			j = k + 3
		}
		if v, e2 := r.plainInt(j); e2 > j && e2-j <= 2 && v >= 1 && v <= 31 {
			d2, k = v, e2
		}
	}
	j := r.skip(k)
	// 9 to 11 January, 9 and 11 January.
	if w := r.wordAt(j); d2 == 0 && j > k && (r.is(j, w, "to") || r.is(j, w, "and") || r.is(j, w, "or")) {
		q := r.skip(w)
		v, e2 := r.plainInt(q)
		if w2 := r.wordAt(e2); w2-e2 == 2 && e2 > q && (r.is(e2, w2, "st") || r.is(e2, w2, "nd") || r.is(e2, w2, "rd") || r.is(e2, w2, "th")) {
			e2 = w2
		}
		m := r.skip(e2)
		if e2 > q && e2-q <= 4 && v >= 1 && v <= 31 && r.month(m, r.wordAt(m)) > 0 {
			d2, k, j = v, e2, m
		}
	}
	if w := r.wordAt(j); r.is(j, w, "of") {
		j = r.skip(w)
	}
	if j == k {
		if j >= r.hi || t[j] != '-' {
			return 0
		}
		j++
	}
	w := r.wordAt(j)
	m := r.month(j, w)
	if m == 0 {
		return 0
	}
	if m == 5 && r.is(j, w, "may") && k == e && !isUpper(t[j]) {
		return 0
	}
	if w < r.hi && t[w] == '.' && shortMonth(t[j:w]) && w+1 < r.hi && (t[w+1] != ' ' || w+2 < r.hi && !isUpper(t[w+2])) {
		w++
	}
	y, end := r.yearAfter(w)
	return r.addDay(i, end, y, m, d, d2)
}

func (r *reader) addDay(i, end, y, m, d, d2 int) int {
	from, to := "", ""
	if y > 0 && d <= monthDays(y, m) {
		from = isoDay(y, m, d)
		to = from
		if d2 > d && d2 <= monthDays(y, m) {
			to = isoDay(y, m, d2)
		}
	}
	return r.addDate(i, end, from, to, "day and month")
}

// yearAfter reads ", 2022" or " 2022" after a month or a day.
func (r *reader) yearAfter(e int) (y, end int) {
	k := e
	if k < r.hi && r.text[k] == ',' {
		k++
	}
	k = r.skip(k)
	if w := r.wordAt(k); r.is(k, w, "of") {
		k = r.skip(w)
	}
	if k == e {
		return 0, e
	}
	v, e2 := r.plainInt(k)
	if e2-k != 4 || v < 1400 || v > 2149 || e2 < r.hi && (isLetter(r.text[e2]) || r.text[e2] == '%') {
		return 0, e
	}
	return v, e2
}

// monthDate reads June 27, 2022 · June 27-29 · June 2022 from the month at i.
func (r *reader) monthDate(i, e, m int) int {
	t := r.text
	k := e
	if k < r.hi && t[k] == '.' && shortMonth(t[i:e]) {
		k++
	}
	j := r.skip(k)
	if j == k && k == e {
		return 0
	}
	if y, end := r.yearAfter(k); y > 0 {
		return r.addDate(i, end, isoDay(y, m, 1), isoDay(y, m, monthDays(y, m)), "month and year")
	}
	if w := r.wordAt(j); r.is(j, w, "the") {
		j = r.skip(w)
	}
	d, e2 := r.plainInt(j)
	if e2 == j || e2-j > 2 || d < 1 || d > 31 {
		return 0
	}
	c := byteAt(t, e2, r.hi)
	if c == '%' || c == ':' || c == '.' && isDigit(byteAt(t, e2+1, r.hi)) {
		return 0
	}
	if w := r.wordAt(e2); w > e2 {
		if !r.is(e2, w, "st") && !r.is(e2, w, "nd") && !r.is(e2, w, "rd") && !r.is(e2, w, "th") {
			return 0
		}
		e2 = w
	}
	d2 := 0
	if e2 < r.hi && (t[e2] == '-' || strings.HasPrefix(t[e2:r.hi], "–")) {
		q := e2 + 1
		if t[e2] != '-' {
			q = e2 + 3
		}
		if v, e3 := r.plainInt(q); e3 > q && e3-q <= 2 && v >= 1 && v <= 31 {
			d2, e2 = v, e3
		}
	}
	y, end := r.yearAfter(e2)
	return r.addDay(i, end, y, m, d, d2)
}

func isoDay(y, m, d int) string {
	var b [10]byte
	b[0], b[1], b[2], b[3] = byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10)
	b[4], b[5], b[6] = '-', byte('0'+m/10), byte('0'+m%10)
	b[7], b[8], b[9] = '-', byte('0'+d/10), byte('0'+d%10)
	return string(b[:])
}

func monthDays(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
