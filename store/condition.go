package store

import (
	"math/big"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"despatch/briefs"
)

// A condition is what a search says of one figure. Numbers are compared as the
// text states them, exactly, in the unit that theirs is converted to. A
// comparator counts where numbers are equal: "over 80" is more than 80, and no
// more than that is known of it. A range fits where any number in it does.
type condition struct {
	number    bool     // says something of the number
	dimension string   // that it is of; "" is a number without a unit, which any figure may state
	low, high *big.Rat // nil is no bound
	lowOpen   bool     // the bound itself is not within
	highOpen  bool
	same      bool     // low is a number that the text states, whatever its comparator
	units     []string // as unitKey has them; it is in each
	measures  []term   // each stands in its measure
}

// comparators are the signs in front of a number, as people type them.
const comparators = "<>=≤≥＜＞＝~≈～≦≧"

// unitKey is the same for figures in one unit, as `unit:` has it; "" for those
// that have none.
func unitKey(f *briefs.Figure) string {
	if f.Kind != briefs.Count || f.Unit == "" {
		return f.Unit
	}
	return "#" + measureKey(f.Unit)
}

// fits reports whether a figure meets the condition.
func (c *condition) fits(f *briefs.Figure) bool {
	if !f.Shown() || c.number && !c.holds(f) {
		return false
	}
	for _, u := range c.units {
		if unitKey(f) != u {
			return false
		}
	}
	for i := range c.measures {
		if !c.measures[i].standsIn(f.Measure) {
			return false
		}
	}
	return true
}

// holds reports whether the number of a figure is within the bounds.
func (c *condition) holds(f *briefs.Figure) bool {
	low, high, ok := numberIn(f, c.dimension)
	if !ok {
		return false
	}
	if c.same {
		return low.Cmp(c.low) == 0 || high.Cmp(c.low) == 0
	}
	beyond := 0 // which side of its number the figure is on
	if f.Value2 == nil {
		switch f.Comparator {
		case briefs.Over:
			beyond = 1
		case briefs.Under:
			beyond = -1
		}
	}
	return onSide(high, c.low, beyond, c.lowOpen, 1) && onSide(low, c.high, beyond, c.highOpen, -1)
}

// onSide reports whether a number is on the side of a bound: 1 is above it.
func onSide(number, bound *big.Rat, beyond int, open bool, side int) bool {
	if bound == nil {
		return true
	}
	if at := number.Cmp(bound) * side; at != 0 {
		return at > 0
	}
	return beyond*side > 0 || beyond == 0 && !open
}

// numberIn is the number of a figure, or the ends of its range, in a dimension;
// "" is as it is stated.
func numberIn(f *briefs.Figure, dimension string) (low, high *big.Rat, ok bool) {
	unit := ""
	if dimension != "" {
		if unit = f.Unit; f.Kind == briefs.Count || briefs.Dimension(unit) != dimension {
			return nil, nil, false
		}
	}
	low = f.Value.InDimension(unit)
	if high = low; f.Value2 != nil {
		if high = f.Value2.InDimension(unit); high.Cmp(low) < 0 {
			low, high = high, low
		}
	}
	return low, high, true
}

// figure reads a condition on the number of a figure.
func (r *reading) figure(not bool) {
	signs := r.signs()
	if r.rest == "" {
		r.misread("figure: waits for " + awaited["figure"])
		return
	}
	c, read, said := r.longest(signs)
	if read == "" {
		r.misread(briefs.CleanLine("“"+signs+said+"” is no figure: write >1tn-yuan, 10..20% or 52million", 0))
		return
	}
	if not {
		r.shuns = append(r.shuns, c)
		r.understood("no " + read)
		return
	}
	r.figures = append(r.figures, c)
	r.understood(read)
}

// longest reads as many words as are one figure: "1 tn yuan" is, and of "5
// people" only the 5, since that may be a figure and a word.
func (r *reading) longest(signs string) (c condition, read, said string) {
	said, quoted := r.value()
	c, read = r.condition(signs, said)
	rest := r.rest
	for text, words := said, 1; !quoted && words < 5; words++ {
		r.rest = strings.TrimLeftFunc(r.rest, unicode.IsSpace)
		if r.rest == "" || !plainWord(r.rest) {
			break
		}
		next, _ := r.value()
		text += " " + next
		if longer, more := r.condition(signs, text); more != "" && len(longer.units) == 0 {
			c, read, said, rest = longer, more, text, r.rest
		}
	}
	r.rest = rest
	return c, read, said
}

// plainWord reports whether text goes on with a word: no field, no phrase and
// nothing without.
func plainWord(text string) bool {
	c, _ := utf8.DecodeRuneInString(text)
	name, _ := fieldName(text)
	return name == "" && openers[c] == "" && !dash(c)
}

// signs takes the signs of comparison that stand in front of a number.
func (r *reading) signs() string {
	end := 0
	for i, c := range r.rest {
		if !strings.ContainsRune(comparators, c) && !unicode.IsSpace(c) {
			break
		}
		end = i + utf8.RuneLen(c)
	}
	signs := r.rest[:end]
	r.rest = r.rest[end:]
	return strings.Join(strings.Fields(signs), "")
}

// condition is what signs and a number say, and in words; "" for what is no
// figure. Full-width letters and signs are as ASCII has them.
func (l language) condition(signs, said string) (c condition, read string) {
	c.number = true
	said = norm.NFKC.String(said)
	from, to, isRange := strings.Cut(strings.NewReplacer("…", "..", "...", "..", "‥", "..").Replace(said), "..")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	comparator := comparatorOf(signs)
	switch {
	case strings.ContainsAny(signs, ">＞≥≧") && strings.ContainsAny(signs, "<＜≤≦"):
		return c, "" // over and under at once
	case !isRange:
	case from == "" && to == "":
		return c, ""
	case from == "":
		said, comparator = to, briefs.AtMost
	case to == "":
		said, comparator = from, briefs.AtLeast
	}
	f, ok := l.quantity(said)
	if isRange && from != "" && to != "" {
		f, ok = l.between(from, to)
	}
	if !ok {
		return c, ""
	}
	if comparator == "" {
		comparator = f.Comparator
	}
	switch {
	case f.Unit == "":
	case f.Kind == briefs.Count:
		c.units = []string{unitKey(&f)}
	default:
		c.dimension = briefs.Dimension(f.Unit)
	}
	name := strings.TrimSpace(" " + briefs.CleanLine(f.Unit, 40))
	say := func(how string, d briefs.Decimal) string {
		return strings.TrimSpace("figures " + how + " " + d.Group(",") + " " + name)
	}
	low, high, _ := numberIn(&f, c.dimension)
	if f.Value2 != nil {
		c.low, c.high = low, high
		return c, say("from "+f.Value.Group(",")+" to", *f.Value2)
	}
	switch comparator {
	case briefs.Over:
		c.low, c.lowOpen = low, true
		return c, say("over", f.Value)
	case briefs.AtLeast:
		c.low = low
		return c, say("of at least", f.Value)
	case briefs.Under:
		c.high, c.highOpen = low, true
		return c, say("under", f.Value)
	case briefs.AtMost:
		c.high = low
		return c, say("of at most", f.Value)
	}
	c.low, c.high, c.same = low, low, true
	return c, say("of", f.Value)
}

// comparatorOf is what the signs mean, in whichever order they are typed.
func comparatorOf(signs string) briefs.Comparator {
	equal := strings.ContainsAny(signs, "=＝≤≥≦≧")
	switch {
	case strings.ContainsAny(signs, ">＞≥≧") && equal:
		return briefs.AtLeast
	case strings.ContainsAny(signs, ">＞"):
		return briefs.Over
	case strings.ContainsAny(signs, "<＜≤≦") && equal:
		return briefs.AtMost
	case strings.ContainsAny(signs, "<＜"):
		return briefs.Under
	case signs != "":
		return briefs.Exactly
	}
	return ""
}

// quantity is the one figure that a text is: a plain number, or what would be
// read as a figure in a brief.
func (l language) quantity(said string) (briefs.Figure, bool) {
	if d, err := briefs.ParseDecimal(strings.ReplaceAll(fold(said), ",", "")); err == nil {
		return briefs.Figure{Kind: briefs.Count, Value: d, Comparator: ""}, true
	}
	if l.extract == nil {
		return briefs.Figure{}, false
	}
	all := l.extract(said, "")
	if len(all) != 1 || !all[0].Shown() {
		return briefs.Figure{}, false
	}
	f := all[0]
	if f.Comparator == briefs.Exactly || f.Comparator == briefs.About {
		f.Comparator = ""
	}
	before, after := strings.TrimSpace(said[:f.Start]), strings.TrimSpace(said[f.End:])
	return f, (before == "" || f.Comparator != "") && (after == "" || after == f.UnitText)
}

// between is the range from one number to another, in either order. One that
// would not be read as a range in a brief is so here: in 1500..2000km the first
// is no year. A first number without a unit has that of the other, with its
// scale.
func (l language) between(from, to string) (briefs.Figure, bool) {
	if f, ok := l.quantity(from + " to " + to); ok && f.Value2 != nil {
		return f, true
	}
	low, ok := l.quantity(from)
	high, also := l.quantity(to)
	if ok && low.Unit == "" {
		unit := strings.TrimLeftFunc(to, func(c rune) bool { return unicode.IsDigit(c) || strings.ContainsRune("+-.,", c) })
		low, ok = l.quantity(from + unit)
	}
	if !ok || !also || low.Value2 != nil || high.Value2 != nil || low.Unit != high.Unit {
		return briefs.Figure{}, false
	}
	if low.Value.Cmp(high.Value) > 0 {
		low, high = high, low
	}
	low.Unit, low.Kind, low.Value2 = high.Unit, high.Kind, &high.Value
	return low, true
}

// unit reads the unit of a figure: one that figures have, or what is counted.
func (r *reading) unit(not bool) {
	said, _ := r.value()
	key := r.unitOf(said)
	switch {
	case key == "":
		r.misread(quoted(said) + " is no unit: write %, yuan, km or what is counted")
	case not:
		r.shuns = append(r.shuns, condition{units: []string{key}})
	default:
		r.units = append(r.units, key)
	}
}

func (l language) unitOf(said string) string {
	said = strings.TrimSpace(norm.NFKC.String(said))
	for _, one := range []string{"1 " + said, "1" + said} {
		if f, ok := l.quantity(one); ok && f.Unit != "" {
			return unitKey(&f)
		}
	}
	if key := measureKey(said); key != "" {
		return "#" + key
	}
	return ""
}

// join puts what was said of unit and measure to each figure that is looked
// for, or to any when none is.
func (r *reading) join() {
	if len(r.units)+len(r.measures) == 0 {
		return
	}
	if len(r.figures) == 0 {
		r.figures = []condition{{}}
	}
	for i := range r.figures {
		c := &r.figures[i]
		c.units = slices.Concat(c.units, r.units)
		c.measures = r.measures
	}
}
