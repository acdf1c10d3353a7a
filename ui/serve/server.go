package serve

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"despatch/briefs"
	"despatch/ui"
	"despatch/ui/cli"
	"despatch/ui/serve/door"
	"despatch/ui/serve/keys"
)

// A Screen is what the screens of one session are put together from.
type Screen struct {
	Store    cli.Store
	Reader   briefs.Reader
	Screens  cli.Screens
	Terminal ui.Terminal
	Demo     bool // nothing is kept
}

// Limits are how much is given, and how long. A zero is the usual one, in
// brackets.
type Limits struct {
	Channels int           // of one connection (4)
	Sessions int           // of one reader (8)
	Early    time.Duration // a channel or a connection that asks for nothing (15 s)
	Stuck    time.Duration // a client that does not read (30 s)
	Farewell time.Duration // from the line to each reader to the end (20 s)
	Probe    time.Duration // between two questions whether a client is there (30 s)
	Look     time.Duration // between two looks at rights and idle sessions (1 s)
	Rest     time.Duration // without a key, until screens keep no cells and look for no frames (30 s)

	// Of the door; see door.Options.
	Startups, StartupsFrom, StartupsOfSource, ConnectionsOfSource int
}

// withUsual is l with its zeros replaced.
func (l Limits) withUsual() Limits {
	l.Channels = cmp.Or(l.Channels, 4)
	l.Sessions = cmp.Or(l.Sessions, 8)
	l.Early = cmp.Or(l.Early, 15*time.Second)
	l.Stuck = cmp.Or(l.Stuck, 30*time.Second)
	l.Farewell = cmp.Or(l.Farewell, 20*time.Second)
	l.Probe = cmp.Or(l.Probe, 30*time.Second)
	l.Look = cmp.Or(l.Look, time.Second)
	l.Rest = cmp.Or(l.Rest, 30*time.Second)
	return l
}

// A server is one run of Run.
type server struct {
	cli.Serving
	screens func(context.Context, Screen) error
	limits  Limits
	log     *slog.Logger
	count   counters
	door    *door.Door
	turned  turned
	memory  memory
	ssh     *ssh.Server

	settings atomic.Pointer[settings]
	closing  atomic.Bool

	mu       sync.Mutex
	visitors map[*visitor]struct{}
	sessions map[*session]struct{}
	ended    sync.WaitGroup // of sessions
}

// settings are what a SIGHUP reads again.
type settings struct {
	config cli.Config
	ring   *keys.Ring
}

func (v *server) config() cli.Config { return v.settings.Load().config }

// Run lets readers in until the context ends; then it tells all who are in, and
// ends when they have left or the farewell is over. Its errors are Problems, or
// those of the store.
func Run(ctx context.Context, s cli.Serving, screens func(context.Context, Screen) error, l Limits) error {
	v := &server{
		Serving: s, screens: screens, limits: l.withUsual(), log: newLog(s.Log, s.Config.Serve.Log),
		visitors: map[*visitor]struct{}{}, sessions: map[*session]struct{}{},
	}
	if err := v.load(ctx, s.Config); err != nil {
		return err
	}
	signers, err := v.hostKeys()
	if err != nil {
		return err
	}
	c := &s.Config.Serve
	listener, err := net.Listen("tcp", c.Address())
	if err != nil {
		return problem(err, "name another with listen in [serve], or --listen", "%s cannot be listened to: %v", c.Address(), err)
	}
	v.door, err = v.guard(listener)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	v.ssh, err = wish.NewServer(v.options(signers)...)
	if err != nil {
		return errors.Join(problem(err, "check [serve] in the configuration", "the server cannot be started: %v", err), listener.Close())
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	metrics, err := v.showMetrics(life, c.Metrics)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer metrics()
	v.log.Info("serving", "address", listener.Addr().String(), "demo", s.Demo, "profile", c.Profile)
	for _, signer := range signers {
		v.log.Info("host key", "type", signer.PublicKey().Type(), "fingerprint", gossh.FingerprintSHA256(signer.PublicKey()))
	}
	served := make(chan error, 1)
	go func() {
		defer v.recovered("listener", nil)
		served <- v.ssh.Serve(v.door)
	}()
	go v.watch(life)
	select {
	case <-ctx.Done():
	case err = <-served:
		err = problem(err, "start it again", "the server stopped listening: %v", err)
	}
	v.farewell()
	return err
}

// options are what the server of SSH is told.
func (v *server) options(signers []ssh.Signer) []ssh.Option {
	return []ssh.Option{
		wish.WithVersion("despatch"),
		wish.WithBannerHandler(func(ssh.Context) string { return banner(v.config().Serve.Banner) }),
		func(s *ssh.Server) error {
			for _, signer := range signers {
				s.AddHostKey(signer)
			}
			s.ConnCallback = v.connected
			s.HandshakeTimeout = loginGrace
			s.ServerConfigCallback = v.crypto
			s.ConnectionFailedCallback = v.failed
			s.ConnectionCloseCallback = v.closed
			s.ChannelHandlers = map[string]ssh.ChannelHandler{"session": v.open}
			// No request of a connection is given: no forwarding.
			s.RequestHandlers = map[string]ssh.RequestHandler{}
			s.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
			return nil
		},
	}
}

// loginGrace is how long a client may take to log in.
const loginGrace = 15 * time.Second

// recovered keeps a fault of one session from ending all. It is deferred on
// every goroutine that is started here.
func (v *server) recovered(where string, then func()) {
	fault := recover()
	if fault == nil {
		return
	}
	v.faulted(where, fault)
	if then != nil {
		then()
	}
}

// faulted counts a fault and writes it down.
func (v *server) faulted(where string, fault any) {
	v.count.faults.Inc()
	v.log.Error("fault", "where", where, "fault", fault, "stack", stack())
}

// farewell tells all who are in, waits for them, and closes what is left.
func (v *server) farewell() {
	v.closing.Store(true)
	v.door.Close()
	line := "the box is being closed; what you did is kept; " + v.limits.Farewell.String() + " are left"
	v.log.Info("closing", "sessions", len(v.all()))
	gone := make(chan struct{})
	go func() {
		v.ended.Wait()
		close(gone)
	}()
	for _, s := range v.all() {
		go s.notice(line)
	}
	if !waited(gone, v.limits.Farewell) {
		for _, s := range v.all() {
			s.end(errClosing)
		}
		waited(gone, lastWait)
	}
	_ = v.ssh.Close()
	for _, x := range v.everybody() {
		x.close()
	}
	waited(gone, lastWait)
	v.log.Info("closed")
}

// lastWait bounds how long is waited for what should have ended.
const lastWait = 5 * time.Second

// waited waits for something, and reports whether it came in time.
func waited(what <-chan struct{}, limit time.Duration) bool {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-what:
		return true
	case <-t.C:
		return false
	}
}
