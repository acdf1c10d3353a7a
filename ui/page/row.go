package page

import "despatch/briefs"

// A Range is cells of a row, half-open.
type Range struct{ From, To int }

// An Over is a style over some cells of a row: SGR parameters ("7;38;5;3"),
// added to what the text has.
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
}

// Text is the row without styles.
func (r *Row) Text() string { return "" }

// Cells are the cells of the row that show a span of the body.
func (r *Row) Cells(s briefs.Span) []Range { return nil }

// Paint is the row for a terminal, with styles over it.
func (r *Row) Paint(over []Over) string { return "" }
