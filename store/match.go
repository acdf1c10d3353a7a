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
	title, body []int         // places, for each term that is wanted
	spans       []briefs.Span // the first places in the body, by their ends
	first       int           // where the first starts; -1 for none
	count       int           // places in the body
	units       int           // of title and body
	refused     bool          // it has what is not wanted
}

// matchBrief looks for a query in a brief, in one pass.
func matchBrief(q query, b *briefs.Brief) match {
	wanted := len(q.want)
	r := match{title: make([]int, wanted), body: make([]int, wanted), first: -1}
	m := matcher{terms: slices.Concat(q.want, q.not)}
	r.units = m.scan(b.Title, false, func(t int, _ briefs.Span) {
		if t >= wanted {
			r.refused = true
			return
		}
		r.title[t]++
	})
	r.units += m.scan(b.Body, b.Format != briefs.Text, func(t int, at briefs.Span) {
		if t >= wanted {
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
	return r
}

// has reports whether term i stands anywhere in the brief.
func (r *match) has(i int) bool { return r.title[i]+r.body[i] > 0 }

// hit is the hit on the brief that was matched.
func (r *match) hit(b *briefs.Brief) briefs.Hit {
	h := briefs.Hit{Head: b.Head, Offset: max(r.first, 0), Matches: max(r.count, 1)}
	h.Snippet, h.Marks = snippet(b.Body, b.Format != briefs.Text, r.spans)
	if strings.TrimSpace(h.Snippet) == "" {
		h.Snippet, h.Marks = b.Title, nil
	}
	return h
}
