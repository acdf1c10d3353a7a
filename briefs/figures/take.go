package figures

import (
	"strings"

	"despatch/briefs"
)

// take makes an item of a numeral: it reads the sign and the currency before
// it, and the unit or the counted noun after it. It returns where to go on.
func (r *reader) take(n numeral) int {
	t := r.text
	it := item{digits: n.digits, point: n.point, scaled: n.scaled, frac: n.frac && n.unit == ""}
	it.han = n.han || r.hanSide(n)
	if !n.han && n.end < r.hi && t[n.end] >= 0x80 || n.end < r.hi && t[n.end] == '+' && r.quoted(n.start) {
		if why := r.hanName(&n); why != "" {
			r.no(n.start, n.end, why)
			return n.end
		}
	}
	it.num = briefs.Span{Start: n.start, End: n.end}
	it.Value = n.v
	it.Comparator = n.cmp
	it.Rule = n.rule
	if n.ranged {
		v2 := n.v2
		it.Value2 = &v2
	}
	it.left = n.start
	end := n.end

	// Sign, currency, sign again: -$5, $-5; $(5), as accounts print a loss.
	if byteAt(t, n.end, r.hi) == ')' && n.start-1 > r.lo && t[n.start-1] == '(' && !n.han {
		if u, s := r.currencyBefore(n.start - 1); u != nil {
			it.unit, it.left, it.prefix, it.neg = u, s, true, true
			end, n.end = end+1, n.end+1
			it.num.End, it.digits = n.end, max(n.digits, 1)
		}
	}
	if it.neg {
		// told by the parentheses
	} else if u, s := r.currencyBefore(n.start); u != nil {
		it.unit, it.left, it.prefix = u, s, true
	} else if s := r.signBefore(n.start); s < n.start {
		it.neg, it.left = true, s
		if u, s2 := r.currencyBefore(s); u != nil {
			it.unit, it.left, it.prefix = u, s2, true
		}
	}
	if it.prefix && !it.neg {
		if s := r.signBefore(it.left); s < it.left {
			it.neg, it.left = true, s
		}
	}

	// What belongs to the figure before is not the prefix of this one.
	if k := len(r.items); k > 0 && it.left < r.items[k-1].End {
		if it.prefix {
			it.unit, it.prefix = nil, false
		}
		it.left, it.neg = n.start, false
	}

	// A scale letter that touches the digits.
	if n.glued {
		end = r.glued(&it, &n)
	}
	if it.prefix && !it.scaled {
		// 75 USD million
		end = r.lateScale(&it, end)
	}
	if n.unit == "percent" {
		it.unit = unitSymbols["%"]
		it.unitAt = briefs.Span{Start: n.end, End: n.end}
	}
	if n.unit == "times" {
		it.unit, it.Unit, it.Change = unitCodes["times"], "times", briefs.Up
		it.unitAt = briefs.Span{Start: n.end, End: n.end}
	}
	if it.unit == nil && r.afterPH(it.left) {
		it.unit = unitCodes["pH"]
	} else if it.unit == nil || it.prefix && it.unit.kind == briefs.Money {
		end = r.unitAfter(&it, end)
	}
	if it.neg && it.Value.Sign() > 0 {
		it.Value = negate(it.Value)
	}
	it.Start, it.End = it.left, end
	// 500+ and 500-odd say a comparator.
	if it.End < r.hi && it.Comparator == "" {
		if t[it.End] == '+' && (it.End+1 == r.hi || !isDigit(t[it.End+1])) {
			it.Comparator = briefs.AtLeast
			it.End++
			if c, ok := r.nounAfter(it.End, false); ok && it.unit == nil && !it.noun && t[it.End-1] == '+' {
				it.noun, it.Unit, it.UnitText, it.Kind = true, t[c.start:c.end], t[c.start:c.end], briefs.Count
				it.unitAt = briefs.Span{Start: c.start, End: c.end}
			}
		} else if strings.HasPrefix(t[it.End:r.hi], "-odd") || strings.HasPrefix(t[it.End:r.hi], "-plus") {
			it.Comparator = briefs.About
			if t[it.End+1] == 'p' {
				it.Comparator = briefs.AtLeast
			}
			e := r.wordAt(it.End + 1)
			if it.unit == nil && !it.noun {
				if c, ok := r.nounAfter(e, false); ok {
					it.noun, it.Unit, it.UnitText, it.Kind = true, t[c.start:c.end], t[c.start:c.end], briefs.Count
				}
			}
		}
	}
	if n.words && it.unit == nil && it.Value2 == nil {
		r.orTwo(&it)
	}
	if n.digits > 0 && n.digits < 4 && it.unit == nil && !it.han && ((!it.noun || r.endsWith(r.wordBefore(it.left).e, "age of")) && r.ageAt(&it) || r.ageGoesOn(&it)) {
		it.unit, it.noun, it.Unit, it.UnitText, it.unitAt = unitCodes["year of age"], false, "", "", briefs.Span{}
	}
	r.kind(&it, &n)
	if r.unlikely(&it, &n) {
		return max(it.End, n.end)
	}
	if n.words && it.bare {
		r.toOne(&it)
	}
	r.items = append(r.items, it)
	return max(it.End, n.end)
}

// kind settles the kind, unit and rule of an item.
func (r *reader) kind(it *item, n *numeral) {
	switch {
	case it.unit != nil:
		it.Kind = it.unit.kind
		if it.Unit == "" {
			it.Unit = it.unit.code
		}
		if it.UnitText == "" && it.unitAt.Len() > 0 {
			it.UnitText = r.text[it.unitAt.Start:it.unitAt.End]
		}
	case it.noun:
		it.Kind = briefs.Count
	default:
		it.Kind, it.bare = briefs.Count, true
		if n.frac {
			it.Kind = briefs.Ratio
		}
	}
	if it.Rule == "" {
		switch it.Kind {
		case briefs.Money:
			it.Rule = "number with a currency"
		case briefs.Percent:
			it.Rule = "number with a percent sign or word"
		case briefs.Measure:
			it.Rule = "number with a unit of measure"
		case briefs.Ratio:
			it.Rule = "ratio"
		default:
			it.Rule = "number with a counted noun"
			if it.bare {
				it.Rule = "number alone"
			}
		}
	}
}

// hanSide reports whether a Han character follows or comes before digits, so
// that the Chinese rules read the unit.
func (r *reader) hanSide(n numeral) bool {
	c, _ := r.rune(r.blanks(n.end))
	if isHan(c) {
		return true
	}
	return n.start-3 >= r.lo && hanBefore(r.text, n.start)
}

func isHan(c rune) bool {
	return c >= hanFirst && c <= hanLast || c >= 0x3400 && c < 0x4DC0 || c >= 0xF900 && c <= 0xFAFF
}

// glued decides what a letter that touches the digits is: a scale (50k, $4.2b)
// or the unit (3m, 5K).
func (r *reader) glued(it *item, n *numeral) int {
	t := r.text
	letter := t[n.end]
	money := it.unit != nil && it.unit.kind == briefs.Money
	exp := 0
	after := r.skip(n.end + 1)
	switch letter {
	case 'k':
		exp = 3
	case 'K':
		if money || !n.point || !r.degreesNear(n.start) {
			exp = 3
		}
	case 'm':
		if money {
			exp = 6
		} else if u, _ := r.unitWord(after); u != nil && u.kind == briefs.Money {
			exp = 6
		} else if c, ok := r.nounAfter(n.end+1, false); ok && after > n.end+1 && c.start == after {
			exp = 6
		}
	case 'M':
		exp = 6
		if it.han {
			exp = 0
			if n.digits < 4 {
				exp = 6
			}
		}
	case 'b':
		if money || n.point || n.digits <= 3 && n.digits > 0 {
			exp = 9
		}
	case 'B':
		exp = 9
	case 'G':
		if n.digits != 1 {
			exp = 9
		}
	case 't', 'T':
		if money {
			exp = 12
		}
	}
	if exp == 0 {
		return n.end
	}
	v, ok := scaled(it.Value, exp)
	if !ok {
		return n.end
	}
	it.Value, it.scaled, it.num.End, it.digits = v, true, n.end+1, 0
	n.digits, n.scaled = 0, true
	return n.end + 1
}

func (r *reader) degreesNear(i int) bool {
	s := r.text[max(r.lo, i-30):i]
	return strings.Contains(s, "°")
}

// lateScale reads a scale after a currency word: 75 USD million, $20 43.
func (r *reader) lateScale(it *item, end int) int {
	k := r.skip(end)
	if k == end {
		return end
	}
	if w, e := r.numWordAt(k); w.class == wScale && !it.scaled && (it.digits > 0 || it.point) {
		if v, ok := scaled(it.Value, int(w.val)); ok {
			it.Value, it.scaled, it.num.End = v, true, e
			return e
		}
	}
	return end
}

// unlikely drops what looks like a number but is none, told by what is known
// only now.
func (r *reader) unlikely(it *item, n *numeral) bool {
	if k := r.skip(it.num.End); strings.HasPrefix(r.text[k:r.hi], "σ") {
		r.no(n.start, n.end, "level of significance")
		return true
	}
	if it.bare && it.scaled && it.num.Len() < 5 && r.text[it.num.End-1] == 'M' && isDigit(r.text[it.num.Start]) && r.firmAfter(it.num.End) {
		r.no(n.start, n.end, "name with a number")
		return true
	}
	if it.bare && n.digits >= 3 && byteAt(r.text, n.end, r.hi) == 'p' && !isLetter(byteAt(r.text, n.end+1, r.hi)) {
		r.no(n.start, n.end, "height of a picture")
		return true
	}
	if (it.bare || it.noun) && isUpper(byteAt(r.text, n.end+1, r.hi)) && r.address(it, n) {
		r.no(n.start, n.end, "number of a house")
		return true
	}
	if it.bare && n.digits > 0 && n.digits < 3 && len(r.items) > 0 && r.dayGoesOn(it) {
		r.no(n.start, n.end, "day of a month")
		return true
	}
	if it.bare && (r.inFormula(it, n) || r.reference(it, n)) {
		r.no(n.start, n.end, "sign in a formula or a drawing")
		return true
	}
	if it.bare && r.afterNoun(it, n) {
		r.no(n.start, n.end, labelWhy)
		return true
	}
	// One, alone: an article and no count, unless a unit of the table follows.
	if n.words && it.Value.Cmp(briefs.Int(1)) == 0 && !n.scaled && !n.frac && it.Value2 == nil {
		w := r.wordAt(r.skip(n.end))
		if r.is(r.skip(n.end), w, "or") && r.is(r.skip(w), r.wordAt(r.skip(w)), "more") {
			return false
		}
		if c, ok := r.phraseBefore(it.left); ok && (it.unit != nil || it.noun) && (c == briefs.AtLeast || c == briefs.Over) {
			return false
		}
		k := r.skip(it.num.End)
		if r.is(k, r.wordAt(k), "in") || r.is(k, r.wordAt(k), "out") {
			// One in five: settled when the next number is known.
			if nw, _ := r.numWordAt(r.skip(r.wordAt(k))); nw.class != wNone || isDigit(byteAt(r.text, r.skip(r.wordAt(k)), r.hi)) || r.is(k, r.wordAt(k), "out") {
				return false
			}
		}
		if k := r.skip(it.num.End); r.is(k, r.wordAt(k), "over") && it.unit == nil {
			if nw, _ := r.numWordAt(r.skip(r.wordAt(k))); nw.class != wNone || isDigit(byteAt(r.text, r.skip(r.wordAt(k)), r.hi)) {
				return false
			}
		}
		if it.unit == nil || it.unit.kind == briefs.Measure && len(it.unit.code) > 2 && r.timeUnit(it.unit) && it.Unit != "year of age" {
			r.no(n.start, n.end, "one as an article")
			return true
		}
	}
	return false
}

func (r *reader) timeUnit(u *unit) bool {
	switch u.code {
	case "day", "week", "month", "year", "decade", "century", "quarter", "turn", "point":
		return true
	}
	return false
}

// afterPH reports whether "pH" leads to the number at i.
func (r *reader) afterPH(i int) bool {
	for i > r.lo && (r.text[i-1] == ' ' || r.text[i-1] == '=' || r.text[i-1] == ':') {
		i--
	}
	return i-2 >= r.lo && r.text[i-2] == 'p' && r.text[i-1] == 'H' && (i-3 < r.lo || !isLetter(r.text[i-3]))
}

// orTwo reads "a year or two": from one to two of the unit before the number.
func (r *reader) orTwo(it *item) {
	or := r.wordBefore(it.left)
	if !r.is(or.s, or.e, "or") {
		return
	}
	w := r.wordBefore(or.s)
	u, e := r.unitWord(w.s)
	if u == nil || e != w.e || !r.timeUnit(u) && u.code != "h" && u.code != "min" || r.text[w.e-1] == 's' || it.Value.Cmp(briefs.Int(1)) <= 0 {
		return
	}
	most := it.Value
	it.Value, it.Value2 = briefs.Int(1), &most
	it.unit, it.unitAt = u, briefs.Span{Start: w.s, End: w.e}
	it.noun, it.Unit, it.UnitText = false, u.code, r.text[w.s:w.e]
	it.left, it.Start, it.Rule = w.s, w.s, "one or so many of a time"
}
