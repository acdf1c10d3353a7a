package figures

import (
	"cmp"
	"slices"
	"strings"

	"despatch/briefs"
)

// Rank orders the figures of a brief by what an official would put on one
// card. A figure gets points for
//
//   - the place where it stands: the title (its value repeated there), the
//     first paragraph, then earlier before later;
//   - what it is: money before shares before counts before other measures, and
//     times and ages last;
//   - its size: one point for each three powers of ten of money and of counts;
//   - a change of a level, and a comparator that says a mark was passed;
//   - measuring a whole economy (GDP, 生产总值);
//   - a measure and a period, since a figure that cannot be told is no key;
//   - being said again in the text.
//
// A change comes after the magnitude that it changes: "4.31 million tonnes, 4.6
// per cent more".
// A figure that repeats a better one (same value and unit) loses most of its
// points, so that it comes after all others. Equal figures keep the order of
// the text. Dates and ordinals have no rank.

// rank sets Rank on the figures of a brief, 1 the best.
func rank(b *briefs.Brief) {
	type scored struct {
		i, points int
	}
	order := make([]scored, 0, len(b.Figures))
	times := map[valueUnit]int{}
	for i := range b.Figures {
		if f := &b.Figures[i]; f.Shown() {
			times[valueKey(f)]++
		}
	}
	title := map[valueUnit]bool{}
	for _, f := range extract(b.Title, b.Lang, briefs.Text, nil) {
		if f.Shown() {
			title[valueKey(&f)] = true
		}
	}
	first := 0
	for i := range b.Figures {
		if f := &b.Figures[i]; f.Shown() && f.Paragraph > 0 {
			first = f.Paragraph
			break
		}
	}
	at := make([]int, len(b.Figures)) // where a figure stands in order
	for i := range b.Figures {
		f := &b.Figures[i]
		if !f.Shown() {
			continue
		}
		key := valueKey(f)
		p := points(f)
		if title[key] {
			p += 40
		}
		if f.Paragraph <= 1 || f.Paragraph == first && first <= 2 {
			p += 14
			if f.Kind != briefs.Money && f.Kind != briefs.Percent && magnitude(f.Value) == 0 {
				p -= 9 // a handful of anything is no headline
			}
		}
		p -= min(i, 40) / 2
		if len(strings.Trim(f.Value.String(), "-0.")) > 1 {
			p += 4 * min(times[key]-1, 2) // 3 per cent twice is chance
		}
		if k := levelOf(b.Figures, i); k >= 0 && at[k] < len(order) && order[at[k]].i == k {
			p = min(p, order[at[k]].points-1)
			if f.Change == briefs.Level {
				p -= 8 // the past is no headline
			}
		}
		at[i] = len(order)
		order = append(order, scored{i, p})
	}
	slices.SortStableFunc(order, func(a, b scored) int { return cmp.Compare(b.points, a.points) })
	seen := make(map[valueUnit]bool, len(times))
	for k := range order {
		key := valueKey(&b.Figures[order[k].i])
		if seen[key] {
			order[k].points -= 1000
		}
		seen[key] = true
	}
	slices.SortStableFunc(order, func(a, b scored) int { return cmp.Compare(b.points, a.points) })
	for k, s := range order {
		b.Figures[s.i].Rank = k + 1
	}
}

// levelOf is the magnitude that the figure at i is a change of, or is compared
// with ("77 per cent, up from 72"): the nearest
// before it in its sentence with its measure; -1 when there is none.
func levelOf(figs []briefs.Figure, i int) int {
	f := &figs[i]
	if f.Measure == "" {
		return -1
	}
	for k := i - 1; k >= 0 && k > i-6 && figs[k].Sentence == f.Sentence; k-- {
		if g := &figs[k]; g.Shown() && g.Measure == f.Measure && (f.Change != briefs.Level && g.Change == briefs.Level || g.Unit == f.Unit && g.Value.Cmp(f.Value) != 0) {
			return k
		}
	}
	return -1
}

// A valueUnit is what figures that say the same have in common: 5.40 and 5.4
// per cent.
type valueUnit struct {
	value briefs.Decimal
	unit  string
}

func valueKey(f *briefs.Figure) valueUnit {
	v := short(f.Value)
	if v.Coef == 0 {
		v.Exp = min(v.Exp, 0) // no zero has thousands
	}
	return valueUnit{v, f.Unit}
}

// points are what a figure gets for what it is, wherever it stands.
func points(f *briefs.Figure) int {
	p := 0
	switch f.Kind {
	case briefs.Money:
		p = 16 + magnitude(f.Value)
	case briefs.Percent:
		p = 15
	case briefs.Count:
		p = 8 + 3*magnitude(f.Value)
		if f.Unit == "" {
			p -= 6
		}
	case briefs.Ratio:
		p = 6
	default:
		p = 11 + 2*magnitude(f.Value)
		switch {
		case f.Unit == "day", f.Unit == "h", f.Unit == "min", f.Unit == "s", f.Unit == "week", f.Unit == "month", f.Unit == "year", f.Unit == "decade":
			p = 1
		case strings.HasSuffix(f.Unit, "of age"):
			p = 0
		}
	}
	if f.Change != briefs.Level && f.Kind != briefs.Percent {
		p += 2
	}
	if f.Rule == cellRule {
		p -= 12
	}
	if f.Unit == "percentage point" || f.Unit == "bp" {
		p -= 4
	}
	if f.Comparator == briefs.Over || f.Comparator == briefs.AtLeast {
		p += 2
	}
	if f.Measure != "" {
		p += 14
	}
	if f.Period != nil {
		p += 3
	}
	if f.Value.Cmp(briefs.Int(10)) < 0 && f.Kind == briefs.Count {
		p -= 6
	}
	if f.Unit == "次" {
		p -= 6 // clicks
	}
	if headline(f.Measure) {
		p += 10
	}
	return p
}

// headline reports the measure that stands for a whole economy.
func headline(measure string) bool {
	switch strings.ToLower(measure) {
	case "gdp", "gross domestic product":
		return true
	}
	return strings.HasSuffix(measure, "生产总值") && !strings.Contains(measure, "人均")
}

// magnitude is how many times a value passes a thousandfold, 0 to 5.
func magnitude(d briefs.Decimal) int {
	s := strings.TrimLeft(d.String(), "-0.")
	whole, _, _ := strings.Cut(s, ".")
	return min(max(len(whole)-1, 0)/3, 5)
}
