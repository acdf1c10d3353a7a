package importer

import (
	"strings"
	"unicode/utf8"
)

// maxPlain bounds the lines and items that plainYAML reads.
const maxPlain = 1000

// plainYAML reads front matter in which each line is "key: value" and each value
// a text of one line, with or without double quotes, or a list of such in
// brackets. Nearly all of it is, and the reader of all YAML took a third of the
// time in which a file is decoded; whatever else there is, ok is false, and that
// reads it.
func plainYAML(head string) (fields []field, ok bool) {
	line := 0
	for l := range strings.SplitSeq(strings.TrimSuffix(head, "\n"), "\n") {
		if line++; line > maxPlain {
			return nil, false
		}
		if l == "" || l[0] == '#' && plainSigns(l) {
			continue
		}
		key, value, found := strings.Cut(l, ": ")
		if !found || !plainKey(key) {
			return nil, false
		}
		f := field{key: key, line: line}
		value = strings.Trim(value, " ")
		if strings.HasPrefix(value, "[") {
			f.items, ok = plainList(value)
		} else {
			var rest string
			f.text, rest, ok = plainText(value, false)
			ok = ok && rest == ""
		}
		if !ok {
			return nil, false
		}
		fields = append(fields, f)
	}
	return fields, len(fields) > 0
}

// plainKey reports whether a key is one word of ASCII.
func plainKey(s string) bool {
	if s == "" || len(s) > 64 || !plainLetter(s[0]) {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !plainLetter(c) && !plainDigit(c) && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

func plainLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func plainDigit(c byte) bool  { return c >= '0' && c <= '9' }

// plainList reads a list in brackets.
func plainList(s string) (items []field, ok bool) {
	items = []field{}
	s = strings.TrimLeft(s[1:], " ")
	for s != "]" {
		if len(items) == maxPlain {
			return nil, false
		}
		if len(items) > 0 {
			if !strings.HasPrefix(s, ",") {
				return nil, false
			}
			s = strings.TrimLeft(s[1:], " ")
		}
		var f field
		if f.text, s, ok = plainText(s, true); !ok {
			return nil, false
		}
		items = append(items, f)
		s = strings.TrimLeft(s, " ")
	}
	return items, true
}

// plainText reads a text and is what stands behind it: in a list up to a comma or
// the bracket, else nothing.
func plainText(s string, list bool) (text, rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		text, rest, ok = strings.Cut(s[1:], `"`)
		return text, rest, ok && plainSigns(text) && strings.IndexByte(text, '\\') < 0
	}
	if list {
		end := strings.IndexAny(s, ",]")
		if end < 0 {
			return "", "", false
		}
		text, rest = strings.TrimRight(s[:end], " "), s[end:]
		if strings.ContainsAny(text, `:#[{}"'`) {
			return "", "", false
		}
	} else {
		text = s
	}
	if text == "" || text[0] < utf8.RuneSelf && !plainLetter(text[0]) && !plainDigit(text[0]) || strings.EqualFold(text, "null") ||
		strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") {
		return "", "", false
	}
	return text, rest, plainSigns(text)
}

// plainSigns reports whether a text has only what YAML takes for printed, and for
// no line end.
func plainSigns(s string) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0xfeff && r <= 0xffff {
			return false
		}
		i += size
	}
	return true
}
