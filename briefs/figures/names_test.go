package figures

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// TestNamesCases reads testdata/names_*.txt: a comment, a text, and the names
// in it.
func TestNamesCases(t *testing.T) {
	kinds := []string{"person", "organisation", "place"}
	for lang, file := range map[string]string{"en": "names_en.txt", "zh": "names_zh.txt"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		cases := 0
		for part := range strings.SplitSeq(string(data), "\n\n") {
			lines := strings.Split(strings.TrimSpace(part), "\n")
			if len(lines) < 2 || strings.HasPrefix(lines[0], "# Each case") {
				continue
			}
			cases++
			from := len(lines) // of the names: the text may have several lines
			for i, l := range lines {
				if kind, _, ok := strings.Cut(l, " |"); ok && slices.Contains(kinds, kind) {
					from = i
					break
				}
			}
			text := strings.Join(lines[1:from], "\n")
			var want []string
			for _, l := range lines[from:] {
				fields := strings.Split(l, "|")
				for i := range fields {
					fields[i] = strings.TrimSpace(fields[i])
				}
				want = append(want, strings.Join(fields, " | "))
			}
			var got []string
			names := Names(text, lang)
			for _, n := range names {
				got = append(got, fmt.Sprintf("%s | %s | %s | %s | %d", n.Kind, n.Text, n.Office, n.Short, len(n.Spans)))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s\n%s\n got:\n\t%s\nwant:\n\t%s", lines[0], text, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
			}
			nameCheck(t, text, names)
		}
		if cases < 10 {
			t.Errorf("%s: %d cases", file, cases)
		}
	}
}

// TestNamesSeed reads the seed article: everyone and everything in it, and
// nothing else.
func TestNamesSeed(t *testing.T) {
	text := nameSeed(t)
	want := map[briefs.NameKind][]string{
		briefs.Person: {"Jin Zhuanglong", "Xu Xiaolan"},
		briefs.Organisation: {
			"Ministry of Industry and Information Technology", "APEC", "State Administration of Market Supervision",
			"People’s Government of Guangdong Province", "Ministry of Industry and Trade of Vietnam",
			"United Nations Industrial Development Organization", "Xinjiang Production and Construction Corps",
		},
		briefs.Place: {
			"China", "Guangzhou", "Guangdong Province", "Vietnam", "Inner Mongolia", "Fujian", "Guangxi", "Yunnan", "Gansu", "Xinjiang",
		},
	}
	got := map[briefs.NameKind][]string{}
	names := Names(text, "en")
	for _, n := range names {
		got[n.Kind] = append(got[n.Kind], n.Text)
		switch n.Text {
		case "Jin Zhuanglong":
			if n.Office != "Party Secretary and Minister of the Ministry of Industry and Information Technology" || len(n.Spans) != 3 {
				t.Errorf("%s: office %q, %d mentions", n.Text, n.Office, len(n.Spans))
			}
		case "Xu Xiaolan":
			if n.Office != "Vice Minister of Industry and Information Technology" {
				t.Errorf("%s: office %q", n.Text, n.Office)
			}
		}
	}
	for kind, texts := range want {
		if !slices.Equal(got[kind], texts) {
			t.Errorf("%s\n got %q\nwant %q", kind, got[kind], texts)
		}
	}
	nameCheck(t, text, names)
}

// nameSeed is the seed article. It is not part of the repository: without it
// the test is skipped, but never in CI.
func nameSeed(tb testing.TB) string {
	tb.Helper()
	paths, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", "seed", "*.txt"))
	if len(paths) == 0 {
		briefstest.Lacks(tb, "the seed article is not there: ../shared/corpus/seed")
	}
	data, err := os.ReadFile(paths[0])
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// nameCheck checks what holds of all names of any text.
func nameCheck(tb testing.TB, text string, names []briefs.Name) {
	tb.Helper()
	last := 0
	for _, n := range names {
		if n.Text == "" || strings.ContainsAny(n.Text+n.Office+n.Short, "\n\t") || len(n.Spans) == 0 {
			tb.Fatalf("%+v", n)
		}
		if n.Spans[0].Start < last {
			tb.Fatalf("%s at %d comes after one at %d", n.Text, n.Spans[0].Start, last)
		}
		last = n.Spans[0].Start
		end := 0
		for _, s := range n.Spans {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				tb.Fatalf("%s: span %v after %d in %d bytes", n.Text, s, end, len(text))
			}
			if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
				tb.Fatalf("%s: span %v cuts a character", n.Text, s)
			}
			end = s.End
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, file := range []string{"names_en.txt", "names_zh.txt"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		for part := range strings.SplitSeq(string(data), "\n\n") {
			f.Add(part, "en")
		}
	}
	f.Add("Sen. A’s “数据×” <b\n`x\n](", "zh")
	f.Add("Ministry of the, and & of of (AB) Jr. von X·Y 总统弗·", "")
	f.Fuzz(func(t *testing.T, text, lang string) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "?")
		}
		nameCheck(t, text, Names(text, lang))
	})
}

// BenchmarkNames: at least 20 MB/s of English prose, in one pass.
func BenchmarkNames(b *testing.B) {
	data, err := os.ReadFile(filepath.Join("..", "samples", "utilities-review-2025.md"))
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat(string(data), 10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Names(text, "en")
	}
}

// TestNamesLinear: what a line repeats without end must not cost its square.
func TestNamesLinear(t *testing.T) {
	for _, part := range []string{
		"A ", "Aa ", "](", "[[", "`", "`a``", "<a ", "<!--", "{{", "Ministry of ", "Minister of Minister ", "Anna ", "Anna, Minister ",
		"President Anna Vale and ", "Trade and ", "Committee on Trade, ", "(AB) ", "St. ", "O’", "a'", "@", "市", "主席王", "·王", "总统王·", "云江市，", "部长王小明说，", "Republic of Aa ", "- ", "| ", "&", "&a",
	} {
		repeat := func(size int) string { return strings.Repeat(part, size/len(part)) }
		text := repeat(1 << 16)
		nameCheck(t, text, Names(text, ""))
		briefstest.Linear(t, part, 1<<16, repeat, func(text string) { Names(text, "") })
	}
}
