package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// asciiFor are the characters that ASCII can say otherwise.
var asciiFor = func() map[rune]string {
	m := map[rune]string{
		'…': "...", '‥': "..", '—': "--", '–': "-", '−': "-", '‐': "-", '‑': "-", '―': "--", '•': "*", '·': ".", '‧': ".", '×': "x", '÷': "/",
		'≥': ">=", '≤': "<=", '≈': "~", '≠': "!=", '±': "+/-", '→': "->", '←': "<-", '°': " deg", '′': "'", '″': "\"", '‰': " per mille",
		'€': "EUR ", '£': "GBP ", '¥': "Y", '￥': "Y", '¢': "c", '™': "(TM)", '©': "(c)", '®': "(R)", '§': "S.", '¶': "P.", '№': "No.",
		'½': "1/2", '¼': "1/4", '¾': "3/4", '⅓': "1/3", '⅔': "2/3", '℃': " deg C", '℉': " deg F", 'ß': "ss", 'æ': "ae", 'Æ': "AE",
		'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'ı': "i",
		'☐': "[ ]", '☑': "[x]", '─': "-", '│': "|", '▎': "|",
		'，': ",", '。': ".", '、': ",", '；': ";", '：': ":", '！': "!", '？': "?", '（': "(", '）': ")", '《': "<", '》': ">", '〈': "<", '〉': ">",
		'「': "\"", '」': "\"", '『': "\"", '』': "\"", '【': "[", '】': "]", '〔': "[", '〕': "]", '～': "~", '〜': "~", '￭': "*",
	}
	for _, pair := range []struct{ runes, text string }{
		{"“”„‟«»〝〞", "\""}, {"‘’‚‛‹›ʼ", "'"}, {"\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "},
	} {
		for _, r := range pair.runes {
			m[r] = pair.text
		}
	}
	for i, r := range []rune("⁰¹²³⁴⁵⁶⁷⁸⁹") {
		m[r] = "^" + string(rune('0'+i))
	}
	for r := '₀'; r <= '₉'; r++ {
		m[r] = string('0' + r - '₀')
	}
	return m
}()

// ASCII is a text in ASCII: letters without their accents, quotation marks and
// dashes of a typewriter, and a question mark for what ASCII cannot say.
func ASCII(s string) string {
	if ascii(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch t, ok := asciiFor[r]; {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case ok:
			b.WriteString(t)
		case r >= '！' && r <= '～':
			b.WriteRune(r - '！' + '!')
		case r == 0x200c || r == 0x200d || r >= 0x300 && r <= 0x36f || r >= 0xfe00 && r <= 0xfe0f:
		default:
			first, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			if first < utf8.RuneSelf {
				b.WriteRune(first)
			} else {
				b.WriteByte('?')
			}
		}
	}
	return b.String()
}
