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
	card  card // of the brief, when it has come
	asked int
}

// A card is what the deck shows of a brief: figures by rank, people, and how it
// starts where it has no figures.
type card struct {
	brief   briefs.Brief
	figures []*briefs.Figure
	people  []briefs.Name
	opening string
}

// dealt brings a card.
type dealt struct {
	asked int
	card  card
	err   error
}

// start deals the list's briefs, from the one under the cursor.
func (d *deckPane) start() tea.Cmd {
	l := d.app.list
	d.cards = d.cards[:0]
	for i := range l.all {
		d.cards = append(d.cards, l.all[i].ID)
	}
	d.at, d.card = l.cursor, card{}
	return d.ask()
}

// ask fetches the brief of the card.
func (d *deckPane) ask() tea.Cmd {
	d.asked = 0 // whatever is on its way is another card
	if d.at < 0 || d.at >= len(d.cards) || d.cards[d.at] == d.card.brief.ID {
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
		return dealt{asked, cardOf(b), err}
	}
}

func cardOf(b briefs.Brief) card {
	c := card{brief: b}
	c.figures = make([]*briefs.Figure, 0, 5)
	byRank := map[int]*briefs.Figure{}
	for i := range b.Figures {
		if f := &b.Figures[i]; f.Shown() && f.Rank > 0 && f.Rank <= 8 && byRank[f.Rank] == nil {
			byRank[f.Rank] = f
		}
	}
	for rank := 1; rank <= 8 && len(c.figures) < 5; rank++ {
		if f := byRank[rank]; f != nil {
			c.figures = append(c.figures, f)
		}
	}
	for _, n := range b.Names {
		if n.Kind == briefs.Person && len(c.people) < 3 {
			c.people = append(c.people, n)
		}
	}
	if len(c.figures) == 0 {
		c.opening = opening(&b)
	}
	return c
}

// move turns cards and reports whether there was one.
func (d *deckPane) move(by int) bool {
	l, to := d.app.list, d.at+by
	if to == len(d.cards) && to > 0 {
		// More of the list may have come since.
		for i := l.at(d.cards[to-1]) + 1; i > 0 && i < len(l.all); i++ {
			d.cards = append(d.cards, l.all[i].ID)
		}
	}
	if to < 0 || to >= len(d.cards) {
		return false
	}
	d.at = to
	l.goTo(d.cards[to])
	return true
}

// view is the rows, in the middle of the screen.
func (d *deckPane) view(width, height int) []string {
	t := d.app.theme
	h := d.app.list.selected()
	if h == nil || d.at >= len(d.cards) || h.ID != d.cards[d.at] {
		return []string{"", "  " + t.quiet.paint("No briefings to deal.")}
	}
	inner := max(min(width-6, 84), 10)
	var rows []string
	for _, line := range page.Wrap(t.line(h.Title, 300), inner) {
		rows = append(rows, t.title.paint(line))
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
	meta := strings.Join(nonEmpty(d.app.marking(h), star, t.line(h.From, 120), day(h.Date), minutes(h.Minutes), due(h.Due, d.app.o.Now()), state), " "+t.glyph.dot+" ")
	rows = append(rows, t.quiet.paint(page.Cut(meta, inner)), "")
	if d.card.brief.ID == h.ID {
		rows = append(rows, d.body(inner, max(height-len(rows)-1, 1))...)
	} else {
		for _, k := range h.Keys {
			rows = append(rows, page.CutStyled(t.boldOf(k.Kind).paint(t.keyText(k))+"  "+t.quiet.paint(k.Measure), inner))
		}
	}
	rows = rows[:min(len(rows), height)]
	top := max((height-len(rows))/3, 0)
	left := strings.Repeat(" ", max((width-inner)/2, 0))
	out := make([]string, top, height)
	for _, line := range rows {
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
	t, b, figs := d.app.theme, &d.card.brief, d.card.figures
	var out []string
	if len(figs) == 0 {
		out = append(out, t.quiet.paint("No figures. It starts:"), "")
		for i, line := range page.Wrap(t.line(d.card.opening, 500), width) {
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
	for _, n := range d.card.people {
		line := t.line(n.Text, 80)
		if n.Office != "" {
			line += ", " + t.line(n.Office, 160)
		}
		out = append(out, page.Cut(line, width))
	}
	return out
}
