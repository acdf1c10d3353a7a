//go:build race

package ui

// raced: the race detector watches, which makes everything many times slower.
// Tests that try at random then try less often.
const raced = true
