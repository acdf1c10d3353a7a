package store

import (
	"cmp"
	"math"
	"slices"
	"strings"
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

// A ranker says how well briefs fit a query.
type ranker struct {
	terms []rankedTerm
}

// A rankedTerm is the tokens of a term that are known in full, and what it
// weighs: more for what fewer briefs have.
type rankedTerm struct {
	tokens []string
	weight float64
}

// newRanker is for the terms that rank, of which each stands in so many of so
// many briefs; both are counted up to statistics.
func newRanker(terms []term, in []int, all int) ranker {
	var r ranker
	for i := range terms {
		p := terms[i].phrase()
		r.terms = append(r.terms, rankedTerm{p.whole(), math.Log(1 + (float64(max(all-in[i], 0))+0.5)/(float64(in[i])+0.5))})
	}
	return r
}

// score is BM25, of a brief that has each term so many times. A phrase counts as
// often as the rarest of its tokens.
func (r *ranker) score(units int, times []int) float64 {
	sum := 0.0
	for i, t := range r.terms {
		tf := float64(times[i])
		sum += t.weight * tf * (saturation + 1) / (tf + saturation*(1-lengthCounts+lengthCounts*float64(units)/usualUnits))
	}
	return sum
}

// timesIn is how often each term stands in a document.
func (r *ranker) timesIn(d *document) []int {
	places := map[string][]uint32{}
	at := uint32(0)
	for token := range strings.FieldsSeq(d.tokens) {
		places[token] = append(places[token], at)
		at++
	}
	times := make([]int, len(r.terms))
	for i, t := range r.terms {
		times[i] = 1
		for k, token := range t.tokens {
			n := 1
			if p := places[token]; len(p) > 0 {
				n = d.times(token, p)
			}
			if k == 0 || n < times[i] {
				times[i] = n
			}
		}
	}
	return times
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
