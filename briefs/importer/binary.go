package importer

import (
	"bytes"
	"path/filepath"
	"strings"
)

// magic are the first bytes of files that are no text, and what people call
// them.
var magic = []struct{ prefix, kind string }{
	{"%PDF-", "a PDF document"},
	{"PK\x03\x04", "a zip archive or an Office document"},
	{"PK\x05\x06", "a zip archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"},
	{`{\rtf`, "an RTF document"},
	{"\x89PNG\r\n\x1a\n", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"II*\x00", "a TIFF image"},
	{"MM\x00*", "a TIFF image"},
	{"%!PS", "a PostScript document"},
	{"\x1f\x8b", "a gzip archive"},
	{"BZh", "a bzip2 archive"},
	{"\xfd7zXZ\x00", "an xz archive"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive"},
	{"Rar!\x1a\x07", "a RAR archive"},
	{"\x28\xb5\x2f\xfd", "a zstd archive"},
	{"\x7fELF", "a program"},
	{"MZ\x90\x00", "a program"},
	{"\xcf\xfa\xed\xfe", "a program"},
	{"\xca\xfe\xba\xbe", "a program"},
	{"\x00asm", "a program"},
	{"SQLite format 3\x00", "a database"},
	{"OggS", "a sound or film"},
	{"ID3", "a sound"},
	{"fLaC", "a sound"},
	{"wOFF", "a font"},
	{"wOF2", "a font"},
	{"\x00\x01\x00\x00\x00", "a font"},
}

// kindOf names what data is when its first bytes or its name tell that it is
// no text that is read here, and "" otherwise.
func kindOf(name string, data []byte) string {
	for _, m := range magic {
		if len(data) >= len(m.prefix) && string(data[:len(m.prefix)]) == m.prefix {
			if m.prefix == "BZh" && (len(data) < 10 || string(data[4:10]) != "1AY&SY") {
				continue
			}
			return m.kind
		}
	}
	switch {
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return "a film"
	case len(data) > 12 && string(data[:4]) == "RIFF" && bytes.IndexByte(data[:12], 0) >= 0:
		return "a sound, film or image"
	case len(data) > 262 && string(data[257:262]) == "ustar":
		return "a tar archive"
	case isPage(name, data):
		return "an HTML page, which is not read yet"
	}
	return ""
}

// isPage reports whether data is a whole HTML page. Markdown often starts with
// a tag, so a file that is named as Markdown or text is never one.
func isPage(name string, data []byte) bool {
	if _, known := formatOf(name); known {
		return false
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 512)], " \t\r\n\xef\xbb\xbf"))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// noise reports whether more than a tenth of the beginning of data is controls
// that no text has. Escapes, backspaces and form feeds are left to cleaning.
func noise(data []byte) bool {
	data = data[:min(len(data), 64<<10)]
	n := 0
	for _, c := range data {
		if c < 0x20 {
			switch c {
			case '\t', '\n', '\r', '\v', '\f', '\b', 0x07, 0x0e, 0x0f, 0x18, 0x1a, 0x1b:
			default:
				n++
			}
		}
	}
	return n*10 > len(data)
}
