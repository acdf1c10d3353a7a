package ui

import (
	"fmt"
	"strings"

	"despatch/briefs"
)

// citation is where a text comes from, in one line: title, source, date,
// paragraph.
func (a *App) citation(b *briefs.Brief, paragraph int) string {
	s := "\"" + b.Title + "\""
	for _, part := range nonEmpty(b.From, day(b.Date)) {
		s += ", " + part
	}
	if paragraph > 0 {
		s += fmt.Sprintf(", %s%d", a.theme.glyph.pilcrow, paragraph)
	}
	return s
}

// copied is what a letter after `y` copies, and what it is called. The text is
// clean: it goes into other programs.
func (a *App) copied(letter string) (text, what string) {
	p := a.article
	b := p.brief
	if b == nil {
		return "", ""
	}
	switch letter {
	case "f":
		i := p.current()
		if i < 0 {
			return "", "no figure on the screen"
		}
		f := &b.Figures[i]
		text = a.theme.surface(b, f)
		if c := a.theme.context(f); c != "" {
			text += " (" + c + ")"
		}
		return text + " — " + a.citation(b, f.Paragraph), "the figure with its source"
	case "p":
		block, ok := p.paragraph()
		if !ok {
			return "", "no paragraph on the screen"
		}
		return strings.TrimSpace(b.Body[block.Start:block.End]) + "\n— " + a.citation(b, block.Number), "the paragraph with its source"
	case "l":
		if b.Link == "" {
			return "", "this briefing has no link"
		}
		return b.Link, "the link"
	case "a":
		return b.Title + "\n" + strings.Join(nonEmpty(b.From, day(b.Date), b.Link), ", ") + "\n\n" + b.Body, "the whole briefing"
	}
	return "", ""
}

// maxClipboard is what is sent to a clipboard at most: terminals cut longer
// ones, some without a word.
const maxClipboard = 74 << 10
