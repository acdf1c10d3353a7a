package figures

import "testing"

// What cannot be read as a short noun phrase is not said, nor a period that
// belongs to another figure.
func TestNothingSaid(t *testing.T) {
	for _, c := range [...]struct{ text, surface string }{
		{"It is the first fall in eleven months.", "eleven months"},
		{"Contracts will be decided within ten working days.", "ten working days"},
		{"About 60,000 tonnes moved to road during the month.", "60,000 tonnes"},
		{"It is the first cut since March 2020. Eleven members voted in favour.", "Eleven"},
		{"Every year since 2011 it has cost 4 million euros to heat.", "4 million euros"},
		{"城镇、农村居民收入分别增长4.5%、5.7%。", "4.5%"},
		{"城镇、农村居民收入分别增长4.5%、5.7%。", "5.7%"},
	} {
		found := false
		for _, f := range Extract(c.text, "") {
			if c.text[f.Start:f.End] != c.surface {
				continue
			}
			found = true
			if f.Kind != "count" && f.Measure != "" {
				t.Errorf("%q: measure %q", c.text, f.Measure)
			}
			if f.Period != nil && f.Period.From != "" {
				t.Errorf("%q: period %+v", c.text, *f.Period)
			}
		}
		if !found {
			t.Errorf("%q: no %q", c.text, c.surface)
		}
	}
}
