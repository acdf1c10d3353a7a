package store

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A scanner cuts a text into units: words, and single characters of the
// scripts that are written without spaces. Units are folded, so that case,
// accents, full-width forms and the commas of 80,000 make no difference. In
// Markdown, marks of emphasis part nothing, and what is not shown (link
// targets, tags, entities) holds no units.
type scanner struct {
	text     string
	markdown bool
	at       int
	closes   int // where the next bracket or line ends, when it is not before at

	// The unit that next found.
	word       []byte // folded; good until the next call
	start, end int    // in text
	han        bool   // one character of a script without spaces
	joined     bool   // follows another such character with only markup between
}

const (
	maxWord = 96  // bytes of a folded word; longer ones are cut
	maxTag  = 512 // bytes of an HTML tag
)

// next moves to the next unit and reports whether there is one.
func (s *scanner) next() bool {
	after := s.han && s.end > 0
	gap, lines := false, 0
	for s.at < len(s.text) {
		c := s.text[s.at]
		if c < utf8.RuneSelf {
			if alnum(c) {
				s.take()
				return true
			}
			switch {
			case c == '\n':
				lines++
				s.at++
			case c == ' ' || c == '\t':
				for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
					s.at++
				}
				gap = gap || lines == 0 && s.at < len(s.text) && s.text[s.at] != '\n'
			case s.markdown:
				gap = s.markup(c, lines) || gap
			default:
				gap = true
				s.at++
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case unspaced(r):
			s.start, s.end = s.at, s.at+n
			s.word, s.han, s.joined = foldTo(s.word[:0], r), true, after && !gap && lines < 2
			s.at += n
			return true
		case wordRune(r) && !dropped(r):
			s.take()
			return true
		}
		gap = true
		s.at += n
	}
	return false
}

// markup passes over a mark of Markdown and reports whether it parts what
// stands on its two sides. lines is how many lines ended since the last unit.
func (s *scanner) markup(c byte, lines int) bool {
	rest := s.text[s.at:]
	switch c {
	case '*', '_', '~', '`', '[':
		s.at++
		return false
	case '>':
		s.at++
		return lines == 0
	case ']':
		s.at++
		s.at += s.target(s.at)
		return false
	case '<':
		n := tag(rest)
		s.at += max(n, 1)
		return n == 0
	case '&':
		s.at += max(entity(rest), 1)
		return true
	}
	s.at++
	return true
}

// target is the length of a link target in brackets at i, or 0. Where the next
// bracket closes is kept, so that a text of nothing but openings costs no more
// than another.
func (s *scanner) target(i int) int {
	if i >= len(s.text) || s.text[i] != '(' {
		return 0
	}
	if s.closes <= i {
		s.closes = len(s.text)
		if n := strings.IndexAny(s.text[i:], "\n)"); n >= 0 {
			s.closes = i + n
		}
	}
	if s.closes == len(s.text) || s.text[s.closes] == '\n' {
		return 0
	}
	return s.closes + 1 - i
}

// tag is the length of an HTML tag at the start of s, or 0. <https://…> and
// <a@b.c> are links that are shown as they stand.
func tag(s string) int {
	if len(s) < 3 || !(alpha(s[1]) || s[1] == '/' || s[1] == '!') {
		return 0
	}
	name := true
	for i := 1; i < len(s) && i < maxTag; i++ {
		switch c := s[i]; {
		case c == '>':
			return i + 1
		case c == '\n' || c == '<':
			return 0
		case c == ' ':
			name = false
		case name && (c == ':' || c == '@'):
			return 0
		}
	}
	return 0
}

// entity is the length of a character entity at the start of s, or 0.
func entity(s string) int {
	for i := 1; i < len(s) && i < 12; i++ {
		switch c := s[i]; {
		case c == ';' && i > 2:
			return i + 1
		case !alnum(c) && c != '#':
			return 0
		}
	}
	return 0
}

// take takes a word that starts at s.at.
func (s *scanner) take() {
	s.start, s.han, s.joined = s.at, false, false
	s.word = s.word[:0]
	for s.at < len(s.text) {
		c := s.text[s.at]
		if c < utf8.RuneSelf {
			switch {
			case c >= 'A' && c <= 'Z':
				c |= 0x20
				fallthrough
			case alnum(c):
				if len(s.word) < maxWord {
					s.word = append(s.word, c)
				}
				s.at++
				continue
			case c == ',' && s.grouping():
				s.at++
				continue
			}
			break
		}
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		if !wordRune(r) || unspaced(r) {
			break
		}
		if len(s.word) < maxWord && !dropped(r) {
			s.word = foldTo(s.word, r)
		}
		s.at += n
	}
	s.end = s.at
}

// grouping reports whether the comma at s.at stands between groups of digits.
func (s *scanner) grouping() bool {
	t, i := s.text, s.at
	if i == s.start || !digit(t[i-1]) || i+3 >= len(t) {
		return false
	}
	return digit(t[i+1]) && digit(t[i+2]) && digit(t[i+3]) && (i+4 >= len(t) || !digit(t[i+4]))
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
func alpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func alnum(c byte) bool { return alpha(c) || digit(c) }

// wordRune reports whether a character outside ASCII is part of a word.
// Zero-width joiners are: Persian and Hindi words hold them.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '\u200c' || r == '\u200d'
}

// dropped reports whether a character of a word makes no difference: accents,
// the points of Hebrew and Arabic, joiners.
func dropped(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36f, r >= 0x591 && r <= 0x5c7 && unicode.IsMark(r), r >= 0x64b && r <= 0x65f,
		r == 0x640, r == 0x200c, r == 0x200d, r >= 0xfe00 && r <= 0xfe0f:
		return true
	}
	return false
}

// unspaced reports whether a character belongs to a script that is written
// without spaces, or (Hangul) whose words take endings: such text is searched
// by pairs of characters.
func unspaced(r rune) bool {
	switch {
	case r < 0xe00:
		return false
	case r <= 0xeff, r >= 0x1000 && r <= 0x109f, r >= 0x1780 && r <= 0x17ff:
		return unicode.IsLetter(r) || unicode.IsMark(r)
	case r < 0x1100:
		return false
	case r <= 0x11ff, r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf, r >= 0xac00 && r <= 0xd7a3, r >= 0x20000 && r <= 0x3ffff:
		return true
	case r < 0x2e80 || r > 0xffdc:
		return false
	case r >= 0x2e80 && r <= 0x2fd5, r == 0x3005, r == 0x3007, r >= 0x3041 && r <= 0x3096, r >= 0x309d && r <= 0x309f,
		r >= 0x30a1 && r <= 0x30fa, r >= 0x30fc && r <= 0x318e, r >= 0x31a0 && r <= 0x31ff,
		r >= 0xa960 && r <= 0xa97c, r >= 0xf900 && r <= 0xfaff, r >= 0xff66 && r <= 0xffdc:
		return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
	}
	return false
}

// latin is what the letters of Latin-1 and its two extensions fold to.
var latin = sync.OnceValue(func() (t [0x250][]byte) {
	odd := map[rune]string{'ß': "ss", 'æ': "ae", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ı': "i", 'ĸ': "k", 'ł': "l", 'ŋ': "n", 'œ': "oe", 'ŧ': "t"}
	for r := rune(0x80); r < 0x250; r++ {
		l := unicode.ToLower(r)
		if f, ok := odd[l]; ok {
			t[r] = []byte(f)
			continue
		}
		t[r] = compose(nil, r)
	}
	return t
})

// foldTo appends what a character folds to.
func foldTo(to []byte, r rune) []byte {
	switch {
	case r < 0x80:
		return append(to, byte(unicode.ToLower(r)))
	case r < 0x250:
		return append(to, latin()[r]...)
	case r >= 0x3041 && r <= 0x30ff, r >= 0x3400 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3:
		return utf8.AppendRune(to, r) // the most of what is written folds to itself
	}
	return compose(to, r)
}

// compose appends a character by its compatibility decomposition (UAX #15),
// lower-case and without accents. Hangul stays in syllables.
func compose(to []byte, r rune) []byte {
	d := norm.NFKD.PropertiesString(string(r)).Decomposition()
	if len(d) == 0 {
		return utf8.AppendRune(to, unicode.ToLower(r))
	}
	was := len(to)
	for len(d) > 0 {
		p, n := utf8.DecodeRune(d)
		if d = d[n:]; wordRune(p) && !dropped(p) {
			to = utf8.AppendRune(to, unicode.ToLower(p))
		}
	}
	if len(to) == was {
		to = utf8.AppendRune(to, r)
	}
	return to
}

// fold is a text as it is sorted and compared: lower-case, without accents.
func fold(s string) string {
	to := make([]byte, 0, len(s))
	for _, r := range s {
		if !dropped(r) {
			to = foldTo(to, r)
		}
	}
	return string(to)
}
