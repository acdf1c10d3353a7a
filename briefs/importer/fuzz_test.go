package importer

import (
	"errors"
	"reflect"
	"testing"

	"despatch/briefs"
)

// Whatever the bytes: no panic, one of the named errors or a clean brief, a
// body of bounded size, and the same again.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: \"A\\x1b[31m\"\ntags: [a, b]\n---\n# B\n\n&#27;[2J text",
		"+++\ntitle = 'A'\n+++\n> > > deep\n- a\n  - b",
		"---\na: &a [1, 2]\nb: *a\nc: {d: e}\n---\n",
		"---\ntitle: x: y\n\nprose\n---\n",
		"\xff\xfea\x00b\x00", "\xfe\xff\x00a\x4e\x2d", "~{<:Ky2;~}", "\xb9\xfa\xce\xf1\xd4\xba", "caf\xe9 \x93x\x94",
		"<Box a={b}>\n   x\n</Box>{% y %}{{< img alt=\"z\" >}}",
		"<Table><TableRow><TableCell>&#x1b;]0;</TableCell></TableRow></Table>",
		"a line\nof wrapped\n\n   text      with     columns\n", "\u202e\u200b\ufeff\x9b31m\x00",
		"B\xc9\xc1w\xff\x7f &a [1, 2]\n *b:a\nca@\x9c{d:\xb0ttttttt\n---\n", // Spanish and Romanian fit equally
		"import x from 'y'\n[a](b){:c}", "# " + "\x1b]0;t\x07",
	} {
		f.Add("a.md", []byte(s))
		f.Add("b.txt", []byte(s))
		f.Add("-", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		b, err := Decode(name, data)
		if err != nil {
			for _, e := range []error{ErrEmpty, ErrBinary, ErrTooLarge, ErrEncoding, ErrMarking} {
				if errors.Is(err, e) {
					if briefs.CleanLine(err.Error(), 0) != err.Error() {
						t.Fatalf("error %q is not clean", err)
					}
					return
				}
			}
			t.Fatalf("error without a name: %v", err)
		}
		sound(t, name, &b)
		if len(b.Body) > 16*len(data)+1024 {
			t.Fatalf("%d bytes became %d", len(data), len(b.Body))
		}
		if b.Words > 0 && b.Minutes < 1 || len(b.Tags) > maxTags || b.Marking < 0 {
			t.Fatalf("%+v", b.Head)
		}
		again, err := Decode(name, data)
		if err != nil || !reflect.DeepEqual(b, again) {
			t.Fatalf("not the same twice: %+v, then %+v, %v", b, again, err)
		}
	})
}
