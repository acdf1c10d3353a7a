package page

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// A kind says what a leaf is.
type kind uint8

const (
	textLeaf kind = iota
	headingLeaf
	codeLeaf
	ruleLeaf
	tableLeaf
)

// A format is how inline text is set off.
type format uint8

const (
	linked format = 1 << iota
	strong
	emphasised
	crossed
	code
	image
	hint // drawn by us, quiet: the host that a link leads to
)

// A leaf is a run of text that is broken into rows: a paragraph, a heading, a
// cell of a table, a code block. A newline in its text ends a row.
type leaf struct {
	kind  kind
	level int // of a heading
	text  []byte
	runs  []run
	path  []*container // outermost first
	gap   bool         // a blank row stands before it
	table *table       // of a table, which has no text of its own
}

// A container is what a leaf stands in: a quotation or an item of a list.
type container struct {
	marker string // at the first row of an item
	style  style  // of the marker
	width  int    // cells before the text
	quote  bool
}

// A run is part of a leaf's text that comes from one part of the body.
type run struct {
	from, to   int  // bytes of the leaf's text
	start, end int  // bytes of the body; -1 where the text is ours
	linear     bool // byte by byte: from + n comes from start + n
	mark       int  // which of the block's marks has its style
	style      style
}

// A writer writes text into a leaf.
type writer struct {
	ascii bool
	leaf  *leaf
	soft  int // body offset of a line break that is still to be written, or -1
}

// add appends text that comes from body bytes start to end.
func (w *writer) add(text string, start, end int, linear bool, mark int) {
	if text == "" {
		return
	}
	l := w.leaf
	from := len(l.text)
	l.text = append(l.text, text...)
	if n := len(l.runs); n > 0 && linear {
		last := &l.runs[n-1]
		if last.linear && last.mark == mark && last.end == start {
			last.to, last.end = len(l.text), end
			return
		}
	}
	l.runs = append(l.runs, run{from: from, to: len(l.text), start: start, end: end, linear: linear, mark: mark})
}

// ours appends text that is not in the body.
func (w *writer) ours(text string, mark int) {
	if w.ascii {
		text = ASCII(text)
	}
	w.add(text, -1, -1, false, mark)
}

// trim cuts the runs back to the text.
func (l *leaf) trim() {
	for n := len(l.runs); n > 0; n-- {
		r := &l.runs[n-1]
		if r.to <= len(l.text) {
			return
		}
		if r.from < len(l.text) {
			if r.linear {
				r.end -= r.to - len(l.text)
			}
			r.to = len(l.text)
			return
		}
		l.runs = l.runs[:n-1]
	}
}

// newline ends a row, at a body offset.
func (w *writer) newline(at, mark int) {
	w.soft = -1
	w.leaf.text = bytes.TrimRight(w.leaf.text, " ")
	w.leaf.trim()
	w.add("\n", at, at, false, mark)
}

// flush writes a line break of the source, now that what follows is known: a
// space, or nothing between two characters of Chinese or Japanese.
func (w *writer) flush(next string, mark int) {
	at := w.soft
	w.soft = -1
	if at < 0 || len(w.leaf.text) == 0 {
		return
	}
	before, _ := utf8.DecodeLastRune(w.leaf.text)
	behind, _ := utf8.DecodeRuneInString(next)
	if before == ' ' || before == '\n' || joins(before, behind) {
		return
	}
	if n := len(w.leaf.runs); n == 0 || w.leaf.runs[n-1].mark != mark {
		mark = noMark // a space between two styles has neither
	}
	w.add(" ", at, at+1, true, mark)
}

// A mode says how source text is read.
type mode uint8

const (
	markup    mode = iota // backslashes and entities of Markdown; white space is one space
	verbatim              // as it stands, white space too
	hypertext             // entities; white space is one space
	literal               // nothing is decoded; white space is one space
)

// write appends source text that stands at a body offset, as it is to be seen.
// Entities are decoded here and cleaned after that, so that none becomes a
// control character.
func (w *writer) write(s string, at int, m mode, mark int) {
	if s == "" {
		return
	}
	if w.soft >= 0 {
		w.flush(s, mark)
	}
	plain := !w.ascii && !odd(s) && briefs.Clean(s) == s
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && !special[s[j]] && (plain || s[j] < utf8.RuneSelf) {
			j++
		}
		if j > i {
			w.add(s[i:j], at+i, at+j, true, mark)
			i = j
			continue
		}
		n, text := w.one(s, i, m)
		linear := n == len(text)
		if n == 2 && s[i] == '\\' && len(text) == 1 { // a backslash is passed over
			i, n, linear = i+1, 1, true
		}
		w.add(text, at+i, at+i+n, linear, mark)
		i += n
	}
}

// special are the bytes that write looks at one by one.
var special = func() (t [256]bool) {
	for c := range 0x21 {
		t[c] = true
	}
	t['\\'], t['&'], t[0x7f] = true, true, true
	return t
}()

// odd reports whether s holds emoji of several characters, which are drawn as
// their parts: terminals disagree on how wide they are.
func odd(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		switch s[i] {
		case 0xef:
			if s[i+1] == 0xb8 && s[i+2] >= 0x80 && s[i+2] <= 0x8f {
				return true
			}
		case 0xe2:
			if s[i+1] == 0x80 && s[i+2] == 0x8d {
				return true
			}
		case 0xf0:
			if s[i+1] == 0x9f && s[i+2] == 0x8f {
				return true
			}
		}
	}
	return false
}

// one is the source at s[i:] that makes one piece of text, and that text.
func (w *writer) one(s string, i int, m mode) (n int, text string) {
	switch c := s[i]; {
	case m == verbatim && c == '\n':
		return 1, "\n"
	case m == verbatim && c == '\t':
		return 1, "    "[:4-len(w.leaf.text[lastLine(w.leaf.text):])%4]
	case c == ' ' && m == verbatim:
		return 1, " "
	case c == ' ' || c == '\t' || c == '\n':
		if l := len(w.leaf.text); l == 0 || w.leaf.text[l-1] == ' ' || w.leaf.text[l-1] == '\n' {
			return 1, ""
		}
		return 1, " "
	case c == '\\' && m == markup && i+1 < len(s) && punctuation(s[i+1]):
		return 2, s[i+1 : i+2]
	case c == '&' && m != verbatim && m != literal:
		if n, text := entity(s[i:]); n > 0 {
			text = briefs.Clean(text)
			if strings.ContainsAny(text, "\n\t") {
				text = " "
			}
			if w.ascii {
				text = ASCII(text)
			}
			return n, text
		}
		return 1, "&"
	case c < utf8.RuneSelf:
		return 1, briefs.Clean(s[i : i+1])
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch {
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0x1f3fb && r <= 0x1f3ff && i > 0 && s[i-1] >= utf8.RuneSelf:
		return n, ""
	case r == 0x200d && pictured(s[i+n:]):
		return n, ""
	case w.ascii:
		return n, ASCII(s[i : i+n])
	}
	return n, briefs.Clean(s[i : i+n])
}

func pictured(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x2190 && r <= 0x2bff || r >= 0x1f000 && r <= 0x1faff
}

func lastLine(b []byte) int {
	for i := len(b); i > 0; i-- {
		if b[i-1] == '\n' {
			return i
		}
	}
	return 0
}

func punctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}
