//go:build !race

package briefstest

// Raced is false: nothing watches.
const Raced = false
