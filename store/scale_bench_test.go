package store

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/briefstest"
	"despatch/briefs/importer"
	"despatch/store/storetest"
)

// What BenchmarkScale works on: a folder of Markdown files that it imports, or
// a store of them that is there already and that it leaves as it is: a file, or
// a database on a server.
const (
	scaleVariable = "DESPATCH_SCALE"
	storeVariable = "DESPATCH_SCALE_STORE"
)

// BenchmarkScale measures a store of many briefs, some 5 KB each. Budgets, for
// 100,000 of them on two cores: 1,500 a second come in, and 5,000 that are there
// already; the store takes less than 3 times their text; a page of the list in
// any order and the counts take 2 ms; a search 20 ms, 60 for the commonest word.
func BenchmarkScale(b *testing.B) {
	folder, path := os.Getenv(scaleVariable), os.Getenv(storeVariable)
	switch {
	case path != "":
		benchmarkShelf(b, path, open(b, path))
	case folder != "":
		path = filepath.Join(b.TempDir(), "box.db")
		db := open(b, path)
		benchmarkImport(b, folder, path, db)
		benchmarkShelf(b, path, db)
		b.Run("postgres", func(b *testing.B) {
			path := storetest.Postgres(b)
			db := open(b, path)
			b.Run("import", func(b *testing.B) {
				if b.N == 1 {
					importInto(b, folder, db)
				}
			})
			benchmarkShelf(b, path, db)
			backup := filepath.Join(b.TempDir(), "backup.db")
			b.Run("backup", func(b *testing.B) {
				for b.Loop() {
					if err := db.Backup(ctx, backup, true); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("restore", func(b *testing.B) {
				for b.Loop() {
					if _, err := Restore(ctx, storetest.Postgres(b), backup); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	default:
		b.Skip("neither a folder of briefs in " + scaleVariable + " nor a store of them in " + storeVariable)
	}
}

// importInto imports a folder once, and says how many briefs a second came in and
// what each took of the processor, in all processes of this test.
func importInto(b *testing.B, folder string, db *DB) {
	n, start, used := 0, time.Now(), briefstest.Processor()
	err := importer.Import(ctx, db, []string{folder}, func(r importer.Result) {
		if r.Err != nil {
			b.Errorf("%s: %v", r.Path, r.Err)
		}
		n++
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)/time.Since(start).Seconds(), "briefs/s")
	b.ReportMetric(float64((briefstest.Processor()-used).Microseconds())/float64(n)/1000, "cpu-ms/brief")
	b.ReportMetric(0, "ns/op")
}

func benchmarkImport(b *testing.B, folder, path string, db *DB) {
	b.Run("import", func(b *testing.B) {
		if b.N == 1 {
			importInto(b, folder, db)
		}
		b.ReportMetric(float64(bytesUnder(b, path))/float64(bytesUnder(b, folder)), "stored/text")
	})
	b.Run("again", func(b *testing.B) {
		if b.N == 1 {
			importInto(b, folder, db)
		}
	})
}

// bytesUnder are the bytes of a file, or of all in a folder.
func bytesUnder(b *testing.B, folder string) (n int64) {
	err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// benchmarkShelf measures what the screens ask of a large store.
func benchmarkShelf(b *testing.B, path string, db *DB) {
	const page = 50
	s := db.As(briefs.Reader{Name: "r"})
	run := func(name string, f func(context.Context, *Shelf) error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := f(ctx, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("start", func(b *testing.B) {
		for b.Loop() {
			again, err := Open(ctx, path)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := again.As(briefs.Reader{Name: "r"}).List(ctx, briefs.Query{Limit: page}); err != nil {
				b.Fatal(err)
			}
			again.Close()
		}
	})
	for _, order := range []briefs.Order{briefs.ByDate, briefs.ByDue, briefs.ByTitle, briefs.ByFrom, briefs.ByTime} {
		var last *briefs.Head // of the page before
		name := "page " + strings.TrimSpace("by "+string(order))
		run(name, func(ctx context.Context, s *Shelf) error {
			heads, err := s.List(ctx, briefs.Query{Order: order, Limit: page, After: last, Unread: true})
			if last = nil; len(heads) == page {
				last = &heads[page-1]
			}
			return err
		})
	}
	run("counts", func(ctx context.Context, s *Shelf) error {
		_, err := s.Counts(ctx)
		return err
	})
	// As it is typed, when what lists show is in memory: the slowest key counts,
	// by its median.
	b.Run("filter", func(b *testing.B) {
		filterFilled(b, s)
		took := map[string][]time.Duration{}
		for b.Loop() {
			for _, word := range []string{"zwischenstaatlich", "committee", "经济", "2024", "xyzzy", "act on", "zq"} {
				for end, c := range word {
					key := word[:end] + string(c)
					start := time.Now()
					if _, err := s.List(ctx, briefs.Query{Match: key, Limit: page}); err != nil {
						b.Fatal(err)
					}
					took[key] = append(took[key], time.Since(start))
				}
			}
		}
		slowest, median := "", func(key string) time.Duration { return slices.Sorted(slices.Values(took[key]))[len(took[key])/2] }
		for key := range took {
			if slowest == "" || median(key) > median(slowest) {
				slowest = key
			}
		}
		b.ReportMetric(float64(median(slowest).Microseconds())/1000, "slowest-ms")
		b.Logf("the slowest key is the last of %q", slowest)
	})
	for _, c := range []struct{ name, query string }{{"rare word", "zwischenstaatlich"}, {"common word", "the"}, {"two words", "energy committee"}, {"Han", "经济"}} {
		run("search "+c.name, func(ctx context.Context, s *Shelf) error {
			_, err := s.Find(ctx, c.query, page)
			return err
		})
	}
}
