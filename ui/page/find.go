package page

import (
	"context"

	"despatch/briefs"
)

type visible struct{}

// Find is where the visible text holds a query, in order: across emphasis,
// links and line breaks. Case counts when the query has an upper-case letter.
func (d *Doc) Find(ctx context.Context, query string) []briefs.Span { return nil }
