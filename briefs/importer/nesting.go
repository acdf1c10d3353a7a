package importer

import "strings"

// maxNesting is how deep quotes and lists may stand in one another. Real texts
// stay under five; a renderer may take seconds for forty.
const maxNesting = 12

// flatten caps the nesting of quotes and lists in Markdown, outside fenced
// code, and reports whether it had to. What stands deeper is moved out to the
// deepest level that is left; no text goes.
func flatten(body string) (string, bool) {
	if !nested(body) {
		return body, false
	}
	f := flattener{}
	f.out.Grow(len(body))
	for l := range strings.SplitAfterSeq(body, "\n") {
		f.line(l)
	}
	return f.out.String(), f.changed
}

type flattener struct {
	out     strings.Builder
	quotes  int    // of the line before
	items   []int  // columns of the list items that are open
	fence   string // of the code that is open
	inside  int    // quotes round it
	changed bool
}

// fenced reports whether a line belongs to fenced code, which stays as it is.
func (f *flattener) fenced(quotes int, text string) bool {
	text = strings.TrimRight(text, " \t\n")
	switch {
	case f.fence != "" && quotes < f.inside:
		f.fence = "" // the quote ended, and its code with it
	case f.fence != "":
		if quotes == f.inside && strings.HasPrefix(text, f.fence) && strings.Trim(text, f.fence[:1]) == "" {
			f.fence = ""
		}
		return true
	}
	if strings.HasPrefix(text, "~~~") || strings.HasPrefix(text, "```") && !strings.Contains(strings.TrimLeft(text, "`"), "`") {
		f.fence, f.inside = text[:len(text)-len(strings.TrimLeft(text, text[:1]))], quotes
		return quotes <= maxNesting && len(f.items) <= maxNesting
	}
	return false
}

func (f *flattener) line(l string) {
	quotes, rest := unquoted(l)
	m := marksOf(rest)
	text := rest[m.end:]
	if f.fenced(quotes, text) {
		f.out.WriteString(l)
		return
	}
	if quotes != f.quotes {
		f.items, f.quotes = f.items[:0], quotes
	}
	for len(f.items) > 0 && f.items[len(f.items)-1] >= m.indent && (m.n > 0 || m.indent == 0) {
		f.items = f.items[:len(f.items)-1]
	}
	if quotes > maxNesting {
		f.changed = true
		f.out.WriteString(strings.Repeat("> ", maxNesting))
		f.out.WriteString(text) // without its list marks: there is no room for a list
		return
	}
	room, depth := maxNesting-quotes, len(f.items)
	f.out.WriteString(l[:len(l)-len(rest)])
	switch {
	case m.n == 0 && depth > room && room > 0 && m.indent > f.items[room-1] && strings.TrimSpace(text) != "":
		f.changed = true
		f.out.WriteString(strings.Repeat(" ", f.items[room-1]+2))
		f.out.WriteString(text)
	case m.n == 0 || depth+m.n <= room:
		f.out.WriteString(rest)
	case depth < room:
		f.changed = true
		f.out.WriteString(rest[:m.ends[room-depth-1]])
		f.out.WriteString(text)
	case room > 0:
		f.changed = true
		f.out.WriteString(strings.Repeat(" ", f.items[room-1]) + "- ")
		f.out.WriteString(text)
	default:
		f.changed = true
		f.out.WriteString(text)
	}
	for i := range min(m.n, maxNesting) {
		f.items = append(f.items, m.indent+2*i)
	}
}

// nested reports whether any line may stand too deep.
func nested(body string) bool {
	for rest := body; rest != ""; {
		l := rest
		if n := strings.IndexByte(rest, '\n'); n >= 0 {
			l, rest = rest[:n], rest[n+1:]
		} else {
			rest = ""
		}
		if l == "" || l[0] > '>' {
			continue // starts with a letter
		}
		quotes, inner := unquoted(l)
		m := marksOf(inner)
		if quotes > maxNesting || m.n > 0 && quotes+m.indent/2+m.n > maxNesting {
			return true
		}
	}
	return false
}

// unquoted counts the quote marks that a line starts with, and returns what
// follows them.
func unquoted(l string) (int, string) {
	n := 0
	for {
		t := strings.TrimLeft(l, " ")
		if len(l)-len(t) > 3 || t == "" || t[0] != '>' {
			return n, l
		}
		n++
		l = t[1:]
		if l != "" && (l[0] == ' ' || l[0] == '\t') && n > 0 {
			l = l[1:]
		}
	}
}

// A prefix is the list and quote marks in front of a line's text.
type prefix struct {
	indent int             // columns before the first
	n      int             // how many
	ends   [maxNesting]int // where the first of them end, in bytes
	end    int             // where the last ends: the text starts here
}

func marksOf(l string) (m prefix) {
	i := 0
	for i < len(l) && (l[i] == ' ' || l[i] == '\t') {
		if m.indent++; l[i] == '\t' {
			m.indent += 3
		}
		i++
	}
	m.end = i
	for i < len(l) {
		n := 0
		switch c := l[i]; {
		case c == '>':
			n = 1
		case c == '-' || c == '*' || c == '+':
			if i+1 < len(l) && (l[i+1] == ' ' || l[i+1] == '\t') {
				n = 2
			}
		case c >= '0' && c <= '9':
			j := i
			for j < len(l) && j < i+9 && l[j] >= '0' && l[j] <= '9' {
				j++
			}
			if j+1 < len(l) && (l[j] == '.' || l[j] == ')') && (l[j+1] == ' ' || l[j+1] == '\t') {
				n = j + 2 - i
			}
		}
		if n == 0 {
			break
		}
		i += n
		for i < len(l) && (l[i] == ' ' || l[i] == '\t') {
			i++
		}
		if m.n < maxNesting {
			m.ends[m.n] = i
		}
		m.n++
		m.end = i
	}
	return m
}
