package page

import (
	"slices"
	"strconv"
	"strings"
)

// marginWidth is how many cells paragraph numbers take.
const marginWidth = 5

// A layout makes the rows of one block out of its leaves.
type layout struct {
	o      Options
	glyphs glyphs
	look   *painter
	margin int // cells before everything
	number int // of the paragraph, until it is shown
	rows   []Row
	shown  map[*container]bool
	before []*container // of the leaf before
}

func (y *layout) leaves(all []*leaf) {
	for _, l := range all {
		if l.gap && len(y.rows) > 0 {
			y.blank(l.path)
		}
		width := y.o.Width
		if l.kind == tableLeaf {
			width = max(y.o.TableWidth, y.o.Width)
		}
		path := fitting(l.path, width-y.margin)
		indent := y.margin
		for _, c := range path {
			indent += c.width
		}
		room := max(width-indent, 1)
		switch l.kind {
		case ruleLeaf:
			rule := head(y.glyphs.rule, room)
			r := y.start(path)
			r.space((room - len(rule)) / 2)
			r.add(piece{text: rule, start: -1, end: -1, style: y.look.rule})
			y.rows = append(y.rows, r)
		case tableLeaf:
			for _, r := range l.table.lay(room, y.look.rule, y.glyphs) {
				out := y.start(path)
				for _, p := range r.pieces {
					out.add(p)
				}
				y.rows = append(y.rows, out)
			}
		case codeLeaf:
			if room > 24 {
				path = append(slices.Clip(path), &container{width: 2})
				room -= 2
			}
			y.text(l, path, room)
		default:
			y.text(l, path, room)
		}
		y.before = l.path
	}
}

// text breaks a leaf's text into rows.
func (y *layout) text(l *leaf, path []*container, room int) {
	text := string(l.text)
	at := 0
	for _, n := range breakLines(text, room, room) {
		r := y.start(path)
		if n.width > room {
			n.end = n.start + len(head(text[n.start:n.end], room))
		}
		at = l.put(&r, text, n, at)
		r.trim()
		y.rows = append(y.rows, r)
	}
}

// put adds the part of a leaf's text that a line is to a row. from is the first
// run that may be part of it; the answer is the same for the next line.
func (l *leaf) put(r *Row, text string, n line, from int) int {
	for i := from; i < len(l.runs); i++ {
		u := &l.runs[i]
		if u.to <= n.start {
			from = i + 1
			continue
		}
		if u.from >= n.end {
			break
		}
		a, b := max(u.from, n.start), min(u.to, n.end)
		p := piece{text: text[a:b], start: u.start, end: u.end, linear: u.linear, style: u.style}
		if u.linear {
			p.start, p.end = u.start+a-u.from, u.start+b-u.from
		}
		r.add(p)
	}
	return from
}

// start begins a row with the margin, the bars of quotations and the markers of
// items.
func (y *layout) start(path []*container) Row {
	var r Row
	if y.margin > 0 {
		label := ""
		if y.number > 0 {
			label = strconv.Itoa(y.number)
			r.Number, y.number = y.number, 0
		}
		r.space(y.margin - 2 - len(label))
		r.add(piece{text: label, start: -1, end: -1, style: y.look.rule})
		r.space(2)
	} else if y.number > 0 {
		r.Number, y.number = y.number, 0
	}
	for _, c := range path {
		switch {
		case c.quote:
			r.add(piece{text: c.marker, start: -1, end: -1, style: c.style})
			r.space(c.width - Width(c.marker))
		case c.marker != "" && !y.shown[c]:
			y.shown[c] = true
			w := Width(c.marker)
			if strings.ContainsAny(c.marker, "0123456789") {
				r.space(c.width - 1 - w)
				w = max(w, c.width-1)
			}
			r.add(piece{text: c.marker, start: -1, end: -1, style: c.style})
			r.space(c.width - w)
		default:
			r.space(c.width)
		}
	}
	return r
}

// blank adds a row without text, with the bars of the quotations that go on.
func (y *layout) blank(path []*container) {
	var shared []*container
	for i, c := range path {
		if i >= len(y.before) || y.before[i] != c {
			break
		}
		shared = append(shared, c)
	}
	last := -1
	for i, c := range shared {
		if c.quote {
			last = i
		}
	}
	if last < 0 {
		y.rows = append(y.rows, Row{})
		return
	}
	number := y.number
	y.number = 0
	r := y.start(fitting(shared[:last+1], y.o.Width-y.margin))
	y.number = number
	r.trim()
	y.rows = append(y.rows, r)
}

// fitting are the containers that leave at least half of the width for text:
// the inner ones.
func fitting(path []*container, width int) []*container {
	sum := 0
	for i := len(path) - 1; i >= 0; i-- {
		sum += path[i].width
		if sum*2 > width {
			return path[i+1:]
		}
	}
	return path
}
