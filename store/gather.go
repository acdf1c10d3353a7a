package store

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
)

// A docTerm is a term of one document. There are some six hundred in each, and no
// pointers in them.
type docTerm struct {
	hash  uint32
	at    uint32 // in the tokens of the document, where it stands first
	from  uint32 // where its places start, packed; they end where the next start
	many  uint32 // places; 0 where it has no order
	size  uint16 // bytes
	times uint8  // as ranking counts it
}

func (d *document) term(i int) string {
	t := &d.terms[i]
	return d.tokens[t.at : t.at+uint32(t.size)]
}

// placesOf are the places of a term, packed.
func (d *document) placesOf(i int) []byte {
	from := d.terms[i].from
	if i+1 < len(d.terms) {
		return d.places[from:d.terms[i+1].from]
	}
	return d.places[from:]
}

// A turner turns one document over: what it has is used again for the next.
type turner struct {
	numbering
	which  []uint32 // of each place, the number of its token
	counts []uint32 // of each token, and then where its places start
	places []uint32
	terms  []docTerm // and what becomes of them, which the document gets at its size
	packed []byte
}

var turners = sync.Pool{New: func() any { return &turner{} }}

// turn fills in the terms of a document, in the order in which they come first.
func (d *document) turn() {
	t := turners.Get().(*turner)
	defer turners.Put(t)
	t.reset(len(d.tokens) / 16)
	t.which, t.counts, t.terms, t.packed = t.which[:0], t.counts[:0], t.terms[:0], t.packed[:0]
	for at := 0; at < len(d.tokens); {
		size := strings.IndexByte(d.tokens[at:], ' ')
		token := d.tokens[at : at+size]
		hash := hashOf(token)
		n := t.number(token, hash)
		if n == len(t.terms) {
			t.terms, t.counts = append(t.terms, docTerm{hash: hash, at: uint32(at), size: uint16(size)}), append(t.counts, 0)
		}
		at += size + 1
		t.counts[n]++
		t.which = append(t.which, uint32(n))
	}
	t.places = slices.Grow(t.places[:0], len(t.which))[:len(t.which)]
	at := uint32(0)
	for n, many := range t.counts {
		t.terms[n].many = many
		t.counts[n], at = at, at+many
	}
	for place, n := range t.which {
		t.places[t.counts[n]] = uint32(place)
		t.counts[n]++
	}
	from := uint32(0)
	for n := range t.terms {
		e := &t.terms[n]
		places := t.places[from : from+e.many]
		from += e.many
		token := d.tokens[e.at : e.at+uint32(e.size)]
		e.times, e.from = uint8(d.times(token, places)), uint32(len(t.packed))
		if !ordered(token) {
			e.many = 0
			places = nil
		}
		prior := uint32(0)
		for _, p := range places {
			t.packed = binary.AppendUvarint(t.packed, uint64(p-prior))
			prior = p
		}
	}
	d.terms, d.places = slices.Clone(t.terms), slices.Clone(t.packed)
}

// A gathering is documents turned over together: for each term, which have it.
// It is made before the lock is taken; which documents there are to be is
// decided after.
type gathering struct {
	docs   []*document
	terms  []string // in order
	ends   []int    // of each in found
	found  []uint64 // as foundIn has it, by term
	placed int      // bytes of places
}

// What is found is a document and the number of the term in it, or, where the
// term stands there once, its place at once, packed in up to three bytes: that is
// most, and to look it up would cost more than all else.
const (
	foundOnce  = 1 << 31
	foundBytes = 24 // where the number of those bytes is
)

func foundIn(doc, term int, d *document) uint64 {
	f := uint64(doc) << 32
	e := &d.terms[term]
	if e.many != 1 || e.times != 1 {
		return f | uint64(term)
	}
	places := d.placesOf(term)
	if len(places) > 3 {
		return f | uint64(term)
	}
	f |= foundOnce | uint64(len(places))<<foundBytes
	for i, b := range places {
		f |= uint64(b) << (8 * i)
	}
	return f
}

// A gatherer is what gathering needs and gives back.
type gatherer struct {
	numbering
	counts []int    // of each term, and then where what is found of it goes
	which  []uint32 // of each term of each document, its number
}

var gatherers = sync.Pool{New: func() any { return &gatherer{} }}

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
		g.placed += len(d.places)
	}
	w := gatherers.Get().(*gatherer)
	defer func() {
		clear(w.tokens) // so that nothing holds their documents
		w.tokens = w.tokens[:0]
		gatherers.Put(w)
	}()
	n := &w.numbering
	n.reset(all/8 + 16)
	counts, which := w.counts[:0], slices.Grow(w.which[:0], all)
	for _, d := range docs {
		for i := range d.terms {
			k := n.number(d.term(i), d.terms[i].hash)
			if k == len(counts) {
				counts = append(counts, 0)
			}
			counts[k]++
			which = append(which, uint32(k))
		}
	}
	w.counts, w.which = counts, which
	order := inOrderOf(n.tokens)
	g.terms, g.ends = make([]string, len(order)), make([]int, len(order))
	at := 0
	for i, k := range order {
		g.terms[i] = n.tokens[k]
		counts[k], at = at, at+counts[k]
		g.ends[i] = at
	}
	g.found = make([]uint64, all)
	i := 0
	for k, d := range docs {
		for e := range d.terms {
			n := which[i]
			g.found[counts[n]] = foundIn(k, e, d)
			counts[n]++
			i++
		}
	}
	return g
}

// inOrderOf are the numbers of tokens in the order of the tokens. Most are
// told apart by their first eight bytes, which are compared as one number.
func inOrderOf(tokens []string) []uint32 {
	type start struct {
		first uint64
		n     uint32
	}
	starts := make([]start, len(tokens))
	for i, t := range tokens {
		var first [8]byte
		copy(first[:], t)
		starts[i] = start{binary.BigEndian.Uint64(first[:]), uint32(i)}
	}
	slices.SortFunc(starts, func(a, b start) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return strings.Compare(tokens[a.n], tokens[b.n])
	})
	order := make([]uint32, len(tokens))
	for i, s := range starts {
		order[i] = s.n
	}
	return order
}

// segment makes a segment of the documents: docs has them in the order of the
// segment, and number says which each is there; -1 for one that is left out.
func (g *gathering) segment(docs []doc, number []int) *segmentWriter {
	w := &segmentWriter{docs: docs, places: make([]byte, 0, g.placed+len(g.terms))}
	rises, last := true, -1 // the numbers that are used
	for _, n := range number {
		if n >= 0 {
			rises, last = rises && n > last, n
		}
	}
	falls := !rises && fall(number)
	from := 0
	for t, term := range g.terms {
		found := g.found[from:g.ends[t]]
		from = g.ends[t]
		switch {
		case term == gap:
			continue
		case falls:
			slices.Reverse(found)
		case !rises:
			slices.SortFunc(found, func(a, b uint64) int { return number[a>>32] - number[b>>32] })
		}
		w.begin(term)
		for _, f := range found {
			n := number[f>>32]
			if n < 0 {
				continue
			}
			if f&foundOnce != 0 {
				w.places3[0], w.places3[1], w.places3[2] = byte(f), byte(f>>8), byte(f>>16)
				w.add(n, 1, 1, w.places3[:f>>foundBytes&3])
				continue
			}
			d := g.docs[f>>32]
			e := &d.terms[uint32(f)]
			w.add(n, int(e.times), int(e.many), d.placesOf(int(uint32(f))))
		}
		w.end()
		if falls { // as it was, should it be made again
			slices.Reverse(found)
		}
	}
	return w
}

// fall reports whether the numbers that are used are each lower than the one
// before: files come oldest first, and a segment has the newest first.
func fall(number []int) bool {
	last := len(number)
	for _, n := range number {
		if n >= 0 {
			if n > last {
				return false
			}
			last = n
		}
	}
	return true
}
