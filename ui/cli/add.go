package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
	"despatch/briefs/importer"
)

func (r *run) addCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "add PATH…",
		Short:   "Put files and folders into the box",
		Long:    "add imports Markdown and plain text; - is standard input. What is in the box already is left alone; a file that changed updates its briefing and keeps what was read and marked. One bad file never stops the rest. It exits with 1 when a file failed.\n\nWith --watch it stays with folders and imports what comes or changes there, once it is written to its end. A file that goes leaves its briefing in the box: remove takes it out.",
		Example: "despatch add ~/briefings\ndespatch add --watch /srv/drop\ndespatch add report.md - < notes.txt",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			watch, err := c.Flags().GetBool("watch")
			switch {
			case err != nil:
				return err
			case len(args) == 0 && watch:
				return usage("despatch add --watch FOLDER…", "add --watch needs a folder")
			case len(args) == 0:
				return usage("despatch add FILE…", "add needs a file, a folder, or - for standard input")
			case watch && r.world.Remote != nil:
				return usage("add - < FILE", "--watch follows folders of the server, which are not for use from elsewhere")
			}
			if err := r.noFiles(args); err != nil {
				return err
			}
			return r.add(ctx, f, args, watch)
		}),
	}
	formFlags(c)
	c.Flags().Bool("watch", false, "go on with what comes or changes in the folders, until Ctrl-C")
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

func (r *run) add(ctx context.Context, f form, paths []string, watch bool) error {
	config, err := r.settings()
	if err != nil {
		return err
	}
	s, err := r.openStore(ctx)
	if err != nil {
		return err
	}
	reader, err := r.reader(ctx, s, config)
	if err != nil {
		return err
	}
	names, err := setMarkings(ctx, s, config)
	if err != nil {
		return err
	}
	rows := newRows(r.term, f,
		column{name: "outcome"}, column{name: "id"}, column{name: "title"}, column{name: "path"}, column{name: "note"},
	)
	counts := map[string]int{}
	progress := newProgress(r.term)
	if r.term.progress && !watch {
		counting, stop := context.WithCancel(ctx)
		defer stop()
		go func() { progress.total.Store(int64(importer.Count(counting, paths))) }()
	}
	if !watch {
		defer roomy()()
	}
	var wrong error
	report := func(res importer.Result) {
		record := addRecord{
			Path: line(res.Path), ID: res.ID, Title: line(res.Title), Outcome: string(res.Outcome), Warnings: []string{},
		}
		for _, w := range res.Warnings {
			record.Warnings = append(record.Warnings, line(w))
		}
		if res.Outcome == briefs.Added || res.Outcome == briefs.Updated {
			if !reader.MayRead(&briefs.Head{Marking: res.Marking, Groups: res.Groups}) {
				record.Warnings = append(record.Warnings, "in the box, but not for you to read: it is marked higher, or for groups that you are not in")
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
		if watch {
			if err := rows.flush(); err != nil && wrong == nil {
				wrong = err
			}
		} else {
			progress.step()
		}
	}
	if watch {
		for _, path := range paths {
			if !isFolder(path) {
				return failure(nil, "name folders that are there", "%s is no folder", quoted(path))
			}
		}
		fmt.Fprintln(r.term.err, "watching; Ctrl-C ends it")
		if err = importer.Watch(ctx, s, paths, report, importer.Markings(names)); err != nil {
			err = failure(err, "name folders that are there", "%s", err)
		}
	} else {
		err = importer.Import(ctx, s, paths, report, importer.Stdin(r.world.In), importer.Markings(names))
	}
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
	case watch:
		return nil // what failed was told when it did, and may have been mended since
	case counts[failedOutcome] > 0:
		return errQuiet
	case len(counts) == 0:
		return failure(nil, "folders are searched for .md, .markdown, .mdx, .txt and .text; name other files", "no briefings there")
	}
	return nil
}

// roomy has memory looked through less often until it is ended: an import makes
// much that is soon forgotten, and a tenth of its time would go there. The limit
// is what keeps it small.
func roomy() (end func()) {
	percent, limit := debug.SetGCPercent(400), debug.SetMemoryLimit(190<<20)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
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
