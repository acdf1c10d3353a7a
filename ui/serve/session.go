package serve

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"despatch/briefs"
	"despatch/ui"
	"despatch/ui/cli"
)

// A session is one channel of a client: a terminal with the screens, or a
// command.
type session struct {
	server  *server
	visitor *visitor
	reader  briefs.Reader
	channel gossh.Channel
	ctx     context.Context
	end     context.CancelCauseFunc

	env      environment
	terminal bool
	term     string
	began    time.Time
	last     atomic.Int64 // when something was pressed, in nanoseconds
	blank    atomic.Bool
	out      outlet
	err      outlet

	running sync.WaitGroup // what was asked for
	entered chan struct{}  // closed when the audit has that they came

	mu      sync.Mutex
	size    size
	resized chan struct{} // holds one: the size is another
	feed    *ui.Feed      // nil before the screens run, and for a command
}

// The reasons for which a session ends before its reader leaves.
var (
	errIdle     = errors.New("nothing was pressed for long")
	errClosing  = errors.New("the box is being closed")
	errRevoked  = errors.New("what you may read was changed: connect again")
	errStuck    = errors.New("the client does not read")
	errLeft     = errors.New("the client is gone")
	errTooEarly = errors.New("nothing was asked for")
)

// serve answers the requests of a channel until it is closed.
func (s *session) serve(requests <-chan *gossh.Request) {
	defer s.server.recovered("requests", nil)
	defer s.end(errLeft)
	started := false
	early := time.AfterFunc(s.server.limits.Early, func() {
		s.end(errTooEarly)
		s.visitor.close()
	})
	defer early.Stop()
	for r := range requests {
		ok := false
		switch r.Type {
		case "pty-req":
			if !started && !s.terminal && s.visitor.owner.Screens {
				var at size
				s.term, at, ok = ptyOf(r.Payload)
				s.terminal = ok
				s.mu.Lock()
				s.size = at
				s.mu.Unlock()
			}
		case "env":
			if name, rest, is := textOf(r.Payload); is && !started {
				if value, _, is := textOf(rest); is {
					ok = s.env.add(name, value)
				}
			}
		case "window-change":
			at, is := windowOf(r.Payload)
			ok = is && s.terminal
			if ok {
				s.resize(at)
			}
		case "shell", "exec":
			line, is := "", r.Type == "shell"
			if !is {
				line, _, is = textOf(r.Payload)
			}
			if ok = is && !started; ok {
				started = true
				early.Stop()
				reply(r, true)
				s.running.Go(func() { s.run(line) })
				continue
			}
		}
		// Forwarding, subsystems, signals, breaks: there is none of them here.
		reply(r, ok)
	}
}

func reply(r *gossh.Request, ok bool) {
	if r.WantReply {
		_ = r.Reply(ok, nil) // a client that is gone needs no answer
	}
}

// resize notes a size; the last one counts.
func (s *session) resize(at size) {
	s.mu.Lock()
	s.size = at
	s.mu.Unlock()
	select {
	case s.resized <- struct{}{}:
	default:
	}
}

// run does what was asked for, and says how it ended.
func (s *session) run(line string) {
	code := 1
	defer func() {
		s.server.leave(s, code)
	}()
	defer s.server.recovered("session", func() { code = 1 })
	s.server.enter(s, line)
	code = s.answer(line)
}

// answer runs a command line, or the screens for none, and is the exit code.
func (s *session) answer(line string) int {
	args, err := words(line)
	if err != nil {
		fmt.Fprintf(&s.err, "despatch: %v\n", err)
		return 2
	}
	s.mu.Lock()
	at := s.size
	s.mu.Unlock()
	term := s.term
	if !s.terminal {
		term, at = "dumb", size{}
	}
	screens := len(args) == 0 && s.terminal && term != "dumb"
	s.out.lines, s.err.lines = s.terminal, s.terminal
	code := s.server.Run(s.ctx, cli.World{
		Args: args, In: &stdin{s: s}, Out: &s.out, Err: &s.err, Environ: s.env.with(term),
		Remote: &cli.Remote{Reader: s.reader, Store: remote{s.server.Store, s}, Config: s.server.config(), Width: at.columns, Height: at.rows},
	})
	if cause := context.Cause(s.ctx); cause != nil && !errors.Is(cause, errLeft) && (screens || code != 0) {
		fmt.Fprintf(&s.err, "despatch: %v\n", cause)
		code = max(code, 1) // they did not leave by themselves
	}
	return code
}

// A remote is the store for one session: its screens are drawn on its
// terminal.
type remote struct {
	cli.Store
	s *session
}

// Read shows the screens.
func (r remote) Read(ctx context.Context, reader briefs.Reader, screens cli.Screens) error {
	s := r.s
	s.out.lines = false
	var attached sync.WaitGroup
	defer attached.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return s.server.screens(ctx, Screen{
		Store: r.Store, Reader: reader, Screens: screens, Demo: s.server.Demo,
		Terminal: ui.Terminal{
			Fault: func(fault any) { s.server.faulted("renderer", fault) },
			Out:   &s.out, Environ: s.env.with(s.term), Rest: s.server.limits.Rest, Rested: s.server.memory.rest,
			Attach: func(f *ui.Feed) {
				s.mu.Lock()
				s.feed = f
				s.mu.Unlock()
				// It reads until the channel is closed, which is after this has
				// returned; what it then has to give nobody waits for.
				go s.pump(ctx, f)
				attached.Go(func() { s.follow(ctx, f) })
			},
		},
	})
}

// follow gives the app the size whenever it changes, ten times a second at
// most.
func (s *session) follow(ctx context.Context, f *ui.Feed) {
	defer s.server.recovered("resize", nil)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.resized:
		}
		s.mu.Lock()
		at := s.size
		s.mu.Unlock()
		f.Resize(at.columns, at.rows)
		select {
		case <-ctx.Done():
			return
		case <-time.After(resizeRest):
		}
	}
}

// resizeRest is how long a size is left to settle.
const resizeRest = 100 * time.Millisecond

// notice shows a line to who is at the screens.
func (s *session) notice(line string) {
	defer s.server.recovered("notice", nil)
	if f := s.fed(); f != nil {
		f.Notice(line)
	}
}

// fed is what gives the screens what comes; nil where there are none.
func (s *session) fed() *ui.Feed {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.feed
}

// exit sends the exit code and closes the channel.
func (s *session) exit(code int) {
	status := binary.BigEndian.AppendUint32(nil, uint32(code))
	_, _ = s.channel.SendRequest("exit-status", false, status) // a client that is gone needs none
	_ = s.channel.Close()
}
