package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"despatch/briefs"
)

// line is a text as one safe line. It is the first of two gates: what comes
// out of a briefing, a path or an error passes it before any style is put
// round it.
func line(s string) string { return briefs.CleanLine(s, 0) }

// A gate is the second gate, the one way out. It holds back everything but
// clean text and, where style is on, the SGR sequences that style.go writes. It works
// line by line, so that a sequence cannot slip through in two halves.
type gate struct {
	w     io.Writer
	style bool
	ascii bool   // the terminal draws nothing else
	held  []byte // an unfinished line
	err   error  // the first write that failed; nothing is written after it
}

// Write takes bytes; lines go on when they are whole. It never fails before
// the writer below it did.
func (g *gate) Write(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	end := bytes.LastIndexByte(p, '\n') + 1
	if end == 0 {
		g.held = append(g.held, p...)
		return len(p), nil
	}
	text := string(p[:end])
	if len(g.held) > 0 {
		text = string(g.held) + text
	}
	g.held = append(g.held[:0], p[end:]...)
	g.pass(text)
	if g.err != nil {
		return 0, g.err
	}
	return len(p), nil
}

// Close lets an unfinished last line go. It does not close what is below.
func (g *gate) Close() error {
	if g.err == nil && len(g.held) > 0 {
		g.pass(string(g.held))
		g.held = nil
	}
	return g.err
}

func (g *gate) pass(text string) {
	if g.style && strings.Contains(text, "\x1b[") {
		text = keepStyle(text)
	} else {
		text = briefs.Clean(text)
	}
	if g.ascii {
		text = toASCII(text)
	}
	_, g.err = io.WriteString(g.w, text)
}

// keepStyle is Clean for everything but SGR sequences of digits and semicolons.
func keepStyle(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		at := strings.Index(text, "\x1b[")
		if at < 0 {
			b.WriteString(briefs.Clean(text))
			return b.String()
		}
		n := at + 2
		for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] == ';') {
			n++
		}
		if n == len(text) || text[n] != 'm' {
			// Not ours: let Clean see the whole sequence.
			next := strings.Index(text[at+2:], "\x1b[")
			if next < 0 {
				b.WriteString(briefs.Clean(text))
				return b.String()
			}
			b.WriteString(briefs.Clean(text[:at+2+next]))
			text = text[at+2+next:]
			continue
		}
		b.WriteString(briefs.Clean(text[:at]))
		b.WriteString(text[at : n+1])
		text = text[n+1:]
	}
}

// asciiSigns are signs of despatch and of English prose for terminals that draw
// ASCII only.
var asciiSigns = map[rune]string{
	'•': "+", '★': "*", '·': "-", '…': ".", '→': ">", '≥': ">=", '≤': "<=", '×': "x", '¶': "P", '–': "-", '—': "-",
	'‘': "'", '’': "'", '“': "\"", '”': "\"", '\u00a0': " ", '│': "|", '─': "-", '█': "#", '░': ".",
}

// toASCII keeps the width of a text: what has no sign of its own becomes a
// question mark for each cell.
func toASCII(text string) string {
	var b strings.Builder
	for _, r := range text {
		sign, known := asciiSigns[r]
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case known:
			b.WriteString(sign)
		default:
			b.WriteString(strings.Repeat("?", ansi.StringWidth(string(r))))
		}
	}
	return b.String()
}
