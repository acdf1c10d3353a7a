package page

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// htmlState is what the tags passed so far say about the text behind them.
type htmlState struct {
	raised int8 // 1 within sup, -1 within sub
	format format
}

// tagName is the name of the tag that s is, in lower case, and whether it
// closes.
func tagName(s string) (name string, closes bool) {
	s = strings.TrimPrefix(s, "<")
	if strings.HasPrefix(s, "/") {
		closes, s = true, s[1:]
	}
	end := 0
	for end < len(s) && end < 20 && (s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z' || s[end] >= '0' && s[end] <= '9') {
		end++
	}
	return strings.ToLower(s[:end]), closes
}

// tag heeds an inline tag; of most, nothing is left.
func (b *builder) tag(s string, at int) {
	name, closes := tagName(s)
	set := func(f format) {
		if closes {
			b.html.format &^= f
		} else {
			b.html.format |= f
		}
	}
	switch name {
	case "br":
		if len(b.leaf.text) > 0 {
			b.newline(at, b.mark(0))
		}
	case "img":
		b.picture(s, at)
	case "sup":
		b.html.raised = 1
	case "sub":
		b.html.raised = -1
	case "b", "strong":
		set(strong)
	case "i", "em":
		set(emphasised)
	case "s", "del", "strike":
		set(crossed)
	}
	if closes && (name == "sup" || name == "sub") {
		b.html.raised = 0
	}
}

// picture writes what the image of a tag is said to show.
func (b *builder) picture(tag string, at int) {
	i := indexFold([]byte(tag), "alt=")
	if i < 0 || len(tag) < i+6 {
		return
	}
	i += len("alt=")
	quote := tag[i : i+1]
	n := strings.Index(tag[i+1:], quote)
	if quote != `"` && quote != "'" || n <= 0 {
		return
	}
	m := b.mark(image)
	b.ours("["+b.glyphs.image+": ", m)
	b.write(tag[i+1:i+1+n], at+i+1, hypertext, m)
	b.ours("]", m)
}

// raise writes text above or below the line: without that, 10<sup>6</sup>
// would read as another number.
func (b *builder) raise(s string, at, mark int) {
	digits := "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
	if b.html.raised < 0 {
		digits = "₀₁₂₃₄₅₆₇₈₉₊₋"
	}
	glyphs := []rune(digits)
	if strings.Trim(s, "0123456789+-") != "" {
		if b.html.raised > 0 && len(b.leaf.text) > 0 && strings.ContainsAny(s, "0123456789") {
			b.ours("^", mark)
		}
		b.write(s, at, markup, mark)
		return
	}
	for i := range len(s) {
		glyph := glyphs[strings.IndexByte("0123456789+-", s[i])]
		text := string(glyph)
		if b.ascii {
			text = ASCII(text)
		}
		b.add(text, at+i, at+i+1, false, mark)
	}
}

// htmlBlock writes the text of a block of HTML; tags of blocks part rows.
func (b *builder) htmlBlock(n *ast.HTMLBlock) {
	l := b.begin(textLeaf, 0)
	skip := "" // the element whose content is not text
	scan := func(start, stop int) {
		for i := start; i < stop; {
			s := b.source[i:stop]
			if skip != "" {
				end := indexFold(s, skip)
				if end < 0 {
					return
				}
				i += end + len(skip)
				skip = ""
				continue
			}
			if s[0] != '<' || len(s) == 1 || s[1] == ' ' {
				end := bytes.IndexByte(s[1:], '<') + 1
				if end <= 0 {
					end = len(s)
				}
				b.segment(i, i+end, hypertext, 0)
				i += end
				continue
			}
			if bytes.HasPrefix(s, []byte("<!--")) {
				skip, i = "-->", i+4
				continue
			}
			end := bytes.IndexByte(s, '>')
			if end < 0 {
				end = len(s) - 1
			}
			if inner := string(s[1:max(end, 1)]); strings.ContainsAny(inner, ":@") && !strings.ContainsAny(inner, " \t\n\"'=") {
				b.segment(i+1, i+end, literal, linked) // an address, as Markdown has it
			} else {
				b.blockTag(string(s[:end+1]), b.origin(i), &skip)
			}
			i += end + 1
		}
	}
	if lines := n.Lines(); lines.Len() > 0 {
		scan(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
	}
	if n.HasClosure() {
		scan(n.ClosureLine.Start, n.ClosureLine.Stop)
	}
	for len(l.text) > 0 && (l.text[len(l.text)-1] == '\n' || l.text[len(l.text)-1] == ' ') {
		l.text = l.text[:len(l.text)-1]
	}
	l.trim()
	b.keep(l)
}

// blockTag heeds a tag in a block of HTML.
func (b *builder) blockTag(s string, at int, skip *string) {
	name, closes := tagName(s)
	switch name {
	case "script", "style", "template", "svg":
		if !closes {
			*skip = "</" + name
		}
	case "td", "th":
		if closes && len(b.leaf.text) > 0 {
			b.ours("  ", noMark)
		}
	case "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre", "section", "article",
		"header", "footer", "figure", "figcaption", "dt", "dd", "dl", "hr", "summary", "details", "caption", "thead", "tbody":
		if n := len(b.leaf.text); n > 0 && b.leaf.text[n-1] != '\n' {
			b.newline(at, noMark)
		}
		if name == "li" && !closes {
			b.ours(b.glyphs.bullet+" ", quietMark)
		}
	default:
		b.tag(s, at)
	}
}

// indexFold is where s holds a tag, in any case, or -1.
func indexFold(s []byte, tag string) int {
	for i := 0; i+len(tag) <= len(s); i++ {
		n := bytes.IndexByte(s[i:], tag[0])
		if n < 0 {
			return -1
		}
		i += n
		if i+len(tag) <= len(s) && strings.EqualFold(string(s[i:i+len(tag)]), tag) {
			return i
		}
	}
	return -1
}
