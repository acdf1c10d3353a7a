package ui

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"

	"despatch/briefs"
)

// A changing is a shelf that tells of its changes as a store does.
type changing struct {
	*shelf
	mu   sync.Mutex
	at   int64
	news chan struct{} // closed by the next change
}

func (c *changing) now() (int64, chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at, c.news
}

func (c *changing) change(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
	c.at++
	close(c.news)
	c.news = make(chan struct{})
}

func (c *changing) Version(context.Context) (int64, error) {
	at, _ := c.now()
	return at, nil
}

func (c *changing) Changed(ctx context.Context, since int64) (int64, error) {
	for {
		at, news := c.now()
		if at != since {
			return at, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return since, ctx.Err()
		}
	}
}

// A distant is an app on a terminal behind a network.
type distant struct {
	t     *testing.T
	feed  *Feed
	mu    sync.Mutex // of the terminal
	shows *vt.Emulator
	bytes int
	said  strings.Builder // all that was sent
	stop  context.CancelFunc
	ended chan error
}

func (d *distant) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.bytes += len(p)
	d.said.Write(p)
	return d.shows.Write(p)
}

// far runs an app on a terminal that lets it rest after a while; 0 is never.
func far(t *testing.T, lib Library, width, height int, rest time.Duration) *distant {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	d := &distant{t: t, shows: vt.NewEmulator(width, height), stop: stop, ended: make(chan error, 1)}
	go io.Copy(io.Discard, d.shows) // it answers questions
	attached := make(chan *Feed, 1)
	go func() {
		d.ended <- Run(ctx, Options{Library: lib, Width: width, Height: height, Theme: "dark", Colour: 256, Now: func() time.Time { return clock }},
			Terminal{Out: d, Environ: []string{"TERM=xterm-256color"}, Rest: rest, Attach: func(f *Feed) { attached <- f }})
	}()
	d.feed = <-attached
	t.Cleanup(func() {
		stop()
		_ = d.shows.InputPipe().(io.Closer).Close()
	})
	return d
}

// text is what the terminal shows, styles and all; its cursor is hidden.
func (d *distant) text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shows.Render()
}

func (d *distant) sent() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.bytes
}

// settles waits until nothing has come for a while.
func (d *distant) settles() string {
	d.t.Helper()
	for had := -1; had != d.sent(); {
		had = d.sent()
		time.Sleep(5 * time.Second / distantFrames)
	}
	return d.text()
}

func (d *distant) sleeps() bool {
	d.feed.mu.Lock()
	defer d.feed.mu.Unlock()
	return d.feed.repose == asleep && d.feed.p == nil
}

// rests waits until no program runs.
func (d *distant) rests() {
	d.t.Helper()
	for range 1000 {
		if d.sleeps() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	d.feed.mu.Lock()
	defer d.feed.mu.Unlock()
	d.t.Fatalf("it does not rest: %d, %d on their way, terminal ready: %t (%+v)", d.feed.repose, d.feed.app.flights.n.Load(), d.feed.out.ready(), d.feed.out.shown)
}

func (d *distant) press(key string) {
	for _, r := range key {
		k := tea.Key{Code: r, Text: string(r)}
		if r == '\r' {
			k = tea.Key{Code: tea.KeyEnter}
		}
		d.feed.Input(uv.KeyPressEvent(k))
	}
}

func changingFixture(t *testing.T) *changing {
	return &changing{shelf: fixture(t), news: make(chan struct{})}
}

// TestRestShowsNothing puts one app to rest between any two keys and another
// never: their terminals show the same, and going to rest sends nothing.
func TestRestShowsNothing(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 12}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			restless := far(t, changingFixture(t), size[0], size[1], 0)
			restful := far(t, changingFixture(t), size[0], size[1], 50*time.Millisecond)
			for _, key := range []string{"j", "\r", " ", ".", "\r", "t", "G", "?", "q", "/", "中"} {
				agree(t, restful, restless)
				restful.rests()
				if got, want := restful.text(), restless.settles(); got != want {
					t.Fatalf("before %q, at rest:\n%s\nshould be:\n%s", key, got, want)
				}
				before, alone := restful.sent(), restless.sent()
				restless.press(key)
				restful.press(key)
				agree(t, restful, restless)
				// An absolute position, and what the two renderers know of the first row.
				if more := restful.sent() - before - (restless.sent() - alone); more > 400 {
					t.Errorf("%q: waking sent %d bytes more\n%q\n%q", key, more, restful.said.String()[before:], restless.said.String()[alone:])
				}
			}
		})
	}
}

// agree waits until two terminals show the same and go on to.
func agree(t *testing.T, one, other *distant) {
	t.Helper()
	for range 30 {
		a, b := one.settles(), other.settles()
		if a == b && a == one.text() {
			return
		}
	}
	t.Fatalf("one:\n%s\nother:\n%s", one.text(), other.text())
}

// TestRestAtAnyTime presses keys at random moments, so that some fall between
// being awake and being at rest: none is lost, and the end is the same.
func TestRestAtAnyTime(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			restless := far(t, changingFixture(t), 120, 40, 0)
			restful := far(t, changingFixture(t), 120, 40, 20*time.Millisecond)
			keys := "j\rjjk ..,\rj\rjtjk?qjG"
			for _, key := range keys {
				time.Sleep(time.Duration(r.IntN(300)) * time.Millisecond)
				restless.press(string(key))
				restful.press(string(key))
			}
			agree(t, restful, restless)
		})
	}
}

// TestRestHearsOfChanges has a briefing arrive where the app rests, and the
// terminal become another size.
func TestRestHearsOfChanges(t *testing.T) {
	lib := changingFixture(t)
	d := far(t, lib, 100, 24, 50*time.Millisecond)
	d.settles()
	d.rests()
	next := lib.briefs[1]
	next.ID, next.Title = "eeee00000005", "A new arrival"
	lib.change(func() { lib.briefs = append([]briefs.Brief{next}, lib.briefs...) })
	for end := time.Now().Add(10 * time.Second); !strings.Contains(d.text(), "1 new"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("nobody was told:\n%s", d.text())
		}
	}
	d.settles()
	d.rests()
	d.mu.Lock()
	d.shows.Resize(60, 20)
	d.mu.Unlock()
	d.feed.Resize(60, 20)
	got := d.settles()
	alone := far(t, lib, 60, 20, 0)
	alone.settles()
	if lines := strings.Split(got, "\n"); !strings.Contains(got, "Freight") || len(lines) != 20 {
		t.Errorf("%d rows:\n%s", len(lines), got)
	}
}

// TestRestEnds leaves an app at rest in each way: the terminal is given back.
func TestRestEnds(t *testing.T) {
	const back = "\x1b[?1049l"
	for name, end := range map[string]func(d *distant){
		"by the context": func(d *distant) { d.stop() },
		"by a key":       func(d *distant) { d.press("q") },
	} {
		t.Run(name, func(t *testing.T) {
			d := far(t, changingFixture(t), 100, 24, 50*time.Millisecond)
			d.settles()
			d.rests()
			if strings.Contains(d.said.String(), back) {
				t.Fatal("the terminal was given back by resting")
			}
			end(d)
			select {
			case err := <-d.ended:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("it does not end")
			}
			if said := d.said.String(); strings.Count(said, back) != 1 || !strings.Contains(said, "\x1b[?25h") {
				t.Errorf("the terminal was not given back: %q", said[max(len(said)-200, 0):])
			}
			d.press("j") // nobody takes it, and nobody waits
		})
	}
}
