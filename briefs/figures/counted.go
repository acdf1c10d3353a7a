package figures

import "strings"

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
	for at := from; at < it.unitAt.Start; {
		w, ok := r.nextWord(at)
		if !ok || w.s >= it.unitAt.Start {
			break
		}
		if r.numberAt(w.s) {
			from = it.unitAt.Start // two full-time and two part-time people
			break
		}
		at = w.e
	}
	end := r.prepositions(it.unitAt.End, from+maxMeasure)
	if end < r.hi && r.text[end] == '"' && strings.Count(r.text[from:end], "\"")%2 == 1 {
		end++
	}
	var s strings.Builder
	s.WriteString(r.text[from:end])
	// The verb before the number, when the noun is its object.
	b := it.left
	for range 4 {
		v := r.wordBefore(b)
		if v.e == v.s {
			break
		}
		if strings.HasSuffix(r.text[v.s:v.e], "ed") && v.e-v.s > 4 && !r.in(phraseVerbs, v.s, v.e) && isLower(r.text[v.s]) {
			if b2 := r.wordBefore(v.s); !r.in(passives, b2.s, b2.e) && end == it.unitAt.End {
				s.WriteString(" " + r.text[v.s:v.e])
			}
			break
		}
		if !r.in(fillers, v.s, v.e) && !r.in(phraseEnds, v.s, v.e) && !r.is(v.s, v.e, "more") && !r.is(v.s, v.e, "at") && !r.is(v.s, v.e, "less") {
			break
		}
		b = v.s
	}
	return s.String()
}

var passives = set(`was were been be is are being`)

var phraseVerbs = set(`permitted allowed enabled helped required forced asked expected wanted needed exceeded estimated surpassed topped need seed speed indeed hundred reached passed increased decreased declined dropped climbed jumped gained totaled totalled numbered added averaged`)

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
