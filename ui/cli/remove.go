package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

func (r *run) removeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "remove ID…",
		Short:   "Remove briefings from the box",
		Long:    "remove takes briefings out of the box, with what was read and marked in them. The files that they came from stay. --samples drops the samples for good.",
		Example: "despatch remove 3f2a\ndespatch remove --samples",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			samples, _ := c.Flags().GetBool("samples")
			if len(args) == 0 && !samples {
				return usage("despatch list shows the IDs", "remove needs an ID, or --samples")
			}
			return r.remove(ctx, args, samples)
		}),
	}
	c.Flags().Bool("samples", false, "drop the samples, for good")
	return c
}

// remove resolves every ID before it removes any, so that a wrong one removes
// nothing.
func (r *run) remove(ctx context.Context, args []string, samples bool) error {
	return r.keeping(ctx, func(k *keeping) error {
		var entries []briefs.Entry
		ids := make([]string, 0, len(args))
		for _, arg := range args {
			id, err := resolve(ctx, k.box, arg)
			if err != nil {
				return err
			}
			b, err := k.box.Open(ctx, id)
			if err != nil {
				return err
			}
			ids = append(ids, id)
			entries = append(entries, briefs.Entry{At: time.Now(), Reader: k.by, Act: briefs.ActRemoved, Brief: id, Note: line(b.Title)})
		}
		n := 0
		if samples {
			gone, err := k.store.RemoveSamples(ctx)
			if err != nil {
				return err
			}
			n += gone
		}
		if len(ids) > 0 {
			// What is written down first may not come to be; what is gone is
			// written down.
			if err := k.store.Record(ctx, entries...); err != nil {
				return err
			}
			gone, err := k.store.Remove(ctx, ids...)
			if err != nil {
				return err
			}
			n += gone
		}
		fmt.Fprintf(r.term.out, "%d removed\n", n)
		return nil
	})
}
