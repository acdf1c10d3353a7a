package briefs

import "testing"

func TestWords(t *testing.T) {
	for in, want := range map[string]int{
		"":                             0,
		"one two  three":               3,
		"don't 'quote' it’s o’clock":   4,
		"'":                            0,
		"80,000 and 4.5":               5,
		"全国中小企业52万户":                   9,
		"GDP增长5.2%":                    5,
		"Zürich–Genève, naïve":         3,
		"ひらがなカナ 한국":                    8,
		"état's l'État":                2,
		"end.\nNext\tline-break twice": 5,
	} {
		if got := Words(in); got != want {
			t.Errorf("Words(%q) = %d, want %d", in, got, want)
		}
	}
}
