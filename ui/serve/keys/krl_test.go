package keys

import (
	"encoding/binary"
	"os/exec"
	"testing"
)

// made is a message of SSH in the making.
type made struct{ b []byte }

func newWire() *made { return &made{} }

// newList is a KRL up to its reserved string.
func newList() *made {
	return newWire().raw(krlMagic).uint32(krlVersion).uint64(1).uint64(0).uint64(0)
}

// certificates is a KRL with one section of certificates of any authority.
func certificates(kind byte, w *made) *made {
	return newList().text("").text("").section(krlCertificates, newWire().text("").text("").section(kind, w))
}

func (m *made) raw(s string) *made    { m.b = append(m.b, s...); return m }
func (m *made) byte(b byte) *made     { m.b = append(m.b, b); return m }
func (m *made) uint32(n uint32) *made { m.b = binary.BigEndian.AppendUint32(m.b, n); return m }
func (m *made) uint64(n uint64) *made { m.b = binary.BigEndian.AppendUint64(m.b, n); return m }
func (m *made) text(s string) *made   { return m.uint32(uint32(len(s))).raw(s) }
func (m *made) bytes() []byte         { return m.b }

func (m *made) section(kind byte, w *made) *made { return m.byte(kind).text(string(w.b)) }

// keygenRevokes asks ssh-keygen whether the list krl revokes a key.
func keygenRevokes(t *testing.T, dir, key string) bool {
	t.Helper()
	cmd := exec.Command("ssh-keygen", "-Q", "-f", "krl", key)
	cmd.Dir = dir
	return cmd.Run() != nil
}
