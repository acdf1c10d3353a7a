package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Widths of lines in columns. Text that was wrapped by hand or by a mail
// program has most lines between narrow and wrapped.
const (
	narrow    = 50
	wrapped   = 100
	short     = 80  // a line of an address or a list, not a paragraph
	itemWidth = 240 // a longer item of a list is a paragraph
	lostLine  = 400 // beyond it, runs of spaces are line breaks that were lost
)

// A line of plain text, seen on its own.
type line struct {
	text   string // without spaces at its ends
	raw    string // without spaces at its end
	indent int
	width  int
	item   bool // starts with a bullet or a number
	table  bool // has columns
}

// paragraphs is plain text with a blank line between its paragraphs. Lines
// that were wrapped are joined, each long line of others is a paragraph, and
// lines that are short on purpose keep their breaks. Nothing but white space
// changes.
func paragraphs(text string) string {
	margin := marginOf(text)
	var b strings.Builder
	b.Grow(len(text) + len(text)/64)
	var last line
	for l := range linesOf(text) {
		switch {
		case l.text == "":
			if last.text != "" {
				b.WriteString("\n\n")
			}
			last = l
			continue
		case last.text != "":
			b.WriteString(between(&last, &l, margin))
		}
		if l.table && last.table {
			b.WriteString(l.raw)
		} else {
			b.WriteString(l.text)
		}
		last = l
	}
	return strings.TrimSpace(b.String())
}

// linesOf yields the lines of text; blank ones have no text.
func linesOf(text string) func(func(line) bool) {
	return func(yield func(line) bool) {
		for raw := range strings.SplitSeq(text, "\n") {
			l := lineOf(raw)
			if l.width <= lostLine || !strings.Contains(l.text, "     ") {
				if !yield(l) {
					return
				}
				continue
			}
			for part := range strings.SplitSeq(l.text, "     ") {
				if part = strings.TrimSpace(part); part != "" && !yield(lineOf(part)) {
					return
				}
			}
		}
	}
}

func lineOf(raw string) line {
	l := line{raw: strings.TrimRightFunc(raw, unicode.IsSpace)}
	l.text = strings.TrimLeftFunc(l.raw, unicode.IsSpace)
	for _, r := range l.raw[:len(l.raw)-len(l.text)] {
		if r == '\t' {
			l.indent += 7
		}
		l.indent += wide(r)
	}
	l.width = columns(l.text)
	l.item = isItem(l.text)
	l.table = l.width <= lostLine && isTable(l.text)
	return l
}

// isItem reports whether a line starts as an item of a list does.
func isItem(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("-*•·●○■□◆▪‣–—", r):
		return len(s) > n && (s[n] == ' ' || s[n] == '\t' || r > 0x2000)
	case r == '(' || r == '（':
		end := strings.IndexAny(s, ")）")
		return end > 0 && end <= 10
	case r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z':
		i := 1
		for i < len(s) && i < 3 && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i+1 < len(s) && (s[i] == '.' || s[i] == ')') && s[i+1] == ' '
	}
	return false
}

// isTable reports whether a line has columns: two runs of three spaces, tabs
// or bars inside it.
func isTable(s string) bool {
	runs := strings.Count(s, "\t")*2 + strings.Count(s, "│")
	if bars := strings.Count(s, "|"); bars > 1 {
		runs += bars
	}
	for rest := s; ; {
		i := strings.Index(rest, "   ")
		if i < 0 {
			break
		}
		runs++
		rest = strings.TrimLeft(rest[i:], " ")
	}
	return runs > 1
}

// marginOf is the column at which the lines of a text were wrapped, or 0 when
// they were not: at least four in ten lines are of a wrapped length, and hardly
// any longer.
func marginOf(text string) int {
	var widths [wrapped + 1]int
	lines, long, full := 0, 0, 0
	for raw := range strings.SplitSeq(text, "\n") {
		raw = strings.TrimSpace(raw)
		if raw == "" {
			continue
		}
		lines++
		w := len(raw)
		if w <= 4*wrapped { // no character takes less than a quarter column a byte
			w = columns(raw)
		}
		if w > wrapped {
			long++
			continue
		}
		widths[w]++
		if w >= narrow {
			full++
		}
	}
	if lines < 3 || long*50 > lines || full*10 < lines*4 {
		return 0
	}
	for w, above := wrapped, 0; w >= narrow; w-- {
		if above += widths[w]; above*50 > lines {
			return w
		}
	}
	return 0
}

// between is what stands between two lines that no blank line parts.
func between(a, b *line, margin int) string {
	const paragraph, newline = "\n\n", "\n"
	ends := a.width >= 30 && ended(a.text)
	switch {
	case a.table && b.table:
		return newline
	case a.width > wrapped || b.width > wrapped:
		if a.item && b.item && a.width <= itemWidth && b.width <= itemWidth {
			return newline
		}
		return paragraph
	case margin == 0:
		switch {
		case a.item && b.item:
			return newline
		case a.width > short || b.width > short || ends || b.indent > 0 && a.indent == 0:
			return paragraph
		}
		return newline
	case b.item:
		return newline
	case b.indent > a.indent+1 && !a.item:
		return paragraph
	case a.width+1+firstWord(b.text) > margin-6 && a.width >= narrow-8:
		return glue(a.text, b.text)
	case ends:
		return paragraph
	}
	return newline
}

// ended reports whether a line ends as a sentence does.
func ended(s string) bool {
	s = strings.TrimRight(s, "\"'”’」』)）")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?。！？", r)
}

// firstWord is the width of what would have had to fit on the line before.
func firstWord(s string) int {
	n := 0
	for _, r := range s {
		if r == ' ' || r == '\t' {
			break
		}
		n += wide(r)
		if wide(r) == 2 {
			break
		}
	}
	return n
}

// glue is what joins two lines that were wrapped: nothing between Chinese or
// Japanese characters and after the hyphen of a word, else a space.
func glue(a, b string) string {
	last, n := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if wide(last) == 2 && wide(first) == 2 && !isHangul(last) && !isHangul(first) {
		return ""
	}
	if last == '-' {
		before, _ := utf8.DecodeLastRuneInString(a[:len(a)-n])
		if unicode.IsLetter(before) && unicode.IsLower(first) || unicode.IsDigit(before) && unicode.IsDigit(first) {
			return ""
		}
	}
	return " "
}
