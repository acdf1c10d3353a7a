package bench

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// storeVariable names a store of many briefings, as the benchmarks of the store
// take it.
const storeVariable = "DESPATCH_SCALE_STORE"

// BenchmarkStart starts the program on a copy of a store of many briefings and on
// one of a hundred, in turn, on a terminal of 120×40, and prints how long it took
// to the first screen, the ratio of the two, and what the program takes where it
// opens nothing. Budgets, for 100,000: 100 ms, 1.2 times.
//
//	DESPATCH_SCALE_STORE=FILE go test -run '^$' -bench Start -benchtime 1x ./ui/bench
func BenchmarkStart(b *testing.B) {
	from := os.Getenv(storeVariable)
	if from == "" {
		b.Skip("no store of many briefings in " + storeVariable)
	}
	program := built(b)
	few, many := home(b), home(b)
	dir := b.TempDir()
	for i := range 100 {
		write(b, filepath.Join(dir, fmt.Sprintf("%02d.md", i)), fmt.Sprintf("---\ntitle: Briefing %d of a hundred\ndate: 2024-01-%02d\n---\n\nOutput rose by %d %% to 1.2 million tonnes.\n", i, i%28+1, i))
	}
	add(b, few, program, dir)
	all := filepath.Join(b.TempDir(), "box.db")
	copyOf(b, from, all)
	many = append(many, "DESPATCH_DB="+all)
	if err := command(many, program, "list", "--limit", "1").Run(); err != nil { // brings it up to date
		b.Fatal(err)
	}
	boxes := [2]struct {
		env  []string
		word string
		took []time.Duration
	}{{env: few}, {env: many}}
	for i := range boxes {
		boxes[i].word = newest(b, boxes[i].env, program)
	}
	var bare []time.Duration
	const rounds = 3 * runs
	for range rounds {
		for i := range boxes {
			box := &boxes[i]
			w := start(b, sizes[1], false, box.env, program)
			d, shown := w.until(box.word, time.Minute)
			w.stop()
			if !shown {
				b.Fatalf("no %q on the screen", box.word)
			}
			box.took = append(box.took, d)
		}
		bare = append(bare, timed(b, command(few, program, "--version")))
	}
	middle := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/2].Microseconds()) / 1000
	}
	hundred, thousands := middle(boxes[0].took), middle(boxes[1].took)
	b.ReportMetric(hundred, "ms-of-100")
	b.ReportMetric(thousands, "ms-of-all")
	b.ReportMetric(thousands/hundred, "ratio")
	b.ReportMetric(middle(bare), "ms-of-version")
	b.ReportMetric(0, "ns/op")
}

// copyOf copies a file, which may be of a gigabyte.
func copyOf(b *testing.B, from, to string) {
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
}
