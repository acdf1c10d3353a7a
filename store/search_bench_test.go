package store

import (
	"os"
	"slices"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/figures"
)

// BenchmarkSearch measures searches of a store of many briefs, the first 50 with
// their snippets: the median and the 99th percentile of one reader after the
// other. Budgets, for 100,000 briefs on two cores: 20 ms at the 99th for rare
// words and for figures, 60 ms for the commonest word.
func BenchmarkSearch(b *testing.B) {
	path := os.Getenv(storeVariable)
	if path == "" {
		b.Skip("no store of many briefs in " + storeVariable)
	}
	db := open(b, path)
	db.Extract = figures.Extract
	for _, c := range []struct {
		name    string
		queries []string
	}{
		{"rare", []string{"DSP-0000007", "DSP-0000123", "zwischenstaatlich", "reconfiguration", "seismograph"}},
		{"commonest", []string{"the", "of", "and"}},
		{"two common", []string{"the committee", "of energy", "health care"}},
		{"phrase", []string{`"climate change"`, `"small business"`}},
		{"Han", []string{"经济", "工业增加值", "业"}},
		{"figure", []string{"figure:>1tn-yuan", "figure:10..20%", "figure:>5km", "figure:52million", "figure:5.4%", "figure:<3%"}},
		{"unit and measure", []string{"unit:%", "unit:yuan", "measure:income", `measure:"operating income"`}},
		{"figure and word", []string{"figure:10..20% energy", "figure:>1bn-usd budget after:2020"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				if _, err := db.As(briefs.Reader{Name: "r"}).Find(ctx, c.queries[i%len(c.queries)], 50); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
				i++
			}
			slices.Sort(took)
			at := func(percent int) float64 {
				return float64(took[min(len(took)*percent/100, len(took)-1)].Microseconds()) / 1000
			}
			b.ReportMetric(at(50), "p50-ms")
			b.ReportMetric(at(99), "p99-ms")
		})
	}
}
