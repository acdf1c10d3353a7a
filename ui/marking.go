package ui

import (
	"despatch/briefs"
	"despatch/ui/page"
)

// maxMarking is what a screen shows of a marking's name, in cells.
const maxMarking = 24

// marking is the name of what a brief is marked, "" for one that is not. It is
// shown wherever the brief is named.
func (a *App) marking(h *briefs.Head) string {
	return page.Cut(a.theme.line(briefs.MarkingName(a.list.markings, h.Marking), 200), maxMarking)
}
