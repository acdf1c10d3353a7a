package store

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync"
)

// A docTerm is a term of one document.
type docTerm struct {
	token    string
	times    int // as ranking counts it
	many     int // places; 0 where it has no order
	from, to int // of its places among those of the document, packed
}

// A turner turns one document over: what it has is used again for the next.
type turner struct {
	numbers map[string]uint32 // of each token, by when it came first
	which   []uint32          // of each place, the number of its token
	counts  []uint32          // of each token, and then where its places start
	places  []uint32
}

var turners = sync.Pool{New: func() any { return &turner{numbers: map[string]uint32{}} }}

// manyTokens is from where on a map of them is too large to be kept.
const manyTokens = 1 << 14

// turn fills in the terms of a document, in the order in which they come first.
func (d *document) turn() {
	t := turners.Get().(*turner)
	defer func() {
		if len(t.numbers) < manyTokens {
			turners.Put(t)
		}
	}()
	clear(t.numbers)
	t.which, t.counts = t.which[:0], t.counts[:0]
	d.terms = make([]docTerm, 0, len(d.tokens)/24+8)
	for rest := d.tokens; rest != ""; {
		end := strings.IndexByte(rest, ' ')
		token := rest[:end]
		rest = rest[end+1:]
		n, known := t.numbers[token]
		if !known {
			n = uint32(len(d.terms))
			t.numbers[token] = n
			d.terms, t.counts = append(d.terms, docTerm{token: token}), append(t.counts, 0)
		}
		t.counts[n]++
		t.which = append(t.which, n)
	}
	t.places = slices.Grow(t.places[:0], len(t.which))[:len(t.which)]
	at := uint32(0)
	for n, many := range t.counts {
		d.terms[n].many = int(many)
		t.counts[n], at = at, at+many
	}
	for place, n := range t.which {
		t.places[t.counts[n]] = uint32(place)
		t.counts[n]++
	}
	d.places = make([]byte, 0, 2*len(t.which))
	from := 0
	for n := range d.terms {
		e := &d.terms[n]
		places := t.places[from : from+e.many]
		from += e.many
		e.times, e.from = d.times(e.token, places), len(d.places)
		if e.many = 0; ordered(e.token) {
			e.many = len(places)
			prior := uint32(0)
			for _, p := range places {
				d.places = binary.AppendUvarint(d.places, uint64(p-prior))
				prior = p
			}
		}
		e.to = len(d.places)
	}
}

// A gathering is documents turned over together: for each term, which have it.
// It is made before the lock is taken; which documents there are to be is
// decided after.
type gathering struct {
	docs  []*document
	terms []string // in order
	ends  []int    // of each in found
	found []uint64 // a document and the number of the term in it, by term
}

// gather turns documents over together. They are sorted by their terms in two
// passes, of which the first counts.
func gather(docs []*document) *gathering {
	g := &gathering{docs: docs}
	all := 0
	for _, d := range docs {
		if d.terms == nil {
			d.turn()
		}
		all += len(d.terms)
	}
	numbers := make(map[string]uint32, all/6)
	terms, counts := make([]string, 0, all/6), make([]int, 0, all/6)
	which := make([]uint32, 0, all)
	for _, d := range docs {
		for i := range d.terms {
			token := d.terms[i].token
			n, known := numbers[token]
			if !known {
				n = uint32(len(terms))
				numbers[token] = n
				terms, counts = append(terms, token), append(counts, 0)
			}
			counts[n]++
			which = append(which, n)
		}
	}
	order := make([]uint32, len(terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(terms[a], terms[b]) })
	g.terms, g.ends = make([]string, len(terms)), make([]int, len(terms))
	at := 0
	for i, n := range order {
		g.terms[i] = terms[n]
		counts[n], at = at, at+counts[n]
		g.ends[i] = at
	}
	g.found = make([]uint64, all)
	i := 0
	for k, d := range docs {
		for e := range d.terms {
			n := which[i]
			g.found[counts[n]] = uint64(k)<<32 | uint64(e)
			counts[n]++
			i++
		}
	}
	return g
}

// segment makes a segment of the documents: docs has them in the order of the
// segment, and number says which each is there; -1 for one that is left out.
func (g *gathering) segment(docs []doc, number []int) *segmentWriter {
	w := &segmentWriter{docs: docs}
	rises, last := true, -1 // the numbers that are used
	for _, n := range number {
		if n >= 0 {
			rises, last = rises && n > last, n
		}
	}
	from := 0
	for t, term := range g.terms {
		found := g.found[from:g.ends[t]]
		from = g.ends[t]
		if term == gap {
			continue
		}
		if !rises {
			slices.SortFunc(found, func(a, b uint64) int { return number[a>>32] - number[b>>32] })
		}
		w.begin(term)
		for _, f := range found {
			if n := number[f>>32]; n >= 0 {
				d := g.docs[f>>32]
				e := &d.terms[uint32(f)]
				w.add(n, e.times, e.many, d.places[e.from:e.to])
			}
		}
		w.end()
	}
	return w
}
