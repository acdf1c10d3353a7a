// Package ui is the reader's app: one Bubble Tea model, with screens (list,
// article, deck, search, ledger, help) and panes that are plain structs. It
// asks a Library for briefs and shows them; it opens no file, knows no
// database, and never reads the clock but through Options.Now.
package ui
