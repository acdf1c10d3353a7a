package page

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"despatch/briefs"
)

// inlines writes the text of a node's children into the leaf at hand.
func (b *builder) inlines(parent ast.Node, f format) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		b.inline(n, f)
	}
}

func (b *builder) inline(n ast.Node, f format) {
	switch n := n.(type) {
	case *ast.Text:
		m := markup
		if f&code != 0 {
			m = literal
		}
		b.segment(n.Segment.Start, n.Segment.Stop, m, f)
		switch at := n.Segment.Stop; {
		case n.HardLineBreak():
			b.newline(b.origin(at), b.mark(f))
		case n.SoftLineBreak():
			b.soft = b.origin(at)
		}
	case *ast.CodeSpan:
		b.inlines(n, f|code)
	case *ast.Emphasis:
		if n.Level > 1 {
			f |= strong
		} else {
			f |= emphasised
		}
		b.inlines(n, f)
	case *extast.Strikethrough:
		b.inlines(n, f|crossed)
	case *ast.Link:
		start := len(b.leaf.text)
		b.inlines(n, f|linked)
		b.link(start, string(n.Destination))
	case *ast.AutoLink:
		b.autoLink(n, f)
	case *ast.Image:
		b.image(n, f)
	case *footnote:
		s := n.label
		b.segment(s.Start-2, s.Start-1, literal, f|linked)
		b.segment(s.Start, s.Stop+1, literal, f|linked)
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			if i == 0 {
				b.tag(string(b.source[s.Start:s.Stop]), b.origin(s.Start))
			}
		}
	case *extast.TaskCheckBox:
	case *ast.String:
		b.ours(briefs.CleanLine(string(n.Value), 0), b.mark(f))
	default:
		b.inlines(n, f)
	}
}

// segment writes a part of the source.
func (b *builder) segment(start, stop int, m mode, f format) {
	if start >= stop {
		return
	}
	f |= b.html.format
	if b.html.raised != 0 && m == markup {
		b.raise(string(b.source[start:stop]), b.origin(start), b.mark(f))
		return
	}
	b.write(string(b.source[start:stop]), b.origin(start), m, b.mark(f))
}

// link notes a link whose text starts at byte start of the leaf's text, and
// says where it leads when its text says otherwise.
func (b *builder) link(start int, destination string) {
	if start > len(b.leaf.text) {
		start = len(b.leaf.text)
	}
	shown := string(b.leaf.text[start:])
	target := targetOf(destination)
	offset := -1
	for i := len(b.leaf.runs) - 1; i >= 0 && b.leaf.runs[i].to > start; i-- {
		if r := b.leaf.runs[i]; r.start >= 0 {
			offset = r.start
			if r.linear {
				offset += max(start-r.from, 0)
			}
		}
	}
	if offset >= 0 && target != "" {
		b.links = append(b.links, Link{Text: briefs.CleanLine(shown, 0), Target: target, Offset: offset})
	}
	if h := hostToShow(shown, target); h != "" {
		b.ours(" ["+h+"]", quietMark)
	}
}

// autoLink writes a bare address. One that GFM runs on into Chinese ends where
// the Chinese starts.
func (b *builder) autoLink(n *ast.AutoLink, f format) {
	label := n.Label(b.source)
	pos := cap(b.source) - cap(label) // the label is a part of the source
	if pos < 0 || pos+len(label) > len(b.source) {
		b.ours(briefs.CleanLine(string(label), 0), b.mark(f|linked))
		return
	}
	start := len(b.leaf.text)
	if b.soft >= 0 {
		b.flush(string(label), b.mark(f))
		start = len(b.leaf.text)
	}
	b.segment(pos, pos+len(label), literal, f|linked)
	target := string(n.URL(b.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
		target = "mailto:" + target
	}
	b.link(start, target)
}

// image writes what an image is said to show, in brackets.
func (b *builder) image(n *ast.Image, f format) {
	f |= image
	b.html = htmlState{}
	at := len(b.leaf.text)
	if b.soft >= 0 {
		b.flush("[", b.mark(f))
	}
	b.ours("["+b.glyphs.image+": ", b.mark(f))
	before := len(b.leaf.text)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.inline(c, f)
	}
	if len(b.leaf.text) == before {
		before -= len(": ")
		b.leaf.text = b.leaf.text[:before]
		b.leaf.trim()
	}
	b.ours("]", b.mark(f))
	if target := targetOf(string(n.Destination)); target != "" {
		for _, r := range b.leaf.runs {
			if r.from >= at && r.start >= 0 {
				b.links = append(b.links, Link{Text: briefs.CleanLine(string(b.leaf.text[before:len(b.leaf.text)-1]), 0), Target: target, Offset: r.start})
				break
			}
		}
	}
}
