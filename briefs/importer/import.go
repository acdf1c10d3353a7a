package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

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
// which is spared to have files read that are as they were when it saved them.
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

// Briefs are saved in batches, since a transaction costs more than a brief:
// when so many or so much is waiting, or nothing came for a while.
const (
	batchCount = 512     // at most; fewer where saving so many takes long
	batchSize  = 8 << 20 // bytes of bodies
	batchWait  = 50 * time.Millisecond
)

// Import reads files and folders and saves what it finds. Files are decoded
// and extracted on all cores and saved by one goroutine, in the order of
// paths; report is called from that goroutine, once for each file. A file that
// cannot be read or saved is reported with its error and never stops the rest.
// Of two files of one import with the same id in their front matter, the second
// is known by its path. The error is the context's: what was reported as saved
// before stays saved.
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
	w := writer{to: to, report: report}
	w.keeper, _ = to.(keeper)
	w.many, _ = to.(interface {
		SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error)
	})
	p := pipeline{settings: settingsOf(opts), finish: finish}
	if w.keeper != nil {
		p.held = func(ctx context.Context, f briefs.File) (briefs.Head, bool) {
			h, held, err := w.keeper.Held(ctx, f, figures.Version)
			return h, held && err == nil
		}
	}
	w.read = (&pipeline{settings: p.settings}).do
	wait := time.NewTimer(batchWait)
	defer wait.Stop()
	for jobs := p.run(ctx, paths); ; {
		wait.Reset(batchWait)
		select {
		case j, ok := <-jobs:
			if !ok {
				w.flush(ctx)
				return ctx.Err()
			}
			w.add(ctx, j)
		case <-wait.C:
			w.flush(ctx)
		}
	}
}

// A keeper is a saver that remembers files.
type keeper interface {
	Held(ctx context.Context, f briefs.File, version int) (h briefs.Head, held bool, err error)
	Remember(ctx context.Context, files []briefs.File) error
}

// A writer saves jobs in batches.
type writer struct {
	keeper keeper                            // nil is none
	read   func(ctx context.Context, j *job) // reads the file of a job
	to     Saver
	many   interface {
		SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error)
	}
	report  func(Result)
	most    int // briefs of a batch; 0 is batchCount
	waiting []*job
	size    int
	ids     map[string]string // which path each ID of this import came from
}

func (w *writer) add(ctx context.Context, j *job) {
	if w.ids == nil {
		w.ids = map[string]string{}
	}
	if j.err == nil {
		if first, twice := w.ids[j.brief.ID]; twice {
			if j.held { // and is needed after all
				if w.read(ctx, j); j.err != nil {
					j.brief = briefs.Brief{}
				}
			}
			j.brief.Warnings = append(j.brief.Warnings, "it has the same id as "+shown(first)+": it is known by its path")
			j.brief.ID = ID(j.source)
			j.unchanged = false
			if j.brief.Version == 0 {
				figures.Annotate(&j.brief)
			}
		}
		w.ids[j.brief.ID] = j.path
	}
	w.waiting = append(w.waiting, j)
	w.size += len(j.brief.Body)
	if w.many == nil || len(w.waiting) >= w.batch() || w.size >= batchSize {
		w.flush(ctx)
	}
}

// batch is how many briefs are saved at once.
func (w *writer) batch() int {
	if w.most == 0 {
		return batchCount
	}
	return w.most
}

// adapt makes batches smaller where one took long, and larger again where it
// did not: who else writes waits for a batch.
func (w *writer) adapt(saved int, took time.Duration) {
	switch {
	case took > time.Second:
		w.most = max(saved/2, 16)
	case took < time.Second/4 && saved >= w.batch():
		w.most = min(2*w.batch(), batchCount)
	}
}

// flush saves what waits and reports it in order.
func (w *writer) flush(ctx context.Context) {
	defer func() {
		for _, j := range w.waiting {
			j.release()
		}
		clear(w.waiting)
		w.waiting, w.size = w.waiting[:0], 0
	}()
	var bs []*briefs.Brief
	for _, j := range w.waiting {
		if j.err == nil && !j.unchanged {
			bs = append(bs, &j.brief)
		}
	}
	if ctx.Err() != nil {
		return // what is not saved is not reported
	}
	var outcomes []briefs.Outcome
	if w.many != nil && len(bs) > 1 {
		// When the batch fails, each is saved alone, so that one does not take
		// the others with it.
		began := time.Now()
		if all, err := w.many.SaveAll(ctx, bs); err == nil && len(all) == len(bs) {
			outcomes = all
		}
		w.adapt(len(bs), time.Since(began))
	}
	n := 0
	var files []briefs.File
	defer func() {
		if w.keeper != nil && len(files) > 0 {
			_ = w.keeper.Remember(ctx, files) // what is not remembered is read again
		}
	}()
	for _, j := range w.waiting {
		r := Result{Path: shown(j.path), ID: j.brief.ID, Title: j.brief.Title, Marking: j.brief.Marking, Groups: j.brief.Groups, Warnings: j.brief.Warnings, Err: j.err, file: j.path}
		switch {
		case j.err != nil:
		case j.unchanged:
			r.Outcome = briefs.Unchanged
		case outcomes != nil:
			r.Outcome = outcomes[n]
			n++
		default:
			r.Outcome, r.Err = w.to.Save(ctx, &j.brief)
			r.ID = j.brief.ID // who saves for somebody else may give another
			if ctx.Err() != nil && r.Err != nil {
				return
			}
			r.unsaved = r.Err != nil
		}
		if r.Err != nil {
			r.ID = ""
		} else if j.file.Path != "" {
			j.file.Brief = r.ID
			files = append(files, j.file)
		}
		w.report(r)
	}
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
