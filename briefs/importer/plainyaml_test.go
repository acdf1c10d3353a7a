package importer

import (
	"reflect"
	"testing"
)

// FuzzPlainYAML: what is read without the reader of all YAML is what that reads.
func FuzzPlainYAML(f *testing.F) {
	for _, s := range []string{
		"title: \"A: b, c # d\"\ndate: 2019-03-15\nid: DSP-0011372\nlang: zh-CN\ntags: [\"工业\", \"能源\", 财政]\n",
		"a: b\n\n# c\nd: e f\n", "a: b\n c\n", "a: null\n", "a: ~\n", "a: [null]\n", "a: [x, ]\n", "a: []\n", "a: [ \"b\" , c d ]\n", "a: [b: c]\n", "a: [b#c]\n",
		"a: \"\"\n", "a: \"b\\nc\"\n", "a: \"b\" c\n", "a: \"b\" # c\n", "a: b # c\n", "a: b#c\n", "a: b: c\n", "a: b:\n", "a: 'b'\n", "a: https://example.org/x?y=z#w\n",
		"a:\n", "a:\n- b\n", "a: |\n  b\n", "a: &b c\n", "a: *b\n", "a: !c d\n", "a: {b: c}\n", "a : b\n", "a:  b  \n", "a:\tb\n", "a: b\tc\n", "- a: b\n", "? a: b\n",
		"a: b\na: c\n", "<<: b\n", "true: false\n", "a: b\r\n", "a: \u0085\n", "a: b\u2028c\n", "a: \ufeffb\n", "a: \u00a0\n", "a: \u3000\n", "a: b,c]d\n", "a: b\n---\nc: d\n", "...\n", "%YAML: 1\n", "a: 0x1F\nb: 1_000\nc: 012\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, head string) {
		fields, ok := plainYAML(head)
		if !ok {
			return
		}
		if any := readAnyYAML(head); len(any.warnings) > 0 || any.rest != "" || !reflect.DeepEqual(fields, any.fields) {
			t.Errorf("%q is %+v; %+v", head, fields, any)
		}
	})
}

// TestPlainYAML: what nearly all front matter is like is not left to the other
// reader.
func TestPlainYAML(t *testing.T) {
	head := "title: \"How do you redesign a ‘dinosaur’?\"\ndate: 2019-03-01\nlang: en\ntags: [\"employment\", trade]\nlink: https://example.org/a\n"
	if fields, ok := plainYAML(head); !ok || len(fields) != 5 || len(fields[3].items) != 2 {
		t.Errorf("%+v, %v", fields, ok)
	}
}
