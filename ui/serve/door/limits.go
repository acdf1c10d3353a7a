package door

import (
	"net"
	"net/netip"
)

// A Refusal is why the door refused or closed a connection.
type Refusal int

// The reasons there are, with what String calls them.
const (
	StartupsFull        Refusal = iota + 1 // startups_full
	StartupsEarly                          // startups_early: by chance, before it is full
	StartupsOfSource                       // startups_source
	ConnectionsFull                        // connections_full
	ConnectionsOfSource                    // connections_source
	Penalised                              // penalty
	BadHeader                              // proxy_header: none, not one, or late
	GraceOver                              // login_grace
	Stalled                                // stalled: stopped reading
	refusals
)

var refusalNames = [refusals]string{
	"", "startups_full", "startups_early", "startups_source", "connections_full", "connections_source",
	"penalty", "proxy_header", "login_grace", "stalled",
}

// String is a word for logs and metrics, or "" for what is no refusal.
func (r Refusal) String() string {
	if r < 0 || r >= refusals {
		return ""
	}
	return refusalNames[r]
}

// farewell is the line that a refused client is sent; SSH allows lines before
// the version of a server, and clients show them when asked to be verbose.
func (r Refusal) farewell() string {
	if r == Penalised {
		return "Not now: too many tries failed. Wait, and try again.\r\n"
	}
	return "Too many connections. Try again in a minute.\r\n"
}

// limits counts connections. Its owner locks.
type limits struct {
	options        Options
	open, starting int
	sources        map[netip.Addr]ofSource
}

// ofSource is what one source has open; start-ups are among open.
type ofSource struct{ open, starting int }

func newLimits(o Options) limits { return limits{options: o, sources: map[netip.Addr]ofSource{}} }

// enter counts one more connection, which starts, or says why not.
func (l *limits) enter() Refusal {
	o := l.options
	switch {
	case l.open >= o.Connections:
		return ConnectionsFull
	case l.starting >= o.Startups:
		return StartupsFull
	case l.starting >= o.StartupsFrom && o.Rand(100) < l.early():
		return StartupsEarly
	}
	l.open++
	l.starting++
	return 0
}

// early is how many percent of new connections are refused: StartupsRate at
// StartupsFrom, rising evenly to 100 at Startups, as OpenSSH's MaxStartups.
func (l *limits) early() int {
	o := l.options
	return o.StartupsRate + (100-o.StartupsRate)*(l.starting-o.StartupsFrom)/(o.Startups-o.StartupsFrom)
}

// enterSource counts a connection that entered as one of a source, or says why
// not.
func (l *limits) enterSource(source netip.Addr) Refusal {
	n := l.sources[source]
	switch {
	case n.open >= l.options.ConnectionsOfSource:
		return ConnectionsOfSource
	case n.starting >= l.options.StartupsOfSource:
		return StartupsOfSource
	}
	l.sources[source] = ofSource{n.open + 1, n.starting + 1}
	return 0
}

// started frees the start-up of a connection that logged in.
func (l *limits) started(source netip.Addr) {
	l.starting--
	n := l.sources[source]
	n.starting--
	l.sources[source] = n
}

// leave forgets a connection.
func (l *limits) leave(starting bool) {
	l.open--
	if starting {
		l.starting--
	}
}

// leaveSource forgets a connection of a source. Nothing is kept of a source
// that has none.
func (l *limits) leaveSource(source netip.Addr, starting bool) {
	n := l.sources[source]
	n.open--
	if starting {
		n.starting--
	}
	if n.open == 0 {
		delete(l.sources, source)
		return
	}
	l.sources[source] = n
}

// sourceOf is what is counted as one: an IPv4 address, or the /64 of an IPv6
// address, which is the least that one subscriber is given.
func sourceOf(addr netip.Addr) netip.Addr {
	if !addr.Is6() {
		return addr
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return addr
	}
	return prefix.Addr()
}

// within reports whether one of the prefixes has addr.
func within(prefixes []netip.Prefix, addr netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// addrPort is a network address without a zone, and IPv4 as IPv4; or the zero
// AddrPort where it is none of IP.
func addrPort(addr net.Addr) netip.AddrPort {
	if addr == nil {
		return netip.AddrPort{}
	}
	var ap netip.AddrPort
	if tcp, ok := addr.(*net.TCPAddr); ok {
		ap = tcp.AddrPort()
	} else {
		ap, _ = netip.ParseAddrPort(addr.String())
	}
	return plain(ap)
}

func plain(ap netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(ap.Addr().Unmap().WithZone(""), ap.Port())
}
