package page

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
	"despatch/briefs/briefstest"
)

var colourful = Look{Dark: true, Colours: 256}

func options(width int) Options {
	return Options{Width: width, TableWidth: width, Look: colourful}
}

// all are the rows of a document.
func all(d *Doc) []Row {
	var rows []Row
	for i := range d.blocks {
		rows = append(rows, d.block(i).rows...)
	}
	return rows
}

func texts(rows []Row) string {
	var b strings.Builder
	for i := range rows {
		b.WriteString(rows[i].Text())
		b.WriteByte('\n')
	}
	return b.String()
}

// check holds rows to what is true of every page: none is too wide, a painted
// row holds text and SGR sequences only and ends without a style, and what is
// said to come from the body does.
func check(t *testing.T, name, body string, d *Doc) {
	t.Helper()
	for n, r := range all(d) {
		text := r.Text()
		limit := max(d.o.Width, d.o.TableWidth)
		if w := Width(text); w != r.Width || w > limit {
			t.Fatalf("%s at %d: row %d is %d wide, said to be %d: %q", name, d.o.Width, n, w, r.Width, text)
		}
		if strings.HasSuffix(text, " ") {
			t.Fatalf("%s: row %d ends in spaces: %q", name, n, text)
		}
		painted := r.Paint(nil)
		if plain := withoutStyles(t, painted); plain != text {
			t.Fatalf("%s: row %d painted is %q, not %q", name, n, plain, text)
		}
		for _, p := range r.pieces {
			if p.start < 0 {
				continue
			}
			if p.start > p.end || p.end > len(body) {
				t.Fatalf("%s: row %d: piece %q from %d to %d of %d bytes", name, n, p.text, p.start, p.end, len(body))
			}
			if !p.linear || d.o.Look.ASCII {
				continue
			}
			from := strings.Map(func(r rune) rune {
				if r == '\n' || r == '\t' || r == '\r' {
					return ' '
				}
				return r
			}, body[p.start:p.end])
			if from != p.text {
				t.Fatalf("%s: row %d: %q is said to be %q of the body", name, n, p.text, from)
			}
		}
	}
}

// withoutStyles is a painted row as text. It fails on anything in it that is
// not text or one of our SGR sequences.
func withoutStyles(t *testing.T, painted string) string {
	t.Helper()
	var b strings.Builder
	on := false
	for i := 0; i < len(painted); {
		if painted[i] == 0x1b {
			n := sgr(painted[i:])
			if n == 0 {
				t.Fatalf("an escape that is not ours: %q", painted[i:])
			}
			on = painted[i:i+n] != "\x1b[m"
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(painted[i:])
		if r < 0x20 || r >= 0x7f && r < 0xa0 || briefs.Clean(painted[i:i+n]) != painted[i:i+n] {
			t.Fatalf("an unclean cell %U in %q", r, painted)
		}
		b.WriteString(painted[i : i+n])
		i += n
	}
	if on {
		t.Fatalf("a style stays on: %q", painted)
	}
	return b.String()
}

// covered holds rows to the text: every letter and digit that the body shows is
// on a row, where its offset says.
func covered(t *testing.T, name, body string, d *Doc) (missing, letters int) {
	t.Helper()
	on := make([]bool, len(body))
	for _, r := range all(d) {
		for _, p := range r.pieces {
			if p.start >= 0 {
				for i := p.start; i < p.end; i++ {
					on[i] = true
				}
			}
		}
	}
	v := d.visibleText(context.Background(), false)
	for i, p := range v.parts {
		end := len(v.text)
		if i+1 < len(v.parts) {
			end = int(v.parts[i+1].at)
		}
		for at := int(p.at); at < end && p.size == 0; {
			r, n := utf8.DecodeRune(v.text[at:])
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters++
				if off := int(p.off) + at - int(p.at); off < len(on) && !on[off] {
					missing++
				}
			}
			at += n
		}
	}
	return missing, letters
}

// corpus are the Markdown files of the corpus, without their front matter.
func corpus(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(root); err != nil {
		briefstest.Lacks(t, "there is no ../shared/corpus beside the project")
	}
	files := map[string]string{}
	for _, folder := range []string{"md", "zh", "awkward/markdown", "awkward/strings", "awkward/terminal-escapes", "txt", "seed"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(path) == ".html" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text := strings.ToValidUTF8(string(data), "\ufffd")
			if rest, ok := strings.CutPrefix(text, "---\n"); ok {
				if _, after, ok := strings.Cut(rest, "\n---\n"); ok {
					text = after
				}
			}
			files[filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path)] = text
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 300 {
		t.Fatalf("only %d files in the corpus", len(files))
	}
	return files
}

func TestCorpus(t *testing.T) {
	missing, letters := 0, 0
	for name, raw := range corpus(t) {
		body := briefs.Clean(raw)
		for _, width := range []int{30, 60, 88} {
			d := New(body, briefs.Markdown, options(width))
			check(t, name, body, d)
			if width == 60 {
				m, n := covered(t, name, body, d)
				missing, letters = missing+m, letters+n
				if m*50 > n && m > 20 && testing.Verbose() {
					t.Logf("%s: %d of %d letters not on a row", name, m, n)
				}
			}
		}
		if len(name)%3 != 0 {
			continue
		}
		check(t, name+" raw", raw, New(raw, briefs.Markdown, options(60)))
		check(t, name+" as text", body, New(body, briefs.Text, options(40)))
		o := options(50)
		o.Look.ASCII, o.Numbers = true, true
		d := New(body, briefs.Markdown, o)
		check(t, name+" in ASCII", body, d)
		if s := texts(all(d)); !ascii(strings.ReplaceAll(s, "\n", "")) {
			t.Errorf("%s: not ASCII", name)
		}
	}
	if letters < 1_000_000 || missing*500 > letters {
		t.Errorf("%d of %d letters are not on the rows", missing, letters)
	}
	t.Logf("%d of %d letters are not on the rows", missing, letters)
}

// A brief's numerals are found on the rows at their offsets, at any width.
func TestNumeralsAreFound(t *testing.T) {
	for name, raw := range corpus(t) {
		if !strings.HasPrefix(name, "digital-gov") && !strings.HasPrefix(name, "provincial") {
			continue
		}
		body := briefs.Clean(raw)
		d := New(body, briefs.Markdown, options(45))
		v := d.visibleText(context.Background(), false)
		for i := 0; i < len(v.text); i++ {
			if v.text[i] < '0' || v.text[i] > '9' {
				continue
			}
			end := i
			for end < len(v.text) && v.text[end] >= '0' && v.text[end] <= '9' {
				end++
			}
			span := v.span(i, end, sort.Search(len(v.parts), func(n int) bool { return int(v.parts[n].at) > i })-1)
			if span.Len() != end-i { // markup stands in it
				i = end
				continue
			}
			var shown strings.Builder
			at := d.At(span.Start)
			for _, r := range d.Window(at, 4) {
				for _, c := range r.Cells(span) {
					shown.WriteString(head(r.Text(), c.To)[len(head(r.Text(), c.From)):])
				}
			}
			if want := body[span.Start:span.End]; shown.String() != want {
				t.Errorf("%s: %q at %d shows as %q, row %q", name, want, span.Start, shown.String(), d.Window(at, 1)[0].Text())
			}
			i = end
		}
	}
}

const tricky = `Title *one*
===

Para with **bold *and* more** text,
over two lines &amp; [a link][ref] &lt;tag&gt; \*not\*.

> quoted 12 million
> lines

1. item with 40 %
2. next

   para in item

| A | B |
|---|---|
| 1 | two **three** |

[ref]: https://example.org/x "T"
`

func TestPositions(t *testing.T) {
	for _, width := range []int{12, 30, 80} {
		d := New(tricky, briefs.Markdown, options(width))
		rows := all(d)
		p := Pos{}
		for n := range rows {
			if got := d.Window(p, 1); len(got) != 1 || got[0].Text() != rows[n].Text() {
				t.Fatalf("row %d at %v is %v", n, p, got)
			}
			if i, exact := d.Index(p); i != n || !exact {
				t.Errorf("Index(%v) is %d, %v; want %d", p, i, exact, n)
			}
			if back := d.Move(p, -n); back != d.Move(Pos{}, 0) {
				t.Errorf("%d rows back from %v is %v", n, p, back)
			}
			if to := d.Move(Pos{}, n); to != p {
				t.Errorf("%d rows on is %v, not %v", n, to, p)
			}
			if off := d.Offset(p); rows[n].End > rows[n].Start && off != rows[n].Start {
				t.Errorf("Offset(%v) is %d, not %d", p, off, rows[n].Start)
			}
			if end := d.AtEnd(p, 5); end != (len(rows)-n <= 5) {
				t.Errorf("AtEnd(%v, 5) is %v with %d rows left", p, end, len(rows)-n)
			}
			p = d.Move(p, 1)
		}
		if last := d.Last(4); len(d.Window(last, 100)) != 4 {
			t.Errorf("Last(4) is %v", last)
		}
		if n, exact := d.Rows(); n != len(rows) || !exact {
			t.Errorf("Rows is %d, %v; want %d", n, exact, len(rows))
		}
		for n := range rows {
			for _, p := range rows[n].pieces {
				if p.start < 0 || p.end <= p.start {
					continue
				}
				if at := d.At(p.start); d.Window(at, 1)[0].Text() != rows[n].Text() {
					t.Errorf("At(%d) is %v, not row %d", p.start, at, n)
				}
			}
		}
	}
	empty := New("", briefs.Markdown, options(20))
	if rows := empty.Window(Pos{3, 4}, 5); len(rows) != 0 {
		t.Errorf("rows of nothing: %v", rows)
	}
	if p := empty.Move(empty.Last(3), 4); p != (Pos{}) || !empty.AtEnd(p, 1) || empty.Offset(p) != 0 {
		t.Errorf("positions in nothing: %v", p)
	}
}

func TestFind(t *testing.T) {
	d := New(tricky, briefs.Markdown, options(40))
	for _, test := range []struct {
		query string
		found []string
	}{
		{"title one", []string{"Title *one"}},
		{"and more", []string{"and* more"}},
		{"text, over", []string{"text,\nover"}},
		{"lines & a link", []string{"lines &amp; [a link"}},
		{"<tag> *not*", []string{"&lt;tag&gt; \\*not\\*"}},
		{"Para", []string{"Para"}},
		{"para", []string{"Para", "para"}},
		{"million lines", []string{"million\n> lines"}},
		{"two three", []string{"two **three"}},
		{"40 % next", nil},
		{"example.org", nil},
		{"", nil},
	} {
		var got []string
		for _, s := range d.Find(context.Background(), test.query) {
			got = append(got, tricky[s.Start:s.End])
		}
		if !slices.Equal(got, test.found) {
			t.Errorf("Find(%q) is %q, not %q", test.query, got, test.found)
		}
	}
	zh := "工业和信息化部表示，截至2022年末，\n中小**企业**超过5200万户。"
	if s := New(zh, briefs.Markdown, options(40)).Find(context.Background(), "年末，中小企业超过"); len(s) != 1 || zh[s[0].Start:s[0].End] != "年末，\n中小**企业**超过" {
		t.Errorf("found %v", s)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if s := New(zh, briefs.Markdown, options(40)).Find(ctx, "年"); s != nil {
		t.Errorf("found %v after the end", s)
	}
}
