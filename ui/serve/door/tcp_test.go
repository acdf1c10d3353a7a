package door

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what must come; it is a bound, and no
// measure.
const patience = 30 * time.Second

// listen is a door on a port of this machine.
func listen(t *testing.T, o Options) *Door {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := Guard(l, o)
	t.Cleanup(func() { d.Close() })
	return d
}

func dial(t *testing.T, d *Door) net.Conn {
	t.Helper()
	c, err := net.DialTimeout("tcp", d.Addr().String(), patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	return c
}

// echo serves a door until it is closed: it logs everybody in, says what they
// say, and counts who is still there.
func echo(d *Door) *sync.WaitGroup {
	var there sync.WaitGroup
	there.Go(func() {
		for {
			conn, err := d.Accept()
			if err != nil {
				return
			}
			there.Go(func() {
				defer conn.Close()
				Of(conn.RemoteAddr()).LoggedIn()
				_, _ = io.Copy(conn, conn)
			})
		}
	})
	return &there
}

// settle waits until there are as many goroutines as before.
func settle(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(patience); runtime.NumGoroutine() > before; {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
		time.Sleep(time.Millisecond)
	}
}

func TestNothingIsLeftOfAThousandConnections(t *testing.T) {
	before := runtime.NumGoroutine()
	d := listen(t, Options{StartupsOfSource: 100, StartupsFrom: 100})
	there := echo(d)
	for range 20 {
		var clients sync.WaitGroup
		for range 50 {
			clients.Go(func() {
				c := dial(t, d)
				defer c.Close()
				if _, err := c.Write([]byte("x")); err != nil {
					t.Error(err)
				}
				if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
					t.Error(err)
				}
			})
		}
		clients.Wait()
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	there.Wait()
	settle(t, before)
	if s := d.Stats(); s.Open != 0 || s.Starting != 0 || s.Penalised != 0 {
		t.Errorf("%+v", s)
	}
}

func TestFloodIsTurnedAway(t *testing.T) {
	before := runtime.NumGoroutine()
	d := listen(t, Options{})
	silent := make(chan *Conn, 10)
	go func() {
		defer close(silent)
		for {
			conn, err := d.Accept()
			if err != nil {
				return
			}
			silent <- conn.(*Conn)
		}
	}()
	for range 10 {
		dial(t, d)
	}
	for range 300 {
		// A line, and the end; or only the end, where the system threw the line
		// away.
		if _, err := io.ReadAll(dial(t, d)); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal(err)
		}
	}
	s := d.Stats()
	if s.Open != 10 || s.Refused[StartupsOfSource] != 300 {
		t.Errorf("%+v", s)
	}
	d.Close()
	for c := range silent {
		c.Close()
	}
	settle(t, before)
}

func TestWhoStopsReadingIsClosedOverTCP(t *testing.T) {
	before := runtime.NumGoroutine()
	d := listen(t, Options{WriteStall: 200 * time.Millisecond})
	dial(t, d) // and never reads
	conn, err := d.Accept()
	if err != nil {
		t.Fatal(err)
	}
	Of(conn.RemoteAddr()).LoggedIn()
	end := time.Now().Add(patience)
	for chunk := make([]byte, 1<<20); err == nil && time.Now().Before(end); {
		_, err = conn.Write(chunk)
	}
	if s := d.Stats(); err == nil || s.Refused[Stalled] != 1 || s.Open != 0 {
		t.Errorf("Write: %v; %+v", err, s)
	}
	d.Close()
	settle(t, before)
}

func TestIPv6IsASource(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("skipped: there is no IPv6 here:", err)
	}
	d := Guard(l, Options{})
	defer d.Close()
	client := dial(t, d)
	conn, err := d.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if conn.RemoteAddr().String() != client.LocalAddr().String() || Of(conn.RemoteAddr()).Source().String() != "::1" {
		t.Errorf("from %v, want %v", conn.RemoteAddr(), client.LocalAddr())
	}
}

// BenchmarkTurnAway: a connection that is refused costs at most 100 µs, the
// client's end of it included.
func BenchmarkTurnAway(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	d := Guard(l, Options{Startups: 1, StartupsFrom: 1})
	defer d.Close()
	hold, err := net.Dial("tcp", d.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	defer hold.Close()
	held, err := d.Accept()
	if err != nil {
		b.Fatal(err)
	}
	defer held.Close()
	Of(held.RemoteAddr()).grace.Stop()
	for b.Loop() {
		c, err := net.Dial("tcp", d.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, c)
		c.Close()
	}
}

// BenchmarkWrite: the watch on a write costs at most 1 µs.
func BenchmarkWrite(b *testing.B) {
	for _, name := range []string{"watched", "bare"} {
		b.Run(name, func(b *testing.B) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			d := Guard(l, Options{})
			defer d.Close()
			client, err := net.Dial("tcp", d.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			go func() { _, _ = io.Copy(io.Discard, client) }()
			conn, err := d.Accept()
			if err != nil {
				b.Fatal(err)
			}
			defer conn.Close()
			Of(conn.RemoteAddr()).LoggedIn()
			to := io.Writer(conn)
			if name == "bare" {
				to = conn.(*Conn).raw
			}
			for chunk := make([]byte, 200); b.Loop(); {
				if _, err := to.Write(chunk); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
