package figures

import (
	"strings"

	"despatch/briefs"
)

// named says why digits after a word are part of a name: No. 5, Section 3,
// Boeing 787, Highway 61, PA 23456; "" when they are not.
func (r *reader) named(i, e int) string {
	t := r.text
	k := i
	for k > r.lo && (t[k-1] == ' ' || t[k-1] == '.' && k > r.lo+1 && isLetter(t[k-2])) {
		k--
	}
	if k < i && greekBefore(t, k) && k-2 >= r.lo && e-i == 1 && !isDigit(byteAt(t, e+1, r.hi)) && (k-3 < r.lo || !isLetter(t[k-3])) {
		return "index of a variable" // τ 0, χ 2
	}
	if k == i || k == r.lo {
		if k == i && k-3 >= r.lo && strings.HasSuffix(t[r.lo:k], "№") {
			return "number of a thing"
		}
		return ""
	}
	b := r.wordBefore(k)
	if b.e == b.s || b.e != k {
		return ""
	}
	// Glued in scraping: inTable 11, andFigure 2.
	for k := b.e - 1; k > b.s; k-- {
		if isUpper(t[k]) {
			if isLower(t[k-1]) && r.in(labels, k, b.e) {
				b.s = k
			}
			break
		}
	}
	// A variable with its index: A 2, G 1.
	if b.e-b.s == 1 && e-i == 1 && (t[b.s] != 'a' || t[i] == '0' && !r.unitAhead(e)) && !(t[b.s] == 'A' && r.sentenceStart(b.s) == b.s) && t[b.s] != 'I' && (byteAt(t, e, r.hi) != '.' || !isDigit(byteAt(t, e+1, r.hi))) && (b.s == r.lo || !isDigit(t[b.s-1])) && t[b.s] != '\'' {
		return "index of a variable"
	}
	if r.in(labels, b.s, b.e) {
		if r.is(b.s, b.e, "no") && t[k] != '.' && !isUpper(t[b.s]) {
			return ""
		}
		if (r.is(b.s, b.e, "count") || r.is(b.s, b.e, "fortune")) && !isUpper(t[b.s]) {
			return ""
		}
		if r.in(looseLabels, b.s, b.e) && !isUpper(t[b.s]) {
			if c, ok := r.nounAfter(e, false); ok && isLower(t[c.start]) {
				return ""
			}
		}
		if u, ue := r.unitWord(r.skip(e)); u != nil && ue-r.skip(e) > 1 && u.kind != briefs.Measure {
			return ""
		}
		return labelWhy
	}
	if !isUpper(t[b.s]) || e-i > 5 && !(e-i < 9 && joinedAcronym(t[b.s:b.e])) {
		return ""
	}
	c := byteAt(t, e, r.hi)
	if c == '%' || c == '+' || possessive(t[b.s:b.e]) || c == ',' && isDigit(byteAt(t, e+1, r.hi)) || c == '.' && isDigit(byteAt(t, e+1, r.hi)) {
		return ""
	}
	// A name with a capital before digits that count nothing.
	if r.in(stops, b.s, b.e) || r.in(sentenceStarts, b.s, b.e) || r.month(b.s, b.e) > 0 {
		return ""
	}
	if u := unitSymbols[t[b.s:b.e]]; u != nil && u.kind == briefs.Money {
		return ""
	}
	j, _ := r.unitGap(e)
	if u, _ := r.unitWord(j); u != nil {
		return ""
	}
	if w, _ := r.numWordAt(j); w.class == wScale || w.class == wHundred {
		return ""
	}
	if c >= 0x80 && j == e {
		return ""
	}
	if e-i == 5 && joinedAcronym(t[b.s:b.e]) && b.e-b.s == 2 {
		return "post code"
	}
	start := r.sentenceStart(b.s) == b.s
	cn, ok := r.nounAfter(e, false)
	if ok && isLower(t[cn.start]) && (start || !joinedAcronym(t[b.s:b.e])) {
		// "Windows 10 users" against "Toyota 30 cars": the noun decides, unless
		// the name is of few digits and stands with a capital on its left too.
		if start || r.verbLike(b) {
			return ""
		}
		return ""
	}
	if start {
		return ""
	}
	return "name with a number"
}

func (r *reader) is2before(s int, w string) bool {
	b := r.wordBefore(s)
	return r.is(b.s, b.e, w)
}

// labels stand before a number that numbers: No. 5, page 12, Article 3.
var labels = set(`no nos number numbers nr nrs page pages pp section sections subsection subsections sec chapter chapters article articles table tables figure figures fig figs
part room suite flat unit apartment apt gate platform terminal highway route interstate road exit flight channel level phase stage step grade class category type
version release line lines paragraph paragraphs para item items clause schedule appendix annex note notes resolution act bill amendment rule rules regulation directive proposition
volume vol issue chapter book episode season seasons formula cycle cycles game lot track item box psalm verse model mark mk series windows boeing airbus apollo voyager iphone galaxy
agenda goal sdg pier bus tram area zone ward district region group day week lane court tier division equation eq eqs ref refs experiment case study score
fortune count claim claims strand strands embodiment embodiments specimen specimens simulation simulations expression expressions classes scenario theorem lemma corollary algorithm proposition hypothesis doi`)

// looseLabels are labels only with a capital, or when nothing that is counted
// follows.
var looseLabels = set(`count level phase stage step line lines item items note notes act bill issue book season game box day week area part unit group figures numbers lot series zone region district case study score number model bus lane tier experiment court classes scenario simulation simulations seasons cycle cycles formula strand strands`)

// sentenceStarts are words with a capital at the start of a sentence that do
// not make a name with the digits after them.
var sentenceStarts = set(`only about some around nearly almost over more less under the these those all another just at least by in on with from for when while after before if since during there between among of to and but or as that this its their our his her your my a an up roughly approximately exactly currently today another each every both first last next
total population age aged adults women men people children police officials around until till because although estimated scored out through within without including plus minus yes no`)

const labelWhy = "number of a labelled thing"

// labelList is the end of the numbers that go on with a label: Tables 12 and
// 13, Section 3.1, Nos. 2 to 4, claims 7 or 8.
func (r *reader) labelList(i, e int) int {
	t := r.text
	pointed := false
	// "Tables 3" must go on, whatever follows the second number.
	b := r.wordBefore(i)
	many := b.e > b.s && t[b.e-1] == 's'
	for e < r.hi && t[e] == '.' && isDigit(byteAt(t, e+1, r.hi)) {
		_, e = r.plainInt(e + 1)
		pointed = true
	}
	first := e
	for range 20 {
		k := r.skip(e)
		if k < r.hi && t[k] == ',' {
			k = r.skip(k + 1)
		}
		w := r.wordAt(k)
		switch {
		case r.is(k, w, "and"), r.is(k, w, "or"), r.is(k, w, "to"):
			k = r.skip(w)
		case k < r.hi && (t[k] == '-' || t[k] == '&'):
			k = r.skip(k + 1)
		case strings.HasPrefix(t[k:r.hi], "–"):
			k = r.skip(k + 3)
		}
		if k == e || k >= r.hi || !isDigit(t[k]) {
			break
		}
		_, e2 := r.plainInt(k)
		if e2 == k || e2-k > 3 {
			break
		}
		for pointed && e2+1 < r.hi && t[e2] == '.' && isDigit(t[e2+1]) {
			_, e2 = r.plainInt(e2 + 1)
		}
		if j, _ := r.unitGap(e2); true {
			if u, _ := r.unitWord(j); u != nil && !r.in(stops, j, r.wordAt(j)) {
				break
			}
			if c := byteAt(t, e2, r.hi); c == '%' || c == '.' && isDigit(byteAt(t, e2+1, r.hi)) || c == ',' && isDigit(byteAt(t, e2+1, r.hi)) && e2 == k {
				break
			}
			if n, ok := r.nounAfter(e2, false); ok && isLower(t[n.start]) && n.start-e2 < 12 && !(many && e == first) {
				break
			}
		}
		e = e2
	}
	return e
}

// afterNoun reports a bare number of one or two digits right after a noun in
// small letters, with nothing that it counts: rotor 1, ring 18, simulation 2.
func (r *reader) afterNoun(it *item, n *numeral) bool {
	t := r.text
	if n.digits == 0 || n.digits > 2 || it.neg || it.prefix || it.han || n.frac || it.Comparator != "" || it.left != n.start {
		return false
	}
	b := r.wordBefore(n.start)
	if b.e-b.s < 4 || b.e != n.start-1 || !isLower(t[b.s]) || t[b.e-1] == 's' {
		return false
	}
	if k := b.s; k > r.lo && (t[k-1] == '-' || t[k-1] >= 0x80) {
		return false
	}
	for _, m := range [...]*wordSet{stops, verbs, levelVerbs, fillers, upWords, downWords, moveWords, changeFill, approximators, numLeads} {
		if r.in(m, b.s, b.e) {
			return false
		}
	}
	if w, _ := r.numWordAt(b.s); w.class != wNone || r.verbLike2(b) && !r.in(ingNouns, b.s, b.e) || strings.HasSuffix(t[b.s:b.e], "ly") {
		return false
	}
	if u, _ := r.unitWord(b.s); u != nil {
		return false
	}
	k := r.skip(n.end)
	if k >= r.hi {
		return false
	}
	w := r.wordAt(k)
	return w > k && r.in(stops, k, w) && !r.is(k, w, "to") && !r.is(k, w, "in") && !r.is(k, w, "of") && !r.is(k, w, "or") && !r.is(k, w, "more") || t[k] == '.' || t[k] == ',' || t[k] == ';' || t[k] == ')'
}

// labelledWord reports a number in words after its label, with nothing counted
// behind it: season four, Chapter Two.
func (r *reader) labelledWord(b word, n *numeral) bool {
	t := r.text
	if b.e != n.start-1 || !r.in(labels, b.s, b.e) || r.in(numLeads, b.s, b.e) || t[b.e-1] == 's' && !r.is(b.s, b.e, "seasons") {
		return false
	}
	k := r.skip(n.end)
	if k >= r.hi {
		return true
	}
	w := r.wordAt(k)
	return strings.IndexByte(".,;:)", t[k]) >= 0 || r.is(k, w, "and") || r.is(k, w, "is") || r.is(k, w, "was") || r.is(k, w, "for") || r.is(k, w, "of") && isUpper(t[b.s])
}

// ingNouns end as participles do and are things.
var ingNouns = set(`ring wing spring string thing`)

// numLeads are words that lead to a count or a value and name nothing.
var numLeads = set(`next top number age equal equals least other only answer value score price order record total sum factor ratio rate percent grade beat former latter same whole main maximum minimum average mean median like worth into onto upon with such than these those when where both either neither plus minus times degree became become`)
