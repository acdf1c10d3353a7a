package store

import (
	"cmp"
	"context"
	"database/sql"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// A bitset is one bit for each document of a segment.
type bitset []byte

func (b bitset) has(i int) bool { return i>>3 < len(b) && b[i>>3]&(1<<(i&7)) != 0 }
func (b bitset) set(i int)      { b[i>>3] |= 1 << (i & 7) }

func (b bitset) count() (n int) {
	for _, c := range b {
		n += bits.OnesCount8(c)
	}
	return n
}

func newBitset(n int) bitset { return make(bitset, (n+7)/8) }

// A segmentRow is what is kept of a segment beside its blocks.
type segmentRow struct {
	n      int64
	docs   int
	newest int64  // the highest key
	dead   bitset // documents that are out of date; empty where none are
}

func segmentRows(ctx context.Context, from querier) ([]segmentRow, error) {
	rows, err := from.QueryContext(ctx, "SELECT n, docs, newest, dead FROM segments ORDER BY newest DESC, n DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []segmentRow
	for rows.Next() {
		var r segmentRow
		var dead []byte
		if err := rows.Scan(&r.n, &r.docs, &r.newest, &dead); err != nil {
			return nil, err
		}
		r.dead = dead
		all = append(all, r)
	}
	return all, rows.Err()
}

// segments are those of a store that were read so far. Numbers are never used
// again, so that none goes out of date.
type segments struct {
	mu  sync.Mutex
	all map[int64]*segment
}

// open are the segments of rows.
func (c *segments) open(ctx context.Context, from querier, rows []segmentRow) ([]*segment, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[int64]*segment{}
	}
	all := make([]*segment, len(rows))
	for i, r := range rows {
		if c.all[r.n] == nil {
			head, err := readBlock(ctx, from, r.n<<blockBits)
			if err != nil {
				return nil, err
			}
			s, err := readSegment(r.n, head)
			if err != nil {
				return nil, err
			}
			c.all[r.n] = s
		}
		if all[i] = c.all[r.n]; len(all[i].docs) != r.docs {
			return nil, errIndex
		}
	}
	return all, nil
}

// forget drops what is none of rows, which are all segments: what was merged.
func (c *segments) forget(rows []segmentRow) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) <= len(rows)+fan {
		return
	}
	had := c.all
	c.all = make(map[int64]*segment, len(rows))
	for _, r := range rows {
		if s := had[r.n]; s != nil {
			c.all[r.n] = s
		}
	}
}

func readBlock(ctx context.Context, from querier, n int64) (data []byte, err error) {
	err = from.QueryRowContext(ctx, "SELECT data FROM blocks WHERE n = ?", n).Scan(&data)
	return data, err
}

// selectBlocks are blocks that follow each other.
const selectBlocks = "SELECT data FROM blocks WHERE n >= ? AND n < ? ORDER BY n"

func readBlocks(ctx context.Context, from *sql.Stmt, first, end int64) ([][]byte, error) {
	rows, err := from.QueryContext(ctx, first, end)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all [][]byte
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, rows.Err()
}

// unfound is a brief that was saved and is not in the index yet.
type unfound struct {
	n, key   int64
	had      bool // something of it is in the index
	audience int64
	document *document
	at       int // its number in the gathering
}

// index puts what was saved into the index, as one segment.
func (s *saver) index() error {
	last := map[int64]int{} // of each brief, when one was saved twice
	gone := map[int64]bool{}
	for i, u := range s.unfound {
		if before, twice := last[u.n]; twice {
			s.unfound[before].document = nil
		}
		last[u.n] = i
		if u.had {
			gone[u.n] = true
		}
	}
	if err := s.unindex(gone); err != nil {
		return err
	}
	s.unfound = slices.DeleteFunc(s.unfound, func(u unfound) bool { return u.document == nil })
	if len(s.unfound) == 0 {
		return nil
	}
	g := s.gathered
	if g == nil {
		var documents []*document
		for i := range s.unfound {
			s.unfound[i].at = i
			documents = append(documents, s.unfound[i].document)
		}
		g = gather(documents)
	}
	slices.SortFunc(s.unfound, func(a, b unfound) int { return cmp.Compare(b.key, a.key) })
	number := make([]int, len(g.docs))
	for i := range number {
		number[i] = -1
	}
	docs := make([]doc, len(s.unfound))
	for i, u := range s.unfound {
		docs[i] = doc{key: u.key, audience: u.audience, units: u.document.units}
		number[u.at] = i
	}
	s.unfound = s.unfound[:0]
	return s.putSegment(g.segment(docs, number))
}

// blockRows is how many blocks are inserted at once.
const blockRows = 8

var (
	insertBlock  = "INSERT INTO blocks (n, data) VALUES (?, ?)"
	insertBlocks = insertBlock + strings.Repeat(", (?, ?)", blockRows-1)
)

// putSegment puts a segment into the store.
func (s *saver) putSegment(w *segmentWriter) error {
	var n int64
	err := s.one("INSERT INTO segments (docs, newest, dead) VALUES (?, ?, ?) RETURNING n", []any{len(w.docs), w.docs[0].key, []byte{}}, &n)
	if err != nil {
		return err
	}
	blocks := w.blocks()
	for i := 0; i < len(blocks); {
		rows, statement := 1, insertBlock
		if len(blocks)-i >= blockRows {
			rows, statement = blockRows, insertBlocks
		}
		var args []any
		for k := range rows {
			args = append(args, n<<blockBits|int64(i+k), blocks[i+k])
		}
		if err := s.exec(statement, args...); err != nil {
			return err
		}
		i += rows
	}
	return nil
}

// unindex marks what the index has of briefs as out of date.
func (s *saver) unindex(briefs map[int64]bool) error {
	if len(briefs) == 0 {
		return nil
	}
	rows, err := segmentRows(s.ctx, s.tx)
	if err != nil {
		return err
	}
	all, err := s.db.segments.open(s.ctx, s.tx, rows)
	if err != nil {
		return err
	}
	for i, r := range rows {
		changed := false
		for k := range all[i].docs {
			if !briefs[all[i].docs[k].brief()] || r.dead.has(k) {
				continue
			}
			if len(r.dead) == 0 {
				r.dead = newBitset(r.docs)
			}
			r.dead.set(k)
			changed = true
		}
		if !changed {
			continue
		}
		if err := s.exec("UPDATE segments SET dead = ? WHERE n = ?", []byte(r.dead), r.n); err != nil {
			return err
		}
	}
	return nil
}
