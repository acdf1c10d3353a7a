package figures

import (
	"strings"

	"despatch/briefs"
)

// complement is what follows an amount: $5 million in grants, 3 tonnes of rice,
// $2 billion investment.
func (r *reader) complement(it *item) string {
	k := r.skip(it.End)
	w := r.wordAt(k)
	if w == k || strings.Contains(r.text[it.End:k], "\n\n") {
		return ""
	}
	if r.is(k, w, "in") || r.is(k, w, "of") || r.is(k, w, "for") || r.is(k, w, "on") || r.is(k, w, "to") && it.Kind == briefs.Money {
		start := w
		if x, ok := r.nextWord(w); ok && r.in(articles, x.s, x.e) {
			start = x.e
		}
		s := r.skip(start)
		e := r.nounRun(s)
		if start == w && r.is(k, w, "to") && (r.in(purposes, s, r.wordAt(s)) || isLower(byteAt(r.text, s, r.hi)) && !r.plural(word{s, r.wordAt(s)})) {
			return "" // $5,000 to buy hoses
		}
		if x := r.wordAt(s); r.in(noNouns, s, x) || r.dateAt(s) > s {
			return ""
		}
		if e <= s || isDigit(r.text[s]) || r.month(s, r.wordAt(s)) > 0 {
			return ""
		}
		return r.text[s:r.prepositions(e, s+maxMeasure)]
	}
	if r.in(stops, k, w) || it.Kind != briefs.Money || r.in(noNouns, k, w) || strings.HasSuffix(r.text[k:w], "ed") || strings.HasSuffix(r.text[k:w], "ly") {
		return ""
	}
	e := r.nounRun(k)
	if e <= k {
		return ""
	}
	return r.text[k:e]
}

// purposes are verbs that say what money is for.
var purposes = set(`benefit begin settle resolve help helps support supports fund funds buy purchase build expand improve fight prevent combat protect provide develop create assist train upgrade repair replace restore study research cover pay make keep hire clean address boost reduce end stop aid
construct acquire rebuild promote strengthen establish continue enhance implement complete modernize modernise renovate conduct increase prepare secure save serve meet close open run start bring ensure maintain`)

// bracketed is the noun before the parenthesis that an item stands in:
// "Norway (64 per cent)".
func (r *reader) bracketed(it *item, p *place) string {
	i := r.beforePhrase(it)
	if i-1 < p.Start || r.text[i-1] != '(' {
		return ""
	}
	s := r.phraseEnding(i-1, p.Start)
	if strings.ContainsAny(s, "0123456789") {
		return ""
	}
	// The last noun only: by pipeline from Norway.
	for _, w := range [...]string{" from ", " by ", " to ", " in ", " and ", " of ", " as ", " with "} {
		if k := strings.LastIndex(s, w); k >= 0 && w != " of " && w != " in " {
			s = s[k+len(w):]
		}
	}
	return s
}

// plainVerbs are verbs in -s that are seldom nouns: what stands before them is
// the subject.
var plainVerbs = set(`allows permits provides requires includes receives takes`)

// upToVerb cuts a clause before its verb: "budget for 2027 allows" is about the
// budget.
func upToVerb(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] != ' ' {
			continue
		}
		j := i + 1
		for j < len(s) && isLetter(s[j]) {
			j++
		}
		if plainVerbs.has(s[i+1 : j]) {
			return s[:i]
		}
	}
	return s
}
