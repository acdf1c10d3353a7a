package door

import (
	"io"
	"net"
	"net/netip"
	"sync"
	"time"
)

// An Addr is where a connection comes from. Servers hand addresses to their
// callbacks, and keep connections to themselves: Of leads back from one to the
// other.
//
// It is no *net.TCPAddr, and golang.org/x/crypto/ssh compares the
// source-address of a certificate with nothing else: it refuses. Who checks
// certificates compares with Conn.Source, and leaves source-address out of the
// permissions.
type Addr struct {
	at   netip.AddrPort
	conn *Conn
}

// Network is "tcp".
func (a *Addr) Network() string { return "tcp" }

// String is "192.0.2.7:50022" or "[2001:db8::7]:50022", with no zone and IPv4
// never written as IPv6; "unknown" where the listener has other addresses.
func (a *Addr) String() string {
	if !a.at.IsValid() {
		return "unknown"
	}
	return a.at.String()
}

// AddrPort is the address as a value.
func (a *Addr) AddrPort() netip.AddrPort { return a.at }

// Of is the connection that comes from addr, or nil where no door made addr.
func Of(addr net.Addr) *Conn {
	if a, ok := addr.(*Addr); ok && a != nil {
		return a.conn
	}
	return nil
}

// A Conn is a connection that a door watches. Until LoggedIn it is a start-up,
// and closes by itself when Options.LoginGrace is over.
type Conn struct {
	door *Door
	raw  net.Conn
	addr *Addr
	rest []byte        // came with the PROXY header; for Read, under reading
	gone chan struct{} // closed by Close

	reading, writing sync.Mutex

	// door.mu guards these.
	source   netip.Addr // of the limits; counted says whether it has one
	counted  bool
	loggedIn bool
	closed   bool
	cost     time.Duration // penalty of this connection, paid when it closes
	grace    *time.Timer

	// deadlines guards these: a server that sets a deadline for reading and
	// writing at once must not end the watch on a write.
	deadlines sync.Mutex
	asked     time.Time // for writing, by the server
	watch     time.Time // of the last write that began

	closeResult error // read after gone
}

func newConn(d *Door, raw net.Conn, at netip.AddrPort) *Conn {
	c := &Conn{door: d, raw: raw, gone: make(chan struct{})}
	c.addr = &Addr{at, c}
	return c
}

// begin starts the time in which c must log in. door.mu is held.
func (c *Conn) begin() {
	c.grace = time.AfterFunc(c.door.options.LoginGrace, func() {
		if c.tooLate() {
			c.drop(GraceOver)
		}
	})
}

// tooLate gives the penalty for a login that did not come, if it did not.
func (c *Conn) tooLate() bool {
	c.door.mu.Lock()
	defer c.door.mu.Unlock()
	if c.loggedIn || c.closed {
		return false
	}
	c.failed(GraceExceeded)
	return true
}

// RemoteAddr is an *Addr: of the client, also behind a load balancer.
func (c *Conn) RemoteAddr() net.Addr { return c.addr }

// LocalAddr is the listener's end.
func (c *Conn) LocalAddr() net.Addr { return c.raw.LocalAddr() }

// Source is the client's address; the zero Addr where the listener has other
// addresses than those of IP. IPv4 is never mapped into IPv6.
func (c *Conn) Source() netip.Addr { return c.addr.at.Addr() }

// LoggedIn frees the start-up of c, and ends the time in which it had to log
// in. Only the first call counts, and none after Close.
func (c *Conn) LoggedIn() {
	c.door.mu.Lock()
	defer c.door.mu.Unlock()
	if c.loggedIn || c.closed {
		return
	}
	c.loggedIn, c.cost = true, 0
	c.grace.Stop()
	c.door.limits.started(c.source)
}

// Failed says what the connection comes to: its source gets the penalty when it
// closes. It costs what its dearest reason costs: three keys that failed are one
// failure. LoggedIn forgives what was before it, since clients offer one key
// after another; and Crashed costs nothing after it, since a fault that a reader
// meets is none of theirs, and would shut out everybody who shares their
// address. Close adds NoAuth for a connection that never logged in.
func (c *Conn) Failed(reason Reason) {
	c.door.mu.Lock()
	defer c.door.mu.Unlock()
	c.failed(reason)
}

func (c *Conn) failed(reason Reason) {
	if reason == Crashed && c.loggedIn {
		return
	}
	before := c.cost
	c.cost = max(before, reason.penalty())
	if c.closed { // the rest of it
		c.pay(c.cost - before)
	}
}

// pay makes the penalty of c's source longer. door.mu is held.
func (c *Conn) pay(more time.Duration) {
	if more > 0 && c.counted && !within(c.door.options.Exempt, c.Source()) {
		c.door.penalties.add(c.source, more, c.door.options.Now())
	}
}

// Close ends the connection and gives back what it held. A second call does
// nothing, with the same result.
func (c *Conn) Close() error {
	c.end()
	return c.closeResult
}

// end closes c, and reports whether this call was the one that did.
func (c *Conn) end() bool {
	d := c.door
	d.mu.Lock()
	if c.closed {
		d.mu.Unlock()
		<-c.gone // whoever closes has the result by then
		return false
	}
	c.closed = true
	c.grace.Stop()
	if !c.loggedIn {
		c.cost = max(c.cost, NoAuth.penalty())
	}
	c.pay(c.cost)
	d.limits.leave(!c.loggedIn)
	if c.counted {
		d.limits.leaveSource(c.source, !c.loggedIn)
	}
	delete(d.waiting, c)
	d.mu.Unlock()
	c.closeResult = c.raw.Close()
	close(c.gone)
	return true
}

// drop closes c for a reason of the door's, which is counted if nobody was
// faster. What still waits to be sent is given up: the other end does not take
// it, and the system would keep it for minutes.
func (c *Conn) drop(why Refusal) {
	if tcp, ok := c.raw.(interface{ SetLinger(seconds int) error }); ok && why == Stalled {
		_ = tcp.SetLinger(0)
	}
	if !c.end() {
		return
	}
	c.door.mu.Lock()
	c.door.refused[why]++
	at := c.addr.at
	c.door.mu.Unlock()
	c.door.options.Dropped(at, why)
}

// turnAway says goodbye to a connection that was refused and counted as such.
// It does not wait: a new connection has room for a line.
func (c *Conn) turnAway(why Refusal) {
	_ = c.raw.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = io.WriteString(c.raw, why.farewell())
	_ = c.raw.Close()
	c.door.options.Dropped(c.addr.at, why)
}

// Read reads what follows the PROXY header, if there was one.
func (c *Conn) Read(p []byte) (int, error) {
	c.reading.Lock()
	if len(c.rest) > 0 {
		n := copy(p, c.rest)
		c.rest = c.rest[n:]
		if len(c.rest) == 0 {
			c.rest = nil
		}
		c.reading.Unlock()
		return n, nil
	}
	c.reading.Unlock()
	return c.raw.Read(p)
}
