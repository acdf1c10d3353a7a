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
	if isLetter(t[k]) && e < r.hi && t[e] == '-' && e+1 < r.hi && isLetter(t[e+1]) && !hyphen && len(s) <= 2 {
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
	case "point":
		return false
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
			return false
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
	if open {
		return false
	}
	return true
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

// age turns years into years of age: 28 years old, a 28-year-old, aged 28
// years.
func (r *reader) age(it *item, e *int) {
	switch it.unit.code {
	case "year", "month", "week", "day":
	default:
		return
	}
	k := *e
	if k < r.hi && r.text[k] == '-' {
		k++
	} else {
		k = r.skip(k)
	}
	w := r.wordAt(k)
	if r.is(k, w, "old") || r.is(k, w, "olds") {
		it.Unit = it.unit.code + " of age"
		it.unitAt.End, *e = w, w
		return
	}
	if r.is(k, w, "of") {
		k2 := r.skip(w)
		if w2 := r.wordAt(k2); r.is(k2, w2, "age") {
			it.Unit = it.unit.code + " of age"
			it.unitAt.End, *e = w2, w2
		}
	}
}

// perUnit reads "/day", "per share", "a barrel", "-a-share" after a unit that
// ends at e, and sets a compound unit.
func (r *reader) perUnit(it *item, e int) int {
	t := r.text
	code := it.Unit
	if code == "" {
		code = it.unit.code
	}
	for range 3 {
		if e >= r.hi {
			break
		}
		if k, ok := r.inverse(e); ok {
			// m s−1, km·h−1
			s := k
			for s < r.hi && (t[s] == ' ' || strings.HasPrefix(t[s:r.hi], "·") || strings.HasPrefix(t[s:r.hi], "⋅")) {
				s++
				for s < r.hi && t[s] >= 0x80 && t[s] < 0xC0 {
					s++
				}
			}
			u, x, end := r.inverseUnit(s)
			if u == nil {
				break
			}
			code += "/" + u.code + x
			e = end
			continue
		}
		k, hard := e, false
		switch {
		case t[e] == '/':
			k, hard = e+1, true
		case strings.HasPrefix(t[e:r.hi], " / "):
			k, hard = e+3, true
		case strings.HasPrefix(t[e:r.hi], "-a-"), strings.HasPrefix(t[e:r.hi], " - a - "):
			k = r.skip(e)
			for k < r.hi && (t[k] == '-' || t[k] == ' ') || k == e {
				k++
			}
			k++
			for k < r.hi && (t[k] == '-' || t[k] == ' ') {
				k++
			}
			if w := r.wordAt(k); !r.shareNoun(k, w) {
				return r.setCode(it, code, e)
			}
		default:
			k = r.skip(e)
			w := r.wordAt(k)
			switch {
			case k == e:
				return r.setCode(it, code, e)
			case r.is(k, w, "per"):
				k = r.skip(w)
				if w2 := r.wordAt(k); r.is(k, w2, "cent") {
					return r.setCode(it, code, e)
				}
				hard = true
			case r.is(k, w, "a"), r.is(k, w, "an"):
				k = r.skip(w)
				w2 := r.wordAt(k)
				if !r.shareNoun(k, w2) {
					return r.setCode(it, code, e)
				}
				// A year earlier is a date.
				j := r.skip(w2)
				if w3 := r.wordAt(j); r.is(j, w3, "earlier") || r.is(j, w3, "ago") || r.is(j, w3, "later") || r.is(j, w3, "before") {
					return r.setCode(it, code, e)
				}
			default:
				return r.setCode(it, code, e)
			}
		}
		if u, end := r.unitWord(k); u != nil && (isLetter(t[k]) || t[k] >= 0x80) && u.kind != briefs.Money && u.kind != briefs.Percent {
			if r.inDollars(k, end) {
				break
			}
			code += "/" + u.code
			e = end
			continue
		}
		w := r.wordEnd(k)
		if w == k {
			break
		}
		if !hard && !r.shareNoun(k, w) || hard && t[e] == '/' && w-k < 3 || r.in(stops, k, w) {
			break
		}
		code += "/" + strings.ToLower(t[k:w])
		e = w
		break
	}
	return r.setCode(it, code, e)
}

func (r *reader) setCode(it *item, code string, e int) int {
	if code != it.unit.code {
		// ISO 4217 knows no rates: $2 a share is USD, the rest is in the text.
		if it.unit.kind != briefs.Money {
			it.Unit = code
		}
		if it.unitAt.Len() > 0 {
			it.unitAt.End = e
		}
	}
	return e
}

func (r *reader) inDollars(k, e int) bool { return r.is(k, e, "t") }

// shareNoun reports the nouns after "a" that make a rate: a share, a barrel, a
// day.
func (r *reader) shareNoun(s, e int) bool {
	return r.in(rateNouns, s, e)
}

var rateNouns = set(`share barrel day week month year hour minute second night head person unit pound gallon ton tonne bushel mile litre liter kilo kilogram ounce piece pop quarter`)

// inverse reports whether a unit to the power of minus one may follow at e.
func (r *reader) inverse(e int) (int, bool) {
	t := r.text
	if t[e] != ' ' && t[e] != 0xC2 && t[e] != 0xE2 {
		return e, false
	}
	k := e
	for k < r.hi && k < e+4 && (t[k] == ' ' || strings.HasPrefix(t[k:r.hi], "·") || strings.HasPrefix(t[k:r.hi], "⋅") || t[k] >= 0x80 && t[k] < 0xC0) {
		k++
		if t[k-1] >= 0xC0 && k < r.hi {
			k++
		}
	}
	u, _, _ := r.inverseUnit(k)
	return e, u != nil
}

func (r *reader) inverseUnit(s int) (*unit, string, int) {
	t := r.text
	w := r.wordAt(s)
	if w == s || w-s > 4 {
		return nil, "", s
	}
	u := unitSymbols[t[s:w]]
	if u == nil {
		return nil, "", s
	}
	k := w
	if k < r.hi && t[k] == ' ' {
		k++
	}
	x, n := signedInt(t[k:r.hi])
	if n == 0 {
		x, n = superscript(t[k:r.hi])
	}
	if n == 0 || x >= 0 || x < -3 {
		return nil, "", s
	}
	return u, [...]string{"", "", "2", "3"}[-x], k + n
}

// minor reads the smaller unit after a larger one: 5 feet 2 inches, $20 and
// 43c, 15 dollars 50, 13 yuan 5 jiao.
func (r *reader) minor(it *item, e int) int {
	var ratio, base int64
	switch it.unit.code {
	case "ft":
		ratio, base = 12, 0
	default:
		if it.unit.kind != briefs.Money || it.scaled || it.Unit != "" {
			return e
		}
		ratio, base = 100, 1
	}
	if it.han || it.Value.Exp < 0 {
		return e
	}
	k := r.skip(e)
	w := r.wordAt(k)
	and := r.is(k, w, "and")
	if and {
		k = r.skip(w)
	}
	if k >= r.hi || k == e && !isDigit(r.text[k]) {
		return e
	}
	nw, _ := r.numWordAt(k)
	if !isDigit(r.text[k]) && nw.class != wUnit && nw.class != wTeen && nw.class != wTens {
		return e
	}
	n, ok := r.english(k)
	if !ok || n.v.Exp != 0 || n.v.Coef >= ratio || n.v.Coef < 0 || n.scaled {
		return e
	}
	j, _ := r.unitGap(n.end)
	u, ue := r.unitWord(j)
	end := n.end
	switch {
	case base == 0:
		if u == nil || u.code != "in" {
			return e
		}
		end = ue
	case u != nil && (u.code == "cent" || u.code == "penny" || u.code == "sen"):
		end = ue
	case j < r.hi && r.text[j] == 'c' && (j+1 == r.hi || !isLetter(r.text[j+1])):
		end = j + 1
	default:
		// 15 dollars 50: two digits, and nothing that they could count.
		if n.end-k != 2 && !n.words || u != nil || and && !it.prefix && it.unitAt.Len() == 0 {
			return e
		}
		if j < r.hi && (isLetter(r.text[j]) || isDigit(r.text[j]) || r.text[j] == '%' || r.text[j] == '/' || r.text[j] == '-' || r.text[j] == '.' && j+1 < r.hi && isDigit(r.text[j+1])) {
			if w := r.wordAt(j); !r.is(j, w, "more") {
				return e
			}
		}
		if and && e != r.hi && !n.words {
			return e
		}
	}
	part, ok := quotient(n.v, briefs.Int(ratio))
	if !ok {
		return e
	}
	if v, ok := sum(it.Value, part); ok {
		it.Value = v
		return end
	}
	return e
}
