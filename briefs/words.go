package briefs

import (
	"unicode"
	"unicode/utf8"
)

// Words counts words as a reader meets them: runs of letters and digits, and
// each Han, kana or Hangul character as one.
func Words(text string) int {
	n := 0
	in := byte(0) // 1 inside a word
	for i := 0; i < len(text); {
		if c := text[i]; c < 0x80 {
			// Without branches, since texts of many megabytes are counted and
			// nothing foretells where a word ends.
			w := wordBytes[c]
			w = w&1 | w>>1&in
			n += int(w &^ in)
			in = w
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			n++
			in = 0
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			n += int(1 &^ in)
			in = 1
		case r == '’' && in == 1:
		default:
			in = 0
		}
	}
	return n
}

// wordBytes is 1 for the letters and digits of ASCII, and 2 for the
// apostrophe, which goes on with a word but begins none.
var wordBytes = func() (t [128]byte) {
	for _, c := range []byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
		t[c] = 1
	}
	t['\''] = 2
	return t
}()

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
