package page

import (
	"strings"

	"despatch/briefs"
)

// A Range is cells of a row, half-open.
type Range struct{ From, To int }

// An Over is a style over some cells of a row: SGR parameters ("7;38;5;3"),
// added to what the text has. Of two that overlap, the later one counts.
type Over struct {
	From, To int
	SGR      string
}

// A Row is one line of a page.
type Row struct {
	Width  int // in cells
	Number int // the paragraph's, on its first row; else 0
	Start  int // the part of the body that the row shows; empty where it shows none
	End    int

	pieces []piece
}

// A piece is part of a row in one style.
type piece struct {
	text       string
	width      int
	start, end int  // bytes of the body; -1 where the text is ours
	linear     bool // text[n] comes from start + n
	style      style
}

// add appends a piece to the row.
func (r *Row) add(p piece) {
	if p.text == "" {
		return
	}
	p.width = Width(p.text)
	r.Width += p.width
	if p.start >= 0 && p.end > p.start {
		if r.End == 0 || p.start < r.Start {
			r.Start = p.start
		}
		r.End = max(r.End, p.end)
	}
	r.pieces = append(r.pieces, p)
}

// space appends so many spaces.
func (r *Row) space(n int) {
	if n <= 0 {
		return
	}
	text := spaces
	if n > len(spaces) {
		text = strings.Repeat(" ", n)
	}
	r.add(piece{text: text[:n], start: -1, end: -1})
}

const spaces = "                                                                "

// trim drops the spaces at the row's end.
func (r *Row) trim() {
	for n := len(r.pieces); n > 0; n-- {
		p := &r.pieces[n-1]
		cut := strings.TrimRight(p.text, " ")
		dropped := len(p.text) - len(cut)
		if dropped == 0 {
			return
		}
		r.Width -= dropped
		p.width -= dropped
		p.text = cut
		if p.linear {
			p.end -= dropped
		}
		if cut != "" {
			return
		}
		r.pieces = r.pieces[:n-1]
	}
}

// Text is the row without styles.
func (r *Row) Text() string {
	if len(r.pieces) == 1 {
		return r.pieces[0].text
	}
	var b strings.Builder
	for i := range r.pieces {
		b.WriteString(r.pieces[i].text)
	}
	return b.String()
}

// Cells are the cells of the row that show a span of the body, in order. Spaces
// of our own between two parts of a span are not among them.
func (r *Row) Cells(s briefs.Span) []Range {
	if s.End <= r.Start || s.Start >= r.End || s.Start >= s.End {
		return nil
	}
	var found []Range
	at := 0
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.start >= 0 && p.start < s.End && s.Start < p.end {
			from, to := p.cells(s)
			if from < to {
				if n := len(found); n > 0 && found[n-1].To == at+from {
					found[n-1].To = at + to
				} else {
					found = append(found, Range{at + from, at + to})
				}
			}
		}
		at += p.width
	}
	return found
}

// cells are the cells of a piece that show a span: whole clusters.
func (p *piece) cells(s briefs.Span) (from, to int) {
	if !p.linear || s.Start <= p.start && s.End >= p.end {
		return 0, p.width
	}
	a, b := max(s.Start-p.start, 0), min(s.End-p.start, len(p.text))
	if p.width == len(p.text) {
		return a, b
	}
	from, at := -1, 0
	for i := 0; i < len(p.text); {
		n, w := cluster(p.text[i:])
		if i+n > a && i < b {
			if from < 0 {
				from = at
			}
			to = at + w
		}
		at += w
		i += n
	}
	return max(from, 0), to
}

// OffsetAt is the body offset of what the row shows at a cell, or -1 where that
// is nothing of the body.
func (r *Row) OffsetAt(cell int) int {
	for i := range r.pieces {
		p := &r.pieces[i]
		if cell >= p.width {
			cell -= p.width
			continue
		}
		if p.start < 0 {
			return -1
		}
		if !p.linear {
			return p.start
		}
		return p.start + len(head(p.text, cell))
	}
	return -1
}

// Paint is the row for a terminal, with styles over it. It ends without a style
// and without spaces that nothing is painted over.
func (r *Row) Paint(over []Over) string {
	size := 0
	for i := range r.pieces {
		size += len(r.pieces[i].text) + 8
	}
	b := make([]byte, 0, size+16*len(over))
	var now style
	at := 0
	for i := range r.pieces {
		p := &r.pieces[i]
		if len(over) == 0 || !touched(over, at, at+p.width) {
			b = appendText(b, &now, p.style, p.text)
		} else {
			b = p.paint(b, &now, at, over)
		}
		at += p.width
	}
	return string(appendChange(b, now, style{}))
}

func touched(over []Over, from, to int) bool {
	for i := range over {
		if over[i].From < to && over[i].To > from {
			return true
		}
	}
	return false
}

// appendText appends text in a style. Spaces take no style that would not show
// on them, so that words of one style cost no codes between them.
func appendText(b []byte, now *style, s style, text string) []byte {
	if s != *now && blankText(text) && (s.attr|now.attr)&(underline|reverse|struck) == 0 && s.bg == 0 && now.bg == 0 {
		return append(b, text...)
	}
	b = appendChange(b, *now, s)
	*now = s
	return append(b, text...)
}

func blankText(s string) bool {
	for i := range len(s) {
		if s[i] != ' ' {
			return false
		}
	}
	return true
}

// paint appends a piece that starts at a cell, with styles over it.
func (p *piece) paint(b []byte, now *style, at int, over []Over) []byte {
	styleAt := func(cell int) style {
		s := p.style
		for i := range over {
			if over[i].From <= cell && cell < over[i].To {
				s = s.apply(over[i].SGR)
			}
		}
		return s
	}
	// Styles change only where one over it starts or ends.
	next := func(cell int) int {
		n := at + p.width
		for i := range over {
			for _, edge := range [2]int{over[i].From, over[i].To} {
				if edge > cell && edge < n {
					n = edge
				}
			}
		}
		return n
	}
	start, cell, edge := 0, at, next(at)
	s := styleAt(at)
	for i := 0; i < len(p.text); {
		n, w := cluster(p.text[i:])
		if cell >= edge && w > 0 {
			b = appendText(b, now, s, p.text[start:i])
			start, s, edge = i, styleAt(cell), next(cell)
		}
		cell += w
		i += n
	}
	return appendText(b, now, s, p.text[start:])
}
