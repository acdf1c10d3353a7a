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
		if a.bare && b.bare && i+1 < len(r.items) && r.hyphened(b, &r.items[i+1]) && r.linksTo(a, b) {
			if out++; out != i {
				r.items[out] = r.items[i]
			}
			continue // 24.2 to 33-35 billion euros: of three numbers, the closer two
		}
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

// hyphened reports that nothing but a hyphen stands between two figures, and
// linksTo that "to" does.
func (r *reader) hyphened(a, b *item) bool {
	return !a.dropped && !b.dropped && a.bare && a.End < b.left && b.left-a.End < 4 && (r.text[a.End:b.left] == "-" || r.text[a.End:b.left] == "–")
}

func (r *reader) linksTo(a, b *item) bool {
	return a.bare && a.End < b.left && strings.TrimSpace(r.text[a.End:b.left]) == "to"
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
		case "to":
			if b.Value2 != nil && b.scaled && !a.scaled && a.point {
				if v, ok := scaled(a.Value, r.scaleOf(b)); ok && v.Cmp(b.Value) <= 0 {
					a.Value = v
				}
			}
			r.share(a, b)
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
	case jointTolerance:
		return r.tolerance(a, b)
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
	jointTolerance
	jointShare // a list or a pair: the unit is shared, the figures are two
)

// joint tells what the text between two figures makes of them.
func (r *reader) joint(a, b *item, gap string) jointKind {
	g := strings.TrimSpace(gap)
	if strings.Contains(gap, "\n\n") {
		return jointNone
	}
	if h, ok := strings.CutPrefix(g, "-"); ok && len(h) > 1 && (byteAt(r.text, b.num.End, r.hi) == '-' || b.End > b.num.End && r.text[b.num.End] == '-') {
		g = strings.TrimSpace(h) // 20- and 30-year bonds
	}
	switch g {
	case "":
		if gap == "" && !a.han {
			return jointNone
		}
		if gap == "" && a.left-3 >= r.lo && r.text[a.left-3:a.left] == "每" && a.noun && b.Value2 == nil && a.Value.Cmp(briefs.Int(100)) >= 0 {
			b.Unit += "/" + r.text[a.Start:a.End] // 每10万人5.2例
			b.left, b.Start = a.left, a.Start
			a.dropped = true
			return jointNone
		}
		return r.adjoin(a, b)
	case "(":
		// forty-five (45): said twice.
		if a.Value.Cmp(b.Value) == 0 && a.Value2 == nil && b.bare && byteAt(r.text, b.End, r.hi) == ')' {
			b.dropped = true
		}
		return jointNone
	case "±", "+/-", "+/−", "+-":
		return jointTolerance
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
	case "and", "und", "and ~", "and ∼":
		if k := r.adjoin(a, b); k != jointNone {
			return k
		}
		fallthrough
	case "to", "to about", "and about", "to around", "to nearly", "or", "至少", "和", "与", "與", "跟", "to over", "to approximately":
		if a.Value2 != nil || b.Value2 != nil {
			return jointNone
		}
		lead := r.wordBefore(a.left)
		if lead.e == lead.s {
			lead = r.wordBefore(r.pastTilde(a.left)) // between ~45° and ~90°
		}
		between := r.is(lead.s, lead.e, "between")
		if !between && r.in(approximators, lead.s, lead.e) {
			l2 := r.wordBefore(lead.s)
			between = r.is(l2.s, l2.e, "between")
		}
		if b := r.wordBefore(lead.s); r.is(b.s, b.e, "from") && lead.e-lead.s > 4 && strings.HasSuffix(r.text[lead.s:lead.e], "ing") {
			lead = b // goes from receiving $43 million to $90 million
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
			if r.is(lead.s, lead.e, "voted") && a.bare && b.bare {
				a.dropped, b.dropped = true, true // voted 312 to 248: a score
				r.no(a.Start, b.End, "score")
				return jointNone
			}
			if between {
				return jointRange
			}
			if r.is(lead.s, lead.e, "by") && r.movesFrom(lead.s) || r.movedPart(a.left) {
				return jointShare
			}
			if a.Value.Cmp(b.Value) > 0 && a.Value.Sign() > 0 && b.Value.Sign() >= 0 && !b.scaled && a.Unit != b.Unit && a.bare {
				return jointShare
			}
			if r.moves(a) || fromWord && r.movesFrom(lead.s) || fromWord && (r.movesFrom(lead.s) || a.Value.Cmp(b.Value) > 0 && a.Unit == b.Unit) {
				return jointShare
			}
			if !a.bare && !b.bare && a.Unit != b.Unit && !(a.unit != nil && b.unit != nil && a.unit.kind == b.unit.kind) {
				return jointNone
			}
			return jointRange
		}
	case "增加到", "增至", "升至", "提高到", "提升至", "降至", "减少到", "扩大到", "缩小到", "增长到", ",", "、", "，", ", and", ", or", "或", "及", "以及", "and/or", "&", "or about", "and approximately":
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

// pastTilde is where the sign for "about" before i starts, or i.
func (r *reader) pastTilde(i int) int {
	k := i
	for k > r.lo && r.text[k-1] == ' ' {
		k--
	}
	for _, s := range [...]string{"~", "∼", "≈"} {
		if strings.HasSuffix(r.text[r.lo:k], s) {
			return k - len(s)
		}
	}
	return i
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
