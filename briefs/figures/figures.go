// Package figures reads the figures out of a text, English or Chinese: each
// quantity with its value exactly as stated, comparator, unit, measure, period
// and place. It does no I/O, reads no clock, and never fails: where the text
// cannot be read it says nothing.
package figures

import (
	"sync"

	"despatch/briefs"
)

// Version is the version of the extraction; it is raised whenever any output
// changes, so that a store knows what to extract again.
const Version = 7

// Extract reads all figures of a text, dates and ordinals included, in order
// and without overlap. The text is plain or Markdown; lang is "en", "zh" or ""
// for unknown.
func Extract(text, lang string) []briefs.Figure {
	return extract(text, lang, "", nil)
}

// reader reads one text. Readers are pooled, so that a text without figures
// costs no memory.
type reader struct {
	text       string
	lo, hi     int       // the block being read
	zh         bool      // the text is Chinese where its script does not say
	cell       bool      // in a cell of a table, where four digits are seldom a year
	yearColumn bool      // of years
	alpha      letterMap // of the text; none for the few words of a heading or a name
	plain      bool      // nothing in the text is markup
	block      *briefs.Block
	items      []item
	rels       []briefs.Span                     // the relative periods of the sentence
	openTags   [2]int                            // before these no template tag is closed, {{ and {%
	cache      *wordCache                        // nil for the few words of a heading or a name
	steps      int                               // bytes, words and figures looked at: the work, which the length bounds
	why        func(start, end int, rule string) // told of numerals that are no figures; may be nil
}

// An item is a figure in the making.
type item struct {
	briefs.Figure
	num     briefs.Span // the numeral itself, with sign and scale
	left    int         // where the figure starts, with its currency prefix
	unit    *unit       // from the table; nil for nouns
	unitAt  briefs.Span // the unit as printed; empty when there is none
	bare    bool        // has no unit yet
	han     bool        // read by the Chinese rules
	point   bool
	scaled  bool
	digits  int
	prefix  bool // the currency stands before the number
	noun    bool // the unit is a counted noun
	frac    bool // a fraction: takes no counted noun in Chinese
	neg     bool
	dropped bool
	phrase  struct { // what beforePhrase found
		key uint64 // the start of the block, and left and one; 0 is none
		at  int
	}
}

var pool = sync.Pool{New: func() any { return &reader{cache: new(wordCache)} }}

func extract(text, lang string, format briefs.Format, why func(start, end int, rule string)) []briefs.Figure {
	if !hasNumeral(text) {
		return nil
	}
	r := pool.Get().(*reader)
	out := r.read(text, lang, format, why)
	r.text, r.why, r.block, r.alpha = "", nil, nil, r.alpha[:0]
	pool.Put(r)
	return out
}

func (r *reader) read(text, lang string, format briefs.Format, why func(start, end int, rule string)) []briefs.Figure {
	r.text, r.why, r.items, r.zh, r.steps = text, why, r.items[:0], lang == "zh", 0
	r.openTags = [2]int{}
	r.alpha = mapLetters(r.alpha, text)
	r.plain = format == briefs.Text
	*r.cache = wordCache{}
	f := format
	if f == "" {
		f = briefs.Markdown
	}
	blocks := briefs.Blocks(text, f)
	for i := range blocks {
		b := &blocks[i]
		switch {
		case b.Kind == briefs.CodeBlock && format == "" && !fenced(text[b.Start:b.End]):
			// Without a format, an indent is only an indent.
		case b.Kind == briefs.CodeBlock, b.Kind == briefs.RuleBlock, b.Kind == briefs.DefinitionBlock:
			continue
		case b.Kind == briefs.HTMLBlock && format == briefs.Markdown:
			continue
		}
		r.block = b
		from := len(r.items)
		r.lo, r.hi = b.Start, b.End
		if b.Kind == briefs.TableBlock {
			r.table(b)
		} else {
			r.scan(b.Start, b.End)
			r.join(from)
		}
		r.lo, r.hi = b.Start, b.End
		r.compare(from)
		r.context(from, b)
	}
	return r.result()
}

func fenced(s string) bool {
	for i := 0; i < len(s) && i < 4; i++ {
		if s[i] == '`' || s[i] == '~' {
			return true
		}
	}
	return false
}

// result copies the items out, in order, without those dropped and those that
// would overlap.
func (r *reader) result() []briefs.Figure {
	if len(r.items) == 0 {
		return nil
	}
	out := make([]briefs.Figure, 0, len(r.items))
	end := 0
	for i := range r.items {
		it := &r.items[i]
		if it.dropped || it.Start < end || it.End <= it.Start {
			continue
		}
		end = it.End
		out = append(out, it.Figure)
	}
	return out
}

// no tells why a numeral is no figure.
func (r *reader) no(start, end int, rule string) {
	if r.why != nil {
		r.why(start, end, rule)
	}
}
