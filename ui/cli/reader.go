package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

// maxName bounds the name of a reader, in bytes.
const maxName = 80

func (r *run) readerCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "reader",
		Short: "Say who may read what",
		Long: "reader keeps the readers whose rights the store knows: their clearance, which is the highest marking that they may read, their groups, and their role. " +
			"A briefing that is for groups is read by who is in one of them; one that is for none, by all who are cleared for it. " +
			"--reader NAME, or reader in the configuration, reads as one of them. Every change is in the audit.",
		RunE: r.does(func(_ context.Context, _ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("despatch reader --help shows how", "reader has no command %s", quoted(args[0]))
			}
			return usage("despatch reader add NAME, list, allow NAME or remove NAME", "reader needs a command")
		}),
	}
	add := &cobra.Command{
		Use:     "add NAME",
		Short:   "Make a reader known",
		Long:    "add makes a reader known, cleared for nothing that is marked and in no group, unless said otherwise.",
		Example: "despatch reader add anna --clearance SECRET --group trade",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			return r.changeReader(ctx, c, args, true)
		}),
	}
	allow := &cobra.Command{
		Use:     "allow NAME",
		Short:   "Change what a reader may read",
		Long:    "allow changes the clearance or the role of a reader, puts them into groups, and takes them out of others. What is not named stays.",
		Example: "despatch reader allow anna --clearance OFFICIAL --not-group trade",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			return r.changeReader(ctx, c, args, false)
		}),
	}
	for _, c := range []*cobra.Command{add, allow} {
		c.Flags().String("clearance", "", "the highest marking that they may read")
		c.Flags().StringArray("group", nil, "a group that they are in")
		c.Flags().String("role", "", "reader, clerk or registrar")
	}
	allow.Flags().StringArray("not-group", nil, "a group that they are not in any more")
	list := &cobra.Command{
		Use:   "list",
		Short: "Print the readers and their rights",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				return usage("despatch reader list", "list takes no %s", quoted(args[0]))
			}
			return r.listReaders(ctx, f)
		}),
	}
	formFlags(list)
	remove := &cobra.Command{
		Use:   "remove NAME…",
		Short: "Take the rights of readers away",
		Long:  "remove takes the rights of readers away. What they read and marked stays, in case they come back.",
		RunE: r.does(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("despatch reader list shows them", "remove needs a name")
			}
			return r.keeping(ctx, func(k *keeping) error {
				return r.each(args, func(_ int, name string) error {
					if err := k.store.RemoveReader(ctx, k.by, name); err != nil {
						return named(name, explain(err, r.program.Explain))
					}
					fmt.Fprintf(r.term.out, "removed %s\n", line(name))
					return nil
				})
			})
		}),
	}
	c.AddCommand(add, list, allow, remove, r.readerKeyCommand())
	for _, sub := range c.Commands() {
		sub.Args = cobra.ArbitraryArgs
	}
	return c
}

// named is a problem with what it is about before it.
func named(about string, p *problem) *problem {
	return &problem{what: quoted(about) + ": " + p.what, todo: p.todo, code: p.code, err: p.err}
}

// A keeping is what a command that keeps the store works with.
type keeping struct {
	store    Store
	config   Config
	by       string // who does it, for the audit
	box      Box    // with everything on it
	markings []string
}

// keeping opens the store for who keeps it: whoever may open its file, or has
// the password of its database.
func (r *run) keeping(ctx context.Context, f func(k *keeping) error) error {
	c, err := r.settings()
	if err != nil {
		return err
	}
	s, err := r.openStore(ctx)
	if err != nil {
		return err
	}
	k := &keeping{store: s, config: c, by: r.name(c)}
	if k.box, err = s.Keep(ctx); err != nil {
		return err
	}
	if k.markings, err = markings(ctx, s, c); err != nil {
		return err
	}
	return f(k)
}

// changeReader adds a reader, or changes one, as the flags say.
func (r *run) changeReader(ctx context.Context, c *cobra.Command, args []string, add bool) error {
	if len(args) != 1 {
		return usage(c.CommandPath()+" NAME", "%s needs one name", c.Name())
	}
	name := args[0]
	if name != line(name) || name == "" || len(name) > maxName {
		return usage("give a short name, as --reader or the login has it", "%s is no name", quoted(name))
	}
	clearance, _ := c.Flags().GetString("clearance")
	role, _ := c.Flags().GetString("role")
	typed, _ := c.Flags().GetStringArray("group")
	groups, err := groupsOf(typed)
	if err != nil {
		return err
	}
	var out []string
	if !add {
		out, _ = c.Flags().GetStringArray("not-group")
		if clearance == "" && role == "" && len(groups)+len(out) == 0 {
			return usage("give --clearance, --group, --not-group or --role", "allow needs to know what")
		}
	}
	if role != "" && !slices.Contains(briefs.Roles[:], briefs.Role(role)) {
		return usage("it may be reader, clerk or registrar", "--role is %s", quoted(role))
	}
	return r.keeping(ctx, func(k *keeping) error {
		names, err := setMarkings(ctx, k.store, k.config)
		if err != nil {
			return err
		}
		level := 0
		if clearance != "" {
			if level, err = markingOf(names, clearance); err != nil {
				return err
			}
		}
		reader := briefs.Reader{Name: name, Clearance: level, Groups: groups, Role: briefs.Reading}
		if role != "" {
			reader.Role = briefs.Role(role)
		}
		if add {
			err = k.store.AddReader(ctx, k.by, reader)
		} else {
			reader, err = k.store.ChangeReader(ctx, k.by, name, func(old *briefs.Reader) {
				if clearance != "" {
					old.Clearance = level
				}
				if role != "" {
					old.Role = briefs.Role(role)
				}
				old.Groups = changedGroups(old.Groups, groups, out)
			})
		}
		if err != nil {
			return named(name, explain(err, r.program.Explain))
		}
		fmt.Fprintf(r.term.out, "%s: %s, %s\n", line(reader.Name), forWhom(names, reader.Clearance, reader.Groups), reader.Role)
		return nil
	})
}

// changedGroups are groups with some put in and others taken out, sorted, each
// once.
func changedGroups(groups, in, out []string) []string {
	groups = slices.DeleteFunc(slices.Concat(groups, in), func(g string) bool { return slices.Contains(out, g) })
	slices.Sort(groups)
	return slices.Compact(groups)
}

// forWhom is a marking or a clearance, with groups, for people.
func forWhom(names []string, marking int, groups []string) string {
	s := briefs.MarkingName(names, marking)
	if s == "" {
		s = unmarked
	}
	if len(groups) > 0 {
		s += " for " + strings.Join(groups, ", ")
	}
	return line(s)
}

// A readerRecord is a reader as --json prints one.
type readerRecord struct {
	Name      string   `json:"name"`
	Clearance string   `json:"clearance"` // "" when they are cleared for nothing that is marked
	Groups    []string `json:"groups"`
	Role      string   `json:"role"`
}

func (r *run) listReaders(ctx context.Context, f form) error {
	return r.keeping(ctx, func(k *keeping) error {
		all, err := k.store.Readers(ctx)
		if err != nil {
			return err
		}
		rows := newRows(r.term, f, column{name: "name", style: bold}, column{name: "clearance"}, column{name: "groups", grow: true}, column{name: "role", style: dim})
		rows.head = true
		for _, reader := range all {
			record := readerRecord{Name: line(reader.Name), Clearance: line(briefs.MarkingName(k.markings, reader.Clearance)), Groups: []string{}, Role: string(reader.Role)}
			for _, g := range reader.Groups {
				record.Groups = append(record.Groups, line(g))
			}
			if err := rows.add(record, record.Name, forWhom(k.markings, reader.Clearance, nil), strings.Join(record.Groups, ", "), record.Role); err != nil {
				return err
			}
		}
		return rows.end()
	})
}
