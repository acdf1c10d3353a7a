package store

import (
	"context"
	"database/sql"
	"hash/maphash"
	"sync"
)

// When so many were asked for, all that a table has are read at once, unless it
// has more than are worth the memory.
const (
	rollFrom = 2048
	rollMost = 1 << 20
)

// A roll is the keys that a table has. An import asks of each file whether it is
// there, and of most it is not: a twentieth of its time went to asking the
// database. What another process adds is missing here; it is found when it is
// saved, and read for nothing until then.
type roll struct {
	mu    sync.Mutex
	asked int
	seed  maphash.Seed
	all   map[uint64]struct{} // nil while there is none
}

// lacks reports whether a key is surely not in the table, but for what others
// added. The first times it does not know. The query selects all keys.
func (r *roll) lacks(ctx context.Context, pool *sql.DB, query, key string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asked++; r.asked == rollFrom {
		if err := r.read(ctx, pool, query); err != nil {
			return false, err
		}
	}
	if r.all == nil {
		return false, nil
	}
	_, has := r.all[maphash.String(r.seed, key)]
	return !has, nil
}

func (r *roll) read(ctx context.Context, pool *sql.DB, query string) error {
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	all, seed := map[uint64]struct{}{}, maphash.MakeSeed()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return err
		}
		if all[maphash.String(seed, key)] = struct{}{}; len(all) > rollMost {
			return nil
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	r.all, r.seed = all, seed
	return nil
}

// add puts in what was added to the table.
func (r *roll) add(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		return
	}
	if r.all[maphash.String(r.seed, key)] = struct{}{}; len(r.all) > rollMost {
		r.all = nil
	}
}
