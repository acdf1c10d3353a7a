package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"despatch/briefs"
	"despatch/briefs/importer"
)

func (r *run) exportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export FOLDER",
		Short: "Write the briefings as files",
		Long: "export writes every briefing into a folder, as Markdown or text with front matter; despatch add FOLDER makes the same box of them, with the same IDs, dates, tags, markings and groups. " +
			"The samples stay out, and what was read and marked is in a backup only. With --reader it writes what that reader may read. The folder must be new or empty.",
		Example: "despatch export /tmp/briefings",
		RunE: r.does(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("despatch export FOLDER", "export needs one folder")
			}
			return r.export(ctx, args[0])
		}),
	}
}

// exportBatch is how many briefs are written down in the audit at once.
const exportBatch = 200

// export writes the box into a folder. What is in the folder was written down
// in the audit before.
func (r *run) export(ctx context.Context, folder string) error {
	return r.keeping(ctx, func(k *keeping) error {
		box := k.box
		if r.as != "" {
			reader, err := r.reader(ctx, k.store, k.config)
			if err != nil {
				return err
			}
			box = k.store.As(reader)
		}
		if err := emptyFolder(folder); err != nil {
			return err
		}
		p := newProgress(r.term)
		defer p.end()
		n := 0
		var waiting []briefs.Brief
		write := func() error {
			var entries []briefs.Entry
			for i := range waiting {
				entries = append(entries, briefs.Entry{At: time.Now(), Reader: k.by, Act: briefs.ActExported, Brief: waiting[i].ID})
			}
			if err := k.store.Record(ctx, entries...); err != nil {
				return err
			}
			for i := range waiting {
				if err := writeNew(filepath.Join(folder, exportName(&waiting[i])), importer.Encode(&waiting[i], k.markings)); err != nil {
					return failure(err, "make room or name another folder, and export again; the box was not changed", "after %s: %v", many(n, "file"), err)
				}
				n++
				p.step()
			}
			waiting = waiting[:0]
			return nil
		}
		for h, err := range heads(ctx, box, briefs.Query{}) {
			if err != nil {
				return err
			}
			if h.Sample {
				continue
			}
			b, err := box.Open(ctx, h.ID)
			if errors.Is(err, briefs.ErrNotFound) {
				continue // withdrawn meanwhile
			}
			if err != nil {
				return err
			}
			if waiting = append(waiting, b); len(waiting) == exportBatch {
				if err := write(); err != nil {
					return err
				}
			}
		}
		if len(waiting) > 0 {
			if err := write(); err != nil {
				return err
			}
		}
		p.clear()
		fmt.Fprintf(r.term.out, "%s in %s\n", many(n, "file"), line(folder))
		return nil
	})
}

// emptyFolder makes a folder for the owner alone, or takes one that is empty.
func emptyFolder(path string) error {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o700); err != nil {
			return failure(err, "check who may write there, or name another folder", "%v", err)
		}
	case err != nil:
		return failure(err, "name a folder that is new or empty", "%v", err)
	case len(entries) > 0:
		return failure(nil, "name a folder that is new or empty; nothing is written over", "%s is not empty", quoted(path))
	}
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// exportName is the name of a brief's file: its ID, and the first words of its
// title for people.
func exportName(b *briefs.Brief) string {
	var name strings.Builder
	for _, r := range strings.ToLower(b.Title) {
		switch {
		case name.Len() > 60:
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			name.WriteRune(r)
		case name.Len() > 0 && !strings.HasSuffix(name.String(), "-"):
			name.WriteByte('-')
		}
	}
	return strings.TrimRight(b.ID+"-"+name.String(), "-") + importer.Extension(b.Format)
}
