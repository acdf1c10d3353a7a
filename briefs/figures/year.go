package figures

import (
	"strings"

	"despatch/briefs"
)

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
	if k := r.skip(e); y >= 1900 && y < 2100 && r.in(yearBases, k, r.wordAt(k)) {
		return r.addDate(i, e, isoDay(y, 1, 1), isoDay(y, 12, 31), "year") // 40 % below 1990 levels
	}
	b := r.wordBefore(i)
	if r.is(b.s, b.e, "of") {
		if law := r.wordBefore(b.s); law.e > law.s && isUpper(t[law.s]) && r.in(laws, law.s, law.e) {
			return r.addDate(i, e, isoDay(y, 1, 1), isoDay(y, 12, 31), "year") // Mining Act of 1872
		}
	}
	// The 2006 and 2007 bills.
	if n := len(r.items); n > 0 && r.items[n-1].Kind == briefs.Date && r.items[n-1].Rule == "year" && i-r.items[n-1].End < 7 {
		switch strings.TrimSpace(t[r.items[n-1].End:i]) {
		case "and", "or", "to", ",", "&", "、", "和":
			return r.addDate(i, e, isoDay(y, 1, 1), isoDay(y, 12, 31), "year")
		}
	}
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
		if c, ok := r.nounAfter(e, false); ok && isLower(t[c.start]) && r.countedYear(e, c) && !r.determined(b) && !r.verbForm(c.start, c.end) && !(y >= 1900 && y < 2100 && r.objectAfter(c.end)) {
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

// laws are called by their year.
var laws = set(`act law code bill treaty agreement convention constitution charter order amendments amendment statute accord protocol reform`)

// yearBases are what a year is the base of.
var yearBases = set(`level levels prices values figures terms baseline elections olympics games floods riots protests reforms negotiations talks estimates accounts budgets`)

// yearLeads are words that a year stands after.
var yearLeads = set(`in since by of from until till during before after between early late mid year circa through and to for fiscal around about end spring summer autumn fall winter on`)

// weakLeads lead to counts as often.
var weakLeads = set(`of by from to for and around about between before after on`)

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
