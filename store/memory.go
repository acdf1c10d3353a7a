package store

import (
	"context"
	"sync"

	"despatch/briefs"
)

// A Memory is a shelf of briefs that nobody keeps.
type Memory struct {
	mu     sync.RWMutex
	briefs []*briefs.Brief
}

// NewMemory is an empty shelf.
func NewMemory() *Memory { return &Memory{} }

// Add puts a brief on the shelf as it is.
func (m *Memory) Add(b briefs.Brief) {}

// SetFigures gives a brief the figures and names that were read out of it
// later, by that version of the extraction.
func (m *Memory) SetFigures(id string, figs []briefs.Figure, names []briefs.Name, version int) {}

// List is the heads that fit a query.
func (m *Memory) List(ctx context.Context, q briefs.Query) ([]briefs.Head, error) { return nil, nil }

// Counts sum up the shelf.
func (m *Memory) Counts(ctx context.Context) (briefs.Counts, error) { return briefs.Counts{}, nil }

// Open is one brief, whole.
func (m *Memory) Open(ctx context.Context, id string) (briefs.Brief, error) {
	return briefs.Brief{}, briefs.ErrNotFound
}

// Resolve is the one ID that starts with prefix.
func (m *Memory) Resolve(ctx context.Context, prefix string) (string, error) {
	return "", briefs.ErrNotFound
}

// Find is the briefs that fit a search, best first.
func (m *Memory) Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error) {
	return nil, nil
}

// Series is the same measure in the same unit elsewhere on the shelf.
func (m *Memory) Series(ctx context.Context, f briefs.Figure) (briefs.Series, error) {
	return briefs.Series{}, nil
}

// SetState says what the reader did with a brief.
func (m *Memory) SetState(ctx context.Context, id string, st briefs.State) error { return nil }

// Version changes whenever the shelf changed.
func (m *Memory) Version(ctx context.Context) (int64, error) { return 0, nil }
