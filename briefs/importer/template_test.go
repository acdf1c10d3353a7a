package importer

import (
	"fmt"
	"strings"
	"testing"

	"despatch/briefs/briefstest"
)

func TestTemplates(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"tag":           {"Before.\n\n{% include \"x.html\" %}\n\nAfter {{ site.name }} all.", "Before.\n\n\n\nAfter  all."},
		"pair":          {"{{< note heading=\"x\" >}}\nKept text.\n{{< /note >}}", "Kept text."},
		"image":         {"{% image \"a b.jpg\" \"A port (old)\" %}", "![A port (old)](a%20b.jpg)"},
		"image, named":  {`{{< img src="port.jpg" alt="A port [new]" caption="The port in 2024" >}}`, "![A port (new)](port.jpg) *The port in 2024*"},
		"image, silent": {`Text {{< img src="port.jpg" >}}`, "Text"},
		"reference":     {`See [rail]({{< ref "rail.md" >}}) and [road]({{ "/road/" | url }}).`, "See [rail](rail.md) and [road](/road/)."},
		"base":          {"[rail]({{site.baseurl}}/rail)", "[rail](/rail)"},
		"kramdown":      {"[a](b){:target=\"_blank\"} text\n{: .note}", "[a](b) text"},
		"code span":     {"Write `{% tag %}` and `{{ x }}` so.", "Write `{% tag %}` and `{{ x }}` so."},
		"fence":         {"{% a %}Text\n\n```\n{% tag %} <Box>\nimport x from \"y\"\n```\n\n{% b %}end", "Text\n\n```\n{% tag %} <Box>\nimport x from \"y\"\n```\n\nend"},
		"open fence":    {"Text {% a %}\n\n~~~\n{% tag %}", "Text \n\n~~~\n{% tag %}"},
		"not a tag":     {"100 {% and more, {{ alone", "100 {% and more, {{ alone"},
		"import":        {"import { Box } from \"./box\"\nimport \"x.css\"\n\n# Title\n\nimport duties rose.\nexport growth fell.", "# Title\n\nimport duties rose.\nexport growth fell."},
		"component":     {"<Box p={3} style={{ a: 1 }}>\n    Kept text.\n\n    More text.\n</Box>\n\n<Logo />\nEnd.", "Kept text.\n\nMore text.\n\n\n\nEnd."},
		"over lines":    {"<Card\n  title=\"x\"\n  wide>\nKept.\n</Card>", "Kept."},
		"inline":        {"The <Term>BLM</Term> and <>it</>.", "The BLM and it."},
		"HTML stays":    {"<p>The <b>BLM</b></p> <br/> x < Y and a <B-tree", "<p>The <b>BLM</b></p> <br/> x < Y and a <B-tree"},
		"property":      {"<Box>\n{props.page.title} text\n</Box>", "text"},
		"table": {"<Table>\n <TableHead>\n  <TableRow><TableCell>Year</TableCell><TableCell>Tax | all</TableCell></TableRow>\n </TableHead>\n <TableBody>\n  <TableRow>\n   <TableCell>2008</TableCell>\n   <TableCell><strong>$644,590,000</strong></TableCell>\n  </TableRow>\n </TableBody>\n</Table>",
			"| Year | Tax \\| all |\n| --- | --- |\n| 2008 | **$644,590,000** |"},
		"only a tag": {"{% include x %}", "{% include x %}"},
	} {
		b := decode(t, "a.mdx", c.in)
		if b.Body != c.want {
			t.Errorf("%s: %q, want %q", name, b.Body, c.want)
		}
		if len(b.Warnings) != 0 {
			t.Errorf("%s: warnings %q", name, b.Warnings)
		}
	}
}

func TestNesting(t *testing.T) {
	quote := func(n int) string { return strings.Repeat("> ", n) + "deep text" }
	list := func(n, step int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%s- item %d\n", strings.Repeat(" ", step*i), i)
		}
		return strings.TrimRight(b.String(), "\n")
	}
	for name, c := range map[string]struct {
		in   string
		deep bool
	}{
		"twelve quotes": {quote(12), false},
		"quotes":        {quote(44), true},
		"packed quotes": {strings.Repeat(">", 1000) + " deep text", true},
		"twelve lists":  {list(12, 2), false},
		"lists":         {list(40, 2), true},
		"wide lists":    {list(12, 4), false},
		"wider lists":   {list(30, 4), true},
		"one line":      {strings.Repeat("- ", 1000) + "deep text", true},
		"numbers":       {strings.Repeat("1. ", 50) + "deep text", true},
		"mixed":         {strings.Repeat("> - ", 30) + "deep text", true},
		"in a quote":    {"> " + strings.ReplaceAll(list(30, 2), "\n", "\n> "), true},
		"code":          {"```\n" + quote(44) + "\n" + list(30, 2) + "\n```", false},
		"indented code": {"Text.\n\n" + strings.Repeat(" ", 40) + "code", false},
		"plain list":    {list(3, 2) + "\n\n" + strings.Repeat(" ", 30) + "more", false},
	} {
		b := decode(t, "a.md", c.in)
		if deep := len(b.Warnings) == 1; deep != c.deep || !deep && b.Body != c.in {
			t.Errorf("%s: warnings %q, body %q", name, b.Warnings, b.Body)
		}
		for l := range strings.SplitSeq(b.Body, "\n") {
			q, rest := unquoted(l)
			if m := marksOf(rest); c.deep && q+m.n > maxNesting {
				t.Errorf("%s: %d quotes and %d marks left in %q", name, q, m.n, l)
			}
		}
		marks := strings.NewReplacer(">", "", "-", "", " ", "", "\n", "", "1.", "")
		if got, want := marks.Replace(b.Body), marks.Replace(c.in); got != want {
			t.Errorf("%s: text %q, want %q", name, got, want)
		}
		if again, _ := flatten(b.Body); c.deep && again != b.Body {
			t.Errorf("%s: flattened twice:\n%s\nthen\n%s", name, b.Body, again)
		}
	}
}

// Every limit that DESIGN names opens, in time that grows with the text and not
// with its square.
func TestLargeTexts(t *testing.T) {
	repeat := func(piece string) func(int) string {
		return func(size int) string { return strings.Repeat(piece, max(1, size/len(piece))) }
	}
	between := func(before, piece, after string) func(int) string {
		return func(size int) string { return before + repeat(piece)(size) + after }
	}
	const mega = 1 << 20
	for name, c := range map[string]struct {
		file string
		full int // bytes
		text func(size int) string
	}{
		"50 MB of text":       {"a.txt", 50 * mega, repeat("A line of a large text, which goes on and on and on.\n")},
		"a line of 2 MB":      {"a.txt", 2 * mega, repeat("word ")},
		"200 KB, no space":    {"a.md", 200_000, repeat("x")},
		"10,000 headings":     {"a.md", 180_000, repeat("# Heading\n\nText.\n\n")},
		"1,000 deep":          {"a.md", 4000, between("", "> - ", "text")},
		"braces":              {"a.md", mega, repeat("{{{%")},
		"tags":                {"a.mdx", mega / 8, repeat("<A x={")},
		"tables of tags":      {"a.mdx", mega / 8, repeat("<Table><TableRow>")},
		"tags, then tables":   {"a.mdx", mega / 8, func(n int) string { return repeat("<A x={")(n*3/4) + repeat("<Table><TableRow>")(n/4) }},
		"brackets":            {"a.md", mega, repeat("[")},
		"open front matter":   {"a.md", mega / 2, between("---\n", "key: value\n", "")},
		"large front matter":  {"a.md", mega / 2, between("---\n", "key: value\n", "---\nText.")},
		"TOML of brackets":    {"a.md", 200_000, between("+++\nx = ", "[", "\n+++\nText.")},
		"YAML of brackets":    {"a.md", 200_000, between("---\nx: ", "[", "\n---\nText.")},
		"blank lines":         {"a.txt", 4 * mega, between("", "\n", "Text.")},
		"spaces":              {"a.txt", 8 * mega, between("Text.", " ", "End.")},
		"a heading of 1 MB":   {"a.md", mega, between("# ", "*a_ ", "")},
		"emphasis, no spaces": {"a.md", mega / 2, repeat("*a**b_")},
	} {
		if _, err := Decode(c.file, []byte(c.text(c.full))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		briefstest.Linear(t, name, min(c.full, mega/8), c.text, func(text string) {
			_, _ = Decode(c.file, []byte(text)) // no error: see above
		})
	}
}
