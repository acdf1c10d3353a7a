package store

import (
	"slices"
	"strings"

	"despatch/briefs"
)

// A matcher looks for the terms of a query in one text after the other.
type matcher struct {
	terms  []term
	active []progress
}

// progress is a term of which the first units were found.
type progress struct{ term, next, start int }

// scan calls found for each place where a term stands, by the end of the place,
// and says how many units the text has.
func (m *matcher) scan(text string, markdown bool, found func(term int, at briefs.Span)) (units int) {
	m.active = m.active[:0]
	for s := (scanner{text: text, markdown: markdown}); s.next(); units++ {
		kept := m.active[:0]
		for _, p := range m.active {
			if !m.terms[p.term].fits(p.next, &s) {
				continue
			}
			if p.next++; p.next == len(m.terms[p.term].units) {
				found(p.term, briefs.Span{Start: p.start, End: s.end})
				continue
			}
			kept = append(kept, p)
		}
		m.active = kept
		for i := range m.terms {
			if !m.terms[i].fits(0, &s) {
				continue
			}
			if len(m.terms[i].units) == 1 {
				found(i, briefs.Span{Start: s.start, End: s.end})
				continue
			}
			m.active = append(m.active, progress{i, 1, s.start})
		}
	}
	return units
}

// fits reports whether the unit that the scanner stands on can be unit i of the
// term.
func (t *term) fits(i int, s *scanner) bool {
	u := &t.units[i]
	if u.han != s.han || u.han && i > 0 && u.joined != s.joined {
		return false
	}
	if t.prefix && i == len(t.units)-1 {
		return len(s.word) >= len(u.word) && string(s.word[:len(u.word)]) == u.word
	}
	return string(s.word) == u.word
}

// keptSpans is how many places of a body are kept for the snippet.
const keptSpans = 256

// A match is where a query stands in a brief.
type match struct {
	fits        bool
	title, body []int         // places, for each term that is wanted
	spans       []briefs.Span // the first places in the body, by their ends
	first       int           // where the first starts; -1 for none
	count       int           // places in the body
	refused     bool          // it has what is not wanted
	figures     []*briefs.Figure
}

// matchBrief looks for a query in a brief, in one pass, and at its figures.
func matchBrief(q *query, b *briefs.Brief) match {
	wanted := len(q.want)
	r := match{title: make([]int, wanted), body: make([]int, wanted), first: -1}
	var m matcher
	var terms []int // what the terms of m are: of wanted, and then of those that are not
	for i, t := range slices.Concat(q.want, q.not) {
		switch {
		case t.field == anywhere:
			m.terms, terms = append(m.terms, t), append(terms, i)
		case !t.isIn(b):
		case i < wanted:
			r.title[i]++
		default:
			r.refused = true
		}
	}
	m.scan(b.Title, false, func(t int, _ briefs.Span) {
		if t = terms[t]; t >= wanted {
			r.refused = true
			return
		}
		r.title[t]++
	})
	if len(m.terms) > 0 {
		m.scan(b.Body, b.Format != briefs.Text, func(t int, at briefs.Span) {
			if t = terms[t]; t >= wanted {
				r.refused = true
				return
			}
			r.body[t]++
			r.count++
			if r.first < 0 || at.Start < r.first {
				r.first = at.Start
			}
			if len(r.spans) < keptSpans {
				r.spans = append(r.spans, at)
			}
		})
	}
	r.fits = !r.refused && r.matchFigures(q, b) && q.heads(&b.Head)
	for i := range q.want {
		r.fits = r.fits && r.has(i)
	}
	return r
}

// isIn reports whether a term of a field stands there.
func (t *term) isIn(b *briefs.Brief) bool {
	switch t.field {
	case inTitle:
		return t.standsIn(b.Title)
	case inFrom:
		return t.standsIn(b.From)
	case inTags:
		return slices.ContainsFunc(b.Tags, t.standsIn)
	}
	return slices.ContainsFunc(b.Figures, func(f briefs.Figure) bool { return f.Shown() && t.standsIn(f.Measure) })
}

// standsIn reports whether a term stands in a text that is no Markdown.
func (t *term) standsIn(text string) bool {
	found := false
	m := matcher{terms: []term{*t}}
	m.scan(text, false, func(int, briefs.Span) { found = true })
	return found
}

// heads reports whether the state and the date of a brief fit.
func (q *query) heads(h *briefs.Head) bool {
	for _, t := range q.state {
		if !t.holds(&h.State) {
			return false
		}
	}
	day := dayNumber(h.Date)
	return day >= q.from && (q.to == 0 || day > 0 && day < q.to)
}

// ofFigures reports whether a query asks for figures.
func (q *query) ofFigures() bool {
	of := func(t term) bool { return t.field == inMeasure }
	return len(q.figures)+len(q.shuns) > 0 || slices.ContainsFunc(q.want, of) || slices.ContainsFunc(q.not, of)
}

// matchFigures finds the figures that meet the conditions, and reports whether
// each is met and none that must not be.
func (r *match) matchFigures(q *query, b *briefs.Brief) bool {
	met := make([]bool, len(q.figures))
	for i := range b.Figures {
		f := &b.Figures[i]
		if slices.ContainsFunc(q.shuns, func(c condition) bool { return c.fits(f) }) {
			return false
		}
		asked := false
		for k := range q.figures {
			if q.figures[k].fits(f) {
				met[k], asked = true, true
			}
		}
		if asked {
			r.figures = append(r.figures, f)
		}
	}
	return !slices.Contains(met, false)
}

// has reports whether term i stands anywhere in the brief.
func (r *match) has(i int) bool { return r.title[i]+r.body[i] > 0 }

// hit is the hit on the brief that was matched: at the figure that was looked
// for, in the sentence that has most of the words, or else at the first word.
func (r *match) hit(b *briefs.Brief) briefs.Hit {
	h := briefs.Hit{Head: b.Head, Offset: max(r.first, 0), Matches: max(r.count+len(r.figures), 1)}
	spans := r.spans
	if len(r.figures) > 0 {
		f := r.figure()
		h.Offset = f.Start
		from := f.Start
		for _, s := range r.spans {
			if s.Start >= f.Sentence.Start && s.Start < from && f.End-s.Start <= snippetBytes {
				from = s.Start
			}
		}
		for _, f := range r.figures {
			spans = append(spans[:len(spans):len(spans)], f.Span)
		}
		spans = slices.DeleteFunc(slices.Clone(spans), func(s briefs.Span) bool { return s.Start < from || s.End > len(b.Body) })
	}
	h.Snippet, h.Marks = snippet(b.Body, b.Format != briefs.Text, spans)
	if strings.TrimSpace(h.Snippet) == "" {
		h.Snippet, h.Marks = b.Title, nil
	}
	return h
}

// figure is the figure whose sentence has most of the words; of equal ones the
// first.
func (r *match) figure() *briefs.Figure {
	best, most := r.figures[0], -1
	for _, f := range r.figures {
		n := 0
		for _, s := range r.spans {
			if f.Sentence.Has(s.Start) {
				n++
			}
		}
		if n > most {
			best, most = f, n
		}
	}
	return best
}
