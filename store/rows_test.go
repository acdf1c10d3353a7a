package store

import (
	"encoding/json"
	"reflect"
	"testing"
)

// TestPlainStrings: what is read without the reader of all JSON is what that
// reads.
func TestPlainStrings(t *testing.T) {
	for _, s := range []string{`[]`, `["a"]`, `["a","b, c",""]`, `["经济","x"]`, `["a\"b"]`, `["a",]`, `[a]`, `["a" ,"b"]`, `["a]`, `["a""b"]`, `["a",1]`, `[`, `]`, `null`, `[[]]`} {
		var want []string
		err := json.Unmarshal([]byte(s), &want)
		got, plain := plainStrings(s)
		if plain && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Errorf("%s is %q; %q, %v", s, got, want, err)
		}
	}
	if _, plain := plainStrings(`["economy","foreign trade"]`); !plain {
		t.Error("plain texts are left to the other reader")
	}
}
