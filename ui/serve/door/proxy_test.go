package door

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

var balancers = []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("2001:db8:ffff::/48")}

// header2 is a header of version 2.
func header2(command, family byte, body ...byte) string {
	b := append([]byte(signature2), command, family)
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)))
	return string(append(b, body...))
}

func addresses4() []byte { return []byte{192, 0, 2, 7, 198, 51, 100, 1, 0xc3, 0x66, 0, 22} }

func addresses6() []byte {
	a, b := netip.MustParseAddr("2001:db8::7").As16(), netip.MustParseAddr("2001:db8::1").As16()
	return append(append(a[:], b[:]...), 0xc3, 0x66, 0, 22)
}

var headers = []struct{ name, header, from string }{
	{"v1 IPv4", "PROXY TCP4 192.0.2.7 198.51.100.1 50022 22\r\n", "192.0.2.7:50022"},
	{"v1 IPv6", "PROXY TCP6 2001:db8::7 2001:db8::1 50022 22\r\n", "[2001:db8::7]:50022"},
	{"v1 mapped", "PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 0 65535\r\n", "192.0.2.7:0"},
	{"v1 unknown", "PROXY UNKNOWN\r\n", ""},
	{"v1 unknown with more", "PROXY UNKNOWN ffff::1 what ever\r\n", ""},
	{"v1 longest", "PROXY UNKNOWN " + strings.Repeat("x", 91) + "\r\n", ""},
	{"v2 IPv4", header2(0x21, 0x11, addresses4()...), "192.0.2.7:50022"},
	{"v2 IPv6", header2(0x21, 0x21, addresses6()...), "[2001:db8::7]:50022"},
	{"v2 with fields", header2(0x21, 0x11, append(addresses4(), 0x04, 0, 1, 'x')...), "192.0.2.7:50022"},
	{"v2 longest", header2(0x21, 0x11, append(addresses4(), make([]byte, 508)...)...), "192.0.2.7:50022"},
	{"v2 local", header2(0x20, 0x00), ""},
	{"v2 local with addresses", header2(0x20, 0x11, addresses4()...), ""},
	{"v2 unspec", header2(0x21, 0x00), ""},
	{"v2 datagrams", header2(0x21, 0x12, addresses4()...), ""},
	{"v2 unix", header2(0x21, 0x31, make([]byte, 216)...), ""},
}

var noHeaders = map[string]string{
	"SSH":              "SSH-2.0-OpenSSH_10.0\r\n",
	"small letters":    "proxy TCP4 192.0.2.7 198.51.100.1 50022 22\r\n",
	"no family":        "PROXY \r\n",
	"datagrams":        "PROXY UDP4 192.0.2.7 198.51.100.1 50022 22\r\n",
	"other family":     "PROXY TCP4 2001:db8::7 198.51.100.1 50022 22\r\n",
	"IPv4 as IPv6":     "PROXY TCP6 192.0.2.7 2001:db8::1 50022 22\r\n",
	"zone":             "PROXY TCP6 fe80::7%eth0 2001:db8::1 50022 22\r\n",
	"host name":        "PROXY TCP4 localhost 198.51.100.1 50022 22\r\n",
	"octal":            "PROXY TCP4 192.0.02.7 198.51.100.1 50022 22\r\n",
	"big port":         "PROXY TCP4 192.0.2.7 198.51.100.1 65536 22\r\n",
	"sign":             "PROXY TCP4 192.0.2.7 198.51.100.1 +5 22\r\n",
	"leading zero":     "PROXY TCP4 192.0.2.7 198.51.100.1 05 22\r\n",
	"own port missing": "PROXY TCP4 192.0.2.7 198.51.100.1 50022\r\n",
	"two spaces":       "PROXY TCP4  192.0.2.7 198.51.100.1 50022 22\r\n",
	"one field more":   "PROXY TCP4 192.0.2.7 198.51.100.1 50022 22 x\r\n",
	"long line":        "PROXY UNKNOWN " + strings.Repeat("x", 92) + "\r\n",
	"no end":           "PROXY UNKNOWN " + strings.Repeat("x", 600),
	"version 1 in 2":   header2(0x11, 0x11, addresses4()...),
	"unknown command":  header2(0x22, 0x11, addresses4()...),
	"unknown family":   header2(0x21, 0x41, addresses4()...),
	"too short":        header2(0x21, 0x11, addresses4()[:11]...),
	"too short for 6":  header2(0x21, 0x21, addresses6()[:35]...),
	"too short a path": header2(0x21, 0x31, make([]byte, 215)...),
	"too long":         header2(0x21, 0x11, make([]byte, 521)...),
	"longest there is": header2(0x21, 0x11, make([]byte, 65535)...),
	"signature only":   signature2 + strings.Repeat("\x00", 600),
}

func TestHeaders(t *testing.T) {
	const after = "SSH-2.0-x\r\n"
	for _, c := range headers {
		for name, r := range map[string]io.Reader{
			"at once":      strings.NewReader(c.header + after),
			"byte by byte": iotest.OneByteReader(strings.NewReader(c.header + after)),
		} {
			from, rest, err := readHeader(r)
			if err != nil {
				t.Errorf("%s, %s: %v", c.name, name, err)
				continue
			}
			more, _ := io.ReadAll(r)
			if got := string(rest) + string(more); got != after {
				t.Errorf("%s, %s: %q after the header", c.name, name, got)
			}
			if got := from.String(); got != c.from && (c.from != "" || from.IsValid()) {
				t.Errorf("%s, %s: from %s, want %s", c.name, name, got, c.from)
			}
		}
	}
}

func TestWhatIsNoHeaderIsNotTaken(t *testing.T) {
	for name, text := range noHeaders {
		from, _, err := readHeader(iotest.OneByteReader(strings.NewReader(text)))
		if !errors.Is(err, errNoHeader) || from.IsValid() {
			t.Errorf("%s: from %v, %v", name, from, err)
		}
	}
	for _, c := range headers {
		for n := 1; n < len(c.header); n++ {
			if _, _, err := readHeader(strings.NewReader(c.header[:n])); !errors.Is(err, io.EOF) {
				t.Errorf("%s cut after %d bytes: %v", c.name, n, err)
			}
		}
	}
}

func FuzzHeader(f *testing.F) {
	for _, c := range headers {
		f.Add([]byte(c.header + "SSH-2.0-x\r\n"))
	}
	for _, text := range noHeaders {
		f.Add([]byte(text[:min(len(text), 700)]))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		from, length, err := parseHeader(b)
		most := maxHeader2
		if bytes.HasPrefix(b, []byte("PROXY ")) {
			most = maxHeader1
		}
		switch {
		case length < 0 || length > len(b) || length > most:
			t.Fatalf("a header of %d bytes in %d", length, len(b))
		case err != nil && (length != 0 || from.IsValid()):
			t.Fatalf("both %v and %d bytes from %v", err, length, from)
		case err == nil && length == 0 && len(b) >= most:
			t.Fatalf("more is asked for after %d bytes", len(b))
		case from.Addr().Is4In6() || from.Addr().Zone() != "":
			t.Fatalf("from %v", from)
		case length == 0:
			return
		}
		// What follows changes nothing, and no part of a header is another.
		again, same, err := parseHeader(b[:length])
		if again != from || same != length || err != nil {
			t.Fatalf("alone: %v, %d, %v; with more: %v, %d", again, same, err, from, length)
		}
		for n := range length {
			if _, less, err := parseHeader(b[:n]); less != 0 || err != nil {
				t.Fatalf("%d of %d bytes: %d, %v", n, length, less, err)
			}
		}
	})
}

// say sends a client's bytes without waiting for who reads them.
func say(client net.Conn, text string) {
	go func() { _, _ = io.WriteString(client, text) }()
}

func TestHeaderFromAStrangerIsNotRead(t *testing.T) {
	guarded(t, Options{ProxyFrom: balancers}, func(t *testing.T, p *pipes, d *Door) {
		const header = "PROXY TCP4 203.0.113.9 198.51.100.1 50022 22\r\n"
		c, client := p.enter(t, d, "192.0.2.7")
		say(client, header)
		got := make([]byte, len(header))
		if _, err := io.ReadFull(c, got); err != nil || string(got) != header {
			t.Errorf("the server reads %q, %v", got, err)
		}
		if c.RemoteAddr().String() != "192.0.2.7:50022" {
			t.Errorf("a stranger is %s by saying so", c.RemoteAddr())
		}
		closeAll(t, d, c)
	})
}

func TestBalancerWithoutHeaderIsClosed(t *testing.T) {
	guarded(t, Options{ProxyFrom: balancers}, func(t *testing.T, p *pipes, d *Door) {
		began := time.Now()
		for i, text := range []string{"SSH-2.0-x\r\n", header2(0x22, 0x11), "PROXY TCP4 ", ""} {
			client := p.dial(t, "198.51.100.1")
			say(client, text)
			if b, err := io.ReadAll(client); len(b) > 0 || err != nil {
				t.Errorf("%q: %q, %v", text, b, err)
			}
			synctest.Wait()
			if s := d.Stats(); s.Refused[BadHeader] != uint64(i+1) || s.Open != 0 || s.Penalised != 0 {
				t.Errorf("%q: %+v", text, s)
			}
		}
		if took := time.Since(began); took != 6*time.Second { // the last two are waited for
			t.Errorf("closed after %v", took)
		}
		closeAll(t, d)
	})
}

func TestBalancerThatTricklesIsClosed(t *testing.T) {
	guarded(t, Options{ProxyFrom: balancers}, func(t *testing.T, p *pipes, d *Door) {
		client, began := p.dial(t, "198.51.100.1"), time.Now()
		say(client, "PROXY UNKNOWN ")
		for _, err := client.Write([]byte("x")); err == nil; _, err = client.Write([]byte("x")) {
			time.Sleep(100 * time.Millisecond)
		}
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("closed after %v", took)
		}
		closeAll(t, d)
	})
}

func TestSilentBalancerKeepsNobodyWaiting(t *testing.T) {
	guarded(t, Options{ProxyFrom: balancers}, func(t *testing.T, p *pipes, d *Door) {
		began := time.Now()
		for range 20 {
			p.dial(t, "198.51.100.1")
		}
		direct, _ := p.enter(t, d, "192.0.2.7")
		say(p.dial(t, "198.51.100.1"), headers[0].header)
		proxied, err := d.Accept()
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("waited %v", took)
		}
		direct.LoggedIn()
		proxied.(*Conn).LoggedIn()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if s := d.Stats(); s.Refused[BadHeader] != 20 || s.Open != 2 {
			t.Errorf("%+v", s)
		}
		closeAll(t, d, direct, proxied.(*Conn))
	})
}

func TestSilentBalancersAreBounded(t *testing.T) {
	o := Options{ProxyFrom: balancers, Startups: 5, StartupsOfSource: 1}
	guarded(t, o, func(t *testing.T, p *pipes, d *Door) {
		for range 5 {
			p.dial(t, "198.51.100.1")
		}
		p.refused(t, d, "198.51.100.1", StartupsFull)
		p.refused(t, d, "192.0.2.7", StartupsFull)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		closeAll(t, d)
	})
}

func TestClientsBehindABalancerAreSourcesOfTheirOwn(t *testing.T) {
	o := Options{ProxyFrom: balancers, StartupsOfSource: 2}
	guarded(t, o, func(t *testing.T, p *pipes, d *Door) {
		through := func(header string) net.Conn {
			client := p.dial(t, "2001:db8:ffff::1")
			say(client, header+"SSH")
			return client
		}
		var open []*Conn
		for _, header := range []string{headers[0].header, headers[6].header, headers[7].header} {
			through(header)
			conn, err := d.Accept()
			if err != nil {
				t.Fatal(err)
			}
			c := conn.(*Conn)
			if b := make([]byte, 3); Of(c.RemoteAddr()) != c {
				t.Errorf("RemoteAddr is %v", c.RemoteAddr())
			} else if _, err := io.ReadFull(c, b); err != nil || string(b) != "SSH" {
				t.Errorf("%q after the header, %v", b, err)
			}
			open = append(open, c)
		}
		if got := open[0].Source().String() + " " + open[2].Source().String(); got != "192.0.2.7 2001:db8::7" {
			t.Error(got)
		}
		// The third of one client is told, by either version of the header.
		if line, err := io.ReadAll(through(headers[6].header)); err != nil || len(line) == 0 {
			t.Errorf("%q, %v", line, err)
		}
		if s := d.Stats(); s.Refused[StartupsOfSource] != 1 || s.Open != 3 {
			t.Errorf("%+v", s)
		}
		open[0].Failed(Crashed)
		closeAll(t, d, open...)
		if line, err := io.ReadAll(through(headers[0].header)); err != nil || len(line) == 0 {
			t.Errorf("%q, %v", line, err)
		}
		if s := d.Stats(); s.Refused[Penalised] != 1 {
			t.Errorf("%+v: the penalty is the client's", s)
		}
		closeAll(t, d)
	})
}

func TestHealthChecksOfABalancerAreNoAttack(t *testing.T) {
	guarded(t, Options{ProxyFrom: balancers}, func(t *testing.T, p *pipes, d *Door) {
		p.dial(t, "198.51.100.1").Close()
		synctest.Wait()
		say(p.dial(t, "198.51.100.1"), headers[10].header) // LOCAL
		conn, err := d.Accept()
		if err != nil {
			t.Fatal(err)
		}
		c := conn.(*Conn)
		if c.Source().String() != "198.51.100.1" {
			t.Errorf("LOCAL is from %v", c.Source())
		}
		closeAll(t, d, c)
		if s := d.Stats(); s.Refused != [refusals]uint64{} {
			t.Errorf("%+v", s)
		}
	})
}
