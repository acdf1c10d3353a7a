package ui

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// Library is the part of a store that the screens use, already narrowed to one
// reader.
type Library interface {
	List(ctx context.Context, q briefs.Query) ([]briefs.Head, error)
	// Markings are the names of the markings, from the lowest up.
	Markings(ctx context.Context) ([]string, error)
	Counts(ctx context.Context) (briefs.Counts, error)
	Open(ctx context.Context, id string) (briefs.Brief, error)
	Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error)
	// Understand is what a search is read as; it asks nobody.
	Understand(query string) briefs.Understanding
	Series(ctx context.Context, f briefs.Figure) (briefs.Series, error)
	SetState(ctx context.Context, id string, s briefs.State) error
	// Version is another whenever the box or what the reader did changed.
	Version(ctx context.Context) (int64, error)
	// Changed waits until the version is another than since, and is that.
	Changed(ctx context.Context, since int64) (int64, error)
	// Edition is another whenever a brief was changed: the hash of what it was
	// imported from, and the version that read its figures.
	Edition(ctx context.Context, id string) (hash string, version int, err error)
}

// Options are what the app is given. Library is required; the zero value of
// the rest is a working reader on a terminal of unknown background.
type Options struct {
	Library Library
	// Extract reads the figures of a brief that has none yet. It may be slow
	// and runs in a command. Nil means that every brief comes with its figures.
	Extract func(*briefs.Brief)
	// Explain says what an error of the library means to a person, and what to
	// do. Nil shows the error itself.
	Explain func(error) (what, do string)

	// Shared is what many terminals have in common; nil for one alone.
	Shared *Shared

	Now    func() time.Time    // the clock; time.Now when nil
	Width  int                 // of the terminal at the start, in cells
	Height int                 // of the terminal at the start, in rows
	Theme  string              // "dark", "light" or "" for not known
	Colour int                 // colours of the terminal: 0, 16, 256 or 1<<24
	ASCII  bool                // the locale has no UTF-8
	Layout string              // "panel", "off" or "wide"
	Keys   map[string][]string // action → keys, instead of the usual ones

	Slow       bool // redraw the panel only when the keys rest
	Accessible bool // for screen readers: no full screen, one line per change
	Mouse      bool // take the mouse from the terminal
	Numbers    bool // paragraph numbers in the margin
	KeyFirst   bool // figures by rank instead of by place
	Visit      bool // the briefs are files that nobody keeps: state is not saved
	Only       bool // one brief was named: open it at once, and q leaves
}

// A screen is what fills the terminal.
type screen int

const (
	listScreen screen = iota
	readScreen
	deckScreen
	searchScreen
	ledgerScreen
	helpScreen
)

// App is the whole program as Bubble Tea sees it. State is several small
// facts: which screens are open, what is being typed, what was asked.
type App struct {
	o     Options
	ctx   context.Context
	lib   Library
	theme *Theme
	frame Frame
	keys  *keymap

	screens []screen // the open ones, the top one last; never empty

	list    *listPane
	article *articlePane
	panel   *panelPane
	sheet   *sheetPane
	deck    *deckPane
	search  *searchPane
	ledger  *ledgerPane
	help    *helpPane
	prompt  *promptLine

	pending    pendingKey // a key that waits for the next one
	inPanel    bool       // the panel has the keys, not the article
	layout     string     // panel, off, wide
	numbers    bool
	asked      int // number of the last question put to the library
	opening    int // number of the last question for a brief
	note       string
	noteBad    bool
	plain      []string // rows shown as they are, for the terminal's own selection
	plainTop   int
	plainText  string
	undo       []undoStep
	place      placeKeeper
	saves      sync.WaitGroup // states on their way to the library
	saveMu     sync.Mutex
	saveErr    error // of the last save, if it failed
	version    int64 // of the box, as last seen
	echo       echo
	arrivals   int    // briefs that came since the list was made
	rested     int    // number of the last key, for what waits until keys rest
	frozen     bool   // the panel waits for the keys to rest
	blank      bool   // nobody was there for long: nothing is shown until a key comes
	spoken     string // last line read out, and where it was
	saidFigure int
	saidTop    page.Pos
	saidEnd    int       // body offset that was read out up to
	last       string    // frame that was drawn
	start      []tea.Cmd // what Init has to do
	begun      bool      // Init has done it
	still      bool      // the frame stays as it is
	stirred    bool      // it would be another
	flights    *flights  // commands on their way; nil where nobody counts
	unwatch    func()    // ends the wait for changes

	after func(time.Duration, func() tea.Msg) tea.Cmd // waits, then works; tests wait for nothing
}

// New makes the app. It asks nothing and draws nothing yet.
func New(ctx context.Context, o Options) *App {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &App{o: o, ctx: ctx, lib: o.Library, screens: []screen{listScreen}, layout: o.Layout, numbers: o.Numbers, after: afterwards}
	if a.layout == "" {
		a.layout = panelOn
	}
	a.theme = o.Shared.theme(o.Theme, o.Colour, o.ASCII)
	a.keys, a.note = keymapOf(o.Keys)
	a.noteBad = a.note != ""
	a.list = newListPane(a)
	a.article = &articlePane{app: a, selected: -1}
	a.panel = &panelPane{app: a, byRank: o.KeyFirst}
	a.sheet = &sheetPane{app: a}
	a.deck = &deckPane{app: a}
	a.search = newSearchPane(a)
	a.ledger = &ledgerPane{app: a}
	a.help = &helpPane{app: a}
	a.prompt = newPromptLine(a)
	a.resize(o.Width, o.Height)
	return a
}

// Init asks for the list, and for what the terminal may answer late. A program
// that goes on with the app has only to wait for changes.
func (a *App) Init() tea.Cmd {
	if a.begun {
		return a.flights.count(a.changed(a.version))
	}
	a.begun = true
	start := append([]tea.Cmd{a.watch(a.version), a.askTerminal()}, a.start...)
	if a.list.asked == 0 {
		start = append(start, a.askList(true))
	}
	a.start = nil
	return a.flights.count(tea.Batch(start...))
}

// askTerminal asks for the background unless it is known or has no say. A late
// answer recolours; none is waited for.
func (a *App) askTerminal() tea.Cmd {
	if a.o.Theme != "" || a.o.Colour == 0 || a.o.Accessible {
		return nil
	}
	return tea.RequestBackgroundColor
}

// look is how pages are to be drawn on this terminal.
func (a *App) look() page.Look {
	colours := a.o.Colour
	if a.theme.background == "" {
		// The sixteen colours of the terminal suit its background, whatever it is.
		colours = min(colours, 16)
	}
	return page.Look{Dark: a.theme.background != "light", Colours: colours, ASCII: a.o.ASCII}
}

// top is the screen on top.
func (a *App) top() screen { return a.screens[len(a.screens)-1] }

// push opens a screen over the others; one that is open already comes up.
func (a *App) push(s screen) {
	for i, have := range a.screens {
		if have == s {
			a.screens = a.screens[:i+1]
			return
		}
	}
	a.screens = append(a.screens, s)
}

// pop goes back to the screen below. It reports false on the last one.
func (a *App) pop() bool {
	if len(a.screens) == 1 {
		return false
	}
	a.screens = a.screens[:len(a.screens)-1]
	return true
}

// say puts a line in the status row until the next key.
func (a *App) say(line string) { a.note, a.noteBad = line, false }

// fail says what went wrong, for people.
func (a *App) fail(doing string, err error) {
	what, do := err.Error(), ""
	if a.o.Explain != nil {
		what, do = a.o.Explain(err)
	}
	line := doing + ": " + what
	if do != "" {
		line += " · " + do
	}
	a.note, a.noteBad = briefs.CleanLine(line, 400), true
}

// resize lays everything out for a terminal of so many cells.
func (a *App) resize(width, height int) {
	// A terminal that says 0×0 is one that does not know; a huge one is wrong.
	if width <= 0 || height <= 0 {
		width, height = 80, 24
	}
	a.frame = Frame{Width: min(width, maxWidth), Height: min(height, maxHeight), Layout: a.layout}
	a.list.resize()
	a.article.relayout()
	a.prompt.resize(a.frame.Width)
	if a.plain != nil {
		a.showPlain(a.plainText)
	}
}

// relayout lays out again after something other than the size has changed.
func (a *App) relayout() { a.resize(a.frame.Width, a.frame.Height) }
