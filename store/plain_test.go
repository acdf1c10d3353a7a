package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"despatch/briefs"
)

// FuzzPlain: what is read without the reader of all JSON is what that reads.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{
		`[]`, `["a"]`, `["a","b, c",""]`, `["经济","x"]`, `["a\"b"]`, `["\u003e","\u003cb\u0026c"]`, `["\u4e00"]`, `["\u0000"]`, `["a",]`, `[a]`, `["a" ,"b"]`, `["a]`, `["a""b"]`, `["a",1]`, `[`, `]`, `null`, `[[]]`, "[\"a\nb\"]", "[\"\xff\"]",
		`[{}]`, `[{"text":"52 million","comparator":"\u003e","measure":"households","kind":"count","start":17}]`, `[{"text":"a","start":0},{"start":01}]`, `[{"text":1}]`, `[{"start":-1}]`, `[{"start":1e3}]`, `[{"start":9999999999}]`, `[{"Text":"a"}]`, `[{"text":null}]`, `[{"text":"a",}]`, `[{,"text":"a"}]`, `[{"text":"a","text":"b"}]`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		samePlain[string](t, s)
		samePlain[briefs.Key](t, s)
	})
}

func samePlain[T any](t *testing.T, s string) {
	var got, want []T
	if !plain(s, &got) {
		return
	}
	if err := json.Unmarshal([]byte(s), &want); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s is %+v; %+v, %v", s, got, want, err)
	}
}

// TestPlain: what the store writes is not left to the other reader.
func TestPlain(t *testing.T) {
	tags, keys := []string{"economy", "foreign trade", "<经济>"}, []briefs.Key{
		{Text: "逾1.2亿元", Comparator: briefs.Over, Measure: "R&D", Kind: briefs.Money, Start: 12},
		{Text: "5%", Kind: briefs.Percent},
	}
	var gotTags []string
	var gotKeys []briefs.Key
	if !plain(text(tags), &gotTags) || !reflect.DeepEqual(gotTags, tags) {
		t.Errorf("tags are %q", gotTags)
	}
	if !plain(text(keys), &gotKeys) || !reflect.DeepEqual(gotKeys, keys) {
		t.Errorf("key figures are %+v", gotKeys)
	}
}
