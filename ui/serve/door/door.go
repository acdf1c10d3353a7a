// Package door says who may connect, and how often. It stands between a
// listener and a server: what it accepts is within the limits, comes from where
// it says, and is gone when it does not log in or stops reading.
//
// It must not know what is spoken over a connection, ask anybody who somebody
// is, or write to a log: it counts, and tells Options.Dropped.
package door

import (
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Options are what a door allows. Zero means the value that is given in
// brackets.
type Options struct {
	// Start-ups are connections that have not logged in. From StartupsFrom
	// (30) on, StartupsRate (30) percent of new ones are refused by chance,
	// rising to all of them at Startups (100), so that whoever keeps the door
	// busy does not keep everybody else out.
	StartupsFrom, StartupsRate, Startups int
	// StartupsOfSource (10) and ConnectionsOfSource (200) are for one source:
	// an IPv4 address, or the /64 that an IPv6 address is of.
	StartupsOfSource    int
	Connections         int // open at once (2,000)
	ConnectionsOfSource int

	LoginGrace time.Duration // from accept to LoggedIn (15 s)
	HeaderWait time.Duration // for the PROXY header (3 s)
	WriteStall time.Duration // without a byte taken by the other end (30 s)

	// ProxyFrom are the addresses of load balancers. What comes from there
	// begins with a PROXY header, version 1 or 2, or is closed; from anywhere
	// else the header is not read, and reaches the server as what was said.
	ProxyFrom []netip.Prefix
	// Exempt are sources that have no penalties. Limits they have.
	Exempt []netip.Prefix

	Now  func() time.Time // for penalties
	Rand func(n int) int  // at least 0, less than n
	// Dropped is told of each connection that the door refuses or closes; addr
	// is the zero AddrPort where the listener has other addresses. Whoever
	// connects decides how often it is called: it must be quick, and must not
	// call the door.
	Dropped func(addr netip.AddrPort, why Refusal)
}

func or[T comparable](value, usual T) T {
	var zero T
	if value == zero {
		return usual
	}
	return value
}

// withUsual is o with its zero values replaced.
func (o Options) withUsual() Options {
	o.StartupsFrom = or(o.StartupsFrom, 30)
	o.StartupsRate = or(o.StartupsRate, 30)
	o.Startups = or(o.Startups, 100)
	o.StartupsOfSource = or(o.StartupsOfSource, 10)
	o.Connections = or(o.Connections, 2000)
	o.ConnectionsOfSource = or(o.ConnectionsOfSource, 200)
	o.LoginGrace = or(o.LoginGrace, 15*time.Second)
	o.HeaderWait = or(o.HeaderWait, 3*time.Second)
	o.WriteStall = or(o.WriteStall, 30*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.IntN
	}
	if o.Dropped == nil {
		o.Dropped = func(netip.AddrPort, Refusal) {}
	}
	return o
}

// A Door is a net.Listener whose connections are *Conn.
type Door struct {
	listener net.Listener
	options  Options
	ready    chan *Conn
	done     chan struct{} // closed by Close
	ended    chan struct{} // closed when the listener gives no more
	err      error         // why; read after ended
	close    func() error

	mu        sync.Mutex
	limits    limits
	penalties penalties
	waiting   map[*Conn]struct{} // accepted, not yet given to the server
	refused   [refusals]uint64

	introductions sync.WaitGroup
}

// Guard begins to accept from l. The door owns l from now on.
func Guard(l net.Listener, o Options) *Door {
	o = o.withUsual()
	d := &Door{
		listener: l, options: o,
		ready: make(chan *Conn), done: make(chan struct{}), ended: make(chan struct{}),
		limits:    newLimits(o),
		penalties: newPenalties(maxSources),
		waiting:   map[*Conn]struct{}{},
	}
	d.close = sync.OnceValue(d.shut)
	go d.receive()
	return d
}

// Accept is the next connection that may go on. Its error is net.ErrClosed
// after Close, or what ended the listener; one bad connection is none.
func (d *Door) Accept() (net.Conn, error) {
	select {
	case <-d.done: // before a connection that waits
		return nil, net.ErrClosed
	default:
	}
	select {
	case c := <-d.ready:
		d.mu.Lock()
		delete(d.waiting, c)
		d.mu.Unlock()
		return c, nil
	case <-d.done:
		return nil, net.ErrClosed
	case <-d.ended:
		return nil, d.err
	}
}

// Addr is where the door listens.
func (d *Door) Addr() net.Addr { return d.listener.Addr() }

// Close ends listening, and the connections that no Accept has returned yet.
// The others stay open until whoever has them closes them.
func (d *Door) Close() error { return d.close() }

func (d *Door) shut() error {
	close(d.done)
	err := d.listener.Close()
	<-d.ended
	d.mu.Lock()
	var waiting []*Conn
	for c := range d.waiting {
		waiting = append(waiting, c)
	}
	d.mu.Unlock()
	for _, c := range waiting {
		_ = c.Close()
	}
	d.introductions.Wait()
	return err
}

// receive takes what the listener has until it has no more.
func (d *Door) receive() {
	defer close(d.ended)
	var pause time.Duration
	for {
		raw, err := d.listener.Accept()
		if err == nil {
			pause = 0
			d.meet(raw)
			continue
		}
		if !passes(err) {
			d.err = err
			return
		}
		// No descriptors left, or a client that went between the two ends
		// of a handshake: others come.
		pause = min(max(2*pause, 5*time.Millisecond), time.Second)
		select {
		case <-time.After(pause):
		case <-d.done:
			d.err = net.ErrClosed
			return
		}
	}
}

// passes reports whether a listener may have more after an error.
func passes(err error) bool {
	var temporary interface{ Temporary() bool }
	return !errors.Is(err, net.ErrClosed) && errors.As(err, &temporary) && temporary.Temporary()
}

// meet decides about one new connection, without waiting for what it says.
func (d *Door) meet(raw net.Conn) {
	c := newConn(d, raw, addrPort(raw.RemoteAddr()))
	proxied := within(d.options.ProxyFrom, c.Source())
	switch why := d.enter(c, proxied); {
	case why != 0:
		c.turnAway(why)
	case proxied:
		d.introductions.Go(func() { d.introduce(c) })
	default:
		d.hand(c)
	}
}

// enter counts c, or says why not. Who a load balancer speaks for is not known
// yet: of the limits, only those in total hold for what is proxied.
func (d *Door) enter(c *Conn, proxied bool) Refusal {
	d.mu.Lock()
	defer d.mu.Unlock()
	why := d.limits.enter()
	if why == 0 && !proxied {
		if why = d.admit(c); why != 0 {
			d.limits.leave(true)
		}
	}
	if why != 0 {
		d.refused[why]++
		return why
	}
	c.begin()
	d.waiting[c] = struct{}{}
	return 0
}

// introduce reads who a load balancer speaks for, and decides about them.
func (d *Door) introduce(c *Conn) {
	defer func() {
		if recover() != nil { // one header must not end the others
			c.drop(BadHeader)
		}
	}()
	_ = c.raw.SetReadDeadline(time.Now().Add(d.options.HeaderWait))
	from, rest, err := readHeader(c.raw)
	if errors.Is(err, errSilent) {
		_ = c.Close() // how load balancers see whether anybody is there
		return
	}
	if err != nil {
		c.drop(BadHeader)
		return
	}
	_ = c.raw.SetReadDeadline(time.Time{})
	switch why, open := d.enterFor(c, from, rest); {
	case why != 0:
		c.turnAway(why)
		_ = c.Close()
	case open:
		d.hand(c)
	}
}

// enterFor counts c as one of whom its header names, or says why not; open is
// false when c was closed meanwhile.
func (d *Door) enterFor(c *Conn, from netip.AddrPort, rest []byte) (why Refusal, open bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c.closed {
		return 0, false
	}
	c.rest = rest
	if from.IsValid() {
		c.addr.at = from
	}
	if why = d.admit(c); why != 0 {
		d.refused[why]++
	}
	return why, true
}

// admit asks what depends on the source, and counts c as one of it. d.mu is
// held.
func (d *Door) admit(c *Conn) Refusal {
	source := sourceOf(c.Source())
	if !within(d.options.Exempt, c.Source()) && d.penalties.refuse(source, d.options.Now()) {
		return Penalised
	}
	if why := d.limits.enterSource(source); why != 0 {
		return why
	}
	c.source, c.counted = source, true
	return 0
}

// hand gives c to Accept.
func (d *Door) hand(c *Conn) {
	select {
	case d.ready <- c:
	case <-c.gone:
	case <-d.done:
		_ = c.Close()
	}
}

// Stats are what a door has done, and does.
type Stats struct {
	Open      int // connections, those that start included
	Starting  int // not logged in
	Penalised int // sources that have a penalty, refused for it or not
	// Refused counts, by Refusal, the connections that were refused or closed;
	// its first element is always 0.
	Refused [refusals]uint64
}

// Stats is for metrics; it takes no longer with more connections.
func (d *Door) Stats() Stats {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.penalties.expire(d.options.Now())
	return Stats{Open: d.limits.open, Starting: d.limits.starting, Penalised: d.penalties.len(), Refused: d.refused}
}
