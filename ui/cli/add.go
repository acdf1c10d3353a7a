package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
	"despatch/briefs/importer"
)

func (r *run) addCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "add PATH…",
		Short:   "Put files and folders into the box",
		Long:    "add imports Markdown and plain text; - is standard input. What is in the box already is left alone; a file that changed updates its briefing and keeps what was read and marked. One bad file never stops the rest. It exits with 1 when a file failed.",
		Example: "despatch add ~/briefings\ndespatch add report.md - < notes.txt",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return usage("despatch add FILE…", "add needs a file, a folder, or - for standard input")
			}
			return r.add(ctx, f, args)
		}),
	}
	formFlags(c)
	return c
}

// An addRecord is what became of one file, as --json prints it.
type addRecord struct {
	Path     string   `json:"path"`
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Outcome  string   `json:"outcome"` // added, updated, unchanged, failed
	Warnings []string `json:"warnings"`
	Error    string   `json:"error"`
}

// failedOutcome stands in rows where a file was not saved.
const failedOutcome = "failed"

func (r *run) add(ctx context.Context, f form, paths []string) error {
	config, err := r.settings()
	if err != nil {
		return err
	}
	s, err := r.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	reader := r.reader(config)
	rows := newRows(r.term, f,
		column{name: "outcome"}, column{name: "id"}, column{name: "title"}, column{name: "path"}, column{name: "note"},
	)
	counts := map[string]int{}
	progress := newProgress(r.term)
	if r.term.progress {
		counting, stop := context.WithCancel(ctx)
		defer stop()
		go func() { progress.total.Store(int64(importer.Count(counting, paths))) }()
	}
	var wrong error
	err = importer.Import(ctx, s, paths, func(res importer.Result) {
		record := addRecord{
			Path: line(res.Path), ID: res.ID, Title: line(res.Title), Outcome: string(res.Outcome), Warnings: []string{},
		}
		for _, w := range res.Warnings {
			record.Warnings = append(record.Warnings, line(w))
		}
		if res.Outcome == briefs.Added || res.Outcome == briefs.Updated {
			if !reader.MayRead(&briefs.Head{Marking: res.Marking, Groups: res.Groups}) {
				record.Warnings = append(record.Warnings, "in the box, but for groups that you are not in: see groups in the configuration")
			}
		}
		note := strings.Join(record.Warnings, "; ")
		if res.Err != nil {
			p := explain(res.Err, r.program.Explain)
			record.Outcome, record.Error = failedOutcome, line(p.what)
			note = record.Error
		}
		counts[record.Outcome]++
		if f != plainForm {
			if err := rows.add(record, record.Outcome, record.ID, record.Title, record.Path, note); err != nil && wrong == nil {
				wrong = err
			}
		}
		if f == plainForm || res.Err != nil {
			r.tell(progress, &record)
		}
		progress.step()
	}, importer.Stdin(r.world.In))
	progress.end()
	if e := rows.end(); f != plainForm && e != nil && wrong == nil {
		wrong = e
	}
	if f == plainForm {
		fmt.Fprintf(r.term.out, "%d added, %d updated, %d unchanged, %d failed\n",
			counts[string(briefs.Added)], counts[string(briefs.Updated)], counts[string(briefs.Unchanged)], counts[failedOutcome])
	}
	switch {
	case err != nil:
		return err
	case wrong != nil:
		return wrong
	case counts[failedOutcome] > 0:
		return errQuiet
	case len(counts) == 0:
		return failure(nil, "folders are searched for .md, .markdown, .mdx, .txt and .text; name other files", "no briefings there")
	}
	return nil
}

// tell prints one line for a file that came in or did not. What was there
// already is only counted.
func (r *run) tell(p *progress, a *addRecord) {
	switch a.Outcome {
	case string(briefs.Unchanged):
		return
	case failedOutcome:
		p.clear()
		fmt.Fprintf(r.term.err, "failed: %s: %s\n", a.Path, a.Error)
		return
	}
	p.clear()
	fmt.Fprintf(r.term.out, "%-9s %s  %s\n", a.Outcome, a.ID, a.Title)
	for _, w := range a.Warnings {
		fmt.Fprintf(r.term.err, "note: %s: %s\n", a.Path, w)
	}
}
