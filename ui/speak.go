package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// speak prints one line when what has the reader's attention changed, for
// screen readers: no full screen, no rules, nothing drawn twice.
func (a *App) speak() tea.Cmd {
	line := a.attention()
	if line == "" || line == a.spoken {
		return nil
	}
	a.spoken = line
	return tea.Println(briefs.Clean(line))
}

// attention is what the reader would look at, in words.
func (a *App) attention() string {
	if a.note != "" {
		return a.note
	}
	if a.plain != nil {
		return strings.Join(a.plain, "\n")
	}
	switch a.top() {
	case listScreen:
		return a.sayHead()
	case readScreen:
		if a.inPanel && !a.sheet.open {
			return a.sayPanel()
		}
		return a.sayArticle()
	case deckScreen:
		return a.sayCard()
	case searchScreen:
		if h := a.search.selected(); h != nil && !a.search.typing {
			return itoa(a.search.cursor+1) + " of " + itoa(len(a.search.hits)) + ": " + strings.Join(nonEmpty(a.marking(&h.Head), h.Title), ", ") + ": " + a.theme.line(h.Snippet, 300)
		}
		if a.search.done {
			return plural(len(a.search.hits), "briefing") + " found"
		}
		return "search: type words, then Enter"
	case ledgerScreen:
		if i := a.ledger.cursor; i < len(a.ledger.series.Points) {
			p := &a.ledger.series.Points[i]
			return a.ledger.period(p) + ": " + sayComparator(p.Figure.Comparator) + p.Text + ", " + p.Title
		}
	case helpScreen:
		return stripped(strings.Join(a.help.lines(100), "\n"))
	}
	return ""
}

func (a *App) sayHead() string {
	l := a.list
	h := l.selected()
	if h == nil {
		return stripped(l.nothing())
	}
	state := "unread"
	switch {
	case h.State.Read:
		state = "read"
	case h.State.Far > 0:
		state = itoa(h.State.Far) + " per cent read"
	}
	parts := nonEmpty(a.marking(h), state, map[bool]string{true: "starred"}[h.State.Starred], string(h.State.Tag), h.Title, h.From, day(h.Date), minutes(h.Minutes))
	for _, k := range h.Keys {
		parts = append(parts, sayComparator(k.Comparator)+k.Text+" "+k.Measure)
	}
	return strings.Replace(l.place(l.cursor), "/", " of ", 1) + ": " + strings.Join(parts, ", ")
}

// sayArticle is the selected figure when it was just taken, else the rows on
// the screen that were not read out before.
func (a *App) sayArticle() string {
	p := a.article
	if p.doc == nil {
		return ""
	}
	b := p.brief
	if a.sheet.open || p.selected >= 0 && p.selected != a.saidFigure {
		i := p.selected
		a.saidFigure = i
		f := &b.Figures[i]
		line := a.sayFigure(i)
		if a.sheet.open {
			line += ". " + a.theme.sentence(b, f)
		}
		return line
	}
	if p.selected >= 0 && p.selected == a.saidFigure && p.top == a.saidTop {
		return a.spoken
	}
	if p.top == a.saidTop && a.saidEnd > 0 {
		return a.spoken
	}
	// Going on, only what is new on the screen is read out; anywhere else, all
	// of it.
	from := 0
	if a.saidTop.Block < p.top.Block || a.saidTop.Block == p.top.Block && a.saidTop.Row < p.top.Row {
		from = a.saidEnd
	}
	a.saidTop = p.top
	rows := p.doc.Window(p.top, p.height)
	lines := make([]string, 0, len(rows))
	for i := range rows {
		if rows[i].Start >= from && rows[i].Text() != "" {
			lines = append(lines, rows[i].Text())
		}
		a.saidEnd = max(rows[i].End, a.saidEnd)
	}
	if len(lines) == 0 {
		return a.spoken
	}
	return strings.Join(lines, "\n")
}

// sayPanel is the item under the panel's cursor.
func (a *App) sayPanel() string {
	p := a.panel
	p.make(a.panelWidth())
	if p.cursor >= len(p.items) {
		return strings.ToLower(p.title()) + ": nothing"
	}
	it := &p.items[p.cursor]
	if b := a.article.brief; it.figure >= 0 && b.Figures[it.figure].Shown() {
		a.saidFigure = it.figure
		return a.sayFigure(it.figure)
	}
	var words []string
	for _, l := range p.lines[it.line : it.line+it.rows] {
		words = append(words, strings.TrimSpace(stripped(l.text)))
	}
	return strings.ToLower(p.title()) + ", " + itoa(p.cursor+1) + " of " + itoa(len(p.items)) + ": " + strings.Join(words, ", ")
}

// sayFigure is a figure in words.
func (a *App) sayFigure(i int) string {
	p := a.article
	f := &p.brief.Figures[i]
	return "figure " + itoa(p.number(i)) + " of " + itoa(len(p.shown)) + ": " + sayComparator(f.Comparator) +
		a.theme.line(p.brief.Surface(f.Span), 200) + ": " + strings.ReplaceAll(a.theme.context(f), a.theme.glyph.pilcrow, "paragraph ")
}

func (a *App) sayCard() string {
	h := a.list.selected()
	if h == nil {
		return ""
	}
	return "card " + a.sayHead()
}

// sayComparator is a comparator in words.
func sayComparator(c briefs.Comparator) string {
	switch c {
	case briefs.About:
		return "about "
	case briefs.Over:
		return "over "
	case briefs.AtLeast:
		return "at least "
	case briefs.Under:
		return "under "
	case briefs.AtMost:
		return "at most "
	}
	return ""
}

// stripped is a drawn text without its styles.
func stripped(s string) string { return briefs.Clean(s) }
