package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// citation is where a text comes from, in one line: title, marking, source,
// date, paragraph.
func (a *App) citation(b *briefs.Brief, paragraph int) string {
	parts := append([]string{`"` + b.Title + `"`}, nonEmpty(a.marking(&b.Head), b.From, day(b.Date))...)
	if paragraph > 0 {
		parts = append(parts, fmt.Sprintf("¶%d", paragraph))
	}
	return strings.Join(parts, ", ")
}

// copied is what a letter after `y` copies, and what it is called. The text is
// clean: it goes into other programs.
func (a *App) copied(letter string) (text, what string) {
	text, what = a.cited(letter)
	return briefs.Clean(text), what
}

func (a *App) cited(letter string) (text, what string) {
	p := a.article
	b := p.brief
	t := a.theme.whole()
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
		text = t.surface(b, f)
		if c := t.context(f); c != "" {
			text += " (" + c + ")"
		}
		return text + " — " + a.citation(b, f.Paragraph), a.theme.surface(b, f) + " with its source"
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
		return b.Title + "\n" + strings.Join(nonEmpty(a.marking(&b.Head), b.From, day(b.Date), b.Link), ", ") + "\n\n" + b.Body, "the whole briefing"
	}
	return "", ""
}

// maxClipboard is what is sent to a clipboard at most: terminals cut longer
// ones, some without a word.
const maxClipboard = 74 << 10

// whole is the theme with every character that there is: what is copied goes
// where this terminal's limits do not matter.
func (t *Theme) whole() *Theme {
	w := *t
	w.ascii, w.glyph = false, unicodeGlyphs
	return &w
}

// Bounds of what is shown plain, in rows and in bytes.
const (
	maxPlain     = 2000
	maxPlainLine = 8 << 10 // bytes that are wrapped at once
)

// showPlain shows a text with nothing beside it, for the terminal's own
// selection.
func (a *App) showPlain(text string) {
	a.plain, a.plainTop, a.plainText = []string{}, 0, text
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		for first := true; first || line != ""; first = false {
			part := line
			if len(part) > maxPlainLine {
				part = strings.ToValidUTF8(part[:maxPlainLine], "")
			}
			line = line[len(part):]
			a.plain = append(a.plain, page.Wrap(a.theme.line(part, 0), a.frame.Width)...)
			if len(a.plain) >= maxPlain {
				a.plain = append(a.plain[:maxPlain], "", "... and more: `despatch show` writes all of it")
				return
			}
		}
	}
}

// plainKey turns the pages of what is shown plain; any other key goes back.
func (a *App) plainKey(m tea.KeyPressMsg) tea.Cmd {
	step := a.frame.Height - 1
	act, _ := a.keys.find(inRead, m)
	switch to := a.plainTop; {
	case act == actPageDown && to+step < len(a.plain):
		a.plainTop += step
	case act == actPageUp && to > 0:
		a.plainTop = max(to-step, 0)
	default:
		a.plain = nil
	}
	return tea.ClearScreen
}

// drawPlain is the page of it that is on the screen.
func (a *App) drawPlain(w, h int) string {
	rows := a.plain[min(a.plainTop, len(a.plain)):min(a.plainTop+h-1, len(a.plain))]
	says := "any key goes back"
	if a.plainTop+h-1 < len(a.plain) {
		says = "Space: more " + a.theme.glyph.dot + " any other key goes back"
	}
	rows = fill(append([]string(nil), rows...), h-1) // a copy: fill may append
	return strings.Join(append(rows, page.Cut(says, w)), "\n")
}
