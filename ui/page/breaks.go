package page

import "unicode/utf8"

// A class says how a character stands to a row's end, after UAX #14, with the
// rules of GB/T 15834 and JIS X 4051 for Chinese and Japanese: no closing mark
// at a row's start, no opening mark at its end.
type class uint8

const (
	letter   class = iota // breaks neither before nor after: letters, and most signs
	space                 // a row may end here
	digit                 //
	wide                  // Han, kana, emoji: breaks on both sides
	open                  // opening mark: never the last of a row
	shut                  // closing mark: never the first; a word may go on behind it
	shutWide              // closing mark of Chinese or Japanese: breaks behind it
	suffix                // per cent, degrees: stays with what is before it
	prefix                // currency: stays with what is behind it
	hyphen                //
	dash                  // em dash
	stuck                 // no-break space: no break on either side
	straight              // a quotation mark that opens or closes: no break on either side
)

// asciiClass is the class of each ASCII character.
var asciiClass = func() (t [128]class) {
	for c := range t {
		switch c {
		case ' ', '\t':
			t[c] = space
		case '(', '[', '{':
			t[c] = open
		case ')', ']', '}', ',', '.', ';', ':', '!', '?':
			t[c] = shut
		case '%':
			t[c] = suffix
		case '$':
			t[c] = prefix
		case '-':
			t[c] = hyphen
		case '"', '\'':
			t[c] = straight
		default:
			if c >= '0' && c <= '9' {
				t[c] = digit
			}
		}
	}
	return t
}()

// classOf is the class of a character that stands behind one of class before,
// with spaces between them or not, and with next behind it.
func classOf(r rune, before class, spaces bool, next byte) class {
	if r < utf8.RuneSelf {
		return asciiClass[r]
	}
	switch r {
	case '\u00a0', '\u202f', '\u2007', '\u2011':
		return stuck
	case '\u3000', '\u2002', '\u2003', '\u2009', '\u200a', '\u1680':
		return space
	case '“', '‘':
		if !spaces && (before == letter || before == digit || before == shut) {
			return straight // closes a quotation in German
		}
		return open
	case '”', '’':
		switch {
		case !spaces && (before == wide || before == shutWide):
			return shutWide
		case spaces && r == '’' && next > ' ':
			return letter // ’90s
		}
		return shut
	case '…', '‥', '»', '›':
		if !spaces && (before == wide || before == shutWide) {
			return shutWide
		}
		return shut
	case '·', '•', '‧':
		if !spaces && (before == wide || before == shutWide) {
			return shutWide
		}
		return letter
	case '—', '―', '⸺':
		return dash
	case '–', '‐', '\u2012':
		return hyphen
	case '«', '‹', '„', '‚', '¿', '¡', '§', '¶', '№':
		return open
	case '£', '€', '¥', '¢', '₩', '₽', '₹', '₫', '₱', '￥', '＄', '￡', '￠':
		return prefix
	case '‰', '‱', '°', '℃', '℉', '％', '′', '″':
		return suffix
	case '（', '［', '｛', '｟', '「', '『', '【', '〈', '《', '〔', '〖', '〘', '〚', '〝', '｢', '＂':
		return open
	case '，', '。', '、', '．', '：', '；', '！', '？', '）', '］', '｝', '｠', '」', '』', '】', '〉', '》', '〕', '〗', '〙', '〛',
		'〞', '〟', '｡', '｣', '､', '･', '・', '～', '〜', 'ー', '々', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ', '゛', '゜', '゠', '‼', '⁇', '⁈', '⁉', '／',
		'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ゕ', 'ゖ',
		'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ':
		return shutWide
	}
	switch {
	case r >= '０' && r <= '９':
		return digit
	case r >= '①' && r <= '⓿':
		return open // numbers an item: stays with its text
	case han(r), r >= 0x3040 && r <= 0x312f, r >= 0x3190 && r <= 0x33ff, r >= 0xff01 && r <= 0xff60,
		r >= 0x1f000 && r <= 0x1faff, r >= 0x2600 && r <= 0x27bf:
		return wide
	}
	return letter
}

// han reports whether a character is a Han character.
func han(r rune) bool {
	return r >= 0x3400 && r <= 0x9fff || r >= 0x20000 && r <= 0x3ffff || r >= 0xf900 && r <= 0xfaff || r >= 0x2e80 && r <= 0x2fdf || r == '〇'
}

// joins reports whether a line break between two characters of a body is
// nothing and not a space: both are Han, kana, or marks of their size.
func joins(before, behind rune) bool {
	return eastAsian(before) && eastAsian(behind)
}

func eastAsian(r rune) bool {
	return han(r) || r >= 0x3000 && r <= 0x30ff || r >= 0xff01 && r <= 0xffe6 || r >= 0x3105 && r <= 0x312f ||
		r == '“' || r == '”' || r == '‘' || r == '’' || r == '…' || r == '—'
}

// A level says how good a place for a row's end is.
type level uint8

const (
	never  level = iota
	weak         // within a quantity: only where that does not fit a row
	normal       //
)

// breakBetween is how good a break is between a character of class a and one
// of class b, with spaces between them or not. end reports that b is the last
// of its word.
func breakBetween(a class, spaces bool, b class, end bool) level {
	switch {
	case a == stuck || b == stuck || a == open || a == prefix:
		return never
	case b == dash:
		return never
	case spaces && end && (b == hyphen || b == shut):
		return never
	case b == shutWide:
		return never
	case spaces:
		return normal
	case b == shut || b == suffix || b == hyphen || a == straight || b == straight:
		return never
	case a == dash || a == shutWide:
		return normal
	case a == wide:
		return normal
	case b == wide:
		return normal
	}
	return never
}
