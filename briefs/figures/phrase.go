package figures

import (
	"sort"
	"strings"

	"despatch/briefs"
)

var articles = set(`the a an its their our his her these those this that all some any of`)

// prepositions takes "in China", "of goods" into a phrase that ends at e, as far
// as limit.
func (r *reader) prepositions(e, limit int) int {
	for range 2 {
		k := r.skip(e)
		w := r.wordAt(k)
		if !r.is(k, w, "of") && !r.is(k, w, "in") && !r.is(k, w, "for") && !r.is(k, w, "with") && !r.is(k, w, "from") && !r.is(k, w, "on") && !r.is(k, w, "under") {
			break
		}
		end, n := w, 0
		if first := r.skip(w); r.in(setPhrases, first, r.wordAt(first)) {
			break // in order to, in particular
		}
		for n < 7 {
			x, ok := r.nextWord(end)
			if !ok || isDigit(r.text[x.s]) || n > 0 && r.numberAt(x.s) {
				break
			}
			if n > 0 && r.in(stops, x.s, x.e) && !r.is(x.s, x.e, "of") && !r.is(x.s, x.e, "the") && !r.is(x.s, x.e, "and") || r.in(verbs, x.s, x.e) && n > 0 {
				break
			}
			if n == 0 && r.in(stops, x.s, x.e) && !r.in(articles, x.s, x.e) {
				break
			}
			if r.month(x.s, x.e) > 0 {
				n = 0
				break
			}
			end = x.e
			n++
		}
		// A phrase does not end in a little word.
		for n > 0 {
			x := r.wordBefore(end)
			if !r.in(stops, x.s, x.e) || x.e == x.s {
				break
			}
			end = x.s
			for end > e && isSpace(r.text[end-1]) {
				end--
			}
			n--
		}
		if n == 0 || end > limit || end <= w {
			break
		}
		e = end
	}
	return e
}

// setPhrases are nouns after "in" or "of" that make an adverb with it.
var setPhrases = set(`order particular addition part total fact general full advance cash particular course turn return response favour favor`)

// mayPart are the bytes that phraseEnding looks at.
var mayPart = [256]bool{')': true, '(': true, '\n': true, '?': true, '!': true, '.': true, ',': true, ';': true, ':': true, '|': true, '*': true, 0x94: true}

// phraseEnding is the noun phrase that ends at e: back to a comma, a mark or
// the start of the clause.
func (r *reader) phraseEnding(e, least int) string {
	t := r.text
	for e > least && isSpace(t[e-1]) {
		e--
	}
	s := e
	depth := 0
	for s > least {
		c := t[s-1]
		if !mayPart[c] {
			s--
			continue
		}
		if c == ')' {
			depth++
		}
		if c == '(' {
			if depth == 0 {
				break
			}
			depth--
		}
		if c == '\n' && r.ends(s-1) {
			break
		}
		if depth == 0 && (c == '?' || c == '!') {
			break
		}
		if depth == 0 && (c == '.' && s < e && (isSpace(t[s]) || t[s] == '*') && s-3 >= least && isLower(t[s-2]) && isLower(t[s-3])) {
			break
		}
		if depth == 0 && (c == ',' && !(s < e && isDigit(t[s])) || c == ';' || c == ':' || c == '\n' && s-2 >= least && t[s-2] == '\n' || c == '|' || c == '*' && s-2 >= least && isSpace(t[s-2])) {
			break
		}
		if c == 0x94 && s-3 >= least && t[s-3] == 0xE2 && t[s-2] == 0x80 { // an em dash
			break
		}
		s--
	}
	r.steps += e - s
	s = r.skip(s)
	// Words that open the clause and are no part of the noun.
	for s < e {
		w := r.wordEnd(s)
		if w == s {
			if t[s] == '"' || t[s] == '*' || t[s] == '-' || t[s] == '#' || t[s] == '_' {
				s = r.skip(s + 1)
				continue
			}
			break
		}
		if d := r.dateAt(s); d > s {
			s = r.skip(d)
			if s < e && t[s] == ',' {
				s = r.skip(s + 1)
			}
			continue
		}
		if m := r.monthsAt(s); m > s && m < e {
			s = r.skip(m) // January to April
			continue
		}
		if isDigit(t[s]) && w < e && (t[w] == '.' || t[w] == ')') && w+1 < e && t[w+1] == ' ' {
			s = r.skip(w + 1) // the marker of a list
			continue
		}
		if d := r.relativeAt(s); d > s {
			s = r.skip(d)
			if s < e && t[s] == ',' {
				s = r.skip(s + 1)
			}
			continue
		}
		if r.in(openers, s, w) || strings.HasSuffix(t[s:w], "ed") && w-s > 4 && isLower(t[s]) {
			s = r.skip(w)
			continue
		}
		break
	}
	if s >= e {
		return ""
	}
	// The last verb of saying or "that" inside: what follows it is the subject.
	for k := s; k < e; {
		w := r.wordEnd(k)
		if w == k {
			k++
			continue
		}
		if (r.in(sayVerbs, k, w) || r.is(k, w, "forecast") && r.forecasts(k, s) || r.is(k, w, "where") || r.is(k, w, "while") || r.is(k, w, "because") || r.is(k, w, "when") || r.is(k, w, "whose")) && w < e {
			s = r.skip(w)
			for s < e {
				w2 := r.wordEnd(s)
				if w2 > s && r.in(openers, s, w2) {
					s = r.skip(w2)
					continue
				}
				break
			}
			k = s
			continue
		}
		k = w
	}
	if s >= e {
		return ""
	}
	if n, ok := r.startsWith(s, "number of"); ok && n < e {
		s = r.skip(n)
		if n, ok := r.startsWith(s, "the"); ok && n < e {
			s = r.skip(n)
		}
	}
	if n, ok := r.startsWith(s, "total number of"); ok && n < e {
		s = r.skip(n)
	}
	return t[s:e]
}

var openers = set(`on over under within between during among the a an another also even and but or while that which also of in by at however then so as its their this these both with for to from his her our nearly about who there it they we he she meanwhile moreover overall currently today now`)

// forecasts reports that "forecast" at k is what somebody did: the ministry
// forecast growth. The phrase starts at s.
func (r *reader) forecasts(k, s int) bool {
	b := r.wordBefore(k)
	return b.s >= s && b.e > b.s && (r.in(forecasters, b.s, b.e) || joinedAcronym(r.text[b.s:b.e]))
}

var forecasters = set(`ministry bank government office agency fund commission institute council economists analysts department treasury minister bureau brokers banks officials company chancellor`)

var sayVerbs = set(`said says that reported showed shows found noted announced estimates expects revealed indicated suggested suggests means`)

// nounRun is the end of the words at s that may make a noun phrase.
func (r *reader) nounRun(s int) int {
	e := s
	for n := range 7 {
		x, ok := r.nextWord(e)
		if n == 0 {
			x, ok = word{s, r.wordEnd(s)}, r.wordEnd(s) > s
		}
		if !ok || r.in(stops, x.s, x.e) && !(n > 0 && r.is(x.s, x.e, "and")) || n > 0 && (r.in(verbs, x.s, x.e) && !r.nounHere(x) || isDigit(r.text[x.s])) {
			break
		}
		e = x.e
	}
	if b := r.wordBefore(e); e > s && r.in(stops, b.s, b.e) && b.s > s {
		e = b.s
		for e > s && isSpace(r.text[e-1]) {
			e--
		}
	}
	return e
}

// nounHere reports a plural that verbs are spelled like and that closes its
// phrase, so that it is a noun: cleanup costs, and …
func (r *reader) nounHere(x word) bool {
	if !r.is(x.s, x.e, "costs") && !r.is(x.s, x.e, "needs") && !r.is(x.s, x.e, "plans") && !r.is(x.s, x.e, "orders") && !r.is(x.s, x.e, "claims") && !r.is(x.s, x.e, "reports") && !r.is(x.s, x.e, "works") {
		return false
	}
	k := r.skip(x.e)
	w := r.wordAt(k)
	return k >= r.hi || strings.IndexByte(",.;)", r.text[k]) >= 0 || r.is(k, w, "and") || r.is(k, w, "or") || r.is(k, w, "in") || r.is(k, w, "for") || r.is(k, w, "of")
}

// noNouns stand after an amount and are no part of what it measures.
var noNouns = set(`fy average record time part land total all deep long wide high tall thick higher lower longer shorter better worse larger smaller each apiece ahead away old later earlier
addition response order favour favor full cash return place use may which that day year month week turn`)

// dateAt is the end of a date that starts at or round s, or 0.
func (r *reader) dateAt(s int) int {
	after := sort.Search(len(r.items), func(i int) bool { return r.items[i].Start > s })
	for j := after - 1; j >= 0 && r.items[j].End > s-40; j-- {
		r.steps++
		if d := &r.items[j]; d.Kind == briefs.Date && d.Start <= s && s < d.End {
			return d.End
		}
	}
	return 0
}

// relativeAt is the end of a period such as "last year" that stands at s,
// with its article or without, or 0.
func (r *reader) relativeAt(s int) int {
	if !r.in(relativeFirsts, s, r.wordAt(s)) {
		return 0
	}
	if k := r.skip(r.wordAt(s)); !r.in(relativeNexts, k, r.wordAt(k)) {
		return 0
	}
	c := byteAt(r.text, s, r.hi) | 0x20
	for _, w := range relativePeriods {
		if w[0] != c && w[0] != 't' {
			continue
		}
		if e, ok := r.startsWith(s, w); ok {
			return e
		}
		if rest, ok := strings.CutPrefix(w, "the "); ok {
			if e, ok := r.startsWith(s, rest); ok {
				return e
			}
		}
	}
	return 0
}

// relativeFirsts are the first words of relative periods, with their article
// and without.
var relativeFirsts = set(`last this the next each every recent first second third fourth past previous year`)

// monthsAt is the end of a run of months at s, "January to April", or 0.
func (r *reader) monthsAt(s int) int {
	if s >= r.hi || !isUpper(r.text[s]) || r.month(s, r.wordAt(s)) == 0 {
		return 0
	}
	to, ok := r.nextWord(r.wordAt(s))
	if !ok || !r.is(to.s, to.e, "to") && !r.is(to.s, to.e, "and") && !r.is(to.s, to.e, "through") {
		return 0
	}
	m, ok := r.nextWord(to.e)
	if !ok || !isUpper(r.text[m.s]) || r.month(m.s, m.e) == 0 {
		return 0
	}
	return m.e
}

// beforePhrase is where the item starts with the comparator before it.
func (r *reader) beforePhrase(it *item) int {
	if key := uint64(r.lo)<<32 | uint64(it.left+1); it.phrase.key != key {
		it.phrase.key, it.phrase.at = key, r.findPhrase(it)
	}
	return it.phrase.at
}

func (r *reader) findPhrase(it *item) int {
	i := it.left
	for range 4 {
		w := r.wordBefore(i)
		if w.e == w.s {
			break
		}
		if !r.in(phraseEnds, w.s, w.e) && !r.in(fillers, w.s, w.e) && !r.is(w.s, w.e, "more") && !r.is(w.s, w.e, "less") && !r.is(w.s, w.e, "at") || r.is(w.s, w.e, "of") && !r.endsWith(w.e, "excess of") && !r.endsWith(w.e, "total of") {
			if r.in(degrees, w.s, w.e) && i < it.left && r.is(i, r.wordAt(i), "than") {
				i = w.s
				continue
			}
			if at := r.regionOf(w); at > 0 {
				i = at
				continue
			}
			break
		}
		i = w.s
	}
	return i
}

// degrees stand before "than" in comparators.
var degrees = set(`greater higher lower larger smaller fewer bigger longer older younger shorter`)

// regionOf is where "in the region of" and its like start, when "of" is at w, or
// 0.
func (r *reader) regionOf(w word) int {
	if !r.is(w.s, w.e, "of") {
		return 0
	}
	n := r.wordBefore(w.s)
	if !r.is(n.s, n.e, "neighborhood") && !r.is(n.s, n.e, "neighbourhood") && !r.is(n.s, n.e, "vicinity") && !r.is(n.s, n.e, "region") && !r.is(n.s, n.e, "order") {
		return 0
	}
	the := r.wordBefore(n.s)
	in := r.wordBefore(the.s)
	if !r.is(the.s, the.e, "the") {
		return 0
	}
	if !r.is(in.s, in.e, "in") && !r.is(in.s, in.e, "on") && !r.is(in.s, in.e, "of") {
		return the.s
	}
	return in.s
}
