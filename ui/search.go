package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// searchPane searches every brief as one types, and opens at the hit.
type searchPane struct {
	app    *App
	input  *promptLine
	typing bool
	query  string // that the hits are for
	hits   []briefs.Hit
	cursor int
	top    int
	asked  int
	end    context.CancelFunc // of the search on its way; nil while none was
	done   bool
}

// found brings the answer to a search.
type found struct {
	asked int
	query string
	hits  []briefs.Hit
	err   error
}

const maxHits = 50

func newSearchPane(a *App) *searchPane {
	s := &searchPane{app: a, input: newPromptLine(a)}
	s.input.kind, s.input.lead = promptSearch, "search: "
	return s
}

// start opens the search with the words of last time.
func (s *searchPane) start() {
	s.typing = true
	s.input.focus()
}

// ask searches for what is typed. Nothing typed is nothing found. A search for
// what was typed before ends: the next one would wait for it.
func (s *searchPane) ask() tea.Cmd {
	query := strings.TrimSpace(s.input.value())
	s.app.asked++
	s.asked = s.app.asked // whatever is on its way is for other words
	if s.end != nil {
		s.end()
		s.end = nil
	}
	if s.current() {
		return nil
	}
	if query == "" {
		s.query, s.hits, s.done = "", nil, false
		return nil
	}
	ctx, end := context.WithCancel(s.app.ctx)
	s.end = end
	lib, asked := s.app.lib, s.asked
	return func() tea.Msg {
		defer end()
		hits, err := lib.Find(ctx, query, maxHits)
		return found{asked, query, hits, err}
	}
}

// current reports whether the hits are for what is typed.
func (s *searchPane) current() bool { return s.done && strings.TrimSpace(s.input.value()) == s.query }

// take takes an answer, unless another question was put since.
func (s *searchPane) take(m found) {
	if m.asked != s.asked {
		return
	}
	if m.err != nil {
		s.query, s.hits, s.done = "", nil, false
		s.app.fail("search", m.err)
		return
	}
	s.query, s.hits, s.done = m.query, m.hits, true
	s.cursor, s.top = 0, 0
}

func (s *searchPane) move(by int) bool {
	was := s.cursor
	s.cursor = min(max(s.cursor+by, 0), max(len(s.hits)-1, 0))
	n := s.page()
	switch {
	case s.cursor < s.top:
		s.top = s.cursor
	case s.cursor >= s.top+n:
		s.top = s.cursor - n + 1
	}
	return s.cursor != was
}

// page is how many hits the screen holds.
func (s *searchPane) page() int { return max((s.app.frame.Body()-2)/3, 1) }

func (s *searchPane) selected() *briefs.Hit {
	if s.cursor >= len(s.hits) {
		return nil
	}
	return &s.hits[s.cursor]
}

func (s *searchPane) view(width, height int) []string {
	t := s.app.theme
	out := []string{" " + page.CutStyled(s.input.view(width-2), width-1), s.note(width)}
	switch {
	case s.query != "" && s.done && len(s.hits) == 0:
		for _, l := range page.Wrap("Nothing found for "+t.line(s.query, 80)+". Fewer or shorter words find more; word* finds what starts so.", width-4) {
			out = append(out, "  "+t.quiet.paint(l))
		}
	case s.query == "":
		for _, help := range searchHelp {
			for _, l := range page.Wrap(help, width-4) {
				out = append(out, "  "+t.quiet.paint(l))
			}
		}
	}
	for i := s.top; i < len(s.hits) && len(out)+2 <= height; i++ {
		h := &s.hits[i]
		edge, style := "  ", sgr("")
		if i == s.cursor && !s.typing {
			edge, style = t.glyph.bar+" ", t.selected
		}
		date := day(h.Date)
		marking := s.app.marking(&h.Head)
		from := ""
		if room := width/3 - page.Width(date) - page.Width(marking) - 3; room >= 5 { // less says nothing
			from = page.Cut(t.line(h.From, 120), room)
		}
		right := strings.Join(nonEmpty(marking, from, date), " "+t.glyph.dot+" ")
		room := max(width-4-page.Width(right), 8)
		title := page.Pad(page.Cut(t.line(h.Title, 300), room), room)
		out = append(out, page.CutStyled(edge+style.paint(title)+" "+t.quiet.paint(right), width))
		out = append(out, page.CutStyled(edge+"  "+s.snippet(h), width))
		if len(out) < height {
			out = append(out, "")
		}
	}
	return out[:min(len(out), height)]
}

// searchHelp is what may be typed, until something is.
var searchHelp = []string{
	"Words, \"a phrase\", -without, start*; Chinese as it is written.",
	"title: from: tag: before:2024-05 after: is:unread is:starred",
	"figure:>1tn-yuan figure:10..20% unit:km measure:income",
}

// note says what the search is read as, or what in it cannot be read.
func (s *searchPane) note(width int) string {
	t, u := s.app.theme, s.app.lib.Understand(strings.TrimSpace(s.input.value()))
	switch {
	case len(u.Unread) > 0:
		return " " + t.warn.paint(page.Cut(t.line(strings.Join(u.Unread, "; "), 400), width-2))
	case len(u.Read) > 0:
		return " " + t.quiet.paint(page.Cut(t.line(strings.Join(u.Read, "; "), 400), width-2))
	}
	return ""
}

// snippet is the line round the first match, with its matches marked.
func (s *searchPane) snippet(h *briefs.Hit) string {
	var b strings.Builder
	at := 0
	for _, m := range h.Marks {
		if m.Start < at || m.End > len(h.Snippet) || m.Start >= m.End {
			continue
		}
		b.WriteString(s.app.theme.quiet.paint(clean(h.Snippet[at:m.Start])))
		b.WriteString(s.app.theme.title.paint(clean(h.Snippet[m.Start:m.End])))
		at = m.End
	}
	b.WriteString(s.app.theme.quiet.paint(clean(h.Snippet[at:])))
	return b.String()
}

// clean makes a piece of a line safe and keeps the spaces at its ends.
func clean(s string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(briefs.Clean(s))
}
