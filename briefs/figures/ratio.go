package figures

import "despatch/briefs"

// ratio reads one in five, two out of three, 1 over 3.
func (r *reader) ratio(a, b *item, g string) jointKind {
	if !a.bare || b.Value.Sign() <= 0 || a.Value.Exp != 0 || b.Value.Exp != 0 || a.Value2 != nil || b.Value2 != nil || a.Comparator != "" || b.unit != nil || a.Value.Cmp(b.Value) >= 0 {
		return jointNone
	}
	switch g {
	case "over":
		if !b.bare || r.signBefore(a.left) < a.left {
			return jointNone
		}
	case "in":
		if a.Value.Cmp(briefs.Int(1)) != 0 && !r.opensShare(a, b) || b.Value.Cmp(briefs.Int(100000)) > 0 || b.digits == 4 {
			return jointNone
		}
	}
	v, ok := quotient(a.Value, b.Value)
	if !ok {
		return jointNone
	}
	a.Value, a.End, a.num.End, a.Kind, a.Rule = v, b.End, b.num.End, briefs.Ratio, "ratio"
	if b.noun {
		a.noun, a.Unit, a.UnitText, a.unitAt, a.bare = true, b.Unit, b.UnitText, b.unitAt, false
	}
	return jointAdded
}

// opensShare reports "three in five voters", which opens a sentence or follows a
// comparator: elsewhere two numbers round "in" are two figures.
func (r *reader) opensShare(a, b *item) bool {
	if a.Value.Cmp(briefs.Int(10)) >= 0 || b.Value.Cmp(briefs.Int(10)) > 0 && b.Value.Cmp(briefs.Int(100)) != 0 {
		return false
	}
	w := r.wordBefore(a.left)
	return a.left <= r.sentenceStart(a.left) || a.left == r.lo || r.in(approximators, w.s, w.e) || r.is(w.s, w.e, "than")
}
