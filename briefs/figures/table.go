package figures

import (
	"strings"

	"despatch/briefs"
)

// cellRule is the rule of figures in tables.
const cellRule = "cell of a table"

// A cell is one cell of a Markdown table.
type cell struct{ s, e int }

// table reads the figures of a Markdown table: each cell by itself, with the
// measure from the heading of its row, the unit, the scale and the period from
// the headings of its column and its row.
func (r *reader) table(b *briefs.Block) {
	t := r.text
	if b.Head.Len() == 0 {
		r.scan(b.Start, b.End)
		return
	}
	line := strings.IndexByte(t[b.Head.Start:b.Head.End], '\n')
	if line < 0 {
		return
	}
	heads := cells(t, b.Head.Start, b.Head.Start+line)
	row := b.Start
	if b.Start <= b.Head.Start {
		row = b.Head.End
	}
	units := unitColumn(t, heads)
	for row < b.End {
		end := strings.IndexByte(t[row:b.End], '\n')
		if end < 0 {
			end = b.End
		} else {
			end += row
		}
		cs := cells(t, row, end)
		for i, c := range cs {
			if i >= 64 {
				break
			}
			from := len(r.items)
			r.lo, r.hi = c.s, c.e
			r.cell, r.yearColumn = true, i == 0 || i < len(heads) && yearHead(t[heads[i].s:heads[i].e])
			r.scan(c.s, c.e)
			r.join(from)
			r.cell, r.yearColumn = false, false
			// Accounts print a loss in parentheses: (1,234).
			if n := len(r.items); n == from+1 && c.e-c.s > 2 && t[c.s] == '(' && t[c.e-1] == ')' && r.items[from].Shown() && r.items[from].left == c.s+1 && r.items[from].End == c.e-1 {
				it := &r.items[from]
				it.Value, it.Start, it.End, it.left = negate(it.Value), c.s, c.e, c.s
			}
			for k := from; k < len(r.items); k++ {
				it := &r.items[k]
				if !it.Shown() {
					continue
				}
				if i == 0 && len(cs) > 1 {
					it.dropped = true // the row's name
					continue
				}
				var head string
				if i < len(heads) {
					head = t[heads[i].s:heads[i].e]
				}
				unit := ""
				if units > 0 && units < len(cs) {
					unit = t[cs[units].s:cs[units].e]
				}
				r.headed(it, t[cs[0].s:cs[0].e], head, unit)
			}
		}
		row = end + 1
	}
	r.lo, r.hi = b.Start, b.End
}

// cells parts a row of a table.
func cells(t string, s, e int) []cell {
	var out []cell
	for s < e && isSpace(t[s]) {
		s++
	}
	if s < e && t[s] == '|' {
		s++
	}
	start := s
	for i := s; i <= e; i++ {
		if i < e && (t[i] != '|' || i > s && t[i-1] == '\\') {
			continue
		}
		if i == e && strings.TrimSpace(t[start:i]) == "" {
			break
		}
		a, b := start, i
		for a < b && isSpace(t[a]) {
			a++
		}
		for b > a && isSpace(t[b-1]) {
			b--
		}
		out = append(out, cell{a, b})
		start = i + 1
	}
	return out
}

// headed gives an item of a table what its headings say.
func (r *reader) headed(it *item, row, column, unit string) {
	row, column = plainText(row), plainText(column)
	name, unitRow := parted(row)
	head, unitCol := parted(column)
	for _, u := range [...]string{unitCol, unit, unitRow, column, row} {
		if u == "" || it.unit != nil {
			continue
		}
		r.headUnit(it, u, u == column || u == row)
	}
	if it.unit == nil && it.bare {
		it.Unit = ""
	}
	if p, rest, ok := periodIn(head); ok {
		it.Period, head = p, rest
	} else if p, rest, ok := periodIn(unitCol); ok && rest == "" {
		it.Period = p
	} else if p, rest, ok := periodIn(name); ok {
		it.Period, name = p, rest
	}
	switch {
	case name != "" && head != "" && !strings.EqualFold(name, head):
		it.Measure = name + ", " + lowerFirst(head)
	case name != "":
		it.Measure = name
	default:
		it.Measure = head
	}
	if s := r.tidy(it.Measure); s != "" || !strings.EqualFold(name, "other") && !totals.has(strings.ToLower(it.Measure)) {
		it.Measure = s
	}
	it.Rule = cellRule
}

func lowerFirst(s string) string {
	if w, _, _ := strings.Cut(s, " "); len(s) > 1 && isUpper(s[0]) && isLower(s[1]) && monthNamed(w) == 0 {
		return string(s[0]|0x20) + s[1:]
	}
	return s
}

// parted takes the unit in parentheses off a heading: "Revenue (£ million)".
func parted(s string) (name, unit string) {
	for _, p := range [...][2]string{{"(", ")"}, {"（", "）"}} {
		if i := strings.LastIndex(s, p[0]); i >= 0 {
			if j := strings.LastIndex(s, p[1]); j > i {
				return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(p[0]) : j])
			}
		}
	}
	if i := strings.LastIndex(s, ", "); i > 0 && len(s)-i < 20 {
		return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+2:])
	}
	return s, ""
}

// headUnit reads a unit and a scale out of a heading: £ million, 亿元, %, '000
// tonnes. In a heading at large only a sign or a unit at its end counts.
func (r *reader) headUnit(it *item, u string, loose bool) {
	q := reader{text: u, hi: len(u)}
	exp, i := 0, 0
	unitFrom, unitTo := len(u), 0 // the words of the scale and the unit, as printed
	mark := func(s, e int) { unitFrom, unitTo = min(unitFrom, s), max(unitTo, e) }
	var found *unit
	for i < len(u) {
		if strings.HasPrefix(u[i:], "'000") || strings.HasPrefix(u[i:], "’000") {
			mark(i, i+4)
			exp, i = exp+3, i+4
			continue
		}
		c, w := q.rune(i)
		if s := hanScale(c); s >= 4 && !loose {
			mark(i, i+w)
			exp, i = exp+s, i+w
			continue
		}
		if isLetter(u[i]) && (i == 0 || !isLetter(u[i-1])) {
			nw, e := q.numWordAt(i)
			if nw.class == wVague && nw.val > 1 {
				nw.class = wScale
			}
			if nw.class == wScale {
				mark(i, e)
				exp, i = exp+int(nw.val), e
				continue
			}
			var buf [24]byte
			if a := numWords[string(fold(&buf, u[i:e]))]; a.class == wAbbr && a.val >= 6 {
				mark(i, e)
				exp, i = exp+int(a.val), e
				continue
			}
			if (u[i:e] == "m" || u[i:e] == "b") && found != nil && found.kind == briefs.Money {
				mark(i, e)
				exp, i = exp+map[string]int{"m": 6, "b": 9}[u[i:e]], e
				continue
			}
		}
		if !loose || !isLetter(u[i]) || i > 0 && !isLetter(u[i-1]) {
			if x, e := q.unitWord(i); x != nil && found == nil && (e-i > 1 || !isLetter(u[i]) || !loose) && !(loose && (x.kind == briefs.Measure || isHan(c))) {
				found = x
				mark(i, e)
				i = e
				continue
			}
		}
		i += max(w, 1)
	}
	if found == nil {
		if exp > 0 && !loose && !it.scaled {
			if v, ok := scaled(it.Value, exp); ok {
				it.Value = v
				it.UnitText = u[unitFrom:unitTo]
			}
		}
		return
	}
	if v, ok := scaled(it.Value, exp); ok && !it.scaled {
		it.Value = v
		if it.Value2 != nil {
			if v2, ok := scaled(*it.Value2, exp); ok {
				it.Value2 = &v2
			}
		}
	}
	it.unit, it.Unit, it.UnitText, it.Kind, it.bare, it.noun = found, found.code, strings.TrimSpace(u[unitFrom:unitTo]), found.kind, false, false
}

// periodIn reads a date in a heading; what is left of the heading goes on as
// the measure.
func periodIn(s string) (p *briefs.Period, rest string, ok bool) {
	q := reader{text: s, hi: len(s)}
	q.scan(0, len(s))
	for i := range q.items {
		if d := &q.items[i]; d.Kind == briefs.Date && !d.dropped && !clockRule(d.Rule) {
			rest = strings.Trim(s[:d.Start]+s[d.End:], " ,;:-–()（）")
			rest = trimTail(rest)
			return d.Period, rest, true
		}
	}
	return nil, "", false
}

// totals are headings that measure what the others add up to.
var totals = set(`total totals all sum`)

// unitColumn is the column that says the unit of its row, or 0.
func unitColumn(t string, heads []cell) int {
	for i, h := range heads {
		switch strings.ToLower(plainText(t[h.s:h.e])) {
		case "unit", "units", "unit of measure", "单位", "計量單位", "计量单位", "單位":
			return i
		}
	}
	return 0
}

// yearHead reports a column of years.
func yearHead(s string) bool {
	switch strings.ToLower(plainText(s)) {
	case "year", "years", "fiscal year", "年份", "年度", "年":
		return true
	}
	return false
}
