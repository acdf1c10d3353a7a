package page

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

const english = `By the end of 2022, the operating income of industrial small and medium-sized enterprises exceeded 80 trillion yuan (about US$ 11 trillion), up 3.5 percentage points; £2.1 bn went to 9,000 firms, 40 % of them small. See https://www.example.org/a/very/long/path/that/does/not/fit?x=1&y=2 for more — or not … well.`

const chinese = `　　截至2022年末，中小微企业数量超过5200万户，规模以上工业中小企业营业收入超过80万亿元（同比增长3.5个百分点）。“小巨人”企业9000家，专精特新中小企业8万多家。会议指出：“要坚持‘两个毫不动摇’——促进民营经济发展壮大……”《规划》提出，到2025年，研发经费年均增长10%以上；企业R&D投入占比达1.5%。`

const japanese = `日本政府は２０２４年度の一般会計予算（約112兆円）を「閣議」で決定した。デジタル・トランスフォーメーションについては、パーセントで示すと前年度比3.2％増となる。`

// randomText makes a random text out of what breaks rows badly.
func randomText(r *rand.Rand) string {
	parts := []string{english, chinese, japanese, " ", "  ", "\n", "—", "……", "“", "”", "（", "）", "。", "，", "(", ")", "80 trillion yuan", "£2.1 bn", "40 %",
		"80万亿元", "é", "e\u0301", "👩‍👩‍👧", "🇨🇳", "ห้องน้ำ", "हिन्दी", "العربية", "한국어 문장", "a", "x-y", "https://example.org/" + strings.Repeat("long/", 20), strings.Repeat("w", 90), "\u3000", "\u00a0", "1 234 567", "12–14", "①", "No. 5"}
	var b strings.Builder
	for range 1 + r.IntN(12) {
		p := parts[r.IntN(len(parts))]
		if len(p) > 60 && r.IntN(2) == 0 {
			runes := []rune(p)
			a := r.IntN(len(runes))
			p = string(runes[a:min(len(runes), a+r.IntN(40))])
		}
		b.WriteString(p)
	}
	return b.String()
}

// No row is wider than it may be, but for a single character that is; and the
// rows hold the whole text, in order, but for spaces where they part.
func TestWrapKeepsTextAndWidth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s := randomText(r)
		width := 1 + r.IntN(60)
		if r.IntN(10) == 0 {
			width = 60 + r.IntN(181)
		}
		end := 0
		for _, l := range breakLines(s, width, width) {
			if l.start < end || l.end < l.start || l.end > len(s) {
				t.Fatalf("width %d: row %v after %d of %q", width, l, end, s)
			}
			if gap := s[end:l.start]; strings.Trim(gap, " \n\u3000") != "" {
				t.Fatalf("width %d: %q lost from %q", width, gap, s)
			}
			row := s[l.start:l.end]
			if got := Width(row); got != l.width {
				t.Fatalf("width %d: row %q is %d wide, said to be %d", width, row, got, l.width)
			}
			if n, _ := cluster(row + "\n"); l.width > width && n < len(row) {
				t.Fatalf("width %d: row %q is %d wide in %q", width, row, l.width, s)
			}
			end = l.end
		}
		if rest := s[end:]; strings.Trim(rest, " \n\u3000") != "" {
			t.Fatalf("width %d: %q lost at the end of %q", width, rest, s)
		}
	}
}

// The marks that GB/T 15834 and JIS X 4051 keep off a row's start and end stay
// off them wherever a row has room for the mark and its neighbour.
func TestWrapMarks(t *testing.T) {
	for _, s := range []string{english, chinese, japanese, strings.TrimLeft(chinese, "　") + english} {
		for width := 8; width <= 240; width++ {
			rows := Wrap(s, width)
			for i, row := range rows {
				first, _ := utf8.DecodeRuneInString(row)
				last, _ := utf8.DecodeLastRuneInString(row)
				if i > 0 && strings.ContainsRune("，。、；：！？）】》」』”’…—,.;:!?)]}%％", first) {
					t.Errorf("width %d: row %d starts with %c: %q", width, i, first, row)
				}
				if i < len(rows)-1 && strings.ContainsRune("（【《「『“‘([{£", last) {
					t.Errorf("width %d: row %d ends with %c: %q", width, i, last, row)
				}
			}
		}
	}
}

// A quantity that fits a row is on one row.
func TestWrapKeepsQuantitiesWhole(t *testing.T) {
	for _, test := range []struct {
		text  string
		whole []string
	}{
		{english, []string{"80 trillion yuan", "US$ 11 trillion", "£2.1 bn", "40 %"}},
		{"约 1 234 567 km² of land, No. 5, RMB 80 billion and 5 percentage points, 10 per cent, 2.5-fold; €3 million, 27 June.",
			[]string{"1 234 567 km²", "No. 5", "RMB 80 billion", "5 percentage points", "10 per cent", "€3 million", "27 June"}},
		{chinese, []string{"2022年", "5200万户", "80万亿元", "3.5个百分点", "9000家", "8万", "10%", "1.5%"}},
		{"三百二十万元用于第18届会议，零下12℃，增长二十五个百分点。", []string{"三百二十万元", "第18届", "12℃"}},
		{japanese, []string{"112兆円", "3.2％"}},
	} {
		for _, q := range test.whole {
			for width := max(Width(q), 8); width <= 120; width++ {
				found := false
				for _, row := range Wrap(test.text, width) {
					found = found || strings.Contains(row, q)
				}
				// What stands before without a space goes along and may be too long.
				if !found && width >= Width(q)+6 {
					t.Errorf("width %d parts %q:\n%s", width, q, strings.Join(Wrap(test.text, width), "\n"))
				}
			}
		}
	}
}

func TestWrapAddresses(t *testing.T) {
	s := "See https://www.example.org/a-b/c for more."
	for _, row := range Wrap(s, 32) {
		if strings.Contains(row, "http") && !strings.Contains(row, "https://www.example.org/a-b/c") {
			t.Errorf("an address that fits a row is parted: %q", row)
		}
	}
	if got := Wrap("https://example.org/alpha/beta", 22); got[0] != "https://example.org/" {
		t.Errorf("a long address is cut after a slash, not as %q", got)
	}
}

func TestWidths(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
	}{{"", 0}, {"abc", 3}, {"中文", 4}, {"e\u0301", 1}, {"ｱ", 1}, {"（", 2}, {"·", 1}, {"🇨🇳", 2}, {"한국", 4}, {"\t", 0}, {"ก็", 1}} {
		if got := Width(test.text); got != test.width {
			t.Errorf("Width(%q) is %d, not %d", test.text, got, test.width)
		}
	}
	for _, test := range []struct {
		text  string
		width int
		cut   string
	}{{"abcdef", 6, "abcdef"}, {"abcdef", 4, "abc…"}, {"中文字符", 5, "中文…"}, {"中文", 1, "…"}, {"x", 0, ""}, {"ab cd", 4, "ab…"}} {
		if got := Cut(test.text, test.width); got != test.cut {
			t.Errorf("Cut(%q, %d) is %q, not %q", test.text, test.width, got, test.cut)
		}
	}
	if got := CutStyled("\x1b[1mabc\x1b[m def", 5); got != "\x1b[1mabc\x1b[m …" {
		t.Errorf("CutStyled: %q", got)
	}
	if got := CutStyled("\x1b[1mabcdef", 4); got != "\x1b[1mabc…\x1b[m" {
		t.Errorf("CutStyled leaves a style on: %q", got)
	}
	if got := StyledWidth("\x1b[1m中\x1b[m文"); got != 4 {
		t.Errorf("StyledWidth is %d", got)
	}
	if got := Pad("中", 4); got != "中  " {
		t.Errorf("Pad: %q", got)
	}
}
