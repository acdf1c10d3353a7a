package ui

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"despatch/ui/page"
)

// distantFrames is how often the renderer of a terminal elsewhere looks for a
// frame, in a second: a server pays for each look, whether or not it finds one.
const distantFrames = 30

// began is when the beat of all terminals began.
var began = time.Now()

// inStep waits for the next beat of that length. Renderers that are started in
// step look for their frames at one moment: the processor wakes thirty times a
// second for a thousand terminals, not thirty thousand times.
func inStep(beat time.Duration) {
	time.Sleep(beat - time.Since(began)%beat)
}

// A Feed gives an app what comes from a terminal that it does not read itself,
// and lets it rest while nothing does. Each call waits until the app takes it,
// and returns at once when it has ended.
type Feed struct {
	app      *App
	out      *thin
	patience time.Duration // after which the app rests; 0 never
	rested   func()        // told when it does; nil tells nobody

	call  chan struct{} // holds one: somebody waits for the app to be awake
	ended chan struct{} // closed when it is over

	mu      sync.Mutex
	p       *tea.Program // what runs; nil where the app rests
	again   bool         // it is not the first
	repose  repose
	up      chan struct{} // closed when the app is awake again
	touched time.Time     // when something came last
	timer   *time.Timer
	over    bool
}

// newFeed is a feed of an app that does not run yet.
func newFeed(a *App, out *thin, patience time.Duration) *Feed {
	f := &Feed{app: a, out: out, patience: patience, call: make(chan struct{}, 1), ended: make(chan struct{}), touched: time.Now()}
	a.flights, out.still = &flights{}, make(chan struct{}, 1)
	f.timer = time.AfterFunc(time.Hour, f.tire)
	f.timer.Stop()
	if patience > 0 {
		f.timer.Reset(patience)
	}
	return f
}

// Input is an event as the terminal's bytes were decoded.
func (f *Feed) Input(e uv.Event) { f.send(e) }

// Resize is the size of the terminal in cells.
func (f *Feed) Resize(width, height int) {
	f.send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Notice shows a line in the status row until the next key.
func (f *Feed) Notice(line string) { f.send(noticed(line)) }

// Blank hides everything until a key comes.
func (f *Feed) Blank() { f.send(blanked{}) }

func (f *Feed) send(msg tea.Msg) {
	if p := f.program(); p != nil {
		p.Send(msg)
	}
}

// newlines sends a line feed as a terminal's driver would: the renderer counts
// on one where it reads no terminal, and there is none behind a network.
type newlines struct{ w io.Writer }

func (n newlines) Write(p []byte) (int, error) {
	if bytes.IndexByte(p, '\n') < 0 {
		return n.w.Write(p)
	}
	if _, err := n.w.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

type (
	noticed string
	blanked struct{}
	// faulted is a fault of a command that ran before the app did.
	faulted struct{ fault any }
)

// wakes reports whether a message comes from somebody at the terminal. What
// wakes a blank screen does nothing else: who pressed it saw nothing.
func wakes(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg, tea.MouseWheelMsg:
		return true
	}
	return false
}

// drawBlank is the frame when nobody has been there for long.
func (a *App) drawBlank(w, h int) string {
	line := page.Cut("nothing was pressed for a while; any key shows the page again", w)
	rows := fill(nil, h)
	rows[h/2] = strings.Repeat(" ", (w-page.Width(line))/2) + a.theme.quiet.paint(line)
	return strings.Join(rows, "\n")
}
