package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden screens; read the diff")

// goldens are the screens that are kept as pictures in text.
var goldens = map[string]string{
	"list":    "",
	"article": "enter",
	"sheet":   "enter . enter",
	"names":   "enter p",
	"chinese": "j enter",
	"deck":    "F",
	"search":  "s 'the enter",
	"help":    "?",
}

// TestGoldenScreens compares whole screens, as plain text, at four sizes.
func TestGoldenScreens(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 50}} {
		for _, name := range sorted(goldens) {
			d := drive(t, fixture(t), Options{Width: size[0], Height: size[1]}).press(goldens[name])
			d.pass()
			checkGolden(t, fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]), d.screen()+"\n")
		}
	}
}

// TestGoldenStyles compares one screen with its styles for each theme.
func TestGoldenStyles(t *testing.T) {
	for name, o := range map[string]Options{
		"dark": {Theme: "dark", Colour: 256}, "light": {Theme: "light", Colour: 256}, "neutral": {Colour: 256},
		"sixteen": {Colour: 16}, "none": {}, "ascii": {ASCII: true},
	} {
		o.Width, o.Height = 80, 24
		d := drive(t, fixture(t), o).press("enter . .")
		frame := strings.ReplaceAll(d.app.View().Content, "\x1b", "␛")
		if o.Colour == 0 && strings.Contains(frame, "␛[3") {
			t.Errorf("%s: a colour code in a frame without colours", name)
		}
		if o.ASCII {
			for i, r := range strings.ReplaceAll(frame, "␛", "") {
				if r > 0x7e {
					t.Errorf("ascii: %q at %d", r, i)
					break
				}
			}
		}
		checkGolden(t, "style-"+name+".txt", frame+"\n")
	}
}

func sorted(m map[string]string) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "screens", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./ui -update writes it)", err)
	}
	if string(want) != got {
		t.Errorf("%s differs; go test ./ui -update rewrites it, then read the diff\n--- want\n%s\n--- got\n%s", name, want, got)
	}
}
