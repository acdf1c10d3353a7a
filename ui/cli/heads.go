package cli

import (
	"context"
	"iter"

	"despatch/briefs"
)

// headsAtOnce is how many heads are fetched from the box at a time.
const headsAtOnce = 500

// heads are the heads that q asks for, fetched in parts, so that a large box
// does not have to be held. An error is the last that is yielded.
func heads(ctx context.Context, box Box, q briefs.Query) iter.Seq2[*briefs.Head, error] {
	return func(yield func(*briefs.Head, error) bool) {
		left := q.Limit
		for {
			q.Limit = headsAtOnce
			if left > 0 {
				q.Limit = min(left, headsAtOnce)
			}
			part, err := box.List(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range part {
				if !yield(&part[i], nil) {
					return
				}
			}
			if left -= len(part); len(part) < q.Limit || left == 0 {
				return
			}
			q.After = new(part[len(part)-1])
		}
	}
}
