package figures

// A wordList is a list of Chinese words that the start or the end of a text is
// compared with. Where several fit, the first of the list counts. Words are
// found by one character, so that most texts are told by one look.
type wordList struct {
	words        []string
	starts, ends [64][]uint16 // by the last byte of the first and of the last character
	seconds      uint64       // the second bytes that are in a first character, a bit for each
}

func list(words ...string) *wordList {
	l := &wordList{words: words}
	for i, w := range words {
		s, e := startKey(w), w[len(w)-1]&63
		l.starts[s] = append(l.starts[s], uint16(i))
		if len(w) > 2 && w[0] >= 0xE0 {
			l.seconds |= 1 << (w[1] & 63)
		}
		l.ends[e] = append(l.ends[e], uint16(i))
	}
	return l
}

// lastKey is the key of the ends of s.
func lastKey(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1] & 63
}

// startKey is the last byte of the first character of s.
func startKey(s string) byte {
	if s[0] >= 0xE0 && len(s) > 2 {
		return s[2] & 63
	}
	return s[0] & 63
}

// mayStart reports whether a word of the list may start with the character of
// three bytes that s starts with.
func (l *wordList) mayStart(s string) bool {
	return len(s) > 2 && l.seconds>>(s[1]&63)&1 != 0 && len(l.starts[s[2]&63]) > 0
}

// startAt is the index of the first word of the list that s starts with, or -1.
func (l *wordList) startAt(s string) int {
	if s == "" {
		return -1
	}
	for _, i := range l.starts[startKey(s)] {
		if w := l.words[i]; len(w) <= len(s) && s[:len(w)] == w {
			return int(i)
		}
	}
	return -1
}

// endAt is the index of the first word of the list that s ends with, or -1.
func (l *wordList) endAt(s string) int {
	if s == "" {
		return -1
	}
	for _, i := range l.ends[s[len(s)-1]&63] {
		if w := l.words[i]; len(w) <= len(s) && s[len(s)-len(w):] == w {
			return int(i)
		}
	}
	return -1
}

// start is the word of the list that s starts with, or "".
func (l *wordList) start(s string) string {
	if i := l.startAt(s); i >= 0 {
		return l.words[i]
	}
	return ""
}

// end is the word of the list that s ends with, or "".
func (l *wordList) end(s string) string {
	if i := l.endAt(s); i >= 0 {
		return l.words[i]
	}
	return ""
}

// within reports whether a word of the list stands anywhere in s.
func (l *wordList) within(s string) bool { return l.firstIn(s) >= 0 }

// firstIn is where the first word of the list in s starts, or -1.
func (l *wordList) firstIn(s string) int {
	for i := 0; i < len(s); {
		if s[i] < 0xE0 {
			if l.startAt(s[i:]) >= 0 {
				return i
			}
			i++
			continue
		}
		if l.mayStart(s[i:]) && l.startAt(s[i:]) >= 0 {
			return i
		}
		i += 3
	}
	return -1
}

// trim takes the words of the list off both ends of s.
func (l *wordList) trim(s string) string {
	for w := l.start(s); w != ""; w = l.start(s) {
		s = s[len(w):]
	}
	for w := l.end(s); w != ""; w = l.end(s) {
		s = s[:len(s)-len(w)]
	}
	return s
}

// A runeSet is a set of Han characters.
type runeSet [(hanLast - hanFirst + 64) / 64]uint64

func runes(chars string) *runeSet {
	var set runeSet
	for _, c := range chars {
		if c < hanFirst || c > hanLast {
			panic("no Han character: " + string(c))
		}
		set[(c-hanFirst)/64] |= 1 << ((c - hanFirst) % 64)
	}
	return &set
}

func (set *runeSet) has(c rune) bool {
	return c >= hanFirst && c <= hanLast && set[uint32(c-hanFirst)/64]>>(uint32(c-hanFirst)%64)&1 != 0
}
