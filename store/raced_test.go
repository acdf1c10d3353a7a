package store

import "despatch/briefs/briefstest"

// raced is how often a test does what it does, and how often under the race
// detector, which takes ten times as long and looks for what a few rounds show.
func raced(often, few int) int {
	if briefstest.Raced {
		return few
	}
	return often
}
