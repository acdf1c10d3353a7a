package figures

import "despatch/briefs"

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
		before, here = here, place{Span: span, first: i, last: j}
		here.lead = r.leadPeriod(&here)
		carried := before.lead
		if carried != nil && !r.follows(before.Span, here.Span) {
			carried = nil
		}
		for k := i; k < j; k++ {
			it := &r.items[k]
			it.Sentence, it.Paragraph, it.Stance = span, b.Number, briefs.Observed
			if !it.Shown() {
				continue
			}
			r.change(it)
			it.Stance = r.stance(it)
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

// follows reports whether sentence b comes right after sentence a.
func (r *reader) follows(a, b briefs.Span) bool {
	for k := a.End; k < b.Start; k++ {
		c := r.text[k]
		if !isSpace(c) && c != '"' && c < 0x80 {
			return false
		}
	}
	return b.Start-a.End < 8
}
