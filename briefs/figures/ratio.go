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

// perMany reads 8.2 per 100,000 people, as one figure whose unit is the rest.
func (r *reader) perMany(a, b *item) jointKind {
	if !a.bare || !b.noun || b.prefix || b.Value2 != nil || b.Value.Cmp(briefs.Int(100)) < 0 || b.unitAt.Start < b.num.End {
		return jointNone
	}
	at := r.skip(a.End)
	unit := r.text[at:b.unitAt.End]
	if len(unit) > maxUnit {
		return jointNone
	}
	a.noun, a.bare, a.Unit, a.UnitText = true, false, unit, unit
	a.unitAt, a.End, a.Rule = briefs.Span{Start: at, End: b.unitAt.End}, b.unitAt.End, "number for so many"
	return jointAdded
}

// colonRatio reads 2.81∶1, and 3:1 after a word for a ratio: how many there are
// of the first for one of the second.
func (r *reader) colonRatio(a, b *item) jointKind {
	if !a.bare || b.unit != nil || a.Value2 != nil || b.Value2 != nil || a.Value.Sign() <= 0 || b.Value.Cmp(briefs.Int(1)) != 0 {
		return jointNone
	}
	a.End, a.num.End, a.Kind, a.Rule = b.num.End, b.num.End, briefs.Ratio, "ratio"
	return jointAdded
}

// ratioBefore reports whether a word for a ratio leads to the digits at i: a
// ratio of 3:1, 比例为3:1.
func (r *reader) ratioBefore(i int) bool {
	if tail := r.text[max(r.lo, i-12):i]; hasSuffix(tail, "比例为", "比例約為", "比为", "之比为", "比例是", "比例达") {
		return true
	}
	if tail := r.text[max(r.lo, i-12):i]; hasSuffix(tail, "比例", "之比") {
		return true
	}
	w := r.wordBefore(i)
	for range 6 {
		if r.is(w.s, w.e, "ratio") || r.is(w.s, w.e, "outnumber") || r.is(w.s, w.e, "outnumbers") || r.is(w.s, w.e, "outnumbered") || r.is(w.s, w.e, "outnumbering") {
			return true
		}
		w = r.wordBefore(w.s)
	}
	return false
}

// toOne reads "three to one" after a word for a ratio.
func (r *reader) toOne(it *item) {
	if it.Value.Cmp(briefs.Int(1)) <= 0 {
		return
	}
	to := r.skip(it.num.End)
	one := r.skip(r.wordAt(to))
	if !r.is(to, r.wordAt(to), "to") || !r.is(one, r.wordAt(one), "one") || !r.ratioBefore(it.left) {
		return
	}
	it.End = r.wordAt(one)
	it.num.End, it.bare, it.Kind, it.Rule = it.End, false, briefs.Ratio, "ratio"
}
