package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"despatch/briefs"
)

// A waiting is a wait for changes, and what came of it.
type waiting chan struct {
	version int64
	err     error
}

func waitFor(ctx context.Context, l library, since int64) waiting {
	w := make(waiting, 1)
	go func() {
		v, err := l.Changed(ctx, since)
		w <- struct {
			version int64
			err     error
		}{v, err}
	}()
	return w
}

// comes fails unless the wait ends with another version, and is that.
func (w waiting) comes(t *testing.T, since int64) int64 {
	t.Helper()
	select {
	case got := <-w:
		if got.err != nil || got.version == since {
			t.Fatalf("version %d, was %d; %v", got.version, since, got.err)
		}
		return got.version
	case <-time.After(20 * time.Second): // of a machine that is busy: half a second is usual
		t.Fatal("a change was not told")
		return 0
	}
}

func versionOf(t *testing.T, l library) int64 {
	t.Helper()
	v, err := l.Version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestChanged has one process tell another of what it adds, changes, withdraws
// and marks.
func TestChanged(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		here, there := open(t, path), open(t, path)
		s := here.As(briefs.Reader{Name: "r"})
		v := versionOf(t, s)
		if got, err := s.Changed(ctx, v-1); got != v || err != nil {
			t.Fatalf("what changed before: version %d, %v", got, err)
		}
		b := numbered("a", 1)
		for _, c := range []struct {
			what string
			do   func() error
		}{
			{"an addition", func() error { _, err := there.Save(ctx, b); return err }},
			{"a change", func() error { b.Title += " again"; _, err := there.Save(ctx, b); return err }},
			{"a mark", func() error { return there.As(briefs.Reader{Name: "r"}).SetState(ctx, b.ID, briefs.State{Read: true}) }},
			{"an addition of its own", func() error { _, err := here.Save(ctx, numbered("b", 1)); return err }},
			{"a withdrawal", func() error { _, err := there.Remove(ctx, b.ID); return err }},
		} {
			w := waitFor(ctx, s, v)
			if err := c.do(); err != nil {
				t.Fatal(c.what, err)
			}
			v = w.comes(t, v)
		}
	})
}

// TestChangedIsForTheReader keeps the state of one reader from another, and
// ends waits with their context.
func TestChangedIsForTheReader(t *testing.T) {
	b := whole()
	onEach(t, func(t *testing.T, db *DB) {
		save(t, db, &b)
		s := db.As(briefs.Reader{Name: "r"})
		v := versionOf(t, s)
		stopped, stop := context.WithCancel(ctx)
		mine, other := waitFor(ctx, s, v), waitFor(stopped, db.As(briefs.Reader{Name: "other"}), v)
		if err := s.SetState(ctx, b.ID, briefs.State{Starred: true}); err != nil {
			t.Fatal(err)
		}
		mine.comes(t, v)
		stop()
		if got := <-other; !errors.Is(got.err, context.Canceled) {
			t.Errorf("another reader: version %d, was %d; %v", got.version, v, got.err)
		}
	})
	m := NewMemory()
	m.Add(b)
	w := waitFor(ctx, m, versionOf(t, m))
	m.SetFigures(b.ID, nil, nil, 9)
	w.comes(t, 1)
	stopped, stop := context.WithCancel(ctx)
	w = waitFor(stopped, m, versionOf(t, m))
	stop()
	if got := <-w; !errors.Is(got.err, context.Canceled) {
		t.Errorf("a visit that is left: %v", got.err)
	}
}

// TestOnlyWhoIsConcernedIsWoken has one reader's state change in another process:
// nobody else looks for changes then, of a thousand who wait.
func TestOnlyWhoIsConcernedIsWoken(t *testing.T) {
	b := whole()
	onShared(t, func(t *testing.T, path string) {
		here, there := open(t, path), open(t, path)
		save(t, there, &b)
		mine := here.As(briefs.Reader{Name: "r"})
		v := versionOf(t, mine)
		w := waitFor(ctx, mine, v-1)
		v = w.comes(t, v-1) // it watches
		for i := range 4 {
			news, _ := here.wait("other")
			w = waitFor(ctx, mine, v)
			if err := there.As(briefs.Reader{Name: "r"}).SetState(ctx, b.ID, briefs.State{Starred: true}); err != nil {
				t.Fatal(err)
			}
			v = w.comes(t, v)
			select {
			case <-news:
				if i > 0 { // to begin with, all are told
					t.Error("another reader was woken")
				}
			case <-time.After(2 * watchEvery):
			}
		}
		news, _ := here.wait("other")
		if _, err := there.Remove(ctx, b.ID); err != nil {
			t.Fatal(err)
		}
		select {
		case <-news:
		case <-time.After(20 * time.Second):
			t.Error("what concerns all was not told to another reader")
		}
	})
}

func TestCloseEndsTheWait(t *testing.T) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			db, err := Open(ctx, b.store(t))
			if err != nil {
				t.Fatal(err)
			}
			s := db.As(briefs.Reader{})
			v := versionOf(t, s)
			w := waitFor(ctx, s, v)
			for db.watch.waiting() == 0 { // until it waits
				time.Sleep(time.Millisecond)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			if got := <-w; got.err == nil {
				t.Errorf("version %d after the end", got.version)
			}
		})
	}
}

// waiting is how many readers wait.
func (w *watch) waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.news)
}

func TestEdition(t *testing.T) {
	onLibraries(t, []briefs.Brief{whole()}, func(t *testing.T, l library) {
		if hash, version, err := l.Edition(ctx, whole().ID); hash != "ff00" || version != 3 || err != nil {
			t.Errorf("%q, %d, %v", hash, version, err)
		}
		if _, _, err := l.Edition(ctx, "absent"); !errors.Is(err, briefs.ErrNotFound) {
			t.Errorf("of nothing: %v", err)
		}
	})
	onEach(t, func(t *testing.T, db *DB) {
		b := whole()
		b.Groups = []string{"trade"}
		save(t, db, &b)
		if _, _, err := db.As(briefs.Reader{Groups: []string{"press"}}).Edition(ctx, b.ID); !errors.Is(err, briefs.ErrNotFound) {
			t.Errorf("of what is forbidden: %v", err)
		}
	})
}
