package figures

import (
	"strings"

	"despatch/briefs"
)

// A comparing phrase before a number: its words, the last first.
type phrase struct {
	words string
	cmp   briefs.Comparator
}

// phrases are the English comparators before a number by their last word; the
// longer of two that fit wins.
var phrases = map[string][]phrase{
	"than": {
		{"not more than", briefs.AtMost}, {"no more than", briefs.AtMost}, {"not less than", briefs.AtLeast}, {"no less than", briefs.AtLeast},
		{"no fewer than", briefs.AtLeast}, {"not fewer than", briefs.AtLeast}, {"no greater than", briefs.AtMost}, {"not greater than", briefs.AtMost},
		{"no later than", briefs.AtMost}, {"no higher than", briefs.AtMost}, {"no lower than", briefs.AtLeast}, {"not exceeding more than", briefs.Over},
		{"more than", briefs.Over}, {"greater than", briefs.Over}, {"higher than", briefs.Over}, {"larger than", briefs.Over}, {"bigger than", briefs.Over},
		{"longer than", briefs.Over}, {"older than", briefs.Over}, {"better than", briefs.Over}, {"heavier than", briefs.Over}, {"taller than", briefs.Over}, {"faster than", briefs.Over},
		{"less than", briefs.Under}, {"fewer than", briefs.Under}, {"lower than", briefs.Under}, {"smaller than", briefs.Under}, {"younger than", briefs.Under}, {"shorter than", briefs.Under},
		{"rather than", ""}, {"or equal than", briefs.AtLeast}, {"less or equal than", briefs.AtMost}, {"smaller or equal than", briefs.AtMost},
	},
	"over": {{"over", briefs.Over}}, "above": {{"above", briefs.Over}}, "beyond": {{"beyond", briefs.Over}},
	"exceeded": {{"not exceeded", briefs.AtMost}, {"exceeded", briefs.Over}}, "exceeds": {{"exceeds", briefs.Over}}, "exceed": {{"not exceed", briefs.AtMost}, {"exceed", briefs.Over}},
	"exceeding": {{"not exceeding", briefs.AtMost}, {"exceeding", briefs.Over}},
	"surpassed": {{"surpassed", briefs.Over}}, "surpass": {{"surpass", briefs.Over}}, "surpassing": {{"surpassing", briefs.Over}}, "surpasses": {{"surpasses", briefs.Over}},
	"topped": {{"topped", briefs.Over}}, "topping": {{"topping", briefs.Over}}, "tops": {{"tops", briefs.Over}}, "passed": {{"passed", ""}},
	"through": {{"broke through", briefs.Over}},
	"least":   {{"at least", briefs.AtLeast}, {"at the very least", briefs.AtLeast}}, "minimum": {{"minimum", briefs.AtLeast}},
	"of": {{"in excess of", briefs.Over}, {"upwards of", briefs.Over}, {"upward of", briefs.Over}, {"north of", briefs.Over}, {"a minimum of", briefs.AtLeast}, {"a maximum of", briefs.AtMost}, {"minimum of", briefs.AtLeast}, {"maximum of", briefs.AtMost},
		{"shy of", briefs.Under}, {"short of", briefs.Under}, {"an estimated total of", briefs.About}, {"a total of", ""}, {"in the region of", briefs.About}, {"the neighborhood of", briefs.About}, {"the neighbourhood of", briefs.About}, {"the vicinity of", briefs.About}, {"on the order of", briefs.About}, {"of the order of", briefs.About}, {"south of", briefs.Under}},
	"under": {{"under", briefs.Under}}, "below": {{"below", briefs.Under}}, "beneath": {{"beneath", briefs.Under}},
	"to":     {{"up to", briefs.AtMost}, {"close to", briefs.About}, {"or equal to", briefs.AtLeast}, {"less than or equal to", briefs.AtMost}, {"lower than or equal to", briefs.AtMost}, {"smaller than or equal to", briefs.AtMost}, {"fewer than or equal to", briefs.AtMost}, {"below or equal to", briefs.AtMost}, {"next to", ""}},
	"most":   {{"at most", briefs.AtMost}, {"at the most", briefs.AtMost}},
	"many":   {{"as many as", briefs.AtMost}},
	"as":     {{"as many as", briefs.AtMost}, {"as much as", briefs.AtMost}, {"as high as", briefs.AtMost}, {"as long as", briefs.AtMost}, {"as few as", briefs.AtLeast}, {"as little as", briefs.AtLeast}, {"as low as", briefs.AtLeast}, {"as large as", briefs.AtMost}, {"as old as", briefs.AtMost}},
	"nearly": {{"nearly", briefs.About}}, "almost": {{"almost", briefs.About}}, "about": {{"about", briefs.About}}, "around": {{"around", briefs.About}},
	"roughly": {{"roughly", briefs.About}}, "approximately": {{"approximately", briefs.About}}, "approx": {{"approx", briefs.About}}, "circa": {{"circa", briefs.About}},
	"ca": {{"ca", briefs.About}}, "estimated": {{"estimated", briefs.About}}, "some": {{"some", briefs.About}}, "approaching": {{"approaching", briefs.About}}, "virtually": {{"virtually", briefs.About}},
	"near": {{"near", briefs.About}}, "nearing": {{"nearing", briefs.About}}, "sub": {{"sub", briefs.Under}}, "minus": {{"minus", ""}, {"plus or minus", briefs.About}}, "approached": {{"approached", briefs.About}},
	"perhaps": {{"perhaps", briefs.About}}, "reportedly": {{"reportedly", ""}}, "up": {{"up", ""}},
}

// phraseEnds are the last words of the phrases.
var phraseEnds = func() *wordSet {
	var ends strings.Builder
	for w := range phrases {
		ends.WriteString(" " + w)
	}
	return set(ends.String())
}()

// fillers may stand between a comparator and its number.
var fillers = set(`a an the its record to of total whopping staggering further additional another only just mere combined estimated reported`)

// comparedAt reports whether a comparing phrase ends right before i.
func (r *reader) comparedAt(i int) bool {
	_, ok := r.phraseBefore(i)
	return ok
}

// phraseBefore is the comparator whose phrase ends right before i.
func (r *reader) phraseBefore(i int) (briefs.Comparator, bool) {
	t := r.text
	if c := r.signCompare(i); c != "" {
		return c, true
	}
	end := i
	var buf [24]byte
	for step := range 4 {
		w := r.wordBefore(end)
		if w.e == w.s {
			if end > r.lo && t[end-1] == '-' && step == 0 {
				end--
				continue
			}
			return "", false
		}
		if r.in(phraseEnds, w.s, w.e) {
			key := fold(&buf, t[w.s:w.e])
			list := phrases[string(key)]
			best := phrase{}
			prev := r.wordBefore(w.s)
			for _, p := range list {
				if k := len(p.words) - len(key) - 1; len(p.words) <= len(best.words) || k > 0 && (prev.e == prev.s || t[prev.e-1]|0x20 != p.words[k-1]) {
					continue
				}
				if r.endsWith(w.e, p.words) {
					best = p
				}
			}
			if best.words != "" {
				if best.cmp == "" || string(key) == "than" && step > 0 && r.is(r.skip(w.e), r.wordAt(r.skip(w.e)), "the") {
					return "", false // faster than the 4.9% of May: another figure
				}
				if b := r.wordBefore(w.e - len(best.words)); best.words == "up to" && r.in(reaches, b.s, b.e) {
					return "", false // revised up to 2.1%: the level it came to
				}
				if string(key) == "some" || string(key) == "over" || string(key) == "above" || string(key) == "under" || string(key) == "below" || string(key) == "beyond" {
					if step > 0 {
						// over the past 5 years: no comparator
						if between := strings.TrimSpace(t[w.e:i]); (between != "a" || !r.scaleAt(i)) && between != "a record" && between != "the" || string(key) == "some" {
							return "", false
						} else if between == "the" {
							// exceed the $5m mark, but not over the 5 years
							return "", false
						}
					}
				}
				// Well over, just under, slightly more than.
				// An estimate inside "more than an estimated": the stronger word wins.
				if best.cmp == briefs.About {
					if far, ok := r.phraseBefore(w.e - len(best.words)); ok && far != briefs.About {
						return far, true
					}
				}
				return best.cmp, true
			}
		}
		if !r.in(fillers, w.s, w.e) {
			return "", false
		}
		end = w.s
	}
	return "", false
}

// endsWith reports whether the words of p end at e.
func (r *reader) endsWith(e int, p string) bool {
	t := r.text
	k := len(p) - 1
	i := e - 1
	for k >= 0 {
		if i < r.lo {
			return false
		}
		c := t[i]
		if p[k] == ' ' {
			if !isSpace(c) {
				return false
			}
			for i > r.lo && isSpace(t[i-1]) {
				i--
			}
		} else {
			if isUpper(c) {
				c |= 0x20
			}
			if c != p[k] {
				return false
			}
		}
		i--
		k--
	}
	return i < r.lo || !isLetter(t[i])
}

// compareEnds are the ASCII signs of comparison, or their ends.
var compareEnds = [256]bool{'<': true, '>': true, '=': true, '~': true}

// signCompare reads < > ≤ ≥ ~ ≈ ± before i.
func (r *reader) signCompare(i int) briefs.Comparator {
	t := r.text
	k := i
	for k > r.lo && t[k-1] == ' ' && i-k < 3 {
		k--
	}
	if k == r.lo || !compareEnds[t[k-1]] && t[k-1] < 0x80 {
		return ""
	}
	s := t[max(r.lo, k-4):k]
	switch {
	case strings.HasSuffix(s, "<="), strings.HasSuffix(s, "< ="), strings.HasSuffix(s, "≤"), strings.HasSuffix(s, "⩽"):
		return briefs.AtMost
	case strings.HasSuffix(s, ">="), strings.HasSuffix(s, "> ="), strings.HasSuffix(s, "≥"), strings.HasSuffix(s, "⩾"):
		return briefs.AtLeast
	case strings.HasSuffix(s, "<>"), strings.HasSuffix(s, "=<"), strings.HasSuffix(s, "=>"):
		return ""
	case strings.HasSuffix(s, "<"), strings.HasSuffix(s, "＜"):
		return briefs.Under
	case strings.HasSuffix(s, ">"), strings.HasSuffix(s, "＞"):
		if k >= 2 && k-2 >= r.lo && (isLetter(t[k-2]) || t[k-2] == '/' || t[k-2] == '"' || t[k-2] == '-') {
			return ""
		}
		return briefs.Over
	case strings.HasSuffix(s, "~"), strings.HasSuffix(s, "≈"), strings.HasSuffix(s, "∼"), strings.HasSuffix(s, "～"), strings.HasSuffix(s, "≃"), strings.HasSuffix(s, "≅"):
		return briefs.About
	}
	return ""
}

// reaches are verbs that "up" belongs to, and not to "up to".
var reaches = set(`revised edged ticked inched moved pushed went crept climbed nudged rose adjusted brought taken bumped raised driven jumped shot picked gone`)

// afters are the comparators after a number and its unit.
var afters = [...]phrase{
	{"or more", briefs.AtLeast}, {"or greater", briefs.AtLeast}, {"or higher", briefs.AtLeast}, {"or over", briefs.AtLeast}, {"or above", briefs.AtLeast}, {"or older", briefs.AtLeast}, {"or longer", briefs.AtLeast}, {"or better", briefs.AtLeast}, {"or larger", briefs.AtLeast},
	{"and above", briefs.AtLeast}, {"and over", briefs.AtLeast}, {"and older", briefs.AtLeast}, {"and up", briefs.AtLeast}, {"and more", briefs.AtLeast}, {"and higher", briefs.AtLeast}, {"plus", briefs.AtLeast},
	{"or less", briefs.AtMost}, {"or fewer", briefs.AtMost}, {"or lower", briefs.AtMost}, {"or below", briefs.AtMost}, {"or under", briefs.AtMost}, {"or younger", briefs.AtMost}, {"and below", briefs.AtMost}, {"and under", briefs.AtMost}, {"or smaller", briefs.AtMost}, {"and younger", briefs.AtMost},
	{"or so", briefs.About}, {"more or less", briefs.About}, {"or thereabouts", briefs.About}, {"at least", briefs.AtLeast}, {"at most", briefs.AtMost}, {"at the most", briefs.AtMost},
}

// afterFirsts are the first words of the afters.
var afterFirsts = func() *wordSet {
	var firsts strings.Builder
	for _, p := range afters {
		w, _, _ := strings.Cut(p.words, " ")
		firsts.WriteString(" " + w)
	}
	return set(firsts.String())
}()

// phraseAfter is the comparator that follows at e.
func (r *reader) phraseAfter(e int) (briefs.Comparator, int) {
	k := r.skip(e)
	if k >= r.hi || !isLetter(r.text[k]) {
		return "", e
	}
	if !r.in(afterFirsts, k, r.wordAt(k)) {
		return "", e
	}
	for _, p := range afters {
		if end, ok := r.startsWith(k, p.words); ok {
			if p.words == "or more" || p.words == "or less" || p.words == "and more" {
				// or less than, and more of: another phrase
				n := r.skip(end)
				if w := r.wordAt(n); r.is(n, w, "than") || r.is(n, w, "of") {
					return "", e
				}
			}
			if p.words == "and over" || p.words == "and under" || p.words == "or over" || p.words == "or under" || p.words == "and below" || p.words == "or below" || p.words == "and above" || p.words == "or above" || p.words == "and up" || p.words == "at least" || p.words == "at most" || p.words == "plus" {
				n := r.skip(end)
				if w := r.wordAt(n); r.is(n, w, "a") || r.is(n, w, "an") || r.is(n, w, "the") {
					return "", e
				}
				if n < r.hi && (isDigit(r.text[n]) || isLetter(r.text[n]) && !r.in(stops, n, r.wordAt(n)) || r.text[n] == '$') {
					return "", e
				}
				if p.words == "plus" || p.words == "and up" {
					if w := r.wordAt(n); w > n {
						return "", e
					}
				}
			}
			return p.cmp, end
		}
	}
	return "", e
}

func (r *reader) startsWith(k int, p string) (int, bool) {
	i := k
	for j := 0; j < len(p); j++ {
		if i >= r.hi {
			return 0, false
		}
		c := r.text[i]
		if p[j] == ' ' {
			if !isSpace(c) {
				return 0, false
			}
			for i < r.hi && isSpace(r.text[i]) {
				i++
			}
			continue
		}
		if isUpper(c) {
			c |= 0x20
		}
		if c != p[j] {
			return 0, false
		}
		i++
	}
	return i, i >= r.hi || !isLetter(r.text[i])
}

// compare settles the comparators of the items from an index on.
func (r *reader) compare(from int) {
	for i := from; i < len(r.items); i++ {
		it := &r.items[i]
		if !it.Shown() || it.dropped {
			continue
		}
		if it.han {
			r.compareHan(it)
		} else {
			r.compareEnglish(it)
		}
		if it.Comparator == "" {
			it.Comparator = briefs.Exactly
			if i > from && r.items[i-1].Rule == sharedUnit {
				r.compareBoth(&r.items[i-1], it)
			}
		}
	}
	r.closeBounds(from)
}

// compareBoth gives b the comparator of a where the two share a unit: "more than
// 80 and 90 tonnes".
func (r *reader) compareBoth(a, b *item) {
	if !a.han && a.Shown() && a.Comparator != "" && a.End < b.left && strings.TrimSpace(r.text[a.End:b.left]) == "and" {
		b.Comparator = a.Comparator
	}
}

func (r *reader) compareEnglish(it *item) {
	if it.Comparator != "" && it.Comparator != briefs.About {
		return
	}
	if c, _ := r.phraseAfter(it.End); c != "" && !(c == briefs.About && it.Comparator != "") {
		it.Comparator = c
		return
	}
	if it.noun && it.unitAt.End > it.End {
		if c, _ := r.phraseAfter(it.unitAt.End); c != "" && c != briefs.About {
			if c2, ok := r.phraseBefore(it.left); !ok || c2 == briefs.About {
				it.Comparator = c
				return
			}
		}
	}
	c, ok := r.phraseBefore(it.left)
	if k := it.left - 2; !ok && k >= r.lo && r.text[k] == ')' {
		c, ok = r.phraseInBrackets(it.left)
	}
	if !ok {
		return
	}
	// More than 5000 or equal.
	if c == briefs.Over || c == briefs.Under {
		if _, yes := r.startsWith(r.skip(it.End), "or equal"); yes {
			if c == briefs.Over {
				c = briefs.AtLeast
			} else {
				c = briefs.AtMost
			}
		}
	}
	if c == briefs.Over && r.span(it) && it.Unit != "year of age" && r.overPeriod(it.left) {
		return
	}
	if it.Value2 != nil && c == briefs.About {
		// About 10 to 20: as a range, its ends say enough.
		return
	}
	it.Comparator = c
}

// phraseInBrackets is the comparator that stands in brackets of its own before
// i: (at least) nine.
func (r *reader) phraseInBrackets(i int) (briefs.Comparator, bool) {
	k := i
	for k > r.lo && r.text[k-1] == ' ' {
		k--
	}
	if k == i || k == r.lo || r.text[k-1] != ')' {
		return "", false
	}
	c, ok := r.phraseBefore(k - 1)
	return c, ok && strings.IndexByte(r.text[max(r.lo, k-24):k], '(') >= 0
}

// overPeriod reports that "over" right before i leads to the time in which
// something happens and compares nothing: invest 5 million over five years. It
// compares after a word that a length of time follows: for over five years.
func (r *reader) overPeriod(i int) bool {
	w := r.wordBefore(i)
	if !r.is(w.s, w.e, "over") {
		return false
	}
	b := r.wordBefore(w.s)
	return b.s == b.e || !r.in(lengthLeads, b.s, b.e)
}

// lengthLeads are the words before a length of time that is compared.
var lengthLeads = set(`for of aged lasting taken have has had within from a worked held after just well little slightly is was are were be been lasted lasts last took takes take in to than spent served waited lived with since and or at by`)

// scaleAt reports whether a scale word or a fraction starts at i, before which
// "a" is part of the number: over a million.
func (r *reader) scaleAt(i int) bool {
	w, _ := r.numWordAt(i)
	return w.class == wScale || w.class == wHundred || w.class == wDozen || w.class == wQuarter || w.class == wOrdinal || w.class == wHalf
}
