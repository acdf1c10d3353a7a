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
		// 18th, 2nd
		w := r.wordAt(e)
		switch t[e:w] {
		case "st", "nd", "rd", "th", "ST", "ND", "RD", "TH":
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

func (r *reader) clock(i, e int) int {
	t := r.text
	k := e + 1
	if t[e] != ':' {
		k = e + 3
	}
	m, e2 := r.plainInt(k)
	h, _ := r.plainInt(i)
	if e2-k != 2 || m > 59 || h > 24 {
		// A ratio 3:1, a score, a verse: no figure of ours.
		if e2 > k {
			r.no(i, e2, "digits with a colon")
			return e2
		}
		return 0
	}
	if e2+2 < r.hi && t[e2] == ':' && isDigit(t[e2+1]) {
		_, e2 = r.plainInt(e2 + 1)
		if e2 < r.hi && t[e2] == '.' && e2+1 < r.hi && isDigit(t[e2+1]) {
			_, e2 = r.plainInt(e2 + 1)
		}
	}
	if end := r.meridiemEnd(r.skip(e2)); end > 0 {
		e2 = end
	}
	return r.addDate(i, e2, "", "", "clock time")
}

// meridiem reads "6pm", "6 p.m.", "6.30 am".
func (r *reader) meridiem(i, e int) int {
	t := r.text
	v, _ := r.plainInt(i)
	if v > 24 {
		return 0
	}
	if e+2 < r.hi && t[e] == '.' && isDigit(t[e+1]) && isDigit(t[e+2]) && (e+3 >= r.hi || !isDigit(t[e+3])) {
		m, _ := r.plainInt(e + 1)
		if end := r.meridiemEnd(r.skip(e + 3)); end > 0 && m < 60 && r.timeBefore(i) {
			return r.addDate(i, end, "", "", "clock time")
		}
		return 0
	}
	k := r.skip(e)
	if w := r.wordAt(k); r.is(k, w, "o") && w < r.hi && (t[w] == '\'' || strings.HasPrefix(t[w:r.hi], "’")) {
		return r.addDate(i, r.wordEnd(k), "", "", "clock time")
	}
	if end := r.meridiemEnd(k); end > 0 && v <= 12 && (k == e && !(r.is(k, end, "pm") && false) || r.timeBefore(i) || strings.Contains(t[k:end], ".")) {
		return r.addDate(i, end, "", "", "clock time")
	}
	return 0
}

// timeBefore reports whether a word before i leads to a clock time.
func (r *reader) timeBefore(i int) bool {
	b := r.wordBefore(i)
	return r.in(timeWords, b.s, b.e)
}

var timeWords = set(`at by until till from to before after around about between and since on to past`)

func (r *reader) meridiemEnd(k int) int {
	if k+1 >= r.hi {
		return 0
	}
	c := r.text[k] | 0x20
	if c != 'a' && c != 'p' {
		return 0
	}
	switch {
	case r.text[k+1]|0x20 == 'm' && (k+2 >= r.hi || !isLetter(r.text[k+2])):
		return k + 2
	case k+3 < r.hi && r.text[k+1] == '.' && r.text[k+2]|0x20 == 'm' && r.text[k+3] == '.':
		return k + 4
	case k+4 < r.hi && r.text[k+1] == '.' && r.text[k+2] == ' ' && r.text[k+3]|0x20 == 'm':
		return k + 4
	}
	return 0
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

// months are the English months by their first three letters.
var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// month is the number of the month the word at i names, in full or short, with
// a capital; else 0.
func (r *reader) month(i, e int) int {
	if e-i < 3 || e-i > 9 || !isUpper(r.text[i]) {
		return 0
	}
	var buf [24]byte
	s := string(fold(&buf, r.text[i:e]))
	for m, name := range months {
		if s == name || len(s) == 3 && s == name[:3] || s == "sept" && m == 8 {
			return m + 1
		}
	}
	return 0
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
	if w < r.hi && t[w] == '.' && w-j <= 4 && w+1 < r.hi && (t[w+1] != ' ' || w+2 < r.hi && !isUpper(t[w+2])) {
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
	if k < r.hi && t[k] == '.' {
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

// year decides whether four digits are a year; it returns the end when they
// are.
func (r *reader) year(i, y, e int) int {
	t := r.text
	c := byteAt(t, e, r.hi)
	if c == 's' && !isLetter(byteAt(t, e+1, r.hi)) {
		return r.addDate(i, e+1, isoDay(y/10*10, 1, 1), isoDay(y/10*10+9, 12, 31), "decade")
	}
	if isLetter(c) || c == '%' || c == '.' && isDigit(byteAt(t, e+1, r.hi)) || c == ',' && isDigit(byteAt(t, e+1, r.hi)) || c == '/' {
		return 0
	}
	if strings.HasPrefix(t[e:r.hi], "–") || c == '-' {
		q := e + 1
		if c != '-' {
			q = e + 3
		}
		if v, e2 := r.plainInt(q); (e2-q == 4 && v > y && v < 2150 || e2-q == 2 && v == y%100+1 || e2-q == 2 && v > y%100 && c != '-') && !isLetter(byteAt(t, e2, r.hi)) && byteAt(t, e2, r.hi) != '%' {
			to := ""
			if e2-q == 4 {
				to = isoDay(v, 12, 31)
			} else {
				to = isoDay(y/100*100+v, 12, 31)
			}
			return r.addDate(i, e2, isoDay(y, 1, 1), to, "years of digits")
		}
	}
	if k := r.blanks(e); k < r.hi && t[k] >= 0xE3 && t[k] <= 0xE9 {
		if cc, _ := r.rune(k); isHan(cc) && cc != '至' && cc != '到' && cc != '届' && cc != '屆' {
			return 0 // in Chinese a year is said with 年
		}
	}
	if i > r.lo && (t[i-1] == '-' && i-2 >= r.lo && !isLetter(t[i-2]) && !isSpace(t[i-2])) {
		return 0
	}
	if u, _ := r.currencyBefore(i); u != nil {
		return 0
	}
	if r.cell && !r.yearColumn {
		return 0
	}
	if i == r.lo && e == r.hi {
		return r.addDate(i, e, isoDay(y, 1, 1), isoDay(y, 12, 31), "year")
	}
	b := r.wordBefore(i)
	leads := r.in(yearLeads, b.s, b.e) || r.month(b.s, b.e) > 0
	if b.e > b.s && isUpper(t[b.s]) && !leads && r.sentenceStart(b.s) != b.s && !r.in(stops, b.s, b.e) && y >= 1900 {
		leads = true // Budget 2027
	}
	if !leads || r.in(weakLeads, b.s, b.e) {
		// A unit or a plural after it: a count.
		k, hyphen := r.unitGap(e)
		if u, ue := r.unitWord(k); u != nil && k > e && ue-k > 1 {
			it := item{digits: 4}
			it.num = briefs.Span{Start: i, End: e}
			it.Value = briefs.Int(int64(y))
			if r.unitFits(&it, u, e, k, ue, hyphen) && (!hyphen || u.kind == briefs.Measure && !r.timeUnit(u)) {
				return 0
			}
		} else if u != nil && k == e && u.kind != briefs.Money {
			return 0
		}
		if c, ok := r.nounAfter(e, false); ok && isLower(t[c.start]) && r.countedYear(e, c) && !r.determined(b) && !(y >= 1900 && y < 2100 && r.objectAfter(c.end)) {
			return 0
		}
	}
	if c == '+' {
		return 0
	}
	return r.addDate(i, e, isoDay(y, 1, 1), isoDay(y, 12, 31), "year")
}

// countedYear reports whether the words between a four-digit number and its
// noun are those of a count: nothing with a capital.
func (r *reader) countedYear(e int, c noun) bool {
	for k := e; k < c.end; k++ {
		if isUpper(r.text[k]) {
			return false
		}
	}
	return true
}

func (r *reader) determined(b word) bool {
	return r.is(b.s, b.e, "the") || r.is(b.s, b.e, "a") || r.is(b.s, b.e, "its") || r.is(b.s, b.e, "their") || r.is(b.s, b.e, "his") || r.is(b.s, b.e, "our") || r.is(b.s, b.e, "this") || r.is(b.s, b.e, "fiscal") || b.e > b.s && r.text[b.e-1] == 's' && b.e-b.s > 3 && r.text[b.e-2] == '\''
}

// yearLeads are words that a year stands after.
var yearLeads = set(`in since by of from until till during before after between early late mid year circa through and to for fiscal around about end spring summer autumn fall winter on`)

// weakLeads lead to counts as often.
var weakLeads = set(`of by from to for and around about between before after on`)

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

// fiscal reads FY2025-26, Q1 2023, H2 from the letters at i.
func (r *reader) fiscal(i int) int {
	t := r.text
	e := r.wordAt(i)
	switch {
	case r.is(i, e, "fy"):
		y, e2 := r.plainInt(e)
		if e2-e != 4 && e2-e != 2 || e2-e == 4 && (y < 1900 || y > 2149) {
			return 0
		}
		if e2 < r.hi && (t[e2] == '-' || t[e2] == '/') {
			if _, e3 := r.plainInt(e2 + 1); e3 > e2+1 {
				e2 = e3
			}
		}
		return r.addDate(i, e2, "", "", "fiscal year")
	case e-i == 1 && (t[i] == 'Q' || t[i] == 'H'):
		q, e2 := r.plainInt(e)
		if e2-e != 1 || q < 1 || t[i] == 'Q' && q > 4 || t[i] == 'H' && q > 2 || e2 < r.hi && (isLetter(t[e2]) || t[e2] == '.' && isDigit(byteAt(t, e2+1, r.hi))) {
			return 0
		}
		y, end := r.yearAfter(e2)
		span := 3
		if t[i] == 'H' {
			span = 6
		}
		if y == 0 {
			return r.addDate(i, e2, "", "", "quarter")
		}
		return r.addDate(i, end, isoDay(y, (q-1)*span+1, 1), isoDay(y, q*span, monthDays(y, q*span)), "quarter")
	}
	return 0
}

// objectAfter reports whether a noun follows right after e, so that the word
// before it is a verb and no counted noun: the plan for 2027 allows spending.
func (r *reader) objectAfter(e int) bool {
	w, ok := r.nextWord(e)
	return ok && isLower(r.text[w.s]) && !r.in(verbs, w.s, w.e) && (!r.in(stops, w.s, w.e) || r.in(articles, w.s, w.e)) && !strings.HasSuffix(r.text[w.s:w.e], "ed") && !strings.HasSuffix(r.text[w.s:w.e], "ing")
}
