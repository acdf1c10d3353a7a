// Command despatch is a briefing box in a terminal. This file puts its parts
// together; it is the only one that knows both the store and the screens.
package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/charmbracelet/x/term"

	"despatch/briefs"
	"despatch/briefs/figures"
	"despatch/store"
	"despatch/ui"
	"despatch/ui/cli"
	"despatch/ui/page"
	"despatch/ui/serve"
	"despatch/ui/serve/keys"
)

func main() { os.Exit(run(serve.Limits{})) }

// run is despatch, and its exit code. A server has those limits.
func run(l serve.Limits) (code int) {
	before, _ := term.GetState(os.Stdin.Fd())
	defer func() {
		if fault := recover(); fault != nil {
			if before != nil {
				_ = term.Restore(os.Stdin.Fd(), before)
			}
			fmt.Fprintf(os.Stderr, "despatch: stopped by a fault of its own: %s\n          what was reported as saved is saved; please report what you did\n",
				briefs.CleanLine(fmt.Sprint(fault), 300))
			code = 1
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal is not waited for
	defer stop()
	p := program()
	ctx, p.Hangups = hangups(ctx)
	p.Serve = func(ctx context.Context, s cli.Serving) error {
		return serve.Run(ctx, s, screen, l)
	}
	return cli.Main(ctx, p, cli.World{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ(),
	})
}

// hangups makes SIGHUP end the context, until somebody asks to be told of it
// instead.
func hangups(ctx context.Context) (context.Context, func() <-chan struct{}) {
	ctx, end := context.WithCancel(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	var told atomic.Pointer[chan struct{}]
	go func() {
		for range signals {
			c := told.Load()
			if c == nil {
				signal.Stop(signals) // the second is not waited for
				end()
				return
			}
			select {
			case *c <- struct{}{}:
			default: // one is waiting to be taken
			}
		}
	}()
	return ctx, func() <-chan struct{} {
		c := make(chan struct{}, 1)
		told.Store(&c)
		return c
	}
}

func program() cli.Program {
	return cli.Program{
		OpenStore: func(ctx context.Context, path string, told func(cli.Renewal)) (cli.Store, error) {
			db, err := store.Open(ctx, path, store.Renewing(func(x store.Renewal) { told(cli.Renewal(x)) }))
			if err != nil {
				return nil, err
			}
			db.Extract = figures.Extract
			return box{db}, nil
		},
		Restore:   store.Restore,
		StoreName: store.Name,
		LookAt:    lookAt,
		NewVisit: func(markings []string) cli.Visit {
			m := newMemory()
			m.Names = markings
			return visit{m}
		},
		Engine: cli.Engine{
			Version: figures.Version, Extract: figures.Extract, Annotate: figures.Annotate, Explain: explain,
		},
		Page:      page.Plain,
		KeyFaults: ui.KeyFaults,
		Explain:   explainError,
		Look: func(environ []string) cli.Look {
			o := ui.Options{}.FromEnvironment(environ)
			return cli.Look{Theme: o.Theme, Colour: o.Colour, ASCII: o.ASCII}
		},
		ParseKey: parseKey, MakeHostKey: keys.MakeHostKey,
	}
}

// explainError is an error in people's words, and what to do.
func explainError(err error) (what, do string) {
	var p *serve.Problem
	if errors.As(err, &p) {
		return p.What, p.Do
	}
	return store.Explain(err)
}

// parseKey is a public key as the store has it.
func parseKey(line string) (briefs.PublicKey, error) {
	key, comment, err := keys.Parse(line)
	if err != nil {
		return briefs.PublicKey{}, err
	}
	return briefs.PublicKey{
		Fingerprint: keys.Fingerprint(key), Type: key.Type(), Data: base64.StdEncoding.EncodeToString(key.Marshal()), Comment: briefs.CleanLine(comment, 200),
	}, nil
}

// together is what the screens of all who come in by SSH have in common.
var together ui.Shared

// screen shows the screens to somebody who came in by SSH.
func screen(ctx context.Context, s serve.Screen) error {
	o := options(s.Store.(box).DB.As(s.Reader), s.Screens)
	o.Visit, o.Shared = s.Demo, &together
	return ui.Run(ctx, o, s.Terminal)
}

// newMemory is a box in memory whose searches may name figures.
func newMemory() *store.Memory {
	m := store.NewMemory()
	m.Extract = figures.Extract
	return m
}

// A box is a store as the commands see it.
type box struct{ *store.DB }

func (b box) As(r briefs.Reader) cli.Box { return b.DB.As(r) }

func (b box) Keep(ctx context.Context) (cli.Box, error) { return b.DB.Keep(ctx) }

func (b box) Read(ctx context.Context, r briefs.Reader, s cli.Screens) error {
	return ui.Run(ctx, options(b.DB.As(r), s), ui.Terminal{})
}

// lookAt is a store seen from outside, as the commands see it.
func lookAt(ctx context.Context, path string) (cli.StoreLook, error) {
	l, err := store.LookAt(ctx, path)
	look := cli.StoreLook{Name: l.Name, There: l.There, Bytes: l.Bytes, Server: l.Server}
	for _, r := range l.Remarks {
		look.Remarks = append(look.Remarks, cli.StoreRemark(r))
	}
	return look, err
}

// A visit is a box in memory as the commands see it.
type visit struct{ *store.Memory }

func (v visit) Read(ctx context.Context, s cli.Screens) error {
	o := options(v.Memory, s)
	o.Visit = true
	o.Extract = func(b *briefs.Brief) {
		figures.Annotate(b)
		v.SetFigures(b.ID, b.Figures, b.Names, b.Version)
	}
	return ui.Run(ctx, o, ui.Terminal{})
}

func options(l ui.Library, s cli.Screens) ui.Options {
	return ui.Options{
		Library: l, Extract: figures.Annotate, Explain: s.Explain,
		Width: s.Width, Height: s.Height, Theme: s.Look.Theme, Colour: s.Look.Colour, ASCII: s.Look.ASCII,
		Layout: s.Layout, Keys: s.Keys,
		Slow: s.Slow, Accessible: s.Accessible, Mouse: s.Mouse, Numbers: s.Numbers, KeyFirst: s.KeyFirst,
		Only: s.Only,
	}
}

// explain is every numeral of a text as the commands print it.
func explain(text, lang string) []cli.Reading {
	var all []cli.Reading
	for _, r := range figures.Explain(text, lang) {
		x := cli.Reading{Span: r.Span, Rule: r.Rule}
		if r.Figure != nil {
			x.Kind = r.Figure.Kind
		}
		all = append(all, x)
	}
	return all
}
