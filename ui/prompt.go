package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// What a line that is being typed is for.
type promptKind int

const (
	promptNone promptKind = iota
	promptFind
	promptFilter
	promptCommand
	promptHelp
	promptSearch
)

// promptLine is one line being typed: its text, and what it is for.
type promptLine struct {
	app    *App
	kind   promptKind
	lead   string           // what stands before it
	typed  *textinput.Model // nil until somebody types
	choice int              // of the command line
	past   map[promptKind]string
}

func newPromptLine(a *App) *promptLine {
	return &promptLine{app: a, past: map[promptKind]string{}}
}

// input is the line itself. It is made when it is first needed: most who read
// type nothing, and it is as large as a page.
func (p *promptLine) input() *textinput.Model {
	if p.typed != nil {
		return p.typed
	}
	in := textinput.New()
	in.CharLimit = 200
	in.KeyMap.Paste.SetEnabled(false) // it would run a program; the terminal pastes
	in.SetVirtualCursor(true)
	styles := in.Styles()
	styles.Cursor.Blink = false
	in.SetStyles(styles)
	in.Prompt = p.lead
	p.typed = &in
	return p.typed
}

// start begins a line.
func (p *promptLine) start(kind promptKind, lead string) {
	p.kind, p.choice, p.lead = kind, 0, lead
	p.input().Prompt = lead
	p.input().SetValue("")
	p.focus()
}

func (p *promptLine) focus() {
	p.input().Focus()
	p.input().CursorEnd()
}

// stop ends the line and keeps it for the next time.
func (p *promptLine) stop() {
	if v := p.value(); v != "" {
		p.past[p.kind] = v
	}
	p.cancel()
}

// cancel ends the line as if it had not been begun.
func (p *promptLine) cancel() {
	p.kind = promptNone
	if p.typed != nil {
		p.typed.Blur()
	}
}

func (p *promptLine) open() bool { return p.kind != promptNone }

func (p *promptLine) resize(width int) {
	if p.typed != nil {
		p.typed.SetWidth(max(width-len(p.lead)-4, 4))
	}
}

// value is what was typed, clean.
func (p *promptLine) value() string {
	if p.typed == nil {
		return ""
	}
	return briefs.CleanLine(p.typed.Value(), 800)
}

// update types a key and reports whether the text changed.
func (p *promptLine) update(msg tea.Msg) bool {
	was := p.input().Value()
	*p.typed, _ = p.typed.Update(msg)
	return p.typed.Value() != was
}

// view is the line, cut to a width.
func (p *promptLine) view(width int) string {
	in := p.input()
	p.resize(width)
	s := page.CutStyled(in.View(), width)
	if p.kind != promptCommand {
		return s
	}
	names := p.matches()
	room := width - page.Width(p.lead+in.Value()) - 3
	var b strings.Builder
	b.WriteString(p.lead + p.value() + p.app.theme.reversed.paint(" ") + " ")
	for i := p.choice; i < len(names); i++ {
		e := names[i]
		text := string(e.action)
		if k := p.app.keys.first(e.action); k != "" {
			text += " " + k
		}
		if room -= page.Width(text) + 3; room < 0 {
			break
		}
		if i == p.choice {
			b.WriteString(p.app.theme.reversed.paint(" "+text+" ") + " ")
		} else {
			b.WriteString(" " + p.app.theme.quiet.paint(text) + "  ")
		}
	}
	return page.CutStyled(b.String(), width)
}

// matches are the actions of this screen that the command line fits, best
// first: the one of that name, those whose name starts so, those that have it
// inside, those whose letters come in that order.
func (p *promptLine) matches() []entry {
	typed := strings.ToLower(strings.TrimSpace(p.value()))
	in := p.app.in()
	type scored struct {
		entry
		score int
	}
	var out []scored
	for _, e := range table {
		if e.action == actFigure || e.action == actCommand || e.in&in == 0 {
			continue
		}
		name := string(e.action)
		score := 0
		switch {
		case name == typed:
			score = 4
		case strings.HasPrefix(name, typed):
			score = 3
		case strings.Contains(name, typed) || strings.Contains(e.says, typed):
			score = 2
		case inOrder(name, typed):
			score = 1
		}
		if score > 0 {
			out = append(out, scored{e, score})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return b.score - a.score })
	entries := make([]entry, len(out))
	for i := range out {
		entries[i] = out[i].entry
	}
	return entries
}

// inOrder reports whether the letters of typed come in name in that order.
func inOrder(name, typed string) bool {
	for _, r := range typed {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+1:]
	}
	return true
}
