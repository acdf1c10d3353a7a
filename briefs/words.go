package briefs

import "unicode"

// Words counts words as a reader meets them: runs of letters and digits, and
// each Han, kana or Hangul character as one.
func Words(text string) int {
	n, in := 0, false
	for _, r := range text {
		switch {
		case r < 0x80:
			w := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || in && r == '\''
			if w && !in {
				n++
			}
			in = w
		case r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			n++
			in = false
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			if !in {
				n++
			}
			in = true
		case r == '’' && in:
		default:
			in = false
		}
	}
	return n
}

// Minutes is the reading time of so many words: 230 a minute in English, after
// Brysbaert (2019), 300 characters a minute in Chinese; at least 1 where there
// is a word.
func Minutes(words int, lang string) int {
	pace := 230
	if lang == "zh" || lang == "ja" {
		pace = 300
	}
	if words == 0 {
		return 0
	}
	return max(1, (words+pace/2)/pace)
}
