// Package page turns the body of a brief into rows for a terminal, and knows
// where on them each byte of the body landed. It renders one block at a time,
// when that block is needed; it draws nothing itself, asks the terminal
// nothing, and does no I/O. Whatever a body holds, the rows hold text and our
// own SGR sequences and nothing else.
package page

import (
	"context"

	"despatch/briefs"
)

// A Look says what a terminal can show.
type Look struct {
	Dark    bool
	Colours int  // 0 is no colour code at all; 16; 256 and more
	ASCII   bool // only ASCII can be shown
}

// Options say how a page is laid out.
type Options struct {
	Width      int // of the rows, in cells; at least 1
	TableWidth int // of rows of tables; Width where it is smaller than that
	Look       Look
	Numbers    bool // paragraph numbers in a margin of five columns
}

// A Pos is a row of a document: the block that it belongs to and its number
// within the block, from 0.
type Pos struct{ Block, Row int }

// A Heading is an entry of the contents.
type Heading struct {
	Level  int // 1 to 6
	Text   string
	Offset int // in the body
}

// A Link is a link in the body.
type Link struct {
	Text   string
	Target string // clean, on one line; for showing and copying, never for opening
	Offset int    // of its text in the body
}

// A Doc is a body laid out. Its methods may be called from several goroutines.
type Doc struct {
	body   string
	format briefs.Format
	o      Options
	blocks []briefs.Block
}

// New lays a body out. It cuts the body into blocks and renders none of them.
func New(body string, format briefs.Format, o Options) *Doc {
	return &Doc{body: body, format: format, o: o, blocks: briefs.Blocks(body, format)}
}

// Fits reports whether the page is laid out as the options say.
func (d *Doc) Fits(o Options) bool { return d.o == o }

// Refit is the same body laid out otherwise.
func (d *Doc) Refit(o Options) *Doc {
	return &Doc{body: d.body, format: d.format, o: o, blocks: d.blocks}
}

// Blocks are the blocks of the body.
func (d *Doc) Blocks() []briefs.Block { return d.blocks }

// Window is n rows from p on, fewer at the end.
func (d *Doc) Window(p Pos, n int) []Row { return nil }

// Move is the row delta rows away from p, or the first or the last row.
func (d *Doc) Move(p Pos, delta int) Pos { return p }

// Last is the first row of the last screen of so many rows.
func (d *Doc) Last(height int) Pos { return Pos{} }

// At is the row that shows a byte of the body, or else the nearest before it.
func (d *Doc) At(offset int) Pos { return Pos{} }

// Offset is the body offset of the first text on or after a row.
func (d *Doc) Offset(p Pos) int { return 0 }

// AtEnd reports whether a screen of height rows from p on shows the last row.
func (d *Doc) AtEnd(p Pos, height int) bool { return true }

// Rows is how many rows there are, and whether that is known and not guessed.
func (d *Doc) Rows() (n int, exact bool) { return 0, true }

// Index is how many rows stand before p, and whether that is known.
func (d *Doc) Index(p Pos) (n int, exact bool) { return 0, true }

// Warm renders so many blocks from a row on, until the context is done.
func (d *Doc) Warm(ctx context.Context, from Pos, blocks int) {}

// Headings are the headings of the body, in order.
func (d *Doc) Headings() []Heading { return nil }

// Links are the links of the body, in order.
func (d *Doc) Links(ctx context.Context) []Link { return nil }

// PlainBlock is the visible text of a block.
func (d *Doc) PlainBlock(block int) string { return "" }

// Find is where the visible text holds a query, in order: across emphasis,
// links and line breaks. Case counts when the query has an upper-case letter.
func (d *Doc) Find(ctx context.Context, query string) []briefs.Span { return nil }

// Plain is a brief's body as rows of plain text, none wider than width cells.
func Plain(b *briefs.Brief, width int) []string { return nil }
