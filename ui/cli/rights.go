package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"despatch/briefs"
	"despatch/briefs/importer"
)

// name is who runs despatch: --reader, the configuration, or the login name.
func (r *run) name(c Config) string {
	if r.world.Remote != nil {
		return r.world.Remote.Reader.Name
	}
	return line(cmp.Or(r.as, c.Reader, r.world.getenv("USER"), r.world.getenv("LOGNAME"), "reader"))
}

// reader is whose state is read and kept, and what they may read. Whose rights
// the store knows has those. Everybody else may read what the file holds, since
// who can open it can; but a name that was given, to a store that has readers,
// must be one of them: a slip of the pen never reads more.
func (r *run) reader(ctx context.Context, s Store, c Config) (briefs.Reader, error) {
	if r.world.Remote != nil {
		return r.world.Remote.Reader, nil
	}
	name := r.name(c)
	known, err := s.Reader(ctx, name)
	if !errors.Is(err, briefs.ErrNoReader) {
		return known, err
	}
	strict := r.as != ""
	if !strict && c.Reader != "" {
		if strict, err = s.HasReaders(ctx); err != nil {
			return known, err
		}
	}
	if strict {
		return known, failure(briefs.ErrNoReader, "despatch reader list shows them, despatch reader add NAME makes one known", "%s: there is no such reader", quoted(name))
	}
	return briefs.Reader{Name: name, Clearance: math.MaxInt, Groups: c.Groups}, nil
}

// markings are the names of the markings: those of the configuration, when they
// go on from those of the store, else the store's.
func markings(ctx context.Context, s Store, c Config) ([]string, error) {
	names, err := s.Markings(ctx)
	if err == nil && len(c.Markings) > len(names) && slices.Equal(names, c.Markings[:len(names)]) {
		names = c.Markings
	}
	return names, err
}

// markings are those of the configuration, for files that are read without a
// store. What is wrong with the configuration was told, or is told.
func (r *run) markings() importer.Option {
	c, err := r.settings()
	if err != nil {
		c = Config{}
	}
	return importer.Markings(c.Markings)
}

// setMarkings gives the store the markings of the configuration, before
// something is marked with one; it is a problem when they are others.
func setMarkings(ctx context.Context, s Store, c Config) ([]string, error) {
	names, err := s.Markings(ctx)
	if err != nil || len(c.Markings) == 0 || slices.Equal(names, c.Markings) {
		return names, err
	}
	if err := s.SetMarkings(ctx, c.Markings); err != nil {
		if len(names) == 0 {
			return nil, err
		}
		return nil, failure(err, "set markings = "+strings.Join(quoteAll(names), ", ")+" there; new ones may only follow those",
			"the markings of the configuration are not those of the store")
	}
	return c.Markings, nil
}

func quoteAll(names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, fmt.Sprintf("%q", n))
	}
	return all
}

// checkMarkings fails where names of markings could not be told apart, or taken
// for a number.
func checkMarkings(names []string) error {
	for i, n := range names {
		if n == "" || n != line(n) || len(n) > 60 || strings.Trim(n, "+-0123456789") == "" {
			return fmt.Errorf("markings has %s; a marking is a short name", quoted(n))
		}
		if slices.ContainsFunc(names[:i], func(m string) bool { return strings.EqualFold(m, n) }) {
			return fmt.Errorf("markings has %s twice", quoted(n))
		}
	}
	return nil
}

// markingOf reads a marking that was typed. "unmarked" is 0.
func markingOf(names []string, s string) (int, error) {
	if strings.EqualFold(s, unmarked) {
		return 0, nil
	}
	n, ok := briefs.ParseMarking(names, s)
	if !ok {
		return 0, usage(markingsTodo(names), "%s is no marking", quoted(s))
	}
	return n, nil
}

// unmarked is what the lowest clearance is called.
const unmarked = "unmarked"

func markingsTodo(names []string) string {
	if len(names) == 0 {
		return `name them in the configuration, from the lowest up: markings = ["OFFICIAL", "SECRET"]`
	}
	return "it may be " + strings.Join(names, ", ") + " or " + unmarked
}

// groupsOf are groups that were typed, which front matter could name too.
func groupsOf(typed []string) ([]string, error) {
	for _, g := range typed {
		if g == "" || g != line(g) || len(g) > 80 || strings.ContainsAny(g, ",，、;；") {
			return nil, usage("give a short name, without a comma", "%s is no group", quoted(g))
		}
	}
	return typed, nil
}
