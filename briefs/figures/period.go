package figures

import (
	"strings"

	"despatch/briefs"
)

// leadPeriod is the period that a sentence opens with, or that stands in its
// first words: "By the end of 2022, …", 截至6月底，….
func (r *reader) leadPeriod(p *place) *briefs.Period {
	for k := p.first; k < p.last; k++ {
		it := &r.items[k]
		if it.Kind == briefs.Date && it.Period != nil && !clockRule(it.Rule) {
			if strings.IndexByte(r.text[p.Start:it.Start], ',') < 0 && it.Start-p.Start < 40 && r.dateGoverns(it) && r.adverb(p.Start, it.Start) {
				return it.Period
			}
			return nil
		}
		if it.Shown() {
			break
		}
	}
	if s, e := r.relative(p.Start, min(p.Start+60, p.End)); e > s {
		return &briefs.Period{Text: r.text[s:e]}
	}
	return nil
}

// adverb reports whether nothing but little words stands between the start of a
// sentence and its date, so that the date governs what follows: "By the end of
// 2022". "The first cut since 2020" says when nothing else was.
func (r *reader) adverb(s, e int) bool {
	if hanText(r.text[s:e]) {
		return len(r.text[s:e]) < 16
	}
	for at := s; at < e; {
		w, ok := r.nextWord(at)
		if at == s {
			w = word{r.skip(s), r.wordAt(r.skip(s))}
			ok = w.e > w.s
		}
		if !ok || w.s >= e {
			break
		}
		if r.is(w.s, w.e, "since") || !r.in(stops, w.s, w.e) && !r.in(periodLeads, w.s, w.e) && !r.is(w.s, w.e, "beginning") && !r.is(w.s, w.e, "start") && !r.is(w.s, w.e, "close") {
			return false
		}
		at = w.e
	}
	return true
}

func clockRule(rule string) bool { return rule == "clock time" || rule == "century" }

// dateGoverns reports whether a date stands as an adverb: by the end of 2022,
// in June, as of 5 May, 2022年. The 2022 budget does not.
func (r *reader) dateGoverns(it *item) bool {
	if hasAny(r.text[it.End:r.hi], "届", "屆", "级") {
		return false // 2024届 names those who leave school
	}
	if hanBefore(r.text, it.End) {
		return true
	}
	w := r.wordBefore(it.Start)
	if w.e == w.s {
		return true
	}
	if r.is(w.s, w.e, "the") {
		w = r.wordBefore(w.s)
	}
	// What a figure is compared with is another period.
	if b := r.wordBefore(w.s); r.is(b.s, b.e, "than") || r.is(b.s, b.e, "compared") || r.is(b.s, b.e, "against") {
		return false
	}
	if r.is(w.s, w.e, "of") {
		// The Mining Act of 1872, the act (MESA) of 2006: a name.
		law := r.wordBefore(w.s)
		if r.in(laws, law.s, law.e) && isUpper(r.text[law.s]) || w.s-2 >= r.lo && r.text[w.s-2] == ')' {
			return false
		}
	}
	return r.in(periodLeads, w.s, w.e)
}

// baseDate reports a date that something is only compared with, or that began
// it: since March 2020, 比2023年.
func (r *reader) baseDate(d *item) bool {
	if c := r.runeBefore(d.Start); c == '比' || c == '较' || c == '較' || c == '自' || c == '从' || c == '由' {
		return true
	}
	w := r.wordBefore(d.Start)
	if r.is(w.s, w.e, "the") {
		w = r.wordBefore(w.s)
	}
	if r.is(w.s, w.e, "on") && d.End-d.Start == 4 {
		return true // up 8 per cent on 2019
	}
	return r.is(w.s, w.e, "since") || r.is(w.s, w.e, "than") || r.is(w.s, w.e, "from")
}

var periodLeads = set(`in by at of on since until till during before after from for to between end through through early late mid around about as fiscal year ended ending end`)

// period picks the period of the item at index k among those of its sentence:
// one that follows at once, else the one that opens the sentence or the nearest
// before, else the nearest after in the same clause.
func (r *reader) period(k int, p *place) *briefs.Period {
	it := &r.items[k]
	if c := byteAt(r.text, it.End+1, r.hi) | 0x20; c == 'a' || c == 't' {
		if e := r.earlier(it.End); e > 0 {
			return &briefs.Period{Text: r.text[r.skip(it.End):e]}
		}
	}
	// Right after, with no other figure and no comma between: "80 million in 2022".
	if k+1 < p.last {
		if nx := &r.items[k+1]; nx.Kind == briefs.Date && nx.Period != nil && !clockRule(nx.Rule) && r.dateGoverns(nx) {
			gap := r.text[it.End:nx.Start]
			if len(gap) < 90 && !hanText(gap) && !baseGap(gap) && !r.baseDate(nx) && !r.opensClause(nx) && !strings.ContainsAny(gap, ",;.") && !strings.Contains(gap, "，") && !strings.Contains(gap, "、") {
				return nx.Period
			}
		}
	}
	if s, e := r.relative(it.End, min(it.End+28, p.End)); e > s && s-it.End < 9 && !it.han && !strings.ContainsAny(r.text[it.End:s], ",;(") {
		return &briefs.Period{Text: r.text[s:e]} // after 3.2 per cent in the third quarter
	}
	for j := k - 1; j >= max(p.first, k-maxBack); j-- {
		r.steps++
		d := &r.items[j]
		if d.Kind == briefs.Date && d.Period != nil && !clockRule(d.Rule) && r.dateGoverns(d) {
			gap := r.text[d.End:it.Start]
			if strings.Contains(gap, ";") || strings.Contains(gap, "；") {
				break
			}
			if r.baseDate(d) && gap != "" && gap != "的" || strings.HasPrefix(gap, ",") && r.aside(d) {
				continue
			}
			if j+1 < k && strings.HasPrefix(gap, "的") && r.items[j+1].Shown() && r.items[j+1].left == d.End+len("的") {
				continue // 增长到2025年的4.93万亿元: of that figure alone
			}
			if s, e := r.relative(d.End, it.Start); e > s && it.han && !strings.HasPrefix(r.text[d.End:], r.text[s:e]) && len(gap) > 12 {
				return &briefs.Period{Text: r.text[s:e]} // 三季度增速回落，全年增长4.9%
			}
			return d.Period
		}
	}
	if s, e := r.relative(it.End, max(it.End, min(it.End+70, p.End))); e > s && !strings.ContainsAny(r.text[it.End:s], ",;，；。") {
		return &briefs.Period{Text: r.text[s:e]}
	}
	if s, e := r.relative(max(p.Start, it.Start-120), it.Start); e > s {
		return &briefs.Period{Text: r.text[s:e]}
	}
	return nil
}

// earlier is the end of "a year earlier", "a month ago" right after a figure that
// ends at e, or 0.
func (r *reader) earlier(e int) int {
	k := r.skip(e)
	w := r.wordAt(k)
	if k == e || !r.is(k, w, "a") && !r.is(k, w, "the") {
		return 0
	}
	n, ok := r.nextWord(w)
	if !ok || !r.in(spanWords, n.s, n.e) {
		return 0
	}
	ago, ok := r.nextWord(n.e)
	if !ok || !r.is(ago.s, ago.e, "earlier") && !r.is(ago.s, ago.e, "ago") && !r.is(ago.s, ago.e, "before") {
		return 0
	}
	return ago.e
}

// aside reports a date that closes what is said between commas of something
// else: the house, built in 1920, sold for …
func (r *reader) aside(d *item) bool {
	t := r.text
	s := d.Start
	for s > r.lo && s > d.Start-60 && t[s-1] != ',' && t[s-1] != '.' && t[s-1] != ';' {
		s--
	}
	if s == r.lo || t[s-1] != ',' {
		return false
	}
	w, ok := r.nextWord(s)
	return ok && w.s < d.Start && isLower(t[w.s]) && (r.is(w.s, w.e, "born") || r.in(irregular, w.s, w.e) || w.e-w.s > 4 && strings.HasSuffix(t[w.s:w.e], "ed"))
}

// opensClause reports a date that opens a clause of its own: "we have 37 million
// people, and by 2020 we will have more".
func (r *reader) opensClause(d *item) bool {
	w := r.wordBefore(d.Start)
	if !r.is2before(w.s, "and") && !r.is2before(w.s, "but") {
		return false
	}
	next, ok := r.nextWord(d.End)
	return ok && (r.in(pronouns, next.s, next.e) || r.is(next.s, next.e, "the"))
}

// baseGap reports words that make what follows the base of a comparison and no
// period of the figure: than in 2024, on the same months of 2024, since 2020.
func baseGap(gap string) bool {
	_, rest, more := strings.Cut(gap, " ")
	for more {
		var w string
		if w, rest, more = strings.Cut(rest, " "); !more {
			break
		}
		switch {
		case baseWords.has(w),
			w == "level" && strings.HasPrefix(rest, "of "),
			(w == "over" || w == "on") && strings.HasPrefix(rest, "the "):
			return true
		}
	}
	return false
}

var baseWords = set(`same against versus since than compared from before until begun began after that which who`)

func hanText(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0xE4 && s[i] <= 0xE9 {
			return true
		}
	}
	return false
}

// widen takes what belongs to a date into it: "the end of 2022", "the first
// quarter of 2023", "fiscal year 2024". It changes the last item.
func (r *reader) widen() {
	it := &r.items[len(r.items)-1]
	if it.Period == nil || it.Period.From == "" {
		return
	}
	w := r.wordBefore(it.Start)
	if r.is(w.s, w.e, "fiscal") || r.is(w.s, w.e, "year") && r.is2before(w.s, "fiscal") {
		s := w.s
		if r.is(w.s, w.e, "year") {
			s = r.wordBefore(w.s).s
		}
		r.grow(it, s, "", "")
		return
	}
	if !r.is(w.s, w.e, "of") {
		return
	}
	w = r.wordBefore(w.s)
	from, to := it.Period.From, it.Period.To
	year := from[:4]
	whole := strings.HasSuffix(from, "-01-01") && strings.HasSuffix(to, "-12-31") && strings.HasPrefix(to, year)
	switch {
	case r.is(w.s, w.e, "end") || r.is(w.s, w.e, "close"):
		from = to
	case r.is(w.s, w.e, "start") || r.is(w.s, w.e, "beginning"):
		to = from
	case whole && (r.is(w.s, w.e, "quarter") || r.is(w.s, w.e, "half")):
		n := r.wordBefore(w.s)
		o, _ := r.numWordAt(n.s)
		if o.class != wOrdinal || o.val > 4 {
			return
		}
		span := 3
		if r.is(w.s, w.e, "half") {
			span = 6
		}
		m := int(o.val) * span
		if m > 12 {
			return
		}
		y := 0
		for i := range 4 {
			y = y*10 + int(year[i]-'0')
		}
		from, to = isoDay(y, m-span+1, 1), isoDay(y, m, monthDays(y, m))
		w = n
	case whole && r.is(w.s, w.e, "summer") || whole && r.is(w.s, w.e, "spring") || whole && r.is(w.s, w.e, "autumn"):
		from, to = "", ""
	default:
		return
	}
	s := w.s
	if a := r.wordBefore(s); r.is(a.s, a.e, "the") {
		s = a.s
	}
	r.grow(it, s, from, to)
}

// grow moves the start of a date back to s, over an ordinal that it takes in.
func (r *reader) grow(it *item, s int, from, to string) {
	if n := len(r.items); n > 1 && r.items[n-2].End > s {
		if r.items[n-2].Kind != briefs.Ordinal {
			return
		}
		r.items[n-2].dropped = true
		r.items[n-2].End = r.items[n-2].Start
	}
	p := *it.Period
	p.Text, p.From, p.To = r.text[s:it.End], from, to
	it.Start, it.left, it.Period = s, s, &p
}
