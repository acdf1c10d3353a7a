package figures

import (
	"strings"

	"despatch/briefs"
)

// multiples are verbs that say by themselves how many times something grew or
// shrank.
var multiples = [...]struct {
	verb  string
	times briefs.Decimal
}{
	{"doubled", briefs.Int(2)}, {"tripled", briefs.Int(3)}, {"trebled", briefs.Int(3)}, {"quadrupled", briefs.Int(4)}, {"halved", briefs.Decimal{Coef: 5, Exp: -1}},
}

// multipleAt is how many times the verb text[i:e] says, and whether it is one.
func (r *reader) multipleAt(i, e int) (briefs.Decimal, bool) {
	if e-i > 5 && r.text[e-1] == 'd' {
		for n := range multiples {
			if m := &multiples[n]; m.verb == r.text[i:e] {
				return m.times, true
			}
		}
	}
	return briefs.Decimal{}, false
}

// multiple reads a verb of multiples at i: exports doubled, the firm has more
// than tripled its staff. It says nothing where the verb is an adjective or
// part of another (doubled down, doubled as), or leads to where the move went
// (doubled to 5 million): that figure says it.
func (r *reader) multiple(i, e int, v briefs.Decimal) int {
	t := r.text
	b := r.wordBefore(i)
	next, ok := r.nextWord(e)
	switch {
	case b.e == b.s || t[i-1] == '-' || r.in(justArticles, b.s, b.e):
		return e
	case ok && (r.is(next.s, next.e, "as") || r.is(next.s, next.e, "down") || r.is(next.s, next.e, "up") || r.is(next.s, next.e, "over") || r.is(next.s, next.e, "back")):
		return e
	case ok && (r.is(next.s, next.e, "to") || r.is(next.s, next.e, "from")):
		if k := r.skip(next.e); r.numberAt(k) || k < r.hi && (t[k] == '$' || t[k] >= 0x80) {
			return e
		}
	}
	it := item{num: briefs.Span{Start: i, End: e}, left: i, unit: unitCodes["times"]}
	it.Start, it.End, it.Value, it.Unit, it.UnitText, it.Kind, it.Change = i, e, v, "times", t[i:e], briefs.Ratio, briefs.Up
	if v.Exp < 0 {
		it.Change = briefs.Down
	}
	it.Rule = multipleRule
	r.items = append(r.items, it)
	return e
}

const multipleRule = "verb that says how many times"

// measureOfMultiple is what the verb of an item is done to, or who did it.
func (r *reader) measureOfMultiple(it *item, p *place, least int) string {
	if next, ok := r.nextWord(it.End); ok && next.e < p.End && r.in(articles, next.s, next.e) {
		if s := r.skip(next.e); !r.in(spanWords, s, r.wordAt(s)) {
			return r.text[s:r.prepositions(r.nounRun(s), s+maxMeasure)]
		}
	}
	end := it.left
	for range 6 {
		w := r.wordBefore(end)
		if w.e == w.s || w.s < least || !r.in(auxiliaries, w.s, w.e) && !r.in(phraseEnds, w.s, w.e) && !r.is(w.s, w.e, "more") && !strings.HasSuffix(r.text[w.s:w.e], "ly") || strings.ContainsAny(r.text[w.e:end], ",;:") {
			break
		}
		end = w.s
	}
	return r.phraseEnding(end, least)
}
