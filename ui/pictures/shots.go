package main

// A shot is a picture: how the terminal is, what is typed, and words that must
// then be on the screen, without which there is no picture. None shows a date
// that is not in a briefing.
type shot struct {
	name          string
	width, height int
	light         bool
	steps         []step
}

// A step is keys, and words that stand on the screen after them.
type step struct{ keys, shows string }

// The ways to the screens. The list is newest first, so the last is the
// briefing that every reader of the README meets.
var (
	sme     = []step{{"G", "12/12"}, {"\r", "Guangzhou"}}
	chinese = []step{{"jj", "3/12"}, {"\r", "KEY FIGURES"}}
)

var shots = []shot{
	{name: "article-120x40", width: 120, height: 40, steps: then(sme, step{"..", "80 trillion"})},
	{name: "figure-120x40", width: 120, height: 40, steps: then(sme, step{"..", "80 trillion"}, step{"\r", "rule"})},
	{name: "list-120x40", width: 120, height: 40, steps: []step{{"jjjj", "5/12"}}},
	{name: "deck-120x40", width: 120, height: 40, steps: []step{{"F", ""}}},
	{name: "search-120x40", width: 120, height: 40, steps: []step{{"s", ""}, {"income", ""}, {"\r", ""}}},
	{name: "names-120x40", width: 120, height: 40, steps: then(sme, step{"p", ""})},
	{name: "ledger-120x40", width: 120, height: 40, steps: []step{{"jjjjj\r", "Rail"}, {".", ""}, {"L", ""}}},
	{name: "chinese-120x40", width: 120, height: 40, steps: chinese},
	{name: "light-120x40", width: 120, height: 40, light: true, steps: then(sme, step{"..", "80 trillion"})},
	{name: "article-80x24", width: 80, height: 24, steps: then(sme, step{"..", "80 trillion"})},
	{name: "article-200x60", width: 200, height: 60, steps: then(sme, step{"..", "80 trillion"})},
	{name: "article-40x12", width: 40, height: 12, steps: then(sme, step{"..", "80 trillion"})},
}

// then is a way with further steps.
func then(way []step, more ...step) []step {
	return append(way[:len(way):len(way)], more...)
}
