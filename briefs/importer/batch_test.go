package importer

import (
	"testing"
	"time"
)

// TestBatchesAdapt: where saving takes long, batches become small, so that who
// else writes gets the lock; and large again where it does not.
func TestBatchesAdapt(t *testing.T) {
	var w writer
	for i, c := range []struct {
		saved int
		took  time.Duration
		want  int
	}{
		{512, 300 * time.Millisecond, 512},
		{512, 4 * time.Second, 256},
		{256, 2 * time.Second, 128},
		{20, 9 * time.Second, 16},
		{3, 0, 16}, // too few to tell
		{16, 100 * time.Millisecond, 32},
		{32, 500 * time.Millisecond, 32},
		{32, 0, 64},
		{64, 0, 128}, {128, 0, 256}, {256, 0, 512}, {512, 0, 512},
	} {
		if w.adapt(c.saved, c.took); w.batch() != c.want {
			t.Errorf("%d: %d at once after %d took %v, want %d", i, w.batch(), c.saved, c.took, c.want)
		}
	}
}
