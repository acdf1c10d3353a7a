package figures

import (
	"strings"
	"unicode/utf8"
)

// hanDigit is the value of a Han digit, in plain and in financial form
// (GB/T 15835, section 4.2), or -1.
func hanDigit(c rune) int {
	switch c {
	case '〇', '零', '○':
		return 0
	case '一', '壹', '弌':
		return 1
	case '二', '两', '兩', '贰', '貳', '弍':
		return 2
	case '三', '叁', '參', '叄':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆', '陸':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// hanScale is the power of ten of a Han multiplier, or 0.
func hanScale(c rune) int {
	switch c {
	case '十', '拾':
		return 1
	case '百', '佰':
		return 2
	case '千', '仟':
		return 3
	case '万', '萬':
		return 4
	case '亿', '億':
		return 8
	case '兆':
		return 12
	}
	return 0
}

// hanTens is the value of the old single characters for tens, or 0.
func hanTens(c rune) int64 {
	switch c {
	case '廿':
		return 20
	case '卅':
		return 30
	case '卌':
		return 40
	}
	return 0
}

func hanNumeral(c rune) bool { return hanDigit(c) >= 0 || hanScale(c) > 0 || hanTens(c) > 0 }

// The Han characters that are in use, as one block (Unicode, CJK Unified
// Ideographs).
const hanFirst, hanLast = 0x4E00, 0x9FFF

// hanStarts are the characters of that block that a number can start with, so
// that all others are passed over by one look.
var hanStarts = func() (starts [hanLast - hanFirst + 1]bool) {
	for c := rune(hanFirst); c <= hanLast; c++ {
		starts[c-hanFirst] = hanNumeral(c) || c == '半' || c == '负' || c == '負' || c == '第'
	}
	return
}()

// hanStart reports whether a number can start with c.
func hanStart(c rune) bool {
	if c >= hanFirst && c <= hanLast {
		return hanStarts[c-hanFirst]
	}
	return hanNumeral(c)
}

// isVague reports the characters that say "and some more": 多 余 几.
func isVague(c rune) bool {
	switch c {
	case '多', '余', '餘', '几', '幾', '来', '來':
		return true
	}
	return false
}

// rune is the character at i and its width; 0 at the end of the block.
func (r *reader) rune(i int) (rune, int) {
	if i >= r.hi {
		return 0, 0
	}
	if c := r.text[i]; c >= 0xE3 && c <= 0xE9 && i+2 < r.hi && r.text[i+1]&0xC0 == 0x80 && r.text[i+2]&0xC0 == 0x80 {
		return rune(c&0x0F)<<12 | rune(r.text[i+1]&0x3F)<<6 | rune(r.text[i+2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(r.text[i:r.hi])
}

// blanks is the offset after the spaces at i on the same line.
func (r *reader) blanks(i int) int {
	for i < r.hi {
		switch {
		case r.text[i] == ' ':
			i++
		case strings.HasPrefix(r.text[i:r.hi], "\u3000"):
			i += 3
		case strings.HasPrefix(r.text[i:r.hi], "\u00a0"):
			i += 2
		default:
			return i
		}
	}
	return i
}

// liangDigit reports whether 两 before i is a digit and not the unit: a
// multiplier or a classifier follows.
func (r *reader) liangDigit(i int) bool {
	c, _ := r.rune(i)
	return hanScale(c) > 0
}

// megaAt reports whether 兆 at i is the prefix mega: 五十兆字节.
func (r *reader) megaAt(i int) bool {
	u, e := r.unitHan(i)
	return u != nil && e > i+3
}

// kiloAt reports whether 千 at i starts a unit: 三千千瓦时, 12千米, 六千字节.
func (r *reader) kiloAt(i int, have bool) bool {
	u, e := r.unitHan(i)
	return have && u != nil && e > i+3
}
