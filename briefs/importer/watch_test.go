package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"despatch/briefs"
)

// A drawer is a saver that a test looks into and breaks.
type drawer struct {
	mu     sync.Mutex
	bodies map[string]string // by ID
	err    error
}

func (b *drawer) Save(_ context.Context, brief *briefs.Brief) (briefs.Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return "", b.err
	}
	had, ok := b.bodies[brief.ID]
	b.bodies[brief.ID] = brief.Body
	switch {
	case !ok:
		return briefs.Added, nil
	case had == brief.Body:
		return briefs.Unchanged, nil
	}
	return briefs.Updated, nil
}

func (b *drawer) breaks(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

// A dropFolder is a folder that is watched, with what was reported of it since
// it was last asked.
type dropFolder struct {
	*testing.T
	path string
	box  *drawer
	mu   sync.Mutex
	said []string
}

// watchFolder watches a folder within a bubble of time, and does f meanwhile.
func watchFolder(t *testing.T, f func(d *dropFolder)) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := &dropFolder{T: t, path: folder, box: &drawer{bodies: map[string]string{}}}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			ended <- Watch(ctx, d.box, []string{folder}, func(r Result) {
				d.mu.Lock()
				defer d.mu.Unlock()
				line := fmt.Sprint(r.Outcome, " ", strings.TrimPrefix(r.Path, folder+string(filepath.Separator)))
				if r.Err != nil {
					line = "failed " + strings.TrimPrefix(line, " ")
				}
				d.said = append(d.said, line)
			})
		}()
		f(d)
		stop()
		if err := <-ended; err != nil {
			t.Errorf("left: %v", err)
		}
	})
}

// put writes a file as of a moment, in seconds.
func (d *dropFolder) put(name, text string, when int64) {
	d.Helper()
	p := filepath.Join(d.path, name)
	at := time.Unix(when, 0)
	if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o700), os.WriteFile(p, []byte(text), 0o600), os.Chtimes(p, at, at)); err != nil {
		d.Fatal(err)
	}
}

// after lets time pass, and fails unless that was reported in it.
func (d *dropFolder) after(pause time.Duration, want ...string) {
	d.Helper()
	time.Sleep(pause) // of the bubble: no time at all
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Equal(d.said, want) {
		d.Errorf("reported %q, want %q", d.said, want)
	}
	d.said = nil
}

func TestWatch(t *testing.T) {
	watchFolder(t, func(d *dropFolder) {
		d.put("a.md", "# A\n\nText.", 1)
		d.put("sub/b.txt", "Other text.", 1)
		d.put("c.part", "Half of it", 1)
		d.put(".d.md", "Hidden", 1)
		d.after(2*lookEvery, "added a.md", "added sub/b.txt")
		d.after(time.Hour)
		// Written to again and again, and empty first.
		d.put("e.md", "", 1)
		d.after(time.Minute)
		for i := range 5 {
			d.put("e.md", strings.Repeat("More text. ", i+1), int64(i+2))
			d.after(lookEvery)
		}
		d.after(lookEvery, "added e.md")
		// Changed, and touched.
		d.put("a.md", "# A\n\nNew text.", 2)
		d.after(2*lookEvery+1, "updated a.md")
		d.put("a.md", "# A\n\nNew text.", 3)
		d.after(2*lookEvery+1, "unchanged a.md")
		// Renamed: the brief of the first name stays. Gone: it stays too.
		if err := errors.Join(os.Rename(filepath.Join(d.path, "a.md"), filepath.Join(d.path, "z.md")), os.Remove(filepath.Join(d.path, "e.md"))); err != nil {
			d.Fatal(err)
		}
		d.after(2*lookEvery+1, "added z.md")
		if len(d.box.bodies) != 4 {
			d.Errorf("%d briefs", len(d.box.bodies))
		}
		// It comes back as it was.
		d.put("e.md", strings.Repeat("More text. ", 5), 6)
		d.after(2*lookEvery+1, "unchanged e.md")
	})
}

func TestWatchFailures(t *testing.T) {
	watchFolder(t, func(d *dropFolder) {
		// A file that cannot be read is told of once, until it changes.
		d.put("a.md", "\x00\x01\x02\x00binary\x00", 1)
		d.after(2*lookEvery, "failed a.md")
		d.after(time.Hour)
		d.put("a.md", "Text.", 2)
		d.after(2*lookEvery+1, "added a.md")
		// A store that does not save is told of once, and asked again.
		d.box.breaks(errors.New("locked"))
		d.put("b.md", "Text.", 1)
		d.after(2*lookEvery+1, "failed b.md")
		d.after(10 * lookAgain)
		d.box.breaks(nil)
		d.after(lookAgain+lookEvery, "added b.md")
		d.after(time.Hour)
		// A folder that goes is told of once, and waited for.
		away := d.path + ".away"
		if err := os.Rename(d.path, away); err != nil {
			d.Fatal(err)
		}
		d.after(time.Minute, "failed "+d.path)
		if err := os.Rename(away, d.path); err != nil {
			d.Fatal(err)
		}
		d.after(2*lookEvery+1, "unchanged a.md", "unchanged b.md")
	})
}

func TestWatchRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, file + ".absent", stdinName} {
		if err := Watch(t.Context(), &drawer{}, []string{path}, nil); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
