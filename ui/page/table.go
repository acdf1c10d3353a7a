package page

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A side is where a column's cells stand.
type side uint8

const (
	byContent side = iota
	left
	right
	middle
)

// A table is its cells, and how wide its columns are.
type table struct {
	head  []*leaf
	rows  [][]*leaf
	sides []side
	cols  *columns // nil until it is laid out the first time
	tail  bool     // goes on a part of the table that has the heading
}

// columns are how a table is laid out. The parts of a long table share them.
type columns struct {
	widths  []int // nil where the table is stacked
	numeric []bool
	between int // spaces between two columns
	airy    bool
}

// tableOf makes a table out of its cells, which are leaves of their own.
func (b *builder) tableOf(n *extast.Table) {
	t := &table{tail: b.tail, cols: b.cols}
	for _, a := range n.Alignments {
		s := byContent
		switch a {
		case extast.AlignLeft:
			s = left
		case extast.AlignRight:
			s = right
		case extast.AlignCenter:
			s = middle
		}
		t.sides = append(t.sides, s)
	}
	l := b.begin(tableLeaf, 0)
	l.table = t
	cells := func(row ast.Node, f format) []*leaf {
		var all []*leaf
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cell := b.begin(textLeaf, 0)
			b.inlines(c, f)
			all = append(all, cell)
		}
		return all
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if _, ok := row.(*extast.TableHeader); ok {
			t.head = cells(row, strong)
		} else {
			t.rows = append(t.rows, cells(row, 0))
		}
	}
	b.leaves = append(b.leaves, l)
}

// lay is the table as rows of at most room cells.
func (t *table) lay(room int, rule style, g glyphs) []Row {
	if t.cols == nil {
		t.cols = t.measure(room)
	}
	if t.cols.widths == nil {
		return t.stack(room, rule)
	}
	var rows []Row
	if !t.tail {
		rows = t.row(rows, t.head)
		var line Row
		total := t.cols.between * (len(t.cols.widths) - 1)
		for _, w := range t.cols.widths {
			total += w
		}
		line.add(piece{text: strings.Repeat(g.line, total), start: -1, end: -1, style: rule})
		rows = append(rows, line)
	}
	for i, r := range t.rows {
		if i > 0 && t.cols.airy {
			rows = append(rows, Row{})
		}
		rows = t.row(rows, r)
	}
	return rows
}

// row adds one row of the table, as many rows high as its highest cell.
func (t *table) row(rows []Row, cells []*leaf) []Row {
	lines := make([][]line, len(t.cols.widths))
	texts := make([]string, len(t.cols.widths))
	next := make([]int, len(t.cols.widths))
	height := 1
	for i := range t.cols.widths {
		if i < len(cells) {
			texts[i] = string(cells[i].text)
			lines[i] = breakLines(texts[i], t.cols.widths[i], t.cols.widths[i])
			height = max(height, len(lines[i]))
		}
	}
	for y := range height {
		var r Row
		at := 0
		for i, w := range t.cols.widths {
			if y < len(lines[i]) && lines[i][y].end > lines[i][y].start {
				n := lines[i][y]
				if n.width > w {
					n.end = n.start + len(head(texts[i][n.start:n.end], w))
				}
				skip := 0
				switch t.side(i) {
				case right:
					skip = w - n.width
				case middle:
					skip = (w - n.width) / 2
				}
				r.space(at + max(skip, 0) - r.Width)
				next[i] = cells[i].put(&r, texts[i], n, next[i])
			}
			at += w + t.cols.between
		}
		r.trim()
		rows = append(rows, r)
	}
	return rows
}

func (t *table) side(i int) side {
	s := byContent
	if i < len(t.sides) {
		s = t.sides[i]
	}
	if s == byContent {
		if i < len(t.cols.numeric) && t.cols.numeric[i] {
			return right
		}
		return left
	}
	return s
}

// measure sizes the columns to their content, within room. Where even the
// longest words do not fit side by side, the table is stacked.
func (t *table) measure(room int) *columns {
	n := len(t.head)
	c := &columns{numeric: make([]bool, n), between: 3}
	natural, least, area := make([]int, n), make([]int, n), make([]int, n)
	for i := range n {
		numbers, others := 0, 0
		measure := func(l *leaf) {
			text := string(l.text)
			for part := range strings.SplitSeq(text, "\n") {
				natural[i] = max(natural[i], Width(part))
			}
			least[i] = max(least[i], longestWord(text))
			area[i] += Width(text)
		}
		measure(t.head[i])
		for _, r := range t.rows {
			if i >= len(r) || len(r[i].text) == 0 {
				continue
			}
			measure(r[i])
			switch number, neutral := numeric(string(r[i].text)); {
			case number:
				numbers++
			case !neutral:
				others++
			}
		}
		c.numeric[i] = numbers > 0 && others == 0
		natural[i] = max(natural[i], 1)
		if c.numeric[i] {
			least[i] = max(least[i], natural[i]-Width(string(t.head[i].text)))
		}
	}
	if n == 0 {
		return c
	}
	sum := func(w []int) (s int) {
		for _, v := range w {
			s += v
		}
		return s
	}
	if sum(natural)+3*(n-1) > room {
		c.between = 2
	}
	free := room - c.between*(n-1)
	if sum(natural) <= free {
		c.widths = natural
		return c
	}
	// A column of text does not get so narrow that it reads like a list.
	for i := range least {
		least[i] = max(least[i], min(natural[i], 10))
	}
	if sum(least) > free {
		return c
	}
	w := least
	for left := free - sum(w); left > 0; left-- {
		best := -1
		for i := range w {
			if w[i] < natural[i] && (best < 0 || area[i]*w[best] > area[best]*w[i]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		w[best]++
	}
	tall := 0
	for _, r := range t.rows {
		high := 1
		for i := range min(n, len(r)) {
			high = max(high, len(breakLines(string(r[i].text), w[i], w[i])))
		}
		if high > 1 {
			tall++
		}
		if high > 12 {
			return c // a record is easier to read
		}
	}
	c.widths, c.airy = w, tall*3 > len(t.rows)
	return c
}

// stack is the table as records: for each cell its label and its value.
func (t *table) stack(room int, quiet style) []Row {
	var rows []Row
	for n, cells := range t.rows {
		if n > 0 {
			rows = append(rows, Row{})
		}
		for i, cell := range cells {
			if len(cell.text) == 0 {
				continue
			}
			var l leaf
			if i < len(t.head) && len(t.head[i].text) > 0 {
				l = t.head[i].copy(n == 0 && !t.tail, quiet)
				l.append(colon(l.text), quiet)
			}
			base := len(l.text)
			l.text = append(l.text, cell.text...)
			for _, r := range cell.runs {
				r.from, r.to = r.from+base, r.to+base
				l.runs = append(l.runs, r)
			}
			rows = l.hang(rows, room)
		}
	}
	if len(t.rows) == 0 && !t.tail {
		for _, h := range t.head {
			rows = h.hang(rows, room)
		}
	}
	return rows
}

// colon is what stands between a label and its value.
func colon(label []byte) string {
	switch r, _ := utf8.DecodeLastRune(label); {
	case r == '：':
		return ""
	case r == ':':
		return " "
	case eastAsian(r):
		return "："
	}
	return ": "
}

// copy is a leaf in another style; only the first copy stands for the body.
func (l *leaf) copy(first bool, s style) leaf {
	c := leaf{text: append([]byte(nil), l.text...), runs: append([]run(nil), l.runs...)}
	for i := range c.runs {
		c.runs[i].style = s
		if !first {
			c.runs[i].start, c.runs[i].end, c.runs[i].linear = -1, -1, false
		}
	}
	return c
}

// append adds text that is ours.
func (l *leaf) append(text string, s style) {
	l.runs = append(l.runs, run{from: len(l.text), to: len(l.text) + len(text), start: -1, end: -1, style: s})
	l.text = append(l.text, text...)
}

// hang adds the rows of a leaf, all but the first indented by two.
func (l *leaf) hang(rows []Row, room int) []Row {
	indent := 2
	if room < 8 {
		indent = 0
	}
	text := string(l.text)
	at := 0
	for i, n := range breakLines(text, room, room-indent) {
		var r Row
		limit := room
		if i > 0 {
			r.space(indent)
			limit -= indent
		}
		if n.width > limit {
			n.end = n.start + len(head(text[n.start:n.end], limit))
		}
		at = l.put(&r, text, n, at)
		r.trim()
		rows = append(rows, r)
	}
	return rows
}

// numeric reports whether a cell is a number with its unit, or stands for one
// that is missing.
func numeric(s string) (number, neutral bool) {
	s = strings.TrimSpace(s)
	switch s {
	case "", "-", "–", "—", "−", "..", "...", "…", "n/a", "N/A", "NA", "n.a.", "*", "x", "X", "/":
		return false, true
	}
	s = strings.TrimLeft(s, "+-−–±<>≤≥~≈约逾超 ($£€¥￥（")
	if s == "" || (s[0] < '0' || s[0] > '9') && !strings.HasPrefix(s, ".") {
		return false, false
	}
	letters := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', strings.ContainsRune(" .,'%‰()（）/*–-:", r):
		case eastAsian(r):
			letters += 2
		default:
			letters++
		}
	}
	return letters <= 6, false
}
