package store

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
)

// A lookup is one segment as a search looks at it.
type lookup struct {
	read  func(blockRange) ([][]byte, error)
	seg   *segment
	open  bitset             // documents that are up to date and that the reader may read
	known map[string]*listed // phrases that were looked for
}

// A listed is the documents that have a phrase.
type listed struct {
	docs  bitset
	times []byte // of each document, as ranking counts it; nil is once in each
}

// spread is where a term stands: the documents, and of each its places.
type spread struct {
	docs   []int
	times  []int
	ends   []int // of the places of each document
	places []uint32
}

func (s *spread) of(i int) []uint32 {
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.places[from:s.ends[i]]
}

// fits are the documents that have what is needed.
func (l *lookup) fits(n need) (bitset, error) {
	out := slices.Clone(l.open)
	for _, any := range n.all {
		var either bitset
		for _, p := range any {
			has, err := l.phrase(p)
			if err != nil {
				return nil, err
			}
			if either == nil && len(any) > 1 {
				either = newBitset(len(l.seg.docs))
			}
			if len(any) == 1 {
				either = has.docs
				break
			}
			for i, b := range has.docs {
				either[i] |= b
			}
		}
		left := byte(0)
		for i := range out {
			if i >= len(either) {
				out[i] = 0
				continue
			}
			out[i] &= either[i]
			left |= out[i]
		}
		if left == 0 {
			return out, nil
		}
	}
	for _, p := range n.none {
		has, err := l.phrase(p)
		if err != nil {
			return nil, err
		}
		for i := range has.docs {
			out[i] &^= has.docs[i]
		}
	}
	return out, nil
}

// phrase looks for a phrase.
func (l *lookup) phrase(p phrase) (*listed, error) {
	name := strings.Join(p.tokens, " ")
	if p.prefix {
		name += "*"
	}
	if has := l.known[name]; has != nil {
		return has, nil
	}
	var has *listed
	var err error
	if len(p.tokens) == 1 {
		has, err = l.single(p.tokens[0], p.prefix)
	} else {
		has, err = l.sequence(p)
	}
	if err == nil {
		l.known[name] = has
	}
	return has, err
}

// single is the documents that have a token, or one that starts so.
func (l *lookup) single(token string, prefix bool) (*listed, error) {
	has := &listed{docs: newBitset(len(l.seg.docs))}
	err := l.terms(token, prefix, func(e *entry) error {
		list := e.postings()
		for list.next() {
			if list.doc >= len(l.seg.docs) {
				return errIndex
			}
			has.docs.set(list.doc)
			if list.times != 1 && !prefix {
				if has.times == nil {
					has.times = slices.Repeat([]byte{1}, len(l.seg.docs))
				}
				has.times[list.doc] = byte(list.times)
			}
		}
		if list.r.bad {
			return errIndex
		}
		return nil
	})
	return has, err
}

// terms calls f for a term, or for all that start so, in order.
func (l *lookup) terms(token string, prefix bool, f func(*entry) error) error {
	first := max(l.seg.blockOf(token), 0)
	end := first + 1
	for prefix && end < len(l.seg.firsts) && strings.HasPrefix(l.seg.firsts[end], token) {
		end++
	}
	if end = min(end, len(l.seg.firsts)); first >= end {
		return nil
	}
	key := []byte(token)
	const together = 32 // blocks that are read at once
	for from := first; from < end; from += together {
		blocks, err := l.read(blockRange{l.seg.listBlock(from), l.seg.listBlock(min(from+together, end))})
		if err != nil {
			return err
		}
		for i, block := range blocks {
			at := entriesOf(block, l.seg.starts[from+i])
			for at.next() {
				switch c := bytes.Compare(at.term, key); {
				case c < 0:
					continue
				case c == 0 || prefix && bytes.HasPrefix(at.term, key):
					if err := f(&at.entry); err != nil {
						return err
					}
					continue
				}
				break
			}
			if at.r.bad {
				return errIndex
			}
		}
	}
	return nil
}

// sequence is the documents where tokens follow each other.
func (l *lookup) sequence(p phrase) (*listed, error) {
	has := &listed{docs: newBitset(len(l.seg.docs)), times: slices.Repeat([]byte{1}, len(l.seg.docs))}
	var now *spread
	whole := len(p.whole())
	// Which documents have all of the tokens takes a look at their lists alone:
	// where they stand is ten times as much.
	among := slices.Clone(l.open)
	for i, token := range p.tokens {
		if i >= whole {
			break
		}
		one, err := l.phrase(phrase{tokens: []string{token}})
		if err != nil {
			return nil, err
		}
		left := byte(0)
		for k := range among {
			among[k] &= one.docs[k]
			left |= among[k]
		}
		if left == 0 {
			return has, nil
		}
	}
	for i, token := range p.tokens {
		next, err := l.spread(token, i >= whole, among)
		if err != nil {
			return nil, err
		}
		if now == nil {
			now = next
			continue
		}
		if now = follow(now, next, i < whole); len(now.docs) == 0 {
			break
		}
	}
	for i, d := range now.docs {
		has.docs.set(d)
		has.times[d] = byte(min(now.times[i], maxTimes))
	}
	return has, nil
}

// follow is where b stands right behind a: the places of b. It is there as often
// as the rarer of them, where that of b counts.
func follow(a, b *spread, counts bool) *spread {
	out := &spread{}
	for i, k := 0, 0; i < len(a.docs) && k < len(b.docs); {
		if c := cmp.Compare(a.docs[i], b.docs[k]); c != 0 {
			if c < 0 {
				i++
			} else {
				k++
			}
			continue
		}
		was := len(out.places)
		before, behind := a.of(i), b.of(k)
		for x, y := 0, 0; x < len(before) && y < len(behind); {
			switch {
			case before[x]+1 == behind[y]:
				out.places = append(out.places, behind[y])
				x++
				y++
			case before[x]+1 < behind[y]:
				x++
			default:
				y++
			}
		}
		if len(out.places) > was {
			times := a.times[i]
			if counts {
				times = min(times, b.times[k])
			}
			out.docs, out.times, out.ends = append(out.docs, a.docs[i]), append(out.times, times), append(out.ends, len(out.places))
		}
		i++
		k++
	}
	return out
}

// spread is where a token stands, or all that start so, in some documents.
func (l *lookup) spread(token string, prefix bool, among bitset) (*spread, error) {
	out, terms := &spread{}, 0
	err := l.terms(token, prefix, func(e *entry) error {
		terms++
		if e.placed == 0 {
			return nil // it has no order, and is in no phrase
		}
		stream, err := l.stream(e.from, e.placed)
		if err != nil {
			return err
		}
		places := blockReader{in: stream}
		list := e.postings()
		for list.next() {
			if list.doc >= len(l.seg.docs) {
				return errIndex
			}
			_, packed := list.placesOf(&places)
			if !among.has(list.doc) {
				continue
			}
			at := uint32(0)
			for r := (blockReader{in: packed}); r.more(); {
				at += uint32(r.number())
				out.places = append(out.places, at)
			}
			out.docs, out.times, out.ends = append(out.docs, list.doc), append(out.times, list.times), append(out.ends, len(out.places))
		}
		if list.r.bad || places.bad {
			return errIndex
		}
		return nil
	})
	if err == nil && terms > 1 {
		out = out.joined()
	}
	return out, err
}

// joined is a spread of several terms with each document once.
func (s *spread) joined() *spread {
	type place struct {
		doc int
		at  uint32
	}
	var all []place
	for i, d := range s.docs {
		for _, at := range s.of(i) {
			all = append(all, place{d, at})
		}
	}
	slices.SortFunc(all, func(a, b place) int { return cmp.Or(a.doc-b.doc, cmp.Compare(a.at, b.at)) })
	out := &spread{}
	for i, p := range all {
		if i == 0 || p.doc != all[i-1].doc {
			out.docs, out.times, out.ends = append(out.docs, p.doc), append(out.times, 1), append(out.ends, 0)
		}
		out.places = append(out.places, p.at)
		out.ends[len(out.ends)-1] = len(out.places)
	}
	return out
}

// stream is a piece of the places of a segment.
func (l *lookup) stream(from, length int) ([]byte, error) {
	first, end := from/placeBytes, (from+length-1)/placeBytes+1
	blocks, err := l.read(blockRange{l.seg.placeBlock(first), l.seg.placeBlock(end)})
	if err != nil {
		return nil, err
	}
	all := slices.Concat(blocks...)
	from -= first * placeBytes
	if from+length > len(all) {
		return nil, errIndex
	}
	return all[from : from+length], nil
}

// between are the documents whose keys are at least low and below high; 0 is no
// bound.
func (s *segment) between(low, high int64) (from, to int) {
	to = len(s.docs)
	if high > 0 {
		from = sort.Search(to, func(i int) bool { return s.docs[i].key < high })
	}
	if low > 0 {
		to = sort.Search(to, func(i int) bool { return s.docs[i].key < low })
	}
	return from, max(from, to)
}
