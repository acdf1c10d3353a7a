package page

import (
	"strings"
	"testing"

	"despatch/briefs"
)

// tricks are texts that would act on a terminal, or deceive an eye, if they
// reached it as they are.
var tricks = map[string]string{
	"raw SGR":            "\x1b[31mred",
	"raw erase":          "\x1b[2J",
	"raw OSC 0":          "\x1b]0;title\x07",
	"raw OSC 2":          "\x1b]2;title\x1b\\",
	"raw OSC 8":          "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"raw OSC 52":         "\x1b]52;c;aGk=\x07",
	"raw DCS":            "\x1bP$q\"p\x1b\\",
	"raw APC":            "\x1b_Gf=24\x1b\\",
	"raw PM":             "\x1b^private\x1b\\",
	"raw SOS":            "\x1bXstring\x1b\\",
	"raw reset":          "\x1bc",
	"decimal entity":     "&#27;[31m",
	"long entity":        "&#0000027;[31m",
	"hex entity":         "&#x1b;]0;t&#7;",
	"upper hex entity":   "&#X1B;[2J",
	"split entity":       "&#2<!-- -->7;[31m",
	"double entity":      "&amp;#27;[31m",
	"twice double":       "&amp;amp;#x1b;[2J",
	"entity of CSI":      "&#155;31m",
	"entity of OSC":      "&#x9d;0;t&#x9c;",
	"C1 CSI":             "\u009b31m",
	"C1 OSC":             "\u009d0;t\u009c",
	"C1 DCS":             "\u0090q\u009c",
	"carriage return":    "all is well\roverwritten",
	"entity of return":   "well&#13;bad",
	"backspace":          "safe\b\b\b\bevil",
	"entity of BEL":      "&#7;&#x08;",
	"shift out":          "\x0eqqq\x0f&#14;",
	"bidi override":      "\u202egnp.exe&#x202e;&#8238;&rlm;&lrm;",
	"bidi isolate":       "\u2066a\u2069&#x2067;",
	"tag characters":     "\U000e0041\U000e0042&#xe0041;",
	"private use":        "\ue000\U000f0000\U00100000&#xf0000;&#xe000;",
	"zero width":         "a\u200bb\u2060c&ZeroWidthSpace;&NoBreak;&#xfeff;",
	"line separators":    "a\u2028b\u2029&#x2028;",
	"invalid UTF-8":      "\xff\xfe\xc0\xaf",
	"backslash entity":   "\\&#27;[31m \\\x1b[31m",
	"escape in two":      "&#27;*[*31m",
	"entity newline":     "a&#10;b&NewLine;c&Tab;d",
	"nul and unit marks": "a\x00b&#0;\x1f&#31;\x7f&#127;",
}

// Nothing in a body acts on a terminal, wherever it stands: what is painted is
// text and our own SGR sequences.
func TestNothingEscapes(t *testing.T) {
	if len(tricks) < 31 {
		t.Fatalf("only %d tricks", len(tricks))
	}
	places := map[string]string{
		"body":          "Before %s after.",
		"two words":     "Before *%s* **%s** ~~%s~~ after.",
		"heading":       "# Before %s after",
		"setext":        "Before %s\n===",
		"table":         "| %s | b |\n|---|--:|\n| c %s | %s |",
		"code span":     "a `%s` b",
		"fenced code":   "```%s\n%s\n```",
		"indented code": "    %s",
		"link text":     "[%s](https://a.example)",
		"link target":   "[a.example](https://b.example/%s) [b](<%s>) [c](%s)",
		"reference":     "[a.example][x]\n\n[x]: https://%s/ \"%s\"",
		"link title":    "[a](https://b.example \"%s\")",
		"image alt":     "![%s](https://b.example/i.png)",
		"image target":  "![a](%s)",
		"autolink":      "<https://a.example/%s> https://a.example/%s",
		"HTML":          "<div title=\"%s\">%s</div>",
		"inline HTML":   "a <b title=\"%s\">%s</b> <sup>%s</sup>",
		"list":          "- %s\n  1. %s\n- [ ] %s",
		"quote":         "> %s\n> > %s",
		"footnote":      "a[^%s]\n\n[^%s]: %s",
	}
	for place, source := range places {
		var b strings.Builder
		for _, trick := range tricks {
			b.WriteString(strings.ReplaceAll(source, "%s", trick) + "\n\n")
		}
		for _, body := range []string{briefs.Clean(b.String()), b.String()} {
			for _, look := range []Look{colourful, {}, {ASCII: true}} {
				for _, format := range []briefs.Format{briefs.Markdown, briefs.Text} {
					for _, width := range []int{10, 60} {
						d := New(body, format, Options{Width: width, TableWidth: width, Look: look})
						noEscape(t, place, d)
					}
				}
			}
		}
	}
}

func noEscape(t *testing.T, place string, d *Doc) {
	t.Helper()
	for _, r := range all(d) {
		withoutStyles(t, r.Paint([]Over{{0, 2, "7"}}))
		if d.o.Look.Colours == 0 && strings.Contains(r.Paint(nil), "[38;") {
			t.Errorf("%s: colour without colours: %q", place, r.Paint(nil))
		}
		if d.o.Look.ASCII && !ascii(r.Text()) {
			t.Errorf("%s: not ASCII: %q", place, r.Text())
		}
	}
	for _, l := range d.Links(t.Context()) {
		if l.Target != briefs.CleanLine(l.Target, 0) || l.Text != briefs.CleanLine(l.Text, 0) {
			t.Errorf("%s: unclean link %v", place, l)
		}
	}
	for _, h := range d.Headings() {
		if h.Text != briefs.CleanLine(h.Text, 0) {
			t.Errorf("%s: unclean heading %q", place, h.Text)
		}
	}
}

// What looks like markup or an entity after it was decoded is text.
func TestDecodedOnce(t *testing.T) {
	for source, shown := range map[string]string{
		"&amp;#27; &amp;lt; &amp;amp;":    "&#27; &lt; &amp;",
		"&#42;not&#42; \\\\* &#96;x&#96;": "*not* \\* `x`",
		"`&lt; \\* &#27;`":                "&lt; \\* &#27;",
		"&lt;b&gt; &lbrack;a](b)":         "<b> [a](b)",
		"\\<b> \\&lt;":                    "<b> &lt;",
	} {
		if got := texts(all(New(source, briefs.Markdown, options(60)))); got != shown+"\n" {
			t.Errorf("%s shows as %q, not %q", source, got, shown)
		}
	}
}
