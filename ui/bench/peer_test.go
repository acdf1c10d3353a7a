package bench

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// scaleVariable names a folder of many briefings, as the benchmarks of the store
// take it.
const scaleVariable = "DESPATCH_SCALE"

// BenchmarkPeer puts one folder of many briefings into despatch, newsboat and
// notmuch, and prints what each takes to bring it in, to show its first screen
// and to search it, as a Markdown table with ratios. A peer that is not installed
// is left out.
//
//	DESPATCH_SCALE=FOLDER go test -run '^$' -bench 'Peer$' -benchtime 1x -timeout 60m ./ui/bench
func BenchmarkPeer(b *testing.B) {
	folder := os.Getenv(scaleVariable)
	if folder == "" {
		b.Skip("no folder of briefings in " + scaleVariable)
	}
	files := markdown(b, folder)
	r := &report{b: b, despatch: built(b), others: map[string]string{}}
	for _, name := range []string{"newsboat", "notmuch"} {
		if path, err := exec.LookPath(name); err == nil {
			r.others[name] = path
		}
	}
	fmt.Printf("\n%d briefings; medians of %d runs\n\n| | despatch | newsboat | notmuch |\n|---|---:|---:|---:|\n", len(files), runs)

	few, all := home(b), home(b)
	for i, f := range files[:min(100, len(files))] {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		write(b, filepath.Join(strings.TrimPrefix(few[0], "HOME="), fmt.Sprintf("%03d.md", i)), string(data))
	}
	add(b, few, r.despatch, strings.TrimPrefix(few[0], "HOME="))
	own := timed(b, command(all, r.despatch, "add", folder))

	news := run{env: home(b), name: r.others["newsboat"], word: "Briefings"}
	var newsIn time.Duration
	if news.name != "" {
		start := time.Now()
		news.args = r.feed(files)
		newsIn = time.Since(start)
	}
	mail, mailIn := r.mail(files)
	ratio := func(d, own time.Duration) string {
		if d == 0 {
			return "–"
		}
		return fmt.Sprintf("%v (%.1f×)", d.Round(time.Millisecond), d.Seconds()/own.Seconds())
	}
	r.row("bring them in", own.Round(time.Millisecond).String(), ratio(newsIn, own), ratio(mailIn, own))

	first := func(x run) time.Duration {
		if x.name == "" {
			return 0
		}
		var took []time.Duration
		for range runs {
			w := start(b, sizes[1], false, x.env, x.name, x.args...)
			d, shown := w.until(x.word, time.Minute)
			w.stop()
			if !shown {
				b.Fatalf("%s shows no %q", x.name, x.word)
			}
			took = append(took, d)
		}
		slices.Sort(took)
		return took[len(took)/2]
	}
	hundred := first(run{env: few, name: r.despatch, word: newest(b, few, r.despatch)})
	thousands := first(run{env: all, name: r.despatch, word: newest(b, all, r.despatch)})
	r.row("start to first screen, 100 briefings", hundred.Round(time.Millisecond).String(), "–", "–")
	r.row("start to first screen, all", fmt.Sprintf("%v (%.2f× of 100)", thousands.Round(time.Millisecond), thousands.Seconds()/hundred.Seconds()), ratio(first(news), thousands), "–")

	for _, q := range []struct{ what, query string }{
		{"search a rare word", "DSP-0000007"},
		{"search the commonest word", "the"},
		{"search two words", "energy committee"},
		{"search a phrase", `"climate change"`},
	} {
		middle := func(env []string, name string, args ...string) time.Duration {
			if name == "" {
				return 0
			}
			var took []time.Duration
			for range runs {
				took = append(took, timed(b, command(env, name, args...)))
			}
			slices.Sort(took)
			return took[len(took)/2]
		}
		d := middle(all, r.despatch, "search", "--limit", "50", q.query)
		r.row(q.what+", the first 50, as a command", d.Round(time.Millisecond).String(), "–",
			ratio(middle(mail, r.others["notmuch"], "search", "--limit=50", q.query), d))
	}
	fmt.Println()
	for b.Loop() {
		// The table is the measurement; there is nothing to repeat.
	}
}

// markdown are the files of a folder.
func markdown(b *testing.B, folder string) (files []string) {
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".md") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		b.Fatalf("%d files in %s, %v", len(files), folder, err)
	}
	return files
}

// newest is how the title at the head of the list begins.
func newest(b *testing.B, env []string, despatch string) string {
	out, err := command(env, despatch, "list", "--limit", "1", "--json").Output()
	var first struct{ Title string }
	if err == nil {
		err = json.Unmarshal(out, &first)
	}
	if err != nil || first.Title == "" {
		b.Fatalf("%s: %v", out, err)
	}
	start := []rune(first.Title)
	return string(start[:min(len(start), 6)])
}

// timed is how long a command takes, which has to succeed.
func timed(b *testing.B, c *exec.Cmd) time.Duration {
	start := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%.2000s", c.Args, err, out)
	}
	return time.Since(start)
}

// mail writes files as letters and has notmuch index them: its environment, and
// how long that took; 0 without one.
func (r *report) mail(files []string) (env []string, took time.Duration) {
	name := r.others["notmuch"]
	if name == "" {
		return nil, 0
	}
	dir := r.b.TempDir()
	for _, sub := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, "mail", "box", sub), 0o700); err != nil {
			r.b.Fatal(err)
		}
	}
	for i, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			r.b.Fatal(err)
		}
		title := strings.TrimSuffix(filepath.Base(f), ".md")
		for line := range strings.Lines(string(data)) {
			if t, ok := strings.CutPrefix(line, "title: "); ok {
				title = strings.Trim(strings.TrimSpace(t), `"`)
				break
			}
		}
		write(r.b, filepath.Join(dir, "mail", "box", "cur", fmt.Sprintf("%07d.x:2,", i)), fmt.Sprintf("From: Office <office@office.example>\nTo: reader@office.example\nSubject: %s\nMessage-ID: <%d@office.example>\n"+
			"Date: Tue, %02d Jun 2023 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s", title, i, i%28+1, data))
	}
	write(r.b, filepath.Join(dir, "config"), "[database]\npath="+filepath.Join(dir, "mail")+"\n[user]\nname=Reader\nprimary_email=reader@office.example\n[new]\ntags=new\n[search]\n[maildir]\nsynchronize_flags=false\n")
	env = []string{"HOME=" + dir, "NOTMUCH_CONFIG=" + filepath.Join(dir, "config")}
	return env, timed(r.b, command(env, name, "new", "--quiet"))
}
