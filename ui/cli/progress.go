package cli

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

// A progress is one line on standard error that is written over, at most four
// times a second: a bar, how many files, how many a second, the time left. Off a
// terminal it is silent.
type progress struct {
	t     *terminal
	total atomic.Int64 // files in all; 0 is not known yet
	n     int
	noun  string // what is counted, one of them
	lead  string // in front of all
	shown bool
	begun time.Time
	last  time.Time
}

func newProgress(t *terminal) *progress {
	return &progress{t: t, noun: "file", begun: time.Now()}
}

// step counts one file. Short work shows nothing.
func (p *progress) step() { p.at(p.n + 1) }

// at says that so many are done.
func (p *progress) at(n int) {
	p.n = n
	now := time.Now()
	if !p.t.progress || now.Sub(p.begun) < 500*time.Millisecond || now.Sub(p.last) < 250*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	p.t.raw("\r%s%s\x1b[K", p.lead, progressLine(p.noun, p.n, int(p.total.Load()), now.Sub(p.begun)))
}

// barCells is how wide the bar is.
const barCells = 20

// progressLine says how far work is after so long; total 0 is not known.
func progressLine(noun string, n, total int, took time.Duration) string {
	rate := float64(n) / max(took.Seconds(), 0.001)
	if total < n {
		return fmt.Sprintf("%s, %.0f a second ", many(n, noun), rate)
	}
	cells := n * barCells / total
	left := time.Duration(float64(total-n) / rate * float64(time.Second))
	return fmt.Sprintf("[%s%s] %d of %s, %.0f a second, %s left ",
		strings.Repeat("#", cells), strings.Repeat(".", barCells-cells), n, many(total, noun), rate, roughly(left))
}

// roughly is a time as one would say it: never a promise of seconds for hours.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()+0.5))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// clear takes the line away, so that another may stand there.
func (p *progress) clear() {
	if p.shown {
		p.t.raw("\r\x1b[K")
		p.shown = false
	}
}

func (p *progress) end() { p.clear() }
