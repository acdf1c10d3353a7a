package ui

import (
	"context"
	"strings"
	"testing"
)

func (s *shelf) Markings(context.Context) ([]string, error) { return s.markings, s.err }

// TestMarkingStandsWithItsBrief looks for the name of a marking on every screen
// that names a marked brief, in both languages, and for none elsewhere.
func TestMarkingStandsWithItsBrief(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {80, 24}, {120, 40}, {200, 50}} {
		for n, name := range []string{"OFFICIAL", "机密"} {
			for at := range 2 { // an English brief and a Chinese one
				lib := fixture(t)
				lib.markings = []string{"OFFICIAL", "机密"}
				lib.briefs[at].Marking = n + 1
				o := Options{Width: size[0], Height: size[1], Theme: "dark", Colour: 16}
				for _, keys := range []string{
					"", "U", "o",
					"enter" + strings.Repeat(" J", at), "F" + strings.Repeat(" space", at),
					"s '" + []string{"Harwick", "营业收入"}[at] + " enter",
				} {
					d := drive(t, lib, o).press(keys)
					if d.shows(name); t.Failed() {
						t.Fatalf("at %v, after %q", size, keys)
					}
				}
				// On the brief beside it there is nothing to say.
				d := drive(t, lib, o).press("enter" + strings.Repeat(" J", 1-at))
				if d.hides(name); t.Failed() {
					t.Fatalf("at %v, beside it", size)
				}
				d = drive(t, lib, Options{Width: size[0], Height: size[1]}).press(strings.Repeat("j ", at) + "enter")
				if text, _ := d.app.copied("p"); !strings.Contains(text, name) {
					t.Errorf("a copied paragraph does not say %s: %q", name, text)
				}
				d = drive(t, lib, Options{Width: size[0], Height: size[1], Accessible: true}).press(strings.Repeat("j ", at))
				if said := d.app.sayHead(); !strings.Contains(said, name) {
					t.Errorf("a screen reader hears no %s: %q", name, said)
				}
			}
		}
	}
}

// TestMarkingsThatCameMeanwhile gives a marking a name while the box is open.
func TestMarkingsThatCameMeanwhile(t *testing.T) {
	lib := fixture(t)
	lib.markings, lib.briefs[0].Marking = []string{"OFFICIAL", "机密"}, 3
	d := watching(t, lib).press("enter")
	d.shows("3 · Office of Rail")
	d.happens(lib, func() { lib.markings = append(lib.markings, "COSMIC") })
	d.shows("COSMIC · Office of Rail")
}
