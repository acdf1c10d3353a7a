package page

import (
	"bytes"
	"fmt"
	"sync"
	"unicode/utf8"

	"charm.land/glamour/v2/ansi"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// glyphs are the signs that a page draws itself.
type glyphs struct {
	bullet, quote, rule, line, ticked, unticked, image string
}

var (
	unicodeGlyphs = glyphs{bullet: "•", quote: "│", rule: "*  *  *", line: "─", ticked: "☑", unticked: "☐", image: "image"}
	asciiGlyphs   = glyphs{bullet: "-", quote: "|", rule: "*  *  *", line: "-", ticked: "[x]", unticked: "[ ]", image: "image"}
)

// A painter has Glamour render blocks for one look. It serves one goroutine at
// a time.
type painter struct {
	glamour                    renderer.Renderer
	bullet, number, task, rule style
}

// idle are the painters that nobody uses now, a *sync.Pool for each look: one
// is as much memory as a page.
var idle sync.Map

// painterFor is a painter for a look. Done gives back that one or, where it
// failed, the one instead of it.
func painterFor(l Look) (p *painter, done func(*painter)) {
	pool, ok := idle.Load(l)
	if !ok {
		pool, _ = idle.LoadOrStore(l, &sync.Pool{New: func() any { return newPainter(l) }})
	}
	of := pool.(*sync.Pool)
	return of.Get().(*painter), func(p *painter) { of.Put(p) }
}

func newPainter(l Look) *painter {
	p := &painter{glamour: renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(ansi.NewRenderer(ansi.Options{Styles: config(l)}), 1000)))}
	item := func(ordered, box bool) ast.Node {
		marker := byte('-')
		if ordered {
			marker = '.'
		}
		list, item, text := ast.NewList(marker), ast.NewListItem(2), ast.NewTextBlock()
		if box {
			text.AppendChild(text, extast.NewTaskCheckBox(false))
		}
		item.AppendChild(item, text)
		list.AppendChild(list, item)
		return list
	}
	p.bullet = p.probe(item(false, false))
	p.number = p.probe(item(true, false))
	p.task = p.probe(item(false, true))
	p.rule = p.probe(ast.NewThematicBreak())
	return p
}

// probe is how Glamour draws the sign that config has it put before a node.
func (p *painter) probe(n ast.Node) style {
	doc := ast.NewDocument()
	doc.AppendChild(doc, n)
	var found style
	p.read(doc, nil, func(r rune, s style) {
		if r == 'x' {
			found = s
		}
	})
	return found
}

// styles are how the marks of a tree look.
func (p *painter) styles(doc ast.Node, source []byte, marks int) ([]style, error) {
	found := make([]style, marks)
	err := p.read(doc, source, func(r rune, s style) {
		if i := int(r) - firstMark; i >= 0 && i < marks {
			found[i] = s
		}
	})
	return found, err
}

// read has a tree rendered and reports each character with its style. Whatever
// else Glamour writes, hyperlinks and indents, is passed over.
func (p *painter) read(doc ast.Node, source []byte, cell func(rune, style)) error {
	var out bytes.Buffer
	if err := p.glamour.Render(&out, source, doc); err != nil {
		return fmt.Errorf("render a block: %w", err)
	}
	var now style
	for b := out.Bytes(); len(b) > 0; {
		if b[0] != 0x1b {
			r, n := utf8.DecodeRune(b)
			cell(r, now)
			b = b[n:]
			continue
		}
		n := sequence(b)
		if b[n-1] == 'm' && n > 2 && b[1] == '[' {
			now = now.apply(string(b[2 : n-1]))
		}
		b = b[n:]
	}
	return nil
}

// sequence is the length of the escape sequence that b starts with.
func sequence(b []byte) int {
	if len(b) < 2 {
		return len(b)
	}
	switch b[1] {
	case '[':
		for i := 2; i < len(b); i++ {
			if b[i] >= 0x40 && b[i] < 0x7f {
				return i + 1
			}
		}
		return len(b)
	case ']', 'P', 'X', '^', '_':
		for i := 2; i < len(b); i++ {
			if b[i] == 0x07 {
				return i + 1
			}
			if b[i] == 0x1b && i+1 < len(b) && b[i+1] == '\\' {
				return i + 2
			}
		}
		return len(b)
	}
	return 2
}
