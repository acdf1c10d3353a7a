package store

import (
	"context"
	"database/sql"
	"sync"
)

// mostStatements is how many statements of reads are kept: those of a search, and
// of the list, in each of its orders and steps, for some sets of rights.
const mostStatements = 256

// statements are what was asked before. To have SQLite understand the statement
// of a page takes a quarter of the time of the page.
type statements struct {
	mu  sync.Mutex
	all map[string]*sql.Stmt
}

// had is a statement that is kept; nil is none.
func (c *statements) had(text string) *sql.Stmt {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[text]
}

// of is a statement of the pool of reads; nil when there are too many. It needs a
// connection, and is asked for before a transaction begins.
func (c *statements) of(ctx context.Context, pool *sql.DB, text string) (*sql.Stmt, error) {
	c.mu.Lock()
	s, many := c.all[text], len(c.all) >= mostStatements
	c.mu.Unlock()
	if s != nil || many {
		return s, nil
	}
	made, err := pool.PrepareContext(context.WithoutCancel(ctx), text)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.all[text]; s != nil { // another was first
		_ = made.Close()
		return s, nil
	}
	if c.all == nil {
		c.all = map[string]*sql.Stmt{}
	}
	c.all[text] = made
	return made, nil
}
