package door

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"strconv"
	"strings"
)

// The PROXY protocol, versions 1 and 2, as HAProxy's proxy-protocol.txt has it.
const (
	maxHeader1 = 107 // bytes, CR LF included
	minHeader2 = 16
	maxHeader2 = 536 // what any path carries in one segment; further fields are not read
)

const signature2 = "\r\n\r\n\x00\r\nQUIT\n"

// families2 is how long the addresses of a family and protocol are in version
// 2: none, IPv4, IPv6 and Unix, as streams and as datagrams.
var families2 = map[byte]int{0x00: 0, 0x11: 12, 0x12: 12, 0x21: 36, 0x22: 36, 0x31: 216, 0x32: 216}

var (
	errNoHeader = errors.New("door: no PROXY header")
	errSilent   = errors.New("door: closed before a PROXY header")
)

// readHeader reads a header from r. The address is the zero AddrPort where the
// header names none (LOCAL, UNKNOWN, UNSPEC): then the connection's own holds.
// rest is what came behind the header.
func readHeader(r io.Reader) (from netip.AddrPort, rest []byte, err error) {
	var buffer [maxHeader2]byte
	for n := 0; n < len(buffer); {
		more, err := r.Read(buffer[n:])
		n += more
		if n > 0 {
			from, length, err := parseHeader(buffer[:n])
			if err != nil {
				return netip.AddrPort{}, nil, err
			}
			if length > 0 {
				return from, bytes.Clone(buffer[length:n]), nil
			}
		}
		if n == 0 && errors.Is(err, io.EOF) {
			return netip.AddrPort{}, nil, errSilent
		}
		if err != nil {
			return netip.AddrPort{}, nil, err
		}
	}
	return netip.AddrPort{}, nil, errNoHeader
}

// parseHeader reads the header that b begins with, and how long it is: 0 when b
// is only the beginning of one. The error is errNoHeader for whatever can no
// longer become a header.
func parseHeader(b []byte) (from netip.AddrPort, length int, err error) {
	switch {
	case begins(b, signature2):
		return parseHeader2(b)
	case begins(b, "PROXY "):
		return parseHeader1(b)
	}
	return netip.AddrPort{}, 0, errNoHeader
}

// begins reports whether b and start agree as far as both go.
func begins(b []byte, start string) bool {
	n := min(len(b), len(start))
	return string(b[:n]) == start[:n]
}

func parseHeader1(b []byte) (netip.AddrPort, int, error) {
	end := bytes.Index(b, []byte("\r\n"))
	if end < 0 && len(b) < maxHeader1 {
		return netip.AddrPort{}, 0, nil
	}
	length := end + len("\r\n")
	if end < 0 || length > maxHeader1 {
		return netip.AddrPort{}, 0, errNoHeader
	}
	// PROXY TCP4 192.0.2.7 198.51.100.1 50022 22
	fields := strings.Split(string(b[:end]), " ")
	if fields[1] == "UNKNOWN" { // the rest of the line says nothing
		return netip.AddrPort{}, length, nil
	}
	if len(fields) != 6 || fields[1] != "TCP4" && fields[1] != "TCP6" {
		return netip.AddrPort{}, 0, errNoHeader
	}
	is6 := fields[1] == "TCP6"
	from, ok := addressPort(fields[2], fields[4], is6)
	if _, also := addressPort(fields[3], fields[5], is6); !ok || !also {
		return netip.AddrPort{}, 0, errNoHeader
	}
	return from, length, nil
}

// addressPort reads an address and a port as version 1 writes them: of the
// family that was named, no zone, no sign and no leading zero.
func addressPort(address, port string, is6 bool) (netip.AddrPort, bool) {
	addr, err := netip.ParseAddr(address)
	if err != nil || addr.Is6() != is6 || addr.Zone() != "" {
		return netip.AddrPort{}, false
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || strconv.FormatUint(number, 10) != port {
		return netip.AddrPort{}, false
	}
	return plain(netip.AddrPortFrom(addr, uint16(number))), true
}

func parseHeader2(b []byte) (netip.AddrPort, int, error) {
	if len(b) < minHeader2 {
		return netip.AddrPort{}, 0, nil
	}
	command, family := b[12], b[13]
	length := minHeader2 + int(binary.BigEndian.Uint16(b[14:16]))
	if length > maxHeader2 || command != 0x20 && command != 0x21 {
		return netip.AddrPort{}, 0, errNoHeader
	}
	local := command == 0x20 // whatever family it names
	if least, known := families2[family]; !local && (!known || length < minHeader2+least) {
		return netip.AddrPort{}, 0, errNoHeader
	}
	if len(b) < length {
		return netip.AddrPort{}, 0, nil
	}
	size := map[byte]int{0x11: 4, 0x21: 16}[family]
	if local || size == 0 { // no family that this listener can have
		return netip.AddrPort{}, length, nil
	}
	addr, _ := netip.AddrFromSlice(b[minHeader2 : minHeader2+size])
	port := binary.BigEndian.Uint16(b[minHeader2+2*size:])
	return plain(netip.AddrPortFrom(addr, port)), length, nil
}
