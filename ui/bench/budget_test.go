package bench

import (
	"path/filepath"
	"strings"
	"testing"
)

// The budgets of bytes on the line, as DESIGN has them, by size of terminal:
// 80×24, 120×40, 200×60.
var (
	openBudget    = [...]int{4000, 7000, 10000} // a briefing, from the list
	lineBudget    = [...]int{1200, 1600, 2000}  // one line scrolled, with the panel
	bareBudget    = 250                         // the same, without
	pageBudget    = [...]int{3000, 5000, 8000}
	listBudget    = 400 // one move in the list
	sessionBudget = 130_000

	// denseSession is what twenty samples come to: a figure in every second
	// line, tables, a quarter of them Chinese. It is over the budget, which
	// ordinary briefings keep; it may fall.
	denseSession = 145_000
)

func within(t *testing.T, what string, got, budget int) {
	t.Helper()
	if got > budget || got == 0 {
		t.Errorf("%s: %d bytes, the budget is %d", what, got, budget)
	}
}

// TestBytesOfReading holds the budgets of an article.
func TestBytesOfReading(t *testing.T) {
	t.Parallel()
	program := built(t)
	for i, s := range sizes {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			w := start(t, s, false, home(t), program, longest(t))
			defer w.stop()
			w.settle()
			w.key(" ")
			within(t, "a line", w.median("j", 9), lineBudget[i])
			within(t, "a page", w.median(" ", 5), pageBudget[i])
		})
		t.Run(s.String()+" without the panel", func(t *testing.T) {
			t.Parallel()
			w := start(t, s, false, home(t), program, "--no-panel", longest(t))
			defer w.stop()
			w.settle()
			w.key(" ")
			within(t, "a line", w.median("j", 9), bareBudget)
		})
	}
}

// TestBytesOfTheList holds the budgets of the list, and of opening from it.
func TestBytesOfTheList(t *testing.T) {
	t.Parallel()
	program := built(t)
	for i, s := range sizes {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			w := start(t, s, false, home(t), program)
			defer w.stop()
			w.settle()
			within(t, "a move in the list", w.median("j", 9), listBudget)
			within(t, "opening", w.key("\r"), openBudget[i])
		})
	}
}

// TestBytesWhenIdle: no clock, no spinner, nothing that blinks.
func TestBytesWhenIdle(t *testing.T) {
	t.Parallel()
	program := built(t)
	for _, args := range [][]string{nil, {longest(t)}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			w := start(t, sizes[0], false, home(t), program, args...)
			defer w.stop()
			w.settle()
			if n := w.idle(); n != 0 {
				t.Errorf("%d bytes in %v while nobody touched a key", n, idleFor)
			}
		})
	}
}

// TestBytesOfASession reads twenty briefings: open, two pages, back, next.
func TestBytesOfASession(t *testing.T) {
	t.Parallel()
	program, env := built(t), home(t)
	add(t, env, program, twenty(t))
	within(t, "twenty samples", session(t, env, program), denseSession)
}

// TestBytesOfARealSession is the same on twenty real briefings, as an office
// publishes them.
func TestBytesOfARealSession(t *testing.T) {
	t.Parallel()
	program, env := built(t), home(t)
	add(t, env, program, posts(t))
	n := session(t, env, program)
	t.Logf("twenty briefings: %d bytes", n)
	within(t, "twenty briefings", n, sessionBudget)
}

// session is the bytes of reading twenty briefings at 80×24.
func session(t testing.TB, env []string, program string, args ...string) int {
	t.Helper()
	w := start(t, sizes[0], false, env, program, args...)
	defer w.stop()
	n := w.settle()
	for range 20 {
		for _, key := range []string{"\r", " ", " ", "q", "j"} {
			n += w.key(key)
		}
	}
	return n
}

// add puts a folder into the box of that home, without the samples.
func add(t testing.TB, env []string, program, dir string) {
	t.Helper()
	for _, args := range [][]string{{"remove", "--samples"}, {"add", filepath.Clean(dir)}} {
		if out, err := command(env, program, args...).CombinedOutput(); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
	}
}
