package ui

import (
	"strings"

	"despatch/ui/page"
)

// helpPane shows the keys of the screen it was opened on, and narrows them to
// what is typed after `/`.
type helpPane struct {
	app    *App
	in     where
	filter string
	top    int
}

func (h *helpPane) start(in where) { h.in, h.filter, h.top = in, "", 0 }

// title says whose keys these are.
func (h *helpPane) title() string {
	name := map[where]string{inList: "the list", inRead: "the article", inPanel: "the panel", inDeck: "the deck",
		inSearch: "search", inLedger: "the ledger"}[h.in]
	s := "Keys of " + name
	if h.filter != "" {
		s += " \"" + h.filter + "\""
	}
	return s
}

func (h *helpPane) lines(width int) []string {
	t := h.app.theme
	var out []string
	need := strings.Fields(strings.ToLower(h.filter))
	const keyW = 18
	for _, e := range table {
		if e.in&h.in == 0 {
			continue
		}
		keys := h.app.keys.all(e.action)
		text := strings.ToLower(keys + " " + e.says + " " + string(e.action))
		skip := false
		for _, w := range need {
			skip = skip || !strings.Contains(text, w)
		}
		if skip {
			continue
		}
		if e.action == actFigure {
			keys = "1 to 9"
		}
		if keys == "" {
			keys = ":" + string(e.action)
		}
		for i, l := range page.Wrap(e.says, max(width-keyW-4, 12)) {
			if i > 0 {
				keys = ""
			}
			out = append(out, "  "+t.key.paint(page.Pad(page.Cut(keys, keyW), keyW))+"  "+l)
		}
	}
	if len(out) == 0 {
		out = append(out, "  "+t.quiet.paint("No key does that."))
	}
	if h.filter == "" {
		out = append(out, "")
		for _, s := range []string{
			"Signs: " + h.app.theme.glyph.unread + " unread, " + h.app.theme.glyph.opened + " opened, blank read, " + h.app.theme.glyph.star + " starred. " +
				"Figures: " + h.signs() + ".",
			"A briefing is read when its last line was on the screen, or with r. The list, the deck and the preview mark nothing.",
		} {
			for _, l := range page.Wrap(s, max(width-4, 12)) {
				out = append(out, "  "+t.quiet.paint(l))
			}
		}
	}
	return out
}

func (h *helpPane) signs() string {
	g := h.app.theme.glyph.sign
	return g["money"] + " money, " + g["percent"] + " share, " + g["count"] + " count, " + g["measure"] + " measure, " + g["ratio"] + " ratio"
}

func (h *helpPane) move(by int) {
	n := len(h.lines(h.app.frame.Width))
	h.top = max(min(h.top+by, n-h.app.frame.Body()), 0)
}

func (h *helpPane) view(width, height int) []string {
	lines := h.lines(width)
	from := min(h.top, max(len(lines)-1, 0))
	out := make([]string, 0, height)
	for _, l := range lines[from:min(from+height, len(lines))] {
		out = append(out, page.CutStyled(l, width))
	}
	return out
}
