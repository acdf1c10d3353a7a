package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"despatch/briefs"
	"despatch/briefs/figures"
	"despatch/briefs/samples"
)

// A Saver stores briefs. One that also has
//
//	SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error)
//
// is given many at once, all of which it saves or none, and one that has
//
//	Hash(ctx context.Context, id string) (hash string, version int, err error)
//
// is spared what it holds already. Hash is called from several goroutines, and so
// is Held of one that also has
//
//	Held(ctx context.Context, f briefs.File, version int) (h briefs.Head, held bool, err error)
//	Remember(ctx context.Context, files []briefs.File) error
//
// which is spared to have files read that are as they were when it saved them. One
// that also has
//
//	Ready(bs []*briefs.Brief) (save func(ctx context.Context, files []briefs.File) ([]briefs.Outcome, error), err error)
//
// does what it can before it saves: save does the rest of SaveAll, and remembers
// the files that the briefs come from. Ready is called while others are saved.
type Saver interface {
	Save(ctx context.Context, b *briefs.Brief) (briefs.Outcome, error)
}

// A Result says what became of one file. Its texts are clean.
type Result struct {
	Path     string // as found; "-" is standard input
	ID       string // "" when Err is not nil
	Title    string
	Outcome  briefs.Outcome
	Marking  int // who it is for, as Head has it
	Groups   []string
	Warnings []string
	Err      error // one line for people, without the path

	file    string // Path as the file system has it
	unsaved bool   // Err is of the saver, and not of the file
}

// An Option changes where Import and Load read from.
type Option func(*settings)

type settings struct {
	stdin    io.Reader
	markings []string
}

func settingsOf(opts []Option) settings {
	var s settings
	for _, o := range opts {
		o(&s)
	}
	return s
}

// Stdin is what the path "-" reads.
func Stdin(r io.Reader) Option { return func(s *settings) { s.stdin = r } }

// Markings are the names that a marking in front matter may have, from 1 up.
func Markings(names []string) Option { return func(s *settings) { s.markings = names } }

// Import reads files and folders and saves what it finds. Files are decoded
// and extracted on all cores, and saved in batches, in the order of paths: while
// one is saved the next is made ready. report is called from this goroutine, once
// for each file. A file that cannot be read or saved is reported with its error
// and never stops the rest. Of two files of one import with the same id in their
// front matter, the second is known by its path. The error is the context's: what
// was reported as saved before stays saved.
func Import(ctx context.Context, to Saver, paths []string, report func(Result), opts ...Option) error {
	holder, _ := to.(interface {
		Hash(ctx context.Context, id string) (hash string, version int, err error)
	})
	finish := func(ctx context.Context, b *briefs.Brief) (unchanged bool) {
		if holder != nil {
			hash, version, err := holder.Hash(ctx, b.ID)
			if err == nil && hash == b.Hash && version == figures.Version {
				return true
			}
		}
		figures.Annotate(b)
		return false
	}
	p := pipeline{settings: settingsOf(opts), finish: finish}
	w := writer{to: to, report: report}
	w.many, _ = to.(manySaver)
	if w.keeper, _ = to.(keeper); w.keeper != nil {
		p.held = func(ctx context.Context, f briefs.File) (briefs.Head, bool) {
			h, held, err := w.keeper.Held(ctx, f, figures.Version)
			return h, held && err == nil
		}
	}
	c := collector{w: &w, read: (&pipeline{settings: p.settings}).do, ids: map[string]string{}}
	c.readier, _ = to.(readier)
	batches := make(chan *batch)
	go c.run(ctx, p.run(ctx, paths), batches)
	for b := range batches {
		w.save(ctx, b)
	}
	return ctx.Err()
}

// Load reads files and folders in order and adds each brief without figures,
// for reading without a store. A file that cannot be read is added with its
// error and a brief that has only its Source. add is called from one goroutine.
// The error is the context's.
func Load(ctx context.Context, paths []string, add func(briefs.Brief, error), opts ...Option) error {
	p := pipeline{settings: settingsOf(opts)}
	seen := map[string]bool{}
	for j := range p.run(ctx, paths) {
		if j.err != nil {
			j.brief = briefs.Brief{Head: briefs.Head{Source: shown(j.path)}}
		} else if seen[j.brief.ID] {
			j.brief.ID = ID(j.source)
		}
		seen[j.brief.ID] = true
		j.release()
		if ctx.Err() == nil {
			add(j.brief, j.err)
		}
	}
	return ctx.Err()
}

// Samples are the briefs that ship with the program, with their figures, in
// the order of their names.
func Samples() ([]briefs.Brief, error) {
	entries, err := fs.ReadDir(samples.Files, ".")
	if err != nil {
		return nil, fmt.Errorf("samples: %w", err)
	}
	var all []briefs.Brief
	var errs []error
	for _, e := range entries {
		data, err := fs.ReadFile(samples.Files, e.Name())
		if err != nil {
			errs = append(errs, err)
			continue
		}
		b, err := Decode("samples/"+e.Name(), data)
		if err != nil {
			errs = append(errs, fmt.Errorf("sample %s: %w", e.Name(), err))
			continue
		}
		b.Sample = true
		figures.Annotate(&b)
		all = append(all, b)
	}
	return all, errors.Join(errs...)
}

// shown is a path as it may be shown.
func shown(path string) string { return briefs.CleanLine(path, 0) }
