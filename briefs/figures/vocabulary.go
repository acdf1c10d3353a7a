package figures

// A wordSet is a set of English words in lower case: a bit in the entry of each
// of its words. Most words that are not in it are told by their first letter
// and length, without a look at the vocabulary.
type wordSet struct {
	lens    [32]uint32 // by first letter: a bit for each length
	at, bit uint8
}

// setBits has a bit for each wordSet.
type setBits [2]uint64

func (b setBits) in(m *wordSet) bool { return b[m.at&1]>>(m.bit&63)&1 != 0 }

// vocabulary is every word of every wordSet, in an open table that is never
// half full. Words that are in no set are told by their tag alone.
var vocabulary struct {
	tags    [vocabularySize]uint16 // 0 where no word stands
	entries [vocabularySize]struct {
		word string
		sets setBits
	}
	words, sets int
}

const vocabularySize = 1 << 13

// set makes a wordSet of the words in a text.
func set(words string) *wordSet {
	v := &vocabulary
	m := &wordSet{at: uint8(v.sets >> 6), bit: uint8(v.sets & 63)}
	if v.sets++; v.sets > 128 {
		panic("more word sets than bits")
	}
	for _, w := range fields(words) {
		i, found := findWord(w)
		if !found {
			if v.words++; v.words > vocabularySize/2 {
				panic("the vocabulary is too small")
			}
			_, v.tags[i] = hashWord(w)
			v.entries[i].word = w
		}
		v.entries[i].sets[m.at] |= 1 << m.bit
		m.lens[w[0]&31] |= 1 << (len(w) & 31)
	}
	return m
}

// hashWord is where a word is looked for, in any case, and its tag.
func hashWord(w string) (at uint32, tag uint16) {
	h := uint32(2166136261)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(w[i]|0x20)) * 16777619
	}
	h ^= h >> 15
	return h % vocabularySize, uint16(h>>16) | 1
}

// findWord is the place of a word in the vocabulary, or where it would be put.
func findWord(w string) (int, bool) {
	v := &vocabulary
	at, tag := hashWord(w)
	for i := at; ; i = (i + 1) % vocabularySize {
		if v.tags[i] == 0 {
			return int(i), false
		}
		if v.tags[i] == tag && sameWord(w, v.entries[i].word) {
			return int(i), true
		}
	}
}

// sameWord reports whether w is the word low, which is in lower case.
func sameWord(w, low string) bool {
	if len(w) != len(low) {
		return false
	}
	for i := 0; i < len(w); i++ {
		c := w[i]
		if isUpper(c) {
			c |= 0x20
		}
		if c != low[i] {
			return false
		}
	}
	return true
}

// setsOf are the sets that a word is in, in any case.
func setsOf(w string) (sets setBits) {
	if w == "" || len(w) > longestWord {
		return sets
	}
	if i, found := findWord(w); found {
		sets = vocabulary.entries[i].sets
	}
	return sets
}

// longestWord bounds the words that are looked up, in bytes.
const longestWord = 24

// may reports whether a set may have a word of a first byte and a length.
func (m *wordSet) may(first byte, n int) bool { return m.lens[first&31]>>(n&31)&1 != 0 }

// has reports whether a word, which is in lower case, is in a set.
func (m *wordSet) has(w string) bool {
	if w == "" || !m.may(w[0], len(w)) || len(w) > longestWord {
		return false
	}
	i, found := findWord(w)
	return found && vocabulary.entries[i].sets.in(m) && vocabulary.entries[i].word == w
}

// A wordCache holds the words looked at last: the rules look at the words round
// a figure again and again.
type wordCache struct {
	sets [256]struct { // by where a word starts
		span uint64 // start and end; 0 is none
		sets setBits
	}
	before [256]struct { // by what a word stands before
		at uint64 // the start of the block, and the offset; 0 is none
		word
	}
}

// in reports whether the word text[s:e] is in a set, in any case.
func (r *reader) in(m *wordSet, s, e int) bool {
	if s >= e || s < 0 || !m.may(r.text[s], e-s) {
		return false
	}
	if r.cache != nil {
		if w := &r.cache.sets[uint(s)%uint(len(r.cache.sets))]; w.span == uint64(s)<<32|uint64(e) {
			r.steps++
			return w.sets.in(m) // as setsAt has it
		}
	}
	return r.setsAt(s, e).in(m)
}

// setsAt are the sets that the word text[s:e] is in, in any case.
func (r *reader) setsAt(s, e int) setBits {
	if r.cache == nil || s >= e || s < 0 {
		return setsOf(r.text[max(s, 0):max(s, e)])
	}
	span := uint64(s)<<32 | uint64(e)
	w := &r.cache.sets[uint(s)%uint(len(r.cache.sets))]
	r.steps++
	if w.span != span {
		r.steps += e - s
		w.span, w.sets = span, setsOf(r.text[s:e])
	}
	return w.sets
}
