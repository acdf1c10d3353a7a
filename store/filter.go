package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"despatch/briefs"
)

// A list is narrowed by letters that may stand anywhere in what it shows of a
// brief, so that neither database has an index for them, and where they are rare
// all briefs had to be looked through for one page. What the list shows of all
// briefs, folded, is kept in memory instead: 20 MB for 100,000. It is kept by
// segments, which never change: what was saved since stands in a new one.
//
// It only says where to look. What it names is compared once more by the
// database, and what is not in memory yet is looked for there alone.
const (
	fewMatches  = 3000     // that are looked at one by one; of more, a page is soon found in its order
	fewByDate   = 20_000   // the same in the order of dates, where those near to the page are enough
	leastToKeep = 2000     // briefs, below which a look at all costs little
	mostKept    = 64 << 20 // bytes
)

// between stands between the texts of two briefs; no cleaned text has it.
const between = "\x01"

// A filter is what lists show of the briefs of a store.
type filter struct {
	mu    sync.Mutex
	all   map[int64]*shown // of each segment
	end   context.CancelFunc
	ended chan struct{} // closed when what fills it has ended; nil while nothing does
}

// shown is what lists show of the documents of a segment.
type shown struct {
	text  string // with between behind each
	ends  []int  // of each in text
	which []int  // of each, the number of the document
}

// A spot is a brief that a narrowed list may have: its number, and its key as
// keyOf has it.
type spot struct{ n, key int64 }

// spots are nil where they are not known.
type spots []spot

// narrowed are the briefs that the list of a query may have; nil where they are
// too many, or not known.
func (s *Shelf) narrowed(ctx context.Context, q briefs.Query) (few spots, err error) {
	words, most := matchWords(q.Match), fewMatches
	if len(words) == 0 {
		return nil, nil
	}
	if q.Order == briefs.ByDate && q.Limit > 0 {
		most = fewByDate
	}
	err = s.db.read(ctx, func(tx *sql.Tx) error {
		few = nil
		rows, err := segmentRows(ctx, tx)
		if err != nil {
			return err
		}
		docs := 0
		for _, r := range rows {
			docs += r.docs
		}
		if docs < leastToKeep {
			return nil
		}
		texts, whole := s.db.filter.of(rows)
		if !whole {
			s.db.filter.fill(s.db)
			return nil
		}
		segments, err := s.db.segments.open(ctx, tx, rows)
		if err != nil {
			return err
		}
		audiences, _, err := s.readable(ctx, tx)
		if err != nil {
			return err
		}
		found, err := s.tagged(ctx, tx, words, most)
		if err != nil {
			return err
		}
		for i, r := range rows {
			found = texts[i].find(found, most, words, func(k int) (spot, bool) {
				d := &segments[i].docs[k]
				return spot{d.brief(), d.key}, !r.dead.has(k) && slices.Contains(audiences, d.audience)
			})
			if len(found) > most {
				return nil
			}
		}
		if few = found; few == nil {
			few = spots{} // none
		}
		return nil
	})
	return few, err
}

// near are those that the page of a query is among, and whether others were left
// out. In the order of dates a day is known of each: the next ones are as many as
// the page may have, and all of the last one's day.
func (few spots) near(q briefs.Query) (ns []int64, cut bool) {
	from := q.After
	back := backwards(q)
	if back {
		from = q.Before
	}
	if few == nil || q.Limit == 0 || q.Order != briefs.ByDate || len(few) <= q.Limit {
		return few.numbers(), false
	}
	day := func(p spot) int64 { return p.key >> keyBits }
	sorted := slices.Clone(few)
	slices.SortFunc(sorted, func(a, b spot) int {
		if back {
			a, b = b, a
		}
		return cmp.Compare(b.key, a.key)
	})
	n, last := 0, int64(-1)
	for _, p := range slices.Compact(sorted) {
		switch {
		case from != nil && (back && day(p) < int64(dayNumber(from.Date)) || !back && day(p) > int64(dayNumber(from.Date))):
			continue // on the pages before
		case n > q.Limit && day(p) != last:
			cut = true
			continue
		default:
			n, last = n+1, day(p)
		}
		ns = append(ns, p.n)
	}
	return ns, cut
}

// numbers are those of the briefs; nil for nil.
func (few spots) numbers() []int64 {
	if few == nil {
		return nil
	}
	ns := make([]int64, len(few))
	for i, p := range few {
		ns[i] = p.n
	}
	return ns
}

// tagged are the briefs that the reader tagged with what has one of the words.
func (s *Shelf) tagged(ctx context.Context, tx *sql.Tx, words []string, most int) (spots, error) {
	var all spots
	for _, tag := range briefs.Tags {
		name := fold(string(tag))
		if name == "" || !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) }) {
			continue
		}
		rows, err := tx.QueryContext(ctx, "SELECT s.brief, b.date FROM states s JOIN briefs b ON b.n = s.brief WHERE s.reader = ? AND s.tag = ? AND s.tag <> '' LIMIT "+strconv.Itoa(most+1), s.reader.Name, string(tag))
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var n, date int64
			if err = rows.Scan(&n, &date); err != nil {
				break
			}
			all = append(all, spot{n, keyOf(dayNumber(timeOf(date)), n)})
		}
		if err = cmp.Or(err, rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// find adds the briefs whose text has all words, as long as they are few.
func (x *shown) find(all spots, most int, words []string, spotOf func(k int) (p spot, up bool)) spots {
	// The longest is the rarest, as a rule.
	first := slices.MaxFunc(words, func(a, b string) int { return len(a) - len(b) })
	for at := 0; len(all) <= most; {
		i := strings.Index(x.text[at:], first)
		if i < 0 {
			break
		}
		k := sort.SearchInts(x.ends, at+i+1)
		from := 0
		if k > 0 {
			from = x.ends[k-1] + len(between)
		}
		text := x.text[from:x.ends[k]]
		at = x.ends[k]
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		if p, up := spotOf(x.which[k]); up {
			all = append(all, p)
		}
	}
	return all
}

// of are the texts of segments, and whether all of them are here.
func (f *filter) of(rows []segmentRow) (texts []*shown, whole bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range rows {
		x := f.all[r.n]
		if x == nil {
			return nil, false
		}
		texts = append(texts, x)
	}
	return texts, true
}

// fill reads what is not here yet, in the background.
func (f *filter) fill(db *DB) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended != nil {
		select {
		case <-f.ended:
		default:
			return // it goes on
		}
	}
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan struct{})
	f.end, f.ended = end, ended
	go func() {
		defer close(ended)
		defer end()
		_ = f.read(ctx, db) // a list says what is wrong with the store
	}()
}

// stop ends what fills it.
func (f *filter) stop() {
	f.mu.Lock()
	end, ended := f.end, f.ended
	f.mu.Unlock()
	if ended != nil {
		end()
		<-ended
	}
}

// read reads what is not here yet, a segment at a time, and drops what was
// merged.
func (f *filter) read(ctx context.Context, db *DB) error {
	for more := true; more; {
		more = false
		err := db.read(ctx, func(tx *sql.Tx) error {
			rows, err := segmentRows(ctx, tx)
			if err != nil {
				return err
			}
			size := 0
			had := f.keep(rows)
			for _, r := range rows {
				if x := had[r.n]; x != nil {
					size += len(x.text)
				}
			}
			for _, r := range rows {
				if had[r.n] != nil || size > mostKept {
					continue
				}
				segments, err := db.segments.open(ctx, tx, []segmentRow{r})
				if err != nil {
					return err
				}
				x, err := readShown(ctx, tx, r, segments[0].docs)
				if err != nil || x == nil {
					return err
				}
				f.mu.Lock()
				f.all[r.n] = x
				f.mu.Unlock()
				more = true
				return nil // the next in a transaction of its own: this one keeps others' space
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keep drops all but what rows have, and is a copy of what is left.
func (f *filter) keep(rows []segmentRow) map[int64]*shown {
	left, had := make(map[int64]*shown, len(rows)), make(map[int64]*shown, len(rows))
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range rows {
		if x := f.all[r.n]; x != nil {
			left[r.n], had[r.n] = x, x
		}
	}
	f.all = left
	return had
}

// readShown reads what lists show of the documents of a segment that are up to
// date; nil where a brief of one is not there.
func readShown(ctx context.Context, tx *sql.Tx, r segmentRow, docs []doc) (*shown, error) {
	var up []int
	for k := range docs {
		if !r.dead.has(k) {
			up = append(up, k)
		}
	}
	slices.SortFunc(up, func(a, b int) int { return int(docs[a].brief() - docs[b].brief()) })
	x := &shown{}
	var text strings.Builder
	for part := range slices.Chunk(up, 1000) {
		ns := make([]int64, len(part))
		for i, k := range part {
			ns[i] = docs[k].brief()
		}
		var keys sql.NullString
		err := tx.QueryRowContext(ctx, "SELECT string_agg(match_key, ? ORDER BY n) FROM briefs WHERE n IN ("+joined(ns)[1:]+")", between).Scan(&keys)
		if err != nil {
			return nil, err
		}
		all := strings.Split(keys.String, between)
		if len(all) != len(part) {
			return nil, nil
		}
		for i, key := range all {
			text.WriteString(key)
			x.ends, x.which = append(x.ends, text.Len()), append(x.which, part[i])
			text.WriteString(between)
		}
	}
	x.text = text.String()
	return x, nil
}

// joined are numbers with a comma before each.
func joined(ns []int64) string {
	var b strings.Builder
	for _, n := range ns {
		b.WriteString("," + strconv.FormatInt(n, 10))
	}
	return b.String()
}
