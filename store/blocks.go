package store

import (
	"context"
	"database/sql"
	"sync"
)

// keptBlocks bounds the bytes of blocks that are kept, twice: of those that were
// asked for since the last change of generation, and of those before.
const keptBlocks = 8 << 20

// blockRange is blocks that follow each other in one segment: from the first to
// the one before the end.
type blockRange struct{ first, end int64 }

// blocks are those that searches read last: who searches does so again, with
// another word more. A block never changes, and numbers are never used again, so
// that none goes out of date. What comes out of it is only read.
type blocks struct {
	mu         sync.Mutex
	young, old map[blockRange][][]byte
	size       int // bytes in young
}

// of are the blocks of a range, by the statement where they are not here.
func (c *blocks) of(ctx context.Context, from *sql.Stmt, at blockRange) ([][]byte, error) {
	c.mu.Lock()
	all, young := c.young[at]
	if !young {
		all = c.old[at]
	}
	c.mu.Unlock()
	if young {
		return all, nil
	}
	if all == nil {
		var err error
		if all, err = readBlocks(ctx, from, at.first, at.end); err != nil {
			return nil, err
		}
	}
	c.keep(at, all)
	return all, nil
}

func (c *blocks) keep(at blockRange, all [][]byte) {
	size := 0
	for _, b := range all {
		size += len(b)
	}
	if size > keptBlocks/4 {
		return // one word does not drive out all others
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size+size > keptBlocks {
		c.young, c.old, c.size = nil, c.young, 0
	}
	if c.young == nil {
		c.young = map[blockRange][][]byte{}
	}
	if _, here := c.young[at]; !here {
		c.young[at] = all
		c.size += size
	}
}
