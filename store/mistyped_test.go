package store

import "testing"

// TestMistypedFigures reads numbers in any width, and ranges in either order and
// of numbers that alone would be years.
func TestMistypedFigures(t *testing.T) {
	for query, want := range map[string]string{
		"figure:＞１ｔｎ－ｙｕａｎ":      "figures over 1,000,000,000,000 CNY",
		"ｆｉｇｕｒｅ：≥３ｋｍ":           "figures of at least 3 km",
		"figure:２０．．３０％":        "figures from 20 to 30 percent",
		"figure:20..10%":        "figures from 10 to 20 percent",
		"figure:5..3km":         "figures from 3 to 5 km",
		"figure:1500..2000km":   "figures from 1,500 to 2,000 km",
		"figure:1900..2100":     "figures from 1,900 to 2,100",
		"figure:1500-2000km":    "",
		"figure:1bn..1tn-yuan":  "figures from 1,000,000,000 to 1,000,000,000,000 CNY",
		"figure:3km..20%":       "",
		"figure:1..2..3":        "",
		"figure:..":             "",
		"figure:10.. 20%":       "figures from 10 to 20 percent",
		"figure:between..words": "",
	} {
		u := english.understand(query)
		got := ""
		if len(u.Read) > 0 {
			got = u.Read[0]
		}
		if got != want || (got == "") != (len(u.Unread) > 0) {
			t.Errorf("%s is read as %q, want %q; %q", query, got, want, u.Unread)
		}
	}
	if got, want := english.unitOf("ｋｍ"), english.unitOf("km"); got != want || got == "" {
		t.Errorf("unit:ｋｍ is %q, unit:km %q", got, want)
	}
}
