package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"despatch/briefs"
)

// linkLabel is a label in the form in which two that mean the same are equal.
func linkLabel(label string) string { return util.ToLinkReference([]byte(label)) }

// How far the scanner looks ahead for the end of a link's text and target, in
// bytes. It bounds what unclosed brackets cost.
const (
	maxLinkText = 400
	maxLinkTail = 2200
)

// A scanner reads the visible text of a block off its source.
type scanner struct {
	*visible
	s     string // the body up to the block's end
	i     int
	raw   bool // nothing is markup
	table bool
	ends  []linkEnd // of the links that are open, the innermost last
}

// A linkEnd is where the text of a link ends and where the text goes on.
type linkEnd struct{ at, to int }

// lines reads line by line: a line break is a space, or nothing between Han
// characters; a new item or row is a text of its own.
func (s *scanner) lines(k briefs.BlockKind) {
	s.table = k == briefs.TableBlock
	for s.i < len(s.s) {
		end := len(s.s)
		if n := strings.IndexByte(s.s[s.i:], '\n'); n >= 0 {
			end = s.i + n
		}
		parted := !s.raw && s.prefix(k) || k == briefs.CodeBlock || s.table
		s.skipSpaces()
		switch n := len(s.text); {
		case s.i >= end || n == 0 || s.text[n-1] == '\n':
		case parted:
			s.apart(s.i)
		case s.text[n-1] != ' ':
			before, _ := utf8.DecodeLastRune(s.text)
			behind, _ := utf8.DecodeRuneInString(s.s[s.i:])
			if !joins(before, behind) {
				s.whole(" ", s.i, 0)
			}
		}
		s.line(end)
		s.i = max(s.i, end+1)
	}
}

func (s *scanner) skipSpaces() {
	for s.i < len(s.s) && (s.s[s.i] == ' ' || s.s[s.i] == '\t') {
		s.i++
	}
}

// prefix passes over the marks at a line's start and reports whether they begin
// an item.
func (s *scanner) prefix(k briefs.BlockKind) (item bool) {
	for {
		s.skipSpaces()
		rest := s.s[s.i:]
		if rest == "" {
			return item
		}
		switch c := rest[0]; {
		case c == '>' && k != briefs.ParagraphBlock:
			s.i++
			continue
		case c == '#' && k != briefs.ParagraphBlock:
			n := len(rest) - len(strings.TrimLeft(rest, "#"))
			if n > 6 || n < len(rest) && rest[n] != ' ' && rest[n] != '\t' {
				return item
			}
			s.i += n
			item = true
			continue
		case (c == '-' || c == '+' || c == '*') && len(rest) > 1 && rest[1] == ' ' && (k == briefs.ListBlock || k == briefs.QuoteBlock):
			s.i += 2
			if len(rest) > 5 && rest[2] == '[' && rest[4] == ']' && strings.IndexByte(" xX", rest[3]) >= 0 {
				s.i += 3
			}
			item = true
			continue
		case c >= '0' && c <= '9' && (k == briefs.ListBlock || k == briefs.QuoteBlock):
			n := 1
			for n < len(rest) && n < 9 && rest[n] >= '0' && rest[n] <= '9' {
				n++
			}
			if n+1 < len(rest) && (rest[n] == '.' || rest[n] == ')') && rest[n+1] == ' ' {
				s.i += n + 2
				item = true
				continue
			}
		}
		return item
	}
}

// line reads on to the end of a line, or of a link that goes on behind it.
func (s *scanner) line(end int) {
	for s.i < end {
		if n := len(s.ends); n > 0 && s.i >= s.ends[n-1].at {
			s.i = max(s.ends[n-1].to, s.i)
			s.ends = s.ends[:n-1]
			continue
		}
		c := s.s[s.i]
		switch {
		case c >= utf8.RuneSelf:
			s.character()
			continue
		case c == ' ' || c == '\t':
			s.i++
			if n := len(s.text); n > 0 && s.text[n-1] != ' ' && s.text[n-1] != '\n' && (s.i < end) {
				s.put(" ", s.i-1)
			}
			continue
		case !s.raw && marking[c]:
			if s.markup(c, end) {
				continue
			}
		}
		if s.fold && c >= 'A' && c <= 'Z' {
			s.put(lower[c-'A':c-'A'+1], s.i)
			s.i++
			continue
		}
		stop := end
		if n := len(s.ends); n > 0 {
			stop = min(end, s.ends[n-1].at)
		}
		from := s.i
		for s.i++; s.i < stop; s.i++ {
			if c := s.s[s.i]; c >= utf8.RuneSelf || c <= ' ' || marking[c] || c >= 'A' && c <= 'Z' {
				break
			}
		}
		s.put(s.s[from:s.i], from)
	}
}

const lower = "abcdefghijklmnopqrstuvwxyz"

// marking are the characters that may be markup.
var marking = func() (t [128]bool) {
	for _, c := range "\\&*_~`[]!<|#" {
		t[c] = true
	}
	return t
}()

// character reads one that is not ASCII.
func (s *scanner) character() {
	if c := s.s[s.i]; c >= 0xe3 && c <= 0xe9 && s.i+3 <= len(s.s) { // Han and kana have no case
		s.put(s.s[s.i:s.i+3], s.i)
		s.i += 3
		return
	}
	r, n := utf8.DecodeRuneInString(s.s[s.i:])
	switch l := unicode.ToLower(r); {
	case r >= 0xfe00 && r <= 0xfe0f:
	case s.fold && l != r:
		s.whole(string(l), s.i, n)
	default:
		s.put(s.s[s.i:s.i+n], s.i)
	}
	s.i += n
}

// markup passes over markup, and reports whether there was any at s.i.
func (s *scanner) markup(c byte, end int) bool {
	rest := s.s[s.i:end]
	next := byte(0)
	if len(rest) > 1 {
		next = rest[1]
	}
	switch c {
	case '\\':
		if punctuation(next) {
			s.put(rest[1:2], s.i+1)
			s.i += 2
			return true
		}
	case '&':
		if n, text := entity(rest); n > 0 {
			text = strings.ReplaceAll(briefs.Clean(text), "\n", " ")
			if s.fold {
				text = strings.ToLower(text)
			}
			s.whole(text, s.i, n)
			s.i += n
			return true
		}
	case '*', '_', '~':
		return s.delimiter(c, rest)
	case '`':
		return s.codeSpan(rest)
	case '[':
		return s.link(rest)
	case '!':
		if next == '[' {
			s.i++
			if s.link(rest[1:]) {
				return true
			}
			s.i--
		}
	case '<':
		return s.angle()
	case '|':
		if s.table {
			s.apart(s.i)
			s.i++
			return true
		}
	case '#':
		if strings.Trim(rest, "# ") == "" && len(s.text) > 0 && s.text[len(s.text)-1] == ' ' {
			s.i = end
			return true
		}
	}
	return false
}

// delimiter passes over a run of emphasis, unless it stands for itself.
func (s *scanner) delimiter(c byte, rest string) bool {
	n := len(rest) - len(strings.TrimLeft(rest, string(c)))
	before, _ := utf8.DecodeLastRuneInString(s.s[:s.i])
	behind, _ := utf8.DecodeRuneInString(rest[n:])
	loose := func(r rune) bool { return r == utf8.RuneError || unicode.IsSpace(r) }
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch {
	case c == '~' && n != 2, c == '_' && word(before) && word(behind), loose(before) && loose(behind):
		s.put(rest[:n], s.i)
	}
	s.i += n
	return true
}

func (s *scanner) codeSpan(rest string) bool {
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	length := strings.Index(rest[n:], rest[:n])
	if length < 0 {
		s.i += n
		return true
	}
	s.i += n
	raw := scanner{visible: s.visible, s: s.s[:s.i+length], i: s.i, raw: true}
	raw.line(len(raw.s))
	s.i += length + n
	return true
}

// link opens the text of a link, when one starts here.
func (s *scanner) link(rest string) bool {
	window := s.s[s.i:min(len(s.s), s.i+maxLinkText)]
	depth, end := 0, -1
	for i := 0; i < len(window) && end < 0; i++ {
		switch window[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				end = i
			}
		}
	}
	if end < 0 {
		return false
	}
	if strings.HasPrefix(rest, "[^") && end > 2 {
		s.put("[", s.i)
		s.i += 2
		return true
	}
	at := s.i + end
	tail := s.s[at+1 : min(len(s.s), at+1+maxLinkTail)]
	to := -1
	switch {
	case strings.HasPrefix(tail, "("):
		depth := 0
		for i := 0; i < len(tail) && to < 0; i++ {
			switch tail[i] {
			case '\\':
				i++
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					to = at + 1 + i + 1
				}
			}
		}
	case strings.HasPrefix(tail, "["):
		if n := strings.IndexByte(tail, ']'); n > 0 {
			label := tail[1:n]
			if label == "" {
				label = window[1:end]
			}
			if s.defined(label) {
				to = at + 1 + n + 1
			}
		}
	case s.defined(window[1:end]):
		to = at + 1
	}
	if to < 0 {
		return false
	}
	s.ends = append(s.ends, linkEnd{at, to})
	s.i++
	return true
}

// angle passes over a tag, or the brackets of an address.
func (s *scanner) angle() bool {
	rest := s.s[s.i:min(len(s.s), s.i+maxLinkTail)]
	end := strings.IndexByte(rest, '>')
	if strings.HasPrefix(rest, "<!--") {
		if end = strings.Index(rest, "-->"); end > 0 {
			end += 2
		}
	}
	if end < 2 {
		return false
	}
	inner := rest[1:end]
	if strings.ContainsAny(inner, ":@") && !strings.ContainsAny(inner, " \t=") {
		s.ends = append(s.ends, linkEnd{s.i + end, s.i + end + 1})
		s.i++
		return true
	}
	if c := inner[0]; c != '/' && c != '!' && c != '?' && (c|0x20 < 'a' || c|0x20 > 'z') {
		return false
	}
	if name, _ := tagName(rest); name == "br" {
		s.whole(" ", s.i, end+1)
	}
	s.i += end + 1
	return true
}
