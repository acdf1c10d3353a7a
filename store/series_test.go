package store

import "testing"

// TestMeasureKey: words in any order, singular or plural, without the smallest;
// a run of Han is one word, whatever particle stands in it or in front of it.
func TestMeasureKey(t *testing.T) {
	for measure, want := range map[string]string{
		"the Income of factories": "factory income",
		"factory income":          "factory income",
		"工业的收入":                   "工业收入",
		"工业收入":                    "工业收入",
		"的收入":                     "收入",
		"之了的":                     "",
		"GDP的增长":                  "gdp 增长",
		"GDP增长":                   "gdp 增长",
	} {
		if got := measureKey(measure); got != want {
			t.Errorf("%q: %q, want %q", measure, got, want)
		}
	}
}
