package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
)

// BenchmarkPeerScreens searches inside of despatch, of newsboat and of alot, which
// shows an index of notmuch, on the same briefings and on a terminal of 120×40: it
// prints the time from the last key of a search to the first screen with results,
// and how long the program was open before. A peer that is not installed is left
// out.
//
//	DESPATCH_SCALE=FOLDER go test -run '^$' -bench PeerScreens -benchtime 1x -timeout 60m ./ui/bench
func BenchmarkPeerScreens(b *testing.B) {
	folder := os.Getenv(scaleVariable)
	if folder == "" {
		b.Skip("no folder of briefings in " + scaleVariable)
	}
	files := markdown(b, folder)
	r := &report{b: b, despatch: built(b), others: map[string]string{}}
	for _, name := range []string{"newsboat", "notmuch", "alot"} {
		if path, err := exec.LookPath(name); err == nil {
			r.others[name] = path
		}
	}
	own := home(b)
	timed(b, command(own, r.despatch, "add", folder))
	news := run{env: home(b), name: r.others["newsboat"], word: "Briefings"}
	if news.name != "" {
		news.args = r.feed(files)
	}
	var mail run
	if r.others["notmuch"] != "" && r.others["alot"] != "" {
		mail = run{name: r.others["alot"], args: []string{"-r", "search", "tag:none"}, word: "search"}
		mail.env, _ = r.mail(files)
	}

	fmt.Printf("\n%d briefings; the middle of %d searches, each in a program opened for it\n\n| | despatch | newsboat | alot (notmuch) |\n|---|---:|---:|---:|\n", len(files), runs)
	for _, q := range []struct{ what, word string }{
		{"a rare word", "DSP-0000007"},
		{"a word of every thousandth", "zwischenstaatlich"},
		{"the commonest word", "the"},
	} {
		d := r.searched(run{env: own, name: r.despatch, word: newest(b, own, r.despatch)}, "s", q.word, first(b, own, r.despatch, q.word))
		cells := []string{fmt.Sprintf("%.1f ms", ms(d))}
		ratio := func(x run, key, mark string) {
			if x.name == "" {
				cells = append(cells, "–")
				return
			}
			t := r.searched(x, key, q.word, mark)
			cells = append(cells, fmt.Sprintf("%.1f ms (%.1f×)", ms(t), ms(t)/ms(d)))
		}
		ratio(news, "/", "Search results")
		subject := ""
		if mail.name != "" {
			out, err := command(mail.env, r.others["notmuch"], "search", "--limit=1", "--format=json", q.word).Output()
			var threads []struct{ Subject string }
			if err == nil {
				err = json.Unmarshal(out, &threads)
			}
			if err != nil || len(threads) == 0 {
				b.Fatalf("%s: %v", out, err)
			}
			subject = start12(threads[0].Subject)
		}
		ratio(mail, "\\", subject)
		r.row("search "+q.what+", from the last key to the first results", cells...)
	}
	fmt.Println()
	for b.Loop() {
		// The table is the measurement; there is nothing to repeat.
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// start12 is how a title begins.
func start12(title string) string {
	all := []rune(title)
	return string(all[:min(len(all), 12)])
}

// first is how the title of the first hit begins.
func first(b *testing.B, env []string, despatch, word string) string {
	out, err := command(env, despatch, "search", "--limit", "1", "--json", word).Output()
	var hit struct{ Title string }
	if err == nil {
		err = json.Unmarshal(out, &hit)
	}
	if err != nil || hit.Title == "" {
		b.Fatalf("%s: %v", out, err)
	}
	return start12(hit.Title)
}

// searched opens a program, presses its key of search, types a word and Enter, and
// is the time from then until mark is on the screen.
func (r *report) searched(x run, key, word, mark string) time.Duration {
	var took []time.Duration
	for range runs {
		w := start(r.b, sizes[1], false, x.env, x.name, x.args...)
		if _, shown := w.until(x.word, time.Minute); !shown {
			r.b.Fatalf("%s shows no %q", x.name, x.word)
		}
		w.rest()
		if _, err := w.screen.WriteString(key); err != nil {
			r.b.Fatal(err)
		}
		w.rest()
		screen := vt.NewEmulator(int(sizes[1].width), int(sizes[1].height))
		go func() { _, _ = io.Copy(io.Discard, screen) }() // its answers to queries; ours have been given
		_, _ = screen.Write(w.all.Bytes())
		if strings.Contains(screen.String(), mark) {
			r.b.Fatalf("%q is on the screen of %s before the search", mark, x.name)
		}
		d, shown := w.answer(screen, word+"\r", mark)
		w.stop()
		if !shown {
			r.b.Fatalf("%s shows no %q for %q:\n%s", x.name, mark, word, screen.String())
		}
		took = append(took, d)
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// rest waits until nothing came for a while; nothing may have come at all.
func (w *wire) rest() {
	for {
		select {
		case b := <-w.came:
			w.take(b)
		case <-time.After(2 * quiet):
			return
		}
	}
}

// answer types keys at once, and says how long it takes until mark is on a screen
// that has all that came before.
func (w *wire) answer(screen *vt.Emulator, keys, mark string) (time.Duration, bool) {
	began := time.Now()
	if _, err := w.screen.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
	for timeout := time.After(time.Minute); ; {
		select {
		case b, open := <-w.came:
			came := time.Since(began)
			w.take(b)
			_, _ = screen.Write(b)
			if strings.Contains(screen.String(), mark) {
				return came, true
			}
			if !open {
				return 0, false
			}
		case <-timeout:
			return 0, false
		}
	}
}
