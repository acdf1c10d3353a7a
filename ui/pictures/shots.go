package main

// A shot is a picture: how the terminal is, what is typed, and words that must
// then be on the screen, without which there is no picture.
type shot struct {
	name          string
	width, height int
	light         bool
	args          []string
	shows         string // on the first screen
	steps         []step
}

// A step is keys, and words that stand on the screen after them.
type step struct{ keys, shows string }

// Words on the screens that the shots go through.
const (
	first = "MIIT: SME income"
)

var shots = []shot{
	{name: "list-120x40", width: 120, height: 40, shows: first},
	{name: "article-120x40", width: 120, height: 40, shows: first, steps: []step{{"/", ""}, {"SME", ""}, {"\r", ""}, {"\r", ""}, {"..", ""}}},
}
