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
	// A sentence that starts near is better than half of the one before.
	for _, end := range []string{". ", "。", "！", "？", "; ", "；"} {
		if i := strings.Index(near, end); i >= 0 && i+len(end) < len(near) {
			return low + i + len(end)
		}
	}
	if i := strings.IndexAny(near, " \n\t"); i >= 0 && i+1 < len(near) {
		return low + i + 1
	}
	return low
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
		l.end()
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

// end cuts the line after a whole word, with an ellipsis.
func (l *liner) end() {
	s := l.out.String()
	if !l.space {
		floor := len(s) - 24
		if n := len(l.marks); n > 0 {
			floor = max(floor, l.marks[n-1].End)
		}
		r, _ := utf8.DecodeLastRuneInString(s)
		if i := strings.LastIndexByte(s, ' '); i > floor && !unspaced(r) {
			s = s[:i]
		}
	}
	l.out.Reset()
	l.out.WriteString(s + "…")
}

// skip is how many bytes of markup stand at a place, which are not shown.
func (l *liner) skip(at int, links *scanner) int {
	if !l.markdown {
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
			return 1
		}
	}
	return 0
}
