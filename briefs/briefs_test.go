package briefs

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct{ in, out, grouped string }{
		{"80e12", "80000000000000", "80 000 000 000 000"},
		{"5.40", "5.40", "5.40"},
		{"-0.05", "-0.05", "-0.05"},
		{"1234.5", "1234.5", "1 234.5"},
		{"0e5", "0", "0"},
		{"-1234567", "-1234567", "-1 234 567"},
	} {
		d, err := ParseDecimal(c.in)
		if err != nil {
			t.Fatalf("%s: %v", c.in, err)
		}
		if d.String() != c.out || d.Group(" ") != c.grouped {
			t.Errorf("%s: got %q and %q, want %q and %q", c.in, d, d.Group(" "), c.out, c.grouped)
		}
	}
	for _, bad := range []string{"", ".", "1.", "+-1", "1.-2", "99999999999999999999", "1e99", "x"} {
		if d, err := ParseDecimal(bad); err == nil {
			t.Errorf("ParseDecimal(%q) = %v, want an error", bad, d)
		}
	}
	if (Decimal{540, -2}).Cmp(Decimal{54, -1}) != 0 || (Decimal{1, 3}).Cmp(Int(999)) != 1 || (Decimal{-1, 3}).Cmp(Int(0)) != -1 {
		t.Error("Cmp compares digits, not values")
	}
}

func TestTenths(t *testing.T) {
	for _, c := range []struct {
		d    Decimal
		want int
	}{{Int(0), 0}, {Decimal{1, -1}, 1}, {Int(40), 4}, {Int(45), 5}, {Decimal{999, -1}, 9}, {Int(100), 10}, {Int(-3), 0}, {Int(700), 10}} {
		if got := c.d.Tenths(); got != c.want {
			t.Errorf("%s per cent: %d tenths, want %d", c.d, got, c.want)
		}
	}
}

func TestMayRead(t *testing.T) {
	r := Reader{Name: "a", Clearance: 1, Groups: []string{"trade"}}
	for _, c := range []struct {
		h    Head
		want bool
	}{
		{Head{}, true},
		{Head{Marking: 1}, true},
		{Head{Marking: 2}, false},
		{Head{Groups: []string{"trade", "press"}}, true},
		{Head{Groups: []string{"press"}}, false},
		{Head{Marking: 2, Groups: []string{"trade"}}, false},
	} {
		if got := r.MayRead(&c.h); got != c.want {
			t.Errorf("MayRead(marking %d, groups %v) = %v", c.h.Marking, c.h.Groups, got)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain 文本\n\ttab":                 "plain 文本\n\ttab",
		"a\x1b[31mb\x1b[0mc":              "abc",
		"a\x1b]0;title\x07b":              "ab",
		"a\x1b]52;c;AAAA\x1b\\b":          "ab",
		"a\x1bPq#0\x1b\\b":                "ab",
		"a\x1b_apc\nb":                    "a\nb",
		"a\u009b31mb\u009d0;x\u009cc":     "abc",
		"over\rwrite\r\nnext":             "over\nwrite\nnext",
		"ab\b\b\x00\x07\x0e\x7fc":         "abc",
		"\u202egnp.exe\u2066x\u2069":      "gnp.exex",
		"tag\U000e0041\U000e007f.":        "tag.",
		"bom\ufeff zero\u200bwidth\u00ad": "bom zerowidth",
		"\u2063fig\u2064\ue000":           "fig",
		"bad \xff byte":                   "bad \ufffd byte",
		"\x1b[":                           "",
		"\x1b":                            "",
		"\x1b(Bx":                         "x",
		"نیم\u200cفاصله":                  "نیم\u200cفاصله",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := CleanLine(" a\n\tb  c\x1b[2J ", 0); got != "a b c" {
		t.Errorf("CleanLine = %q", got)
	}
	if got := CleanLine(strings.Repeat("数", 100), 10); len(got) > 10 || !utf8.ValidString(got) || !strings.HasSuffix(got, "…") {
		t.Errorf("CleanLine cut = %q", got)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31m\u009b\r\n\x1b]0;x\x07")
	f.Add("\x1b\x1b[[mm\xc2\x9b")
	f.Fuzz(func(t *testing.T, s string) {
		c := Clean(s)
		if Clean(c) != c {
			t.Fatalf("not idempotent: %q, then %q", c, Clean(c))
		}
		for _, r := range c {
			if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || invisible(r) {
				t.Fatalf("%U left in %q", r, c)
			}
		}
	})
}

func TestBlocks(t *testing.T) {
	body := "# Title\n\nFirst\nparagraph.\n\nSetext\n======\n- one\n- two\n\n  more of two\n\n> quote\nlazy\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```go\ncode\n\nmore\n```\nLast.\n---\n***\n[r]: http://x\n"
	var got strings.Builder
	names := []string{"para", "head", "list", "quote", "table", "code", "html", "rule", "def"}
	for _, b := range Blocks(body, Markdown) {
		got.WriteString(names[b.Kind])
		if b.Number > 0 {
			got.WriteByte('0' + byte(b.Number))
		}
		got.WriteByte(' ')
	}
	if want := "head para1 head list2 quote3 table4 code head rule def "; got.String() != want {
		t.Errorf("blocks %q, want %q", got.String(), want)
	}
	text := Blocks("  One\nline\n\n\n  # not a heading", Text)
	if len(text) != 2 || text[1].Kind != ParagraphBlock || text[1].Number != 2 {
		t.Errorf("text blocks %+v", text)
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("# a\n\n- b\n  ```\n  c\n\nd\n\n|a|\n|-|\n|b|", true)
	f.Add(strings.Repeat("数", 9000)+"\n"+strings.Repeat("- x\n", 6000), true)
	f.Fuzz(func(t *testing.T, body string, md bool) {
		format := Text
		if md {
			format = Markdown
		}
		body = Clean(body)
		end := 0
		for _, b := range Blocks(body, format) {
			if b.Start < end || b.End <= b.Start || b.End > len(body) {
				t.Fatalf("block %+v after %d in %d bytes", b, end, len(body))
			}
			if strings.TrimSpace(body[end:b.Start]) != "" {
				t.Fatalf("text lost between blocks: %q", body[end:b.Start])
			}
			if !utf8.ValidString(body[b.Start:b.End]) {
				t.Fatalf("block cut inside a character: %+v", b)
			}
			end = b.End
		}
		if strings.TrimSpace(body[end:]) != "" {
			t.Fatalf("text lost at the end: %q", body[end:])
		}
	})
}
