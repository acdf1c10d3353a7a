package figures

import (
	"strings"

	"despatch/briefs"
)

// notWord tells number words that name: Group of Seven, Five Eyes, "One Belt",
// quoted slogans. It returns the end of what is passed over, or 0.
func (r *reader) notWord(n *numeral, w numWord) int {
	t := r.text
	if b := r.wordBefore(n.start); r.is(b.s, b.e, "several") || r.is(b.s, b.e, "few") || r.is(b.s, b.e, "many") {
		r.no(n.start, n.end, "says no number")
		return n.end
	}
	if n.scaled || n.frac || !n.words {
		return 0
	}
	// High-five, take-two.
	if n.start-2 >= r.lo && r.text[n.start-1] == '-' && isLetter(r.text[n.start-2]) && !r.joinsNumber(n.start) {
		r.no(n.start, n.end, "name with a number")
		return n.end
	}
	skipTo := func(why string) int {
		r.no(n.start, n.end, why)
		return n.end
	}
	// Six in the evening, ten o'clock.
	if k := r.skip(n.end); n.v.Cmp(briefs.Int(13)) < 0 {
		if e, ok := r.startsWith(k, "in the evening"); ok {
			return r.addDate(n.start, e, "", "", "clock time")
		}
		if e, ok := r.startsWith(k, "in the morning"); ok {
			return r.addDate(n.start, e, "", "", "clock time")
		}
		if e, ok := r.startsWith(k, "in the afternoon"); ok {
			return r.addDate(n.start, e, "", "", "clock time")
		}
		if w := r.wordAt(k); r.is(k, w, "o") && w < r.hi && (t[w] == '\'' || strings.HasPrefix(t[w:r.hi], "’")) {
			return r.addDate(n.start, r.wordEnd(k), "", "", "clock time")
		}
	}
	b := r.wordBefore(n.start)
	if r.labelledWord(b, n) {
		return skipTo(labelWhy)
	}
	if isUpper(t[n.start]) {
		if r.is(b.s, b.e, "of") && r.is2before(b.s, "group") {
			return skipTo("name")
		}
		start := r.sentenceStart(n.start) == n.start
		next, ok := r.nextWord(n.end)
		if ok && isUpper(t[next.s]) && isLower(byteAt(t, next.s+1, r.hi)) && next.s > n.end && !r.unitStarts(next.s) {
			// One Belt, Three Taxes, Five Eyes: capitals on both.
			quoted := r.quoted(n.start)
			if !start || quoted {
				if r.month(next.s, next.e) == 0 {
					return skipTo("name")
				}
			}
		}
		if !start && b.e > b.s && isUpper(t[b.s]) && !r.in(stops, b.s, b.e) && n.start-b.e == 1 {
			if !ok || isUpper(t[next.s]) || r.in(stops, next.s, next.e) || t[n.end] == '-' {
				return skipTo("name")
			}
		}
	}
	if n.end+1 < r.hi && t[n.end] == '-' && r.is(n.end+1, r.wordAt(n.end+1), "way") {
		return skipTo("name with a number") // two-way trade
	}
	// "two unwavering": a slogan in quotation marks, with nothing counted.
	if r.quoted(n.start) && n.end < r.hi {
		k := n.end
		for k < r.hi && k < n.end+40 && (isLetter(t[k]) || t[k] == ' ' || t[k] == '-') {
			k++
		}
		if k < r.hi && (t[k] == '"' || strings.HasPrefix(t[k:r.hi], "”") || strings.HasPrefix(t[k:r.hi], "’")) && k > n.end+1 {
			if u, _ := r.unitWord(r.skip(n.end)); u == nil {
				return skipTo("slogan in quotation marks")
			}
		}
	}
	// One another, no one, one-off, the one.
	if w.val == 1 && w.class == wUnit {
		if b.e > b.s && (r.is(b.s, b.e, "no") || r.is(b.s, b.e, "any") || r.is(b.s, b.e, "every") || r.is(b.s, b.e, "this") || r.is(b.s, b.e, "that") || r.is(b.s, b.e, "another") || r.is(b.s, b.e, "which") || r.is(b.s, b.e, "each")) {
			return skipTo("one as a pronoun")
		}
		if n.end < r.hi && (t[n.end] == '\'' || strings.HasPrefix(t[n.end:r.hi], "’")) {
			return skipTo("one as a pronoun")
		}
		k := r.gap(n.end)
		if k > 0 {
			e := r.wordAt(k)
			switch {
			case r.is(k, e, "of"), r.is(k, e, "another"), r.is(k, e, "such"), r.is(k, e, "off"), r.is(k, e, "time") && t[n.end] == '-', r.is(k, e, "sided"), r.is(k, e, "way"), r.is(k, e, "stop"):
				return skipTo("one as an article")
			}
		}
	}
	return 0
}

func (r *reader) unitStarts(i int) bool {
	u, _ := r.unitWord(i)
	return u != nil
}

// quoted reports whether an opening quotation mark stands right before i.
func (r *reader) quoted(i int) bool {
	s := r.text[r.lo:i]
	return strings.HasSuffix(s, "\"") || strings.HasSuffix(s, "“") || strings.HasSuffix(s, "‘") || strings.HasSuffix(s, "'") || strings.HasSuffix(s, "「")
}
