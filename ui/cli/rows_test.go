package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// printed is what rows print.
func printed(t *testing.T, term *terminal, f form, columns []column, cells ...[]string) string {
	t.Helper()
	var out bytes.Buffer
	term.out = &out
	r := newRows(term, f, columns...)
	for _, c := range cells {
		if err := r.add(c, c...); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPlainRowsStandInLine(t *testing.T) {
	columns := []column{{name: "id"}, {name: "title", grow: true}, {name: "n", right: true}}
	rows := [][]string{{"a1", "SME income passes 80 trillion yuan", "9"}, {"b22", "全国乡村医疗卫生机构", "120"}, {"c", "日本語とEnglish", "7"}}
	out := printed(t, &terminal{}, plainForm, columns, rows...)
	for i, l := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if at := ansi.StringWidth(l[:strings.Index(l, rows[i][1])]); at != 5 {
			t.Errorf("the title of %q stands at cell %d, not 5", l, at)
		}
		if w := ansi.StringWidth(l); w != 5+34+2+3 {
			t.Errorf("%q is %d cells wide", l, w)
		}
	}
}

func TestPlainRowsFitTheTerminal(t *testing.T) {
	columns := []column{{name: "id", style: dim}, {name: "title", grow: true, style: bold}, {name: "text", grow: true}}
	rows := [][]string{
		{"3f2a9c01d4e5", strings.Repeat("long title ", 20), strings.Repeat("中文", 60)},
		{"3f2a9c01d4e6", "short", "短"},
	}
	for _, width := range []int{40, 60, 80, 120, 200} {
		for _, style := range []bool{false, true} {
			out := printed(t, &terminal{width: width, style: style}, plainForm, columns, rows...)
			if style == (sgr.FindString(out) == "") {
				t.Errorf("style %v: %q", style, out)
			}
			for l := range strings.SplitSeq(strings.TrimSuffix(out, "\n"), "\n") {
				if w := ansi.StringWidth(l); w > width {
					t.Errorf("%d cells in a terminal of %d: %q", w, width, l)
				}
			}
		}
	}
	if out := printed(t, &terminal{}, plainForm, columns, rows...); !strings.Contains(out, strings.TrimSpace(rows[0][1])) {
		t.Error("a cell was cut where there is no terminal")
	}
}

func TestCSVIsGuarded(t *testing.T) {
	columns := []column{{name: "a"}, {name: "b", extra: true}}
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)",
		"-5.4": "-5.4", "+12": "+12", "-1,200": "-1,200", "-": "'-", "text": "text", "a=b": "a=b", "": "", "80 %, \"quoted\"": "80 %, \"quoted\"",
		"\t=1": "'=1",
	} {
		out := printed(t, &terminal{}, csvForm, columns, []string{in, "x"})
		got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v in %q", in, err, out)
		}
		if len(got) != 2 || got[0][1] != "b" || got[1][0] != want {
			t.Errorf("%q came out as %q, want %q", in, got, want)
		}
	}
}

func TestMarkdownCellsStayCells(t *testing.T) {
	columns := []column{{name: "a"}, {name: "n", right: true}}
	out := printed(t, &terminal{}, markdownForm, columns, []string{"a|b [x](http://e) <b> *c* `d`\n| e", "1"})
	want := "| a | n |\n| --- | --: |\n| a\\|b \\[x\\](http://e) &lt;b&gt; \\*c\\* \\`d\\` \\| e | 1 |\n"
	if out != want {
		t.Errorf("got  %q\nwant %q", out, want)
	}
}

func TestJSONIsOneObjectALine(t *testing.T) {
	out := printed(t, &terminal{}, jsonForm, nil, []string{"a<b>&", "\n"}, []string{"标题"})
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "a<b>&") {
		t.Fatalf("%q", out)
	}
	for _, l := range lines {
		if !json.Valid([]byte(l)) {
			t.Errorf("no JSON: %q", l)
		}
	}
}

func TestEmptyRows(t *testing.T) {
	columns := []column{{name: "a"}}
	for f, want := range map[form]string{plainForm: "", jsonForm: "", csvForm: "a\n", markdownForm: "| a |\n| --- |\n"} {
		if got := printed(t, &terminal{}, f, columns); got != want {
			t.Errorf("form %d: %q, want %q", f, got, want)
		}
	}
}
