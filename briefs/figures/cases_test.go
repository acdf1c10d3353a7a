package figures

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"despatch/briefs"
)

var cmpWords = map[briefs.Comparator]string{
	briefs.Exactly: "", briefs.About: "about", briefs.Over: "over", briefs.AtLeast: "at least", briefs.Under: "under", briefs.AtMost: "at most",
}

// TestCases reads testdata/*.txt. A case is a heading, lines of text, and a
// line for each figure in order: surface | value | comparator | unit | measure
// | period | change. An empty measure, period or change is not compared ("level"
// says no change); a case without such lines has no figures.
func TestCases(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		if strings.HasPrefix(filepath.Base(name), "names") {
			continue // of Names, in a form of their own
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split("\n"+string(data), "\n# ")[1:] {
			head, rest, _ := strings.Cut(c, "\n")
			t.Run(filepath.Base(name)+"/"+head, func(t *testing.T) { testCase(t, rest) })
		}
	}
}

func testCase(t *testing.T, c string) {
	var text []string
	var want []string
	for line := range strings.Lines(strings.TrimRight(c, "\n")) {
		line = strings.TrimRight(line, "\n")
		if strings.Count(line, "|") >= 4 && !strings.HasPrefix(line, "|") {
			want = append(want, line)
		} else {
			text = append(text, line)
		}
	}
	body := strings.Join(text, "\n")
	var got []briefs.Figure
	for _, f := range Extract(body, "") {
		if f.Shown() {
			got = append(got, f)
		}
	}
	for i := range max(len(got), len(want)) {
		line := ""
		if i < len(got) {
			line = caseLine(body, &got[i])
		}
		if i >= len(want) {
			t.Errorf("not wanted: %s", line)
			continue
		}
		w := fieldsOf(want[i])
		g := fieldsOf(line)
		for k := range w {
			if w[k] == "" && k >= 4 {
				continue
			}
			if g[k] != w[k] {
				t.Errorf("\n got %s\nwant %s", line, want[i])
				break
			}
		}
	}
}

func fieldsOf(line string) (f [7]string) {
	for i, s := range strings.Split(line, "|") {
		if i < len(f) {
			f[i] = strings.TrimSpace(s)
		}
	}
	return f
}

func caseLine(body string, f *briefs.Figure) string {
	value := f.Value.String()
	if f.Value2 != nil {
		value += ".." + f.Value2.String()
	}
	period := ""
	if f.Period != nil {
		period = f.Period.Text
	}
	change := cmp.Or(string(f.Change), "level")
	return fmt.Sprintf("%s | %s | %s | %s | %s | %s | %s", body[f.Start:f.End], value, cmpWords[f.Comparator], f.Unit, f.Measure, period, change)
}
