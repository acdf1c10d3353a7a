package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

// hexDigits are what an ID is made of.
const hexDigits = "0123456789abcdefABCDEF"

func (r *run) markCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "mark ID… [MARKING]",
		Short: "Say who may read briefings",
		Long: "mark gives briefings a marking, or makes them be for a group as well. From then on the files that they came from do not change who may read them. " +
			"The markings are named in the configuration, from the lowest up.",
		Example: "despatch mark 3f2a SECRET\ndespatch mark 3f2a 77b0 --group trade",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			return r.mark(ctx, c, args)
		}),
	}
	c.Flags().StringArray("group", nil, "a group that they are for")
	return c
}

func (r *run) unmarkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "unmark ID…",
		Short: "Take the marking of briefings away",
		Long: "unmark takes the marking of briefings away, or with --group a group that they are for. " +
			"A briefing that is for no group any more is for all who are cleared for it.",
		Example: "despatch unmark 3f2a\ndespatch unmark 3f2a --group trade",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			typed, _ := c.Flags().GetStringArray("group")
			if len(args) == 0 {
				return usage("despatch list shows the IDs", "unmark needs an ID")
			}
			return r.keeping(ctx, func(k *keeping) error {
				return r.markAll(ctx, k, args, func(h *briefs.Head) {
					if len(typed) == 0 {
						h.Marking = 0
					}
					h.Groups = changedGroups(h.Groups, nil, typed)
				})
			})
		}),
	}
	c.Flags().StringArray("group", nil, "a group that they are not for any more")
	return c
}

func (r *run) mark(ctx context.Context, c *cobra.Command, args []string) error {
	typed, _ := c.Flags().GetStringArray("group")
	groups, err := groupsOf(typed)
	if err != nil {
		return err
	}
	if len(args) == 0 || len(args) == 1 && len(groups) == 0 {
		return usage("despatch mark ID… MARKING, or despatch mark ID… --group GROUP", "mark needs an ID, and a marking or a group")
	}
	return r.keeping(ctx, func(k *keeping) error {
		names, err := setMarkings(ctx, k.store, k.config)
		if err != nil {
			return err
		}
		k.markings = names
		// The last word is the marking; with --group it may be one more ID, and
		// is when it is no name.
		ids, last, marking := args[:len(args)-1], args[len(args)-1], -1
		if named := strings.Trim(last, hexDigits) != ""; named || len(groups) == 0 {
			if marking, err = markingOf(names, last); err != nil {
				return err
			}
		} else {
			ids = args
		}
		if len(ids) == 0 {
			return usage("despatch mark ID… MARKING", "mark needs an ID")
		}
		return r.markAll(ctx, k, ids, func(h *briefs.Head) {
			if marking >= 0 {
				h.Marking = marking
			}
			h.Groups = changedGroups(h.Groups, groups, nil)
		})
	})
}

// markAll changes who may read the briefs that prefixes name: all of them, or
// none when one is not clear.
func (r *run) markAll(ctx context.Context, k *keeping, prefixes []string, change func(*briefs.Head)) error {
	ids := make([]string, 0, len(prefixes))
	for _, p := range prefixes {
		id, err := resolve(ctx, k.box, p)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	var lines []string
	err := k.store.Mark(ctx, k.by, ids, func(h *briefs.Head) {
		change(h)
		lines = append(lines, forWhom(k.markings, h.Marking, h.Groups))
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		fmt.Fprintf(r.term.out, "%s  %s\n", id, lines[i])
	}
	return nil
}
