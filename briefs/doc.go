// Package briefs is the domain of despatch: what a brief is, what a figure in
// it is, what a reader did with it, and who may read it. It holds values and
// rules only: no files, no database, no terminal, no clock. It imports nothing
// but the standard library.
package briefs
