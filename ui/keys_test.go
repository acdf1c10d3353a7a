package ui

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

func TestKeysOfOtherLayouts(t *testing.T) {
	m, _ := newKeymap(nil)
	for typed, want := range map[string]action{
		"о": actDown, "л": actUp, "ы": actSearch, "А": actDeck, // Cyrillic
		"ξ": actDown, "κ": actUp, // Greek
		"ח": actDown, "ל": actUp, // Hebrew
		"ت": actDown, "ن": actUp, // Arabic
		"ｊ": actDown, "？": actHelp, "：": actCommand, "。": actNextFigure, "　": actPageDown, // full width
	} {
		r, _ := utf8.DecodeRuneInString(typed)
		got, ok := m.find(inRead, tea.KeyPressMsg{Code: r, Text: typed})
		if !ok || got != want {
			t.Errorf("%s does %q, want %q", typed, got, want)
		}
	}
}

func TestLayoutsMatchLetterForLetter(t *testing.T) {
	for _, l := range layouts {
		if len([]rune(l[0])) != len(l[1]) {
			t.Errorf("%s has %d letters for %d keys", l[0], len([]rune(l[0])), len(l[1]))
		}
	}
}

func TestEveryActionHasOneMeaningForEachKey(t *testing.T) {
	seen := map[action]bool{}
	for _, w := range wheres {
		keys := map[string]action{}
		for _, e := range table {
			seen[e.action] = true
			if e.in&w == 0 {
				continue
			}
			for k := range strings.FieldsSeq(e.keys) {
				if other, twice := keys[k]; twice && w != inDeck && other != actLeave {
					t.Errorf("key %s is %s and %s", k, other, e.action)
				}
				keys[k] = e.action
			}
		}
	}
}

func TestNoKeyNeedsAltGr(t *testing.T) {
	for _, e := range table {
		for k := range strings.FieldsSeq(e.keys) {
			if strings.ContainsAny(k, `@[]{}\|~#€`) {
				t.Errorf("%s is on %s, which some keyboards hide behind AltGr", e.action, k)
			}
		}
	}
}

func TestOwnKeys(t *testing.T) {
	m, fault := newKeymap(map[string][]string{"star": {"a"}, "down": {"n"}})
	if fault != "" {
		t.Fatalf("fault %q", fault)
	}
	if act, _ := m.find(inRead, tea.KeyPressMsg{Code: 'a', Text: "a"}); act != actStar {
		t.Errorf("a does %q", act)
	}
	if act, _ := m.find(inRead, tea.KeyPressMsg{Code: 'n', Text: "n"}); act != actDown {
		t.Errorf("n does %q", act)
	}
	if _, ok := m.find(inRead, tea.KeyPressMsg{Code: 'j', Text: "j"}); ok {
		t.Error("j still moves, though down was given other keys")
	}
	if _, fault := newKeymap(map[string][]string{"star": {"a"}, "tag": {"a"}}); !strings.Contains(fault, "both star and tag") {
		t.Errorf("conflict not reported: %q", fault)
	}
	if _, fault := newKeymap(map[string][]string{"fly": {"a"}}); !strings.Contains(fault, `no action "fly"`) {
		t.Errorf("unknown action not reported: %q", fault)
	}
	m, _ = newKeymap(map[string][]string{"star": {"ctrl+c"}})
	if act, _ := m.find(inList, tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}); act != actQuit {
		t.Errorf("Ctrl-C does %q", act)
	}
}
