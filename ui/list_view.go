package ui

import (
	"strconv"
	"strings"

	"despatch/briefs"
	"despatch/ui/page"
)

func itoa(n int) string { return strconv.Itoa(n) }

// title says what the list holds.
func (l *listPane) title() string {
	parts := []string{"Briefings"}
	if l.allSamples {
		parts[0] = "Sample briefings"
	}
	if l.query.Unread {
		parts = append(parts, "unread")
	}
	if l.query.Starred {
		parts = append(parts, "starred")
	}
	if l.query.Match != "" {
		parts = append(parts, "\""+l.app.theme.line(l.query.Match, 60)+"\"")
	}
	return strings.Join(parts, " "+l.app.theme.glyph.dot+" ")
}

// view is the rows of the list at a width.
func (l *listPane) view(width, height int) []string {
	t := l.app.theme
	out := make([]string, 0, height)
	if len(l.all) == 0 {
		for _, line := range page.Wrap(l.nothing(), max(width-4, 8)) {
			out = append(out, "  "+line)
		}
		return out[:min(len(out), height)]
	}
	for i := l.top; i < len(l.all) && len(out) < height; i++ {
		h := &l.all[i]
		here := i == l.cursor
		if l.perRow() == 1 {
			out = append(out, l.onlyRow(h, width, here))
			continue
		}
		out = append(out, l.titleRow(h, width, here))
		if len(out) < height {
			edge := "  "
			if here {
				edge = t.glyph.bar + " "
			}
			out = append(out, edge+l.detailRow(h, max(width-4, 1)))
		}
	}
	return out
}

// nothing says why the list is empty and what to do.
func (l *listPane) nothing() string {
	switch {
	case l.err != nil:
		return "The box could not be read: " + l.app.theme.line(l.err.Error(), 300)
	case !l.loaded:
		return ""
	case l.query.Match != "":
		return "Nothing matches \"" + l.app.theme.line(l.query.Match, 60) + "\". Esc shows the whole box; s searches every text."
	case l.query.Unread:
		return "Nothing is unread. U shows the whole box."
	case l.query.Starred:
		return "Nothing is starred. S shows the whole box."
	case l.app.o.Visit:
		return "None of these files could be read."
	}
	return "The box is empty. `despatch add FILE…` puts briefings in."
}

// sign is the state of a brief in two cells.
func (l *listPane) sign(h *briefs.Head) string {
	g := &l.app.theme.glyph
	switch {
	case h.State.Read:
		return " "
	case h.State.Opened || h.State.Far > 0:
		return g.opened
	}
	return g.unread
}

func (l *listPane) titleRow(h *briefs.Head, width int, here bool) string {
	t := l.app.theme
	edge := "  "
	if here {
		edge = t.glyph.bar + " "
	}
	right := l.right(h, width)
	left := l.sign(h) + " "
	if h.State.Starred {
		left += t.glyph.star + " "
	}
	tag := l.tags(h, "  ")
	room := width - 2 - page.Width(left) - page.Width(right) - page.Width(tag) - 2
	if room < 16 {
		right, room = "", width-2-page.Width(left)-page.Width(tag)
	}
	if room < 16 {
		tag, room = "", width-2-page.Width(left)
	}
	title := page.Cut(t.line(h.Title, 300), max(room, 1))
	fill := strings.Repeat(" ", max(width-2-page.Width(left)-page.Width(right)-page.Width(tag)-page.Width(title), 0))
	return page.CutStyled(edge+left+l.titleStyle(h, here).paint(title)+fill+t.quiet.paint(tag+right), width)
}

// tags are the marking of a brief and its tag, with a gap behind each.
func (l *listPane) tags(h *briefs.Head, gap string) string {
	s := strings.Join(nonEmpty(l.app.marking(h), string(h.State.Tag)), gap)
	if s != "" {
		s += gap
	}
	return s
}

// titleStyle tells the unread by weight and the selected by a line under it.
func (l *listPane) titleStyle(h *briefs.Head, here bool) sgr {
	switch {
	case here && !h.State.Read:
		return "1;4"
	case here:
		return "4"
	case !h.State.Read:
		return l.app.theme.unread
	}
	return ""
}

// onlyRow is a brief in one row: state, title, first key figure, tag, when it
// is due or was issued, reading time. Source and measure of the selected one
// stand in the status row.
func (l *listPane) onlyRow(h *briefs.Head, width int, here bool) string {
	t := l.app.theme
	edge := "  "
	if here {
		edge = t.glyph.bar + " "
	}
	left := l.sign(h) + " "
	if h.State.Starred {
		left += t.glyph.star + " "
	}
	date := h.Date.Format("2 Jan 06")
	if d := due(h.Due, l.app.o.Now()); d != "" && !h.State.Read {
		date = d
	} else if h.Date.IsZero() {
		date = ""
	}
	mins := itoa(h.Minutes) + "m"
	right := strings.Repeat(" ", max(9-page.Width(date), 0)) + date + strings.Repeat(" ", max(5-len(mins), 1)) + mins
	tag := l.tags(h, " ")
	if width-2-page.Width(left)-page.Width(tag)-page.Width(right)-1 < 16 {
		right = ""
	}
	room := width - 2 - page.Width(left) - page.Width(tag) - page.Width(right) - 1
	keyWidth := room * 2 / 5
	if keyWidth < 12 || len(h.Keys) == 0 {
		keyWidth = 0
	}
	title := page.Cut(t.line(h.Title, 300), max(room-keyWidth-min(keyWidth, 1), 1))
	style := sgr("") // the sign tells the unread; weight on twenty rows tells nothing
	if here {
		style = l.titleStyle(h, here)
	}
	row := edge + left + style.paint(title)
	used := page.Width(title)
	if keyWidth > 0 {
		k := h.Keys[0]
		value := page.Cut(t.keyText(k), keyWidth)
		row += strings.Repeat(" ", room-keyWidth-used) + t.kind[k.Kind].paint(value)
		used = room - keyWidth + page.Width(value)
		measure := t.line(k.Measure, 120)
		if left := keyWidth - page.Width(value) - 1; measure != "" && (left >= 14 || left >= page.Width(measure)) {
			measure = page.Cut(measure, left)
			row += " " + t.quiet.paint(measure)
			used += 1 + page.Width(measure)
		}
	}
	return page.CutStyled(row+strings.Repeat(" ", max(room-used, 0)+1)+tag+right, width)
}

// about is what the row of the selected brief has no room for.
func (l *listPane) about() string {
	h := l.selected()
	if h == nil || l.perRow() > 1 {
		return ""
	}
	t := l.app.theme
	parts := nonEmpty(t.line(h.From, 80))
	if len(h.Keys) > 0 {
		parts = append(parts, strings.TrimSpace(t.keyText(h.Keys[0])+" "+t.line(h.Keys[0].Measure, 160)))
	}
	return strings.Join(parts, " "+t.glyph.dot+" ")
}

// right is date and reading time, in columns.
func (l *listPane) right(h *briefs.Head, width int) string {
	if width < 60 {
		if h.Date.IsZero() {
			return ""
		}
		return h.Date.Format("2 Jan 06") + " " + itoa(h.Minutes) + "m"
	}
	d, m := day(h.Date), itoa(h.Minutes)+" min"
	return strings.Repeat(" ", max(11-len(d), 0)) + d + strings.Repeat(" ", max(8-len(m), 1)) + m
}

// detailRow is the source and the first key figures, as many as fit.
func (l *listPane) detailRow(h *briefs.Head, width int) string {
	t := l.app.theme
	s, room := "  ", width-2
	put := func(text string, style sgr) {
		if room <= 0 {
			return
		}
		text = page.Cut(text, room)
		room -= page.Width(text)
		s += style.paint(text)
	}
	dot := " " + t.glyph.dot + " "
	read := ""
	if !h.State.Read && h.State.Far > 0 {
		read = itoa(h.State.Far) + " % read"
	}
	sample := ""
	if h.Sample && !l.allSamples {
		sample = "sample"
	}
	put(strings.Join(nonEmpty(due(h.Due, l.app.o.Now()), read), dot), t.title)
	from := strings.Join(nonEmpty(sample, t.line(h.From, 120)), dot)
	if s != "  " && from != "" {
		put(dot, t.quiet)
	}
	if len(h.Keys) > 0 {
		from = page.Cut(from, max(width/4, 10))
	}
	put(from, t.quiet)
	for i, k := range h.Keys {
		if i == 2 || i > 0 && (room < 24 || width < 96) {
			break
		}
		if i > 0 || from != "" {
			put("  ", "")
		}
		put(t.keyText(k), t.kind[k.Kind])
		if k.Measure != "" {
			measure := t.line(k.Measure, 120)
			if i == 0 && len(h.Keys) > 1 && room > 60 {
				measure = page.Cut(measure, room/2)
			}
			put(" "+measure, t.quiet)
		}
	}
	return s
}

// previewView is the selected brief beside the list: its key figures and how it
// starts. While keys are pressed it stays on the one before: it is drawn once
// they rest.
func (l *listPane) previewView(width, height int) []string {
	t, h := l.app.theme, &l.preview
	if l.doc == nil || len(l.all) == 0 || width < 20 {
		return nil
	}
	inner := width - 3
	var out []string
	put := func(s string) { out = append(out, " "+s) }
	for _, line := range page.Wrap(t.line(h.Title, 300), inner) {
		put(t.title.paint(line))
	}
	dot := " " + t.glyph.dot + " "
	ends := strings.Join(nonEmpty(l.app.marking(h), day(h.Date), minutes(h.Minutes), due(h.Due, l.app.o.Now())), dot)
	from := page.Cut(t.line(h.From, 120), max(inner-page.Width(ends)-3, 1))
	put(t.quiet.paint(page.Cut(strings.Join(nonEmpty(from, ends), dot), inner)))
	out = append(out, "")
	for _, k := range h.Keys {
		put(page.CutStyled(t.kind[k.Kind].paint(t.glyph.sign[k.Kind])+" "+t.boldOf(k.Kind).paint(t.keyText(k)), inner))
		for i, line := range page.Wrap(t.line(k.Measure, 160), inner-2) {
			if line == "" || i == 2 {
				break
			}
			put("  " + t.quiet.paint(line))
		}
	}
	if len(h.Keys) > 0 {
		out = append(out, "")
	}
	rows := l.doc.Window(page.Pos{}, max(height-len(out), 0))
	for i := range rows {
		put(page.CutStyled(rows[i].Paint(nil), inner))
	}
	return out[:min(len(out), height)]
}

func nonEmpty(parts ...string) []string {
	out := parts[:0]
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
