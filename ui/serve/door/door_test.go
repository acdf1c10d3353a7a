package door

import (
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, whose clients come from where they
// say. Within synctest everything that waits on it waits on the bubble's clock.
type pipes struct {
	conns chan net.Conn
	fails chan error
	done  chan struct{}
}

func newPipes() *pipes {
	return &pipes{conns: make(chan net.Conn), fails: make(chan error), done: make(chan struct{})}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case err := <-p.fails:
		return nil, err
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.done); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

type from struct {
	net.Conn
	addr net.Addr
}

func (f from) RemoteAddr() net.Addr { return f.addr }

// dial is the client's end of a connection from an address such as
// "192.0.2.7".
func (p *pipes) dial(t *testing.T, address string) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	p.conns <- from{server, &net.TCPAddr{IP: net.ParseIP(address), Port: 50022}}
	t.Cleanup(func() { client.Close() })
	return client
}

// enter is a connection that the door lets in, both ends of it.
func (p *pipes) enter(t *testing.T, d *Door, address string) (*Conn, net.Conn) {
	t.Helper()
	client := p.dial(t, address)
	synctest.Wait()
	before := d.Stats().Refused
	c, err := d.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if now := d.Stats().Refused; now != before {
		t.Fatalf("from %s: refused %v, then %v", address, before, now)
	}
	return c.(*Conn), client
}

// refused is a connection that the door turns away for a reason.
func (p *pipes) refused(t *testing.T, d *Door, address string, want Refusal) {
	t.Helper()
	synctest.Wait()
	before := d.Stats()
	client := p.dial(t, address)
	line, err := io.ReadAll(client)
	if err != nil || !strings.HasSuffix(string(line), "\r\n") {
		t.Errorf("from %s: the client read %q, %v; want a line", address, line, err)
	}
	synctest.Wait()
	after := d.Stats()
	before.Refused[want]++
	if before != after {
		t.Errorf("from %s: %+v after the refusal, want %+v", address, after, before)
	}
}

// guarded runs a test within a bubble, with a door that it closes; whatever
// goroutine the door leaves behind fails the test.
func guarded(t *testing.T, o Options, f func(t *testing.T, p *pipes, d *Door)) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipes()
		d := Guard(p, o)
		f(t, p, d)
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestOneSourceDoesNotTakeAllStartups(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		var open []*Conn
		for range 10 {
			c, _ := p.enter(t, d, "192.0.2.7")
			open = append(open, c)
		}
		p.refused(t, d, "192.0.2.7", StartupsOfSource)
		other, _ := p.enter(t, d, "192.0.2.8")
		open = append(open, other)

		open[0].LoggedIn()
		open[0].LoggedIn() // frees one, not two
		again, _ := p.enter(t, d, "192.0.2.7")
		p.refused(t, d, "192.0.2.7", StartupsOfSource)
		closeAll(t, d, append(open, again)...)
	})
}

func TestNetworkOfOneSubscriberIsOneSource(t *testing.T) {
	guarded(t, Options{StartupsOfSource: 2}, func(t *testing.T, p *pipes, d *Door) {
		a, _ := p.enter(t, d, "2001:db8:0:1::7")
		b, _ := p.enter(t, d, "2001:db8:0:1:ffff::8")
		p.refused(t, d, "2001:db8:0:1::9", StartupsOfSource)
		c, _ := p.enter(t, d, "2001:db8:0:2::7")
		closeAll(t, d, a, b, c)
	})
}

func TestStartupsAreBounded(t *testing.T) {
	chance := 100 // never by chance
	rand := func(n int) int { return chance }
	guarded(t, Options{StartupsOfSource: 1000, Rand: rand}, func(t *testing.T, p *pipes, d *Door) {
		var open []*Conn
		for i := range 100 {
			// 30 % from 30 on, 65 % in the middle, 99 % at the last.
			percent := map[int]int{30: 30, 65: 65, 99: 99}[i]
			if percent > 0 {
				chance = percent - 1
				p.refused(t, d, "192.0.2.7", StartupsEarly)
				chance = percent
			} else if chance = 100; i < 30 {
				chance = 0
			}
			c, _ := p.enter(t, d, "192.0.2.7")
			open = append(open, c)
		}
		p.refused(t, d, "192.0.2.7", StartupsFull)
		if s := d.Stats(); s.Open != 100 || s.Starting != 100 {
			t.Errorf("%+v", s)
		}
		open[0].LoggedIn()
		chance = 100
		c, _ := p.enter(t, d, "192.0.2.7")
		closeAll(t, d, append(open, c)...)
	})
}

func TestConnectionsAreBounded(t *testing.T) {
	o := Options{Connections: 3, ConnectionsOfSource: 2}
	guarded(t, o, func(t *testing.T, p *pipes, d *Door) {
		var open []*Conn
		for range 2 {
			c, _ := p.enter(t, d, "192.0.2.7")
			c.LoggedIn()
			open = append(open, c)
		}
		p.refused(t, d, "192.0.2.7", ConnectionsOfSource)
		c, _ := p.enter(t, d, "192.0.2.8")
		p.refused(t, d, "192.0.2.9", ConnectionsFull)
		open[0].Close()
		open[0].Close() // gives back one, not two
		again, _ := p.enter(t, d, "192.0.2.7")
		p.refused(t, d, "192.0.2.9", ConnectionsFull)
		closeAll(t, d, open[1], c, again)
	})
}

// closeAll closes connections and expects nothing to be left of them.
func closeAll(t *testing.T, d *Door, conns ...*Conn) {
	t.Helper()
	for _, c := range conns {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	s := d.Stats()
	d.mu.Lock()
	defer d.mu.Unlock()
	if s.Open != 0 || s.Starting != 0 || len(d.limits.sources) != 0 || len(d.waiting) != 0 {
		t.Errorf("after the last Close: %+v, sources %v, %d waiting", s, d.limits.sources, len(d.waiting))
	}
}

func TestListenerOutOfDescriptorsGoesOn(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		for range 20 {
			p.fails <- &net.OpError{Op: "accept", Err: syscall.EMFILE}
		}
		c, _ := p.enter(t, d, "192.0.2.7")
		closeAll(t, d, c)
	})
}

func TestBrokenListenerIsReported(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		broken := errors.New("gone")
		p.fails <- broken
		for range 2 {
			if _, err := d.Accept(); !errors.Is(err, broken) {
				t.Errorf("Accept: %v", err)
			}
		}
	})
}

func TestCloseEndsWhatNobodyAccepted(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		taken, _ := p.enter(t, d, "192.0.2.7")
		direct := p.dial(t, "192.0.2.8")
		synctest.Wait()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if _, err := direct.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("what nobody accepted: %v", err)
		}
		if s := d.Stats(); s.Open != 1 {
			t.Errorf("%+v: the connection that a server has stays open", s)
		}
		if _, err := d.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("Accept after Close: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Error("second Close:", err)
		}
		closeAll(t, d, taken)
	})
}

func TestCloseEndsSilentBalancers(t *testing.T) {
	guarded(t, Options{ProxyFrom: balancers, HeaderWait: time.Hour}, func(t *testing.T, p *pipes, d *Door) {
		client := p.dial(t, "198.51.100.1")
		synctest.Wait()
		d.Close()
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("the client read: %v", err)
		}
		closeAll(t, d)
	})
}
