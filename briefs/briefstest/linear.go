// Package briefstest is what the tests of several packages share. Only tests
// import it; it knows none of the packages that they test.
package briefstest

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

const (
	growth = 32 // the long text is so many times the short one
	excess = 4  // and may take so many times its share
	rounds = 8  // each is the best of so many, of more while it fails
	limit  = 30 * time.Second
)

// Linear holds work to time in proportion to its text: a text 32 times as long
// may take four times 32 times as long, where the square would be 1,024 times.
// It is processor time, the best of several, taken while no garbage is
// collected, so that a machine that does other things too changes little.
func Linear(t *testing.T, what string, size int, text func(size int) string, work func(text string)) {
	t.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	took := func(text string) time.Duration {
		runtime.GC()
		start := Processor()
		work(text)
		return max(Processor()-start, 1)
	}
	few, many := text(size/growth), text(size)
	small, large := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	began := time.Now()
	for round := 0; round < rounds || time.Since(began) < limit; round++ {
		if round >= rounds {
			time.Sleep(25 * time.Millisecond) // the machine may be busy elsewhere
		}
		small = min(small, took(few))
		large = min(large, took(many))
		if large <= excess*growth*small {
			return
		}
	}
	t.Errorf("%s: %v for %d bytes, %v for %d", what, small, len(few), large, len(many))
}
