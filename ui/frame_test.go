package ui

import (
	"fmt"
	"strings"
	"testing"

	"despatch/briefs"
	"despatch/ui/page"
)

func TestPanesAddUp(t *testing.T) {
	for _, layout := range []string{panelOn, panelOff, panelWide} {
		for w := 1; w <= maxWidth; w++ {
			list, article, panel := Frame{Width: w, Height: 24, Layout: layout}.Panes()
			if sum := list + rule(list) + article + panel + rule(panel); sum != w || article < 1 || list < 0 || panel < 0 {
				t.Fatalf("%s at %d: list %d, article %d, panel %d", layout, w, list, article, panel)
			}
			if panel > 0 && article < minMeasure {
				t.Fatalf("%s at %d: article has %d cells beside a panel", layout, w, article)
			}
			margin, measure := Frame{}.Column(article)
			if margin+measure > article || measure < 1 || measure > maxMeasure {
				t.Fatalf("%s at %d: margin %d, measure %d in %d", layout, w, margin, measure, article)
			}
			l, p := Frame{Width: w}.ListPanes()
			if l+rule(p)+p != w {
				t.Fatalf("list at %d: %d and %d", w, l, p)
			}
		}
	}
}

// screensOf are keys that lead to every screen, and to every state of one that
// is drawn in its own way.
var screensOf = map[string]string{
	"list":     "",
	"filter":   "/ 'rail",
	"article":  "enter",
	"figure":   "enter . .",
	"sheet":    "enter . enter",
	"panel":    "enter f",
	"names":    "enter p",
	"dates":    "enter p p",
	"contents": "enter p p p",
	"numbers":  "enter c",
	"off":      "enter v",
	"wide":     "enter v v",
	"find":     "enter / 'harwick",
	"chinese":  "j enter",
	"long":     "G enter space",
	"deck":     "F",
	"search":   "s 'the enter",
	"ledger":   "enter . L",
	"help":     "?",
	"command":  ":",
	"plain":    "enter Y a",
}

// TestGeometry draws every screen at every size: nothing panics, no row is
// wider than the terminal, and there are never more rows than it has.
func TestGeometry(t *testing.T) {
	widths := []int{1, 2, 3, 5, 8, 12, 19, 20, 21, 33, 40, 47, 59, 60, 61, 67, 68, 72, 80, 99, 100, 101, 120, 140, 159, 160, 161, 200}
	heights := []int{1, 2, 3, 4, 5, 6, 8, 12, 24, 40, 60}
	lib := fixture(t)
	for name, keys := range screensOf {
		t.Run(name, func(t *testing.T) {
			d := drive(t, lib, Options{Width: 80, Height: 24}).press(keys)
			d.pass()
			for _, w := range widths {
				for _, h := range heights {
					d.app.resize(w, h)
					checkFrame(t, d.app.View().Content, w, h)
					if t.Failed() {
						return
					}
				}
			}
		})
	}
}

// TestOpenAtEverySize goes to each screen on the small terminal itself.
func TestOpenAtEverySize(t *testing.T) {
	lib := fixture(t)
	for name, keys := range screensOf {
		for _, size := range [][2]int{{1, 1}, {20, 5}, {24, 6}, {39, 9}, {60, 12}, {79, 24}, {100, 30}, {160, 45}, {200, 60}} {
			d := drive(t, lib, Options{Width: size[0], Height: size[1]}).press(keys)
			checkFrame(t, d.app.View().Content, size[0], size[1])
			if t.Failed() {
				t.Fatalf("%s at %v", name, size)
			}
		}
	}
}

func checkFrame(t *testing.T, frame string, w, h int) {
	t.Helper()
	rows := strings.Split(frame, "\n")
	if len(rows) > h {
		t.Errorf("%dx%d: %d rows", w, h, len(rows))
	}
	for i, r := range rows {
		if got := page.StyledWidth(r); got > w {
			t.Errorf("%dx%d: row %d is %d cells wide: %q", w, h, i, got, r)
			return
		}
	}
}

func TestTinyTerminalSaysSo(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 19, Height: 30})
	if got := d.screen(); !strings.HasPrefix(got, "despatch: larger") || strings.Contains(got, "\n") {
		t.Errorf("screen %q", got)
	}
}

func TestGate(t *testing.T) {
	for in, want := range map[string]string{
		"\x1b[1;36mtext\x1b[m\nrow":  "\x1b[1;36mtext\x1b[m\nrow",
		"a\x1b]0;t\x07b":             "ab",
		"a\x1b[2Jb\x1b[1mc":          "ab\x1b[1mc",
		"a\rb\x07\x08\x00c":          "abc",
		"a\u009b31mb":                "a31mb",
		"a\x1bcb":                    "ab",
		"a\x1b[?25lb\x1b[38;5;1mc\n": "ab\x1b[38;5;1mc\n",
	} {
		if got := gate(in); got != want {
			t.Errorf("gate(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzGate(f *testing.F) {
	f.Add("a\x1b[1mb\x1b]0;x\x07\u009b2J")
	f.Add("\xc2\u0095\x952J")
	f.Fuzz(func(t *testing.T, s string) {
		out := gate(s)
		for i := 0; i < len(out); i++ {
			switch c := out[i]; {
			case c == 0x1b:
				n := sgrLen(out[i:])
				if n == 0 {
					t.Fatalf("gate(%q) lets an escape through: %q", s, out)
				}
				i += n - 1
			case c < 0x20 && c != '\n', c == 0x7f:
				t.Fatalf("gate(%q) lets %#x through", s, c)
			}
		}
		for _, r := range out {
			if r >= 0x80 && r < 0xa0 {
				t.Fatalf("gate(%q) lets %U through", s, r)
			}
		}
	})
}

func ExampleFrame() {
	for _, w := range []int{200, 120, 80, 50} {
		fmt.Println(Frame{Width: w, Height: 40, Layout: panelOn}.Panes())
	}
	// Output:
	// 40 118 40
	// 0 83 36
	// 0 53 26
	// 0 50 0
}

func TestPeriod(t *testing.T) {
	for in, want := range map[string]string{"by the end of 2022": "end 2022", "the year to March": "year to March", "Q1": "Q1"} {
		if got := (&Theme{}).period(&briefs.Period{Text: in}); got != want {
			t.Errorf("period(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestUnmarked(t *testing.T) {
	for in, want := range map[string]string{
		"carried **over 12** tonnes":            "carried over 12 tonnes",
		"the [line report](https://a.b/c) puts": "the line report puts",
		"a `code` and \\*star\\*":               "a code and *star*",
		"5 * 3 and 2*3":                         "5 * 3 and 2*3",
		"- -4.5 % was the fall":                 "-4.5 % was the fall",
		"-3.2% in May, [5, 10]":                 "-3.2% in May, [5, 10]",
		"R&amp;D":                               "R&D",
		"## Heading *one*":                      "Heading one",
		"snake_case __bold__":                   "snake_case bold",
	} {
		if got := unmarked(in); got != want {
			t.Errorf("unmarked(%q) = %q, want %q", in, got, want)
		}
	}
}
