package cli

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every command and flag that the README names is there.
func TestCommandsOfTheReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(data), "## Commands\n")
	if !found {
		t.Fatal("the README has no commands")
	}
	text, _, _ = strings.Cut(text, "\n## ")
	w := &World{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
	r := &run{world: w, term: newTerminal(w, Look{})}
	root := r.root()
	root.InitDefaultCompletionCmd()
	known := []string{"man"} // comes with the help
	flags := map[string]bool{"--version": true}
	for _, c := range append(root.Commands(), root) {
		known = append(known, c.Name())
		for _, set := range []string{c.Flags().FlagUsages(), c.PersistentFlags().FlagUsages()} {
			for _, f := range regexp.MustCompile(`--[a-z-]+`).FindAllString(set, -1) {
				flags[f] = true
			}
		}
	}
	named := regexp.MustCompile("despatch ([a-z]+)").FindAllStringSubmatch(text, -1)
	if len(named) < 6 {
		t.Fatalf("the README names %d commands", len(named))
	}
	for _, n := range named {
		if !slices.Contains(known, n[1]) {
			t.Errorf("the README names %q", n[0])
		}
	}
	for _, f := range regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(text, -1) {
		if !flags[f] {
			t.Errorf("the README names %s", f)
		}
	}
}

func TestNegatedWords(t *testing.T) {
	w := &World{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}
	r := &run{world: w, term: newTerminal(w, Look{})}
	for in, want := range map[string]string{
		"search this -that":            "search this -- -that",
		"search -that --json":          "search --json -- -that",
		"--db x.db search --limit 3 a": "--db x.db search --limit 3 a --",
		"search -- -that":              "search -- -that",
		"list -that":                   "list -that",
		"search -h":                    "search -h --",
	} {
		if got := strings.Join(negated(r.root(), strings.Fields(in)), " "); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestWantsHelp(t *testing.T) {
	for in, want := range map[string]bool{"": false, "help": true, "list -h": true, "--help": true, "help.md": false, "show help": false, "-- -h": false} {
		if got := wantsHelp(strings.Fields(in)); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		n, total int
		took     time.Duration
		want     string
	}{
		{1, 0, time.Second, "1 file, 1 a second "},
		{3000, 0, 2 * time.Second, "3000 files, 1500 a second "},
		{500, 2000, time.Second, "[#####...............] 500 of 2000 files, 500 a second, 3 s left "},
		{2000, 2000, time.Second, "[####################] 2000 of 2000 files, 2000 a second, 0 s left "},
		{10, 100_000, time.Second, "[....................] 10 of 100000 files, 10 a second, 2 h 46 min left "},
		{1, 601, time.Second, "[....................] 1 of 601 files, 1 a second, 10 min left "},
		{5, 3, 0, "5 files, 5000 a second "},
	} {
		if got := progressLine("file", c.n, c.total, c.took); got != c.want {
			t.Errorf("%d of %d after %v: %q, want %q", c.n, c.total, c.took, got, c.want)
		}
	}
}

func TestProgressIsSparing(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&terminal{progress: true, rawErr: &out})
	for range 1000 {
		p.step()
	}
	p.end()
	if out.Len() > 0 && time.Since(p.begun) < 500*time.Millisecond {
		t.Errorf("short work wrote %q", out.String())
	}
	out.Reset()
	p.begun = p.begun.Add(-time.Minute)
	began := time.Now()
	for range 1000 {
		p.step()
	}
	p.end()
	if lines, most := strings.Count(out.String(), " files"), 1+int(time.Since(began)/(250*time.Millisecond)); lines < 1 || lines > most {
		t.Errorf("%d lines of progress, at most %d: %q", lines, most, out.String())
	}
	if !strings.HasSuffix(out.String(), "\r\x1b[K") {
		t.Errorf("the line stays: %q", out.String())
	}
	out.Reset()
	p = newProgress(&terminal{rawErr: &out})
	p.begun = p.begun.Add(-time.Minute)
	p.step()
	p.end()
	if out.Len() > 0 {
		t.Errorf("off a terminal: %q", out.String())
	}
}
