package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"despatch/briefs/briefstest"
)

// Nothing in a briefing acts on the terminal: each trick in each place of each
// template is opened as a file and from the box, and goes through every screen.
// What despatch sends is read by a parser that knows a few sequences and no
// more, and the words round each trick must come to stand on the screen.

// templates are the briefings of testdata/stream.
var templates = []string{"quoted.md", "raw.md", "toml.md", "plain.txt"}

// The size of the terminal: a whole briefing stands on it.
var tall = rule{screen: true, width: 130, height: 88}

func TestStream(t *testing.T) {
	tours := templates
	if briefstest.Raced {
		tours = tours[:1]
		t.Logf("under the race detector only %s", tours)
	}
	for _, template := range tours {
		t.Run(template, func(t *testing.T) {
			t.Parallel()
			dir, env := folder(t, template), home(t)
			n := added(t, env, dir)
			t.Run("files", func(t *testing.T) {
				t.Parallel()
				x := onScreen(t, tall.width, tall.height, env, dir)
				x.wait(fmt.Sprintf(" %d unread ", n))
				x.press("R", fmt.Sprintf("/%d ", n))
				x.press("g", fmt.Sprintf(" 1/%d ", n))
				x.articles(template, n)
				x.check(tall)
			})
			t.Run("box", func(t *testing.T) {
				t.Parallel()
				x := onScreen(t, tall.width, tall.height, env)
				x.wait(fmt.Sprintf(" 1/%d ", n))
				x.tour(template, n)
			})
		})
	}
}

// added puts a folder into the box and is how many briefings went in. What the
// command says of them, and of those that it refuses, acts on nothing.
func added(t *testing.T, env []string, dir string) int {
	t.Helper()
	command(t, env, "remove", "--samples")
	out, errs := command(t, env, "add", dir)
	n, refused := strings.Count(out, "added "), strings.Count(errs, "failed: ")
	if n+refused < len(tricks) || n < len(tricks)-3 {
		t.Fatalf("%d added, %d refused of %d:\n%s%s", n, refused, len(tricks), out, errs)
	}
	return n
}

// articles opens every briefing of the list, and a figure in each. It is the
// trick of each briefing, from 1.
func (x *terminal) articles(template string, n int) []int {
	x.t.Helper()
	order := make([]int, n+1)
	x.press("\r", "KEY FIGURES")
	for k := 1; k <= n; k++ {
		if k > 1 {
			x.press("J", fmt.Sprintf(" %d/%d ", k, n))
		}
		order[k] = x.opened()
		x.wait(append(marks(x.t, template, order[k]), "▌")...) // its first figure is in the panel
		x.press(".\r", "sentence", "rule ")
		x.press("q", "line ")
	}
	return order
}

// tour goes through every screen and every briefing.
func (x *terminal) tour(template string, n int) {
	x.t.Helper()
	for k := 2; k <= n; k++ { // the previews
		x.press("j", fmt.Sprintf(" %d/%d ", k, n))
	}
	x.press("g", fmt.Sprintf(" 1/%d ", n))
	order := x.articles(template, n)
	x.press("p", "NAMES")
	for k := n - 1; k >= 1; k-- {
		x.press("K", fmt.Sprintf(" %d/%d ", k, n))
	}
	x.press("p", "DATES")
	x.press("p", "CONTENTS")
	for k := 2; k <= n; k++ {
		x.press("J", fmt.Sprintf(" %d/%d ", k, n))
	}
	x.press("F", "Deck")
	for k := n - 1; k >= 1; k-- {
		x.press("b", fmt.Sprintf(" %d/%d", k, n), before(order[k], "title"))
	}
	x.press("q", "CONTENTS")
	x.press("s", "search:")
	x.press("in", " briefings")
	x.check(tall)
}

// check leaves despatch and reads all that it sent by a rule.
func (x *terminal) check(by rule) *reading {
	x.t.Helper()
	r := read(x.leave(), by)
	for _, f := range r.faults {
		x.t.Error(f)
	}
	return r
}

var number = regexp.MustCompile(`v(\d\d)title`)

// opened is the trick whose briefing is open: its title comes first.
func (x *terminal) opened() int {
	x.t.Helper()
	m := number.FindStringSubmatch(x.text())
	if m == nil {
		x.t.Fatalf("no trick is open:\n%s", x.text())
	}
	i, err := strconv.Atoi(m[1])
	if err != nil {
		x.t.Fatal(err)
	}
	return i
}
