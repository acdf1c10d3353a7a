package store

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
)

// The index is ours, and the same in both databases: what they have of their own
// costs more to write than all else of an import. It is made of segments, each
// of the documents of one batch, or of several that were merged. A segment never
// changes, but for which of its documents are out of date. It is kept as blocks
// of bytes (all numbers are varints):
//
//   - the first holds the documents, newest first, and the first term of each
//     block of lists;
//   - lists have each term in order, with what it shares with the term before,
//     the documents that have it, and how often as ranking counts it;
//   - places have where each term stands in each of those documents, for phrases,
//     in one stream that is cut anywhere.
const (
	listBytes  = 4 << 10  // of a block of lists, and then to the end of its term
	placeBytes = 16 << 10 // of a block of places
	blockBits  = 20       // of the number of a block in its segment
)

// A doc is a document in a segment.
type doc struct {
	key      int64 // as keyOf has it
	audience int64
	units    int
}

func (d *doc) brief() int64 { return d.key & (1<<keyBits - 1) }

// A segment is what is kept in memory of one.
type segment struct {
	n      int64
	docs   []doc    // newest first; a document is named by its number there
	firsts []string // the first term of each block of lists
	starts []int    // where the places of that term start
}

func (s *segment) block(i int) int64 { return s.n<<blockBits | int64(i) }

// listBlock is the number of a block of lists, placeBlock of one of places.
func (s *segment) listBlock(i int) int64  { return s.block(1 + i) }
func (s *segment) placeBlock(i int) int64 { return s.block(1 + len(s.firsts) + i) }

// blockOf is the block of lists that a term is in, or would be; -1 for none.
func (s *segment) blockOf(term string) int {
	return sort.Search(len(s.firsts), func(i int) bool { return s.firsts[i] > term }) - 1
}

// A segmentWriter makes a segment. Terms come in order, and of each its
// documents.
type segmentWriter struct {
	docs   []doc
	lists  [][]byte
	firsts []string
	starts []int
	places []byte

	open    []byte // the block of lists that is not full yet
	places3 [3]byte
	last    string // the term before in it
	term    string
	count   int // documents of the term
	prior   int // the document before
	list    []byte
	from    int // where the places of the term start
}

func (w *segmentWriter) begin(term string) {
	w.term, w.count, w.prior, w.list, w.from = term, 0, 0, w.list[:0], len(w.places)
}

// add adds a document to the term, which stands there so many times, and at as
// many places as are written in places; none where it has no order.
func (w *segmentWriter) add(doc, times, many int, places []byte) {
	delta := uint64(doc-w.prior) << 1
	w.prior = doc
	w.count++
	if times == 1 && many <= 1 && delta < 0x80 {
		w.list = append(w.list, byte(delta))
		w.places = append(w.places, places...)
		return
	}
	if times != 1 || many > 1 {
		w.list = append(binary.AppendUvarint(w.list, delta|1), byte(times))
		if many > 0 {
			w.places = binary.AppendUvarint(w.places, uint64(many))
		}
	} else {
		w.list = binary.AppendUvarint(w.list, delta)
	}
	w.places = append(w.places, places...)
}

// addAll adds documents that a segment has as a list, each numbered so many
// higher than there, with all their places.
func (w *segmentWriter) addAll(higher, count int, list, places []byte) (ok bool) {
	r := blockReader{in: list}
	first := r.number()
	last := postingsOf(list).last()
	if r.bad || last < 0 {
		return false
	}
	w.list = binary.AppendUvarint(w.list, uint64(first>>1+higher-w.prior)<<1|uint64(first&1))
	w.list = append(w.list, list[r.at:]...)
	w.places = append(w.places, places...)
	w.prior = last + higher
	w.count += count
	return true
}

func (w *segmentWriter) end() {
	if w.count == 0 {
		return
	}
	if len(w.open) == 0 {
		w.firsts, w.starts, w.last = append(w.firsts, w.term), append(w.starts, w.from), ""
	}
	shared := 0
	for shared < len(w.last) && shared < len(w.term) && w.last[shared] == w.term[shared] {
		shared++
	}
	w.open = binary.AppendUvarint(w.open, uint64(shared))
	w.open = binary.AppendUvarint(w.open, uint64(len(w.term)-shared))
	w.open = append(w.open, w.term[shared:]...)
	w.open = binary.AppendUvarint(w.open, uint64(w.count))
	w.open = binary.AppendUvarint(w.open, uint64(len(w.list)))
	w.open = binary.AppendUvarint(w.open, uint64(len(w.places)-w.from))
	w.open = append(w.open, w.list...)
	w.last = w.term
	if len(w.open) >= listBytes {
		w.lists, w.open = append(w.lists, w.open), make([]byte, 0, listBytes+listBytes/4)
	}
}

// blocks are the segment as it is kept.
func (w *segmentWriter) blocks() [][]byte {
	if len(w.open) > 0 {
		w.lists, w.open = append(w.lists, w.open), nil
	}
	head := binary.AppendUvarint(nil, uint64(len(w.docs)))
	var last doc
	for _, d := range w.docs {
		head = binary.AppendVarint(head, last.key>>keyBits-d.key>>keyBits)
		head = binary.AppendVarint(head, d.brief()-last.brief())
		head = binary.AppendUvarint(head, uint64(d.units))
		head = binary.AppendUvarint(head, uint64(d.audience))
		last = d
	}
	head = binary.AppendUvarint(head, uint64(len(w.firsts)))
	for i, first := range w.firsts {
		head = append(binary.AppendUvarint(head, uint64(len(first))), first...)
		head = binary.AppendUvarint(head, uint64(w.starts[i]))
	}
	all := append([][]byte{head}, w.lists...)
	for chunk := range slices.Chunk(w.places, placeBytes) {
		all = append(all, chunk)
	}
	return all
}

// A blockReader reads a block of ours. What does not fit makes it bad, and then
// there is no more of it.
type blockReader struct {
	in  []byte
	at  int // no slice that is cut: pointers that change keep the collector busy
	bad bool
}

func (r *blockReader) more() bool { return r.at < len(r.in) }

func (r *blockReader) fail() { r.bad, r.at = true, len(r.in) }

func (r *blockReader) number() int {
	if r.at < len(r.in) && r.in[r.at] < 0x80 {
		r.at++
		return int(r.in[r.at-1])
	}
	n, k := binary.Uvarint(r.in[r.at:])
	if k <= 0 || n > 1<<62 {
		r.fail()
		return 0
	}
	r.at += k
	return int(n)
}

func (r *blockReader) signed() int64 {
	n, k := binary.Varint(r.in[r.at:])
	if k <= 0 {
		r.fail()
		return 0
	}
	r.at += k
	return n
}

func (r *blockReader) bytes(n int) []byte {
	if n > len(r.in)-r.at {
		r.fail()
		return nil
	}
	r.at += n
	return r.in[r.at-n : r.at]
}

var errIndex = fmt.Errorf("%w: the index is not as it was kept", ErrDamaged)

// readSegment reads the first block of a segment.
func readSegment(n int64, head []byte) (*segment, error) {
	r, s := blockReader{in: head}, &segment{n: n}
	count := r.number()
	if count > len(head) {
		return nil, errIndex
	}
	s.docs = make([]doc, count)
	var day, brief int64
	for i := range s.docs {
		day -= r.signed()
		brief += r.signed()
		s.docs[i] = doc{units: r.number(), audience: int64(r.number()), key: keyOf(int(day), brief)}
	}
	for range r.number() {
		s.firsts = append(s.firsts, string(r.bytes(r.number())))
		s.starts = append(s.starts, r.number())
		if r.bad {
			break
		}
	}
	if r.bad {
		return nil, errIndex
	}
	return s, nil
}

// An entry is a term in a block of lists.
type entry struct {
	term     []byte
	count    int // documents
	block    []byte
	list, to int // where its documents are in the block
	from     int // where its places start in the stream
	placed   int // and how many bytes of them there are
}

// entries reads a block of lists.
type entries struct {
	r blockReader
	entry
}

// entriesOf reads a block of lists whose places start somewhere.
func entriesOf(block []byte, start int) entries {
	return entries{r: blockReader{in: block}, entry: entry{block: block, from: start}}
}

// next moves to the next term and reports whether there is one.
func (e *entries) next() bool {
	if !e.r.more() {
		return false
	}
	shared := e.r.number()
	rest := e.r.bytes(e.r.number())
	if shared > len(e.term) {
		e.r.fail()
		return false
	}
	e.term = append(e.term[:shared], rest...)
	e.from += e.placed
	e.count = e.r.number()
	length := e.r.number()
	e.placed = e.r.number()
	if length > len(e.block)-e.r.at {
		e.r.fail()
		return false
	}
	e.list, e.to = e.r.at, e.r.at+length
	e.r.at = e.to
	return !e.r.bad
}

// last is the last document of a list; -1 where the list is bad. Most documents
// are one byte, which says how many are between.
func (p postings) last() int {
	for {
		for p.r.at < len(p.r.in) && p.r.in[p.r.at]&0x81 == 0 {
			p.doc += int(p.r.in[p.r.at] >> 1)
			p.r.at++
		}
		if !p.next() {
			break
		}
	}
	if p.r.bad {
		return -1
	}
	return p.doc
}

// A posting is a document that has a term.
type posting struct {
	doc, times int
	more       bool // the number of its places is written
}

// postings reads the documents of a term.
type postings struct {
	r blockReader
	posting
}

func postingsOf(list []byte) postings { return postings{r: blockReader{in: list}} }

func (e *entry) postings() postings { return postingsOf(e.block[e.list:e.to]) }

func (p *postings) next() bool {
	if !p.r.more() {
		return false
	}
	n := p.r.number()
	p.doc += n >> 1
	p.more, p.times = n&1 == 1, 1
	if p.more {
		if b := p.r.bytes(1); b != nil {
			p.times = int(b[0])
		}
	}
	return !p.r.bad
}

// placesOf passes over the places of a posting in the stream, and is their
// number and bytes, which hold what each is more than the one before.
func (p *posting) placesOf(r *blockReader) (many int, places []byte) {
	many = 1
	if p.more {
		many = r.number()
	}
	from := r.at
	for range many {
		r.number()
		if r.bad {
			return 0, nil
		}
	}
	return many, r.in[from:r.at]
}
