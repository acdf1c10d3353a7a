package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkReport measures despatch and, where they are installed, less,
// newsboat and glow at the same jobs, and prints a Markdown table:
//
//	go test -run '^$' -bench Report -benchtime 1x -timeout 30m ./ui/bench
//
// GLOW names a glow; without it and without one in PATH it is built from the
// Go module proxy. Nothing here is a limit; the budgets are in
// budget_test.go.
func BenchmarkReport(b *testing.B) {
	r := &report{b: b, despatch: built(b), others: others(b)}
	fmt.Printf("\n%s/%s, %d cores, %s; medians of %d runs\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), runs)
	r.row("", append([]string{"despatch"}, r.names()...)...)
	r.row("---", slices.Repeat([]string{"---:"}, 1+len(programs))...)
	r.starts()
	r.files()
	r.lines()
	r.session()
	fmt.Println()
	for b.Loop() {
		// The report is the measurement; there is nothing to repeat.
	}
}

// runs is how often a start is measured.
const runs = 7

// programs are the others, in the order of the table.
var programs = []string{"less", "newsboat", "glow"}

// glow is the version that is built where none is installed.
const glow = "github.com/charmbracelet/glow/v2@v2.1.1"

type report struct {
	b        *testing.B
	despatch string
	others   map[string]string // name → path, "" where it is not there
}

// others finds the programs to compare with.
func others(b *testing.B) map[string]string {
	found := map[string]string{}
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			found[name] = path
		}
	}
	if path := os.Getenv("GLOW"); path != "" {
		found["glow"] = path
	}
	if found["glow"] == "" {
		dir := b.TempDir()
		cmd := exec.Command("go", "install", glow)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=-mod=mod")
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Printf("glow could not be built: %v\n%s\n", err, out)
		} else {
			found["glow"] = filepath.Join(dir, "glow")
		}
	}
	return found
}

func (r *report) names() []string {
	names := slices.Clone(programs)
	for i, n := range names {
		if r.others[n] == "" {
			names[i] += " (not here)"
		}
	}
	return names
}

func (r *report) row(what string, cells ...string) {
	fmt.Printf("| %s | %s |\n", what, strings.Join(cells, " | "))
}

// A run is one program at one job.
type run struct {
	env  []string
	name string
	args []string
	word string // on its first screen
	pre  string // keys before the keys that are measured
}

// first is the median time to a first screen, and the most memory held by then.
func (r *report) first(s size, mute bool, limit time.Duration, x run) string {
	if x.name == "" {
		return "–"
	}
	var took []time.Duration
	var peak int64
	for range runs {
		w := start(r.b, s, mute, x.env, x.name, x.args...)
		d, shown := w.until(x.word, limit)
		peak = max(peak, w.peak())
		w.stop()
		if !shown {
			return fmt.Sprintf("not in %v", limit)
		}
		took = append(took, d)
		if d > 2*time.Second {
			break // slow enough to be told by one run
		}
	}
	slices.Sort(took)
	return fmt.Sprintf("%s, %d MB", took[len(took)/2].Round(time.Millisecond), peak)
}

// starts are first screens of the box of samples.
func (r *report) starts() {
	env := home(r.b)
	box := run{env: env, name: r.despatch, word: "Protocol"}
	fresh := r.fresh()
	feed := run{env: home(r.b), name: r.others["newsboat"], args: r.feed(samples(r.b)), word: "Briefings"}
	text := run{name: r.others["less"], args: []string{longest(r.b)}, word: word(r.b, longest(r.b))}
	rendered := run{env: home(r.b), name: r.others["glow"], args: []string{"-p", longest(r.b)}, word: text.word}
	r.row("very first start, samples put in", fresh, "–", "–", "–")
	r.row("start to first screen", r.first(sizes[1], false, 30*time.Second, box), r.first(sizes[1], false, 30*time.Second, text),
		r.first(sizes[1], false, 30*time.Second, feed), r.first(sizes[1], false, 30*time.Second, rendered))
	r.row("the same, the terminal never answers", r.first(sizes[1], true, 60*time.Second, box), r.first(sizes[1], true, 60*time.Second, text),
		r.first(sizes[1], true, 60*time.Second, feed), r.first(sizes[1], true, 60*time.Second, rendered))
}

// fresh is the first start of all, each in a home of its own.
func (r *report) fresh() string {
	var took []time.Duration
	for range runs {
		w := start(r.b, sizes[1], false, home(r.b), r.despatch)
		d, shown := w.until("Protocol", 10*time.Second)
		w.stop()
		if !shown {
			return "not in 10 s"
		}
		took = append(took, d)
	}
	slices.Sort(took)
	return took[len(took)/2].Round(time.Millisecond).String()
}

// files are first screens of large files.
func (r *report) files() {
	for _, f := range []struct{ what, path string }{
		{"5 MB of Markdown to first screen", large(r.b, 5<<20)},
		{"200 KB without a space to first screen", unspaced(r.b, 200<<10)},
	} {
		one := func(name string, args ...string) string {
			return r.first(sizes[1], false, 60*time.Second, run{env: home(r.b), name: name, args: append(args, f.path), word: "Firstword"})
		}
		r.row(f.what, one(r.despatch), one(r.others["less"]), "–", one(r.others["glow"], "-p"))
	}
	w := start(r.b, sizes[1], false, home(r.b), r.despatch, large(r.b, 5<<20))
	defer w.stop()
	w.idle()
	r.row(fmt.Sprintf("5 MB of Markdown after %v, its figures read", idleFor), fmt.Sprintf("%d MB", w.peak()), "–", "–", "–")
}

// lines are the bytes of one line, one page and one move in the list.
func (r *report) lines() {
	text := longest(r.b)
	for _, s := range sizes {
		cost := func(x run, key string, n int) string {
			if x.name == "" {
				return "–"
			}
			w := start(r.b, s, false, x.env, x.name, x.args...)
			defer w.stop()
			w.settle()
			for _, k := range x.pre {
				w.key(string(k))
			}
			return fmt.Sprintf("%d B", w.median(key, n))
		}
		newsboat := run{env: home(r.b), name: r.others["newsboat"], args: r.feed(samples(r.b)), pre: "\r\r"}
		if newsboat.name != "" {
			newsboat.args = r.feed([]string{text})
		}
		list := newsboat
		list.args, list.pre = r.feed(samples(r.b)), "\r"
		with := run{env: home(r.b), name: r.despatch, args: []string{text}, pre: " "}
		without := with
		without.args = []string{"--no-panel", text}
		less := run{name: r.others["less"], args: []string{text}, pre: " "}
		glow := run{env: home(r.b), name: r.others["glow"], args: []string{"-p", text}}
		r.row(s.String()+" one line, with the panel", cost(with, "j", 15), "–", "–", "–")
		r.row(s.String()+" one line, panel off", cost(without, "j", 15), cost(less, "j", 15), cost(newsboat, "\x1bOB", 15), cost(glow, "j", 15))
		r.row(s.String()+" one page, with the panel", cost(with, " ", 5), cost(less, " ", 5), cost(newsboat, " ", 5), cost(glow, "f", 5))
		r.row(s.String()+" list move", cost(run{env: home(r.b), name: r.despatch}, "j", 9), "–", cost(list, "\x1bOB", 9), "–")
	}
}

// session is twenty briefings at 80×24.
func (r *report) session() {
	dir := twenty(r.b)
	env := home(r.b)
	add(r.b, env, r.despatch, dir)
	slowEnv := home(r.b)
	add(r.b, slowEnv, r.despatch, dir)
	cells := []string{kb(session(r.b, env, r.despatch))}
	slow := kb(session(r.b, slowEnv, r.despatch, "--slow"))
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		r.b.Fatal(err)
	}
	for _, name := range programs {
		path := r.others[name]
		switch {
		case path == "":
			cells = append(cells, "–")
		case name == "less":
			cells = append(cells, kb(r.keys(nil, path, files, "", []string{" ", " ", ":n"})))
		case name == "newsboat":
			cells = append(cells, kb(r.keys(home(r.b), path, r.feed(files), "\r", []string{"\r", " ", " ", "q", "j"})))
		default:
			cells = append(cells, kb(r.keys(home(r.b), path, []string{dir}, "", []string{"\r", "f", "f", "\x1b", "j"})))
		}
	}
	r.row("twenty briefings at 80×24", cells...)
	r.row("the same with --slow", slow, "–", "–", "–")
}

func (r *report) keys(env []string, name string, args []string, pre string, keys []string) int {
	w := start(r.b, sizes[0], false, env, name, args...)
	defer w.stop()
	n := w.settle()
	for _, k := range pre {
		n += w.key(string(k))
	}
	for range 20 {
		for _, k := range keys {
			n += w.key(k)
		}
	}
	return n
}

func kb(n int) string { return fmt.Sprintf("%.0f KB", float64(n)/1000) }

// word is the first word of a file's first paragraph that stands alone.
func word(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for f := range strings.FieldsSeq(string(data)) {
		if len(f) > 6 && strings.Trim(f, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
			return f
		}
	}
	t.Fatalf("%s has no word", path)
	return ""
}

// feed writes files as a feed and is newsboat's arguments to read it.
func (r *report) feed(files []string) []string {
	dir := r.b.TempDir()
	var items strings.Builder
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	for i, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			r.b.Fatal(err)
		}
		html := "<p>" + strings.ReplaceAll(escape.Replace(string(data)), "\n\n", "</p><p>") + "</p>"
		fmt.Fprintf(&items, "<item><title>%s</title><guid>%d</guid><pubDate>Tue, %02d Jun 2023 08:00:00 GMT</pubDate><description>%s</description></item>\n",
			escape.Replace(strings.TrimSuffix(filepath.Base(f), ".md")), i, i+1, escape.Replace(html))
	}
	write(r.b, filepath.Join(dir, "feed.xml"), `<?xml version="1.0"?><rss version="2.0"><channel><title>Briefings</title><link>http://office.example</link><description>x</description>`+items.String()+"</channel></rss>\n")
	write(r.b, filepath.Join(dir, "urls"), "file://"+filepath.Join(dir, "feed.xml")+"\n")
	write(r.b, filepath.Join(dir, "config"), "show-read-feeds yes\n")
	args := []string{"-u", filepath.Join(dir, "urls"), "-c", filepath.Join(dir, "cache.db"), "-C", filepath.Join(dir, "config")}
	if path := r.others["newsboat"]; path != "" {
		cmd := exec.Command(path, append(args, "-x", "reload")...)
		cmd.Env = append(os.Environ(), "HOME="+dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Printf("newsboat: %v\n%s\n", err, out)
		}
	}
	return args
}
