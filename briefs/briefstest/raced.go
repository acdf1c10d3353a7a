//go:build race

package briefstest

// Raced: the race detector watches, which makes everything many times slower.
// What tries at random, goes on long tours or makes large transactions then
// does less of it; a run without the detector does all.
const Raced = true
