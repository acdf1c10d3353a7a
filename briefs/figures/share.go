package figures

import (
	"strings"

	"despatch/briefs"
)

// shareOf says whose and what a share is: `of "little giant" enterprises:
// specialize in new materials`. A share whose whole is left out takes that of
// the share before it in the sentence ("over 60% are …").
func (r *reader) shareOf(k int, p *place) string {
	it := &r.items[k]
	t := r.text
	at := r.skip(it.End)
	w := r.wordAt(at)
	if r.is(at, w, "of") {
		s := r.skip(w)
		if x := r.wordEnd(s); r.is(s, x, "the") && r.is(r.skip(x), r.wordAt(r.skip(x)), "total") {
			// Of the total.
		} else if x := r.wordEnd(s); r.in(articles, s, x) && !r.is(s, x, "all") {
			s = r.skip(x)
		}
		e := r.wholeEnd(s)
		for e < p.End && t[e] == '"' {
			e++
		}
		if e <= s || byteAt(t, e, r.hi) == ',' && strings.Contains(t[e:min(e+40, p.End)], ", and ") {
			return "" // of pear, apple, and cherry growers
		}
		whole := "of " + t[s:e]
		lead := r.wordBefore(r.beforePhrase(it))
		if what := r.predicate(e, p.End); what != "" && !r.is(lead.s, lead.e, "of") && !r.is(lead.s, lead.e, "by") && !r.is(lead.s, lead.e, "to") && !r.is(lead.s, lead.e, "at") {
			return whole + ": " + what
		}
		if prev := r.onlyVerb(k, p); prev != nil && prev.Measure != "" && !strings.HasPrefix(prev.Measure, "of ") && !strings.Contains(prev.Measure, ", of ") {
			return prev.Measure + ", " + whole
		}
		sub := ""
		if v := r.wordBefore(r.beforePhrase(it)); !r.in(doneVerbs, v.s, v.e) {
			sub = r.subject(it, r.sinceLast(k, p))
		}
		if sub == "" && !r.in(plainVerbs, lead.s, lead.e) && !r.is(lead.s, lead.e, "that") {
			if sub = r.clause(it, r.sinceLast(k, p)); sub != "" && strings.HasSuffix(strings.TrimRight(t[:r.beforePhrase(it)], " "), sub) {
				sub = "" // the bill directs 37.5 percent of it: a verb that is not known
			}
		}
		if sub = sound(r.tidy(sub)); strings.Contains(sub, " by ") && doneVerbs.has(sub[:strings.IndexByte(sub, ' ')]) {
			return whole + ": " + sub
		}
		if sub != "" && len(sub) < 50 {
			return sub + ", " + whole
		}
		return whole
	}
	if it.Change != briefs.Level || r.movesNear(it) {
		if s := r.subject(it, r.sinceLast(k, p)); s != "" {
			return s
		}
		if s := r.changeOf(it); s != "" {
			return s
		}
	}
	if what := r.predicate(it.End, p.End); what != "" && r.opens(it, p) {
		// The whole of the share before: 40% of firms sell, 20% export.
		for j := k - 1; j >= max(p.first, k-maxBack); j-- {
			if b := &r.items[j]; b.Kind == briefs.Percent && strings.HasPrefix(b.Measure, "of ") && strings.Contains(b.Measure, ": ") {
				whole, _, _ := strings.Cut(b.Measure, ": ")
				return whole + ": " + what
			}
		}
		if r.verbAt(at) {
			if sub := r.subject(it, r.sinceLast(k, p)); sub != "" {
				return sub
			}
			return what
		}
	}
	if s := r.subject(it, r.sinceLast(k, p)); s != "" {
		return s
	}
	if s := r.changeOf(it); s != "" {
		return s
	}
	return r.complementShare(it)
}

// opens reports whether a share opens its clause, so that what follows is said
// of it: at the start, after a comma or after "and".
func (r *reader) opens(it *item, p *place) bool {
	i := r.beforePhrase(it)
	for i > p.Start && isSpace(r.text[i-1]) {
		i--
	}
	if i <= p.Start || strings.IndexByte(",;:-*(", r.text[i-1]) >= 0 {
		return true
	}
	w := r.wordBefore(i)
	return r.is(w.s, w.e, "and") || r.is(w.s, w.e, "but") || r.is(w.s, w.e, "while")
}

// onlyVerb is the figure before when nothing but a verb that leads to a number
// stands between: "the deficit of 910 million equals 0.4 per cent".
func (r *reader) onlyVerb(k int, p *place) *item {
	if k <= p.first || !r.items[k-1].Shown() {
		return nil
	}
	prev := &r.items[k-1]
	at, n := prev.End, 0
	for at < r.items[k].left {
		w, ok := r.nextWord(at)
		if !ok || w.s >= r.items[k].left {
			break
		}
		if !r.in(levelVerbs, w.s, w.e) && !r.is(w.s, w.e, "equals") && !r.is(w.s, w.e, "equal") || strings.ContainsAny(r.text[at:w.s], ",;") {
			return nil
		}
		at, n = w.e, n+1
	}
	if n == 0 || n > 3 {
		return nil
	}
	return prev
}

func (r *reader) movesNear(it *item) bool {
	w := r.wordBefore(r.beforePhrase(it))
	return r.is(w.s, w.e, "by") || r.is(w.s, w.e, "to")
}

// changeOf is what grew in "a 5 % increase in exports".
func (r *reader) changeOf(it *item) string {
	k := r.skip(it.End)
	w := r.wordAt(k)
	if r.in(upNouns, k, w) || r.in(downNouns, k, w) {
		j := r.skip(w)
		w2 := r.wordAt(j)
		if r.is(j, w2, "in") || r.is(j, w2, "of") {
			s := r.skip(w2)
			if x := r.wordEnd(s); r.in(articles, s, x) {
				s = r.skip(x)
			}
			e := r.nounRun(s)
			return r.text[s:r.prepositions(e, s+maxMeasure)]
		}
	}
	return ""
}

// complementShare is the noun right after a percentage: a 5 per cent stake.
func (r *reader) complementShare(it *item) string {
	k := r.skip(it.End)
	w := r.wordAt(k)
	if w == k || r.in(stops, k, w) || r.in(noNouns, k, w) || r.numberAt(k) || r.in(upNouns, k, w) || r.in(downNouns, k, w) || r.verbAt(k) {
		return ""
	}
	e := r.nounRun(k)
	if e <= k {
		return ""
	}
	return r.text[k:r.prepositions(e, k+maxMeasure)]
}

// verbAt reports whether a verb starts at k: are, have, said, and forms in -ed.
func (r *reader) verbAt(k int) bool {
	e := r.wordAt(k)
	if e == k {
		return false
	}
	return r.in(auxiliaries, k, e) || r.in(verbs, k, e) || r.in(sayVerbs, k, e) || strings.HasSuffix(r.text[k:e], "ed") && e-k > 4
}

var auxiliaries = set(`is are was were be been have has had do does did will would can could may might should must`)

// wholeEnd is the end of the noun phrase at s that a share is taken of.
func (r *reader) wholeEnd(s int) int {
	if n, ok := r.nounAfter(s, false); ok {
		return r.prepositions(closeQuote(r.text, n.end), s+60)
	}
	e := r.nounRun(s)
	return r.prepositions(e, s+60)
}

func closeQuote(t string, e int) int {
	if e < len(t) && t[e] == '"' {
		return e
	}
	return e
}

// predicate is the verb phrase that starts at e, to the end of its clause,
// without an auxiliary "are".
func (r *reader) predicate(e, end int) string {
	t := r.text
	s := r.skip(e)
	if s >= end || !isLetter(t[s]) {
		return ""
	}
	w := r.wordAt(s)
	switch {
	case r.is(s, w, "are"), r.is(s, w, "is"), r.is(s, w, "were"), r.is(s, w, "was"):
		s = r.skip(w)
	case r.is(s, w, "have") || r.is(s, w, "has"):
	case r.in(stops, s, w) && !r.in(auxiliaries, s, w):
		return ""
	}
	k := s
	for k < end && k < s+maxMeasure+20 {
		c := t[k]
		if c == ',' && !(k+1 < end && isDigit(t[k+1])) || c == ';' || c == '\n' && k+1 < end && t[k+1] == '\n' || c == '(' {
			break
		}
		if (c == '.' || c == '?' || c == '!') && (k+1 >= end || isSpace(t[k+1])) {
			break
		}
		k++
	}
	for k > s && k < len(t) && t[k] >= 0x80 && t[k] < 0xC0 {
		k--
	}
	return strings.TrimSpace(t[s:k])
}

// numberAt reports whether another number starts at k.
func (r *reader) numberAt(k int) bool {
	w, _ := r.numWordAt(k)
	return w.class != wNone || isDigit(byteAt(r.text, k, r.hi))
}
