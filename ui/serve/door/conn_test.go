package door

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

func TestSilentConnectionIsClosed(t *testing.T) {
	var told []Refusal
	o := Options{Dropped: func(addr netip.AddrPort, why Refusal) {
		if addr.String() != "192.0.2.7:50022" {
			t.Errorf("dropped %s", addr)
		}
		told = append(told, why)
	}}
	guarded(t, o, func(t *testing.T, p *pipes, d *Door) {
		c, client := p.enter(t, d, "192.0.2.7")
		began := time.Now()
		if _, err := io.ReadAll(client); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took != 15*time.Second {
			t.Errorf("closed after %v", took)
		}
		synctest.Wait()
		if s := d.Stats(); s.Refused[GraceOver] != 1 || len(told) != 1 || told[0] != GraceOver {
			t.Errorf("%+v, told %v", s, told)
		}
		closeAll(t, d, c)
	})
}

func TestWhoTalksAndNeverLogsInIsClosed(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, client := p.enter(t, d, "192.0.2.7")
		go func() { _, _ = io.Copy(io.Discard, c) }()
		began := time.Now()
		for _, err := client.Write([]byte("x")); err == nil; _, err = client.Write([]byte("x")) {
			time.Sleep(time.Second)
		}
		if took := time.Since(began); took > 16*time.Second {
			t.Errorf("closed after %v", took)
		}
		closeAll(t, d, c)
	})
}

func TestWhoLoggedInStays(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, client := p.enter(t, d, "192.0.2.7")
		time.Sleep(14 * time.Second)
		c.LoggedIn()
		time.Sleep(24 * time.Hour)
		go func() { _, _ = c.Write([]byte("x")) }()
		if _, err := client.Read(make([]byte, 1)); err != nil {
			t.Error(err)
		}
		closeAll(t, d, c)
		c.LoggedIn() // after Close: nothing
		closeAll(t, d, c)
	})
}

func TestWhoStopsReadingHoldsNothing(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, client := p.enter(t, d, "192.0.2.7")
		c.LoggedIn()
		// The last byte is taken at 20 s.
		go func() {
			time.Sleep(20 * time.Second)
			_, _ = io.ReadFull(client, make([]byte, 3))
		}()
		began := time.Now()
		n, err := c.Write(make([]byte, 10))
		if took := time.Since(began); n != 3 || err == nil || took < 50*time.Second || took > 58*time.Second {
			t.Errorf("Write: %d, %v after %v", n, err, took)
		}
		if _, err := c.Write([]byte("x")); err == nil {
			t.Error("a connection that was given up is written to")
		}
		if s := d.Stats(); s.Open != 0 || s.Refused[Stalled] != 1 {
			t.Errorf("%+v", s)
		}
		closeAll(t, d, c)
	})
}

func TestSlowReaderStays(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, client := p.enter(t, d, "192.0.2.7")
		c.LoggedIn()
		go func() {
			for range 100 { // 29 s a byte
				time.Sleep(29 * time.Second)
				_, _ = client.Read(make([]byte, 1))
			}
		}()
		if n, err := c.Write(make([]byte, 100)); n != 100 || err != nil {
			t.Errorf("Write: %d, %v", n, err)
		}
		closeAll(t, d, c)
	})
}

// A server sets and clears deadlines of its own while a write waits.
func TestDeadlinesOfTheServerDoNotEndTheWatch(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, _ := p.enter(t, d, "192.0.2.7")
		c.LoggedIn()
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range 10 {
				_ = c.SetDeadline(time.Time{})
				time.Sleep(time.Second)
				_ = c.SetDeadline(time.Now().Add(time.Hour))
				time.Sleep(time.Second)
			}
		}()
		began := time.Now()
		_, err := c.Write([]byte("x"))
		if took := time.Since(began); err == nil || took > 38*time.Second {
			t.Errorf("Write: %v after %v", err, took)
		}
		<-done
		closeAll(t, d, c)
	})
}

func TestDeadlineOfTheServerHolds(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, client := p.enter(t, d, "192.0.2.7")
		c.LoggedIn()
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		began := time.Now()
		_, err := c.Write([]byte("x"))
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != 10*time.Second {
			t.Errorf("Write: %v after %v", err, took)
		}
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Read: %v", err)
		}
		_ = c.SetDeadline(time.Time{})
		go func() { _, _ = client.Read(make([]byte, 1)) }()
		if _, err := c.Write([]byte("x")); err != nil {
			t.Error("a deadline that was passed closed the connection:", err)
		}
		closeAll(t, d, c)
	})
}

func TestAddressLeadsBack(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, _ := p.enter(t, d, "192.0.2.7")
		wrapped := struct{ net.Conn }{c}
		if Of(wrapped.RemoteAddr()) != c || wrapped.RemoteAddr().String() != "192.0.2.7:50022" || wrapped.RemoteAddr().Network() != "tcp" {
			t.Errorf("RemoteAddr is %v", wrapped.RemoteAddr())
		}
		if Of(nil) != nil || Of((*Addr)(nil)) != nil || Of(&net.TCPAddr{}) != nil {
			t.Error("an address of somebody else leads to a connection")
		}
		closeAll(t, d, c)
	})
}

func TestMappedAddressIsNoOtherSource(t *testing.T) {
	guarded(t, Options{StartupsOfSource: 2}, func(t *testing.T, p *pipes, d *Door) {
		a, _ := p.enter(t, d, "192.0.2.7")
		b, _ := p.enter(t, d, "::ffff:192.0.2.7")
		if a.Source() != b.Source() || b.RemoteAddr().String() != "192.0.2.7:50022" {
			t.Errorf("%v and %v", a.Source(), b.RemoteAddr())
		}
		p.refused(t, d, "192.0.2.7", StartupsOfSource)
		closeAll(t, d, a, b)
	})
	// Another zone is no other source either.
	zoned := addrPort(&net.TCPAddr{IP: net.ParseIP("fe80::7"), Port: 1, Zone: "eth0"})
	if zoned.String() != "[fe80::7]:1" {
		t.Error(zoned)
	}
}

func TestListenerWithoutAddressesIsOneSource(t *testing.T) {
	guarded(t, Options{StartupsOfSource: 1}, func(t *testing.T, p *pipes, d *Door) {
		client, server := net.Pipe()
		defer client.Close()
		p.conns <- from{server, &net.UnixAddr{Name: "/run/x", Net: "unix"}}
		conn, err := d.Accept()
		if err != nil {
			t.Fatal(err)
		}
		c := conn.(*Conn)
		if c.Source().IsValid() || c.RemoteAddr().String() != "unknown" {
			t.Errorf("%v, %v", c.Source(), c.RemoteAddr())
		}
		client2, server2 := net.Pipe()
		p.conns <- from{server2, nil}
		if _, err := io.ReadAll(client2); err != nil {
			t.Error(err)
		}
		if s := d.Stats(); s.Refused[StartupsOfSource] != 1 {
			t.Errorf("%+v", s)
		}
		closeAll(t, d, c)
	})
}
