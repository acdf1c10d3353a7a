package ui

import (
	"sort"
	"strings"

	"despatch/briefs"
	"despatch/ui/page"
)

// view is the rows of the pane, each at most as wide as it is.
func (p *articlePane) view(height int) []string {
	out := make([]string, 0, height)
	if p.doc == nil {
		return out
	}
	pad := strings.Repeat(" ", p.margin)
	rows := p.doc.Window(p.top, height)
	for i := range rows {
		text := rows[i].Paint(p.overs(&rows[i]))
		if text == "" {
			out = append(out, "")
			continue
		}
		out = append(out, pad+text)
	}
	return out
}

// overs are what is painted over a row: figures, then what was found, then the
// selected figure.
func (p *articlePane) overs(r *page.Row) []page.Over {
	if r.End <= r.Start {
		return nil
	}
	var over []page.Over
	t := p.app.theme
	figs := p.brief.Figures
	add := func(s briefs.Span, style sgr) {
		for _, c := range r.Cells(s) {
			over = append(over, page.Over{From: c.From, To: c.To, SGR: string(style)})
		}
	}
	for i := sort.Search(len(figs), func(i int) bool { return figs[i].End > r.Start }); i < len(figs) && figs[i].Start < r.End; i++ {
		if figs[i].Shown() && i != p.selected {
			add(figs[i].Span, t.mark(figs[i].Kind))
		}
	}
	for i := sort.Search(len(p.hits), func(i int) bool { return p.hits[i].End > r.Start }); i < len(p.hits) && p.hits[i].Start < r.End; i++ {
		style := t.hit
		if i == p.hitAt {
			style = t.hitAt
		}
		add(p.hits[i], style)
	}
	if p.selected >= 0 && figs[p.selected].End > r.Start && figs[p.selected].Start < r.End {
		add(figs[p.selected].Span, "7;1;"+t.mark(figs[p.selected].Kind))
	}
	return over
}
