package cli

import (
	"context"

	"despatch/briefs/importer"

	"despatch/briefs"
)

// giveSamples puts the samples into a box that never had a briefing. What is
// already there, or was refused, is left as it is.
func (r *run) giveSamples(ctx context.Context, s Store) error {
	wanted, err := s.SamplesWanted(ctx)
	if err != nil || !wanted {
		return err
	}
	samples, err := importer.Samples()
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
