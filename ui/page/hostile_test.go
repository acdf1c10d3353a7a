package page

import (
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// hostile are bodies that some renderer takes minutes over.
func hostile() map[string]string {
	deep := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat("  ", i) + "- item\n")
		}
		return b.String()
	}
	return map[string]string{
		"no space":        strings.Repeat("x", 200<<10),
		"no space, Han":   strings.Repeat("政", 70<<10),
		"quotes":          strings.Repeat(">", 4<<10) + " deep",
		"quotes 44 deep":  strings.Repeat(strings.Repeat("> ", 44)+"some words that wrap at any width\n", 100),
		"lists":           deep(150),
		"list markers":    strings.Repeat("- ", 8<<10) + "deep",
		"brackets":        strings.Repeat("[", 100<<10),
		"links":           strings.Repeat("[a](", 12<<10),
		"images":          strings.Repeat("![", 50<<10),
		"emphasis":        strings.Repeat("*a _b ", 16<<10),
		"stars":           strings.Repeat("*", 100<<10) + "a",
		"backticks":       ticks(300),
		"entities":        strings.Repeat("&amp;&#x41;&", 10<<10),
		"angles":          strings.Repeat("<a ", 30<<10),
		"comments":        strings.Repeat("<!-- ", 20<<10),
		"tags":            "<div>" + strings.Repeat("<b>", 80<<10),
		"columns":         strings.Repeat("| a ", 2000) + "|\n" + strings.Repeat("|---", 2000) + "|\n" + strings.Repeat("| b ", 2000) + "|\n",
		"rows":            "| a | b |\n|---|---|\n" + strings.Repeat("| some 12 | 34 |\n", 20<<10),
		"headings":        strings.Repeat("# heading *x*\n", 10_000),
		"blank":           strings.Repeat("\n", 200<<10),
		"marks":           strings.Repeat("e"+strings.Repeat("\u0301", 500), 200),
		"joiners":         strings.Repeat("👩\u200d", 20<<10),
		"digits":          strings.Repeat("1 000 ", 30<<10),
		"Han numerals":    strings.Repeat("三百万", 20<<10),
		"open quotes":     strings.Repeat("“", 50<<10),
		"closing":         strings.Repeat("」", 50<<10),
		"hard breaks":     strings.Repeat("a  \n", 50<<10),
		"definitions":     strings.Repeat("[a]: b\n", 20<<10) + "\n[a]",
		"tildes":          strings.Repeat("~~a ", 30<<10),
		"mail":            strings.Repeat("a@", 50<<10),
		"footnotes":       strings.Repeat("[^a]", 30<<10),
		"unclosed fence":  "```\n" + strings.Repeat("code\n", 40<<10),
		"HTML paragraphs": "<p>" + strings.Repeat("<p>a\n", 20<<10),
	}
}

func ticks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("e" + strings.Repeat("`", i))
	}
	return b.String()
}

// patience is how many times what the screens of plain text take a hostile
// body may take. The worst, links in links, takes a fifth of it.
const patience = 500

// Whatever a body is, its screens take no more than patience allows, and every
// row is clean and fits.
func TestHostileBodies(t *testing.T) {
	screens := func(body string) time.Duration {
		start := time.Now()
		d := New(body, briefs.Markdown, options(3))
		d.Window(Pos{}, 60)
		d.Window(d.Last(60), 60)
		d.At(len(body) / 2)
		d.Find(t.Context(), "a b")
		return time.Since(start)
	}
	text := strings.Repeat("plain text ", 6<<10)
	plain := min(screens(text), screens(text), screens(text))
	for name, body := range hostile() {
		for _, width := range []int{1, 3, 40} {
			d := New(body, briefs.Markdown, options(width))
			for _, r := range append(d.Window(Pos{}, 200), d.Window(d.Last(60), 60)...) {
				if w := Width(withoutStyles(t, r.Paint(nil))); w > width {
					t.Fatalf("%s at %d: a row of %d cells: %q", name, width, w, r.Text())
				}
			}
		}
		took := screens(body)
		for range 4 { // on a machine that does other things too
			if took > patience*plain {
				took = min(took, screens(body))
			}
		}
		if took > patience*plain {
			t.Errorf("%s: %v, plain text %v", name, took, plain)
		}
	}
}

// FuzzRender holds any body to what is true of every page.
func FuzzRender(f *testing.F) {
	f.Add(tricky, 30, false)
	f.Add(body(1000), 12, true)
	for _, trick := range tricks {
		f.Add("a "+trick+" [b]("+trick+")", 20, false)
	}
	f.Add("| a | b |\n|--|:-:|\n| `x|y` | **z** |\n\n1) a\n\n       b\n> - c\n```\n\td\n", 9, true)
	f.Fuzz(func(t *testing.T, body string, width int, text bool) {
		if len(body) > 20_000 {
			return
		}
		width = 1 + max(width, -width)%120
		format := briefs.Markdown
		if text {
			format = briefs.Text
		}
		clean := briefs.Clean(body)
		d := New(clean, format, Options{Width: width, TableWidth: width + 10, Look: colourful, Numbers: width%2 == 0})
		check(t, "fuzz", clean, d)
		for _, s := range d.Find(t.Context(), "a") {
			if s.Start < 0 || s.Start >= s.End || s.End > len(clean) {
				t.Fatalf("found %v in %d bytes", s, len(clean))
			}
			d.At(s.Start)
		}
		d.Last(5)
		check(t, "raw", body, New(body, format, options(width)))
		o := options(width)
		o.Look.ASCII = true
		check(t, "ASCII", clean, New(clean, format, o))
	})
}
