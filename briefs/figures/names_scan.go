package figures

import (
	"strings"
	"unicode/utf8"
)

// A nameToken is a word, or a mark that parts words.
type nameToken struct {
	start, end int32
	class      nameClass
	hit        int32 // one more than the index in hits, 0 before gazetteerAt was asked
	mark       byte  // 'w' a word, '0' a number, else the mark itself; '\n' ends a line that was not wrapped
	caps       bool  // starts with a capital
	upper      bool  // has two capitals or more and no small letter
	joined     bool  // only a space stands before it, and a word before that
	owns       bool  // 's follows
	first      bool  // begins a sentence
	used       bool  // is part of a name
	longest    uint8 // words in the longest known name that begins with it; 0 is none
}

// A nameScan is where a scan is in the markup.
type nameScan struct {
	fence   string // of code that is open
	until   string // of a comment, script or tag that is open
	heading bool   // the segment is one
	lines   int    // of the segment
	wrapped bool   // the last line is so long that the next goes on with it
}

// scan cuts the text into lines and the lines into segments: paragraphs, list
// items, rows of tables, headings. It takes the names out of each.
func (n *namer) scan() {
	var s nameScan
	for i := 0; i < len(n.text); {
		end := len(n.text)
		if at := strings.IndexByte(n.text[i:], '\n'); at >= 0 {
			end = i + at
		}
		n.line(&s, i, end)
		i = end + 1
	}
	n.flush(&s)
}

func (n *namer) flush(s *nameScan) {
	if len(n.tokens) > 0 {
		n.segment(s)
	}
	n.tokens, n.hits = n.tokens[:0], n.hits[:0]
	s.heading, s.lines, s.wrapped = false, 0, false
}

func (n *namer) line(s *nameScan, start, end int) {
	l := n.text[start:end]
	from := start
	for from < end && (n.text[from] == ' ' || n.text[from] == '\t' || n.text[from] == '>') {
		from++
	}
	trimmed := n.text[from:end]
	switch {
	case s.until != "":
		at := strings.Index(l, s.until)
		if at < 0 && trimmed != "" {
			return
		}
		if at >= 0 {
			from = start + at + len(s.until)
		}
		s.until = ""
	case s.fence != "":
		if strings.HasPrefix(trimmed, s.fence) {
			s.fence = ""
		}
		return
	case trimmed == "" || trimmed[0] <= ' ' && strings.TrimRight(trimmed, " \t\r") == "":
		n.flush(s)
		return
	case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
		n.flush(s)
		s.fence = trimmed[:3]
		return
	case trimmed[0] == '#':
		n.flush(s)
		n.words(s, from, end)
		s.heading = true
		n.flush(s)
		return
	case (trimmed[0] == '=' || trimmed[0] == '-') && strings.Trim(trimmed, "=- \r") == "":
		s.heading = s.lines == 1
		n.flush(s)
		return
	case trimmed[0] == '[' && strings.Contains(trimmed, "]: "):
		n.flush(s)
		return
	case trimmed[0] == '|' || trimmed[0] == '-' || trimmed[0] == '*' || trimmed[0] == '+' || trimmed[0] >= '0' && trimmed[0] <= '9' && nameItem(trimmed):
		n.flush(s)
	}
	if len(n.tokens) > 0 && !s.wrapped {
		n.tokens = append(n.tokens, nameToken{start: int32(start), end: int32(start), mark: '\n'})
	}
	n.words(s, from, end)
	s.lines++
	s.wrapped = len(l) >= 50 || strings.LastIndexByte(l, '[') > strings.LastIndexByte(l, ']')
	if s.lines == 1 && nameShouts(l) {
		n.flush(s)
	}
}

// nameShouts reports whether a line is in capitals.
func nameShouts(l string) bool {
	large, small := 0, 0
	for i := 0; i < min(len(l), 64); i++ {
		switch c := l[i]; {
		case c >= 'A' && c <= 'Z':
			large++
		case c >= 'a' && c <= 'z':
			small++
		}
	}
	return large > 12 && large > 4*small
}

// nameItem reports whether a line starts with the number of a list item.
func nameItem(l string) bool {
	rest := strings.TrimLeft(l, "0123456789")
	return len(l)-len(rest) < 4 && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' '
}

// words appends the tokens of a line, and reads the Chinese in it.
func (n *namer) words(s *nameScan, i, end int) {
	clean, han := i, false // where the stretch without markup began
	gap := 0               // 0 nothing, 1 space, 2 anything else since the last token
	if len(n.tokens) > 0 && s.wrapped {
		gap = 1
	} else {
		gap = 2
	}
	skip := func(to int) {
		if han {
			n.han(clean, i)
		}
		i, clean, han, gap = to, to, false, 2
	}
	mark := func(c byte, size int) {
		n.tokens = append(n.tokens, nameToken{start: int32(i), end: int32(i + size), mark: c, joined: gap == 1})
		i += size
		gap = 0
	}
	for i < end {
		c := n.text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\r':
			if gap == 0 {
				gap = 1
			}
			i++
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0xc3 && c <= 0xd4:
			if to := n.word(i, end, gap); to > 0 {
				i, gap = to, 0
				if i < end && n.text[i] == ' ' {
					i, gap = i+1, 1
				} else if i+1 < end && n.text[i] == '\'' && n.text[i+1] == 's' {
					i += 2
				} else if strings.HasPrefix(n.text[i:end], "’s") {
					i += len("’s")
				} else if n.tokens[len(n.tokens)-1].owns {
					_, size := utf8.DecodeRuneInString(n.text[i:end])
					i += size
				}
			} else {
				skip(nameSkip(n.text, i, end))
			}
		case c >= '0' && c <= '9':
			j := i
			for j < end && (n.text[j] >= '0' && n.text[j] <= '9' || (n.text[j] == ',' || n.text[j] == '.') && j+1 < end && n.text[j+1] >= '0' && n.text[j+1] <= '9' || n.text[j]|0x20 >= 'a' && n.text[j]|0x20 <= 'z') {
				j++
			}
			mark('0', j-i)
		case c == ',' || c == '.' || c == ';' || c == ':' || c == '(' || c == ')' || c == '"' || c == '!' || c == '?' || c == '|' || c == '&' || c == '-':
			if c == '&' {
				if size, amp := nameEntity(n.text[i:end]); size > 0 {
					if amp {
						mark('&', size)
					} else {
						i, gap = i+size, 2
					}
					continue
				}
			}
			mark(c, 1)
		case c == '`':
			run := 1
			for i+run < end && n.text[i+run] == '`' {
				run++
			}
			if at := strings.Index(n.text[i+run:end], n.text[i:i+run]); at >= 0 {
				skip(i + run + at + run)
			} else {
				i, gap = i+run, 2
			}
		case c == ']' && i+1 < end && (n.text[i+1] == '(' || n.text[i+1] == '['):
			skip(nameTarget(n.text, i+1, end))
		case c == '<' && i+1 < end && (n.text[i+1]|0x20 >= 'a' && n.text[i+1]|0x20 <= 'z' || n.text[i+1] == '/' || n.text[i+1] == '!'):
			skip(n.tag(s, i, end))
		case c == '{' && i+1 < end && (n.text[i+1] == '{' || n.text[i+1] == '%'):
			at := strings.IndexByte(n.text[i:end], '}')
			if at < 0 {
				at = end - i - 1
			}
			skip(i + at + 1)
		case c == '@' || c == '#':
			skip(nameSkip(n.text, i+1, end))
		case c < 0x80:
			gap = 2
			i++
		default:
			r, size := utf8.DecodeRuneInString(n.text[i:end])
			switch {
			case r == '“' || r == '”' || r == '‘' || r == '’':
				mark('"', size)
			case r == '–' || r == '—' || r == '―':
				mark('-', size)
			case r == '\u00a0' || r == '\u3000':
				if gap == 0 {
					gap = 1
				}
				i += size
			default:
				han = han || nameHan(r)
				gap = 2
				i += size
			}
		}
	}
	if han {
		n.han(clean, end)
	}
}

// tag is where the HTML tag or comment at i ends; one that stays open is noted.
func (n *namer) tag(s *nameScan, i, end int) int {
	l := n.text[i:end]
	for _, p := range [...][2]string{{"<!--", "-->"}, {"<script", "</script>"}, {"<style", "</style>"}} {
		if !strings.HasPrefix(l, p[0]) {
			continue
		}
		if at := strings.Index(l, p[1]); at >= 0 {
			return i + at + len(p[1])
		}
		s.until = p[1]
		return end
	}
	if at := strings.IndexByte(l, '>'); at >= 0 {
		return i + at + 1
	}
	if before := strings.LastIndexByte(n.text[:i], '\n') + 1; l[1] == '!' || strings.TrimLeft(n.text[before:i], " \t") != "" {
		return i + 1 // a sign in a sentence: only a tag that begins a line goes on
	}
	s.until = ">"
	return end
}

// nameTarget is the end of the link target or label that opens at i.
func nameTarget(text string, i, end int) int {
	open, shut := text[i], byte(')')
	if open == '[' {
		shut = ']'
	}
	depth := 0
	for j := i; j < end; j++ {
		switch text[j] {
		case open:
			if j > i && text[j-1] == ']' {
				return i + 1 // the next link: this one is broken
			}
			depth++
		case shut:
			if depth--; depth == 0 {
				return j + 1
			}
		}
	}
	return i + 1
}

// nameSkip is the end of the address at i.
func nameSkip(text string, i, end int) int {
	j := i
	for j < end && text[j] > ' ' && text[j] != ')' && text[j] != ']' && text[j] != '>' && text[j] != '"' && text[j] < 0x80 {
		j++
	}
	if j == i && j < end {
		_, size := utf8.DecodeRuneInString(text[j:end])
		return j + size
	}
	return j
}

// nameEntity is the length of the HTML entity at the start of s, and whether
// it is an ampersand.
func nameEntity(s string) (int, bool) {
	at := strings.IndexByte(s[:min(len(s), 10)], ';')
	if at < 2 || strings.ContainsAny(s[1:at], " \t,.&") {
		return 0, false
	}
	return at + 1, s[:at+1] == "&amp;"
}
