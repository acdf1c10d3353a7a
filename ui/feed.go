package ui

import (
	"bytes"
	"io"
	"strings"
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

// A Feed gives an app what comes from a terminal that it does not read itself.
// Each call waits until the app takes it, and returns at once when it has
// ended.
type Feed struct{ p *tea.Program }

// Input is an event as the terminal's bytes were decoded.
func (f *Feed) Input(e uv.Event) { f.p.Send(e) }

// Resize is the size of the terminal in cells.
func (f *Feed) Resize(width, height int) {
	f.p.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Notice shows a line in the status row until the next key.
func (f *Feed) Notice(line string) { f.p.Send(noticed(line)) }

// Blank hides everything until a key comes.
func (f *Feed) Blank() { f.p.Send(blanked{}) }

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
