package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"despatch/briefs"
)

// A Memory is a shelf of briefs that nobody keeps, and that one reader may read
// all of. It is safe for concurrent use. What it hands out shares its slices
// with it: they are not to be changed.
type Memory struct {
	// Extract reads the figures of a search; without one it has none but plain
	// numbers. It is set before the first search.
	Extract func(text, lang string) []briefs.Figure

	// Names are those of the markings, from the lowest up, set before it is read.
	Names []string

	mu      sync.RWMutex
	briefs  []*briefs.Brief // never changed in place
	places  map[string]int  // ID → index
	changes int64
	news    chan struct{} // closed at the next change
}

// NewMemory is an empty shelf.
func NewMemory() *Memory { return &Memory{places: map[string]int{}, news: make(chan struct{})} }

// changed counts a change and ends the wait for it. The lock is held.
func (m *Memory) changed() {
	m.changes++
	close(m.news)
	m.news = make(chan struct{})
}

// Add puts a brief on the shelf as it is, in place of the one with its ID, of
// which it takes the state. It does not look at the body.
func (m *Memory) Add(b briefs.Brief) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.changed()
	if b.Added.IsZero() {
		b.Added = kept(time.Now())
	}
	if i, ok := m.places[b.ID]; ok {
		b.Added, b.State = m.briefs[i].Added, m.briefs[i].State
		m.briefs[i] = &b
		return
	}
	m.places[b.ID] = len(m.briefs)
	m.briefs = append(m.briefs, &b)
}

// SetFigures gives a brief the figures and names that were read out of it
// later, by that version of the extraction. It does nothing for an ID that is
// not there.
func (m *Memory) SetFigures(id string, figs []briefs.Figure, names []briefs.Name, version int) {
	m.change(id, func(b *briefs.Brief) {
		b.Figures, b.Names, b.Version = figs, names, version
		b.Keys = briefs.KeysOf(b)
	})
}

// change puts a changed copy of a brief in its place.
func (m *Memory) change(id string, f func(*briefs.Brief)) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.places[id]
	if ok {
		b := *m.briefs[i]
		f(&b)
		m.briefs[i] = &b
		m.changed()
	}
	return ok
}

// all are the briefs as they are now.
func (m *Memory) all() []*briefs.Brief {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Clone(m.briefs)
}

// headOf is a head that shares no map with the shelf.
func headOf(b *briefs.Brief) briefs.Head {
	h := b.Head
	h.State.Marks = maps.Clone(h.State.Marks)
	return h
}

// List is the heads that fit a query.
func (m *Memory) List(_ context.Context, q briefs.Query) ([]briefs.Head, error) {
	var heads []briefs.Head
	order := less(q.Order)
	for _, b := range m.all() {
		if fits(&b.Head, q) && (q.After == nil || order(&b.Head, q.After) > 0) && (q.Before == nil || order(&b.Head, q.Before) < 0) {
			heads = append(heads, headOf(b))
		}
	}
	slices.SortFunc(heads, func(a, b briefs.Head) int { return order(&a, &b) })
	if q.Limit > 0 && len(heads) > q.Limit {
		if backwards(q) {
			return heads[len(heads)-q.Limit:], nil
		}
		heads = heads[:q.Limit]
	}
	return heads, nil
}

// Markings are the names of the markings.
func (m *Memory) Markings(context.Context) ([]string, error) { return m.Names, nil }

// Counts sum up the shelf.
func (m *Memory) Counts(context.Context) (briefs.Counts, error) {
	var c briefs.Counts
	for _, b := range m.all() {
		count(&c, &b.Head)
	}
	return c, nil
}

// Open is one brief, whole, or briefs.ErrNotFound.
func (m *Memory) Open(_ context.Context, id string) (briefs.Brief, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	i, ok := m.places[id]
	if !ok {
		return briefs.Brief{}, briefs.ErrNotFound
	}
	b := *m.briefs[i]
	b.Head = headOf(&b)
	return b, nil
}

// Edition tells whether a brief is still what it was, as Shelf.Edition has it.
func (m *Memory) Edition(ctx context.Context, id string) (hash string, version int, err error) {
	b, err := m.Open(ctx, id)
	return b.Hash, b.Version, err
}

// Resolve is the one ID that starts with prefix, in either case. The errors are
// briefs.ErrNotFound and briefs.ErrAmbiguous.
func (m *Memory) Resolve(_ context.Context, prefix string) (string, error) {
	low := strings.ToLower(strings.TrimSpace(prefix))
	var ids []string
	for _, b := range m.all() {
		if strings.HasPrefix(b.ID, low) {
			ids = append(ids, b.ID)
		}
	}
	slices.Sort(ids)
	return resolve(low, ids)
}

// Starting are the briefs whose ID starts so, as Shelf.Starting has them.
func (m *Memory) Starting(_ context.Context, prefix string, limit int) ([]briefs.Head, error) {
	low := strings.ToLower(strings.TrimSpace(prefix))
	var heads []briefs.Head
	for _, b := range m.all() {
		if strings.HasPrefix(b.ID, low) {
			heads = append(heads, headOf(b))
		}
	}
	slices.SortFunc(heads, func(a, b briefs.Head) int { return strings.Compare(a.ID, b.ID) })
	return heads[:min(len(heads), limit)], nil
}

// Find is the briefs that fit a search, best first, as Shelf.Find has it. It
// looks through every body.
func (m *Memory) Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error) {
	q := m.language().parse(query)
	if q.empty() {
		return nil, nil
	}
	hits, err := m.find(ctx, q, limit)
	if softer, ok := q.softer(); ok && err == nil && len(hits) == 0 {
		hits, err = m.find(ctx, softer, limit)
	}
	return hits, err
}

// Understand is what a search is read as, and what of it cannot be read.
func (m *Memory) Understand(query string) briefs.Understanding {
	return m.language().understand(query)
}

func (m *Memory) language() language { return language{m.Extract, today()} }

func (m *Memory) find(ctx context.Context, q query, limit int) ([]briefs.Hit, error) {
	type place struct {
		candidate
		brief *briefs.Brief
		match match
	}
	var found []place
	all := m.all()
	terms := q.ranking()
	in := make([]int, len(terms))
	for n, b := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// One pass looks for what is wanted and what is not.
		r := matchBrief(&q, b)
		for t, k := 0, 0; t < len(q.want); t++ {
			if q.want[t].ranks() {
				in[k] += int(flag(r.has(t)))
				k++
			}
		}
		if r.fits {
			found = append(found, place{candidate{n: int64(n), key: keyOf(dayNumber(b.Date), int64(n+1))}, b, r})
		}
	}
	for t := range in {
		in[t] = min(in[t], statistics)
	}
	if len(terms) > 0 && len(found) > 1 {
		rank := newRanker(terms, in, min(len(all), statistics))
		for i := range found {
			d := documentOf(found[i].brief)
			found[i].score = rank.score(d.units, rank.timesIn(&d))
		}
	}
	slices.SortFunc(found, func(a, b place) int { return better(a.candidate, b.candidate) })
	if limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	hits := make([]briefs.Hit, 0, len(found))
	for _, c := range found {
		h := c.match.hit(c.brief)
		h.Head = headOf(c.brief)
		hits = append(hits, h)
	}
	return hits, nil
}

// Series is what the shelf says about the measure of a figure, as Shelf.Series
// has it. Briefs whose figures are not read yet say nothing.
func (m *Memory) Series(_ context.Context, f briefs.Figure) (briefs.Series, error) {
	s := briefs.Series{Measure: f.Measure, Unit: f.Unit}
	key := seriesKey(&f)
	if key == "" {
		return s, nil
	}
	all := m.all()
	slices.SortFunc(all, func(a, b *briefs.Brief) int { return strings.Compare(a.ID, b.ID) })
	for _, b := range all {
		for i := range b.Figures {
			if g := &b.Figures[i]; seriesKey(g) == key {
				s.Points = append(s.Points, briefs.Point{Brief: b.ID, Title: b.Title, From: b.From, Date: b.Date, Figure: *g, Text: surface(b, g.Span)})
			}
		}
	}
	s.Points = inOrder(s.Points)
	return s, nil
}

// SetState says what the reader did with a brief, as Shelf.SetState has it.
func (m *Memory) SetState(_ context.Context, id string, st briefs.State) error {
	if st.Changed.IsZero() {
		st.Changed = time.Now()
	}
	st.Changed, st.Marks = kept(st.Changed), maps.Clone(st.Marks)
	done := m.change(id, func(b *briefs.Brief) {
		if !st.Changed.Before(b.State.Changed) {
			b.State = st
		}
	})
	if !done {
		return briefs.ErrNotFound
	}
	return nil
}

// Version changes whenever the shelf changed.
func (m *Memory) Version(context.Context) (int64, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.changes, nil
}

// Changed waits until Version is another than since, and is that.
func (m *Memory) Changed(ctx context.Context, since int64) (int64, error) {
	for {
		m.mu.RLock()
		now, news := m.changes, m.news
		m.mu.RUnlock()
		if now != since {
			return now, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return now, ctx.Err()
		}
	}
}
