package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"despatch/briefs"
)

// thousand are 1,000 briefs of about 5 KB with 12 figures each, one in ten in
// Chinese.
func thousand() []*briefs.Brief {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 5000)
	for i := range words {
		for range 2 + rnd.IntN(4) {
			words[i] += string([]byte{"bcdfglmnprstv"[rnd.IntN(13)], "aeiou"[rnd.IntN(5)]})
		}
	}
	pick := func() string { return words[int(float64(len(words))*rnd.Float64()*rnd.Float64()*rnd.Float64())] }
	all := make([]*briefs.Brief, 1000)
	for i := range all {
		b := whole()
		b.ID, b.Source = fmt.Sprintf("%012x", rnd.Uint64()&(1<<48-1)), fmt.Sprintf("/in/%d.md", i)
		b.Title = strings.Join([]string{pick(), pick(), pick(), pick(), pick()}, " ")
		b.Date = dayOf(2015, 1, 1+rnd.IntN(4000))
		var body strings.Builder
		body.WriteString(b.Body)
		if i%10 == 0 {
			for body.Len() < 5000 {
				for range 15 {
					body.WriteRune(rune(0x4e00 + int(2500*rnd.Float64()*rnd.Float64())))
				}
				body.WriteString("，")
			}
		}
		for body.Len() < 5000 {
			body.WriteString(pick() + " ")
		}
		fmt.Fprintf(&body, "\n\nReference rare%d.", i)
		b.Body, b.Size = body.String(), body.Len()
		for k := range 10 {
			f := b.Figures[0]
			f.Measure, f.Paragraph = pick()+" "+pick(), k
			b.Figures = append(b.Figures, f)
		}
		all[i] = &b
	}
	return all
}

func filled(b *testing.B) (*DB, string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "box.db")
	db := open(b, path)
	all := thousand()
	for len(all) > 0 {
		n := min(len(all), 200)
		if _, err := db.SaveAll(ctx, all[:n]); err != nil {
			b.Fatal(err)
		}
		all = all[n:]
	}
	return db, path
}

// Budget: 5 ms, to the first list of 100.
func BenchmarkOpen(b *testing.B) {
	_, path := filled(b)
	for b.Loop() {
		db, err := Open(ctx, path)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := db.As(briefs.Reader{Name: "r"}).List(ctx, briefs.Query{Limit: 100}); err != nil {
			b.Fatal(err)
		}
		db.Close()
	}
}

// Budget: 15 ms for all 1,000.
func BenchmarkList(b *testing.B) {
	db, _ := filled(b)
	s := db.As(briefs.Reader{Name: "r", Groups: []string{"a", "b"}})
	for b.Loop() {
		if heads, err := s.List(ctx, briefs.Query{}); err != nil || len(heads) != 1000 {
			b.Fatal(len(heads), err)
		}
	}
}

// Budget: 1 ms.
func BenchmarkCounts(b *testing.B) {
	db, _ := filled(b)
	s := db.As(briefs.Reader{Name: "r"})
	for b.Loop() {
		if _, err := s.Counts(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 0.05 ms; every open reader asks each second.
func BenchmarkVersion(b *testing.B) {
	db, _ := filled(b)
	s := db.As(briefs.Reader{Name: "r"})
	for b.Loop() {
		if _, err := s.Version(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 2 ms for a rare word, 25 ms for the first 50 of 1,000 with the
// commonest.
func BenchmarkFind(b *testing.B) {
	db, _ := filled(b)
	s := db.As(briefs.Reader{Name: "r"})
	for _, c := range []struct {
		name, query string
		hits        int
	}{{"rare", "rare77", 1}, {"common", "income", 50}, {"phrase", `"reference rare77"`, 1}, {"han", "中文", 50}, {"char", "文", 50}, {"start", "rare7*", 50}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if hits, err := s.Find(ctx, c.query, 50); err != nil || len(hits) != c.hits {
					b.Fatal(len(hits), err)
				}
			}
		})
	}
}

// Budget: 0.5 ms.
func BenchmarkOpenBrief(b *testing.B) {
	db, _ := filled(b)
	s := db.As(briefs.Reader{Name: "r"})
	heads, err := s.List(ctx, briefs.Query{Limit: 50})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if _, err := s.Open(ctx, heads[i%len(heads)].ID); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 0.7 ms a brief in batches of 100, synced and indexed.
func BenchmarkSave(b *testing.B) {
	all := thousand()
	n := 0
	for b.Loop() {
		db, err := Open(ctx, filepath.Join(b.TempDir(), fmt.Sprint(n, ".db")))
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; i < len(all); i += 100 {
			if _, err := db.SaveAll(ctx, all[i:i+100]); err != nil {
				b.Fatal(err)
			}
		}
		n += len(all)
		db.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n), "µs/brief")
	b.ReportMetric(0, "ns/op")
}

// Budget: 5 ms; it is synced.
func BenchmarkSetState(b *testing.B) {
	db, _ := filled(b)
	s := db.As(briefs.Reader{Name: "r"})
	heads, err := s.List(ctx, briefs.Query{Limit: 50})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		if err := s.SetState(ctx, heads[i%len(heads)].ID, briefs.State{Place: i}); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 100 ms for 5 MB that are searched as they are.
func BenchmarkMemoryFind(b *testing.B) {
	m := NewMemory()
	for _, t := range thousand() {
		m.Add(*t)
	}
	for b.Loop() {
		if hits, err := m.Find(ctx, "rare77", 50); err != nil || len(hits) != 1 {
			b.Fatal(len(hits), err)
		}
	}
}

// Budget: 0.01 ms, whatever the size of the body.
func BenchmarkMemoryAdd(b *testing.B) {
	big := whole()
	big.Body = strings.Repeat("Five megabytes of it. ", 5<<20/22)
	m := NewMemory()
	for b.Loop() {
		m.Add(big)
	}
}
