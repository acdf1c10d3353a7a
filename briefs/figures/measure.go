package figures

import (
	"strings"

	"despatch/briefs"
)

// maxMeasure is how long a measure may be, in bytes, before it is cut at the
// end of a phrase: a panel is narrow.
const maxMeasure = 80

// measure says what an item measures, in the words of the text: the counted
// noun with its modifiers, the subject of the clause, or the whole of a share.
func (r *reader) measure(k int, p *place) {
	it := &r.items[k]
	if it.han {
		r.measureHan(k, p)
		return
	}
	switch it.Kind {
	case briefs.Percent:
		it.Measure = r.shareOf(k, p)
	case briefs.Count:
		if it.noun && it.unitAt.Len() > 0 {
			it.Measure = r.countedPhrase(it)
			break
		}
		fallthrough
	default:
		it.Measure = r.subject(it, r.sinceLast(k, p))
		if it.Measure == "" {
			it.Measure = r.complement(it)
		}
	}
	it.Measure = r.tidy(it.Measure)
	if it.Measure == "" {
		r.fallback(k, p)
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
	for j := k - 1; j >= p.first; j-- {
		if r.items[j].Shown() && r.items[j].Measure != "" {
			prev = &r.items[j]
			break
		}
	}
	s := r.tidy(r.clause(it, r.sinceLast(k, p)))
	if prev != nil && (s == "" || r.comparedWith(it)) {
		s = prev.Measure
	}
	it.Measure = s
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
	for {
		w := r.wordBefore(e)
		if w.e == w.s || w.s < least || strings.ContainsAny(r.text[w.e:e], ",;:()") || !r.in(levelVerbs, w.s, w.e) && !r.verbForm(w.s, w.e) && !r.in(stops, w.s, w.e) && !strings.HasSuffix(r.text[w.s:w.e], "ly") {
			break
		}
		e = w.s
	}
	s := r.phraseEnding(e, least)
	// What a verb of change is done to: lowered the target range.
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' {
			continue
		}
		j := i + 1
		for j < len(s) && isLetter(s[j]) {
			j++
		}
		if w := s[i+1 : j]; len(w) > 4 && (upWords[w] || downWords[w]) && strings.HasSuffix(w, "ed") && strings.HasPrefix(s[j:], " the ") {
			return s[j+len(" the "):]
		}
	}
	return s
}

// sinceLast is where the words that belong to an item can start: after the
// figure before it in its sentence.
func (r *reader) sinceLast(k int, p *place) int {
	for j := k - 1; j >= p.first; j-- {
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

// countedPhrase is the noun phrase that an item counts, to its head, with what
// its verb did to it: "domestic and foreign enterprises invited".
func (r *reader) countedPhrase(it *item) string {
	from := r.skip(it.num.End)
	for from < r.hi && (r.text[from] == '-' || isSpace(r.text[from])) {
		from++
	}
	if from >= it.unitAt.End {
		return ""
	}
	w := r.wordAt(from)
	if r.is(from, w, "of") {
		n, _ := r.nextWord(w)
		if r.in(articles, n.s, n.e) {
			w = n.e
		}
		from = r.skip(w)
	}
	if r.is(from, w, "more") || r.is(from, w, "other") || r.is(from, w, "additional") {
		from = r.skip(w)
	}
	end := r.prepositions(it.unitAt.End, from+maxMeasure)
	s := r.text[from:end]
	// The verb before the number, when the noun is its object.
	b := it.left
	for range 4 {
		v := r.wordBefore(b)
		if v.e == v.s {
			break
		}
		if strings.HasSuffix(r.text[v.s:v.e], "ed") && v.e-v.s > 4 && !r.in(phraseVerbs, v.s, v.e) && isLower(r.text[v.s]) {
			if b2 := r.wordBefore(v.s); !r.in(passives, b2.s, b2.e) && end == it.unitAt.End {
				s += " " + r.text[v.s:v.e]
			}
			break
		}
		if !r.in(fillers, v.s, v.e) && phrases[strings.ToLower(r.text[v.s:v.e])] == nil && !r.is(v.s, v.e, "more") && !r.is(v.s, v.e, "at") && !r.is(v.s, v.e, "less") {
			break
		}
		b = v.s
	}
	return s
}

var articles = set(`the a an its their our his her these those this that all some any of`)
var passives = set(`was were been be is are being`)
var phraseVerbs = set(`exceeded estimated surpassed topped need seed speed indeed hundred reached passed increased decreased declined dropped climbed jumped gained totaled totalled numbered added`)

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
		for n < 7 {
			x, ok := r.nextWord(end)
			if !ok || isDigit(r.text[x.s]) {
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

// levelVerbs lead from a subject to its number.
var levelVerbs = set(`is are was were be been being has have had reached reach reaches reaching hit hits exceeded exceeds exceed exceeding surpassed surpasses topped totaled totalled totals total stood stands stand amounted amounts
came comes comprised numbered numbers averaged averages average rose fell grew increased decreased declined dropped climbed jumped gained lost rises falls grows expanded contracted slipped edged went
cost costs weighs weighed measures measured covers covered spans spanned at by to a an the about around nearly almost roughly approximately over more less than some up only just and also now currently estimated record will would could should may might expected
remained remains account accounts accounted for as from worth put set passes passed priced pegged fixed forecast projected expected believed valued still already not least most close had's`)

// subject is the noun phrase before the verb that leads to the item, without
// its article and "number of".
func (r *reader) subject(it *item, least int) string {
	t := r.text
	// "a budget of $5 million": the noun before "of".
	b := r.wordBefore(r.beforePhrase(it))
	if b.e > b.s && b.s >= least && r.is(b.s, b.e, "of") {
		return r.phraseEnding(b.s, least)
	}
	end := it.left
	verb := false
	for end > least {
		w := r.wordBefore(end)
		if w.e == w.s || w.s < least {
			break
		}
		if gap := t[w.e:end]; strings.ContainsAny(gap, ",;:()") {
			break
		}
		if !r.in(levelVerbs, w.s, w.e) {
			if !verb && strings.HasSuffix(t[w.s:w.e], "ly") {
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
	return r.phraseEnding(end, least)
}

var stopsNotVerbs = set(`at by to a an the about around nearly almost roughly approximately over more less than some up only just and also now for as from still already not least most close`)

// beforePhrase is where the item starts with the comparator before it.
func (r *reader) beforePhrase(it *item) int {
	i := it.left
	for range 4 {
		w := r.wordBefore(i)
		if w.e == w.s {
			break
		}
		if phrases[strings.ToLower(r.text[w.s:min(w.e, w.s+20)])] == nil && !r.in(fillers, w.s, w.e) && !r.is(w.s, w.e, "more") && !r.is(w.s, w.e, "less") && !r.is(w.s, w.e, "at") || r.is(w.s, w.e, "of") && !r.endsWith(w.e, "excess of") && !r.endsWith(w.e, "total of") {
			break
		}
		i = w.s
	}
	return i
}

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
		if c == ')' {
			depth++
		}
		if c == '(' {
			if depth == 0 {
				break
			}
			depth--
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
		if (r.in(sayVerbs, k, w) || r.is(k, w, "where") || r.is(k, w, "while") || r.is(k, w, "because") || r.is(k, w, "when") || r.is(k, w, "whose")) && w < e {
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

var openers = set(`the a an and but or while that which also of in by at however then so as its their this these both with for to from his her our nearly about who there it they we he she meanwhile moreover overall currently today now`)
var sayVerbs = set(`said says that reported showed shows found noted announced estimates expects revealed indicated suggested suggests means`)

// unitOfNumber gives a number without a unit the noun of its subject: "the
// number of enterprises exceeded 52 million" counts enterprises.
func (r *reader) unitOfNumber(it *item) {
	if it.Measure == "" {
		return
	}
	at := strings.LastIndex(r.text[it.Sentence.Start:it.left], it.Measure)
	if at < 0 {
		return
	}
	s := it.Sentence.Start + at
	b := r.wordBefore(s)
	if r.is(b.s, b.e, "the") {
		b = r.wordBefore(b.s)
	}
	if !r.is(b.s, b.e, "of") || !r.is2before(b.s, "number") {
		return
	}
	if n, ok := r.nounAfter(s, false); ok && n.end <= it.left {
		it.noun = true
		it.Unit, it.UnitText = r.text[n.start:n.end], r.text[n.start:n.end]
		it.bare, it.Rule = false, "number of things"
	}
}

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

// nounRun is the end of the words at s that may make a noun phrase.
func (r *reader) nounRun(s int) int {
	e := s
	for n := 0; n < 7; n++ {
		x, ok := r.nextWord(e)
		if n == 0 {
			x, ok = word{s, r.wordEnd(s)}, r.wordEnd(s) > s
		}
		if !ok || r.in(stops, x.s, x.e) && !(n > 0 && r.is(x.s, x.e, "and")) || n > 0 && (r.in(verbs, x.s, x.e) || isDigit(r.text[x.s])) {
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

// tidy puts a measure on one line without marks, and cuts it at the end of a
// phrase when it is long.
func (r *reader) tidy(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if strings.ContainsAny(s, "\n\t*`[]_") || strings.Contains(s, "  ") {
		s = plainText(s)
	}
	s = strings.TrimRight(s, " ,;:.-–(")
	if strings.Count(s, "\"") == 1 {
		s = strings.TrimSpace(strings.ReplaceAll(s, "\"", ""))
	}
	if strings.Count(s, "“") != strings.Count(s, "”") {
		s = strings.NewReplacer("“", "", "”", "").Replace(s)
	}
	if len(s) > maxMeasure {
		s = cutPhrase(s)
	}
	return s
}

// plainText drops Markdown marks and link targets and joins lines.
func plainText(s string) string {
	var b strings.Builder
	space := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isSpace(c):
			space = b.Len() > 0
			continue
		case c == '*' || c == '`' || c == '[' || c == '_' && (i == 0 || !isLetter(s[i-1])):
			continue
		case c == ']':
			if i+1 < len(s) && s[i+1] == '(' {
				if k := strings.IndexByte(s[i:], ')'); k >= 0 {
					i += k
				} else {
					i = len(s)
				}
			}
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteByte(c)
	}
	return b.String()
}

// cutPhrase cuts a long measure before a preposition, a comma or a conjunction,
// else at a word, within maxMeasure bytes.
func cutPhrase(s string) string {
	best := 0
	for i := 1; i < len(s) && i <= maxMeasure; i++ {
		if s[i] != ' ' && s[i] != ',' {
			continue
		}
		rest := strings.TrimLeft(s[i:], ", ")
		word, _, _ := strings.Cut(rest, " ")
		switch {
		case s[i] == ',':
			best = i
		default:
			switch word {
			case "above", "at", "in", "on", "for", "with", "by", "from", "to", "who", "which", "that", "under", "over", "during", "after", "before", "between", "including", "through", "where", "when", "as", "against", "than", "since", "playing", "of":
				if i > 20 || word != "of" {
					best = i
				}
			}
		}
	}
	if best > 30 {
		return s[:best]
	}
	i := maxMeasure
	if hanText(s) {
		for i > 0 && s[i] >= 0x80 && s[i] < 0xC0 {
			i--
		}
		return s[:i]
	}
	for i > 40 && s[i] != ' ' {
		i--
	}
	for i > 0 && s[i] >= 0x80 && s[i] < 0xC0 {
		i--
	}
	return s[:i]
}

// noNouns stand after an amount and are no part of what it measures.
var noNouns = set(`average record time part land total all deep long wide high tall thick higher lower longer shorter better worse larger smaller each apiece ahead away old later earlier
addition response order favour favor full cash return place use may which that day year month week turn`)

// dateAt is the end of a date that starts at or round s, or 0.
func (r *reader) dateAt(s int) int {
	for j := len(r.items) - 1; j >= 0 && r.items[j].End > s-40; j-- {
		if d := &r.items[j]; d.Kind == briefs.Date && d.Start <= s && s < d.End {
			return d.End
		}
	}
	return 0
}

// relativeAt is the end of a period such as "last year" that stands at s,
// with its article or without, or 0.
func (r *reader) relativeAt(s int) int {
	for _, w := range relativePeriods {
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
