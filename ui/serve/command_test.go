package serve

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	for line, want := range map[string][]string{
		"":                      nil,
		"  ":                    nil,
		"list --json":           {"list", "--json"},
		"search 'two words'":    {"search", "two words"},
		`search "a \"b\" \c"`:   {"search", `a "b" \c`},
		`search a\ b`:           {"search", "a b"},
		"search ''":             {"search", ""},
		"search 'it'\\''s'":     {"search", "it's"},
		"search 工业 收入":          {"search", "工业", "收入"},
		"list; rm -rf $(x) `y`": {"list;", "rm", "-rf", "$(x)", "`y`"},
		"a\tb\nc":               {"a", "b", "c"},
	} {
		if got, err := words(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v", line, got, err)
		}
	}
	for line, want := range map[string]error{
		"a 'b": errQuote, `a "b`: errQuote, `a \`: errQuote, "a\x1b[2J": errControl, "a\x00": errControl, "a\u009b2J": errControl, "a\xff": errControl,
		strings.Repeat("x", maxCommand+1): errLong, strings.Repeat("x ", maxWords+10): errLong,
	} {
		if _, err := words(line); !errors.Is(err, want) {
			t.Errorf("%.40q: %v, not %v", line, err, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"list --json", `a "b\"" 'c'`, "a\\", "\x1b", "一 '二'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		all, err := words(line)
		if err != nil {
			return
		}
		n := 0
		for _, w := range all {
			n += len(w)
			if !utf8.ValidString(w) || strings.ContainsAny(w, "\x1b\x00\r") {
				t.Fatalf("%q has the word %q", line, w)
			}
		}
		if n > len(line) || len(all) > maxWords+1 {
			t.Fatalf("%d words of %d bytes from %d", len(all), n, len(line))
		}
	})
}

func TestSizes(t *testing.T) {
	for in, want := range map[[2]uint32]size{
		{80, 24}: {80, 24}, {0, 0}: {80, 24}, {0, 50}: {80, 24}, {1, 1}: {minColumns, minRows},
		{1<<32 - 1, 1<<32 - 1}: {maxColumns, maxRows}, {1 << 31, 24}: {maxColumns, 24},
	} {
		if got := sizeOf(in[0], in[1]); got != want {
			t.Errorf("%v: %v, not %v", in, got, want)
		}
	}
}

// FuzzRequests reads payloads of requests: sizes are within the bounds, types of
// terminals and variables have nothing in them that names a file or acts.
func FuzzRequests(f *testing.F) {
	f.Add([]byte{0, 0, 0, 5, 'x', 't', 'e', 'r', 'm', 0, 0, 0, 80, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0, 0, 0, 4, 'L', 'A', 'N', 'G', 0, 0, 0, 1, 'C'})
	f.Fuzz(func(t *testing.T, payload []byte) {
		within := func(at size) {
			if at.columns < minColumns || at.columns > maxColumns || at.rows < minRows || at.rows > maxRows {
				t.Fatalf("a terminal of %v", at)
			}
		}
		if term, at, ok := ptyOf(payload); ok {
			within(at)
			if term == "" || len(term) > maxTerm || strings.ContainsAny(term, "/\x1b ") || strings.Contains(term, "..") {
				t.Fatalf("a terminal of the type %q", term)
			}
		}
		if at, ok := windowOf(payload); ok {
			within(at)
		}
		var e environment
		for rest := payload; ; {
			name, after, ok := textOf(rest)
			if !ok {
				break
			}
			value, after, ok := textOf(after)
			if !ok {
				break
			}
			e.add(name, value)
			rest = after
		}
		for _, kept := range e {
			if len(kept) > maxVariable+16 || strings.ContainsAny(kept, "\x1b\x00\n") || strings.Contains(kept, "..") {
				t.Fatalf("%q is kept", kept)
			}
		}
		if len(e) > maxVariables {
			t.Fatalf("%d variables are kept", len(e))
		}
	})
}

// TestTextOf never reads past the end.
func TestTextOf(t *testing.T) {
	long := binary.BigEndian.AppendUint32(nil, 1<<32-1)
	for _, p := range [][]byte{nil, {0}, {0, 0, 0}, {0, 0, 0, 1}, long, append(long, 'x')} {
		if s, _, ok := textOf(p); ok {
			t.Errorf("%v is %q", p, s)
		}
	}
}
