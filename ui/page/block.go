package page

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// maxDepth is how many quotations and lists inside one another are shown as
// such; what lies deeper is shown at that depth.
const maxDepth = 12

// A builder takes a block's syntax tree apart into leaves, and makes beside
// them the tree that Glamour gets: the same structure with a mark, one
// private-use character, in place of every text. So nothing in a body can be
// taken for markup or for an escape a second time, whatever Glamour makes of
// it, and what it says is how each mark looks.
type builder struct {
	writer
	source []byte
	origin func(pos int) int // body offset of a byte of the source
	leaves []*leaf
	links  []Link
	glyphs glyphs
	look   *painter

	gap   bool // before the next leaf
	path  []*container
	sheet *ast.Document // for Glamour
	into  ast.Node      // where the marks of the leaf at hand go
	under ast.Node      // what that node is put under once it has a mark
	plain bool          // text of the leaf without a format has no style
	marks []byte        // the source of sheet
	count int           // of marks
	last  format        // of the last mark

	html htmlState
	tail bool     // the block goes on a table
	cols *columns // of that table
	all  []*leaf  // cells of tables too
}

// open makes the builder ready for a block.
func (b *builder) open() { b.sheet = ast.NewDocument() }

// paint has Glamour render the block and gives each run its style.
func (b *builder) paint(p *painter) error {
	var styles []style
	var err error
	if b.count > 0 {
		styles, err = p.styles(b.sheet, b.marks, b.count)
	}
	for _, l := range b.all {
		for i := range l.runs {
			switch m := l.runs[i].mark; {
			case m == quietMark:
				l.runs[i].style = p.rule
			case m >= 0 && m < len(styles):
				l.runs[i].style = styles[m]
			}
		}
	}
	return err
}

// firstMark is the private-use character of the first mark.
const firstMark = 0xf0000

// noMark is for text without style, quietMark for text that is ours.
const (
	noMark    = -1
	quietMark = -2
)

// begin starts a leaf.
func (b *builder) begin(k kind, level int) *leaf {
	l := &leaf{kind: k, level: level, path: b.path, gap: b.gap}
	b.gap = false
	b.leaf, b.soft = l, -1
	b.all = append(b.all, l)
	b.html = htmlState{}
	var node ast.Node
	switch k {
	case headingLeaf:
		node = ast.NewHeading(level)
	case codeLeaf:
		node = ast.NewCodeBlock()
	case textLeaf:
		node = ast.NewParagraph()
	default:
		return l
	}
	b.into, b.last, b.plain = node, 0xff, k == textLeaf
	b.under = b.sheet
	for _, c := range b.path {
		if c.quote {
			q := ast.NewBlockquote()
			b.sheet.AppendChild(b.sheet, q)
			b.under, b.plain = q, false
			break
		}
	}
	return l
}

// keep adds a leaf to the block, where it has any text.
func (b *builder) keep(l *leaf) {
	if len(l.text) == 0 && l.kind == textLeaf && (len(l.path) == 0 || l.path[len(l.path)-1].marker == "") {
		b.gap = b.gap || l.gap
		return
	}
	b.leaves = append(b.leaves, l)
}

// mark is the mark of text set in a format, in the leaf at hand.
func (b *builder) mark(f format) int {
	switch {
	case f&hint != 0:
		return quietMark
	case f == 0 && b.plain:
		return noMark
	case f == b.last:
		return b.count - 1
	case b.count >= 0xfff0:
		return noMark
	}
	if b.into.Parent() == nil {
		b.under.AppendChild(b.under, b.into)
	}
	b.last = f
	start := len(b.marks)
	b.marks = append(b.marks, string(rune(firstMark+b.count))...)
	b.count++
	seg := text.NewSegment(start, len(b.marks))
	if b.into.Kind() == ast.KindCodeBlock {
		b.into.Lines().Append(seg)
		return b.count - 1
	}
	var node ast.Node = ast.NewTextSegment(seg)
	wrap := func(n ast.Node) { n.AppendChild(n, node); node = n }
	switch {
	case f&code != 0:
		wrap(ast.NewCodeSpan())
	case f&image != 0:
		wrap(ast.NewImage(ast.NewLink()))
	default:
		if f&crossed != 0 {
			wrap(extast.NewStrikethrough())
		}
		if f&emphasised != 0 {
			wrap(ast.NewEmphasis(1))
		}
		if f&strong != 0 {
			wrap(ast.NewEmphasis(2))
		}
	}
	if f&linked != 0 {
		l := ast.NewLink()
		l.Destination = []byte("#") // so that no address is written behind it
		wrap(l)
	}
	b.into.AppendChild(b.into, node)
	return b.count - 1
}

// blocks goes through the children of a node, with a blank row between them
// unless they stand tight.
func (b *builder) blocks(parent ast.Node, tight bool) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.PreviousSibling() != nil {
			b.gap = b.gap || !tight
		}
		b.block(n)
	}
}

func (b *builder) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		l := b.begin(headingLeaf, n.Level)
		b.inlines(n, 0)
		b.keep(l)
	case *ast.Paragraph, *ast.TextBlock:
		l := b.begin(textLeaf, 0)
		b.inlines(n, 0)
		b.keep(l)
	case *ast.Blockquote:
		b.within(&container{marker: b.glyphs.quote, style: b.look.rule, width: 2, quote: true}, func() { b.blocks(n, false) })
	case *ast.List:
		b.list(n)
	case *ast.CodeBlock:
		b.code(n.Lines())
	case *ast.FencedCodeBlock:
		b.code(n.Lines())
	case *ast.ThematicBreak:
		b.leaves = append(b.leaves, b.begin(ruleLeaf, 0))
	case *ast.HTMLBlock:
		b.htmlBlock(n)
	case *extast.Table:
		b.tableOf(n)
	default:
		b.blocks(n, false)
	}
}

// within does something inside one more container.
func (b *builder) within(c *container, do func()) {
	path := b.path
	if len(path) < maxDepth {
		b.path = append(path[:len(path):len(path)], c)
	}
	do()
	b.path = path
}

func (b *builder) list(n *ast.List) {
	numbers, width := b.numbers(n), 2
	for _, number := range numbers {
		width = max(width, len(number)+1)
	}
	gap := b.gap
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		b.gap = gap
		gap = !n.IsTight
		c := &container{width: width, marker: b.glyphs.bullet, style: b.look.bullet}
		if n.IsOrdered() {
			c.marker, c.style = numbers[0], b.look.number
			numbers = numbers[1:]
		} else if box := taskOf(item); box != nil {
			c.marker, c.style = b.glyphs.unticked, b.look.task
			if box.IsChecked {
				c.marker = b.glyphs.ticked
			}
			c.width = Width(c.marker) + 1
		}
		b.within(c, func() {
			if item.FirstChild() == nil {
				b.keep(b.begin(textLeaf, 0))
			}
			b.blocks(item, n.IsTight)
		})
	}
}

// numbers are the markers of a numbered list: as they are written, since people
// cite them, or counted where all are written alike.
func (b *builder) numbers(n *ast.List) []string {
	if !n.IsOrdered() {
		return nil
	}
	var written []string
	alike := true
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		at := min(max(item.Pos(), 0), len(b.source))
		end := at
		for end < len(b.source) && end-at < 9 && b.source[end] >= '0' && b.source[end] <= '9' {
			end++
		}
		if end == at { // not where it is looked for: count
			alike = true
			written = make([]string, n.ChildCount())
			break
		}
		written = append(written, string(b.source[at:end])+string(n.Marker))
		alike = alike && written[0] == written[len(written)-1]
	}
	if alike {
		for i := range written {
			written[i] = strconv.Itoa(n.Start+i) + string(n.Marker)
		}
	}
	return written
}

// taskOf is the box of an item of a task list, or nil.
func taskOf(item ast.Node) *extast.TaskCheckBox {
	if item.FirstChild() == nil || item.FirstChild().FirstChild() == nil {
		return nil
	}
	box, _ := item.FirstChild().FirstChild().(*extast.TaskCheckBox)
	return box
}

func (b *builder) code(lines *text.Segments) {
	l := b.begin(codeLeaf, 0)
	m := b.mark(0)
	for i := range lines.Len() {
		s := lines.At(i)
		for range s.Padding {
			b.ours(" ", m)
		}
		b.write(string(b.source[s.Start:s.Stop]), b.origin(s.Start), verbatim, m)
	}
	for len(l.text) > 0 && l.text[len(l.text)-1] == '\n' {
		l.text = l.text[:len(l.text)-1]
	}
	l.trim()
	if len(l.text) > 0 {
		b.leaves = append(b.leaves, l)
	}
}
