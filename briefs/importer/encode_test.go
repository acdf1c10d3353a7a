package importer

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// TestEncode writes random briefs and reads them again: nothing changes but
// the hash of the file.
func TestEncode(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	names := []string{"OFFICIAL", "机密"}
	words := []string{
		"Income", "of", "52 million", "企业", "工业增长", "“quoted”", "a: b", "#", "---", "- item", "* item", "&amp;", "&lt;", "&#27;", "<b>", "\"", "'", "\\n", "`code`", "[x](https://example.org/?a=1&lt=2)",
		"| a | b |", "|---|---|", "> quote", "1. one", "{{ x }}", "{% if %}", "+++", "***", "title: x", "id: y", "marking: 2", "\ufeff", "\u00a0", "2023-06-27", "    code", "```", "é", "…", "No.", "\u2028",
	}
	text := func(most int, between ...string) string {
		var b strings.Builder
		for range rnd.IntN(most) {
			b.WriteString(words[rnd.IntN(len(words))] + between[rnd.IntN(len(between))])
		}
		return b.String()
	}
	n := 0
	for range 800 {
		name := "/in/a" + []string{".md", ".txt"}[rnd.IntN(2)]
		head := ""
		if rnd.IntN(2) == 0 {
			head = fmt.Sprintf("---\ntitle: %s\nfrom: %s\ntags: [%s, %s]\nmarking: %d\ngroups: [trade, %s]\ndate: 2023-06-%02d\ndue: 2026-11-24T09:30:00.5+08:00\nlink: https://example.org/?a=1&lt=2&amp;b\n---\n",
				quote(text(5, " ", "")), quote(text(5, " ", "")), quote(text(3, " ")), quote(text(3, " ")), rnd.IntN(3), quote(text(3, " ")), 1+rnd.IntN(28))
		}
		want, err := Decode(name, []byte(head+text(40, " ", "\n", "\n\n", "", "  \n")), Markings(names))
		if err != nil {
			continue
		}
		n++
		want.Added = time.Date(2026, 11, 25, 9, 0, 0, 123456000, time.UTC)
		data := Encode(&want, names)
		got, err := Decode("/out/"+want.ID+Extension(want.Format), data, Markings(names))
		want.Hash, want.Warnings = got.Hash, got.Warnings
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n%v\n got %+v\nwant %+v", data, err, got, want)
		}
	}
	if n < 250 {
		t.Errorf("only %d texts were briefs", n)
	}
}

func TestExportedID(t *testing.T) {
	for in, want := range map[string]string{
		"despatch:0123456789ab": "0123456789ab", "despatch:0123456789AB": "", "despatch:../../x": "", "despatch:": "", "0123456789ab": "",
	} {
		b, err := Decode("a.md", []byte("---\nid: \""+in+"\"\n---\nText."))
		if err != nil || (b.ID == want) != (want != "") || want == "" && b.ID != ID("id:"+in) {
			t.Errorf("id %q: %s, %v", in, b.ID, err)
		}
	}
	if b := (briefs.Brief{Head: briefs.Head{Marking: 3}}); !strings.Contains(string(Encode(&b, []string{"OFFICIAL"})), `marking: "3"`) {
		t.Error("a marking without a name is not in the file")
	}
}
