package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"

	"despatch/briefs"
	"despatch/briefs/importer"
)

// samplesAhead begins to read the samples while a store that is not there yet
// is made: on a first start the one need not wait for the other.
func (r *run) samplesAhead(store string) {
	r.samples = sync.OnceValues(importer.Samples)
	if strings.Contains(store, "://") {
		return // whether it is there is known when it is open
	}
	if _, err := os.Stat(store); errors.Is(err, fs.ErrNotExist) {
		go r.samples()
	}
}

// giveSamples puts the samples into a box that never had them, never refused
// them, and holds nothing: who put briefings of their own in first needs none.
func (r *run) giveSamples(ctx context.Context, s Store) error {
	wanted, err := s.SamplesWanted(ctx)
	if err != nil || !wanted {
		return err
	}
	box, err := s.Keep(ctx)
	if err != nil {
		return err
	}
	if counts, err := box.Counts(ctx); err != nil || counts.All > 0 {
		return err
	}
	samples, err := r.samples()
	if err != nil {
		return err
	}
	all := make([]*briefs.Brief, len(samples))
	for i := range samples {
		all[i] = &samples[i]
	}
	_, err = s.SaveAll(ctx, all)
	return err
}
