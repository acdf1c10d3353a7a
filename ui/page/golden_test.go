package page

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"despatch/briefs"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./ui/page -update writes it anew):\n%s", file, got)
	}
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Rows as a reader sees them, with the edge of the page.
func TestGoldenRows(t *testing.T) {
	for _, name := range []string{"english", "chinese"} {
		body := fixture(t, name+".md")
		for _, width := range []int{24, 45, 60, 88} {
			o := options(width)
			o.Numbers = width == 60
			d := New(body, briefs.Markdown, o)
			check(t, name, body, d)
			var b strings.Builder
			for _, r := range all(d) {
				b.WriteString(r.Text() + strings.Repeat(" ", max(width-r.Width, 0)) + "|\n")
			}
			golden(t, fmt.Sprintf("%s-%d.golden", name, width), b.String())
		}
	}
}

// The styles of each kind of terminal, escapes spelled out.
func TestGoldenStyles(t *testing.T) {
	body := fixture(t, "english.md")
	for name, look := range map[string]Look{
		"dark": {Dark: true, Colours: 256}, "light": {Colours: 256}, "sixteen": {Dark: true, Colours: 16}, "none": {}, "ascii": {ASCII: true},
	} {
		d := New(body, briefs.Markdown, Options{Width: 60, TableWidth: 70, Look: look})
		var b strings.Builder
		for _, r := range all(d) {
			b.WriteString(strings.ReplaceAll(r.Paint(nil), "\x1b", "^") + "\n")
		}
		golden(t, "styles-"+name+".golden", b.String())
	}
}

// Without colours there is no colour code.
func TestNoColour(t *testing.T) {
	d := New(fixture(t, "english.md"), briefs.Markdown, Options{Width: 60, Look: Look{}})
	for _, r := range all(d) {
		for _, p := range r.pieces {
			if p.style.fg != 0 || p.style.bg != 0 {
				t.Fatalf("%q has a colour", p.text)
			}
		}
	}
}

// Styles over a row change only their cells, and leave none on.
func TestPaintOver(t *testing.T) {
	r := &New("Over 80 **trillion** yuan 中文", briefs.Markdown, options(60)).Window(Pos{}, 1)[0]
	for _, test := range []struct {
		over []Over
		want string
	}{
		{nil, "Over 80 \x1b[1mtrillion\x1b[m yuan 中文"},
		{[]Over{{5, 21, "4;33"}}, "Over \x1b[4;33m80 \x1b[1mtrillion\x1b[22m yuan\x1b[m 中文"},
		{[]Over{{5, 7, "4"}, {6, 7, "7"}}, "Over \x1b[4m8\x1b[7m0\x1b[m \x1b[1mtrillion\x1b[m yuan 中文"},
		{[]Over{{22, 24, "7"}}, "Over 80 \x1b[1mtrillion\x1b[m yuan \x1b[7m中\x1b[m文"},
	} {
		if got := r.Paint(test.over); got != test.want {
			t.Errorf("Paint(%v) is %q, not %q", test.over, got, test.want)
		}
	}
	for cell, offset := range map[int]int{0: 0, 5: 5, 8: 10, 22: 26, 23: 26, 24: 29, 40: -1} {
		if got := r.OffsetAt(cell); got != offset {
			t.Errorf("OffsetAt(%d) is %d, not %d", cell, got, offset)
		}
	}
	span := briefs.Span{Start: 5, End: len("Over 80 **trillion** yuan")}
	if got := r.Cells(span); len(got) != 1 || got[0] != (Range{5, 21}) {
		t.Errorf("Cells is %v", got)
	}
}

func TestPlain(t *testing.T) {
	b := &briefs.Brief{Format: briefs.Text, Body: "*not* markup\n- at all & so <b>on</b>\n\n# no heading\n\ttab"}
	want := "*not* markup|- at all & so <b>on</b>||# no heading|    tab"
	if got := strings.Join(Plain(b, 40), "|"); got != want {
		t.Errorf("Plain is %q, not %q", got, want)
	}
}

// A long table keeps the columns of its heading, and a long list its numbers.
func TestLongBlocks(t *testing.T) {
	table := "| Name | Value |\n|---|---|\n" + strings.Repeat("| some name | 1,234.5 |\n", 3000)
	d := New(table, briefs.Markdown, options(40))
	if len(d.Blocks()) < 3 {
		t.Fatalf("only %d blocks", len(d.Blocks()))
	}
	rows := all(d)
	if len(rows) != 3002 {
		t.Errorf("%d rows", len(rows))
	}
	for _, r := range rows[2:] {
		if r.Text() != "some name   1,234.5" {
			t.Fatalf("a row of another layout: %q", r.Text())
		}
	}
	check(t, "table", table, d)

	var list strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&list, "%d. item of a list\n", i+1)
	}
	last := New(list.String(), briefs.Markdown, options(40))
	if rows := last.Window(last.Last(1), 1); rows[0].Text() != "2000. item of a list" {
		t.Errorf("the last item is %q", rows[0].Text())
	}
	code := "```\n" + strings.Repeat("- not an item\n", 3000) + "```\n"
	rows = all(New(code, briefs.Markdown, options(40)))
	if len(rows) != 3000 || rows[2999].Text() != "  - not an item" {
		t.Errorf("%d rows of code, the last %q", len(rows), rows[len(rows)-1].Text())
	}
}

// Painting while a command renders ahead is safe.
func TestWarm(t *testing.T) {
	d := New(body(100<<10), briefs.Markdown, options(60))
	done := make(chan bool)
	go func() { d.Warm(t.Context(), Pos{}, 1<<20); done <- true }()
	p := Pos{}
	for range 200 {
		d.Window(p, 40)
		p = d.Move(p, 7)
		d.Index(p)
	}
	<-done
	if _, exact := d.Rows(); !exact {
		t.Error("not every row is counted")
	}
}
