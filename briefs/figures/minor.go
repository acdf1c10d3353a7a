package figures

import (
	"strings"

	"despatch/briefs"
)

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

// ageAt reports a bare number that is an age: after "aged" or "age", or between
// commas after a full name: Anna Vale, 62, said.
func (r *reader) ageAt(it *item) bool {
	t := r.text
	if it.neg || it.prefix || it.Value.Sign() <= 0 || it.Value.Cmp(briefs.Int(115)) > 0 {
		return false
	}
	w := r.wordBefore(it.left)
	if r.is(w.s, w.e, "of") && r.is2before(w.s, "age") {
		return true
	}
	if r.is(w.s, w.e, "between") {
		w = r.wordBefore(w.s)
	}
	if r.is(w.s, w.e, "under") || r.is(w.s, w.e, "over") {
		who := r.wordBefore(w.s)
		k := r.skip(it.End)
		return r.in(persons, who.s, who.e) && (k >= r.hi || r.verbAt(k) || strings.IndexByte(",.;)", r.text[k]) >= 0)
	}
	if r.is(w.s, w.e, "aged") || r.is(w.s, w.e, "ages") || r.is(w.s, w.e, "age") {
		return true
	}
	if it.left-3 < r.lo || t[it.left-1] != ' ' || t[it.left-2] != ',' || byteAt(t, it.End, r.hi) != ',' {
		return false
	}
	k := r.skip(it.End + 1)
	if k >= r.hi || isDigit(t[k]) || it.Value.Cmp(briefs.Int(10)) < 0 {
		return false
	}
	last := r.wordBefore(it.left - 2)
	if last.e != it.left-2 || last.e-last.s < 2 || !isUpper(t[last.s]) || !isLower(t[last.s+1]) {
		return false
	}
	first := r.wordBefore(last.s)
	if first.e == first.s && last.s-2 > r.lo && t[last.s-2] == '.' { // an initial: Neil H. Brook
		first = r.wordBefore(last.s - 2)
	}
	if first.e == first.s || !isUpper(t[first.s]) || r.in(stops, first.s, first.e) {
		return false
	}
	_, known := gazetteerAll().words[t[first.s:last.e]]
	return !known && r.month(last.s, last.e) == 0
}

// persons are who is under or over an age.
var persons = set(`people those anyone adults children women men workers persons pupils drivers patients`)

// ageGoesOn reports the second of two ages: aged between 55 and 74.
func (r *reader) ageGoesOn(it *item) bool {
	n := len(r.items)
	if n == 0 || it.neg || it.prefix || it.Value.Cmp(briefs.Int(115)) > 0 {
		return false
	}
	a := &r.items[n-1]
	if a.Unit != "year of age" || a.unitAt.Len() > 0 || a.End >= it.left || it.left-a.End > 5 {
		return false
	}
	switch r.text[a.End:it.left] {
	case " and ", " to ", " or ", "-", "–":
		return true
	}
	return false
}
