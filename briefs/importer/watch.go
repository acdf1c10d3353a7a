package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// How often folders are looked through. They are read and not subscribed to:
// so it works on a share of the network too, where nobody tells of a change.
const (
	lookEvery = 400 * time.Millisecond
	lookShare = 10               // a look that took long is followed by so many times its own length
	lookAgain = 10 * time.Second // after a store did not save
)

// errNoFolder says that what is to be watched is no folder.
var errNoFolder = errors.New("it is no folder")

// Watch imports what is in folders and then whatever comes or changes there,
// until the context ends. A file is read once two looks find it the same, so
// that one which is still being written is waited for; an empty one is waited
// for too. A file that cannot be read is reported once, until it changes; one
// that could not be saved is tried again. A file that goes leaves its brief
// where it is. The error is of a folder that is none at the start; the end of
// the context is none.
func Watch(ctx context.Context, to Saver, folders []string, report func(Result), opts ...Option) error {
	for _, f := range folders {
		info, err := os.Stat(f)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", shown(f), cause(err))
		case !info.IsDir():
			return fmt.Errorf("%s: %w", shown(f), errNoFolder)
		}
	}
	w := follower{to: to, folders: folders, report: report, opts: opts, files: map[string]*followed{}, faults: map[string]string{}}
	for {
		began := time.Now()
		w.look(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(max(lookEvery, lookShare*time.Since(began))):
		}
	}
}

// A stamp is what tells that a file has changed.
type stamp struct {
	size int64
	when time.Time
}

// A followed is a file of a folder that is watched.
type followed struct {
	seen  stamp     // by the last look
	read  stamp     // when it was last imported; zero when it was not
	after time.Time // tried again then; zero when it need not be
	told  bool      // it was reported as not saved
	there bool      // the look that goes on has found it
}

// A follower watches folders.
type follower struct {
	to      Saver
	folders []string
	report  func(Result)
	opts    []Option
	files   map[string]*followed
	faults  map[string]string // of folders that cannot be read, as last reported
}

// look looks through the folders once and imports what is ready.
func (w *follower) look(ctx context.Context) {
	for _, f := range w.files {
		f.there = false
	}
	var ready []string
	faults := map[string]string{}
	for path, err := range Files(ctx, w.folders) {
		if err != nil {
			if faults[path] = err.Error(); w.faults[path] != faults[path] {
				w.report(Result{Path: shown(path), Err: fmt.Errorf("it cannot be read: %w", err)})
			}
			continue
		}
		if w.ready(path) {
			ready = append(ready, path)
		}
	}
	if ctx.Err() != nil {
		return
	}
	w.faults = faults
	for path, f := range w.files {
		if !f.there {
			delete(w.files, path)
		}
	}
	if len(ready) > 0 {
		w.take(ctx, ready)
	}
}

// ready reports whether a file that a look found is to be imported.
func (w *follower) ready(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false // gone again
	}
	now := stamp{info.Size(), info.ModTime()}
	f := w.files[path]
	if f == nil {
		f = &followed{}
		w.files[path] = f
	}
	settled := f.seen == now
	f.seen, f.there = now, true
	due := !f.after.IsZero() && !time.Now().Before(f.after)
	return settled && now.size > 0 && (f.read != now || due)
}

// take imports files. A store that does not save is told of once for each, and
// asked again after a while.
func (w *follower) take(ctx context.Context, ready []string) {
	for _, path := range ready {
		f := w.files[path]
		f.read, f.after = f.seen, time.Time{}
	}
	_ = Import(ctx, w.to, ready, func(r Result) { // its error is the context's
		f := w.files[r.file]
		told := f.told
		if f.told = r.unsaved; r.unsaved {
			f.after = time.Now().Add(lookAgain)
		}
		if !told || !r.unsaved {
			w.report(r)
		}
	}, w.opts...)
}
