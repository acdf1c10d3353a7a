package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
)

// A Terminal is where the app runs: its ends and its environment. The zero
// Terminal is the process's own, also where standard input is a pipe.
type Terminal struct {
	In      io.Reader
	Out     io.Writer
	Environ []string
	// Attach is set for a terminal that is not the process's own. It is called
	// before the first frame with what gives the app all that comes from there;
	// the app reads nothing itself then, and takes no signal of the process.
	Attach func(*Feed)
	// Rest is how long nothing must come from there for the app to rest, which
	// frees what a terminal costs and shows nowhere; 0 is never. It is for a
	// terminal with Attach.
	Rest time.Duration
	// Rested is told each time that the app begins to rest; nil tells nobody.
	Rested func()
	// Fault is told of a fault that the app goes on after; nil tells nobody but
	// the reader.
	Fault func(fault any)
}

// Run shows the app on a terminal until the reader leaves or the context ends.
func Run(ctx context.Context, o Options, t Terminal) error {
	if t.Out == nil {
		t.Out = os.Stdout
	}
	if t.Environ == nil {
		t.Environ = os.Environ()
	}
	if o.Width == 0 || o.Height == 0 {
		if f, ok := t.Out.(term.File); ok {
			o.Width, o.Height, _ = term.GetSize(f.Fd())
		}
	}
	profile := fromColours(o.Colour)
	ctx, left := context.WithCancel(ctx)
	defer left() // ends what still waits, for changes above all
	app := New(ctx, o)
	app.prelude(preludeLimit)
	out := newThin(t.Out, app.frame.Width, app.frame.Height)
	program := func(filter func(tea.Model, tea.Msg) tea.Msg, more ...tea.ProgramOption) *tea.Program {
		return tea.NewProgram(app, append([]tea.ProgramOption{
			tea.WithContext(ctx),
			tea.WithOutput(t.writer(out)),
			tea.WithFilter(filter),
			tea.WithEnvironment(t.Environ),
			tea.WithColorProfile(profile),
			tea.WithWindowSize(app.frame.Width, app.frame.Height),
			tea.WithFPS(framesASecond),
		}, more...)...)
	}
	var err error
	if t.Attach != nil {
		err = t.elsewhere(ctx, app, out, program)
	} else {
		err = t.here(out, program)
	}
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, context.Canceled) {
		err = nil
	}
	if saved := app.settle(settleLimit); err == nil && !o.Visit {
		err = saved
	}
	return err
}

// A maker makes a program for the app, with what decides on each of its
// messages first.
type maker func(filter func(tea.Model, tea.Msg) tea.Msg, more ...tea.ProgramOption) *tea.Program

// here shows the app on the process's own terminal.
func (t Terminal) here(out *thin, program maker) error {
	var more []tea.ProgramOption
	if t.In != nil { // else Bubble Tea opens the terminal where input is a pipe
		more = append(more, tea.WithInput(t.In))
	}
	p := program(out.follow, more...)
	// Not from where the fault is: the app may be waiting for the renderer.
	out.fault = t.faulted(func(line string) { go p.Send(noticed(line)) })
	_, err := p.Run()
	return err
}

// elsewhere shows the app on a terminal behind a network.
func (t Terminal) elsewhere(ctx context.Context, app *App, out *thin, program maker) error {
	patience := t.Rest
	if app.o.Accessible {
		patience = 0 // lines that were read out are not drawn again
	}
	f := newFeed(app, out, patience)
	f.rested = t.Rested
	out.fault = t.faulted(func(line string) { go f.Notice(line) })
	return f.run(ctx, func() *tea.Program {
		return program(f.filter, tea.WithInput(nil), tea.WithoutSignalHandler(), tea.WithFPS(distantFrames))
	}, t.Attach)
}

// faulted tells of a fault in drawing.
func (t Terminal) faulted(tell func(line string)) func(any) {
	return func(fault any) {
		if t.Fault != nil {
			t.Fault(fault)
		}
		tell("a fault in drawing: more is sent than is needed; please report it")
	}
}

// writer is what Bubble Tea writes to.
func (t Terminal) writer(out *thin) io.Writer {
	if t.Attach != nil {
		return newlines{out}
	}
	return out.writer()
}

// settleLimit is how long leaving waits for what is being saved.
const settleLimit = 5 * time.Second

// settle keeps the place, waits for saves on their way, and is the error of
// the last one.
func (a *App) settle(limit time.Duration) error {
	a.keepPlace()
	done := make(chan struct{})
	go func() {
		a.saves.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(limit):
		return errors.New("the store does not answer: what was done last may not be saved")
	}
	a.saveMu.Lock()
	defer a.saveMu.Unlock()
	return a.saveErr
}

// framesASecond is how often the renderer looks for a frame: a key waits half of
// 1/120 s on average, and an idle program sends nothing however often it looks.
const framesASecond = 120

// preludeLimit is how long the first frame waits for the list: a store at hand
// answers in a few milliseconds, and one frame is fewer bytes than two.
const preludeLimit = 60 * time.Millisecond

// prelude asks for the list before the screen opens. What has not come by the
// limit comes as any other answer.
func (a *App) prelude(limit time.Duration) {
	late := time.After(limit)
	cmd := a.askList(true)
	for cmd != nil {
		answer := make(chan tea.Msg, 1)
		go func(ask tea.Cmd) {
			defer func() {
				if fault := recover(); fault != nil {
					answer <- faulted{fault}
				}
			}()
			answer <- ask()
		}(cmd)
		select {
		case <-late:
			a.start = append(a.start, func() tea.Msg { return <-answer })
			return
		case msg := <-answer:
			cmd = a.update(msg)
			if _, isList := msg.(listed); !isList || !a.o.Only {
				a.start = append(a.start, cmd)
				return
			}
		}
	}
}

// fromColours is the renderer's profile for a number of colours.
func fromColours(n int) colorprofile.Profile {
	switch {
	case n == 0:
		return colorprofile.Ascii
	case n <= 16:
		return colorprofile.ANSI
	case n <= 256:
		return colorprofile.ANSI256
	}
	return colorprofile.TrueColor
}

// FromEnvironment fills in what the environment says of a terminal: colours,
// background, and whether its locale has UTF-8. It asks the terminal nothing.
func (o Options) FromEnvironment(environ []string) Options {
	env := map[string]string{}
	for _, e := range environ {
		if k, v, ok := strings.Cut(e, "="); ok {
			env[k] = v
		}
	}
	o.Colour = 256
	name := env["TERM"]
	switch {
	case env["NO_COLOR"] != "", name == "dumb", name == "vt100", name == "vt220":
		o.Colour = 0
	case env["COLORTERM"] == "truecolor" || env["COLORTERM"] == "24bit":
		o.Colour = 1 << 24
	case strings.Contains(name, "256color") || strings.HasPrefix(name, "xterm-") && name != "xterm-16color" && name != "xterm-color":
		o.Colour = 256
	case name == "linux", name == "ansi", name == "xterm", name == "screen", name == "tmux", strings.HasSuffix(name, "16color"), name == "xterm-color", strings.HasPrefix(name, "rxvt"):
		o.Colour = 16
	}
	if o.Theme == "" {
		o.Theme = fromColorFgBg(env["COLORFGBG"])
	}
	locale := env["LC_ALL"]
	if locale == "" {
		locale = env["LC_CTYPE"]
	}
	if locale == "" {
		locale = env["LANG"]
	}
	// No locale at all is what an SSH session often has, and its terminals
	// have UTF-8; "C" and "POSIX" are what one chooses.
	upper := strings.ToUpper(locale)
	o.ASCII = locale == "C" || locale == "POSIX" || strings.Contains(locale, ".") && !strings.Contains(upper, "UTF-8") && !strings.Contains(upper, "UTF8")
	return o
}

// fromColorFgBg reads "15;0" or "0;default;15": the last number is the
// background, one of the sixteen colours.
func fromColorFgBg(s string) string {
	parts := strings.Split(s, ";")
	if len(parts) < 2 {
		return ""
	}
	switch parts[len(parts)-1] {
	case "0", "1", "2", "3", "4", "5", "6", "8":
		return "dark"
	case "7", "9", "10", "11", "12", "13", "14", "15":
		return "light"
	}
	return ""
}
