package figures

import (
	"sort"
	"strings"

	"despatch/briefs"
)

// A move is what a verb that takes an object says of an amount: raised rates by
// 25 basis points, cut its forecast to 1.2 per cent.
type move struct {
	dir  briefs.Change
	by   bool        // the amount is the size of the move, and no level
	what briefs.Span // what is moved
}

// moved finds the move that an item is the size or an end of: its verb stands
// before its object, in the same clause.
func (r *reader) moved(it *item) move {
	end := r.beforePhrase(it)
	lead := r.wordBefore(end)
	m := move{by: true}
	switch {
	case r.is(lead.s, lead.e, "by"):
		end = lead.s
	case r.is(lead.s, lead.e, "to"), r.is(lead.s, lead.e, "from"):
		end, m.by = lead.s, false
	case it.Kind != briefs.Percent && it.Unit != "bp":
		return move{}
	}
	if it.noun && !m.by {
		return move{}
	}
	least, e := r.clauseStart(it), end
	for range 9 {
		w := r.wordBefore(e)
		if w.e == w.s && e > least && r.text[e-1] == '-' {
			e-- // co-payments
			continue
		}
		if w.e == w.s || w.s < least || strings.ContainsAny(r.text[w.e:e], ",;:()") || r.in(motionVerbs, w.s, w.e) && !r.in(movers, w.s, w.e) {
			return move{}
		}
		if r.in(movers, w.s, w.e) {
			m.dir = briefs.Down
			if r.in(upWords, w.s, w.e) {
				m.dir = briefs.Up
			}
			m.what = r.object(w.e, end)
			if m.what.Len() == 0 && lead.e > end && !m.by {
				return move{}
			}
			if m.what.Len() == 0 && !r.is(lead.s, lead.e, "by") {
				return move{}
			}
			return m
		}
		e = w.s
	}
	return move{}
}

// object is the noun phrase between the verb that ends at s and e; empty when
// the words open with a preposition: rose in May by 5 %.
func (r *reader) object(s, e int) briefs.Span {
	s = r.skip(s)
	if w := r.wordAt(s); r.in(articles, s, w) {
		s = r.skip(w)
	}
	for e > s && isSpace(r.text[e-1]) {
		e--
	}
	if w := r.wordAt(s); s >= e || w == s || r.in(stops, s, w) || r.in(upNouns, s, w) || strings.HasSuffix(r.text[s:w], "ly") {
		return briefs.Span{}
	}
	return briefs.Span{Start: s, End: e}
}

// clauseStart is the end of the figure before an item, or the start of its
// sentence.
func (r *reader) clauseStart(it *item) int {
	least := max(r.lo, it.Sentence.Start)
	k := sort.Search(len(r.items), func(i int) bool { return r.items[i].Start >= it.Start })
	for i := k - 1; i >= max(0, k-maxBack) && r.items[i].End > least; i-- {
		if d := &r.items[i]; d.Shown() && d.End <= it.left {
			return d.End
		}
	}
	return least
}

// motion reports a verb that leads from what moved to a number. "Lost" before
// money says who lost it.
func (r *reader) motion(it *item, w word) bool {
	return r.in(motionVerbs, w.s, w.e) && !(it.Kind == briefs.Money && r.in(doneVerbs, w.s, w.e))
}

// movers are verbs of change that take an object.
var movers = set(`raised raise raises raising cut cuts cutting reduced reduce reduces reducing increased increase increases increasing lowered lower lowers lowering boosted boost boosts boosting
lifted lift lifts lifting hiked hike trimmed trim slashed slash expanded expand shortened extended widened narrowed improved improve doubled halved curbed`)

// motionVerbs lead from what moved to how far or where to. No noun is among
// them.
var motionVerbs = set(`rose risen rising fell fallen falling grew grown growing climbed climbing jumped jumping surged surging soared soaring plunged plunging slumped slumping tumbled tumbling slid sliding
sank sinking shrank shrunk shrinking swelled widened widening narrowed narrowing halved doubled tripled trebled quadrupled slowed slowing eased easing edged inched crept slipped slipping dipped dipping
retreated retreating rebounded rebounding recovered rallied skidded sagged plummeted plummeting crashed collapsed nosedived strengthened strengthening weakened weakening firmed advanced advancing
dropped dropping declined declining decreased decreasing increased increasing gained gaining added adding lost losing accelerated accelerating quickened cooled ticked spiked leapt leaped skyrocketed rocketed ballooned
contracted expanded worsened deteriorated closed ended finished settled traded fetched bought changed held steadied hovered peaked stayed opened started flat unchanged little higher lower down plunge jumped
rise fall grow climb shrink exceed peak improved improving moved`)

// onward are the words between a move and where it led: "rose 2% to close at
// $84", "1.5% higher at 33,212".
var onward = set(`year month quarter on to at from close trade settle end finish stand reach hit higher lower up down a an the record just around about nearly almost over and closed ended stood now`)

// measureOfMove is the measure that an item has as the size or an end of a move:
// what was moved, or the measure of the figure before that leads to it.
func (r *reader) measureOfMove(k int, p *place) string {
	it := &r.items[k]
	if it.noun && !idleUnits.has(it.Unit) || it.Kind == briefs.Percent && r.is(r.skip(it.End), r.wordAt(r.skip(it.End)), "of") || r.span(it) {
		return ""
	}
	if k > p.first {
		if b := &r.items[k-1]; b.Shown() && (!b.noun || idleUnits.has(b.Unit)) && b.Measure != "" && (r.leadsOn(b, it) || r.saidAgain(b, it)) {
			return b.Measure
		}
	}
	if k > p.first {
		if b := &r.items[k-1]; b.Shown() && !b.noun && r.apposed(b, it) {
			return b.Measure
		}
	}
	m := r.moved(it)
	if m.what.Len() == 0 {
		return ""
	}
	return sound(r.tidy(r.text[m.what.Start:m.what.End]))
}

// apposed reports that b says in words of its own how a moved: 1.7 trillion
// yuan, a year-on-year increase of 5.4 percent.
func (r *reader) apposed(a, b *item) bool {
	if b.Change == briefs.Level || a.End > b.left || b.left-a.End > maxMeasure {
		return false
	}
	gap := r.text[a.End:b.left]
	if !strings.HasPrefix(gap, ", a ") && !strings.HasPrefix(gap, ", an ") || strings.ContainsAny(gap[1:], ",.;:(") {
		return false
	}
	of := r.wordBefore(r.beforePhrase(b))
	return r.is(of.s, of.e, "of") && r.changeNoun(of.s) != briefs.Level
}

// leadsOn reports that a is how far something moved, or where from, and b where
// to.
func (r *reader) leadsOn(a, b *item) bool {
	if r.listed(a, b) {
		return a.Kind != b.Kind
	}
	if a.Change == briefs.Level && a.Kind != b.Kind || a.End > b.left || b.left-a.End > maxMeasure {
		return false
	}
	to, from := false, a.End
	if byteAt(r.text, from, r.hi) == ',' && b.Change == briefs.Level {
		from++ // fell $2.31, or 1.2 percent, to $189.95
	}
	for at := from; at < b.left; {
		w, ok := r.nextWord(at)
		if !ok || w.s >= b.left || !r.in(onward, w.s, w.e) || strings.ContainsAny(r.text[at:w.s], ".,;:(") {
			return to && strings.TrimSpace(r.text[at:b.left]) == ""
		}
		to = to || r.is(w.s, w.e, "to") || r.is(w.s, w.e, "at") || r.is(w.s, w.e, "from")
		at = w.e
	}
	return to
}
