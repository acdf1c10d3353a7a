// Package page turns the body of a brief into rows for a terminal, and knows
// where on them each byte of the body landed. It renders one block at a time,
// when that block is needed; it draws nothing itself, asks the terminal
// nothing, and does no I/O. Whatever a body holds, the rows hold text and our
// own SGR sequences and nothing else.
package page

import (
	"context"
	"strings"
	"sync"

	"github.com/yuin/goldmark/parser"

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

	define sync.Once
	refs   map[string]parser.Reference

	start sync.Once
	first int // the first block with rows

	mu       sync.Mutex
	rendered []*rendered       // by block; nil where not yet, or no longer, rendered
	held     int               // bytes of the body that are rendered now
	counts   *counts           // rows by block
	tables   map[int]*columns  // of long tables, by the block that they start with
	visible  map[bool]*visible // for finding, by whether case was folded
}

// rendered is a block laid out.
type rendered struct {
	rows  []Row
	links []Link
}

// maxHeld is how many bytes of the body stay rendered, and nearBlocks how many
// blocks on each side of the last one rendered do so in any case.
const (
	maxHeld    = 3 << 20
	nearBlocks = 64
)

// New lays a body out. It cuts the body into blocks and renders none of them.
func New(body string, format briefs.Format, o Options) *Doc {
	return newDoc(body, format, o, briefs.Blocks(body, format))
}

func newDoc(body string, format briefs.Format, o Options, blocks []briefs.Block) *Doc {
	return &Doc{
		body: body, format: format, o: o, blocks: blocks,
		rendered: make([]*rendered, len(blocks)), tables: map[int]*columns{}, visible: map[bool]*visible{},
	}
}

// Fits reports whether the page is laid out as the options say.
func (d *Doc) Fits(o Options) bool { return d.o == o }

// Refit is the same body laid out otherwise.
func (d *Doc) Refit(o Options) *Doc {
	n := newDoc(d.body, d.format, o, d.blocks)
	d.mu.Lock()
	defer d.mu.Unlock()
	n.visible = d.visible
	return n
}

// Body is the text that is laid out.
func (d *Doc) Body() string { return d.body }

// Format is what the body is written in.
func (d *Doc) Format() briefs.Format { return d.format }

// Blocks are the blocks of the body.
func (d *Doc) Blocks() []briefs.Block { return d.blocks }

// Warm renders so many blocks from a row on, until the context is done. It is
// for a command in the background; Window may be called meanwhile.
func (d *Doc) Warm(ctx context.Context, from Pos, blocks int) {
	for i := max(from.Block, 0); i < len(d.blocks) && i < from.Block+blocks && ctx.Err() == nil; i++ {
		d.block(i)
	}
}

// block is a block laid out, from memory or made now.
func (d *Doc) block(i int) *rendered {
	d.mu.Lock()
	if r := d.rendered[i]; r != nil {
		d.mu.Unlock()
		return r
	}
	d.mu.Unlock()
	p, done := painterFor(d.o.Look)
	r := d.render(i, &p)
	done(p)

	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rendered[i] != nil {
		return d.rendered[i]
	}
	d.rendered[i] = r
	d.held += d.blocks[i].Len()
	if d.counts != nil {
		d.counts.set(i, len(r.rows))
	}
	if d.held > maxHeld {
		for j := range d.rendered {
			if d.rendered[j] != nil && (j < i-nearBlocks || j > i+nearBlocks) {
				d.rendered[j] = nil
				d.held -= d.blocks[j].Len()
			}
		}
	}
	return r
}

// render lays a block out, with the blank row before it. A painter that fails
// is replaced, and the block shown without style: no text is ever lost.
func (d *Doc) render(i int, p **painter) *rendered {
	block := d.blocks[i]
	b := &builder{
		writer: writer{ascii: d.o.Look.ASCII, soft: -1},
		glyphs: unicodeGlyphs, look: *p,
	}
	if d.o.Look.ASCII {
		b.glyphs = asciiGlyphs
	}
	if block.Kind == briefs.TableBlock && block.Joined {
		b.tail, b.cols = true, d.columns(i)
	}
	d.read(b, block)
	if err := b.paint(*p); err != nil {
		*p = newPainter(d.o.Look)
		b.look = *p
	}
	y := &layout{o: d.o, glyphs: b.glyphs, look: b.look, shown: map[*container]bool{}}
	if d.o.Numbers && d.o.Width >= 6*marginWidth {
		y.margin = marginWidth
	}
	if !block.Joined {
		y.number = block.Number
	}
	y.leaves(b.leaves)
	if block.Kind == briefs.TableBlock && !block.Joined {
		d.keepColumns(i, b.leaves)
	}
	rows := y.rows
	if len(rows) > 0 && !block.Joined && i > d.firstBlock() {
		rows = append(make([]Row, 1, len(rows)+1), rows...)
	}
	return &rendered{rows: rows, links: b.links}
}

// read takes a block apart into leaves.
func (d *Doc) read(b *builder, block briefs.Block) {
	b.open()
	source := d.body[block.Start:block.End]
	if d.format == briefs.Text || block.Kind == briefs.CodeBlock && block.Joined {
		k := textLeaf
		if d.format != briefs.Text {
			k = codeLeaf
			source = withoutFence(source)
		}
		l := b.begin(k, 0)
		b.write(source, block.Start, verbatim, b.mark(0))
		b.leaves = append(b.leaves, l)
		return
	}
	if block.Kind == briefs.TableBlock && block.Joined {
		top := d.body[block.Head.Start:block.Head.End]
		b.source = []byte(top + "\n" + source)
		b.origin = func(pos int) int {
			if pos <= len(top) {
				return block.Head.Start + pos
			}
			return block.Start + pos - len(top) - 1
		}
	} else {
		b.source = []byte(source)
		b.origin = func(pos int) int { return block.Start + pos }
	}
	if block.Kind == briefs.DefinitionBlock && defines(source) {
		return
	}
	root := parse(b.source, d.references(), block.Kind == briefs.DefinitionBlock)
	b.blocks(root, false)
}

// defines reports whether a source is for certain a link reference definition
// and nothing more.
func defines(s string) bool {
	_, rest, ok := strings.Cut(s, "]:")
	return ok && len(strings.Fields(rest)) == 1 && !strings.Contains(rest, "<")
}

// withoutFence is the rest of a code block without the fence that closes it.
func withoutFence(s string) string {
	i := strings.LastIndexByte(strings.TrimRight(s, "\n"), '\n') + 1
	last := strings.TrimSpace(s[i:])
	if len(last) >= 3 && (strings.Trim(last, "`") == "" || strings.Trim(last, "~") == "") {
		return s[:i]
	}
	return s
}

// references are the link reference definitions of the body.
func (d *Doc) references() map[string]parser.Reference {
	d.define.Do(func() {
		var b strings.Builder
		for _, block := range d.blocks {
			if block.Kind == briefs.DefinitionBlock {
				b.WriteString(d.body[block.Start:block.End])
				b.WriteString("\n\n") // each a paragraph: goldmark is slow with many in one
			}
		}
		if b.Len() > 0 {
			d.refs = define([]byte(b.String()))
		}
	})
	return d.refs
}

// columns are those of the table that block i goes on with.
func (d *Doc) columns(i int) *columns {
	for i > 0 && d.blocks[i].Joined {
		i--
	}
	d.block(i)
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tables[i]
}

// keepColumns notes the columns of a table that goes on in the next block.
func (d *Doc) keepColumns(i int, leaves []*leaf) {
	if i+1 >= len(d.blocks) || !d.blocks[i+1].Joined || len(leaves) != 1 || leaves[0].table == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tables[i] = leaves[0].table.cols
}

// firstBlock is the first block with rows: no blank row stands before it.
func (d *Doc) firstBlock() int {
	d.start.Do(func() {
		p := newPainter(d.o.Look)
		for d.first < len(d.blocks) {
			block := d.blocks[d.first]
			if block.Kind != briefs.DefinitionBlock && block.Kind != briefs.HTMLBlock {
				return
			}
			b := &builder{writer: writer{soft: -1}, look: p}
			d.read(b, block)
			if len(b.leaves) > 0 {
				return
			}
			d.first++
		}
	})
	return d.first
}
