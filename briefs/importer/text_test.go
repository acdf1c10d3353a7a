package importer

import (
	"strings"
	"testing"

	"despatch/briefs"
)

func TestParagraphs(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("A sentence of a paragraph that goes on. ", 6))
	for name, c := range map[string]struct{ in, want string }{
		"a paragraph a line": {"HEADING\n  " + long + "\n   " + long + "\n", "HEADING\n\n" + long + "\n\n" + long},
		"blank lines":        {long + "\n\n\n\n" + long, long + "\n\n" + long},
		"wrapped": {"The office spent 4.5 million marks on 1,200 projects in the year, up from\n" +
			"900 in the year before, and it plans to spend more than that in each of the\n" +
			"next three years.\n\nThe minister said so on Monday, when the accounts were laid before the two\nchambers.\n",
			"The office spent 4.5 million marks on 1,200 projects in the year, up from 900 in the year before, and it plans to spend more than that in each of the next three years.\n\n" +
				"The minister said so on Monday, when the accounts were laid before the two chambers."},
		"wrapped, indented": {"  The office spent 4.5 million marks on 1,200 projects in the year, up from\n" +
			"900 in the year before, and it plans to spend more than that in each of the\n" +
			"next three years.\n  The minister said so on Monday, when the accounts were laid before the two\nchambers.\n",
			"The office spent 4.5 million marks on 1,200 projects in the year, up from 900 in the year before, and it plans to spend more than that in each of the next three years.\n\n" +
				"The minister said so on Monday, when the accounts were laid before the two chambers."},
		"wrapped at a hyphen": {"The office spent 4.5 million marks on 1,200 small projects, many of them low-\n" +
			"cost ones, in 2019-\n2020 and it plans to spend more than that in each of the years that follow on\nroads.",
			"The office spent 4.5 million marks on 1,200 small projects, many of them low-cost ones, in 2019-\n2020 and it plans to spend more than that in each of the years that follow on roads."},
		"wrapped Chinese": {strings.Repeat("全省经济运行总体平稳稳中有进高质量发展取得新成效就业物价\n", 4) + "总体稳定。",
			strings.Repeat("全省经济运行总体平稳稳中有进高质量发展取得新成效就业物价", 4) + "总体稳定。"},
		"wrapped list": {"The plan has three parts, each of which was agreed with the regions in May:\n" +
			"- roads and bridges, for which the regions pay a third of the costs and the\n  state the rest\n" +
			"- schools, which the state pays for alone, and which take the largest share of\n  all\n",
			"The plan has three parts, each of which was agreed with the regions in May:\n" +
				"- roads and bridges, for which the regions pay a third of the costs and the state the rest\n" +
				"- schools, which the state pays for alone, and which take the largest share of all"},
		"address":       {"Ministry of Transport\n12 Harbour Street\nEstmark 4010", "Ministry of Transport\n12 Harbour Street\nEstmark 4010"},
		"Chinese lines": {"政府工作报告\n——二〇二五年一月\n各位代表：\n" + strings.Repeat("全省经济运行总体平稳。", 10), "政府工作报告\n——二〇二五年一月\n各位代表：\n\n" + strings.Repeat("全省经济运行总体平稳。", 10)},
		"full-width indent": {"　　" + strings.Repeat("全省经济运行总体平稳。", 10) + "\n　　" + strings.Repeat("就业物价总体稳定。", 10),
			strings.Repeat("全省经济运行总体平稳。", 10) + "\n\n" + strings.Repeat("就业物价总体稳定。", 10)},
		"table":      {"Region     2023    2024\nNorth       120     131\nSouth        98      99\n", "Region     2023    2024\nNorth       120     131\nSouth        98      99"},
		"tabs":       {"North\t120\t131\nSouth\t98\t99", "North\t120\t131\nSouth\t98\t99"},
		"lost lines": {strings.Repeat(" ", 30) + "NEWS" + strings.Repeat(" ", 30) + long + strings.Repeat(" ", 400) + long, "NEWS\n\n" + long + "\n\n" + long},
		"sentences":  {"The first measure was agreed in May.\nThe second measure follows in June.\n", "The first measure was agreed in May.\n\nThe second measure follows in June."},
	} {
		if got := paragraphs(c.in); got != c.want {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, c.want)
		}
	}
}

// Nothing but white space may change.
func FuzzParagraphs(f *testing.F) {
	f.Add("a\n  b c\n\nd      e\t\n- f")
	f.Add(strings.Repeat("word and a word ", 40) + "\n" + strings.Repeat("行", 90) + "\n行")
	f.Add(strings.Repeat(strings.Repeat("wrapped ", 9)+"\n", 9))
	f.Fuzz(func(t *testing.T, s string) {
		s = briefs.Clean(s)
		got := paragraphs(s)
		if a, b := squeeze(s), squeeze(got); a != b {
			t.Fatalf("text changed:\n%q\n%q", a, b)
		}
		if len(got) > 2*len(s)+2 {
			t.Fatalf("%d bytes became %d", len(s), len(got))
		}
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestTitles(t *testing.T) {
	for name, c := range map[string]struct{ file, in, want string }{
		"heading":           {"a.md", "Intro.\n\n## The *plan* for [rail](https://x.org/a_(b)) `v2` ##\n\nText.", "The plan for rail v2"},
		"setext":            {"a.md", "The plan\n========\n\nText.", "The plan"},
		"entity in heading": {"a.md", "# A &amp; B &#27;[31m\n", "A & B"},
		"kramdown":          {"a.md", "# The plan {#plan}\n\nText.", "The plan"},
		"image heading":     {"a.md", "# ![Seal](seal.png)\n\nText.", "Seal"},
		"snake case":        {"a.md", "# The csv_size_total key\n", "The csv_size_total key"},
		"no heading":        {"a.md", "**Rail** freight grew. More follows.", "Rail freight grew. More follows."},
		"long paragraph":    {"a.md", "Rail freight grew by 4 % in the second quarter of the year. " + strings.Repeat("And more was said. ", 20), "Rail freight grew by 4 % in the second quarter of the year."},
		"no sentence":       {"a.md", strings.Repeat("word ", 100), strings.TrimSpace(strings.Repeat("word ", 24)) + "…"},
		"Chinese":           {"a.txt", strings.Repeat("全省经济运行总体平稳", 3) + "。" + strings.Repeat("就业物价总体稳定。", 30), strings.Repeat("全省经济运行总体平稳", 3) + "。"},
		"page controls":     {"a.txt", "下载\n打印\n【字号：\n大\n】\n2025年政府工作报告\n各位代表：", "2025年政府工作报告"},
		"release":           {"a.txt", "FOR IMMEDIATE RELEASE\n\nMinister opens the port\n\nText.", "Minister opens the port"},
		"rule":              {"a.txt", "==========\nThe port\n==========\n", "The port"},
		"only a file name":  {"/x/2025-rail\x1b[31m.md", "***\n", "2025-rail"},
		"nothing at all":    {"-", "***\n", "Untitled"},
		"no break":          {"a.txt", strings.Repeat("x", 200_000), strings.Repeat("x", 120) + "…"},
	} {
		if b := decode(t, c.file, c.in); b.Title != c.want {
			t.Errorf("%s: %q, want %q", name, b.Title, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		file, in string
		want     briefs.Format
	}{
		{"a.md", "text", briefs.Markdown},
		{"a.MARKDOWN", "text", briefs.Markdown},
		{"a.txt", "# heading\n\n**bold**", briefs.Text},
		{"-", "# heading\n\ntext", briefs.Markdown},
		{"-", "Text with [a link](https://example.org).\n\n- one\n- two\n", briefs.Markdown},
		{"notes", "Text of a person.\n\nAnother.", briefs.Text},
		{"notes", "---\ntitle: A\n---\nText", briefs.Markdown},
	} {
		if b := decode(t, c.file, c.in); b.Format != c.want {
			t.Errorf("%s %q: %s, want %s", c.file, c.in, b.Format, c.want)
		}
	}
}

func TestLanguages(t *testing.T) {
	for want, in := range map[string]string{
		"zh": chineseText, "ja": japaneseText, "ko": koreanText, "ru": russianText, "el": greekText, "he": hebrewText, "ar": arabicText,
		"de": germanText, "fr": frenchText, "en": "The office said that spending on roads will rise by 4 % in 2025.", "": "1 2 3",
	} {
		if b := decode(t, "a.txt", in); b.Lang != want {
			t.Errorf("%q: %q, want %q", in, b.Lang, want)
		}
	}
	if b := decode(t, "a.md", "---\nlang: en\n---\n"+chineseText); b.Lang != "zh" {
		t.Errorf("wrong label won: %q", b.Lang)
	}
	if b := decode(t, "a.md", "---\nlang: zh-CN\n---\nThe GDP（国内生产总值）of the province."); b.Lang != "zh" {
		t.Errorf("label lost: %q", b.Lang)
	}
}

func TestCounts(t *testing.T) {
	b := decode(t, "/offices/rail.md", "# Rail\n\n"+strings.Repeat("word ", 460))
	if b.Words != 461 || b.Minutes != 2 || b.Size != len(b.Body) || len(b.Hash) != 64 || b.ID != ID("/offices/rail.md") || len(b.ID) != 12 || b.Source != "/offices/rail.md" || b.Version != 0 {
		t.Errorf("words %d minutes %d size %d hash %q id %q source %q", b.Words, b.Minutes, b.Size, b.Hash, b.ID, b.Source)
	}
	if b = decode(t, "-", "Text."); b.Source != "stdin" || b.ID == decode(t, "-", "Other.").ID {
		t.Errorf("source %q, id %q", b.Source, b.ID)
	}
	if b = decode(t, "/x/2023-06-27-opening.md", "Text."); b.Date.Format("2006-01-02") != "2023-06-27" {
		t.Errorf("date of the name: %v", b.Date)
	}
}
