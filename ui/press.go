package ui

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

// A pendingKey is a key that means something only with the next one.
type pendingKey rune

const (
	pendingNone pendingKey = 0
	pendingMark pendingKey = 'm'
	pendingJump pendingKey = '\''
	pendingCopy pendingKey = 'y'
	pendingShow pendingKey = 'Y'
)

// in is where keys are pressed now.
func (a *App) in() where {
	switch a.top() {
	case readScreen:
		if a.inPanel {
			return inPanel
		}
		return inRead
	case deckScreen:
		return inDeck
	case searchScreen:
		return inSearch
	case ledgerScreen:
		return inLedger
	case helpScreen:
		return inHelp
	}
	return inList
}

// press takes a key: to the line being typed, to the key that waits for it, or
// by the table.
func (a *App) press(m tea.KeyPressMsg) tea.Cmd {
	if m.String() == "ctrl+c" {
		return a.leave()
	}
	switch {
	case a.plain != nil:
		return a.plainKey(m)
	case a.prompt.open():
		return a.typing(m)
	case a.top() == searchScreen && a.search.typing:
		return a.typeSearch(m)
	case a.pending != pendingNone:
		return a.second(m)
	}
	act, ok := a.keys.find(a.in(), m)
	if act != actFigure {
		a.article.digits = 0
	}
	if act != actPageDown {
		a.article.atEnd = false
	}
	a.note = ""
	if m.String() == "esc" && a.top() == readScreen && !a.sheet.open && !a.inPanel && len(a.article.hits) > 0 {
		a.article.query, a.article.hits = "", nil
		return nil
	}
	if !ok {
		if m.Text != "" {
			a.say("no key " + briefs.CleanLine(m.String(), 20) + " here " + a.theme.glyph.dot + " ? shows the keys")
		}
		return nil
	}
	if act == actFigure {
		return a.digit(plainKey(m.String()))
	}
	return a.do(act)
}

// typing takes a key into the line that is being typed.
func (a *App) typing(m tea.KeyPressMsg) tea.Cmd {
	switch m.String() {
	case "enter":
		return a.entered()
	case "esc", "ctrl+g":
		kind := a.prompt.kind
		a.prompt.cancel()
		switch kind {
		case promptFind:
			a.article.query, a.article.hits = "", nil
			a.article.asked = 0
			a.article.goTo(a.article.back)
		case promptFilter:
			return a.list.narrow("")
		case promptHelp:
			a.help.filter = ""
		}
		return nil
	case "up":
		if old := a.prompt.past[a.prompt.kind]; old != "" && a.prompt.kind != promptCommand {
			a.prompt.input().SetValue(old)
			a.prompt.input().CursorEnd()
			return a.typed()
		}
	case "tab", "right", "down":
		if a.prompt.kind == promptCommand {
			a.prompt.choice = (a.prompt.choice + 1) % max(len(a.prompt.matches()), 1)
			return nil
		}
	case "shift+tab":
		if n := len(a.prompt.matches()); a.prompt.kind == promptCommand && n > 0 {
			a.prompt.choice = (a.prompt.choice + n - 1) % n
			return nil
		}
	case "backspace":
		if a.prompt.input().Value() == "" {
			a.prompt.stop()
			return nil
		}
	}
	if a.prompt.update(m) {
		return a.typed()
	}
	return nil
}

// typed shows what the line being typed comes to, as it is typed.
func (a *App) typed() tea.Cmd {
	a.prompt.choice = 0
	switch a.prompt.kind {
	case promptFind:
		return a.askFind(a.prompt.value())
	case promptFilter:
		return a.list.narrow(a.prompt.value())
	case promptHelp:
		a.help.filter, a.help.top = a.prompt.value(), 0
	}
	return nil
}

// entered does what was typed.
func (a *App) entered() tea.Cmd {
	kind, value, choice := a.prompt.kind, a.prompt.value(), a.prompt.choice
	matches := []entry(nil)
	if kind == promptCommand {
		matches = a.prompt.matches()
	}
	a.prompt.stop()
	switch kind {
	case promptFind:
		if value == "" {
			a.article.query, a.article.hits = "", nil
		}
	case promptCommand:
		if strings.TrimSpace(value) == "q" {
			return a.leave()
		}
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
			return a.goParagraph(n)
		}
		if value == "" && choice == 0 {
			return nil
		}
		if choice < len(matches) {
			return a.do(matches[choice].action)
		}
		a.note, a.noteBad = "no action "+value, true
	}
	return nil
}

// typeSearch takes a key into the search.
func (a *App) typeSearch(m tea.KeyPressMsg) tea.Cmd {
	switch m.String() {
	case "esc", "ctrl+g":
		if a.search.input.value() == "" || len(a.search.hits) == 0 {
			a.pop()
			return nil
		}
		a.search.typing = false
		return nil
	case "enter":
		a.search.typing = false
		if a.search.current() && len(a.search.hits) == 1 {
			return a.do(actOpen)
		}
		a.search.done = false // the box may have changed since
		return a.search.ask()
	case "down", "tab":
		if len(a.search.hits) > 0 {
			a.search.typing = false
		}
		return nil
	}
	if a.search.input.update(m) {
		return a.search.ask()
	}
	return nil
}

// second takes the key that another one waited for.
func (a *App) second(m tea.KeyPressMsg) tea.Cmd {
	waiting := a.pending
	a.pending, a.note = pendingNone, ""
	key := plainKey(m.String())
	if key == "esc" {
		return nil
	}
	switch waiting {
	case pendingMark:
		return a.setMark(key)
	case pendingJump:
		return a.jumpMark(key)
	case pendingCopy, pendingShow:
		if key == string(rune(waiting)) {
			key = "f"
		}
		text, what := a.copied(key)
		switch {
		case text == "" && what == "":
			a.say("copy: f figure, p paragraph, l link, a all")
		case text == "":
			a.say(what)
		case waiting == pendingShow:
			a.showPlain(text)
			return tea.ClearScreen
		case len(text) > maxClipboard:
			a.say("too long for a clipboard: `despatch show` writes it to a file")
		default:
			a.say("copied " + what)
			return tea.SetClipboard(text)
		}
	}
	return nil
}

// setMark keeps the place under a letter.
func (a *App) setMark(letter string) tea.Cmd {
	if !isLetter(letter) || a.article.brief == nil {
		a.say("a mark is a letter")
		return nil
	}
	at := a.article.doc.Offset(a.article.top)
	return a.change(a.article.brief.ID, "mark "+letter, func(s *briefs.State) {
		if s.Marks == nil {
			s.Marks = map[string]int{}
		}
		s.Marks[letter] = at
	})
}

// jumpMark goes to a mark, or back to where one was.
func (a *App) jumpMark(letter string) tea.Cmd {
	p := a.article
	if p.brief == nil {
		return nil
	}
	if letter == "'" {
		if p.back < 0 {
			a.say("nowhere to go back to")
			return nil
		}
		p.goTo(p.back)
		return a.moved()
	}
	at, ok := p.brief.State.Marks[letter]
	if !ok {
		a.say("no mark " + briefs.CleanLine(letter, 10))
		return nil
	}
	p.goTo(min(at, len(p.brief.Body)))
	return a.moved()
}

func isLetter(s string) bool {
	return len(s) == 1 && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

// digitsWithin is how soon a second digit must follow to make a number of two.
const digitsWithin = 900 * time.Millisecond

// digit goes to the figure with that number. Where there are ten or more, a
// second digit that follows soon makes it a longer number.
func (a *App) digit(d string) tea.Cmd {
	p := a.article
	n := int(d[0] - '0')
	now := a.o.Now().UnixMilli()
	if p.digits > 0 && now-p.typed <= digitsWithin.Milliseconds() && p.digits*10+n <= len(p.shown) {
		n += p.digits * 10
	}
	p.typed = now
	if n < 1 || n > len(p.shown) {
		a.say("there are " + plural(len(p.shown), "figure"))
		p.digits = 0
		return nil
	}
	p.digits = n
	p.selectFigure(p.shown[n-1])
	a.panel.sync()
	if a.sheet.open {
		return a.showFigure(p.selected)
	}
	return a.moved()
}

// leave ends the program, and keeps the place first.
func (a *App) leave() tea.Cmd {
	return a.inOrder(a.keepPlace(), tea.Quit)
}
