package figures

import (
	"strings"

	"despatch/briefs"
)

// merge makes one figure of two ends; unit and scale are shared where the
// language shares them.
func (r *reader) merge(a, b *item) bool {
	if a.Comparator != "" && a.Comparator != briefs.About && a.Comparator != briefs.Exactly {
		return false
	}
	au, bu := a.unit != nil || a.noun, b.unit != nil || b.noun
	switch {
	case au && bu:
		if a.unit != nil && b.unit != nil && a.unit != b.unit {
			if a.unit.kind != b.unit.kind || a.unit.code == "percent" {
				return false
			}
			return false
		}
		if (a.unit == nil) != (b.unit == nil) {
			if a.prefix && b.noun { // $10-20 shares
				break
			}
			return false
		}
	case au && !a.prefix && !bu && a.unit != nil && a.unit.kind != briefs.Percent:
		if a.noun {
			return false
		}
	}
	// The scale of the second end: 24.2 to 33 billion, 3至5万.
	if b.scaled && !a.scaled && a.Value.Sign() != 0 {
		if exp := r.scaleOf(b); exp > 0 && a.Value.Cmp(b.Value) < 0 {
			if v, ok := scaled(a.Value, exp); ok && v.Cmp(b.Value) <= 0 {
				a.Value = v
			}
		}
	}
	lo, hi := a.Value, b.Value
	if lo.Cmp(hi) > 0 {
		if b.neg || !a.neg && r.text[a.End] == '-' && !strings.Contains(r.text[a.End:b.left], " ") && !bu && !au {
			if !b.neg {
				return false // 50-20: no range
			}
		}
		lo, hi = hi, lo
	}
	a.Value, a.Value2 = lo, &hi
	if bu && !(a.prefix && !b.prefix && b.noun) {
		a.unit, a.Unit, a.UnitText, a.unitAt, a.noun, a.bare, a.Kind = b.unit, b.Unit, b.UnitText, b.unitAt, b.noun, false, b.Kind
	} else if !au {
		a.bare = b.bare
		a.Kind = b.Kind
	}
	a.End = b.End
	a.num.End = b.num.End
	a.scaled = a.scaled || b.scaled
	if b.Comparator != "" && b.Comparator != briefs.Exactly {
		a.Comparator = b.Comparator
	}
	a.Rule = "range"
	return true
}

// scaleOf is the power of ten of the scale word that an item was read with.
func (r *reader) scaleOf(it *item) int {
	t := r.text
	// The digits as printed, without the scale.
	i := it.num.Start
	v, e, _, _, _ := r.digitRun(i)
	if e > i && v.Coef != 0 {
		for exp := 1; exp <= 16; exp++ {
			if s, ok := scaled(v, exp); ok && s.Cmp(it.Value) == 0 {
				return exp
			}
		}
		return 0
	}
	// Words and Han: the last scale.
	j := it.num.End
	if c := r.runeBefore(j); hanScale(c) >= 4 {
		exp := hanScale(c)
		k := j - 3
		if c2 := r.runeBefore(k); hanScale(c2) >= 4 {
			exp += hanScale(c2)
		}
		return exp
	}
	s := j
	for s > it.num.Start && isLetter(t[s-1]) {
		s--
	}
	if w, _ := r.numWordAt(s); w.class == wScale || w.class == wHundred {
		return int(w.val)
	}
	return 0
}

// shareScale gives the first of two ends of a move the scale of the second:
// "from 12.4 to 11.9 million tonnes". Ends that would then lie far apart are
// taken as they are printed.
func (r *reader) shareScale(a, b *item) {
	if !a.bare || a.scaled || !b.scaled || a.prefix != b.prefix || a.digits == 0 && !a.point || a.digits > 3 || a.han || a.Value.Sign() <= 0 {
		return
	}
	if g := strings.TrimSpace(r.text[a.End:b.left]); !strings.HasPrefix(g, "to") {
		return
	}
	v, ok := scaled(a.Value, r.scaleOf(b))
	if !ok {
		return
	}
	if most, ok := scaled(b.Value, 1); ok && v.Cmp(most) <= 0 {
		a.Value, a.scaled = v, true
	}
}

const sharedUnit = "unit shared with the next number"

// share gives the unit of the second figure to a first that has none: "45 and
// 50 mg", "10, 20 and 30 per cent".
func (r *reader) share(a, b *item) {
	r.shareScale(a, b)
	if !a.bare || b.bare || a.digits == 0 && !a.point && !a.scaled && !b.noun && a.num.Len() > 12 {
		return
	}
	if b.unit == nil && !b.noun || b.prefix {
		return
	}
	a.unit, a.Unit, a.UnitText, a.noun, a.bare, a.Kind = b.unit, b.Unit, b.UnitText, b.noun, false, b.Kind
	a.Rule = sharedUnit
}

// tolerance makes one figure of a value and how far it may be off: 5 ± 0.2 kg
// lies between 4.8 and 5.2. It reports whether a took b in.
func (r *reader) tolerance(a, b *item) bool {
	switch {
	case a.Value2 != nil || b.Value2 != nil || a.prefix != b.prefix && b.prefix:
		return false
	case a.bare: // 5 ± 0.2 kg: the unit is of both
	case b.bare || a.Unit != b.Unit:
		return false
	}
	lo, ok := sum(a.Value, negate(b.Value))
	if !ok || b.Value.Sign() < 0 {
		return false
	}
	hi, ok := sum(a.Value, b.Value)
	if !ok {
		return false
	}
	if a.bare {
		a.unit, a.Unit, a.UnitText, a.unitAt, a.noun, a.bare, a.Kind = b.unit, b.Unit, b.UnitText, b.unitAt, b.noun, b.bare, b.Kind
	}
	a.Value, a.Value2 = lo, &hi
	a.End, a.num.End = b.End, b.num.End
	a.Comparator = briefs.Exactly
	a.Rule = "value with its tolerance"
	return true
}
