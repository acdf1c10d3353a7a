package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/importer"
)

// looked counts the files that an import read: it asks for the hash of each.
type looked struct {
	*DB
	read atomic.Int64
}

func (l *looked) Hash(ctx context.Context, id string) (string, int, error) {
	l.read.Add(1)
	return l.DB.Hash(ctx, id)
}

// TestFilesAreRemembered: a file that is as it was is not read again; one that
// was changed is, whatever its size and its time say, and so is one whose brief
// is gone or another since.
func TestFilesAreRemembered(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		t.Parallel()
		folder := t.TempDir()
		path := func(name string) string { return filepath.Join(folder, name) }
		put := func(name, text string) {
			t.Helper()
			if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		put("a.md", "---\nid: same-one\n---\nAlpha text.")
		put("b.md", "Beta text.")
		put("sub.md", "Gamma text.")
		bring := func(want string, read int, paths ...string) {
			t.Helper()
			l := &looked{DB: db}
			var got []string
			for i := range paths {
				paths[i] = path(paths[i])
			}
			err := importer.Import(ctx, l, paths, func(r importer.Result) {
				got = append(got, fmt.Sprint(filepath.Base(r.Path), " ", r.Outcome))
			})
			if s := strings.Join(got, ", "); err != nil || s != want || int(l.read.Load()) != read {
				t.Errorf("%s with %d read, %v; want %s with %d read", s, l.read.Load(), err, want, read)
			}
		}
		bring("a.md added, b.md added, sub.md added", 3, ".") // written just now: who knows
		bring("a.md unchanged, b.md unchanged, sub.md unchanged", 3, ".")
		time.Sleep(2100 * time.Millisecond)
		bring("a.md unchanged, b.md unchanged, sub.md unchanged", 3, ".")
		bring("a.md unchanged, b.md unchanged, sub.md unchanged", 0, ".")

		info, err := os.Stat(path("b.md"))
		if err != nil {
			t.Fatal(err)
		}
		put("b.md", "Bets text.")
		if err := os.Chtimes(path("b.md"), info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
		bring("a.md unchanged, b.md updated, sub.md unchanged", 1, ".")
		if _, err := db.Remove(ctx, importer.ID(path("sub.md"))); err != nil {
			t.Fatal(err)
		}
		bring("sub.md added", 1, "sub.md")

		// Two files that say they are the same one, brought one by one.
		put("twin.md", "---\nid: same-one\n---\nAlpha text.")
		time.Sleep(2100 * time.Millisecond)
		bring("twin.md unchanged", 1, "twin.md")
		bring("twin.md unchanged", 0, "twin.md")
		bring("a.md unchanged, twin.md added", 0, "a.md", "twin.md")
		b, err := db.As(briefs.Reader{}).Open(ctx, importer.ID(path("twin.md")))
		if err != nil || !strings.Contains(b.Body, "Alpha") {
			t.Errorf("the twin is %q, %v", b.Body, err)
		}
	})
}

// TestReadyRemembers: what was made ready is saved with the files that it comes
// from, or not at all.
func TestReadyRemembers(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		one, two := *numbered("a", 1), *numbered("a", 2)
		one.Hash, two.Hash = strings.Repeat("1", 64), strings.Repeat("2", 64)
		files := []briefs.File{{Path: "/one.md", Brief: one.ID, Hash: one.Hash, Size: 3}, {Path: "/two.md", Brief: two.ID, Hash: two.Hash, Size: 3}}
		save, err := db.Ready([]*briefs.Brief{&one, &two})
		if err != nil {
			t.Fatal(err)
		}
		held := func(want bool) {
			t.Helper()
			for _, f := range files {
				if h, is, err := db.Held(ctx, f, one.Version); err != nil || is != want || is && h.ID != f.Brief {
					t.Errorf("%s: held %v as %q, %v; want %v", f.Path, is, h.ID, err, want)
				}
			}
		}
		ended, end := context.WithCancel(ctx)
		end()
		if _, err := save(ended, files); err == nil {
			t.Error("saved after the end")
		}
		held(false)
		if save, err = db.Ready([]*briefs.Brief{&one, &two}); err != nil {
			t.Fatal(err)
		}
		if outcomes, err := save(ctx, files); err != nil || fmt.Sprint(outcomes) != "[added added]" {
			t.Errorf("%v, %v", outcomes, err)
		}
		held(true)
		if save, err := db.Ready([]*briefs.Brief{&one, {}}); err == nil || save != nil {
			t.Error("a briefing without an ID is ready")
		}
	})
}
