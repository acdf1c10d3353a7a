package figures

import (
	"strings"

	"despatch/briefs"
)

// join makes ranges of neighbours and shares units between them: "between 5%
// and 6%", "£2.1bn to £2.4bn", "three or four years", "3万至5万".
func (r *reader) join(from int) {
	if from >= len(r.items) {
		return
	}
	out := from // the last item that stays
	for i := from + 1; i < len(r.items); i++ {
		r.steps++
		a, b := &r.items[out], &r.items[i]
		if r.joined(a, b) {
			continue
		}
		if out++; out != i {
			r.items[out] = r.items[i]
		}
	}
	r.items = r.items[:out+1]
	r.lists(from)
}

// lists gives the unit at the end of a list to all its numbers: "12, 25, 60 and
// 100 µm".
func (r *reader) lists(from int) {
	for i := len(r.items) - 2; i >= from; i-- {
		a, b := &r.items[i], &r.items[i+1]
		if !a.bare || b.unit == nil || b.prefix || b.dropped || !a.Shown() || a.End > b.left || b.left-a.End > 8 || a.Value2 != nil {
			continue
		}
		switch strings.TrimSpace(r.text[a.End:b.left]) {
		case ",", "、", ", and", "and", ", or", "or", "和", "/":
			if strings.TrimSpace(r.text[a.End:b.left]) != "/" || r.text[a.End] == '/' {
				r.share(a, b)
			}
		}
	}
}

// joined reports whether a took b in. It may share a unit between the two.
func (r *reader) joined(a, b *item) bool {
	if a.dropped || !a.Shown() || !b.Shown() || a.End > b.left || b.left-a.End > 40 {
		return false
	}
	switch r.joint(a, b, r.text[a.End:b.left]) {
	case jointRange:
		return r.merge(a, b)
	case jointAdded:
		return true
	case jointShare:
		r.share(a, b)
	}
	return false
}

type jointKind int

const (
	jointNone jointKind = iota
	jointRange
	jointAdded // the first took the second in already
	jointShare // a list or a pair: the unit is shared, the figures are two
)

// joint tells what the text between two figures makes of them.
func (r *reader) joint(a, b *item, gap string) jointKind {
	g := strings.TrimSpace(gap)
	if strings.Contains(gap, "\n\n") {
		return jointNone
	}
	switch g {
	case "":
		if gap == "" && !a.han {
			return jointNone
		}
		return r.adjoin(a, b)
	case "(":
		// forty-five (45): said twice.
		if a.Value.Cmp(b.Value) == 0 && a.Value2 == nil && b.bare && byteAt(r.text, b.End, r.hi) == ')' {
			b.dropped = true
		}
		return jointNone
	case "bis", "à":
		if a.Value2 != nil || b.Value2 != nil {
			return jointNone
		}
		return jointRange
	case "over", "out of", "in":
		return r.ratio(a, b, g)
	case "of the", "of its", "of their", "of a total of", "out of the", "of our":
		// 300 of the 2,400 seats: seats are both.
		if a.bare && !a.frac && b.noun && !b.prefix && a.Value.Cmp(b.Value) < 0 {
			return jointShare
		}
		return jointNone
	case "per":
		return r.perMany(a, b)
	case "∶", "：", ":":
		return r.colonRatio(a, b)
	case "-", "–", "—", "~", "～", "〜", "至", "到", "∼", "－", "--", "- ~", "～约":
		if a.Value2 != nil || b.Value2 != nil {
			return jointNone
		}
		if g == "-" && b.left > a.End+1 && gap[0] != ' ' {
			return jointNone
		}
		if g == "—" && len(gap) > 3 {
			return jointNone
		}
		if g == "-" && !isDigit(r.text[a.num.Start]) && a.Value.Cmp(b.Value) > 0 && !a.han {
			return jointNone
		}
		if (g == "到" || g == "至") && r.moves(a) {
			return jointNone
		}
		return jointRange
	case "and", "und":
		if k := r.adjoin(a, b); k != jointNone {
			return k
		}
		fallthrough
	case "to", "to about", "and about", "to around", "to nearly", "or", "至少", "和", "与", "與", "跟", "to over", "to approximately":
		if a.Value2 != nil || b.Value2 != nil {
			return jointNone
		}
		lead := r.wordBefore(a.left)
		between := r.is(lead.s, lead.e, "between")
		if !between && r.in(approximators, lead.s, lead.e) {
			l2 := r.wordBefore(lead.s)
			between = r.is(l2.s, l2.e, "between")
		}
		fromWord := r.is(lead.s, lead.e, "from")
		switch {
		case g == "和" || g == "与" || g == "與":
			if strings.HasPrefix(r.text[b.End:r.hi], "之间") || strings.HasPrefix(r.text[b.End:r.hi], "之間") {
				return jointRange
			}
			if strings.HasPrefix(r.text[b.num.End:r.hi], "间") && a.bare {
				b.noun, b.bare, b.Unit, b.UnitText, b.End = false, true, "", "", b.num.End
				return jointRange
			}
			return jointShare
		case strings.HasPrefix(g, "and"):
			if between || fromWord && a.left-5 <= max(r.lo, r.sentenceStart(a.left)) {
				return jointRange
			}
			return jointShare
		case g == "or":
			if r.nextTo(a, b) && (a.bare || a.Unit == b.Unit) {
				return jointRange
			}
			return jointShare
		case strings.HasPrefix(g, "to"):
			if between {
				return jointRange
			}
			if r.is(lead.s, lead.e, "by") && r.movesFrom(lead.s) || r.movedPart(a.left) {
				return jointShare
			}
			if a.Value.Cmp(b.Value) > 0 && a.Value.Sign() > 0 && b.Value.Sign() >= 0 && !b.scaled && a.Unit != b.Unit && a.bare {
				return jointShare
			}
			if r.moves(a) || fromWord && (r.movesFrom(lead.s) || a.Value.Cmp(b.Value) > 0 && a.Unit == b.Unit) {
				return jointShare
			}
			if !a.bare && !b.bare && a.Unit != b.Unit && !(a.unit != nil && b.unit != nil && a.unit.kind == b.unit.kind) {
				return jointNone
			}
			return jointRange
		}
	case ",", "、", "，", ", and", ", or", "或", "及", "以及", "and/or", "&", "or about", "and approximately":
		return jointShare
	}
	return jointNone
}

// adjoin adds a smaller unit to a larger one right before it: 2 hours 30
// minutes, 2 years and 3 months, 7 feet 10 inches, 两小时十分.
func (r *reader) adjoin(a, b *item) jointKind {
	if a.unit == nil || a.Unit != a.unit.code || a.Value.Exp < 0 || b.Value.Exp < 0 || a.Value2 != nil || b.Value2 != nil || a.neg || b.neg {
		return jointNone
	}
	for _, s := range smallerUnits {
		if a.unit.code != s.large || b.unit != nil && b.unit.code != s.small || b.unit == nil && (!b.bare || s.large != "h" || b.End != r.hi && r.text[b.End] != '.') {
			continue
		}
		if b.Value.Cmp(briefs.Int(s.times)) >= 0 && s.large != "yd" {
			return jointNone
		}
		v, ok := product(a.Value, briefs.Int(s.times))
		if !ok {
			return jointNone
		}
		if v, ok = sum(v, b.Value); !ok {
			return jointNone
		}
		a.Value, a.unit, a.Unit, a.End, a.num.End = v, unitCodes[s.small], s.small, b.End, b.num.End
		a.UnitText, a.Rule = s.small, "two units added"
		return jointAdded
	}
	return jointNone
}

var smallerUnits = [...]struct {
	large, small string
	times        int64
}{
	{"h", "min", 60}, {"min", "s", 60}, {"year", "month", 12}, {"day", "h", 24}, {"ft", "in", 12}, {"yd", "ft", 3}, {"lb", "oz", 16},
	{"m", "cm", 100}, {"斤", "两", 10},
}

var approximators = set(`about around roughly approximately nearly almost some`)

// nextTo reports small whole numbers one apart: three or four.
func (r *reader) nextTo(a, b *item) bool {
	d, ok := sum(b.Value, negate(a.Value))
	return ok && d.Sign() > 0 && a.Value.Exp >= 0 && (d.Cmp(briefs.Int(1)) == 0 && a.Value.Cmp(briefs.Int(12)) < 0 || a.Value.Cmp(briefs.Int(5)) >= 0 && a.Value.Cmp(briefs.Int(20)) <= 0 && d.Cmp(briefs.Int(5)) == 0)
}

// moves reports whether the words before a say that something moved, so that
// "to" leads to where it went.
func (r *reader) moves(a *item) bool {
	w := r.wordBefore(a.left)
	if r.is(w.s, w.e, "from") {
		return r.movesFrom(w.s)
	}
	s := r.text[r.lo:a.left]
	if strings.HasSuffix(s, "由") || strings.HasSuffix(s, "从") || strings.HasSuffix(s, "從") {
		tail := r.text[a.End:min(r.hi, a.End+12)]
		return strings.Contains(tail, "提高") || strings.Contains(tail, "增") || strings.Contains(tail, "升") || strings.Contains(tail, "降") || strings.Contains(tail, "减") || strings.Contains(tail, "缩") || strings.Contains(tail, "扩") || strings.Contains(tail, "调")
	}
	return r.in(upWords, w.s, w.e) || r.in(downWords, w.s, w.e)
}

// movesFrom reports a verb of change in the words before "from" at s.
func (r *reader) movesFrom(s int) bool {
	t := r.text
	near := true
	for k := s; k > r.lo && s-k < 110; {
		k--
		if t[k] == ';' || t[k] == '.' && k+1 < r.hi && isSpace(t[k+1]) {
			return false
		}
		if !isLetter(t[k]) {
			continue
		}
		e := k + 1
		for k > r.lo && isLetter(t[k-1]) {
			k--
		}
		if r.is(k, e, "up") || r.is(k, e, "down") || r.is(k, e, "over") || r.is(k, e, "higher") || r.is(k, e, "lower") {
			if near {
				return true
			}
			continue
		}
		near = false
		if r.in(upWords, k, e) || r.in(downWords, k, e) || r.in(moveWords, k, e) {
			return true
		}
	}
	return false
}

var moveWords = set(`went goes moved changed shifted revised amended swung adjusted moving going`)

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
	a.Rule = "unit shared with the next number"
}
