package ui

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// A keymap says which key does what, where.
type keymap struct {
	byKey map[where]map[string]action
	keys  map[action][]string // as shown, the first one foremost
}

// wheres are the single contexts of the table.
var wheres = []where{inList, inRead, inPanel, inDeck, inSearch, inLedger, inHelp}

// usualKeys are the keys of who has none of their own.
var usualKeys = sync.OnceValue(func() *keymap {
	m, _ := newKeymap(nil)
	return m
})

// keymapOf is newKeymap; who has no keys of their own shares what all have.
func keymapOf(own map[string][]string) (*keymap, string) {
	if len(own) == 0 {
		return usualKeys(), ""
	}
	return newKeymap(own)
}

// newKeymap builds the usual keys with the reader's own over them. The report
// names unknown actions and keys that are given twice; what can be used is.
func newKeymap(own map[string][]string) (*keymap, string) {
	m := &keymap{byKey: map[where]map[string]action{}, keys: map[action][]string{}}
	for _, w := range wheres {
		m.byKey[w] = map[string]action{}
	}
	var faults []string
	known := map[action]bool{}
	taken := map[where]map[string]action{} // by the reader's own keys
	for _, e := range table {
		known[e.action] = true
	}
	for _, name := range sortedNames(own) {
		if !known[action(name)] {
			faults = append(faults, fmt.Sprintf("no action %q", name))
		}
	}
	for _, e := range table {
		keys, mine := own[string(e.action)]
		if !mine {
			continue
		}
		for _, k := range keys {
			k = spell(k)
			m.keys[e.action] = append(m.keys[e.action], k)
			for _, w := range wheres {
				if e.in&w == 0 {
					continue
				}
				if taken[w] == nil {
					taken[w] = map[string]action{}
				}
				if other, twice := taken[w][k]; twice && other != e.action {
					faults = append(faults, fmt.Sprintf("key %s: both %s and %s", k, other, e.action))
					continue
				}
				taken[w][k] = e.action
				m.byKey[w][k] = e.action
			}
		}
	}
	for _, e := range table {
		if _, mine := own[string(e.action)]; mine {
			continue
		}
		for k := range strings.FieldsSeq(e.keys) {
			free := false
			for _, w := range wheres {
				if e.in&w == 0 {
					continue
				}
				if _, used := m.byKey[w][k]; !used {
					m.byKey[w][k] = e.action
					free = true
				}
			}
			if free {
				m.keys[e.action] = append(m.keys[e.action], k)
			}
		}
	}
	// Whatever was rebound, there is a way out.
	for _, w := range wheres {
		m.byKey[w]["ctrl+c"] = actQuit
	}
	if len(faults) > 0 {
		return m, "configuration: " + strings.Join(faults, "; ")
	}
	return m, ""
}

// KeyFaults says what is wrong with a reader's own keys: unknown actions, and
// keys that are given to two. It is "" where all is well.
func KeyFaults(own map[string][]string) string {
	_, fault := newKeymap(own)
	return fault
}

func sortedNames(own map[string][]string) []string {
	names := make([]string, 0, len(own))
	for n := range own {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// spell brings the ways to write a key to one.
func spell(k string) string {
	switch k {
	case " ":
		return "space"
	case "return":
		return "enter"
	case "escape":
		return "esc"
	case "pageup":
		return "pgup"
	case "pagedown":
		return "pgdown"
	}
	return k
}

// find is the action of a key where it was pressed.
func (m *keymap) find(w where, msg tea.KeyPressMsg) (action, bool) {
	k := msg.String()
	if act, ok := m.byKey[w][k]; ok {
		return act, true
	}
	act, ok := m.byKey[w][plainKey(k)]
	return act, ok
}

// first is the foremost key of an action, as shown, or "".
func (m *keymap) first(a action) string {
	if keys := m.keys[a]; len(keys) > 0 {
		return showKey(keys[0])
	}
	return ""
}

// all are the keys of an action, as shown.
func (m *keymap) all(a action) string {
	shown := make([]string, 0, len(m.keys[a]))
	for _, k := range m.keys[a] {
		shown = append(shown, showKey(k))
	}
	return strings.Join(shown, " ")
}

// showKey is a key as people write it.
func showKey(k string) string {
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return "^" + strings.ToUpper(rest)
	}
	switch k {
	case "space":
		return "Space"
	case "enter":
		return "Enter"
	case "esc":
		return "Esc"
	case "tab":
		return "Tab"
	case "shift+tab":
		return "Shift-Tab"
	case "shift+space":
		return "Shift-Space"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	case "home":
		return "Home"
	case "end":
		return "End"
	case "up":
		return "Up"
	case "down":
		return "Down"
	case "left":
		return "Left"
	case "right":
		return "Right"
	case "f1":
		return "F1"
	}
	return k
}

// layouts are letters of other layouts and the Latin one at the same place of
// the keyboard, row by row.
var layouts = [...][2]string{
	{"йцукенгшщзфывапролдячсмитьбю", "qwertyuiopasdfghjklzxcvbnm,."},
	{"ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬБЮ", "QWERTYUIOPASDFGHJKLZXCVBNM<>"},
	{"ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"},
	{"ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"},
	{"קראטוןםפשדגכעיחלךזסבהנמצתץ", "ertyuiopasdfghjklzxcvbnm,."},
	{"ضصثقفغعهخحشسيبلاتنمئءؤرىةوز", "qwertyuiopasdfghjklzxcvnm,."},
	{"。，、‘’《》【】", ".,/''<>[]"},
}

// plainKey is the key that a full-width letter, or a letter at the same place
// on a Cyrillic, Greek, Hebrew or Arabic layout, stands for.
func plainKey(k string) string {
	r, n := utf8.DecodeRuneInString(k)
	if n != len(k) || r < 0x80 {
		return k
	}
	switch {
	case r == '\u3000':
		return "space"
	case r >= 0xff01 && r <= 0xff5e:
		return string(r - 0xfee0)
	}
	for _, l := range layouts {
		at := 0
		for _, from := range l[0] {
			if from == r {
				return l[1][at : at+1]
			}
			at++
		}
	}
	return k
}
