package figures

import (
	"strings"

	"despatch/briefs"
)

// unitAfter reads the unit or the counted noun after a number that ends at p,
// and returns where the figure ends: past a unit, but before a noun.
func (r *reader) unitAfter(it *item, p int) int {
	t := r.text
	if it.prefix {
		// $10 billion dollars; 人民币50元; $10 US
		if k := r.skip(p); k > p || it.han {
			if u, e := r.unitWord(k); u != nil && u.kind == briefs.Money && (u == it.unit || u.code == it.unit.code || it.unit.code == "USD" && strings.HasSuffix(u.code, "D") || it.han) {
				it.unit, it.unitAt = u, briefs.Span{Start: k, End: e}
				return r.minor(it, e)
			}
		}
		return r.minor(it, r.perUnit(it, p))
	}
	if it.han {
		if e := r.unitAfterHan(it, p); e > 0 {
			return e
		}
	}
	k, hyphen := r.unitGap(p)
	if k >= r.hi {
		return p
	}
	if it.frac {
		// A quarter of a percentage point.
		if w := r.wordAt(k); r.is(k, w, "of") {
			j := r.skip(w)
			if a := r.wordAt(j); r.is(j, a, "a") || r.is(j, a, "an") || r.is(j, a, "one") {
				if u, e := r.unitWord(r.skip(a)); u != nil {
					it.unit, it.unitAt = u, briefs.Span{Start: r.skip(a), End: e}
					return e
				}
			}
		}
	}
	if k == p && t[k] == 'p' && (it.point || it.digits > 0 && it.digits <= 2) && (k+1 == r.hi || !isLetter(t[k+1]) && !isDigit(t[k+1])) {
		// 168.4p, 35p: pence, but 1080p is the height of a picture.
		it.unit, it.unitAt = unitCodes["penny"], briefs.Span{Start: k, End: k + 1}
		return k + 1
	}
	if u, e := r.unitWord(k); u != nil && r.unitFits(it, u, p, k, e, hyphen) {
		it.unit, it.unitAt = u, briefs.Span{Start: k, End: e}
		if u.code == "USD" && e < r.hi && t[e] == ' ' && u.symbol {
			e = r.lateScale(it, e)
		}
		if u.kind == briefs.Money {
			if e2 := r.lateScale(it, e); e2 > e {
				return r.perUnit(it, e2)
			}
			return r.minor(it, r.perUnit(it, e))
		}
		if u.kind == briefs.Measure {
			r.age(it, &e)
			return r.minor(it, r.perUnit(it, e))
		}
		return e
	}
	// 30 MUSD
	if e := r.wordAt(k); e-k == 4 && t[k] == 'M' && !it.scaled {
		if u := unitSymbols[t[k+1:e]]; u != nil && u.kind == briefs.Money {
			if v, ok := scaled(it.Value, 6); ok {
				it.Value, it.scaled, it.unit, it.unitAt = v, true, u, briefs.Span{Start: k, End: e}
				return e
			}
		}
	}
	// 20 (kg), 45{kg), 20 <kg>
	if k > p && (t[k] == '(' || t[k] == '<') && k+1 < r.hi {
		if u, e := r.unitWord(k + 1); u != nil && e < r.hi && (t[e] == ')' || t[e] == '>') && u.kind == briefs.Measure && isLetter(t[k+1]) {
			it.unit, it.unitAt = u, briefs.Span{Start: k + 1, End: e}
			return e + 1
		}
	}
	if c, ok := r.nounAfter(p, it.Value.Cmp(briefs.Int(1)) == 0 && it.Value2 == nil); ok {
		it.noun = true
		it.Unit, it.UnitText = t[c.start:c.end], t[c.start:c.end]
		it.unitAt = briefs.Span{Start: c.start, End: c.end}
	}
	return p
}

// unitGap is where a unit may start after p: at once, past a space, past a
// hyphen.
func (r *reader) unitGap(p int) (int, bool) {
	t := r.text
	k := r.skip(p)
	if k < r.hi && (t[k] == '-' || strings.HasPrefix(t[k:r.hi], "–") && k+3 < r.hi && isLetter(t[k+3]) || strings.HasPrefix(t[k:r.hi], "‑") || strings.HasPrefix(t[k:r.hi], "‐")) {
		j := k + 1
		if t[k] != '-' {
			j = k + 3
		}
		j = r.skip(j)
		if j < r.hi && isLetter(t[j]) {
			return j, true
		}
	}
	return k, false
}

// unitFits tells units from words that are spelled the same.
func (r *reader) unitFits(it *item, u *unit, p, k, e int, hyphen bool) bool {
	t := r.text
	s := t[k:e]
	wordsOnly := !isDigit(t[p-1]) && t[p-1] < 0x80 && !isLetterScaleEnd(t, it)
	if isLetter(t[k]) && e < r.hi && (isDigit(t[e]) || t[e] == '\'' && e+1 < r.hi && isLetter(t[e+1]) && t[e+1] != 's') {
		return false
	}
	if isLetter(t[k]) && e < r.hi && t[e] == '-' && e+1 < r.hi && (isLetter(t[e+1]) || isDigit(t[e+1]) && len(s) == 1 && isUpper(t[k])) && !hyphen && len(s) <= 2 {
		return false // 5 G-20
	}
	switch s {
	case "in":
		// 2 in: an inch only at the end or before its dimension.
		if k == p || it.scaled {
			return k == p
		}
		j := r.skip(e)
		if j >= r.hi || t[j] == '.' && (j+1 == r.hi || t[j+1] == '\n') {
			return isDigit(t[p-1])
		}
		w := r.wordAt(j)
		return r.is(j, w, "thick") || r.is(j, w, "long") || r.is(j, w, "wide") || r.is(j, w, "tall") || r.is(j, w, "deep") || r.is(j, w, "high") || t[j] == ')' || r.is(j, w, "x") || r.is(j, w, "diameter") || r.is(j, w, "more")
	case "a", "A", "at", "am", "as", "no", "pm":
		if s == "A" && (k == p || k+1 == r.hi) {
			return true
		}
		if s == "pm" || s == "am" {
			// Picometres, when no clock has so many hours.
			return it.point || it.Value.Cmp(briefs.Int(12)) > 0
		}
		return false
	case "won", "mark", "may", "Mark", "cup", "Cup", "Won", "bar", "Bar", "real", "turn", "turns", "rand", "Rand":
		if isUpper(s[0]) {
			return false
		}
		if s == "turns" {
			return it.num.Len() > 0 && !r.in(stops, r.skip(e), r.wordAt(r.skip(e)))
		}
	case "second", "seconds":
		if s == "second" && wordsOnly && !hyphen && it.Value.Cmp(briefs.Int(1)) != 0 {
			return false
		}
	case "times", "time":
		return s == "times"
	case "point", "BP":
		return false
	case "pp": // pages, when there are many
		return it.point || it.digits == 1
	}
	if wordsOnly && len(s) > 2 && u.kind == briefs.Measure && joinedAcronym(s) && isLetter(s[0]) {
		return false // seven LBS offices
	}
	if u.kind == briefs.Ratio && strings.EqualFold(s, "fold") {
		return hyphen || k == p
	}
	if k == p && isLetter(t[k]) && len(s) == 1 && it.digits == 1 && (s == "G" || s == "D" || s == "C" && isUpper(t[k])) {
		return false // 5G, 3D
	}
	if len(s) == 1 && isLetter(t[k]) {
		if wordsOnly || hyphen && s != "m" {
			return false
		}
		if s == "s" && k == p && it.digits >= 2 && it.Value.Coef%10 == 0 && it.Value.Coef <= 2100 && it.digits != 3 {
			return false // the 30s, the 1990s
		}
		if k > p && e < r.hi && (t[e] == '\'' || t[e] == '.' && e+1 < r.hi && isLetter(t[e+1])) {
			_, dotted := r.inverse(e) // m.s −1
			return dotted && t[e] == '.'
		}
		if k > p && isUpper(t[k]) {
			// "in 2010 J. Smith", "5 A. M.": a letter of a name.
			if e < r.hi && t[e] == '.' && e+1 < r.hi && t[e+1] == ' ' && e+2 < r.hi && isUpper(t[e+2]) {
				return false
			}
			if j := r.skip(e); j > e && j+1 < r.hi && isUpper(t[j]) && isLower(t[j+1]) && s != "C" && s != "K" && s != "F" {
				return false
			}
			if s == "S" || s == "M" || s == "H" {
				return false
			}
			if s == "F" && k > p {
				j := r.skip(e)
				return j >= r.hi || !isLetter(t[j])
			}
		}
		if k == p && s == "F" || k == p && s == "H" || k == p && s == "S" {
			return false
		}
	}
	if len(s) == 2 && k > p && isUpper(s[0]) && isUpper(s[1]) && it.digits == 0 && !it.point && u.kind != briefs.Money && s != "MW" && s != "GW" && s != "GB" && s != "MB" && s != "TB" && s != "KM" {
		return false
	}
	if s == "\"" || s == "'" || s == "''" {
		return r.inchMark(it, k, e)
	}
	if s == "C" && k > p && e < r.hi && t[e] == ' ' && !it.point && it.digits > 2 {
		return false
	}
	if u.code == "lb" && (strings.HasPrefix(strings.ToLower(s), "pound")) && r.poundsAreMoney(it, e) {
		it.Unit = "GBP"
		it.Kind = briefs.Money
	}
	return true
}

func isLetterScaleEnd(t string, it *item) bool {
	for i := it.num.Start; i < it.num.End; i++ {
		if isDigit(t[i]) {
			return true
		}
	}
	return false
}

// inchMark reports whether a quotation mark after a number is an inch or a
// second: it closes no quotation.
func (r *reader) inchMark(it *item, k, e int) bool {
	t := r.text
	if t[k] != '"' {
		return false
	}
	if e < r.hi && (isLetter(t[e]) || t[e] >= 0xC0) {
		return false // an opening quotation mark
	}
	open := false
	for j := max(r.lo, k-200); j < k; j++ {
		if t[j] == '"' {
			open = !open
		}
	}
	return !open
}

// poundsAreMoney tells sterling from weight: millions of pounds are money.
func (r *reader) poundsAreMoney(it *item, e int) bool {
	j := r.skip(e)
	w := r.wordAt(j)
	if r.is(j, w, "of") || r.is(j, w, "per") || r.is(j, w, "sterling") {
		return r.is(j, w, "sterling")
	}
	if it.scaled && it.Value.Cmp(briefs.Int(1e6)) >= 0 {
		return true
	}
	return false
}
