package store

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync"

	"despatch/briefs"
)

// A stateQueue writes the states of many readers together. What comes while the
// lock is waited for is written in the same transaction: readers wait for the
// lock and for the disk, not for the work.
type stateQueue struct {
	mu      sync.Mutex
	waiting []*setting
	writing bool
}

// A setting is a state on its way into the store.
type setting struct {
	shelf *Shelf
	id    string
	state briefs.State
	err   error
	done  chan error // takes one
}

// put writes a state, and returns when it is in the store. One whose context
// ends meanwhile may still be written.
func (q *stateQueue) put(ctx context.Context, s *setting) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.done = make(chan error, 1)
	q.mu.Lock()
	q.waiting = append(q.waiting, s)
	if !q.writing {
		q.writing = true
		go q.write(context.WithoutCancel(ctx), s.shelf.db)
	}
	q.mu.Unlock()
	select {
	case err := <-s.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write writes until nothing waits.
func (q *stateQueue) write(ctx context.Context, db *DB) {
	for {
		var taken []*setting
		err := db.write(ctx, func(tx *sql.Tx) error {
			taken = append(taken, q.take()...)
			return apply(ctx, tx, taken)
		})
		if len(taken) == 0 {
			taken = q.take() // there was no lock for them
		}
		for _, s := range taken {
			if err != nil && len(taken) > 1 {
				// What is wrong with one is not wrong with all.
				s.err = db.write(ctx, func(tx *sql.Tx) error { return apply(ctx, tx, []*setting{s}) })
			} else if err != nil {
				s.err = err
			}
			s.done <- s.err
		}
		q.mu.Lock()
		if q.writing = len(q.waiting) > 0; !q.writing {
			q.mu.Unlock()
			return
		}
		q.mu.Unlock()
	}
}

func (q *stateQueue) take() []*setting {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.waiting
	q.waiting = nil
	return taken
}

// apply puts states into a transaction. A brief that is not on its shelf is the
// error of that setting alone.
func apply(ctx context.Context, tx *sql.Tx, all []*setting) error {
	f := flips{}
	for _, s := range all {
		s.err = s.shelf.setState(ctx, tx, f, s.id, s.state)
		if s.err != nil && !errors.Is(s.err, briefs.ErrNotFound) {
			return s.err
		}
	}
	return f.write(ctx, tx)
}

// searchSlots is how many searches run at once: some take long, and whoever
// opens a brief meanwhile needs a core and a connection.
func searchSlots() chan struct{} { return make(chan struct{}, max(runtime.GOMAXPROCS(0)/2, 1)) }

// searchTurn waits until another search may run; done says that it has.
func (db *DB) searchTurn(ctx context.Context) (done func(), err error) {
	select {
	case db.searches <- struct{}{}:
		return func() { <-db.searches }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
