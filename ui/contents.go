package ui

import (
	"sort"

	"despatch/briefs"
)

// A section is an entry of the contents.
type section struct {
	level   int
	text    string
	offset  int
	minutes int
}

// contents are the headings, or the first words of the paragraphs where there
// are none.
func (p *articlePane) contents() []section {
	if p.sections != nil || p.doc == nil {
		return p.sections
	}
	for _, h := range p.doc.Headings() {
		p.sections = append(p.sections, section{level: h.Level, text: h.Text, offset: h.Offset})
	}
	if len(p.sections) == 0 {
		for _, b := range p.doc.Blocks() {
			if b.Number > 0 && !b.Joined {
				text := briefs.CleanLine(p.brief.Body[b.Start:min(b.End, b.Start+160)], 120)
				p.sections = append(p.sections, section{level: 2, text: text, offset: b.Start})
			}
			if len(p.sections) >= 2000 {
				break
			}
		}
	}
	total := max(p.brief.Words, 1)
	for i := range p.sections {
		end := len(p.brief.Body)
		if i+1 < len(p.sections) {
			end = p.sections[i+1].offset
		}
		words := (end - p.sections[i].offset) * total / max(len(p.brief.Body), 1)
		p.sections[i].minutes = briefs.Minutes(words, p.brief.Lang)
	}
	return p.sections
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
