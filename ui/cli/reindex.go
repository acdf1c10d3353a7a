package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

func (r *run) reindexCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "reindex",
		Short:   "Read the figures of older briefings again",
		Long:    "reindex reads figures and names again where an older despatch read them. What was read and marked stays. --all reads those of every briefing again.",
		Example: "despatch reindex",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("despatch reindex goes through the whole box", "reindex takes no %s", quoted(args[0]))
			}
			all, _ := c.Flags().GetBool("all")
			return r.reindex(ctx, all)
		}),
	}
	c.Flags().Bool("all", false, "those of every briefing")
	return c
}

// reindex annotates again what an older engine annotated. A brief is saved
// whole before the next is opened, so it may be stopped at any time.
func (r *run) reindex(ctx context.Context, all bool) error {
	s, _, err := r.openBox(ctx)
	if err != nil {
		return err
	}
	box, err := s.Keep(ctx)
	if err != nil {
		return err
	}
	counts, err := box.Counts(ctx)
	if err != nil {
		return err
	}
	p := newProgress(r.term)
	p.noun = "briefing"
	defer p.end()
	p.total.Store(int64(counts.All))
	n, seen := 0, 0
	for h, err := range heads(ctx, box, briefs.Query{}) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		seen++
		id := h.ID
		_, version, err := s.Hash(ctx, id)
		if err != nil {
			return err
		}
		p.step()
		if version == r.program.Engine.Version && !all {
			continue
		}
		b, err := box.Open(ctx, id)
		if err != nil {
			return err
		}
		r.program.Engine.Annotate(&b)
		if _, err := s.Save(ctx, &b); err != nil {
			return err
		}
		n++
	}
	p.clear()
	fmt.Fprintf(r.term.out, "%d of %s read again\n", n, many(seen, "briefing"))
	return nil
}
