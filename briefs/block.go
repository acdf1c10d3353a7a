package briefs

import (
	"strings"
	"unicode/utf8"
)

// A BlockKind says what a block of a body is.
type BlockKind uint8

// The kinds of blocks.
const (
	ParagraphBlock BlockKind = iota
	HeadingBlock
	ListBlock
	QuoteBlock
	TableBlock
	CodeBlock
	HTMLBlock
	RuleBlock
	DefinitionBlock // link reference definitions: shown nowhere
)

// A Block is a top-level piece of a body: what stands between two others when
// the body is cut into pieces that can be rendered and read one by one.
type Block struct {
	Span
	Kind   BlockKind
	Level  int  // of a heading, 1 to 6
	Number int  // paragraph number, from 1, as people cite it; 0 for headings, code, HTML, rules
	Joined bool // goes on the block before it, which was cut because it was long
	Head   Span // of a table: the heading row and the row of dashes, also when Joined
}

// maxBlock is where a long block is cut, in bytes: small enough to be rendered
// between two keys.
const maxBlock = 16 << 10

// Blocks cuts a body into blocks in one pass, linear in its length. The blocks
// are in order and do not overlap; between them stands only white space.
// CommonMark decides, as far as its rules can be told from the first bytes of a
// line; goldmark reads the inside of each block when it is rendered.
func Blocks(body string, format Format) []Block {
	s := splitter{body: body}
	if format == Text {
		s.text()
	} else {
		s.markdown()
	}
	return s.blocks
}

type splitter struct {
	body    string
	blocks  []Block
	numbers int
}

// line is the line that starts at i, without its newline, and where the next
// one starts.
func (s *splitter) line(i int) (line string, next int) {
	if n := strings.IndexByte(s.body[i:], '\n'); n >= 0 {
		return s.body[i : i+n], i + n + 1
	}
	return s.body[i:], len(s.body)
}

func (s *splitter) text() {
	for i := 0; i < len(s.body); {
		line, next := s.line(i)
		if blank(line) {
			i = next
			continue
		}
		start, end := i, i+len(line)
		for next < len(s.body) {
			l, n := s.line(next)
			if blank(l) {
				break
			}
			end, next = next+len(l), n
		}
		s.add(Block{Span: Span{start, end}, Kind: ParagraphBlock})
		i = next
	}
}

func (s *splitter) markdown() {
	for i := 0; i < len(s.body); {
		line, next := s.line(i)
		if blank(line) {
			i = next
			continue
		}
		b := Block{Span: Span{i, i + len(line)}}
		switch indent, rest := indentOf(line); {
		case indent >= 4:
			b.Kind = CodeBlock
			next = s.indented(&b, next)
		case fence(rest) > 0:
			b.Kind = CodeBlock
			next = s.fenced(&b, rest, next)
		case atx(rest) > 0:
			b.Kind, b.Level = HeadingBlock, atx(rest)
		case isRule(rest):
			b.Kind = RuleBlock
		case rest[0] == '>':
			b.Kind = QuoteBlock
			next = s.until(&b, next, func(l string) bool {
				_, r := indentOf(l)
				return blank(l) || r[0] != '>' && interrupts(l)
			})
		case marker(rest) > 0:
			b.Kind = ListBlock
			next = s.list(&b, next)
		case strings.Contains(rest, "|") && s.dashes(next):
			b.Kind = TableBlock
			dash, after := s.line(next)
			b.Head = Span{i, next + len(dash)}
			b.End = b.Head.End
			next = s.until(&b, after, func(l string) bool { return blank(l) || interrupts(l) })
		case isHTML(rest):
			b.Kind = HTMLBlock
			next = s.html(&b, rest, next)
		case isDefinition(rest):
			b.Kind = DefinitionBlock
		default:
			next = s.paragraph(&b, next)
		}
		s.add(b)
		i = next
	}
}

// until extends b by whole lines as long as stop is false.
func (s *splitter) until(b *Block, next int, stop func(line string) bool) int {
	for next < len(s.body) {
		l, n := s.line(next)
		if stop(l) {
			break
		}
		b.End, next = next+len(l), n
	}
	return next
}

func (s *splitter) paragraph(b *Block, next int) int {
	for next < len(s.body) {
		l, n := s.line(next)
		if blank(l) {
			break
		}
		if level := setext(l); level > 0 {
			b.Kind, b.Level = HeadingBlock, level
			b.End = next + len(l)
			return n
		}
		if interrupts(l) || strings.Contains(l, "|") && s.dashes(n) {
			break
		}
		b.End, next = next+len(l), n
	}
	return next
}

func (s *splitter) indented(b *Block, next int) int {
	for i := next; i < len(s.body); {
		l, n := s.line(i)
		if !blank(l) {
			if indent, _ := indentOf(l); indent < 4 {
				break
			}
			b.End, next = i+len(l), n
		}
		i = n
	}
	return next
}

func (s *splitter) fenced(b *Block, open string, next int) int {
	n := fence(open)
	for next < len(s.body) {
		l, after := s.line(next)
		b.End, next = next+len(l), after
		if indent, rest := indentOf(l); indent < 4 && rest != "" && rest[0] == open[0] && fence(rest) >= n && blank(strings.TrimLeft(rest, open[:1])) {
			break
		}
	}
	return next
}

// list takes items, what is indented under them, and lazy lines.
func (s *splitter) list(b *Block, next int) int {
	gap := false
	var open string // the fence that is open inside an item
	for i := next; i < len(s.body); {
		l, n := s.line(i)
		indent, rest := indentOf(l)
		switch {
		case blank(l):
			gap = true
			i = n
			continue
		case open != "":
			if rest[0] == open[0] && fence(rest) >= fence(open) {
				open = ""
			}
		case indent == 0 && marker(rest) == 0 && (gap || interrupts(l)):
			return next
		case indent < 4 && isRule(rest) && indent < 2:
			return next
		case fence(rest) > 0:
			open = rest
		}
		if gap && open != "" && indent == 0 && fence(rest) == 0 {
			return next // the fence was never closed, and the list ended
		}
		gap = false
		b.End, next, i = i+len(l), n, n
	}
	return next
}

func (s *splitter) html(b *Block, first string, next int) int {
	for open, end := range map[string]string{"<!--": "-->", "<script": "</script>", "<pre": "</pre>", "<style": "</style>"} {
		if len(first) >= len(open) && strings.EqualFold(first[:len(open)], open) {
			if strings.Contains(first, end) {
				return next
			}
			for next < len(s.body) {
				l, n := s.line(next)
				b.End, next = next+len(l), n
				if strings.Contains(l, end) {
					break
				}
			}
			return next
		}
	}
	return s.until(b, next, blank)
}

func (s *splitter) dashes(i int) bool {
	if i >= len(s.body) {
		return false
	}
	l, _ := s.line(i)
	return isDashes(l)
}

// add numbers a block and cuts it where it is long.
func (s *splitter) add(b Block) {
	switch b.Kind {
	case ParagraphBlock, ListBlock, QuoteBlock, TableBlock:
		s.numbers++
		b.Number = s.numbers
	}
	for b.Len() > maxBlock {
		cut := s.cut(b)
		if cut <= b.Start || cut >= b.End {
			break
		}
		part := b
		part.End = cut
		s.blocks = append(s.blocks, part)
		b.Start, b.Joined = cut, true
	}
	s.blocks = append(s.blocks, b)
}

// cut is where a long block is parted: after a line, or else after a space, or
// else between two characters. A list is parted before an item of its first
// level.
func (s *splitter) cut(b Block) int {
	limit := b.Start + maxBlock
	if b.Kind == TableBlock && !b.Joined {
		limit = max(limit, b.Head.End+1)
		if limit >= b.End {
			return b.End
		}
	}
	window := s.body[b.Start:limit]
	if b.Kind == ListBlock {
		for at := len(window); ; {
			at = strings.LastIndexByte(window[:at], '\n')
			if at <= 0 {
				break
			}
			if l, _ := s.line(b.Start + at + 1); marker(l) > 0 {
				return b.Start + at + 1
			}
		}
	}
	if at := strings.LastIndexByte(window, '\n'); at > 0 && b.Start+at+1 > b.Head.End {
		return b.Start + at + 1
	}
	if b.Kind == TableBlock {
		if at := strings.IndexByte(s.body[limit:b.End], '\n'); at >= 0 {
			return limit + at + 1
		}
		return b.End
	}
	if at := strings.LastIndexByte(window, ' '); at > maxBlock/2 {
		return b.Start + at + 1
	}
	for limit > b.Start+1 && !utf8.RuneStart(s.body[limit]) {
		limit--
	}
	return limit
}
