package store

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errClosed ends the wait for changes of a store that is given back.
var errClosed = errors.New("the store is closed")

// A watch tells shelves of changes, whichever process made them. It tells no
// more than that there may be one: what changed is known by Version, so that
// nothing is missed that happened while nobody listened.
type watch struct {
	mu    sync.Mutex
	news  map[string]chan struct{} // of each reader who waits; closed at the next change
	end   context.CancelFunc       // nil while nobody has waited yet
	ended chan struct{}            // closed when what watches has ended
}

// Changed waits until Version is another than since, and is that. What one
// process does is seen by all others within half a second. The wait ends with
// the context; with an error it is since.
func (s *Shelf) Changed(ctx context.Context, since int64) (int64, error) {
	for {
		// Asked for before the look, so that nothing falls between.
		news, ended := s.db.wait(s.reader.Name)
		v, err := s.Version(ctx)
		if err != nil {
			return since, err
		}
		if v != since {
			return v, nil
		}
		select {
		case <-news:
		case <-ended:
			return since, errClosed
		case <-ctx.Done():
			return since, s.db.wrap(ctx, context.Cause(ctx), "wait for changes")
		}
	}
}

// wait is closed at the next change that a reader may see. The first who waits
// starts the watch.
func (db *DB) wait(reader string) (news, ended <-chan struct{}) {
	w := &db.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.end == nil {
		ctx, end := context.WithCancel(context.Background())
		w.news, w.end, w.ended = map[string]chan struct{}{}, end, make(chan struct{})
		go func() {
			defer close(w.ended)
			db.engine.watch(ctx, db)
		}()
	}
	if w.news[reader] == nil {
		w.news[reader] = make(chan struct{})
	}
	return w.news[reader], w.ended
}

// tell ends the wait of all.
func (w *watch) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, news := range w.news {
		close(news)
	}
	clear(w.news)
}

// tellOne ends the wait of one reader, in whichever sessions.
func (w *watch) tellOne(reader string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if news := w.news[reader]; news != nil {
		close(news)
		delete(w.news, reader)
	}
}

// stop ends the watch; what it holds of the store is free then.
func (w *watch) stop() {
	w.mu.Lock()
	end, ended := w.end, w.ended
	w.mu.Unlock() // what ends may be about to tell
	if end != nil {
		end()
		<-ended
	}
}

// poll asks for a number, and looks whose change it was whenever it is another
// than before, until the context ends. A question without an answer may have
// missed something; a look that sees no tally tells all.
func (w *watch) poll(ctx context.Context, every time.Duration, ask func(context.Context) (int64, error), look func(context.Context) (tally, error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	had, asked := int64(0), false
	var known tally // nil while it is not known whose changes there were
	for {
		n, err := ask(ctx)
		if err != nil || !asked || n != had {
			now, lookErr := look(ctx)
			if ctx.Err() != nil {
				return
			}
			if err = errors.Join(err, lookErr); err != nil {
				now = nil
			}
			w.tellOf(known, now)
			known = now
		}
		had, asked = n, err == nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// A tally is how often each reader's state changed; "" is for the box, which is
// everybody's.
type tally map[string]int64

// tellOf tells those whose count is another than before; all of them when one
// of the two is not known.
func (w *watch) tellOf(before, now tally) {
	if before == nil || now == nil || before[""] != now[""] || len(now) < len(before) {
		w.tell()
		return
	}
	for reader, n := range now {
		if before[reader] != n {
			w.tellOne(reader)
		}
	}
}

// tallied counts the changes of the box and of every reader.
func tallied(ctx context.Context, q querier) (tally, error) {
	rows, err := q.QueryContext(ctx, "SELECT kind, name, count FROM changes")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	t := tally{}
	for rows.Next() {
		var kind, name string
		var n int64
		if err := rows.Scan(&kind, &name, &n); err != nil {
			return nil, err
		}
		switch kind {
		case "box":
			t[""] += n
		case "reader":
			t[name] = n
		}
	}
	return t, rows.Err()
}
