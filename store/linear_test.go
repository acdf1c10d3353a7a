package store

import (
	"math"
	"testing"
	"time"
)

// linear holds work to time in proportion to its text: eight times the text may
// take three times eight times as long. Each is the best of several, so that a
// machine that does other things too changes nothing.
func linear(t *testing.T, what string, size int, text func(size int) string, work func(text string)) {
	t.Helper()
	took := func(text string) time.Duration {
		start := time.Now()
		work(text)
		return time.Since(start)
	}
	few, many := text(size/8), text(size)
	small, large := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	began := time.Now()
	for round := 0; round < 8 || round < 80 && time.Since(began) < 30*time.Second; round++ {
		if round >= 8 {
			time.Sleep(25 * time.Millisecond) // the machine may be busy elsewhere
		}
		small = min(small, took(few))
		large = min(large, took(many))
		if large <= 24*small {
			return
		}
	}
	t.Errorf("%s: %v for %d bytes, %v for %d", what, small, len(few), large, len(many))
}
