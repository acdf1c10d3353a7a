package ui

import (
	"fmt"
	"strings"

	"despatch/briefs"
	"despatch/ui/page"
)

// sheetPane is a figure that was opened: its whole sentence, its value written
// out, what read it, and where else in the box the same measure stands. It
// lies over the foot of the article.
type sheetPane struct {
	app    *App
	open   bool
	figure int
	series briefs.Series
	top    int // first line on screen, where not all fit
	asked  int // question whose answer the series is; 0 while it is awaited
}

// show opens the sheet on a figure.
func (s *sheetPane) show(figure int) {
	s.open, s.figure, s.top = true, figure, 0
	s.series = briefs.Series{}
	s.app.article.selected = figure
	s.app.article.relayout()
	s.app.article.jump(s.app.article.brief.Figures[figure].Start)
}

// close takes the sheet away.
func (s *sheetPane) close() {
	s.open = false
	s.app.article.relayout()
}

// height is the rows that the sheet takes, with its rule: as many as it has to
// say, but never more than leave the sentence in sight.
func (s *sheetPane) height() int {
	body := s.app.frame.Body()
	most := body * 3 / 5
	if body < 14 {
		most = body - 2
	}
	return min(len(s.lines(s.app.frame.Width))+1, max(most, 1))
}

// lines are what the sheet says at a width.
func (s *sheetPane) lines(width int) []string {
	b := s.app.article.brief
	if b == nil || s.figure >= len(b.Figures) {
		return nil
	}
	t, f := s.app.theme, &b.Figures[s.figure]
	width = max(min(width-4, 110), 8)
	number := s.app.article.number(s.figure)
	head := fmt.Sprintf("%d/%d ", number, len(s.app.article.shown))
	lines := []string{page.CutStyled(t.quiet.paint(head)+t.kind[f.Kind].paint(t.glyph.sign[f.Kind])+" "+
		t.boldOf(f.Kind).paint(t.surface(b, f))+"  "+t.quiet.paint(t.written(f)), width)}
	field := func(name, value string) {
		if value == "" {
			return
		}
		const w = 10
		for i, l := range page.Wrap(value, max(width-w, 8)) {
			label := ""
			if i == 0 {
				label = name
			}
			lines = append(lines, t.quiet.paint(page.Pad(label, w))+l)
		}
	}
	field("measure", t.line(f.Measure, 400))
	period := ""
	if f.Period != nil {
		period = t.line(f.Period.Text, 120)
		if iso := isoText(f.Period); iso != "" && iso != period {
			period += "  (" + iso + ")"
		}
	}
	field("period", period)
	what := []string{}
	if f.Change != briefs.Level {
		what = append(what, map[briefs.Change]string{briefs.Up: "a rise", briefs.Down: "a fall"}[f.Change])
	}
	if f.Stance != briefs.Observed && f.Stance != "" {
		what = append(what, "a "+string(f.Stance))
	}
	field("what", strings.Join(what, ", "))
	where := ""
	if f.Paragraph > 0 {
		where = t.glyph.pilcrow + fmt.Sprint(f.Paragraph) + "  "
	}
	field("sentence", where+t.sentence(b, f))
	field("rule", t.line(f.Rule, 120))
	others := make([]string, 0, len(s.series.Points))
	for _, p := range s.series.Points {
		if p.Brief == b.ID {
			continue
		}
		others = append(others, t.comparator(p.Figure.Comparator)+t.line(p.Text, 60)+"  "+
			strings.TrimSpace(t.period(p.Figure.Period)+"  "+t.line(p.Title, 80)))
	}
	for i, o := range others {
		name := ""
		if i == 0 {
			name = "elsewhere"
		}
		if i == 4 {
			field("", fmt.Sprintf("%d more: L opens the ledger", len(others)-i))
			break
		}
		field(name, page.Cut(o, max(width-10, 8)))
	}
	return lines
}

// scroll moves the sheet where it does not fit, and reports whether it did.
func (s *sheetPane) scroll(by int) bool {
	most := max(len(s.lines(s.app.frame.Width))-(s.height()-1), 0)
	was := s.top
	s.top = min(max(s.top+clampMove(by), 0), most)
	return s.open && s.top != was
}

// view is the sheet's rows, the rule over it first.
func (s *sheetPane) view(width, height int) []string {
	out := []string{s.app.theme.rule.paint(strings.Repeat(s.app.horizontal(), width))}
	lines := s.lines(width)
	room := height - 1
	for i := s.top; i < len(lines) && len(out) <= room; i++ {
		line := "  " + lines[i]
		if len(out) == room && i < len(lines)-1 {
			line = page.CutStyled(line, width-2) + s.app.theme.quiet.paint(s.app.theme.glyph.more)
		}
		out = append(out, line)
	}
	return out
}
