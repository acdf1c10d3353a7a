package figures

import (
	"strings"

	"despatch/briefs"
)

// maxBack is how many figures back one looks for what governs another, so that
// a long list stays linear.
const maxBack = 24

// A place is what the figures of one sentence share.
type place struct {
	briefs.Span
	first, last int            // items of the sentence, half open
	lead        *briefs.Period // the period that the sentence opens with; governs the next one
}

// context settles what stands round the figures of a block: sentence,
// paragraph, measure, period, change, stance.
func (r *reader) context(from int, b *briefs.Block) {
	var here, before place
	for i := from; i < len(r.items); {
		span := r.sentence(r.items[i].Start)
		j := i
		for j < len(r.items) && (j == i || r.items[j].Start < span.End) {
			j++
		}
		r.findRelative(span)
		before, here = here, place{Span: span, first: i, last: j}
		here.lead = r.leadPeriod(&here)
		carried := before.lead
		if carried != nil && !r.follows(before.Span, here.Span) {
			carried = nil
		}
		r.elided(i, j)
		for k := i; k < j; k++ {
			r.steps++
			it := &r.items[k]
			it.Sentence, it.Paragraph, it.Stance = span, b.Number, briefs.Observed
			if !it.Shown() {
				continue
			}
			if it.Rule != multipleRule {
				r.change(it)
			}
			if k > i && it.Change == briefs.Level && r.listed(&r.items[k-1], it) {
				it.Change = r.items[k-1].Change
			}
			r.again(k, i)
			it.Stance = r.stance(it)
			if a := &r.items[max(k-1, i)]; k > i && it.Stance == briefs.Observed && a.Stance != briefs.Observed && a.Shown() && !it.han && r.leadsOn(a, it) {
				it.Stance = a.Stance // from 8 to 15 euros: both ends are planned
			}
			if b := r.goesOn(k, i); b != nil && it.Stance == briefs.Observed {
				it.Stance = b.Stance
				if it.Change == briefs.Level && b.Kind == briefs.Percent {
					it.Change = b.Change
				}
			}
			if it.Period == nil {
				it.Period = r.period(k, &here)
			}
			if it.Period == nil {
				it.Period = carried
			}
		}
		for k := i; k < j; k++ {
			if it := &r.items[k]; it.Shown() && it.Measure == "" {
				r.measure(k, &here)
			}
		}
		i = j
	}
}

// listed reports that b goes on a list that a is in: 增长30.1%和32%, rose 5 per
// cent and 6 per cent.
func (r *reader) listed(a, b *item) bool {
	if !a.Shown() || a.Change == briefs.Level || a.End > b.left || b.left-a.End > 8 {
		return false
	}
	if g := strings.TrimSpace(r.text[a.End:b.left]); (g == ", or" || g == "or" && a.Unit != b.Unit) && !b.bare {
		return true // fell $2.31, or 1.2 percent; rose 6 percent, or 8 percent without taxes
	}
	if a.Kind != briefs.Percent || a.Unit != b.Unit {
		return false
	}
	switch strings.TrimSpace(r.text[a.End:b.left]) {
	case "和", "、", "与", "及", "and", ", and":
		return true
	}
	return false
}

// goesOn is the figure of the sentence that the figure at k goes on a list with,
// of another date: 2.5% in 2025 and 2% in 2026. The sentence starts at the item
// first.
func (r *reader) goesOn(k, first int) *item {
	it, dated := &r.items[k], false
	for j := k - 1; j >= max(first, k-maxBack); j-- {
		b := &r.items[j]
		if b.Kind == briefs.Date {
			dated = true
			continue
		}
		if !b.Shown() || !dated || b.Unit != it.Unit || b.Unit == "" || b.End > it.left || it.left-b.End > 60 {
			return nil
		}
		and := false
		for at := b.End; at < it.left; {
			if d := r.dateAt(r.skip(at)); d > at {
				at = d
				continue
			}
			if c := r.text[r.skip(at)]; c == ',' {
				at = r.skip(at) + 1
				continue
			}
			w, ok := r.nextWord(at)
			if !ok || w.s >= it.left {
				break
			}
			if !r.in(listWords, w.s, w.e) {
				return nil
			}
			and, at = and || r.is(w.s, w.e, "and"), w.e
		}
		if !and {
			return nil
		}
		return b
	}
	return nil
}

// listWords are the words between the figures of a list of dates.
var listWords = set(`in and by for the during of about around nearly roughly`)

// follows reports whether sentence b comes right after sentence a.
func (r *reader) follows(a, b briefs.Span) bool {
	for k := a.End; k < b.Start; k++ {
		c := r.text[k]
		if c == '\n' && listMark(r.text[k+1:min(k+6, len(r.text))]) {
			return false // another item of a list
		}
		if !isSpace(c) && c != '"' && c < 0x80 {
			return false
		}
	}
	return b.Start-a.End < 8
}

// listMark reports the marker of a list at the start of s.
func listMark(s string) bool {
	if len(s) > 1 && (s[0] == '-' || s[0] == '*' || s[0] == '+') && s[1] == ' ' {
		return true
	}
	k := 0
	for k < len(s) && isDigit(s[k]) {
		k++
	}
	return k > 0 && k+1 < len(s) && (s[k] == '.' || s[k] == ')') && s[k+1] == ' '
}

// elided gives a number without a unit that of the figure before it in the
// sentence, where the language leaves it out: "health takes 470 million euros,
// defence 360 million", "gained 1% and lost 1.1".
func (r *reader) elided(i, j int) {
	var last *item
	for k := i; k < j; k++ {
		it := &r.items[k]
		if !it.Shown() {
			continue
		}
		if it.bare && last != nil && !it.han && last.unit != nil && it.unit == nil && it.Value2 == nil && it.left-last.End < 120 {
			money := last.unit.kind == briefs.Money && (it.scaled || it.point && r.compares(it))
			share := last.unit.kind == briefs.Percent && it.point && (r.movesAt(it) || r.compares(it))
			if w := r.wordBefore(it.left); r.is(w.s, w.e, "at") {
				share = false // closed 1.5% higher at 33,212.96
			}
			if (money || share) && it.scaled == (last.scaled && money) {
				it.unit, it.Unit, it.UnitText, it.Kind, it.bare = last.unit, last.Unit, last.UnitText, last.Kind, false
				it.Rule = "unit of the figure before"
			}
		}
		if it.unit != nil {
			last = it
		}
	}
}

// movesAt reports whether a verb of change stands right before an item.
func (r *reader) movesAt(it *item) bool {
	w := r.wordBefore(r.beforePhrase(it))
	return r.in(upWords, w.s, w.e) || r.in(downWords, w.s, w.e)
}

// compares reports whether an item is set against the one before it.
func (r *reader) compares(it *item) bool {
	w := r.wordBefore(r.beforePhrase(it))
	return r.in(comparing, w.s, w.e) && !r.is(w.s, w.e, "with")
}
