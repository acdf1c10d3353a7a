package importer

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// language is the language of a body, as ISO 639-1, or "" when it is not
// clear. Scripts decide where a script is of one language; letters decide
// between the languages of one script. The stated language wins but where the
// script contradicts it.
func language(body, stated string) string {
	sample := body[:min(len(body), 8<<10)]
	var han, kana, hangul, latin, other int
	for _, r := range sample {
		switch {
		case r < 0x80:
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				latin++
			}
		case isKana(r):
			kana++
		case isHan(r):
			han++
		case isHangul(r):
			hangul++
		case r < 0x250:
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	// A Han character stands for as much as three letters.
	wide := 3 * (han + kana + hangul)
	all := wide + latin + other
	switch {
	case all < 12 && wide == 0:
		return stated
	case wide*2 < all:
	case hangul > han+kana:
		return "ko"
	case kana*10 > han+kana:
		return "ja"
	case stated == "ja" || stated == "ko" || stated == "yue":
		return stated
	default:
		return "zh"
	}
	if stated != "" && (stated != "zh" && stated != "ja" && stated != "ko" || wide*5 > all) {
		return stated
	}
	if latin > other && mostlyEnglish(sample) {
		return "en"
	}
	info := whatlanggo.Detect(prose(sample))
	if !info.IsReliable() && latin+other < 200 || info.Confidence == 0 { // 0: two fit equally, in any order
		return ""
	}
	switch code := info.Lang.Iso6393(); code {
	case "pes":
		return "fa"
	case "cmn":
		return "zh"
	default:
		return cmp.Or(info.Lang.Iso6391(), code)
	}
}

// prose is s without addresses and digits, which tell nothing of a language.
func prose(s string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(s) {
		if !strings.Contains(w, "://") && !strings.ContainsAny(w, "<>{}=") {
			b.WriteString(w)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// mostlyEnglish reports whether one word in eight is one of the smallest words
// of English, and not all of them words that its neighbours have too.
func mostlyEnglish(s string) bool {
	own, shared, all := 0, 0, 0
	for w := range strings.FieldsSeq(s) {
		all++
		switch strings.ToLower(strings.Trim(w, ".,;:()\"'*_")) {
		case "the", "of", "and", "to", "for", "that", "with", "by", "this", "from", "has", "have", "its":
			own++
		case "in", "is", "on", "was", "were", "are", "be", "will", "a", "or", "as", "at":
			shared++
		}
	}
	return own > shared/3 && (own+shared)*8 >= all
}
