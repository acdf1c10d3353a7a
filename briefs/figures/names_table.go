package figures

import (
	"strings"
	"sync"
)

// A nameWord is what a word of Latin script may be in a name.
type nameWord struct {
	word    string
	class   nameClass
	longest uint8 // words in the longest known name that begins with it; 0 is none
}

// A nameTable holds every word that matters to names, in an open table that is
// never half full. Case matters. Most words of a text are none of them, and are
// told by their first byte and length, or by a tag.
type nameTable struct {
	lens  [256]uint32 // by first byte: a bit for each length, the last for all that are longer
	slots [nameSlots]struct {
		tag uint16
		at  uint16 // in words; 0 where no word stands
	}
	words []nameWord // the first is no word
}

const nameSlots = 1 << 14

// nameWords is the table of all words that the gazetteer and the patterns know.
var nameWords = sync.OnceValue(func() *nameTable {
	t := &nameTable{words: make([]nameWord, 1, nameSlots/2)}
	for _, row := range nameClasses {
		for w := range strings.FieldsSeq(row.words) {
			t.put(w).class |= row.class
		}
	}
	for w := range strings.FieldsSeq(nameOfficeWords) {
		t.put(strings.ToLower(w)).class |= nameOffice
	}
	for w, longest := range gazetteerAll().first {
		t.put(w).longest = uint8(min(longest, 255))
	}
	return t
})

// put is the entry of a word, which is made where there is none.
func (t *nameTable) put(w string) *nameWord {
	slot, found := t.slot(w)
	if !found {
		if len(t.words) == nameSlots/2 {
			panic("the table of words in names is too small")
		}
		t.slots[slot].tag, t.slots[slot].at = uint16(nameHash(w)), uint16(len(t.words))
		t.words = append(t.words, nameWord{word: w})
		t.lens[w[0]] |= 1 << min(len(w), 31)
	}
	return &t.words[t.slots[slot].at]
}

// find is the entry of a word, an empty one for words that are not known.
func (t *nameTable) find(w string) *nameWord {
	if w == "" || t.lens[w[0]]>>min(len(w), 31)&1 == 0 {
		return &t.words[0]
	}
	slot, _ := t.slot(w)
	return &t.words[t.slots[slot].at]
}

// slot is where a word stands, or where it would be put.
func (t *nameTable) slot(w string) (at uint32, found bool) {
	h := nameHash(w)
	tag := uint16(h)
	for i := (h >> 16) % nameSlots; ; i = (i + 1) % nameSlots {
		s := &t.slots[i]
		if s.at == 0 {
			return i, false
		}
		if s.tag == tag && t.words[s.at].word == w {
			return i, true
		}
	}
}

// nameHash mixes the first and the last bytes of a word, eight at most of each,
// and its length.
func nameHash(w string) uint32 {
	var a, b uint64
	switch n := len(w); {
	case n >= 8:
		a, b = eightBytes(w), eightBytes(w[n-8:])
	case n >= 4:
		a, b = fourBytes(w), fourBytes(w[n-4:])
	case n > 0:
		a, b = uint64(w[0])|uint64(w[n/2])<<8, uint64(w[n-1])
	}
	h := (a ^ b*0x9e3779b97f4a7c15 ^ uint64(len(w))) * 0xd6e8feb86659fd93
	return uint32(h>>32) ^ uint32(h>>17)
}

func fourBytes(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

func eightBytes(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
