package page

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// reader reads the inside of a block: CommonMark with tables, strikethrough,
// task lists, bare addresses and marks of footnotes. Link reference definitions
// are not read here: they are blocks of their own, and a text that only looks
// like one must not vanish.
var reader = newReader(false)

// definer reads link reference definitions.
var definer = newReader(true)

func newReader(definitions bool) parser.Parser {
	transformers := []util.PrioritizedValue{util.Prioritized(extension.NewTableParagraphTransformer(), 200)}
	if definitions {
		transformers = append(transformers, parser.DefaultParagraphTransformers()...)
	}
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithInlineParsers(
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(footnoteParser{}, 150),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999),
		),
		parser.WithParagraphTransformers(transformers...),
	)
	return p
}

// parse reads a block's source. refs are the link reference definitions of the
// whole body.
func parse(source []byte, refs map[string]parser.Reference, definitions bool) ast.Node {
	p := reader
	if definitions {
		p = definer
	}
	pc := references{parser.NewContext(), refs}
	return p.Parse(text.NewReader(source), parser.WithContext(pc))
}

// references looks references up in those of the whole body.
type references struct {
	parser.Context
	refs map[string]parser.Reference
}

func (c references) Reference(label string) (parser.Reference, bool) {
	r, ok := c.refs[label]
	return r, ok
}

// define reads link reference definitions out of a source.
func define(source []byte) map[string]parser.Reference {
	pc := parser.NewContext()
	definer.Parse(text.NewReader(source), parser.WithContext(pc))
	refs := map[string]parser.Reference{}
	for _, r := range pc.References() {
		key := util.ToLinkReference(r.Label())
		if _, ok := refs[key]; !ok {
			refs[key] = r
		}
	}
	return refs
}

// A footnote is the mark of one, in the text or before the note itself.
type footnote struct {
	ast.BaseInline
	label text.Segment
}

var kindFootnote = ast.NewNodeKind("PageFootnote")

func (n *footnote) Kind() ast.NodeKind            { return kindFootnote }
func (n *footnote) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// footnoteParser reads [^label]. Notes are shown where they stand, so that no
// text moves.
type footnoteParser struct{}

func (footnoteParser) Trigger() []byte { return []byte{'['} }

func (footnoteParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if len(line) < 4 || line[1] != '^' {
		return nil
	}
	for i := 2; i < len(line) && i < 40; i++ {
		switch c := line[i]; {
		case c == ']' && i > 2:
			block.Advance(i + 1)
			return &footnote{label: text.NewSegment(seg.Start+2, seg.Start+i)}
		case c <= ' ' || c == '[' || c == ']' || c == '`' || c == '\\' || c == '&':
			return nil
		}
	}
	return nil
}
