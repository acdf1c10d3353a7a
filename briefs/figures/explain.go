package figures

import (
	"slices"

	"despatch/briefs"
)

// A Reading says what became of a numeral: a figure, with the rule that read
// it, or nothing, with the rule that kept it out.
type Reading struct {
	briefs.Span
	Taken  bool
	Rule   string
	Figure *briefs.Figure // nil when the numeral was not taken
}

// Explain lists each figure of a text with its rule, and each numeral that is
// none with the reason, in order.
func Explain(text, lang string) []Reading {
	var out []Reading
	fs := extract(text, lang, "", func(start, end int, rule string) {
		out = append(out, Reading{Span: briefs.Span{Start: start, End: end}, Rule: rule})
	})
	for i := range fs {
		out = append(out, Reading{Span: fs[i].Span, Taken: true, Rule: fs[i].Rule, Figure: &fs[i]})
	}
	slices.SortStableFunc(out, func(a, b Reading) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	return out
}
