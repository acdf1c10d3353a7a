package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func (r *run) backupCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store into a file",
		Long: "backup copies the store as it is at one moment: briefings, readers, what was read and marked, and the audit. Others may read and write meanwhile. " +
			"The file is a store itself: --db FILE opens it, also where the store is a database on a server.",
		Example: "despatch backup /safe/despatch-2026-11-25.db",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("despatch backup FILE", "backup needs one file")
			}
			over, _ := c.Flags().GetBool("force")
			return r.keeping(ctx, func(k *keeping) error {
				if err := k.store.Backup(ctx, args[0], over); err != nil {
					return r.about(args[0], err)
				}
				info, err := os.Stat(args[0])
				if err != nil {
					return err
				}
				fmt.Fprintf(r.term.out, "%s: %d KiB\n", line(args[0]), info.Size()>>10)
				return nil
			})
		}),
	}
	c.Flags().Bool("force", false, "write over a file that is there")
	return c
}

func (r *run) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the store",
		Long: "restore looks through a backup and puts it in the place of the store. The store that was there is kept beside it, under another name. " +
			"Nobody may have it open meanwhile. A database on a server must be empty.",
		Example: "despatch restore /safe/despatch-2026-11-25.db",
		RunE: r.does(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("despatch restore FILE", "restore needs one file")
			}
			path, err := storePath(r.world, r.db)
			if err != nil {
				return err
			}
			kept, err := r.program.Restore(ctx, path, args[0])
			if err != nil {
				return r.about(args[0], err)
			}
			fmt.Fprintf(r.term.out, "%s: restored from %s\n", line(r.program.StoreName(path)), line(args[0]))
			if kept != "" {
				fmt.Fprintf(r.term.out, "the store that was there is %s\n", line(kept))
			}
			return nil
		}),
	}
}

// about is an error in people's words, with what it is about before it.
func (r *run) about(name string, err error) error {
	return named(name, explain(err, r.program.Explain))
}
