package store

import (
	"hash/maphash"
	"math/bits"
)

// A numbering gives tokens numbers, in the order in which they come first. Each
// brief has a thousand tokens to be numbered, and this takes half of what a map
// does.
type numbering struct {
	tokens []string
	slots  []slot // as many as a power of two
}

type slot struct{ hash, number uint32 } // the number from 1; 0 is free

var tokenSeed = maphash.MakeSeed()

func hashOf(token string) uint32 { return uint32(maphash.String(tokenSeed, token)) }

// reset forgets all tokens, and makes room for some.
func (n *numbering) reset(room int) {
	clear(n.tokens) // so that nothing holds their documents
	n.tokens = n.tokens[:0]
	if size := 1 << bits.Len(uint(2*room)); size > len(n.slots) || size < len(n.slots)/16 {
		n.slots = make([]slot, size)
		return
	}
	clear(n.slots)
}

// number is the number of a token, whose hash is given.
func (n *numbering) number(token string, hash uint32) int {
	mask := uint32(len(n.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := n.slots[i]
		if s.number == 0 {
			n.tokens = append(n.tokens, token)
			n.slots[i] = slot{hash, uint32(len(n.tokens))}
			if 4*len(n.tokens) > 3*len(n.slots) {
				n.grow()
			}
			return len(n.tokens) - 1
		}
		if s.hash == hash && n.tokens[s.number-1] == token {
			return int(s.number - 1)
		}
	}
}

func (n *numbering) grow() {
	had := n.slots
	n.slots = make([]slot, 2*len(had))
	mask := uint32(len(n.slots) - 1)
	for _, s := range had {
		if s.number == 0 {
			continue
		}
		i := s.hash & mask
		for n.slots[i].number != 0 {
			i = (i + 1) & mask
		}
		n.slots[i] = s
	}
}
