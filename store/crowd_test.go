package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

// A crowd is many readers at once, most of them on one open store as under a
// server and some on stores of their own, while another process imports.
const (
	crowd     = 50
	crowdAway = 5 // on stores of their own
)

// flood saves briefs of 5 KB in batches until it is killed. A batch holds the
// lock for less than a second, as one of an import does, under the race
// detector too.
func flood(path, who string) error {
	size := 500
	if briefstest.Raced {
		size = 40
	}
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer db.Close()
	for round := 0; ; round++ {
		all := thousand()
		for i, b := range all {
			b.ID = fmt.Sprintf("%s%05d%06d", who, round, i)
		}
		for batch := range slices.Chunk(all, size) {
			if _, err := db.SaveAll(ctx, batch); err != nil {
				return err
			}
			fmt.Println(len(batch))
		}
	}
}

// inCrowd runs what each reader does beside an import, and says how many briefs
// the import saved meanwhile.
func inCrowd(t testing.TB, do func(reader int, s *Shelf) error) int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "box.db")
	db := open(t, path)
	all := thousand()
	for batch := range slices.Chunk(all, 250) {
		if _, err := db.SaveAll(ctx, batch); err != nil {
			t.Fatal(err)
		}
	}
	importing := process(t, "flood", path, "f")
	var out strings.Builder
	importing.Stdout = &out
	if err := importing.Start(); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	for i := range crowd {
		on := db
		if i < crowdAway {
			on = open(t, path)
		}
		s := on.As(briefs.Reader{Name: fmt.Sprint("reader", i)})
		readers.Go(func() {
			if err := do(i, s); err != nil {
				t.Errorf("reader %d: %v", i, err)
			}
		})
	}
	readers.Wait()
	_ = importing.Process.Kill()
	_ = importing.Wait() // it was killed
	if strings.Contains(out.String(), "error") {
		t.Errorf("the import: %s", out.String())
	}
	saved := 0
	for line := range strings.Lines(out.String()) {
		n, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			break // killed in the middle of a line
		}
		saved += n
	}
	return saved
}

// TestCrowd: nobody is told that the store is locked, and what each reader
// marked is kept.
func TestCrowd(t *testing.T) {
	rounds := raced(4, 2)
	inCrowd(t, func(reader int, s *Shelf) error {
		heads, err := s.List(ctx, briefs.Query{Limit: 50})
		if err != nil {
			return err
		}
		for i := range rounds {
			h := &heads[(reader+7*i)%len(heads)]
			if _, err := s.Open(ctx, h.ID); err != nil {
				return err
			}
			if err := s.SetState(ctx, h.ID, briefs.State{Read: true}); err != nil {
				return err
			}
			if _, err := s.Find(ctx, "income", 10); err != nil {
				return err
			}
			if c, err := s.Counts(ctx); err != nil || c.All-c.Unread != i+1 {
				return fmt.Errorf("%d of %d unread after %d were read; %w", c.Unread, c.All, i+1, err)
			}
		}
		return nil
	})
}

// BenchmarkCrowd says how long readers wait in a crowd. Budget: 60 ms for 99 of
// 100 that open a brief.
func BenchmarkCrowd(b *testing.B) {
	var mu sync.Mutex
	waited := map[string][]time.Duration{}
	saved := 0
	for b.Loop() {
		saved += inCrowd(b, func(reader int, s *Shelf) error {
			heads, err := s.List(ctx, briefs.Query{Limit: 50})
			if err != nil {
				return err
			}
			timed := func(what string, f func() error) error {
				start := time.Now()
				err := f()
				mu.Lock()
				waited[what] = append(waited[what], time.Since(start))
				mu.Unlock()
				return err
			}
			for i := range 10 {
				id := heads[(reader+7*i)%len(heads)].ID
				err := errors.Join(
					timed("open", func() error { _, err := s.Open(ctx, id); return err }),
					timed("mark", func() error { return s.SetState(ctx, id, briefs.State{Place: i}) }),
					timed("search", func() error { _, err := s.Find(ctx, "income", 10); return err }),
				)
				if err != nil {
					return err
				}
				time.Sleep(500 * time.Millisecond) // a reader reads
			}
			return nil
		})
	}
	for _, what := range []string{"open", "mark", "search"} {
		all := waited[what]
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, what+"-ms/p50")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, what+"-ms/p99")
	}
	b.ReportMetric(float64(saved), "saved")
	b.ReportMetric(0, "ns/op")
}
