package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// ledgerPane shows one measure in every brief that states it, oldest first.
type ledgerPane struct {
	app    *App
	series briefs.Series
	cursor int
	asked  int
	done   bool
}

// tallied brings a series, for the ledger or for the sheet.
type tallied struct {
	asked  int
	series briefs.Series
	err    error
}

// askSeries asks where else the measure of a figure stands.
func (a *App) askSeries(f briefs.Figure) (int, tea.Cmd) {
	a.asked++
	ctx, lib, asked := a.ctx, a.lib, a.asked
	return asked, func() tea.Msg {
		s, err := lib.Series(ctx, f)
		return tallied{asked, s, err}
	}
}

// start opens the ledger of a figure.
func (l *ledgerPane) start(f briefs.Figure) tea.Cmd {
	l.series, l.cursor, l.done = briefs.Series{Measure: f.Measure}, 0, false
	var cmd tea.Cmd
	l.asked, cmd = l.app.askSeries(f)
	return cmd
}

func (l *ledgerPane) move(by int) bool {
	was := l.cursor
	l.cursor = min(max(l.cursor+by, 0), max(len(l.series.Points)-1, 0))
	return l.cursor != was
}

func (l *ledgerPane) view(width, height int) []string {
	t := l.app.theme
	out := make([]string, 0, height)
	for _, line := range page.Wrap(t.line(l.series.Measure, 300), width-4) {
		out = append(out, "  "+t.title.paint(line))
	}
	out = append(out, "")
	if l.done && len(l.series.Points) == 0 {
		out = append(out, "  "+t.quiet.paint(page.Cut("No other briefing states this measure.", width-4)))
	}
	periodW, valueW := 8, 8
	for i := range l.series.Points {
		p := &l.series.Points[i]
		periodW = max(periodW, min(page.Width(l.period(p)), 24))
		valueW = max(valueW, min(page.Width(l.value(p)), 30))
	}
	room := max(height-len(out), 1)
	top := max(min(l.cursor-room/2, len(l.series.Points)-room), 0)
	for i := top; i < len(l.series.Points) && len(out) < height; i++ {
		p := &l.series.Points[i]
		edge := "  "
		if i == l.cursor {
			edge = t.glyph.bar + " "
		}
		line := edge + page.Pad(page.Cut(l.period(p), periodW), periodW) + "  " +
			t.boldOf(p.Figure.Kind).paint(page.Pad(page.Cut(l.value(p), valueW), valueW)) + "  " +
			page.Pad(l.step(i), 9) + "  " + t.quiet.paint(t.line(p.Title, 200))
		out = append(out, page.CutStyled(line, width))
	}
	return out[:min(len(out), height)]
}

func (l *ledgerPane) period(p *briefs.Point) string {
	if s := l.app.theme.period(p.Figure.Period); s != "" {
		return s
	}
	return day(p.Date)
}

func (l *ledgerPane) value(p *briefs.Point) string {
	t := l.app.theme
	return t.comparator(p.Figure.Comparator) + t.line(p.Text, 60)
}

// step is the move since the point before, where both are plain values in one
// unit: in per cent, to one decimal, worked out exactly.
func (l *ledgerPane) step(i int) string {
	if i == 0 {
		return ""
	}
	was, is := &l.series.Points[i-1].Figure, &l.series.Points[i].Figure
	if was.Unit != is.Unit || was.Value2 != nil || is.Value2 != nil || was.Value.Sign() <= 0 ||
		was.Comparator != briefs.Exactly || is.Comparator != briefs.Exactly {
		return ""
	}
	if is.Kind == briefs.Percent {
		return ""
	}
	per := is.Value.PercentOf(was.Value)
	if per == "" {
		return ""
	}
	if !strings.HasPrefix(per, "-") {
		per = "+" + per
	}
	return fmt.Sprintf("%s %%", per)
}
