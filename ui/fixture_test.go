package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// clock is the time at which tests run.
var clock = time.Date(2026, 3, 2, 8, 2, 0, 0, time.UTC)

// shelf is a Library in memory, for tests of the screens alone.
type shelf struct {
	briefs   []briefs.Brief
	mu       sync.Mutex // of saved: the app saves beside what it goes on with
	saved    map[string]briefs.State
	markings []string // their names
	version  int64
	err      error
}

func (s *shelf) List(_ context.Context, q briefs.Query) ([]briefs.Head, error) {
	var out []briefs.Head
	for i := range s.briefs {
		h := s.briefs[i].Head
		s.state(h.ID, &h.State)
		if q.Unread && h.State.Read || q.Starred && !h.State.Starred || !strings.Contains(strings.ToLower(h.Title+h.From), strings.ToLower(q.Match)) {
			continue
		}
		out = append(out, h)
	}
	place := map[string]int{}
	for i := range s.briefs {
		place[s.briefs[i].ID] = i
	}
	order := func(a, b briefs.Head) int { return cmp.Compare(place[a.ID], place[b.ID]) }
	if q.Order == briefs.ByTitle {
		order = func(a, b briefs.Head) int { return cmp.Compare(a.Title, b.Title) }
	}
	slices.SortFunc(out, order)
	out = slices.DeleteFunc(out, func(h briefs.Head) bool {
		return q.Before != nil && order(h, *q.Before) >= 0 || q.After != nil && order(h, *q.After) <= 0
	})
	switch {
	case q.Limit == 0 || len(out) <= q.Limit:
	case q.End || q.Before != nil && q.After == nil:
		out = out[len(out)-q.Limit:]
	default:
		out = out[:q.Limit]
	}
	return out, s.err
}

func (s *shelf) Counts(context.Context) (briefs.Counts, error) {
	var c briefs.Counts
	for i := range s.briefs {
		h := s.briefs[i].Head
		s.state(h.ID, &h.State)
		c.All++
		if !h.State.Read {
			c.Unread++
			c.UnreadMinutes += h.Minutes
		}
	}
	return c, s.err
}

func (s *shelf) Open(_ context.Context, id string) (briefs.Brief, error) {
	for i := range s.briefs {
		if s.briefs[i].ID == id {
			b := s.briefs[i]
			s.state(id, &b.State)
			return b, s.err
		}
	}
	return briefs.Brief{}, briefs.ErrNotFound
}

func (s *shelf) Find(_ context.Context, query string, limit int) ([]briefs.Hit, error) {
	var out []briefs.Hit
	for i := range s.briefs {
		b := &s.briefs[i]
		at := strings.Index(strings.ToLower(b.Body), strings.ToLower(query))
		if at < 0 || len(out) == limit {
			continue
		}
		snippet := briefs.CleanLine(b.Body[at:min(len(b.Body), at+90)], 100)
		out = append(out, briefs.Hit{Head: b.Head, Snippet: snippet, Offset: at, Matches: 1,
			Marks: []briefs.Span{{Start: 0, End: min(len(query), len(snippet))}}})
	}
	return out, s.err
}

func (s *shelf) Understand(query string) briefs.Understanding {
	if strings.Contains(query, "yesterdy") {
		return briefs.Understanding{Read: []string{"figures over 5 percent"}, Unread: []string{"“yesterdy” is no date"}}
	}
	return briefs.Understanding{}
}

func (s *shelf) Series(_ context.Context, f briefs.Figure) (briefs.Series, error) {
	out := briefs.Series{Measure: f.Measure, Unit: f.Unit}
	for i := range s.briefs {
		b := &s.briefs[i]
		for _, g := range b.Figures {
			if g.Measure == f.Measure && g.Unit == f.Unit {
				out.Points = append(out.Points, briefs.Point{Brief: b.ID, Title: b.Title, From: b.From, Date: b.Date, Figure: g, Text: b.Surface(g.Span)})
			}
		}
	}
	return out, s.err
}

// state sets st to what was saved of a brief, if anything was.
func (s *shelf) state(id string, st *briefs.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if saved, ok := s.saved[id]; ok {
		*st = saved
	}
}

func (s *shelf) SetState(_ context.Context, id string, st briefs.State) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.saved == nil {
		s.saved = map[string]briefs.State{}
	}
	s.saved[id] = st
	return s.err
}

func (s *shelf) Version(context.Context) (int64, error) { return s.version, s.err }

// Changed waits for nothing: what it says is taken when a test lets time pass.
func (s *shelf) Changed(context.Context, int64) (int64, error) { return s.version, s.err }

func (s *shelf) Edition(_ context.Context, id string) (string, int, error) {
	for i := range s.briefs {
		if b := &s.briefs[i]; b.ID == id {
			return b.Hash, b.Version, s.err
		}
	}
	return "", 0, briefs.ErrNotFound
}

const english = `# Freight on the northern line

In the year to March 2026 the northern line carried **over 12 million tonnes**, 8.4% more than a year before. The
[line report](https://rail.example/report) puts revenue at £340 million.

## Stations

- Harwick handled 1,200 trains, of which over 40% ran at night.
- Penrose stood still for three weeks in January, while its points were replaced from end to end.

> "We will not close a single yard", said Anna Vale, Minister for Transport.

| Yard | Trains | Share |
|---|---:|---:|
| Harwick | 1,200 | 62% |
| Penrose | 740 | 38% |

## Outlook

Nothing is decided. The office will report again in June, and until then the timetable of last autumn stays in force on all
sections of the line, with the exception of the branch to the harbour.
`

const chinese = `# 全市工业运行情况

截至2026年2月底，全市规模以上工业企业达到3.2万户，实现营业收入1.8万亿元，同比增长6.5%。“专精特新”企业超过2400家。

## 下一步安排

市工业和信息化局局长表示，将继续落实各项惠企政策，力争全年营业收入增长7%左右。各区要加强统筹、压实责任，确保政策直达企业。
`

// figureAt is a figure on the nth standing of a text in a body.
func figureAt(t testing.TB, body, text string, f briefs.Figure) briefs.Figure {
	t.Helper()
	at := strings.Index(body, text)
	if at < 0 {
		t.Fatalf("fixture has no %q", text)
	}
	f.Span = briefs.Span{Start: at, End: at + len(text)}
	start := strings.LastIndexAny(body[:at], "\n。") + 1
	for start < len(body) && body[start]&0xc0 == 0x80 {
		start++
	}
	end := len(body)
	if i := strings.Index(body[at:], "\n"); i >= 0 {
		end = at + i
	}
	f.Sentence = briefs.Span{Start: start, End: end}
	f.Stance = briefs.Observed
	f.Rule = "number and unit"
	if f.Comparator == "" {
		f.Comparator = briefs.Exactly
	}
	for _, b := range briefs.Blocks(body, briefs.Markdown) {
		if b.Has(at) {
			f.Paragraph = b.Number
		}
	}
	return f
}

func fixture(t testing.TB) *shelf {
	t.Helper()
	year := &briefs.Period{Text: "the year to March 2026", From: "2025-04-01", To: "2026-03-31"}
	feb := &briefs.Period{Text: "截至2026年2月底", From: "2026-02-28", To: "2026-02-28"}
	en := briefs.Brief{
		Head: briefs.Head{ID: "aaaa00000001", Title: "Freight on the northern line", From: "Office of Rail", Lang: "en",
			Date: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Due: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Link: "https://rail.example/1"},
		Format: briefs.Markdown, Body: english, Version: 1,
		Figures: []briefs.Figure{
			figureAt(t, english, "12 million tonnes", briefs.Figure{Kind: briefs.Measure, Value: briefs.Decimal{Coef: 12, Exp: 6}, Comparator: briefs.Over, Unit: "t", UnitText: "tonnes", Measure: "freight on the northern line", Period: year, Rank: 1}),
			figureAt(t, english, "8.4%", briefs.Figure{Kind: briefs.Percent, Value: briefs.Decimal{Coef: 84, Exp: -1}, Unit: "percent", Measure: "freight on the northern line", Change: briefs.Up, Period: year, Rank: 3}),
			figureAt(t, english, "£340 million", briefs.Figure{Kind: briefs.Money, Value: briefs.Decimal{Coef: 340, Exp: 6}, Unit: "GBP", UnitText: "£", Measure: "revenue", Period: year, Rank: 2}),
			figureAt(t, english, "1,200 trains", briefs.Figure{Kind: briefs.Count, Value: briefs.Int(1200), Unit: "trains", Measure: "trains handled at Harwick", Rank: 4}),
			figureAt(t, english, "40%", briefs.Figure{Kind: briefs.Percent, Value: briefs.Int(40), Comparator: briefs.Over, Unit: "percent", Measure: "of trains at Harwick: ran at night", Rank: 5}),
			figureAt(t, english, "June", briefs.Figure{Kind: briefs.Date, Period: &briefs.Period{Text: "June", From: "2026-06-01", To: "2026-06-30"}}),
		},
		Names: []briefs.Name{
			{Kind: briefs.Person, Text: "Anna Vale", Office: "Minister for Transport", Spans: []briefs.Span{{Start: strings.Index(english, "Anna Vale"), End: strings.Index(english, "Anna Vale") + 9}}},
			{Kind: briefs.Place, Text: "Harwick", Spans: []briefs.Span{{Start: strings.Index(english, "Harwick"), End: strings.Index(english, "Harwick") + 7}}},
		},
	}
	zh := briefs.Brief{
		Head: briefs.Head{ID: "bbbb00000002", Title: "全市工业运行情况", From: "市统计局", Lang: "zh",
			Date: time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)},
		Format: briefs.Markdown, Body: chinese, Version: 1,
		Figures: []briefs.Figure{
			figureAt(t, chinese, "3.2万户", briefs.Figure{Kind: briefs.Count, Value: briefs.Decimal{Coef: 32, Exp: 3}, Unit: "户", Measure: "规模以上工业企业", Period: feb, Rank: 2}),
			figureAt(t, chinese, "1.8万亿元", briefs.Figure{Kind: briefs.Money, Value: briefs.Decimal{Coef: 18, Exp: 11}, Unit: "CNY", Measure: "营业收入", Period: feb, Rank: 1}),
			figureAt(t, chinese, "6.5%", briefs.Figure{Kind: briefs.Percent, Value: briefs.Decimal{Coef: 65, Exp: -1}, Unit: "percent", Measure: "营业收入", Change: briefs.Up, Rank: 3}),
			figureAt(t, chinese, "2400家", briefs.Figure{Kind: briefs.Count, Value: briefs.Int(2400), Comparator: briefs.Over, Unit: "家", Measure: "“专精特新”企业", Rank: 4}),
		},
	}
	long := briefs.Brief{
		Head:   briefs.Head{ID: "cccc00000003", Title: "A long report without a figure", From: "Office of Records", Lang: "en", Date: time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC)},
		Format: briefs.Markdown, Version: 1,
	}
	var body strings.Builder
	for i := range 40 {
		fmt.Fprintf(&body, "## Chapter %c%c\n\n%s\n\n", 'A'+i/26, 'A'+i%26, strings.Repeat("The committee heard the evidence and reserved its view. ", 9))
	}
	long.Body = body.String()
	s := &shelf{briefs: []briefs.Brief{en, zh, long}, version: 1}
	for i := range s.briefs {
		b := &s.briefs[i]
		b.Words = briefs.Words(b.Body)
		b.Minutes = briefs.Minutes(b.Words, b.Lang)
		b.Size = len(b.Body)
		b.Keys = briefs.KeysOf(b)
	}
	return s
}

// driver presses keys and runs commands until nothing is left to do. What
// waits for a while is kept until pass.
type driver struct {
	testing.TB
	app     *App
	waiting []func() tea.Msg
	quit    bool
}

// pass lets the time pass that something waits for.
func (d *driver) pass() {
	waiting := d.waiting
	d.waiting = nil
	for _, work := range waiting {
		d.run(work)
	}
}

func drive(t testing.TB, lib Library, o Options) *driver {
	t.Helper()
	o.Library = lib
	o.Now = func() time.Time { return clock }
	d := &driver{TB: t, app: New(t.Context(), o)}
	d.app.after = func(_ time.Duration, work func() tea.Msg) tea.Cmd {
		d.waiting = append(d.waiting, work)
		return nil
	}
	d.run(d.app.askList(true))
	return d
}

// run does a command and what follows from it.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	switch m := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range m {
			d.run(c)
		}
	case tea.QuitMsg:
		d.quit = true
	default:
		if cmds, ok := sequence(m); ok {
			for _, c := range cmds {
				d.run(c)
			}
			return
		}
		_, cmd := d.app.Update(m)
		d.run(cmd)
	}
}

// press presses keys: names as Bubble Tea has them, parted by spaces; a word
// in quotes is typed.
func (d *driver) press(keys string) *driver {
	d.Helper()
	for k := range strings.FieldsSeq(keys) {
		if text, ok := strings.CutPrefix(k, "'"); ok && len(k) > 1 {
			for _, r := range strings.ReplaceAll(text, "_", " ") {
				d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		d.send(keyMsg(k))
	}
	return d
}

func (d *driver) send(m tea.Msg) {
	_, cmd := d.app.Update(m)
	d.run(cmd)
}

func keyMsg(k string) tea.KeyPressMsg {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd, "space": tea.KeySpace,
		"backspace": tea.KeyBackspace, "left": tea.KeyLeft, "right": tea.KeyRight, "f1": tea.KeyF1}
	var m tea.KeyPressMsg
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		m.Mod, k = tea.ModCtrl, rest
	}
	if rest, ok := strings.CutPrefix(k, "shift+"); ok {
		m.Mod, k = m.Mod|tea.ModShift, rest
	}
	if code, ok := named[k]; ok {
		m.Code = code
		if code == tea.KeySpace {
			m.Text = " "
		}
		return m
	}
	m.Code, _ = utf8.DecodeRuneInString(k)
	if m.Mod == 0 {
		m.Text = k
	}
	return m
}

// screen is what is drawn, without styles, and without spaces at line ends.
func (d *driver) screen() string {
	lines := strings.Split(briefs.Clean(d.app.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// shows fails unless each text is on the screen.
func (d *driver) shows(texts ...string) {
	d.Helper()
	s := d.screen()
	for _, text := range texts {
		if !strings.Contains(s, text) {
			d.Errorf("the screen does not show %q:\n%s", text, s)
		}
	}
}

// hides fails if a text is on the screen.
func (d *driver) hides(texts ...string) {
	d.Helper()
	s := d.screen()
	for _, text := range texts {
		if strings.Contains(s, text) {
			d.Errorf("the screen shows %q:\n%s", text, s)
		}
	}
}
