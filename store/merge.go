package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// Segments are merged, so that a search has few to look into: when there are fan
// of about one size they become one. A large one is written anew only when most
// of it is out of date. So each document is written twice or three times, and
// whoever waits for the lock meanwhile waits for some 8,000 of them at most.
const (
	fan      = 16
	mostDocs = 8192 // of what a merge makes
	largest  = 3    // the size, as level has it, that is not merged with its like
)

// level is a size: below 16, 256, 4,096, or more.
func level(docs int) (l int) {
	for ; docs >= fan && l < largest; docs /= fan {
		l++
	}
	return l
}

// toMerge are segments that are to become one; none when all is well.
func toMerge(rows []segmentRow) []segmentRow {
	var sizes [largest][]segmentRow
	for _, r := range rows {
		if dead := r.dead.count(); 2*dead > r.docs {
			return []segmentRow{r}
		}
		if l := level(r.docs); l < largest {
			sizes[l] = append(sizes[l], r)
		}
	}
	for _, all := range sizes {
		if len(all) < fan {
			continue
		}
		docs := 0
		for i, r := range all { // the newest, which are next to each other
			if docs += r.docs; docs > mostDocs && i > 1 {
				return all[:i]
			}
		}
		return all
	}
	return nil
}

// tidy merges segments until none have to be, each time in a transaction of its
// own. What was saved before is not touched by its failing.
func (db *DB) tidy(ctx context.Context) error {
	for more := true; more; {
		rows, err := segmentRows(ctx, db.writes)
		if err != nil {
			return err
		}
		if len(toMerge(rows)) == 0 {
			return nil
		}
		err = db.write(ctx, func(tx *sql.Tx) error {
			s := saver{ctx: context.WithoutCancel(ctx), db: db, tx: tx}
			defer s.close()
			var err error
			more, err = s.merge()
			return err
		})
		if err != nil {
			return err
		}
		db.engine.yield(ctx)
	}
	return nil
}

// merge makes one segment of several, where that has to be, and reports whether
// it did.
func (s *saver) merge() (bool, error) {
	rows, err := segmentRows(s.ctx, s.tx)
	if err != nil {
		return false, err
	}
	if rows = toMerge(rows); len(rows) == 0 {
		return false, nil
	}
	return true, s.mergeRows(rows)
}

// mergeRows puts one segment in the place of several; none where all that they
// have is out of date.
func (s *saver) mergeRows(rows []segmentRow) error {
	w, err := s.merged(rows)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := s.exec("DELETE FROM blocks WHERE n >= ? AND n < ?", r.n<<blockBits, (r.n+1)<<blockBits); err != nil {
			return err
		}
		if err := s.exec("DELETE FROM segments WHERE n = ?", r.n); err != nil {
			return err
		}
	}
	if len(w.docs) == 0 {
		return nil
	}
	return s.putSegment(w)
}

// A part is a segment that is merged, at one of its terms.
type part struct {
	lists  [][]byte // blocks that come next
	starts []int
	places []byte
	number []int // of each document in what is made; -1 for one that is out of date
	moves  bool  // all by as many, and stay together
	at     entries
	ended  bool
}

func (p *part) next() {
	for !p.at.next() {
		if p.at.r.bad || len(p.lists) == 0 {
			p.ended = true
			return
		}
		p.at = entriesOf(p.lists[0], p.starts[0])
		p.lists, p.starts = p.lists[1:], p.starts[1:]
	}
}

// merged is the segment that several make together.
func (s *saver) merged(rows []segmentRow) (*segmentWriter, error) {
	all, err := s.db.segments.open(s.ctx, s.tx, rows)
	if err != nil {
		return nil, err
	}
	read, err := s.stmt(selectBlocks)
	if err != nil {
		return nil, err
	}
	w := &segmentWriter{}
	type origin struct{ part, doc int }
	var from []origin
	parts := make([]*part, len(rows))
	for i, r := range rows {
		blocks, err := readBlocks(s.ctx, read, all[i].listBlock(0), (r.n+1)<<blockBits)
		if err != nil {
			return nil, err
		}
		lists := len(all[i].firsts)
		if len(blocks) < lists {
			return nil, errIndex
		}
		p := &part{lists: blocks[:lists], starts: all[i].starts, places: slices.Concat(blocks[lists:]...), number: make([]int, r.docs)}
		parts[i] = p
		for k := range all[i].docs {
			if p.number[k] = -1; !r.dead.has(k) {
				from = append(from, origin{i, k})
			}
		}
		p.next()
	}
	slices.SortFunc(from, func(a, b origin) int { return cmp.Compare(all[b.part].docs[b.doc].key, all[a.part].docs[a.doc].key) })
	for i, o := range from {
		w.docs = append(w.docs, all[o.part].docs[o.doc])
		parts[o.part].number[o.doc] = i
	}
	slices.SortFunc(parts, func(a, b *part) int { return a.number[0] - b.number[0] })
	placed := 0
	for _, p := range parts {
		placed += len(p.places)
	}
	w.places = make([]byte, 0, placed+placed/64)
	for _, p := range parts {
		p.moves = p.number[0] >= 0 && p.number[len(p.number)-1] == p.number[0]+len(p.number)-1
	}
	return w, mergeTerms(w, parts)
}

// moved is a posting on its way from one segment to another.
type moved struct {
	doc, times, many int
	places           []byte
}

func mergeTerms(w *segmentWriter, parts []*part) error {
	var found []moved
	var term []byte
	// Where each part stays together, as it does when files come in the order of
	// their dates, lists are put one behind the other.
	together := !slices.ContainsFunc(parts, func(p *part) bool { return !p.moves })
	for {
		least := -1
		for i, p := range parts {
			if p.at.r.bad {
				return errIndex
			}
			if !p.ended && (least < 0 || bytes.Compare(p.at.term, parts[least].at.term) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		term = append(term[:0], parts[least].at.term...)
		found = found[:0]
		w.begin(string(term))
		for _, p := range parts {
			if p.ended || !bytes.Equal(p.at.term, term) {
				continue
			}
			var err error
			if together {
				err = p.moveAll(w)
			} else {
				found, err = p.move(found)
			}
			if err != nil {
				return err
			}
			p.next()
		}
		if !slices.IsSortedFunc(found, byDoc) {
			slices.SortFunc(found, byDoc)
		}
		for _, m := range found {
			w.add(m.doc, m.times, m.many, m.places)
		}
		w.end()
	}
}

func byDoc(a, b moved) int { return a.doc - b.doc }

// moveAll writes what a part has of the term that it is at, as it is.
func (p *part) moveAll(w *segmentWriter) error {
	if p.at.from+p.at.placed > len(p.places) || !w.addAll(p.number[0], p.at.count, p.at.block[p.at.list:p.at.to], p.places[p.at.from:p.at.from+p.at.placed]) {
		return errIndex
	}
	if w.prior >= p.number[0]+len(p.number) {
		return errIndex // it names a document that the part does not have
	}
	return nil
}

// move takes what a part has of the term that it is at.
func (p *part) move(found []moved) ([]moved, error) {
	if p.at.from+p.at.placed > len(p.places) {
		return nil, errIndex
	}
	places := blockReader{in: p.places[p.at.from : p.at.from+p.at.placed]}
	placed := p.at.placed > 0
	list := p.at.postings()
	for list.next() {
		if list.doc >= len(p.number) {
			return nil, errIndex
		}
		m := moved{doc: p.number[list.doc], times: list.times}
		if placed {
			m.many, m.places = list.placesOf(&places)
		}
		if m.doc >= 0 {
			found = append(found, m)
		}
	}
	if list.r.bad || places.bad {
		return nil, errIndex
	}
	return found, nil
}
