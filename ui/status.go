package ui

import (
	"strings"

	"despatch/ui/page"
)

// titleRow is what is on the screen: left what it is, right where it is from.
func (a *App) titleRow(w int) string {
	t := a.theme
	left, right := "", ""
	switch a.top() {
	case listScreen:
		left, right = a.list.title(), a.list.queue(a.o.Now())
	case readScreen:
		if b := a.article.brief; b != nil {
			left = t.line(b.Title, 300)
			at := ""
			if i := a.list.at(b.ID); i >= 0 {
				at = a.list.place(i)
			}
			state := ""
			if b.State.Starred {
				state = t.glyph.star
			}
			dot := " " + t.glyph.dot + " "
			ends := nonEmpty(minutes(b.Minutes), at)
			mine := nonEmpty(a.marking(&b.Head), state, string(b.State.Tag))
			// As much of it as leaves the title most of the row.
			for _, parts := range [][]string{nonEmpty(t.line(b.From, 120), day(b.Date)), nonEmpty(day(b.Date)), nil} {
				right = strings.Join(append(append(append([]string(nil), mine...), parts...), ends...), dot)
				if page.Width(right) <= max(w/2, w-page.Width(left)-4) {
					break
				}
			}
		}
	case deckScreen:
		left, right = "Deck", ""
		if n := len(a.deck.cards); n > 0 {
			right = itoa(a.deck.at+1) + "/" + itoa(n)
		}
	case searchScreen:
		left = "Search"
		if a.search.done {
			right = plural(len(a.search.hits), "briefing")
			if len(a.search.hits) == maxHits {
				right = "the first " + right
			}
		}
	case ledgerScreen:
		left = "Ledger"
		if a.ledger.done {
			right = plural(len(a.ledger.series.Points), "point")
		}
	case helpScreen:
		left = a.help.title()
	}
	right = page.Cut(right, max(w/2, w-page.Width(left)-4))
	room := w - page.Width(right) - 3
	if room < min(12, page.Width(left)) {
		right, room = "", w-2
	}
	left = page.Cut(left, max(room, 1))
	fill := strings.Repeat(" ", max(w-2-page.Width(left)-page.Width(right), 0))
	return page.CutStyled(" "+t.title.paint(left)+fill+t.quiet.paint(right), w)
}

// statusRow is the line being typed, or a note, or where one is.
func (a *App) statusRow(w int) string {
	t := a.theme
	if a.prompt.open() {
		s := a.prompt.view(w - 10)
		if a.prompt.kind == promptFind {
			if n := a.matchText(); n != "" {
				s = page.CutStyled(s, w-page.Width(n)-2) + "  " + t.quiet.paint(n)
			}
		}
		return page.CutStyled(" "+s, w)
	}
	right := a.hint(w)
	left := a.where()
	style := t.quiet
	if a.note != "" {
		left, style = a.note, sgr("1")
		if a.noteBad {
			style = t.warn
		}
		if page.Width(left)+page.Width(right)+3 > w {
			right = ""
		}
	}
	if page.Width(left)+page.Width(right)+3 > w && a.top() != helpScreen {
		right = a.shortHint()
	}
	if page.Width(right)+20 > w || a.note != "" && page.Width(left)+page.Width(right)+3 > w {
		right = ""
	}
	// The last column stays free: writing there costs a dance with autowrap.
	left = page.Cut(left, max(w-2-page.Width(right)-min(page.Width(right), 2), 1))
	fill := strings.Repeat(" ", max(w-2-page.Width(left)-page.Width(right), 0))
	return page.CutStyled(" "+style.paint(left)+fill+t.quiet.paint(right), w)
}

// where says where one is on the screen.
func (a *App) where() string {
	dot := " " + a.theme.glyph.dot + " "
	switch a.top() {
	case listScreen:
		if len(a.list.all) == 0 {
			return ""
		}
		return strings.Join(nonEmpty(a.list.place(a.list.cursor), a.list.about()), dot)
	case readScreen:
		p := a.article
		if p.doc == nil {
			return ""
		}
		s := ""
		if f := p.fate.says(); f != "" {
			s = f + dot
		}
		if n := a.matchText(); n != "" {
			s += "match " + n + dot
		}
		total, exact := p.doc.Rows()
		at, _ := p.doc.Index(p.top)
		last := min(at+p.height, total)
		if exact {
			s += "line " + itoa(last) + "/" + itoa(total) + "  "
		}
		s += itoa(p.percent()) + " %"
		if n := p.left(); n > 0 {
			s += "  " + itoa(n) + " min left"
		}
		return s
	case deckScreen:
		return "Space next" + dot + "Enter open" + dot + "r read" + dot + "t tag"
	case searchScreen:
		if a.search.typing {
			return "Enter searches" + dot + "Esc back"
		}
		return "Enter opens at the match" + dot + "k on the first goes back to typing"
	case ledgerScreen:
		return "Enter opens the sentence"
	case helpScreen:
		return "/ narrows" + dot + "q back"
	}
	return ""
}

// shortHint is what stays of the hint where there is no room for it: what has
// arrived, and the way to help.
func (a *App) shortHint() string {
	if a.arrivals == 0 {
		return "? help"
	}
	return itoa(a.arrivals) + " new " + a.theme.glyph.dot + " ? help"
}

// hint is the right of the status row: what has arrived, the queue, help.
func (a *App) hint(w int) string {
	dot := " " + a.theme.glyph.dot + " "
	parts := make([]string, 0, 3)
	if a.arrivals > 0 {
		parts = append(parts, itoa(a.arrivals)+" new")
		if a.top() == listScreen {
			parts[0] += ": R"
		}
	}
	if a.top() == readScreen && w >= 100 && !a.o.Only {
		if q := a.list.queue(a.o.Now()); q != "" {
			parts = append(parts, q)
		}
	}
	if a.top() == listScreen && w >= 60 {
		parts = append(parts, "Enter open", "F deck", "s search")
	}
	if a.top() != helpScreen {
		parts = append(parts, "? help")
	}
	return strings.Join(parts, dot)
}

// matchText is "3/14" for what was looked for, or "".
func (a *App) matchText() string {
	p := a.article
	if p.query == "" || a.top() != readScreen {
		return ""
	}
	if len(p.hits) == 0 {
		return "0/0"
	}
	return itoa(p.hitAt+1) + "/" + itoa(len(p.hits))
}
