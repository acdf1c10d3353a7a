package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"despatch/briefs"
)

// lesser are words that make no difference to what is measured.
var lesser = map[string]bool{
	"a": true, "an": true, "the": true, "of": true, "in": true, "on": true, "at": true, "by": true, "for": true, "from": true,
	"to": true, "with": true, "and": true, "its": true, "their": true, "this": true, "that": true, "per": true, "as": true,
	"的": true, "之": true, "了": true,
}

// seriesKey is the same for figures that state the same measure in the same
// unit: words in any order, singular or plural, without articles and
// prepositions. It is "" for figures that are in no series.
func seriesKey(f *briefs.Figure) string {
	if !f.Shown() {
		return ""
	}
	measure := measureKey(f.Measure)
	if measure == "" {
		return ""
	}
	unit := f.Unit
	if f.Kind == briefs.Count {
		unit = measureKey(f.Unit)
	}
	return measure + "|" + unit
}

func measureKey(measure string) string {
	var words []string
	run := false // the last word is a run of Han
	for s := (scanner{text: measure}); s.next(); {
		w := string(s.word)
		switch {
		case lesser[w] && !s.han:
		case s.han && (w == "的" || w == "之" || w == "了"):
			continue // what follows goes on with the run before, if there is one
		case s.han && run && s.joined:
			words[len(words)-1] += w
		case s.han:
			words = append(words, w)
			run = true
			continue
		default:
			words = append(words, singular(w))
		}
		run = s.han
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// singular is an English word without its plural ending, near enough to tell
// that two are the same word.
func singular(w string) string {
	switch {
	case len(w) < 4 || !strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes"):
		return w[:len(w)-2]
	}
	return w[:len(w)-1]
}

// Series is what the shelf says about the measure of a figure in its unit, the
// figure among it when it is on the shelf, by period and then by date. What one
// brief says twice is there once. A figure without a measure has no points.
func (s *Shelf) Series(ctx context.Context, f briefs.Figure) (briefs.Series, error) {
	all := briefs.Series{Measure: f.Measure, Unit: f.Unit}
	key := seriesKey(&f)
	if key == "" {
		return all, nil
	}
	err := s.db.read(ctx, func(tx *sql.Tx) (err error) {
		all.Points, err = s.points(ctx, tx, key)
		return err
	})
	if err != nil {
		return all, s.db.wrap(ctx, err, "series")
	}
	all.Points = inOrder(all.Points)
	return all, nil
}

// points are the figures of a series, by brief and place.
func (s *Shelf) points(ctx context.Context, tx *sql.Tx, key string) ([]briefs.Point, error) {
	f := finder{ctx: ctx, tx: tx, shelf: s, q: &query{}}
	defer f.close()
	if err := f.prepare(); err != nil {
		return nil, err
	}
	found, err := f.candidates(need{all: [][]phrase{words(seriesToken(key))}}, 0, 0)
	if err != nil {
		return nil, err
	}
	var all []briefs.Point
	for _, c := range found {
		b, err := f.read(c.n)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for i := range b.Figures {
			if g := &b.Figures[i]; seriesKey(g) == key {
				all = append(all, briefs.Point{Brief: b.ID, Title: b.Title, From: b.From, Date: b.Date, Figure: *g, Text: surface(&b, g.Span)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b briefs.Point) int { return strings.Compare(a.Brief, b.Brief) })
	return all, nil
}

// inOrder sorts points, which come by brief and place, and drops what a brief
// says again.
func inOrder(points []briefs.Point) []briefs.Point {
	out := points[:0]
	first := 0 // of the brief in out
	for _, p := range points {
		if len(out) > 0 && out[len(out)-1].Brief != p.Brief {
			first = len(out)
		}
		again := slices.IndexFunc(out[first:], func(q briefs.Point) bool { return q.Brief == p.Brief && same(&q.Figure, &p.Figure) })
		switch {
		case again < 0:
			out = append(out, p)
		case day(&out[first+again].Figure) == "" && day(&p.Figure) != "":
			out[first+again] = p
		}
	}
	slices.SortStableFunc(out, func(p, q briefs.Point) int {
		return cmp.Or(strings.Compare(when(&p), when(&q)), p.Date.Compare(q.Date), strings.Compare(p.Brief, q.Brief), p.Figure.Start-q.Figure.Start)
	})
	return out
}

// same reports whether two figures of one brief and one series say the same.
func same(f, g *briefs.Figure) bool {
	if f.Value.Cmp(g.Value) != 0 || (f.Value2 == nil) != (g.Value2 == nil) || f.Value2 != nil && f.Value2.Cmp(*g.Value2) != 0 {
		return false
	}
	a, b := day(f), day(g)
	return f.Change == g.Change && f.Stance == g.Stance && (a == b || a == "" || b == "")
}

// day is the last day of a figure's period, "" when the text does not say.
func day(f *briefs.Figure) string {
	if f.Period == nil {
		return ""
	}
	return cmp.Or(f.Period.To, f.Period.From)
}

// when is the day that a point stands at: of its period, or else of its brief.
func when(p *briefs.Point) string {
	if d := day(&p.Figure); d != "" {
		return d
	}
	return p.Date.Format("2006-01-02")
}
