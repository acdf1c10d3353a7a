package serve

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/ultraviolet"
)

// decoded are the events of pieces that come at one time.
func decoded(pieces ...string) (events []string, d *decoder) {
	d = &decoder{}
	now := time.Unix(0, 0)
	for _, p := range pieces {
		d.feed([]byte(p), now, func(e uv.Event) { events = append(events, name(e)) })
	}
	return events, d
}

func name(e uv.Event) string {
	switch e := e.(type) {
	case uv.KeyPressEvent:
		return e.String()
	case uv.PasteEvent:
		return "paste " + e.Content
	}
	return fmt.Sprintf("%T", e)
}

func TestDecoder(t *testing.T) {
	for _, x := range []struct {
		pieces []string
		want   string
	}{
		{[]string{"jk"}, "j k"},
		{[]string{"\x1b[A", "\x1b[B"}, "up down"},
		{[]string{"\x1b", "[", "A"}, "up"},
		{[]string{"\x1bOA"}, "up"},
		{[]string{"\x1b[1;5C"}, "ctrl+right"},
		{[]string{"\x03"}, "ctrl+c"},
		{[]string{"\r", "\t", "\x7f"}, "enter tab backspace"},
		{[]string{"\x1bj"}, "alt+j"},
		{[]string{"\xe4\xb8", "\x80"}, "一"},
		{[]string{"\x1b[200~a\nb\x1b[2", "01~j"}, "paste a\nb j"},
		{[]string{"\x1b[200~a\xffb\x1b[201~"}, "paste ab"},
		{[]string{"\x1b[200~\x1b[A\x1b[201~q"}, "paste \x1b[A q"},
		{[]string{"\x1b]11;rgb:0000/0000/0000\x07j"}, "uv.BackgroundColorEvent j"},
		{[]string{"\x1b]11;rgb:00", "00/0000/0000\x1b", "\\j"}, "uv.BackgroundColorEvent j"},
		{[]string{"\x1b]52;c;" + strings.Repeat("A", 9000), "AA\x07j"}, "j"},
		{[]string{"\x1bP" + strings.Repeat("A", 9000), "AA\x1b\\j"}, "j"},
		{[]string{"\x1b[201~j"}, "j"},
		{[]string{"\x1b[" + strings.Repeat("0;", 3000), "1;2mj"}, "j"},
	} {
		got, d := decoded(x.pieces...)
		if strings.Join(got, " ") != x.want {
			t.Errorf("%.60q: %q, not %q", x.pieces, got, x.want)
		}
		if len(d.held) != 0 || d.pasting || d.skip || d.skipKey {
			t.Errorf("%.60q: something is held: %q", x.pieces, d.held)
		}
	}
}

// TestDecoderGivesUp waits for the end of something in vain: an escape alone is
// the key; the rest of an answer is nothing that was typed.
func TestDecoderGivesUp(t *testing.T) {
	for input, want := range map[string]string{
		"\x1b": "esc", "\x1b]11;rgb:00": "", "\x1b[1;": "", "\xe4\xb8": "", "\x1b[200~abc": "paste abc", "": "",
	} {
		got, d := decoded(input)
		if input != "" && d.wait() == 0 {
			t.Errorf("%q is not waited for", input)
		}
		d.expire(time.Unix(1, 0), func(e uv.Event) { got = append(got, name(e)) })
		if strings.Join(got, " ") != want || d.wait() != 0 {
			t.Errorf("%q: %q, not %q; waits %v more", input, got, want, d.wait())
		}
	}
}

// TestDecoderDropsFloods counts what passes in a second, and after one.
func TestDecoderDropsFloods(t *testing.T) {
	d := &decoder{}
	n := 0
	count := func(uv.Event) { n++ }
	d.feed([]byte(strings.Repeat("j", 5000)), time.Unix(0, 0), count)
	if n != maxEvents || d.dropped != 5000-maxEvents {
		t.Errorf("%d events pass at once, %d are dropped", n, d.dropped)
	}
	d.feed([]byte(strings.Repeat("j", 5000)), time.Unix(0, int64(time.Second/2)), count)
	if n != maxEvents+maxEvents/2 {
		t.Errorf("%d events pass in half a second more", n-maxEvents)
	}
}

// FuzzDecoder feeds anything, cut anywhere: it never holds more than its bounds,
// never gives more than passes, and cuts change nothing in plain text.
func FuzzDecoder(f *testing.F) {
	for _, s := range []string{"jk", "\x1b[A\x1b", "\x1b[200~x\x1b[201~", "\x1b]11;rgb:0/0/0\x07", "\x1bP\x1b\\", "\x1b[<0;1;1M", "\x1b[1;2:3u", "\xe4\xb8\x80", "\x1b\x1b[A"} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, in []byte, cut uint8) {
		d := &decoder{}
		now := time.Unix(0, 0)
		n := 0
		for rest := in; len(rest) > 0; {
			k := min(int(cut)+1, len(rest))
			d.feed(rest[:k], now, func(uv.Event) { n++ })
			rest = rest[k:]
			if len(d.held) > maxAnswer+int(cut)+2 || len(d.paste) > maxPaste {
				t.Fatalf("%d bytes and %d of a paste are held", len(d.held), len(d.paste))
			}
		}
		if n > maxEvents {
			t.Fatalf("%d events at once", n)
		}
		// Of plain text; characters that join are one key when they come together.
		if len(in) <= maxEvents/2 && !slices.ContainsFunc(in, func(c byte) bool { return c == 0x1b || c >= 0x80 }) {
			var at1, whole []string
			one := &decoder{}
			for i := range in {
				one.feed(in[i:i+1], now, func(e uv.Event) { at1 = append(at1, name(e)) })
			}
			all := &decoder{}
			all.feed(in, now, func(e uv.Event) { whole = append(whole, name(e)) })
			if strings.Join(at1, "") != strings.Join(whole, "") {
				t.Fatalf("byte by byte %q, at once %q", at1, whole)
			}
		}
	})
}
