package cli

import (
	"bytes"
	"strings"
	"testing"

	"despatch/briefs"
)

// tricks are what a text may try on a terminal.
var tricks = []string{
	"\x1b]0;owned\x07", "\x1b]2;owned\x1b\\", "\x1b]52;c;b3duZWQ=\x07", "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
	"\x1b[2J", "\x1b[?1049h", "\x1b[10;10H", "\x1b[6n", "\x1bc", "\x1b(0", "\x1bP$q\"p\x1b\\", "\x1b_apc\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\",
	"\u009b2J", "\u009d0;owned\u009c", "\u0090q\u009c", "\x9b2J", "safe\rowned", "safe\b\b\b\bowned", "\a", "\x0e", "\x0f", "\x00", "\x7f",
	"\u202eowned", "\u2066x\u2069", "\u200e", "\u061c", "\U000e0041\U000e0042", "\ufeff", "\x1b[\x1b[31m2J", "\x1b\x1b[31m]0;x\x07",
}

// harmless reports what of out could act on a terminal, "" for nothing. SGR is
// let through where style is on.
func harmless(out string, style bool) string {
	if style {
		out = sgr.ReplaceAllString(out, "")
	}
	if briefs.Clean(out) != out {
		return out
	}
	return ""
}

func TestGateHoldsTricks(t *testing.T) {
	for _, trick := range tricks {
		for _, style := range []bool{false, true} {
			text := "before " + trick + " after\n"
			// However the bytes are cut into writes, nothing slips through.
			for cut := range len(text) {
				var out bytes.Buffer
				g := &gate{w: &out, style: style}
				if _, err := g.Write([]byte(text[:cut])); err != nil {
					t.Fatal(err)
				}
				if _, err := g.Write([]byte(text[cut:])); err != nil {
					t.Fatal(err)
				}
				if err := g.Close(); err != nil {
					t.Fatal(err)
				}
				if bad := harmless(out.String(), style); bad != "" {
					t.Errorf("%q cut at %d, style %v: %q came out", trick, cut, style, bad)
				}
				if !strings.HasPrefix(out.String(), "before ") {
					t.Errorf("%q: the text before it is lost: %q", trick, out.String())
				}
			}
		}
	}
}

func TestGateKeepsStyle(t *testing.T) {
	var out bytes.Buffer
	g := &gate{w: &out, style: true}
	want := "\x1b[1mTitle 标题\x1b[22m\t\x1b[2mdim\x1b[22m\nlast"
	for _, b := range []byte(want) {
		if _, err := g.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestGateWithoutStyleDropsColour(t *testing.T) {
	var out bytes.Buffer
	g := &gate{w: &out}
	g.Write([]byte("\x1b[31mred\x1b[0m\n"))
	if out.String() != "red\n" {
		t.Errorf("got %q", out.String())
	}
}

func TestASCIIKeepsWidth(t *testing.T) {
	for in, want := range map[string]string{
		"• ★ “x” 80 %": `+ * "x" 80 %`,
		"标题 é":         "???? ?",
		"A – B…":       "A - B.",
	} {
		if got := toASCII(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzGate(f *testing.F) {
	for _, trick := range tricks {
		f.Add("a"+trick+"b\nc", 3, true)
	}
	f.Fuzz(func(t *testing.T, text string, cut int, style bool) {
		var out bytes.Buffer
		g := &gate{w: &out, style: style}
		cut = max(0, min(cut, len(text)))
		g.Write([]byte(text[:cut]))
		g.Write([]byte(text[cut:]))
		g.Close()
		if bad := harmless(out.String(), style); bad != "" {
			t.Fatalf("%q came out of %q", bad, text)
		}
	})
}
