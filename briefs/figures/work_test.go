package figures

import (
	"strings"
	"testing"
	"unicode/utf8"

	"despatch/briefs"
)

// What a text may cost: bytes, words and figures looked at, at most so many for
// each of its bytes, and so many for any text.
const (
	workPerByte = 250
	workAtAll   = 2000
)

// work reads a text and returns what it cost.
func work(text, lang string, format briefs.Format) int {
	r := reader{cache: new(wordCache)}
	r.read(text, lang, format, nil)
	return r.steps
}

// FuzzWork holds the work to the length of the text, whatever it says, and
// however often it says it.
func FuzzWork(f *testing.F) {
	for _, s := range [...]string{
		"1", "17 ", "1,", "1.", "1,234,", "12,34,", "1/", "1-", "1:", "$", "$1 ", "£", "-", "−1", "(1", "((", "))", "[1](", "[", "]", "`", "``1", "<a ", "<", "{{", "\\", "|", "| 1 ", "|1|2|3\n|-|-|-\n", "\"9", "'",
		"零", "一", "十", "百", "万亿", "百分之", "分之", "点", "三点", "半", "第", "负", "两", "几十", "年", "3年", "1月", "1至", "、1", "，", "。", "的", "增长5%，", "同比增长", "比上年", "超过", "约", "个", "“1", "（1", "由5至",
		"one hundred ", "one hundred and ", "one ", "and ", "two-", "half a ", "a quarter of ", "tens of ", "thousand ", "million ", "point five ", "minus ", "twenty-", "third ", "three or four ",
		"5% of the ", "between 5 and ", "from 5 to ", "to 5 to ", "1–2–", "5 to ", "more than ", "no more than ", "up to ", "or more ", "at least about ", "some ", "than ",
		"raised rates by 5% ", ", a rise of 5% ", "rose 5% to 6, ", "5 per ", "5 m/s/", "5 km", "5 kg m ", "10^", "×10", "5 ± ", "a1-", "a1", "1a", "x=1 ", "http://", "www.", "@a", "#1 ", "1st ", "May 5 ", "5 May ", "last year ", "the first ", "in 2020 ", "the end of ", "2020-", "10:30 ", "5/17/",
		"5 old new big red ", "5 of the ", "the number of ", "said that ", "5, 6, ", "A 1 ", "No. 1 ", "Table 1, 2, ", "U.S. ", "e.g. ", "a. ", "!", "\n", "\n\n", "- 1\n", "1. a\n", "# 1\n", "> 1\n", "é5", "５", "½", "5°", "5’", "\u200b1",
		strings.Repeat("|", 3000) + "\n" + strings.Repeat("|-", 1500) + "\n" + strings.Repeat("|7", 1500),
	} {
		f.Add(s, "en")
		f.Add(s, "zh")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		if !utf8.ValidString(text) || text == "" {
			return
		}
		for _, s := range [...]string{text, strings.Repeat(text, max(1, 1<<14/len(text)))} {
			for _, format := range [...]briefs.Format{"", briefs.Markdown, briefs.Text} {
				if n := work(s, lang, format); n > workAtAll+workPerByte*len(s) {
					t.Fatalf("%d steps for %d bytes: %d a byte", n, len(s), n/len(s))
				}
			}
		}
	})
}
