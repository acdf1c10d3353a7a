package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"despatch/briefs"
)

// A list may be narrowed by letters that stand anywhere in what it shows of a
// brief, for which neither database has an index. What lists show of all briefs,
// folded, and what they are ordered by is kept in memory instead: 30 MB for
// 100,000. It is kept by segments, which never change: what was saved since stands
// in a new one. It is read in the background from the first list on that needs it.

// mostKept is how much of it is kept, in bytes of text.
const mostKept = 64 << 20

// A filter is what lists show of the briefs of a store.
type filter struct {
	mu    sync.Mutex
	all   map[int64]*shown // of each segment
	asked []briefs.Order   // in which lists were asked for
	end   context.CancelFunc
	ended chan struct{} // closed when what fills it has ended; nil while nothing does
}

// of gives lanes what lists show of segments, in an order, and reports whether
// all of it is here.
func (f *filter) of(rows []segmentRow, order briefs.Order, lanes []lane) (whole bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range rows {
		x := f.all[r.n]
		if x == nil {
			return false
		}
		lanes[i].x = x
		if in := x.in(order); in != nil {
			if lanes[i].order = *in; lanes[i].order == nil {
				return false
			}
		}
	}
	return true
}

// fill reads what is not here yet, and puts it in order, in the background.
func (f *filter) fill(db *DB, order briefs.Order) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.Contains(f.asked, order) {
		f.asked = append(f.asked, order)
	}
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
				x := had[r.n]
				if x == nil && size > mostKept || x != nil && !f.unsorted(x) {
					continue
				}
				segments, err := db.segments.open(ctx, tx, []segmentRow{r})
				if err != nil {
					return err
				}
				if x == nil {
					if x, err = readShown(ctx, tx, r, segments[0].docs); err != nil || x == nil {
						return err
					}
				}
				f.put(r.n, x, segments[0].docs)
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

// unsorted reports whether a segment lacks an order that was asked for.
func (f *filter) unsorted(x *shown) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.asked, func(order briefs.Order) bool { in := x.in(order); return in != nil && *in == nil })
}

// put puts a segment in the orders that were asked for, and keeps it.
func (f *filter) put(n int64, x *shown, docs []doc) {
	f.mu.Lock()
	asked := slices.Clone(f.asked)
	f.mu.Unlock()
	for _, order := range asked {
		if in := x.in(order); in != nil && *in == nil { // which nobody else writes
			sorted := x.sort(order, docs)
			f.mu.Lock()
			*in = sorted
			f.mu.Unlock()
		}
	}
	f.mu.Lock()
	f.all[n] = x
	f.mu.Unlock()
}
