package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"despatch/briefs"
	"despatch/briefs/importer"
)

// headStart is how long files are read before the screens open on those that
// came. A file or two are whole by then; a large folder comes in behind.
const headStart = 40 * time.Millisecond

// A missed is a file that could not be read.
type missed struct {
	path string
	err  error
}

// visit opens the screens on files, folders and standard input, and stores
// nothing. Off a terminal it prints the texts.
func (r *run) visit(ctx context.Context, config Config, args []string) error {
	if err := r.meant(args); err != nil {
		return err
	}
	if !r.term.is {
		return r.printFiles(ctx, args)
	}
	box := r.program.NewVisit(config.Markings)
	loading, stop := context.WithCancel(ctx)
	defer stop()
	var bad []missed // of the loader until done is closed
	first, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		n := 0
		// The error is the context's, and the screens end with the context.
		_ = importer.Load(loading, args, func(b briefs.Brief, err error) {
			if err != nil {
				bad = append(bad, missed{b.Source, err})
				return
			}
			box.Add(b)
			if n++; n == 1 {
				close(first)
			}
		}, importer.Stdin(r.world.In), r.markings())
	}()
	begun := time.Now()
	select {
	case <-done:
	case <-first:
		select {
		case <-done:
		case <-time.After(headStart - time.Since(begun)):
		}
	}
	var err error
	select {
	case <-first:
		s := r.screens(config)
		s.Only = len(args) == 1 && !isFolder(args[0])
		err = box.Read(ctx, s)
	default:
	}
	stop()
	<-done
	for _, m := range bad {
		r.complain(m.path, m.err)
	}
	switch {
	case err != nil:
		return err
	case len(bad) > 0:
		return errQuiet
	}
	select {
	case <-first:
		return nil
	default:
		return errNothing()
	}
}

// errNothing says that no file was found.
func errNothing() error {
	return failure(nil, "folders are searched for .md, .markdown, .mdx, .txt and .text; name other files", "no briefings there")
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// meant catches a mistyped command among the paths.
func (r *run) meant(args []string) error {
	if args[0] == "-" || strings.ContainsAny(args[0], "./") {
		return nil
	}
	if _, err := os.Lstat(args[0]); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	todo := "despatch --help shows the commands"
	if near := r.root().SuggestionsFor(args[0]); len(near) > 0 {
		todo = "did you mean despatch " + near[0] + "?"
	}
	return usage(todo, "%s: no such file, folder or command", line(args[0]))
}

// printFiles prints the texts of files as plain rows.
func (r *run) printFiles(ctx context.Context, args []string) error {
	c, err := r.settings()
	if err != nil {
		return err
	}
	n, bad := 0, false
	err = importer.Load(ctx, args, func(b briefs.Brief, err error) {
		if err != nil {
			r.complain(b.Source, err)
			bad = true
			return
		}
		if n > 0 {
			fmt.Fprintln(r.term.out)
		}
		n++
		r.printBrief(&b, c.Markings)
	}, importer.Stdin(r.world.In), importer.Markings(c.Markings))
	switch {
	case err != nil:
		return err
	case bad:
		return errQuiet
	case n == 0:
		return errNothing()
	}
	return nil
}

// complain tells on standard error why one file was passed over.
func (r *run) complain(path string, err error) {
	fmt.Fprintf(r.term.err, "despatch: %s: %s\n", line(path), line(err.Error()))
}
