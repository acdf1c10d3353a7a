package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Where nobody presses a key for a while, an app rests: its Bubble Tea program
// ends, which costs a megabyte of cells and thirty looks a second, and the
// terminal is told nothing of it. The app itself stays, as it was. A key, a size
// or a change of the box starts another program, whose first frame is what the
// terminal shows already; it is followed and not sent.
//
// A terminal that rests has one goroutine that waits. On its way there it holds
// still, so that what is on the terminal is the frame that it will wake with:
//
//	awake → still → asleep → waking → awake
//	          └ somebody came, or something changed → awake

// repose is how far an app is on its way to rest.
type repose int

const (
	awake repose = iota
	still
	asleep
	waking
)

type (
	// posed holds the frame still, or lets it change again.
	posed struct{ still bool }
	// laid asks whether the program may end now.
	laid struct{}
)

// stillness is how long the renderer is waited for, which sends the frame that
// is held the next time it looks.
const stillness = 5 * time.Second

// tire puts the app to rest when nothing was pressed and nothing was drawn for
// long enough, and looks again later when not.
func (f *Feed) tire() {
	f.mu.Lock()
	idle := time.Since(latest(f.touched, f.out.written()))
	switch {
	case f.over || f.repose != awake:
		f.mu.Unlock()
		return
	case idle < f.patience || !f.out.ready():
		f.timer.Reset(max(f.patience-idle, f.patience/8))
		f.mu.Unlock()
		return
	}
	f.repose, f.up = still, make(chan struct{})
	p := f.p
	f.mu.Unlock()
	select {
	case <-f.out.still: // of another time
	default:
	}
	p.Send(posed{true})
	select {
	case <-f.call:
	case <-time.After(stillness):
	case <-f.out.still:
		if f.out.shut() {
			p.Send(laid{})
			return
		}
	}
	p.Send(posed{false})
	f.arise()
}

// lay is what the app's program makes of the question whether it may end: yes,
// unless somebody has come, or something goes on whose end it would miss.
func (f *Feed) lay() tea.Msg {
	f.mu.Lock()
	ok := len(f.call) == 0 && f.app.still && !f.app.stirred && f.app.flights.only(1) // the watch
	if ok {
		f.repose = asleep
	}
	f.mu.Unlock()
	if ok {
		return tea.QuitMsg{}
	}
	f.out.open()
	f.arise()
	return posed{false}
}

// arise lets in who waits for the app to be awake.
func (f *Feed) arise() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.repose == awake {
		return
	}
	f.repose, f.touched = awake, time.Now()
	select {
	case <-f.call:
	default:
	}
	close(f.up)
	f.timer.Reset(f.patience)
}

// program is the one that takes what comes from the terminal, awake; nil when
// the app has ended.
func (f *Feed) program() *tea.Program {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.touched = time.Now()
	for f.repose != awake && !f.over {
		select {
		case f.call <- struct{}{}:
		default: // it is called already
		}
		up := f.up
		f.mu.Unlock()
		select {
		case <-up:
		case <-f.ended:
		}
		f.mu.Lock()
	}
	if f.over {
		return nil
	}
	return f.p
}

// run runs programs one after the other, until one of them ends for good.
func (f *Feed) run(ctx context.Context, program func() *tea.Program, attach func(*Feed)) error {
	defer f.end()
	p := program()
	f.mu.Lock()
	f.p = p
	f.mu.Unlock()
	attach(f)
	inStep(time.Second / distantFrames)
	for {
		_, err := p.Run()
		f.mu.Lock()
		rests := f.repose == asleep && ctx.Err() == nil && err == nil
		f.mu.Unlock()
		if !rests {
			return err
		}
		f.app.unwatch()
		p = nil // its cells are garbage
		f.mu.Lock()
		f.p = nil
		f.mu.Unlock()
		if f.rested != nil {
			f.rested()
		}
		if !f.doze(ctx) {
			return ctx.Err()
		}
		p = program()
		f.wake(p)
	}
}

// doze waits until somebody comes or the box changes, and is false when the
// context ends.
func (f *Feed) doze(ctx context.Context) bool {
	waits, stop := context.WithCancel(ctx)
	changed := make(chan struct{})
	go func() {
		defer close(changed)
		defer func() { _ = recover() }() // it is met again, awake, where faults are told
		for {
			v, err := f.app.lib.Changed(waits, f.app.version)
			if err == nil && v != f.app.version || waits.Err() != nil {
				return
			}
			select {
			case <-waits.Done():
			case <-time.After(watchRest): // the store does not answer
			}
		}
	}()
	select {
	case <-f.call:
	case <-changed:
	case <-ctx.Done():
	}
	stop()
	<-changed
	return ctx.Err() == nil
}

// wake has the next program take over, once its first frame has not been sent.
func (f *Feed) wake(p *tea.Program) {
	came := f.out.meet()
	f.app.flights = &flights{}
	f.mu.Lock()
	f.p, f.repose, f.again = p, waking, true
	f.mu.Unlock()
	go func() {
		select {
		case <-f.ended:
			return
		case same := <-came:
			p.Send(posed{false})
			if !same {
				p.Send(tea.ClearScreen())
			}
			f.arise()
		}
	}()
}

// end lets go of who waits, and gives the terminal back where the last program
// could not.
func (f *Feed) end() {
	f.mu.Lock()
	f.over = true
	f.timer.Stop()
	f.mu.Unlock()
	close(f.ended)
	f.out.giveBack()
}

// filter is what a program makes of a message before the app has it.
func (f *Feed) filter(m tea.Model, msg tea.Msg) tea.Msg {
	msg = f.app.flights.land(msg)
	switch size := msg.(type) {
	case laid:
		return f.lay()
	case tea.WindowSizeMsg:
		if f.again && f.out.sized(size.Width, size.Height) {
			return nil // it was so before this program began
		}
	}
	return f.out.follow(m, msg)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
