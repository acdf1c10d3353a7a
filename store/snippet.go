package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
)

// How long a snippet is, in bytes: about so much in all, and so much of it
// before the first match.
const (
	snippetBytes  = 160
	snippetBefore = 48
)

// snippet is one clean line of a body round the first of the spans, and the
// spans in it. Without spans it is how the body begins. Marks of Markdown are
// left out, and white space is one space.
func snippet(body string, markdown bool, spans []briefs.Span) (string, []briefs.Span) {
	spans = merge(spans)
	from := 0
	if len(spans) > 0 {
		from = begin(body, spans[0].Start)
	}
	l := liner{body: body, markdown: markdown, spans: spans, lineStart: from == 0 || body[from-1] == '\n'}
	if l.cut = !l.lineStart; l.cut {
		l.out.WriteString("…")
	}
	l.fill(from)
	return l.out.String(), l.marks
}

// merge joins spans that overlap, in order.
func merge(spans []briefs.Span) []briefs.Span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b briefs.Span) int { return a.Start - b.Start })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// begin is where a snippet starts whose first match is at: the start of the
// paragraph when that is near, else of a word, else of a character.
func begin(body string, at int) int {
	if at <= 0 {
		return 0
	}
	low := max(at-snippetBefore, 0)
	for low > 0 && !utf8.RuneStart(body[low]) {
		low--
	}
	near := body[low:at]
	if i := strings.LastIndex(near, "\n\n"); i >= 0 {
		return low + i + 2
	}
	if low == 0 {
		return 0
	}
	// A sentence that starts near is better than half of the one before, and a
	// clause than half a clause.
	for _, ends := range [][]string{{". ", "。", "！", "？", "; ", "；"}, {"，", "、", "："}} {
		for _, end := range ends {
			if i := strings.Index(near, end); i >= 0 && i+len(end) < len(near) {
				return low + i + len(end)
			}
		}
	}
	for i := low + 1; i < at; i++ {
		if c := body[i-1]; (c == ' ' || c == '\n' || c == '\t') && !splits(body, i) {
			return i
		}
	}
	for low < at && splits(body, low) {
		low++
	}
	return low
}

// splits reports whether a cut there is inside a word or a numeral of ASCII: half of
// a numeral is another numeral. 80 000 and 5.8 are one each.
func splits(s string, at int) bool {
	if at <= 0 || at >= len(s) {
		return false
	}
	before, after := s[at-1], s[at]
	if alnum(before) && alnum(after) {
		return true
	}
	if at >= 2 && digit(s[at-2]) && digit(after) && strings.IndexByte("., '", before) >= 0 {
		return true
	}
	return digit(before) && at+1 < len(s) && digit(s[at+1]) && strings.IndexByte("., '", after) >= 0 || digit(before) && after == '%'
}

// A liner writes a piece of a body on one line.
type liner struct {
	body      string
	markdown  bool
	spans     []briefs.Span
	out       strings.Builder
	marks     []briefs.Span
	lineStart bool
	cut       bool // something stands before
	space     bool // a space is due before the next character
	escaped   bool // the next character is itself
	open      int  // where the mark that is open starts in out; -1 for none
}

func (l *liner) fill(at int) {
	l.open = -1
	next := 0 // of the spans
	for next < len(l.spans) && l.spans[next].Start < at {
		next++
	}
	links := scanner{text: l.body}
	for at < len(l.body) {
		for next < len(l.spans) && at >= l.spans[next].End {
			l.close()
			next++
		}
		inside := next < len(l.spans) && at >= l.spans[next].Start
		if l.out.Len() >= snippetBytes && !inside || l.out.Len() >= 2*snippetBytes {
			break
		}
		if !inside || l.open >= 0 {
			if n := l.skip(at, &links); n > 0 {
				at += n
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(l.body[at:])
		switch {
		case unicode.IsSpace(r):
			l.space = true
			l.lineStart = l.lineStart || r == '\n'
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError && n == 1:
		default:
			if l.space && l.out.Len() > 0 && !l.justCut() {
				l.out.WriteByte(' ')
			}
			l.space, l.lineStart = false, false
			if inside && l.open < 0 {
				l.open = l.out.Len()
			}
			l.out.WriteString(l.body[at : at+n])
		}
		at += n
	}
	l.close()
	if at < len(l.body) && strings.TrimSpace(l.body[at:min(at+256, len(l.body))]) != "" {
		l.end(at)
	}
}

// justCut reports whether nothing but the ellipsis was written.
func (l *liner) justCut() bool { return l.cut && l.out.Len() == len("…") }

// close closes the mark that is open.
func (l *liner) close() {
	if l.open >= 0 && l.out.Len() > l.open {
		l.marks = append(l.marks, briefs.Span{Start: l.open, End: l.out.Len()})
	}
	l.open = -1
}

// end cuts the line where it is, or before the word or the numeral that it
// would part, with an ellipsis.
func (l *liner) end(at int) {
	s := l.out.String()
	floor := max(len(s)-32, 0)
	if n := len(l.marks); n > 0 {
		floor = max(floor, l.marks[n-1].End)
	}
	cut := at
	for cut > 0 && splits(l.body, cut) {
		cut--
	}
	drop := at - cut
	if l.space && drop > 0 {
		drop-- // the space was not written
	}
	if drop > 0 && len(s)-drop > floor {
		s = strings.TrimRight(s[:len(s)-drop], " ")
	}
	l.out.Reset()
	l.out.WriteString(s + "…")
}

// skip is how many bytes of markup stand at a place, which are not shown.
func (l *liner) skip(at int, links *scanner) int {
	if !l.markdown || l.escaped {
		l.escaped = false
		return 0
	}
	rest := l.body[at:]
	switch c := rest[0]; c {
	case '*', '`':
		return 1
	case '_', '~':
		if c == '_' && at > 0 && alnum(l.body[at-1]) && len(rest) > 1 && alnum(rest[1]) {
			return 0 // a_b is a name
		}
		return 1
	case '#', '>', '-', '+':
		if l.lineStart && (c != '-' && c != '+' || len(rest) > 1 && rest[1] == ' ') {
			return 1
		}
	case '|':
		l.space = true
		if end := strings.IndexByte(rest, '\n'); l.lineStart && end > 0 && strings.Trim(rest[:end], "|-: \t") == "" {
			return end
		}
		return 1
	case '!':
		if len(rest) > 1 && rest[1] == '[' {
			return 2
		}
	case '[':
		return 1
	case ']':
		return 1 + links.target(at+1)
	case '<':
		return tag(rest)
	case '\\':
		if len(rest) > 1 && strings.IndexByte("\\`*_{}[]()#+-.!|<>~", rest[1]) >= 0 {
			l.escaped = true
			return 1
		}
	}
	return 0
}
