package importer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// toUTF8 decodes data: by its byte order mark, as UTF-8, by the charset that
// it names, or by what its bytes can only be. The text may still hold bytes
// that were not UTF-8 in a file that was; the warning says so, or names the
// charset that was found.
func toUTF8(data []byte) (text, warning string, err error) {
	switch {
	case hasPrefix(data, "\xef\xbb\xbf"):
		data = data[3:]
	case hasPrefix(data, "\xff\xfe\x00\x00"), hasPrefix(data, "\x00\x00\xfe\xff"):
		return fromUTF32(data)
	case hasPrefix(data, "\xff\xfe"):
		return fromUTF16(data[2:], binary.LittleEndian)
	case hasPrefix(data, "\xfe\xff"):
		return fromUTF16(data[2:], binary.BigEndian)
	}
	if len(data) == 0 {
		return "", "", nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		if order := orderOf(data); order != nil {
			return fromUTF16(data, order)
		}
		if data = bytes.TrimRight(data, "\x00"); bytes.IndexByte(data, 0) >= 0 {
			return "", "", fmt.Errorf("%w: it holds NUL bytes", ErrBinary)
		}
	}
	if noise(data) {
		return "", "", fmt.Errorf("%w: a tenth of it is control characters", ErrBinary)
	}
	if utf8.Valid(data) {
		if text, name := sevenBit(data); name != "" {
			return text, "read as " + name, nil
		}
		return string(data), "", nil
	}
	if bad := nearlyUTF8(data); bad > 0 {
		return string(data), fmt.Sprintf("%s not UTF-8 and shown as �", count(bad, "byte was", "bytes were")), nil
	}
	if name, enc := labelled(data); enc != nil {
		if text, ok := strict(enc, data); ok && !garbled(text) {
			return text, "read as " + name + ", as it says", nil
		}
	}
	if text, name := eastAsian(data); name != "" {
		return text, "read as " + name, nil
	}
	if text, name := oneByte(data); name != "" {
		return text, "read as " + name, nil
	}
	return "", "", fmt.Errorf("%w: it is not UTF-8, and its bytes fit no charset well; save it as UTF-8", ErrEncoding)
}

func hasPrefix(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && string(data[:len(prefix)]) == prefix
}

// count is "1 byte was" or "3 bytes were".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// nearlyUTF8 is how many bytes of data are not UTF-8 where the rest of it
// plainly is: at least twenty characters of several bytes for each bad byte,
// or the last character cut off. 0 says that it is something else: a few
// characters of GB18030 often happen to be UTF-8.
func nearlyUTF8(data []byte) int {
	bad, good := 0, 0
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(data[i:]) && bad*20 <= good && good > 5:
			return bad + len(data) - i
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 2:
			good += 2 // by chance hardly ever
			fallthrough
		default:
			good++
		}
		i += n
	}
	if bad*20 <= good {
		return bad
	}
	return 0
}

// strict decodes data, and reports whether every byte of it had a meaning.
func strict(enc encoding.Encoding, data []byte) (string, bool) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil || bytes.Contains(out, []byte("\ufffd")) {
		return "", false
	}
	return string(out), true
}

// labels are how texts name their own charset: a front matter key, an
// editor's mode line, an HTML meta element.
var labels = regexp.MustCompile(`(?i)(?:charset|encoding|coding)["']?\s*[:=]\s*["']?([a-z0-9][a-z0-9_.:-]{1,30})`)

func labelled(data []byte) (string, encoding.Encoding) {
	m := labels.FindSubmatch(data[:min(len(data), 1024)])
	if m == nil {
		return "", nil
	}
	enc, err := htmlindex.Get(string(m[1]))
	if err != nil {
		return "", nil
	}
	name, err := htmlindex.Name(enc)
	switch {
	case err != nil || name == "utf-8" || name == "replacement" || strings.HasPrefix(name, "utf-16"):
		return "", nil
	case name == "gbk" || name == "gb18030":
		return "GB18030", simplifiedchinese.GB18030
	}
	return name, enc
}

// sevenBit decodes the charsets that hide in ASCII: ISO-2022-JP, and HZ after
// RFC 1843.
func sevenBit(data []byte) (text, name string) {
	if bytes.Contains(data, []byte("\x1b$B")) || bytes.Contains(data, []byte("\x1b$@")) {
		if s, ok := strict(japanese.ISO2022JP, data); ok && share(s, isJapanese) > 0.2 {
			return s, "ISO-2022-JP"
		}
	}
	if bytes.Count(data, []byte("~{")) == 0 || len(data) != ascii(data) {
		return "", ""
	}
	// A file may be cut inside a run: the half character goes.
	if i := bytes.LastIndex(data, []byte("~{")); i > bytes.LastIndex(data, []byte("~}")) && (len(data)-i)%2 == 1 {
		data = data[:len(data)-1]
	}
	s, ok := strict(simplifiedchinese.HZGB2312, data)
	if ok && commonness(s, simplified) > 0.2 && share(s, isHan) > 0.1 {
		return s, "HZ"
	}
	return "", ""
}

// ascii is how many bytes of data are ASCII.
func ascii(data []byte) int {
	n := 0
	for _, c := range data {
		if c < 0x80 {
			n++
		}
	}
	return n
}

// orderOf is the byte order of UTF-16 without a mark, or nil: the order in
// which nearly all of it is characters that texts are made of. Latin letters
// read in the wrong order are ideographs, so ASCII decides between two.
func orderOf(data []byte) binary.ByteOrder {
	sample := data[:min(len(data), 64<<10)]
	printable := 0
	for _, c := range sample {
		if c >= 0x20 && c < 0x7f {
			printable++
		}
	}
	if len(data)%2 != 0 || len(data) < 4 || printable*10 > len(sample)*7 {
		return nil // in pairs, ASCII reads as ideographs
	}
	little, latin := plainness(sample, binary.LittleEndian)
	big, latinBig := plainness(sample, binary.BigEndian)
	switch {
	case little >= 0.98 && (big < 0.9 || latin > latinBig):
		return binary.LittleEndian
	case big >= 0.98 && (little < 0.9 || latinBig > latin):
		return binary.BigEndian
	}
	return nil
}

// plainness is the share of data, read as UTF-16, that is letters, ideographs,
// punctuation and white space of living scripts, and how many are ASCII.
func plainness(data []byte, order binary.ByteOrder) (share float64, ascii int) {
	n := 0
	for i := 0; i+1 < len(data); i += 2 {
		switch r := order.Uint16(data[i:]); {
		case r >= 0x20 && r < 0x7f, r == '\n', r == '\r', r == '\t':
			ascii++
			n++
		case r >= 0xa0 && r < 0x250, r >= 0x370 && r < 0x700, r >= 0x900 && r < 0xe80, r >= 0x2000 && r < 0x2070,
			r >= 0x3000 && r < 0x3100, r >= 0x4e00 && r < 0xa000, r >= 0xac00 && r < 0xd7a4, r >= 0xff00 && r < 0xfff0:
			n++
		}
	}
	return float64(n) / float64(len(data)/2), ascii
}

func fromUTF16(data []byte, order binary.ByteOrder) (string, string, error) {
	var b strings.Builder
	b.Grow(len(data))
	bad := 0
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			next := rune(0)
			if i+3 < len(data) {
				next = rune(order.Uint16(data[i+2:]))
			}
			if r = utf16.DecodeRune(r, next); r == utf8.RuneError {
				bad++
			} else {
				i += 2
			}
		}
		b.WriteRune(r)
	}
	if len(data)%2 != 0 {
		bad++
	}
	return unicodeResult(b.String(), bad)
}

func fromUTF32(data []byte) (string, string, error) {
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 0 {
		order = binary.BigEndian
	}
	var b strings.Builder
	bad := len(data) % 4
	for i := 4; i+3 < len(data); i += 4 {
		r := order.Uint32(data[i:])
		if r > unicode.MaxRune || !utf8.ValidRune(rune(r)) {
			bad++
			r = utf8.RuneError
		}
		b.WriteRune(rune(r))
	}
	return unicodeResult(b.String(), bad)
}

// unicodeResult refuses what came out of UTF-16 or UTF-32 broken in more than
// one place in twenty: the mark lied.
func unicodeResult(text string, bad int) (string, string, error) {
	switch {
	case bad == 0:
		return text, "", nil
	case bad*20 > utf8.RuneCountInString(text):
		return "", "", fmt.Errorf("%w: it is marked as Unicode, but is not", ErrEncoding)
	}
	return text, fmt.Sprintf("%s broken and shown as �", count(bad, "character was", "characters were")), nil
}

// share is the share of the characters of s for which is holds, white space
// not counted.
func share(s string, is func(rune) bool) float64 {
	n, all := 0, 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		all++
		if is(r) {
			n++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

func isHan(r rune) bool { return r >= 0x2e80 && unicode.Is(unicode.Han, r) }

func isKana(r rune) bool { return r >= 0x3041 && r <= 0x30ff || r >= 0xff66 && r <= 0xff9d }

func isHangul(r rune) bool { return r >= 0xac00 && r <= 0xd7a3 || r >= 0x1100 && r <= 0x11ff }

func isJapanese(r rune) bool { return isKana(r) || isHan(r) }
