package ui

import (
	"sort"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// A section is an entry of the contents.
type section struct {
	level   int
	text    string
	offset  int
	minutes int
}

// contents are the headings, or the first words of the paragraphs where there
// are none; nothing until they were read.
func (p *articlePane) contents() []section { return p.sections }

// contentsRead brings the contents of a brief.
type contentsRead struct {
	id       string
	sections []section
}

// maxSections bounds the contents.
const maxSections = 2000

// askContents reads the contents: headings of a large brief take a while.
func (p *articlePane) askContents() tea.Cmd {
	doc, b := p.doc, p.brief
	return func() tea.Msg { return contentsRead{b.ID, sectionsOf(doc, b)} }
}

func sectionsOf(doc *page.Doc, b *briefs.Brief) []section {
	var sections []section
	for _, h := range doc.Headings() {
		sections = append(sections, section{level: h.Level, text: h.Text, offset: h.Offset})
	}
	if len(sections) == 0 {
		for _, block := range doc.Blocks() {
			if block.Number > 0 && !block.Joined {
				text := briefs.CleanLine(b.Body[block.Start:min(block.End, block.Start+160)], 120)
				sections = append(sections, section{level: 2, text: text, offset: block.Start})
			}
			if len(sections) >= maxSections {
				break
			}
		}
	}
	for i := range sections {
		end := len(b.Body)
		if i+1 < len(sections) {
			end = sections[i+1].offset
		}
		words := (end - sections[i].offset) * max(b.Words, 1) / max(len(b.Body), 1)
		sections[i].minutes = briefs.Minutes(words, b.Lang)
	}
	return sections
}

// section moves to the next or previous entry of the contents.
func (p *articlePane) section(dir int) bool {
	entries := p.contents()
	at := p.doc.Offset(p.top)
	i := sort.Search(len(entries), func(i int) bool { return entries[i].offset > at })
	if dir < 0 {
		for i--; i >= 0 && entries[i].offset >= at; i-- {
		}
	}
	if i < 0 || i >= len(entries) {
		return false
	}
	was := p.top
	p.goTo(entries[i].offset)
	return p.top != was
}
