package figures

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// shared is the folder beside the module with real documents, or the test is
// skipped; under CI it must be there.
func shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		briefstest.Lacks(t, path+" is not there")
	}
	return path
}

// wanted is one figure of a golden test.
type wanted struct {
	text, value  string
	cmp          briefs.Comparator
	unit         string
	measure      string
	period, from string
	paragraph    int
	sentence     string // how its sentence starts
}

func check(t *testing.T, body string, figs []briefs.Figure, want []wanted) {
	t.Helper()
	var got []briefs.Figure
	for _, f := range figs {
		if f.Shown() {
			got = append(got, f)
		}
	}
	if len(got) != len(want) {
		for _, f := range got {
			t.Logf("%q %s%s %s", body[f.Start:f.End], f.Comparator, f.Value, f.Unit)
		}
		t.Fatalf("%d figures, want %d", len(got), len(want))
	}
	for i, w := range want {
		f := got[i]
		period, from := "", ""
		if f.Period != nil {
			period, from = f.Period.Text, f.Period.To
		}
		g := wanted{body[f.Start:f.End], f.Value.String(), f.Comparator, f.Unit, f.Measure, period, from, f.Paragraph, w.sentence}
		if g != w {
			t.Errorf("figure %d:\n got %+v\nwant %+v", i+1, g, w)
		}
		if s := body[f.Sentence.Start:f.Sentence.End]; !strings.HasPrefix(s, w.sentence) || !strings.Contains(s, w.text) {
			t.Errorf("figure %d: sentence %q, want one that starts with %q", i+1, s, w.sentence)
		}
	}
}

func TestSeed(t *testing.T) {
	dir := shared(t, "corpus/seed")
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(names) != 1 {
		t.Fatalf("want one seed article, got %v, %v", names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	b := briefs.Brief{Head: briefs.Head{Lang: "en"}, Body: string(data), Format: briefs.Text}
	Annotate(&b)
	const end, day = "the end of 2022", "2022-12-31"
	giants := `of "little giant" enterprises: `
	check(t, b.Body, b.Figures, []wanted{
		{"80 trillion yuan", "80000000000000", ">", "CNY", "operating income of industrial SMEs", end, day, 1, "Minister of the Ministry"},
		{"52 million", "52000000", ">", "enterprises", "small and medium-sized enterprises in China", end, day, 3, "By the end"},
		{"80 trillion yuan", "80000000000000", ">", "CNY", "operating income of industrial small and medium-sized enterprises", end, day, 3, "By the end"},
		{"80,000", "80000", ">", "enterprises", "specialized and innovative enterprises", end, day, 3, "The innovation"},
		{"9,000", "9000", "=", "enterprises", `specialized and innovative "little giant" enterprises`, end, day, 3, "The innovation"},
		{"40%", "40", ">", "percent", giants + "specialize in new materials", "", "", 3, "Over 40%"},
		{"60%", "60", ">", "percent", giants + "deeply involved in industrial basic fields", "", "", 3, "Over 40%"},
		{"90%", "90", ">", "percent", giants + "supporting suppliers", "", "", 3, "Over 40%"},
		{"2,000", "2000", ">", "enterprises", "domestic and foreign enterprises invited", "", "", 5, "China Expo"},
	})
	if len(b.Keys) < 2 || b.Keys[0].Text != "80 trillion yuan" || b.Keys[1].Text != "52 million" {
		t.Errorf("keys %+v, want the income and the number of enterprises first", b.Keys)
	}
	for i := range b.Figures {
		switch f := &b.Figures[i]; b.Body[f.Start:f.End] {
		case "18th", "2nd":
			if f.Kind != briefs.Ordinal {
				t.Errorf("%q is %s, want an ordinal", b.Body[f.Start:f.End], f.Kind)
			}
		case "June 27th":
			if f.Kind != briefs.Date {
				t.Errorf("June 27th is %s, want a date", f.Kind)
			}
		}
	}
}

// valid checks what must hold of any extraction.
func valid(t *testing.T, text string, figs []briefs.Figure) {
	t.Helper()
	end := 0
	for _, f := range figs {
		s := f.Span
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after %d in %d bytes", s, end, len(text))
		}
		end = s.End
		for _, i := range [...]int{s.Start, s.End, f.Sentence.Start, f.Sentence.End} {
			if i < 0 || i > len(text) || i < len(text) && !utf8.RuneStart(text[i]) {
				t.Fatalf("offset %d of %+v is on no rune boundary of %q", i, f, text)
			}
		}
		if !utf8.ValidString(f.Measure) || !utf8.ValidString(f.Unit) || !utf8.ValidString(f.UnitText) {
			t.Fatalf("text cut inside a character: %+v", f)
		}
		if f.Kind == "" || f.Rule == "" {
			t.Fatalf("no kind or no rule: %+v", f)
		}
		if f.Shown() && f.Comparator == "" {
			t.Fatalf("no comparator: %+v", f)
		}
		if f.Value2 != nil && f.Value.Cmp(*f.Value2) > 0 {
			t.Fatalf("ends of a range in the wrong order: %+v", f)
		}
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range [...]string{
		"By the end of 2022, income exceeded 80 trillion yuan.", "增长5.2%，达到3万至5万亿元，十余万人。", "| a (£ million) | 2022 |\n|---|---|\n| b | 1,234.5 |\n",
		"from $1.2bn to £2.4bn; two-thirds of 1 234 567 people, ½ cup, 3 1/2 in.", "`5` [6](7) <8> 10:30 5/17/2018 FY2025-26 第十八届 百分之六十 负一又二分之一",
		"零下11度半 五块二 12 ft 2 in 1.5×10⁹ m s−1 \"9\" 10–20% 大于10小于20", "８，８８８．８　千克 华氏98.6度 tens of thousands of 'em", "2022年6月27日上午10点30分，二〇二二年底", "0₹〇", "5 $ 6 $7 8元9",
	} {
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		if !utf8.ValidString(text) {
			return
		}
		figs := Extract(text, lang)
		valid(t, text, figs)
		if again := Extract(text, lang); !reflect.DeepEqual(figs, again) {
			t.Fatalf("two readings of one text differ")
		}
		for _, r := range Explain(text, lang) {
			if r.Start < 0 || r.End < r.Start || r.End > len(text) || r.Rule == "" {
				t.Fatalf("reading %+v", r)
			}
		}
		b := briefs.Brief{Body: text, Format: briefs.Markdown}
		Annotate(&b)
		valid(t, text, b.Figures)
		b.Format = briefs.Text
		Annotate(&b)
		valid(t, text, b.Figures)
	})
}

// A telling of the same facts in other words gives the same figures.
func TestParaphrase(t *testing.T) {
	b := briefs.Brief{Head: briefs.Head{Title: "Small firms pass a mark", Lang: "en"}, Format: briefs.Markdown, Body: "" +
		"At the end of 2021 the turnover of small industrial firms stood at more than 70 trillion yuan, the ministry said.\n\n" +
		"It counted over 48 million small firms. Some 60,000 specialised firms and 5,000 \"hidden champions\" had been certified, " +
		"and nearly 55% of the \"hidden champions\" export machines, at least 30% lend to suppliers.\n"}
	Annotate(&b)
	check(t, b.Body, b.Figures, []wanted{
		{"70 trillion yuan", "70000000000000", ">", "CNY", "turnover of small industrial firms", "the end of 2021", "2021-12-31", 1, "At the end"},
		{"48 million", "48000000", ">", "firms", "small firms counted", "", "", 2, "It counted"},
		{"60,000", "60000", "~", "firms", "specialised firms", "", "", 2, "Some 60,000"},
		{"5,000", "5000", "=", "champions", `"hidden champions"`, "", "", 2, "Some 60,000"},
		{"55%", "55", "~", "percent", `of "hidden champions": export machines`, "", "", 2, "Some 60,000"},
		{"30%", "30", ">=", "percent", `of "hidden champions": lend to suppliers`, "", "", 2, "Some 60,000"},
	})
	if len(b.Keys) < 2 || b.Keys[0].Text != "70 trillion yuan" || b.Keys[1].Text != "48 million" {
		t.Errorf("keys %+v", b.Keys)
	}
}

func TestExplain(t *testing.T) {
	got := map[string]string{}
	text := "On 5 May the 3rd Airbus 320 left gate 7 with 120 passengers; see page 4."
	for _, r := range Explain(text, "en") {
		got[text[r.Start:r.End]] = r.Rule
	}
	for surface, rule := range map[string]string{
		"5 May": "day and month", "3rd": "ordinal", "320": labelWhy, "7": labelWhy, "120": "number with a counted noun", "4": labelWhy,
	} {
		if got[surface] != rule {
			t.Errorf("%q: rule %q, want %q", surface, got[surface], rule)
		}
	}
}
