package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// A trick is what somebody puts into a briefing to act on the terminal of its
// reader, or to deceive their eye.
type trick struct {
	name, text string
	eats       bool // what follows on the line may be lost: it looks like a part of the trick
	ends       bool // it ends a line, and so a value of front matter
}

// trickColour is a colour that no theme has; tricks ask for it.
const trickColour = 201

// owned stands in the strings that tricks send to the terminal.
const owned = "OWNED"

var tricks = []trick{
	{name: "erase", text: "\x1b[2J"},
	{name: "cursor", text: "\x1b[1;1H" + owned},
	{name: "colour", text: "\x1b[5;8;38;5;201m"},
	{name: "erase in two", text: "\x1b\x1b[2J[2J"},
	{name: "erase round a control", text: "\x1b[\x7f2J"},
	{name: "repeat", text: "\x1b[999b"},
	{name: "scroll region", text: "\x1b[5;10r\x1b="},
	{name: "window", text: "\x1b[8;1;1t\x1b[21t"},
	{name: "entity", text: "&#27;[2J"},
	{name: "hex entity", text: "&#x1b;[2J"},
	{name: "padded entity", text: "&#00027;[2J&#X1B;[2J"},
	{name: "entity after escape", text: "\x1b&#91;2J"},
	{name: "entities only", text: "&#27;&#91;2J&#27;&#93;0;OWNED&#7;"},
	{name: "entity split by a comment", text: "&#2<!-- -->7;[2J"},
	{name: "entity split by emphasis", text: "&#2**7;[2J**"},
	{name: "double entity", text: "&amp;#27;[2J"},
	{name: "escaped entity", text: `\&#27;[2J`},
	{name: "escaped escape", text: "\\\x1b[2J"},
	{name: "written out", text: `\x1b[2J\e[2J`},
	{name: "C1 CSI", text: "\u009b2J"},
	{name: "C1 OSC", text: "\u009d0;OWNED\u009c"},
	{name: "C1 DCS", text: "\u0090q#0;OWNED\u009c"},
	{name: "C1 entity", text: "&#155;2J&#x9d;0;OWNED&#x9c;", eats: true},
	{name: "OSC 0", text: "\x1b]0;OWNED\a"},
	{name: "OSC 2", text: "\x1b]2;OWNED\x1b\\"},
	{name: "OSC 8", text: "\x1b]8;;http://evil.example/OWNED\x1b\\here\x1b]8;;\x1b\\"},
	{name: "OSC 52", text: "\x1b]52;c;T1dORUQ=\a"},
	{name: "OSC 1337", text: "\x1b]1337;File=inline=1:OWNED\a"},
	{name: "OSC open", text: "\x1b]0;OWNED", eats: true},
	{name: "DCS", text: "\x1bP$qOWNED\x1b\\"},
	{name: "DCS for tmux", text: "\x1bPtmux;\x1b\x1b]52;c;T1dORUQ=\a\x1b\\"},
	{name: "APC", text: "\x1b_Ga=T;OWNED\x1b\\"},
	{name: "PM", text: "\x1b^OWNED\x1b\\"},
	{name: "SOS", text: "\x1bXOWNED\x1b\\"},
	{name: "carriage return", text: "\r" + owned, ends: true},
	{name: "backspace", text: "\b\b\b\b\b" + owned},
	{name: "bell", text: "\a"},
	{name: "shift out", text: "\x0e\x0f\x0e"},
	{name: "character set", text: "\x1b(0\x1b%@"},
	{name: "reset", text: "\x1bc"},
	{name: "modes", text: "\x1b[?1000h\x1b[?47h\x1b[?5h"},
	{name: "cursor report", text: "\x1b[6n"},
	{name: "attributes", text: "\x1b[c\x1b[>c\x1b[>q"},
	{name: "bidi override", text: "\u202e\u202d\u202c\u200f\u061c"},
	{name: "bidi isolate", text: "\u2066\u2067\u2068\u2069"},
	{name: "bidi entity", text: "&#x202e;&rlm;&#x2066;&shy;&ZeroWidthSpace;"},
	{name: "tags", text: "\U000e0041\U000e0042\U000e007f"},
	{name: "zero width", text: "\u200b\u2060\ufeff\u00ad"},
	{name: "sentinels", text: "\u2063\u2064\ue000\uf8ff\U000f0000"},
	{name: "separators", text: "\u2028" + owned + "\u2029", ends: true},
	{name: "vertical tab", text: "\v\f\u0085", ends: true},
	{name: "null", text: "\x00\x7f"},
	{name: "no UTF-8", text: "\xff\xfe\xc0\x9b2J\xe2\x80"},
	{name: "8-bit CSI", text: "\x9b2J"},
}

// A place is where a trick stands in a briefing: {word}, or {word!} where
// escapes are written out as YAML and TOML have them.
var place = regexp.MustCompile(`\{([a-z]+)(!?)\}`)

// unseen are the places that no screen shows.
var unseen = []string{"tag", "link", "target", "pointed", "hint", "auto", "attribute", "reference", "refhint", "comment"}

// before and after are the words that stand round trick i at a place. When
// both are on the screen, nothing wrote over them.
func before(i int, place string) string { return fmt.Sprintf("v%02d%s", i, place) }
func after(i int, place string) string  { return fmt.Sprintf("w%02d%s", i, place) }

// hostile is the template of testdata/stream with trick i in all its places.
func hostile(t *testing.T, template string, i int) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "stream", template))
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	return place.ReplaceAllStringFunc(strings.ReplaceAll(string(data), "{date}", day), func(p string) string {
		m := place.FindStringSubmatch(p)
		text := tricks[i].text
		if m[2] != "" {
			text = quoted(text)
		}
		return before(i, m[1]) + text + after(i, m[1])
	})
}

// quoted is a text between the quotes of YAML or TOML.
func quoted(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			b.WriteByte(text[0]) // neither can say it
		case r == '\\' || r == '"':
			b.WriteString(`\` + string(r))
		case unicode.IsGraphic(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
		text = text[n:]
	}
	return b.String()
}

// folder writes a template once for each trick, and is the folder. The names
// of the files hold the tricks too, as far as a name can.
func folder(t *testing.T, template string) string {
	t.Helper()
	dir := t.TempDir()
	for i, k := range tricks {
		name := before(i, "name") + strings.NewReplacer("/", "", "\x00", "").Replace(k.text) + after(i, "name") + filepath.Ext(template)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(hostile(t, template, i)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// marks are the words that must be on the screen when trick i was opened.
func marks(t *testing.T, template string, i int) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "stream", template))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, m := range place.FindAllStringSubmatch(string(data), -1) {
		if m[1] == "date" || slices.Contains(unseen, m[1]) {
			continue
		}
		words[before(i, m[1])] = true
		front := m[1] == "title" || m[1] == "from"
		if !tricks[i].eats && !(tricks[i].ends && front) {
			words[after(i, m[1])] = true
		}
	}
	return slices.Sorted(maps.Keys(words))
}
