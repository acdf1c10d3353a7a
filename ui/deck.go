package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// deckPane shows one card a brief: its key figures and who said them. Skimming
// marks nothing as read.
type deckPane struct {
	app   *App
	cards []string // IDs, in the order of the list
	at    int
	brief briefs.Brief // of the card, when it has come
	asked int
}

// dealt brings the brief of a card.
type dealt struct {
	asked int
	brief briefs.Brief
	err   error
}

// start deals the list's briefs, from the one under the cursor.
func (d *deckPane) start() tea.Cmd {
	l := d.app.list
	d.cards = d.cards[:0]
	for _, i := range l.rows {
		d.cards = append(d.cards, l.all[i].ID)
	}
	d.at = l.cursor
	if b := d.app.article.brief; b != nil && d.app.top() == readScreen {
		if i := l.at(b.ID); i >= 0 {
			d.at = i
		}
	}
	return d.ask()
}

// ask fetches the brief of the card.
func (d *deckPane) ask() tea.Cmd {
	if d.at < 0 || d.at >= len(d.cards) || d.cards[d.at] == d.brief.ID {
		return nil
	}
	d.app.asked++
	d.asked = d.app.asked
	ctx, lib, asked, id := d.app.ctx, d.app.lib, d.asked, d.cards[d.at]
	extract := d.app.o.Extract
	return func() tea.Msg {
		b, err := lib.Open(ctx, id)
		if err == nil && b.Version == 0 && extract != nil && len(b.Body) <= 1<<20 {
			extract(&b)
		}
		return dealt{asked, b, err}
	}
}

// move turns cards and reports whether there was one.
func (d *deckPane) move(by int) bool {
	to := d.at + by
	if to < 0 || to >= len(d.cards) {
		return false
	}
	d.at = to
	d.app.list.goTo(d.cards[to])
	return true
}

// view is the card, in the middle of the screen.
func (d *deckPane) view(width, height int) []string {
	t := d.app.theme
	h := d.app.list.selected()
	if h == nil || d.at >= len(d.cards) || h.ID != d.cards[d.at] {
		return []string{"", "  " + t.quiet.paint("No briefings to deal.")}
	}
	inner := max(min(width-6, 84), 10)
	var card []string
	for _, line := range page.Wrap(t.line(h.Title, 300), inner) {
		card = append(card, t.title.paint(line))
	}
	state := ""
	switch {
	case h.State.Tag != briefs.NoTag:
		state = string(h.State.Tag)
	case !h.State.Read:
		state = "unread"
	}
	star := ""
	if h.State.Starred {
		star = t.glyph.star
	}
	meta := strings.Join(nonEmpty(star, t.line(h.From, 120), day(h.Date), minutes(h.Minutes), due(h.Due, d.app.o.Now()), state), " "+t.glyph.dot+" ")
	card = append(card, t.quiet.paint(page.Cut(meta, inner)), "")
	if d.brief.ID == h.ID {
		card = append(card, d.body(inner, max(height-len(card)-1, 1))...)
	} else {
		for _, k := range h.Keys {
			card = append(card, page.CutStyled(t.boldOf(k.Kind).paint(t.keyText(k))+"  "+t.quiet.paint(k.Measure), inner))
		}
	}
	card = card[:min(len(card), height)]
	top := max((height-len(card))/3, 0)
	left := strings.Repeat(" ", max((width-inner)/2, 0))
	out := make([]string, top, height)
	for _, line := range card {
		out = append(out, page.CutStyled(left+line, width))
	}
	return out
}

// opening is the first paragraph of a brief, as one reads it.
func opening(b *briefs.Brief) string {
	for _, block := range briefs.Blocks(b.Body, b.Format) {
		if block.Number > 0 {
			text := b.Surface(block.Span)
			if b.Format == briefs.Markdown {
				text = unmarked(text)
			}
			return text
		}
	}
	return ""
}

// body is the card's key figures with their measures, and the people.
func (d *deckPane) body(width, height int) []string {
	t, b := d.app.theme, &d.brief
	figs := make([]*briefs.Figure, 0, 6)
	for rank := 1; rank <= 8 && len(figs) < 5; rank++ {
		for i := range b.Figures {
			if f := &b.Figures[i]; f.Rank == rank && f.Shown() {
				figs = append(figs, f)
				break
			}
		}
	}
	var out []string
	if len(figs) == 0 {
		out = append(out, t.quiet.paint("No figures. It starts:"), "")
		for i, line := range page.Wrap(t.line(opening(b), 500), width) {
			if i == 5 {
				break
			}
			out = append(out, line)
		}
	}
	tight := height < len(figs)*3+3
	for _, f := range figs {
		value := t.kind[f.Kind].paint(t.glyph.sign[f.Kind]) + " " + t.boldOf(f.Kind).paint(t.surface(b, f))
		if bar := t.bar(f); bar != "" && width > 40 {
			value += "  " + t.kind[f.Kind].paint(bar)
		}
		out = append(out, page.CutStyled(value, width))
		for i, line := range page.Wrap(t.context(f), width-2) {
			if line == "" || i == 2 || tight && i == 1 {
				break
			}
			out = append(out, "  "+t.quiet.paint(line))
		}
		if !tight {
			out = append(out, "")
		}
	}
	said := 0
	for i := range b.Names {
		n := &b.Names[i]
		if n.Kind != briefs.Person || said == 3 {
			continue
		}
		said++
		line := t.line(n.Text, 80)
		if n.Office != "" {
			line += ", " + t.line(n.Office, 160)
		}
		out = append(out, page.Cut(line, width))
	}
	return out
}
