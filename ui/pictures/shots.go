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

// A step is keys that change the screen, and words that stand on it after them.
type step struct{ keys, shows string }

// The ways to the screens. The list is newest first, so the last is the
// briefing that every reader of the README meets.
var (
	sme     = []step{{"G", "12/12"}, {"\r", "line "}}
	long    = []step{{"jjjj", "5/12"}, {"\r", "line "}}
	chinese = []step{{"jj", "3/12"}, {"\r", "line "}}
)

var shots = []shot{
	{name: "article-120x40", width: 120, height: 40, steps: then(sme, step{"..", "80 trillion"})},
	{name: "figure-120x40", width: 120, height: 40, steps: then(sme, step{"..", "80 trillion"}, step{"\r", "52 000 000"})},
	{name: "names-120x40", width: 120, height: 40, steps: then(sme, step{"p", "NAMES"})},
	{name: "list-120x40", width: 120, height: 40, steps: []step{{"jjjj", "5/12"}}},
	{name: "deck-120x40", width: 120, height: 40, steps: []step{{"F", "Deck"}, {" ", "2/12"}, {" ", "3/12"}, {" ", "4/12"}}},
	{name: "search-120x40", width: 120, height: 40, steps: []step{{"s", "Search"}, {"trade", "Ministry of Trade"}}},
	{name: "ledger-80x12", width: 80, height: 12, steps: []step{{"jjjjj", "6/12"}, {"\r", "line "}, {".", "Rail"}, {"L", "3 points"}}},
	{name: "chinese-120x40", width: 120, height: 40, steps: chinese},
	{name: "light-120x40", width: 120, height: 40, light: true, steps: then(sme, step{"..", "80 trillion"})},
	{name: "article-80x24", width: 80, height: 24, steps: then(sme, step{"..", "80 trillion"})},
	{name: "article-200x60", width: 200, height: 60, steps: then(long, step{"..", "electricity"})},
	{name: "article-40x12", width: 40, height: 12, steps: then(sme, step{"..", "80 trillion"})},
}

// then is a way with further steps.
func then(way []step, more ...step) []step {
	return append(way[:len(way):len(way)], more...)
}
