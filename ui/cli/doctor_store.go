package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// checkWhole looks through the whole store for damage.
func (r *run) checkWhole(ctx context.Context, s Store) finding {
	found, err := s.Check(ctx)
	if err != nil {
		p := explain(err, r.program.Explain)
		return finding{"store", gradeWrong, line(p.what), p.todo}
	}
	if len(found) > 0 {
		return finding{"store", gradeWrong, "damaged: " + line(strings.Join(found[:min(len(found), 3)], "; ")), "despatch restore FILE brings a backup back; without one, despatch export DIR saves what can be read"}
	}
	return finding{"store", gradeOK, "whole: every page and index was looked at", ""}
}

// checkRights says who may read, and whether the configuration fits the store.
func (r *run) checkRights(ctx context.Context, s Store) finding {
	c, err := r.settings()
	if err != nil {
		c = Config{} // told already
	}
	readers, err := s.Readers(ctx)
	if err != nil {
		p := explain(err, r.program.Explain)
		return finding{"rights", gradeWrong, line(p.what), p.todo}
	}
	names, err := s.Markings(ctx)
	if err != nil {
		p := explain(err, r.program.Explain)
		return finding{"rights", gradeWrong, line(p.what), p.todo}
	}
	about := many(len(readers), "reader")
	if len(names) > 0 {
		about += ", markings " + line(strings.Join(names, ", "))
	}
	if n := len(c.Markings); n > 0 && !slices.Equal(c.Markings[:min(n, len(names))], names) {
		return finding{"rights", gradeWrong, about + "; the configuration has " + line(strings.Join(c.Markings, ", ")),
			"set markings = " + line(strings.Join(quoteAll(names), ", ")) + " in the configuration; new ones may only follow those"}
	}
	if _, err := r.reader(ctx, s, c); err != nil {
		p := explain(err, r.program.Explain)
		return finding{"rights", gradeWrong, line(p.what), p.todo}
	}
	return finding{"rights", gradeOK, fmt.Sprintf("%s; you read as %s", about, quoted(r.name(c))), ""}
}
