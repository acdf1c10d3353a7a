package page

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// entity is the length of the character reference that s starts with, and its
// text, not cleaned; 0 where there is none. The rules are CommonMark's.
func entity(s string) (n int, text string) {
	end := strings.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return 0, ""
	}
	name := s[1:end]
	if name[0] != '#' {
		e, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return 0, ""
		}
		return end + 1, string(e.Characters)
	}
	digits, base, limit := name[1:], 10, 7
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base, limit = digits[1:], 16, 6
	}
	if digits == "" || len(digits) > limit {
		return 0, ""
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return 0, ""
	}
	if v == 0 || !utf8.ValidRune(rune(v)) {
		return end + 1, "\ufffd"
	}
	return end + 1, string(rune(v))
}
