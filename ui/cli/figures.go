package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
	"despatch/briefs/importer"
)

func (r *run) figuresCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "figures [ID|PATH|-…]",
		Short: "Print the figures of briefings or files",
		Long: "figures prints every figure of the named briefings and files, or of the whole box: value, unit, comparator, measure, period, paragraph. " +
			"Files are read and not stored. --batch reads JSON lines {\"id\",\"text\",\"lang\"} and answers each with {\"id\",\"offsets\":\"byte\",\"pred\"}, in order.",
		Example: "despatch figures --json report.md\ndespatch figures 3f2a --explain\ndespatch figures --batch < texts.jsonl",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			all, _ := c.Flags().GetBool("all")
			explain, _ := c.Flags().GetBool("explain")
			batch, _ := c.Flags().GetBool("batch")
			switch {
			case batch && (explain || len(args) > 0 || f == csvForm || f == markdownForm):
				return usage("despatch figures --batch < FILE", "--batch reads standard input and writes JSON lines")
			case batch:
				return r.batch(ctx, all)
			}
			return r.figures(ctx, f, args, all, explain)
		}),
	}
	formFlags(c)
	c.Flags().Bool("all", false, "dates and ordinals too")
	c.Flags().Bool("explain", false, "which rule read each, and why other numerals are no figures")
	c.Flags().Bool("batch", false, "read JSON lines from standard input, write JSON lines")
	return c
}

func figureColumns() []column {
	return []column{
		{name: "brief", style: dim, drop: 1},
		{name: "figure", style: bold, grow: true},
		{name: "comparator", extra: true},
		{name: "value", right: true, drop: 4},
		{name: "value2", right: true, extra: true},
		{name: "unit", drop: 5},
		{name: "kind", extra: true},
		{name: "measure", grow: true},
		{name: "period", grow: true, drop: 3},
		{name: "change", extra: true},
		{name: "stance", extra: true},
		{name: "paragraph", right: true, drop: 2},
		{name: "rank", right: true, extra: true},
		{name: "start", right: true, extra: true},
		{name: "end", right: true, extra: true},
	}
}

func figureCells(b *briefs.Brief, f *briefs.Figure) []string {
	value2 := ""
	if f.Value2 != nil {
		value2 = f.Value2.String()
	}
	return []string{
		b.ID, surface(b, f), string(f.Comparator), f.Value.String(), value2, f.Unit, string(f.Kind), f.Measure,
		periodOf(f), string(f.Change), string(f.Stance), strconv.Itoa(f.Paragraph), strconv.Itoa(f.Rank),
		strconv.Itoa(f.Start), strconv.Itoa(f.End),
	}
}

func (r *run) figures(ctx context.Context, f form, args []string, all, explain bool) error {
	rows := newRows(r.term, f, figureColumns()...)
	rows.head = true
	if explain {
		rows = newRows(r.term, f, readingColumns()...)
		rows.head = true
	}
	print := func(b *briefs.Brief) error {
		if explain {
			return r.readings(rows, b)
		}
		for i := range b.Figures {
			fig := &b.Figures[i]
			if !all && !fig.Shown() {
				continue
			}
			if err := rows.add(fig.Record(b.ID, b.Body), figureCells(b, fig)...); err != nil {
				return err
			}
		}
		return nil
	}
	err := r.named(ctx, args, print)
	if e := rows.end(); err == nil || e != nil {
		return e
	}
	return err
}

// named calls do with every brief that the arguments name: IDs, files, folders
// or "-"; none is the whole box. A brief has its figures by then.
func (r *run) named(ctx context.Context, args []string, do func(b *briefs.Brief) error) error {
	if len(args) == 0 {
		_, box, err := r.openBox(ctx)
		if err != nil {
			return err
		}
		for h, err := range heads(ctx, box, briefs.Query{}) {
			if err != nil {
				return err
			}
			b, err := box.Open(ctx, h.ID)
			if err != nil {
				return err
			}
			if err := do(&b); err != nil {
				return err
			}
		}
		return nil
	}
	var box Box // opened for the first ID
	return r.each(args, func(_ int, arg string) error {
		if r.neither(arg) {
			return failure(nil, "name a file, or an ID that despatch list shows", "%s: neither a file nor an ID", quoted(arg))
		}
		if r.isPath(arg) {
			if err := r.noFiles([]string{arg}); err != nil {
				return err
			}
			return r.ofFiles(ctx, arg, do)
		}
		if box == nil {
			var err error
			if _, box, err = r.openBox(ctx); err != nil {
				return err
			}
		}
		id, err := resolve(ctx, box, arg)
		if err != nil {
			return err
		}
		b, err := box.Open(ctx, id)
		if err != nil {
			return err
		}
		return do(&b)
	})
}

// isPath reports whether an argument is a path and not an ID: it says so, or
// it is no ID and there is such a file.
func (r *run) isPath(arg string) bool {
	if arg == "-" || strings.ContainsAny(arg, "./") {
		return true
	}
	if r.world.Remote != nil {
		return false
	}
	_, err := os.Lstat(arg)
	return err == nil || strings.Trim(arg, hexDigits) != ""
}

// neither reports whether an argument looks like no ID, and there is no such
// file.
func (r *run) neither(arg string) bool {
	if r.world.Remote != nil || strings.ContainsAny(arg, "./") || arg == "-" || strings.Trim(arg, hexDigits) == "" {
		return false
	}
	_, err := os.Lstat(arg)
	return errors.Is(err, fs.ErrNotExist)
}

// ofFiles reads the figures of files without storing them.
func (r *run) ofFiles(ctx context.Context, path string, do func(b *briefs.Brief) error) error {
	n, bad := 0, false
	var wrong error
	err := importer.Load(ctx, []string{path}, func(b briefs.Brief, err error) {
		if err != nil {
			bad = true
			r.complain(b.Source, err)
			return
		}
		n++
		r.program.Engine.Annotate(&b)
		if err := do(&b); err != nil && wrong == nil {
			wrong = err
		}
	}, importer.Stdin(r.world.In), r.markings())
	switch {
	case err != nil:
		return err
	case wrong != nil:
		return wrong
	case bad:
		return errQuiet
	case n == 0:
		return errNothing()
	}
	return nil
}

func readingColumns() []column {
	return []column{
		{name: "brief", style: dim, drop: 1},
		{name: "numeral", style: bold, grow: true},
		{name: "kind"},
		{name: "rule", grow: true},
		{name: "start", right: true, extra: true},
		{name: "end", right: true, extra: true},
	}
}

// A readingRecord is a numeral and what was made of it, as --json prints it.
type readingRecord struct {
	Brief string `json:"brief"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Kind  string `json:"kind"` // "" where it is no figure
	Rule  string `json:"rule"`
}

// readings prints every numeral of a brief with its rule.
func (r *run) readings(rows *rows, b *briefs.Brief) error {
	for _, x := range r.program.Engine.Explain(b.Body, b.Lang) {
		record := readingRecord{
			Brief: b.ID, Start: x.Span.Start, End: x.Span.End, Text: b.Surface(x.Span), Kind: string(x.Kind), Rule: x.Rule,
		}
		kind := cmp.Or(record.Kind, "none")
		err := rows.add(record, b.ID, record.Text, kind, x.Rule, strconv.Itoa(x.Span.Start), strconv.Itoa(x.Span.End))
		if err != nil {
			return fmt.Errorf("explain %s: %w", b.ID, err)
		}
	}
	return nil
}
