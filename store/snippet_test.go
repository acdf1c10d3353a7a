package store

import (
	"regexp"
	"strings"
	"testing"

	"despatch/briefs"
)

// TestSnippetKeepsNumerals cuts a text at every length: what stands at the two
// ends of a snippet is never a part of a numeral, which would be another
// numeral.
func TestSnippetKeepsNumerals(t *testing.T) {
	numerals := regexp.MustCompile(`[0-9]+(?:[., ][0-9]+)*%?`)
	for _, filler := range []string{"人", "x ", "word, "} {
		for n := range 70 {
			for _, numeral := range []string{"2024", "80,000", "80 000", "5.8%", "1.2"} {
				body := strings.Repeat("一", 30) + numeral + strings.Repeat(filler, n) + "match" + strings.Repeat(filler, n) + numeral + strings.Repeat("一", 60)
				at := strings.Index(body, "match")
				line, marks := snippet(body, true, []briefs.Span{{Start: at, End: at + 5}})
				if len(marks) != 1 || line[marks[0].Start:marks[0].End] != "match" {
					t.Fatalf("marks %v of %q", marks, line)
				}
				for _, got := range numerals.FindAllString(line, -1) {
					if got != numeral {
						t.Errorf("%q has %s in place of %s", line, got, numeral)
					}
				}
			}
		}
	}
}

func TestSnippet(t *testing.T) {
	for _, c := range []struct{ body, word, want string }{
		{"", "", ""},
		{"# A *heading*\n\n- one\n- `two` \\*three\\*", "", "A heading one two *three*"},
		{"| a | b |\n|---|--:|\n| 1 | -2 |", "", "a b 1 -2"},
		{"> quoted [text](http://x/y) ![alt](z) snake_case _em_ <b>bold</b> <https://a.example>", "", "quoted text alt snake_case em bold <https://a.example>"},
		{"First.\n\nSecond has it.", "has", "Second has it."},
		{"-5 % and - 3", "", "-5 % and - 3"},
	} {
		var spans []briefs.Span
		if c.word != "" {
			at := strings.Index(c.body, c.word)
			spans = append(spans, briefs.Span{Start: at, End: at + len(c.word)})
		}
		if got, _ := snippet(c.body, true, spans); got != c.want {
			t.Errorf("%q: %q, want %q", c.body, got, c.want)
		}
	}
}
