package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
)

// TestStreamSmall goes through terminals that are small, have few colours or
// none, no UTF-8, or a slow line.
func TestStreamSmall(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height int
		env, args     []string
	}{
		{"narrow", 40, 12, nil, nil},
		{"no colour", 80, 24, []string{"NO_COLOR=1"}, nil},
		{"sixteen colours", 80, 24, []string{"TERM=xterm-16color"}, []string{"--slow"}},
		{"ASCII", 100, 30, []string{"LANG=C"}, []string{"--numbers"}},
		{"wide", 170, 50, []string{"COLORTERM=truecolor", "COLORFGBG=0;15"}, []string{"--key-first"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, env := folder(t, "quoted.md"), home(t)
			n := added(t, env, dir)
			x := onScreen(t, c.width, c.height, append(env, c.env...), c.args...)
			x.wait(fmt.Sprintf("%d", n))
			x.press("\r", "line ")
			for k := 2; k <= n; k++ {
				x.press(" JG", fmt.Sprintf(" %d/%d ", k, n))
			}
			x.check(rule{screen: true, width: c.width, height: c.height})
		})
	}
}

// TestStreamSpoken is the mode for screen readers: lines, no screens.
func TestStreamSpoken(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, "raw.md"), home(t)
	n := added(t, env, dir)
	x := onScreen(t, 100, 30, env, "--accessible")
	x.wait(fmt.Sprintf("1 of %d:", n))
	for k := 2; k <= n; k++ {
		x.press("j", fmt.Sprintf("%d of %d:", k, n))
	}
	x.press("\r", "body")
	x.press("?", "Signs:")
	x.check(rule{screen: true, lines: true, width: 100, height: 30})
}

// TestStreamClipboard copies whole briefings: what goes to the clipboard is
// clean, since it is pasted into shells.
func TestStreamClipboard(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, "quoted.md"), home(t)
	n := added(t, env, dir)
	x := onScreen(t, tall.width, tall.height, env)
	x.wait(fmt.Sprintf(" 1/%d ", n))
	x.press("\r", "KEY FIGURES")
	for k := 1; k <= n; k++ {
		x.wait(fmt.Sprintf(" %d/%d ", k, n))
		x.press("ya", "whole briefing")
		x.press("yp", "the paragraph")
		x.press("J")
	}
	by := tall
	by.copies = true
	if r := x.check(by); len(r.copied) != 2*n {
		t.Errorf("%d texts copied, not %d", len(r.copied), 2*n)
	}
}

// TestStreamPaste pastes each trick where a reader types.
func TestStreamPaste(t *testing.T) {
	t.Parallel()
	x := onScreen(t, 100, 30, home(t))
	x.wait("12 unread")
	for i, k := range tricks {
		if k.eats && strings.Contains(k.text, "\x1b") {
			continue // to the input's parser it also takes the end of the paste
		}
		paste := "\x1b[200~" + before(i, "x") + k.text + after(i, "y") + "\x1b[201~"
		x.press("/"+paste, before(i, "x"))
		x.press("\r", "Nothing matches")
		x.press("\x1b[27u", " 1/12 ")
		x.press(":"+paste, before(i, "x"))
		x.press("\x07", " 1/12 ")
		x.press("s\x15"+paste, before(i, "x"), "Nothing found")
		x.press("\x1b[27u", " 1/12 ")
	}
	x.check(rule{screen: true, width: 100, height: 30})
}

// TestParserFinds feeds the parser streams that act on a terminal: it must
// find each, or it proves nothing.
func TestParserFinds(t *testing.T) {
	t.Parallel()
	by := rule{screen: true, width: 80, height: 24}
	const start, end = "\x1b[?2026$p\x1b]11;?\a\x1b[?1049h\x1b[?2004h\x1b[>4;2m\x1b[?u\x1b[H\x1b[2J first ", "\x1b[m last\x1b[>4m\x1b[<1u\x1b[?1049l\x1b[?25h\x1b[?2004l"
	if f := read(start+"\x1b[2;3H\x1b[1;38;5;245mtext\x1b[m\x1b[K\r\n\x1b[5X中文\x1b[4;20r\x1b[2S"+end, by).faults; len(f) > 0 {
		t.Fatalf("a good stream has faults: %q", f)
	}
	bad := []string{
		"\x1b[30H", "\x1b[2;81H", "\x1b[0;0H", "\x1b[?1000h", "\x1b[?47h", "\x1b[?2026$p", "\x1b[?1049h", "\x1b]11;?\a", "\x1b[>4;2m",
		"\x1b[6n", "\x1b[?6n", "\x1b[c", "\x1b[>c", "\x1b[4h", "\x1b[21t", "\x1b[!p", "\x1b[?25", "\x1b[3J", "\x1b[5m", "\x1b[8m", "\x1b[38;5;201m",
		"\x1b[38;2;1;2;300m", "\x1b[4:3m", "\x1b[1;2;3m\x1b[10m", "\x1b[999b", "\x1b[24;4r", "\x1b[s", "\x1b[u", "\x1b[0\rm", "\x1b[2\x07J", "\x1b[é",
		"\x1b7", "\x1b8", "\x1b=", "\x1b#8", "\x1bN", "\x1b%@", "\x1b", "\x1b\x1b[m",
		"\x00", "\x07", "\x0b", "\x0c", "\x0e", "\x0f", "\x18", "\x7f", "\u0085", "\ufffe", "\U000e0001", "\u00ad", "\u200b", "\u200e", "\u2028",
		"\u202e", "\u2063", "\u2066", "\ufeff", "\ue000", "\U000f0000", "\u3164", "\x9b2J", "\xc0\x9b", "\xff",
	}
	for _, k := range tricks {
		switch {
		case strings.ContainsRune(k.text, '&') || k.name == "written out": // text, as long as it is not rendered
		case k.name == "cursor" || k.name == "carriage return" || k.name == "backspace": // see TestScreenTells
		default:
			bad = append(bad, k.text)
		}
	}
	for _, b := range bad {
		if len(read(start+b+" more"+end, by).faults) == 0 {
			t.Errorf("%q passes on a screen", b)
		}
		if len(read("text"+b+" more\n", rule{style: true}).faults) == 0 {
			t.Errorf("%q passes in a command's output", b)
		}
	}
	for _, b := range []string{"\x1b[m", "\r", "\b", "\x1b[K", "\x1b[H", "\u009b"} {
		if len(read("text"+b+"\n", rule{}).faults) == 0 {
			t.Errorf("%q passes in a pipe", b)
		}
	}
	copies := by
	copies.copies = true
	if f := read(start+"\x1b]52;c;dGV4dA==\a"+end, copies).faults; len(f) > 0 {
		t.Errorf("a clean text does not go to the clipboard: %q", f)
	}
	for _, b := range []string{"\x1b]52;c;G1sySg==\a", "\x1b]52;p;dGV4dA==\a", "\x1b]52;c;?\a", "\x1b]52;c;dGV4dA==\x1b\\\x1b]2;x\a"} {
		if len(read(start+b+end, copies).faults) == 0 {
			t.Errorf("%q passes to the clipboard", b)
		}
	}
}

// TestScreenTells checks the other half: tricks with what the renderer sends
// too are told by the words on the screen.
func TestScreenTells(t *testing.T) {
	t.Parallel()
	for i, k := range tricks {
		if k.name != "cursor" && k.name != "carriage return" && k.name != "backspace" {
			continue
		}
		screen := vt.NewEmulator(80, 24)
		x := &terminal{t: t, screen: screen}
		x.take([]byte("\x1b[3;10H" + before(i, "body") + k.text + after(i, "body")))
		if text := x.text(); strings.Contains(text, before(i, "body")) && !overwritten(text) {
			t.Errorf("%s is not told:\n%s", k.name, text)
		}
		_ = screen.Close()
	}
}
