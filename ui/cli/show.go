package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

// measure is the widest row of a text off a terminal, in cells, as in the
// reader.
const measure = 88

func (r *run) showCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "show ID…",
		Short:   "Print briefings",
		Long:    "show prints briefings as plain rows. An ID may be any unique prefix. --markdown prints the text as it was written. Printing marks nothing read.",
		Example: "despatch show 3f2a\ndespatch show 3f2a --markdown",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if f == csvForm {
				return usage("--json and --markdown do", "a text does not come out as CSV")
			}
			if len(args) == 0 {
				return usage("despatch list shows the IDs", "show needs an ID")
			}
			return r.show(ctx, f, args)
		}),
	}
	c.Flags().Bool("json", false, "print one JSON object a line")
	c.Flags().Bool("markdown", false, "print the text as Markdown")
	return c
}

func (r *run) show(ctx context.Context, f form, args []string) error {
	_, box, err := r.openBox(ctx)
	if err != nil {
		return err
	}
	names, err := box.Markings(ctx)
	if err != nil {
		return err
	}
	return r.each(args, func(n int, arg string) error {
		id, err := resolve(ctx, box, arg)
		if err != nil {
			return err
		}
		b, err := box.Open(ctx, id)
		if err != nil {
			return err
		}
		if n > 0 && f != jsonForm {
			fmt.Fprintln(r.term.out)
		}
		switch f {
		case jsonForm:
			rows := newRows(r.term, jsonForm)
			if err := rows.add(briefRecordOf(&b, names)); err != nil {
				return err
			}
			return rows.end()
		case markdownForm:
			fmt.Fprintf(r.term.out, "# %s\n\n", line(b.Title))
			if marking := briefs.MarkingName(names, b.Marking); marking != "" {
				fmt.Fprintf(r.term.out, "**%s**\n\n", escapeMarkdown(line(marking)))
			}
			fmt.Fprintf(r.term.out, "%s\n", strings.TrimRight(b.Body, "\n"))
		default:
			r.printBrief(&b, names)
		}
		return nil
	})
}

// each does f for every argument. One that fails is told on standard error and
// does not stop the rest; a single one fails as a whole.
func (r *run) each(args []string, f func(n int, arg string) error) error {
	if len(args) == 1 {
		return f(0, args[0])
	}
	bad := false
	for n, arg := range args {
		if err := f(n, arg); err != nil {
			if errors.Is(err, context.Canceled) {
				return err
			}
			bad = true
			explain(err, r.program.Explain).print(r.world.Err)
		}
	}
	if bad {
		return errQuiet
	}
	return nil
}

// printBrief prints a brief as plain rows: its title, marking, where it came
// from, its text.
func (r *run) printBrief(b *briefs.Brief, markings []string) {
	width := measure
	if r.term.width > 0 {
		width = max(min(measure, r.term.width), 20)
	}
	fmt.Fprintln(r.term.out, r.term.strong(line(b.Title)))
	var about []string
	for _, s := range []string{briefs.MarkingName(markings, b.Marking), b.From, day(b.Date), minutes(b.Minutes), b.ID} {
		if s = line(s); s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintln(r.term.out, r.term.quiet(strings.Join(about, " · ")))
	fmt.Fprintln(r.term.out)
	for _, row := range r.program.Page(b, width) {
		fmt.Fprintln(r.term.out, strings.TrimRight(briefs.Clean(row), " "))
	}
}

func minutes(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + " min"
}

// A briefRecord is a brief as --json prints it.
type briefRecord struct {
	headRecord
	Format   briefs.Format         `json:"format"`
	Body     string                `json:"body"`
	Names    []briefs.Name         `json:"names"`
	Figures  []briefs.FigureRecord `json:"figures"`
	Warnings []string              `json:"warnings"`
}

func briefRecordOf(b *briefs.Brief, markings []string) briefRecord {
	r := briefRecord{
		headRecord: recordOf(&b.Head, markings), Format: b.Format, Body: b.Body,
		Names: b.Names, Figures: []briefs.FigureRecord{}, Warnings: []string{},
	}
	if r.Names == nil {
		r.Names = []briefs.Name{}
	}
	for i := range b.Figures {
		if b.Figures[i].Shown() {
			r.Figures = append(r.Figures, b.Figures[i].Record(b.ID, b.Body))
		}
	}
	for _, w := range b.Warnings {
		r.Warnings = append(r.Warnings, line(w))
	}
	return r
}
