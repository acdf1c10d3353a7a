package ui

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"

	"despatch/briefs/briefstest"
)

// pair shows one stream on two terminals: as it is, and through thin.
type pair struct {
	raw, thinned     *vt.Emulator
	thin             *thin
	rawSent, ourSent int
	answers          sync.WaitGroup // what reads the answers of both
}

func newPair(width, height int) *pair {
	p := &pair{raw: vt.NewEmulator(width, height), thinned: vt.NewEmulator(width, height)}
	for _, e := range []*vt.Emulator{p.raw, p.thinned} {
		p.answers.Go(func() { _, _ = io.Copy(io.Discard, e) }) // it answers questions
	}
	p.thin = newThin(counted{p.thinned, &p.ourSent}, width, height)
	return p
}

type counted struct {
	io.Writer
	n *int
}

func (c counted) Write(b []byte) (int, error) { *c.n += len(b); return c.Writer.Write(b) }

func (p *pair) Write(b []byte) (int, error) {
	p.rawSent += len(b)
	p.raw.Write(b)
	return p.thin.Write(b)
}

// close ends the emulators by the pipe of their answers: their own Close writes
// what their Read reads.
func (p *pair) close() {
	for _, e := range []*vt.Emulator{p.raw, p.thinned} {
		_ = e.InputPipe().(io.Closer).Close()
	}
	p.answers.Wait()
}

func (p *pair) resize(width, height int) {
	p.raw.Resize(width, height)
	p.thinned.Resize(width, height)
	p.thin.resize(width, height)
}

// difference is empty when both terminals show the same.
func (p *pair) difference() string {
	for y := range p.raw.Height() {
		for x := range p.raw.Width() {
			a, b := p.raw.CellAt(x, y), p.thinned.CellAt(x, y)
			if (a == nil) != (b == nil) || a != nil && !a.Equal(b) {
				return fmt.Sprintf("row %d column %d: %+v, thinned %+v", y, x, a, b)
			}
		}
	}
	if a, b := p.raw.CursorPosition(), p.thinned.CursorPosition(); a != b {
		return fmt.Sprintf("cursor at %v, thinned %v", a, b)
	}
	return ""
}

// drawer is the renderer Bubble Tea uses, the way it uses it.
type drawer struct {
	*uv.TerminalRenderer
	screen uv.ScreenBuffer
}

func newDrawer(w io.Writer, name string, width, height int) *drawer {
	d := &drawer{uv.NewTerminalRenderer(w, []string{"TERM=" + name}), uv.NewScreenBuffer(width, height)}
	d.SetColorProfile(colorprofile.TrueColor)
	d.SetScrollOptim(true)
	d.EnterAltScreen()
	return d
}

func (d *drawer) draw(content string) {
	d.screen.Clear()
	uv.NewStyledString(content).Draw(d.screen, d.screen.Bounds())
	d.Render(d.screen.RenderBuffer)
	d.Flush()
}

func (d *drawer) resize(width, height int) {
	d.Erase()
	d.TerminalRenderer.Resize(width, height)
	d.screen.Touched = nil
	d.screen.Resize(width, height)
}

var pieces = []string{
	"全国规模以上工业增加值", "同比增长5.8%，", "增速比上月回落", "“十四五”规划", "・カタカナ", "（约合1.2亿元）",
	"plain English text", "café – naïve", "│", "▌", "🙂", "👨‍👩‍👧", "e\u0301", "한국어", "☺\ufe0f", "…", "    ", "  ", "a", "",
}

var styles = []string{"", "", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[38;5;140m", "\x1b[38;2;1;2;3m", "\x1b[48;5;7m", "\x1b[4m", "\x1b[4:3m", "\x1b[7m", "\x1b[1;3;93m"}

func randomLine(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(6) {
		style := styles[r.IntN(len(styles))]
		b.WriteString(style + pieces[r.IntN(len(pieces))])
		if style != "" {
			b.WriteString("\x1b[m")
		}
		if r.IntN(12) == 0 {
			b.WriteString("\x1b]8;;https://example.org/" + fmt.Sprint(r.IntN(3)) + "\x1b\\链接link\x1b]8;;\x1b\\")
		}
	}
	return b.String()
}

// Whatever the screens show one after the other, the terminal shows the same
// with thin and without it.
func TestThinShowsTheSame(t *testing.T) {
	seeds := uint64(40)
	if briefstest.Raced {
		seeds = 8
	}
	for _, name := range []string{"xterm-256color", "tmux-256color", "linux", "screen", "vt100"} {
		t.Run(name, func(t *testing.T) {
			for seed := range seeds {
				showRandom(t, name, seed)
			}
		})
	}
}

func showRandom(t *testing.T, name string, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	width, height := 10+r.IntN(70), 2+r.IntN(20)
	p := newPair(width, height)
	defer p.close()
	d := newDrawer(p, name, width, height)
	page := make([]string, 300)
	for i := range page {
		page[i] = randomLine(r)
	}
	side := page[200:]
	top, marked, panel := 0, 0, false
	for step := range 40 {
		switch r.IntN(12) {
		case 0, 1, 2, 3:
			top++
		case 4, 5:
			top = max(top-1, 0)
		case 6:
			top += r.IntN(height)
		case 7:
			page[top+r.IntN(height)] = randomLine(r)
		case 8:
			marked = r.IntN(height)
		case 9:
			panel = !panel
		case 10:
			d.Erase()
		case 11:
			if r.IntN(3) == 0 {
				width, height = 10+r.IntN(70), 2+r.IntN(20)
				p.resize(width, height)
				d.resize(width, height)
			}
		}
		rows := slices.Clone(page[top%100 : top%100+height])
		rows[marked%height] = "\x1b[7m" + ansi.Strip(rows[marked%height]) + "\x1b[m"
		rows[height-1] = fmt.Sprintf("\x1b[2m第%d行\x1b[m", top)
		for i := range rows {
			if panel {
				left := ansi.Truncate(rows[i], width/2, "")
				rows[i] = left + strings.Repeat(" ", width/2-ansi.StringWidth(left)) + "│" + side[i]
			}
		}
		d.draw(strings.Join(rows, "\n"))
		if r.IntN(3) == 0 {
			d.MoveTo(r.IntN(width), r.IntN(height))
			d.Flush()
		}
		if diff := p.difference(); diff != "" {
			t.Fatalf("seed %d, step %d, %d×%d: %s", seed, step, width, height, diff)
		}
	}
	if p.thin.off {
		t.Fatalf("seed %d: gave up following", seed)
	}
	if p.ourSent > p.rawSent {
		t.Errorf("seed %d: %d bytes became %d", seed, p.rawSent, p.ourSent)
	}
}

func chinesePage(n int) []string {
	r := rand.New(rand.NewPCG(7, 7))
	lines := make([]string, n)
	for i := range lines {
		var b strings.Builder
		for range 40 {
			b.WriteRune(rune(0x4e00 + r.IntN(3000)))
		}
		lines[i] = b.String()
	}
	return lines
}

// One line of a Chinese page, 120×40: over 3 KB as the renderer writes it,
// at most 400 bytes thinned.
func TestThinScrollsAChinesePage(t *testing.T) {
	p := newPair(120, 40)
	defer p.close()
	d := newDrawer(p, "xterm-256color", 120, 40)
	lines := chinesePage(100)
	for top := range 40 {
		raw, ours := p.rawSent, p.ourSent
		d.draw(strings.Join(lines[top:top+39], "\n") + fmt.Sprintf("\nstatus %d", top))
		if diff := p.difference(); diff != "" {
			t.Fatal(diff)
		}
		raw, ours = p.rawSent-raw, p.ourSent-ours
		if top > 0 && (raw < 3000 || ours > 400) {
			t.Errorf("line %d: %d bytes became %d", top, raw, ours)
		}
	}
}

// A repaint in pieces is passed on as it comes.
func TestThinDelaysNothing(t *testing.T) {
	var out bytes.Buffer
	w := newThin(&out, 80, 24)
	for _, s := range []string{"\x1b[?7l\x1b[3;1H\x1b[K第", "三行", "\x1b[?7h", "\x1b[3;7H", "\x1b]0;title\x07", "\x1b[6n", "text", "\r\n"} {
		out.Reset()
		if n, err := io.WriteString(w, s); n != len(s) || err != nil {
			t.Fatal(n, err)
		}
		if len(out.String()) < len(s)-2 {
			t.Errorf("%q came as %q", s, out.String())
		}
	}
	out.Reset()
	io.WriteString(w, "a\x1b[3")
	io.WriteString(w, "1mb")
	if got := out.String(); got != "a\x1b[31mb" {
		t.Errorf("a divided sequence came as %q", got)
	}
}

// What it cannot follow it leaves alone, all of it.
func TestThinGivesUp(t *testing.T) {
	row := "\x1b[?7l\x1b[3;1H\x1b[K第三行\x1b[?7h\x1b[3;7H"
	for _, s := range []string{"\x1bc", "\x1b[?6h", "\x0e", "\xff", "\x1b[?69h", "\x1b[20h", "\x1b[u", "\xc2\x9b", "\x1b(0", "\x1b]0;" + strings.Repeat("x", heldLimit)} {
		var out bytes.Buffer
		w := newThin(&out, 80, 24)
		io.WriteString(w, row)
		io.WriteString(w, s)
		out.Reset()
		io.WriteString(w, row)
		if got := out.String(); got != row {
			t.Errorf("after %.10q: %q", s, got)
		}
	}
}

// A fault of its own loses nothing, and is told once.
func TestThinGoesOnAfterAFault(t *testing.T) {
	row := "\x1b[?7l\x1b[3;1H\x1b[K第三行\x1b[?7h\x1b[3;7H"
	var out bytes.Buffer
	w := newThin(&out, 80, 24)
	told := 0
	w.fault = func(any) { told++ }
	io.WriteString(w, "\x1b[3")
	w.rows = nil // as no terminal has them
	for range 2 {
		if n, err := io.WriteString(w, ";1H"+row); n != len(";1H"+row) || err != nil {
			t.Errorf("%d bytes, %v", n, err)
		}
	}
	if got, want := out.String(), "\x1b[3;1H"+row+";1H"+row; got != want || told != 1 {
		t.Errorf("came: %q, want %q; told %d times", got, want, told)
	}
}

// A terminal of another size may have moved every row.
func TestThinForgetsOnResize(t *testing.T) {
	row := "\x1b[?7l\x1b[3;1H\x1b[K第三行\x1b[?7h\x1b[3;7H"
	var out bytes.Buffer
	w := newThin(&out, 80, 24)
	io.WriteString(w, row)
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 40, Height: 12}, {}} {
		out.Reset()
		io.WriteString(w, row)
		if out.Len() > 0 {
			t.Errorf("a row shown already was sent: %q", out.String())
		}
		if msg := w.follow(nil, size); msg != tea.Msg(size) {
			t.Errorf("the size came as %v", msg)
		}
		out.Reset()
		io.WriteString(w, row)
		if !strings.Contains(out.String(), "第三行") {
			t.Errorf("after %v: %q", size, out.String())
		}
	}
}

// Bubble Tea looks for a terminal in what it is given to write to.
func TestThinStaysAFile(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	w := newThin(f, 80, 24).writer()
	file, ok := w.(term.File)
	if !ok || file.Fd() != f.Fd() {
		t.Fatal("the file is hidden")
	}
	io.WriteString(w, "x")
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(f.Name()); string(got) != "x" {
		t.Errorf("wrote %q", got)
	}
	if _, ok := newThin(io.Discard, 80, 24).writer().(term.File); ok {
		t.Error("a pipe became a file")
	}
}
