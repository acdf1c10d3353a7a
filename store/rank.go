package store

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// titleWeight is how much more a word in the title says than one in the body.
const titleWeight = 8

// What BM25 is told (Robertson and Zaragoza 2009): how soon more of a word says
// no more, how much the length of a brief counts, and the length that is neither
// short nor long, in units. It is fixed, so that the order tells a reader
// nothing about briefs that are not theirs.
const (
	saturation   = 1.2
	lengthCounts = 0.75
	usualUnits   = 500
)

// bytes is the tally of what stands more than once: four bytes of hash, one of
// how often, up to 255, by hash.
func (t tally) bytes() []byte {
	more := make([]uint32, 0, len(t)/3)
	for h, n := range t {
		if n > 1 {
			more = append(more, h)
		}
	}
	slices.Sort(more)
	out := make([]byte, 0, 5*len(more))
	for _, h := range more {
		out = append(binary.BigEndian.AppendUint32(out, h), byte(min(t[h], 255)))
	}
	return out
}

// oftenIn is how often a token stands in a brief that has it.
func oftenIn(often []byte, hash uint32) int {
	low, high := 0, len(often)/5
	for low < high {
		mid := (low + high) / 2
		switch h := binary.BigEndian.Uint32(often[5*mid:]); {
		case h == hash:
			return int(often[5*mid+4])
		case h < hash:
			low = mid + 1
		default:
			high = mid
		}
	}
	return 1
}

// A ranker says how well briefs fit a query.
type ranker struct {
	terms []rankedTerm
}

type rankedTerm struct {
	hashes []uint32 // of its tokens
	weight float64  // more for what fewer briefs have
}

// newRanker is for the terms that rank, of which each stands in so many of so
// many briefs; both are counted up to statistics.
func newRanker(terms []term, in []int, all int) ranker {
	var r ranker
	for i := range terms {
		t := rankedTerm{weight: math.Log(1 + (float64(max(all-in[i], 0))+0.5)/(float64(in[i])+0.5))}
		for _, token := range terms[i].phrase().tokens {
			t.hashes = append(t.hashes, hashOf(token))
		}
		r.terms = append(r.terms, t)
	}
	return r
}

// score is BM25. A phrase counts as often as the rarest of its tokens.
func (r *ranker) score(units int, often []byte) float64 {
	sum := 0.0
	for _, t := range r.terms {
		n := 255
		for _, h := range t.hashes {
			n = min(n, oftenIn(often, h))
		}
		tf := float64(n)
		sum += t.weight * tf * (saturation + 1) / (tf + saturation*(1-lengthCounts+lengthCounts*float64(units)/usualUnits))
	}
	return sum
}

// A candidate is a brief that the index found.
type candidate struct {
	n, key int64
	score  float64
}

// best sorts candidates: the best first.
func best(all []candidate) { slices.SortFunc(all, better) }

// better orders candidates by score, and equal ones by key, the newest first.
func better(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.key, a.key))
}
