// Package samples holds the briefings that ship with the program, so that a
// first run has something to read. They were written for despatch: the Republic
// of Estmark, its offices and its figures are invented; what is said of real
// offices is public. The package only carries the files; the importer reads
// them as it reads any other.
package samples

import "embed"

// Files are the sample briefings, Markdown with front matter, at the root.
//
//go:embed *.md
var Files embed.FS
