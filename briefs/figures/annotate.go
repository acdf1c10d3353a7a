package figures

import "despatch/briefs"

// Annotate sets the figures of a brief, ranked, its keys and the version.
func Annotate(b *briefs.Brief) {
	b.Figures = extract(b.Body, b.Lang, b.Format, nil)
	rank(b)
	b.Names = Names(b.Body, b.Lang)
	b.Keys = briefs.KeysOf(b)
	b.Version = Version
}
