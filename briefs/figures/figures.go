// Package figures reads the figures out of a text, English or Chinese: each
// quantity with its value exactly as stated, comparator, unit, measure, period
// and place. It does no I/O, reads no clock, and never fails: where the text
// cannot be read it says nothing.
package figures

import "despatch/briefs"

// Version is the version of the extraction; it is raised whenever any output
// changes, so that a store knows what to extract again.
const Version = 1

// Extract reads all figures of a text, dates and ordinals included, in order
// and without overlap. The text is plain or Markdown; lang is "en", "zh" or ""
// for unknown.
func Extract(text, lang string) []briefs.Figure {
	return nil
}

// A Reading says what became of a numeral.
type Reading struct {
	briefs.Span
	Taken  bool
	Kind   briefs.Kind
	Rule   string // the rule that read it, or that kept it out
	Why    string // in words
	Figure *briefs.Figure
}

// Explain lists each figure with its rule, and each numeral that is none with
// the reason, in order.
func Explain(text, lang string) []Reading { return nil }

// Annotate sets the figures of a brief, ranked, its names, its keys and the
// version.
func Annotate(b *briefs.Brief) {
	b.Figures = Extract(b.Body, b.Lang)
	b.Keys = briefs.KeysOf(b)
	b.Version = Version
}
