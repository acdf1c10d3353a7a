package figures

import (
	"strings"

	"despatch/briefs"
)

// measure says what an item measures, in the words of the text: the counted
// noun with its modifiers, the subject of the clause, or the whole of a share.
func (r *reader) measure(k int, p *place) {
	it := &r.items[k]
	if it.han {
		r.measureHan(k, p)
		it.Measure = sound(it.Measure)
		return
	}
	if it.Rule == multipleRule {
		it.Measure = sound(r.tidy(r.measureOfMultiple(it, p, r.sinceLast(k, p))))
		return
	}
	if it.Measure = r.measureOfMove(k, p); it.Measure != "" {
		return
	}
	switch it.Kind {
	case briefs.Percent:
		it.Measure = r.shareOf(k, p)
	case briefs.Count:
		if k+1 < p.last && it.noun && it.unitAt.Len() == 0 && r.items[k+1].noun && r.items[k+1].Unit == it.Unit && r.items[k+1].unitAt.Len() > 0 {
			it.Measure = r.countedPhrase(&r.items[k+1]) // 12 of the 40 schools
			break
		}
		if it.noun && it.unitAt.Len() > 0 {
			it.Measure = r.countedPhrase(it)
			break
		}
		fallthrough
	default:
		it.Measure = r.subject(it, r.sinceLast(k, p))
		if it.Measure == "" && !r.span(it) {
			it.Measure = r.complement(it)
		}
	}
	if it.noun && byteAt(r.text, it.num.End, r.hi) == '-' && it.unitAt.Start == it.num.End+1 {
		it.Measure = "" // a 47-count indictment: what is measured, the compound does not say
		return
	}
	if it.noun && it.Kind == briefs.Count {
		it.Measure = soundCount(r.tidy(it.Measure))
		if idleUnits.has(it.Unit) {
			if s := sound(r.tidy(r.subject(it, r.sinceLast(k, p)))); s != "" {
				it.Measure = s
			}
		}
	} else {
		it.Measure = sound(r.tidy(it.Measure))
	}
	if it.Measure == "" {
		it.Measure = sound(r.tidy(r.bracketed(it, p)))
	}
	if b := r.goesOn(k, p.first); b != nil && !it.noun {
		it.Measure = b.Measure
	}
	if it.Measure == "" {
		r.fallback(k, p)
	}
	if it.Measure == "" && it.bare && r.verbAt(r.skip(it.End)) {
		it.Measure = sound(r.tidy(r.predicate(it.End, p.End)))
	}
	if it.bare && it.Unit == "" && it.Kind == briefs.Count {
		r.unitOfNumber(it)
	}
}

// fallback takes the measure of the figure before for one that is compared
// with it ("against 11 million a year earlier", "3 per cent more"), else the
// words of the clause before the figure.
func (r *reader) fallback(k int, p *place) {
	it := &r.items[k]
	var prev *item
	for j := k - 1; j >= max(p.first, k-maxBack); j-- {
		if r.items[j].Shown() && r.items[j].Measure != "" {
			prev = &r.items[j]
			break
		}
	}
	s := ""
	if lead := r.wordBefore(it.left); !r.span(it) && !r.is(lead.s, lead.e, "that") {
		s = sound(r.tidy(r.clause(it, r.sinceLast(k, p))))
		least := max(p.Start, it.left-maxMeasure) // a verb: to settle at
		if at := strings.LastIndex(r.text[least:max(least, it.left)], s); s != "" && at >= 0 && !strings.Contains(s, " ") && r.is2before(least+at, "to") {
			s = ""
		}
	}
	if prev != nil && prev.Kind == it.Kind && (r.comparedWith(it) || r.setAgainst(prev, it)) || prev != nil && s == "" && it.Kind == briefs.Percent && it.Change != briefs.Level && r.follow(prev, it) {
		s = prev.Measure
	}
	if s == "" && prev != nil && it.Kind == briefs.Percent && prev.Kind == briefs.Percent && onEach(r.text[prev.End:max(prev.End, it.left)]) {
		s = prev.Measure // 0.4% month on month and 3.9% year on year
		if it.Change == briefs.Level {
			it.Change = prev.Change
		}
	}
	it.Measure = s
}

// onEach reports "month on month and" and its like between two figures.
func onEach(gap string) bool {
	w := strings.Fields(gap)
	return len(w) == 4 && w[1] == "on" && w[0] == w[2] && (w[3] == "and" || w[3] == "but")
}

// follow reports whether only the words of a move stand between two figures:
// "4.31 million tonnes in May 2025, 4.6 per cent more".
func (r *reader) follow(a, b *item) bool {
	gap := r.text[a.End:max(a.End, b.Start)]
	return len(gap) < 40 && !strings.ContainsAny(gap, ";:.")
}

// setAgainst reports a figure that a word of comparison joins to the one
// before: "from 7.2 per cent to 6.8 per cent".
func (r *reader) setAgainst(a, b *item) bool {
	at := a.End
	if byteAt(r.text, at, r.hi) == ',' {
		at++
	}
	w, ok := r.nextWord(at)
	return ok && w.e <= b.left && r.follow(a, b) && r.in(comparing, w.s, w.e)
}

// span reports a length of time, which is said of much that it does not
// measure.
func (r *reader) span(it *item) bool {
	switch it.Unit {
	case "day", "h", "min", "s", "week", "month", "year", "decade", "business day", "year of age":
		return true
	}
	return false
}

// comparedWith reports whether a figure only says how another differs: it
// follows a comma or a word of comparison.
func (r *reader) comparedWith(it *item) bool {
	w := r.wordBefore(r.beforePhrase(it))
	return r.in(comparing, w.s, w.e)
}

var comparing = set(`against from than to with versus up down or`)

// clause is the text of the clause before a figure without its verb.
func (r *reader) clause(it *item, least int) string {
	e := r.beforePhrase(it)
	var verb word
	for {
		w := r.wordBefore(e)
		if w.e == w.s || w.s < least || strings.ContainsAny(r.text[w.e:e], ",;:()") || e < it.left-1 && r.is(w.s, w.e, "numbers") || !r.in(levelVerbs, w.s, w.e) && !r.verbForm(w.s, w.e) && !r.in(stops, w.s, w.e) && !strings.HasSuffix(r.text[w.s:w.e], "ly") {
			break
		}
		if (r.verbForm(w.s, w.e) || strings.HasSuffix(r.text[w.s:w.e], "ed")) && !r.in(levelVerbs, w.s, w.e) && !r.in(fillers, w.s, w.e) && !r.in(upWords, w.s, w.e) && !r.in(downWords, w.s, w.e) && !r.in(plainVerbs, w.s, w.e) {
			verb = w
		}
		e = w.s
	}
	if b := r.wordBefore(r.beforePhrase(it)); r.in(doneVerbs, b.s, b.e) && b.s >= least {
		verb = b
	}
	if verb.e > verb.s {
		return r.doneTo(verb, least)
	}
	s := upToVerb(r.phraseEnding(e, least))
	// What a verb of change is done to: lowered the target range.
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' {
			continue
		}
		j := i + 1
		for j < len(s) && isLetter(s[j]) {
			j++
		}
		if w := s[i+1 : j]; len(w) > 4 && (upWords.has(w) || downWords.has(w)) && strings.HasSuffix(w, "ed") && strings.HasPrefix(s[j:], " the ") {
			return s[j+len(" the "):]
		}
	}
	return s
}

// doneTo is what a verb before an amount says of it. What an office did with an
// amount is no measure of the office; what was carried or received is, and what
// a budget allows one to spend is of the budget.
func (r *reader) doneTo(verb word, least int) string {
	t := r.text
	s := r.phraseEnding(verb.s, least)
	if r.is2before(verb.s, "to") {
		if cut := upToVerb(s); cut != s {
			return cut
		}
		return ""
	}
	if to := r.skip(verb.e); r.is(to, r.wordAt(to), "into") || r.is(to, r.wordAt(to), "to") {
		return upToVerb(s) // moved into: what moved
	}
	if !r.in(doneVerbs, verb.s, verb.e) {
		return ""
	}
	who := sound(s)
	if who == "" && vague.has(strings.ToLower(s)) {
		who = s
	}
	if who != s || who == "" {
		return ""
	}
	by := " by "
	if at := strings.LastIndex(t[least:verb.s], who); at >= 0 && r.is2before(least+at, "the") {
		by = " by the "
	} else if at >= 0 && strings.Trim(t[min(r.sentenceStart(least+at), least+at):least+at], " -*+") == "" {
		if _, rest, ok := strings.Cut(who, " "); ok && rest != "" && isLower(rest[0]) || vague.has(strings.ToLower(who)) {
			who = lowerFirst(who)
		}
	}
	return strings.ToLower(t[verb.s:verb.e]) + by + who
}

// doneVerbs are past forms of what is done to an amount.
var doneVerbs = set(`carried received produced exported imported handled moved delivered collected borrowed earned supplied transported generated raised invested paid spent lost`)

// sinceLast is where the words that belong to an item can start: after the
// figure before it in its sentence.
func (r *reader) sinceLast(k int, p *place) int {
	for j := k - 1; j >= max(p.first, k-maxBack); j-- {
		r.steps++
		if r.items[j].Shown() {
			return max(p.Start, r.items[j].End, r.lo)
		}
	}
	return max(p.Start, r.lo)
}

// verbForm reports a common verb in any form with an s.
func (r *reader) verbForm(s, e int) bool {
	return r.in(verbs, s, e) || e-s > 3 && r.text[e-1] == 's' && r.in(verbs, s, e-1)
}

// levelVerbs lead from a subject to its number.
var levelVerbs = set(`weigh is are was were be been being has have had reached reach reaches reaching hit hits exceeded exceeds exceed exceeding surpassed surpasses topped totaled totalled totals total stood stands stand amounted amounts
came comes comprised numbered numbers averaged averages average rose fell grew increased decreased declined dropped climbed jumped gained lost rises falls grows improved worsened eased narrowed widened shrank dipped slid plunged soared surged expanded contracted slipped edged went
cost costs weighs weighed measures measured covers covered spans spanned at by to a an the about around nearly almost roughly approximately over more less than some up only just and also now currently estimated record will would could should may might expected
remained remains account accounts accounted for as from worth put set passes passed priced pegged fixed forecast projected expected believed valued still already not least most close had's`)

// subject is the noun phrase before the verb that leads to the item, without
// its article and "number of".
func (r *reader) subject(it *item, least int) string {
	t := r.text
	// "a budget of $5 million": the noun before "of".
	start := it.left
	b := r.wordBefore(r.beforePhrase(it))
	if b.e > b.s && b.s >= least && r.is(b.s, b.e, "of") {
		n := r.wordBefore(b.s)
		if r.in(idleHeads, n.s, n.e) {
			return "" // the use of a 103-foot hose
		}
		at := r.atRate(n)
		if at <= least {
			return lastNoun(strings.TrimSuffix(r.phraseEnding(b.s, least), " in the amount"))
		}
		start = at // GDP grew at an annual rate of 2.9 per cent
	}
	end := start
	verb := false
	for end > least {
		w := r.wordBefore(end)
		if w.e == w.s || w.s < least {
			break
		}
		if gap := t[w.e:end]; strings.ContainsAny(gap, ",;:()") {
			break
		}
		if much := r.wordBefore(w.s); r.is(w.s, w.e, "as") && r.in(extents, much.s, much.e) {
			end = much.s
			continue
		}
		if verb && (r.is(w.s, w.e, "costs") || r.is(w.s, w.e, "cost") || r.is(w.s, w.e, "numbers") || r.is(w.s, w.e, "totals")) {
			break // fuel costs rose, passenger numbers reached
		}
		if !r.in(levelVerbs, w.s, w.e) && !r.motion(it, w) {
			if strings.HasSuffix(t[w.s:w.e], "ly") {
				end = w.s
				continue
			}
			break
		}
		if !r.in(fillers, w.s, w.e) && !r.in(stopsNotVerbs, w.s, w.e) {
			verb = true
		}
		end = w.s
	}
	if !verb {
		return ""
	}
	for end > least && isSpace(t[end-1]) {
		end--
	}
	s := r.phraseEnding(end, least)
	return strings.TrimPrefix(s, "with the ")
}

// atRate is where "at an annual rate" starts, when its noun is n, or 0.
func (r *reader) atRate(n word) int {
	if !r.is(n.s, n.e, "rate") && !r.is(n.s, n.e, "pace") {
		return 0
	}
	w := n
	for range 4 {
		w = r.wordBefore(w.s)
		if w.e == w.s {
			return 0
		}
		if r.is(w.s, w.e, "at") {
			return w.s
		}
	}
	return 0
}

// idleHeads are nouns before "of" that say nothing of the amount after it.
var idleHeads = set(`use course neighborhood neighbourhood vicinity kind type sort because instead view ahead`)

// extents stand between as and as: as much as 40 per cent.
var extents = set(`much many high low long few little large far`)

// lastNoun is the noun phrase that closes a clause: "well inside the fiscal
// rule" ends in the fiscal rule.
func lastNoun(s string) string {
	var buf [20]string
	words := appendWords(buf[:0], s)
	for i := len(words) - 1; i > 0; i-- {
		w := strings.ToLower(words[i-1])
		switch {
		case w == "of" || w == "in" || w == "for" || w == "and":
		case w == "the" || w == "its":
			if i > 1 && (words[i-2] == "of" || words[i-2] == "in" || words[i-2] == "for" || words[i-2] == "and") {
				continue
			}
			return strings.Join(words[i:], " ")
		case stops.has(w) || finiteVerbs.has(w) || irregular.has(w),
			i > 1 && words[i-2] == "and" && strings.HasSuffix(w, "ed") && len(w) > 4 && !adjectives.has(w):
			return strings.Join(words[i:], " ")
		}
	}
	return s
}

var stopsNotVerbs = set(`at by to a an the about around nearly almost roughly approximately over more less than some up only just and also now for as from still already not least most close`)
