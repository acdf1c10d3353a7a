//go:build race

package main

// raced: the race detector watches, which makes despatch many times slower. Long
// tours then take fewer of their templates; a run without it takes all.
const raced = true
