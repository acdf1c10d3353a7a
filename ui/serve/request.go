package serve

import (
	"encoding/binary"
)

// Bounds of a terminal, in cells. A client may say anything; what is drawn
// costs memory for each cell.
const (
	minColumns, maxColumns = 20, 400
	minRows, maxRows       = 5, 150
)

// A size is that of a terminal in cells, within the bounds.
type size struct{ columns, rows int }

// sizeOf is the size that a client says. One that does not know says 0.
func sizeOf(columns, rows uint32) size {
	if columns == 0 || rows == 0 {
		return size{80, 24}
	}
	return size{int(min(max(columns, minColumns), maxColumns)), int(min(max(rows, minRows), maxRows))}
}

// ptyOf reads a request for a terminal (RFC 4254, 6.2). Its modes are not for
// us.
func ptyOf(payload []byte) (term string, at size, ok bool) {
	term, rest, ok := textOf(payload)
	if !ok || len(rest) < 16 {
		return "", size{}, false
	}
	return cleanTerm(term), sizeOf(binary.BigEndian.Uint32(rest), binary.BigEndian.Uint32(rest[4:])), true
}

// windowOf reads a change of size (RFC 4254, 6.7).
func windowOf(payload []byte) (at size, ok bool) {
	if len(payload) < 16 {
		return size{}, false
	}
	return sizeOf(binary.BigEndian.Uint32(payload), binary.BigEndian.Uint32(payload[4:])), true
}

// textOf reads a string (RFC 4251, 5) and what follows it.
func textOf(payload []byte) (text string, rest []byte, ok bool) {
	if len(payload) < 4 {
		return "", nil, false
	}
	n := binary.BigEndian.Uint32(payload)
	if uint64(n) > uint64(len(payload)-4) {
		return "", nil, false
	}
	return string(payload[4 : 4+n]), payload[4+n:], true
}
