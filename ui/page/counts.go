package page

import "strings"

// counts are the rows of each block, guessed until the block is rendered, with
// sums of the first so many in logarithmic time (a Fenwick tree).
type counts struct {
	rows  []int
	exact []bool
	tree  []int
	known int // how many are exact
	run   int // how many from the first on are exact
}

func newCounts(guess []int) *counts {
	c := &counts{rows: guess, exact: make([]bool, len(guess)), tree: make([]int, len(guess)+1)}
	for i, n := range guess {
		c.tree[i+1] += n
		if j := i + 1 + (i+1)&-(i+1); j <= len(guess) {
			c.tree[j] += c.tree[i+1]
		}
	}
	return c
}

// set notes the rows of a block that was rendered.
func (c *counts) set(i, rows int) {
	if !c.exact[i] {
		c.exact[i] = true
		c.known++
	}
	for j := i + 1; j < len(c.tree); j += j & -j {
		c.tree[j] += rows - c.rows[i]
	}
	c.rows[i] = rows
}

// before is the sum of the first i blocks.
func (c *counts) before(i int) int {
	n := 0
	for ; i > 0; i -= i & -i {
		n += c.tree[i]
	}
	return n
}

// prefix is how many blocks from the first on are exact.
func (c *counts) prefix() int {
	for c.run < len(c.exact) && c.exact[c.run] {
		c.run++
	}
	return c.run
}

func countLines(s string) int { return strings.Count(s, "\n") + 1 }
