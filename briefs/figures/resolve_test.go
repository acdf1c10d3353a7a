package figures

import (
	"testing"
	"time"

	"despatch/briefs"
)

// A date without a year takes that of its brief, where no other is likely; the
// text alone leaves it open.
func TestResolve(t *testing.T) {
	day := time.Date(2023, 6, 28, 0, 0, 0, 0, time.UTC)
	for _, c := range [...]struct{ body, text, from, to string }{
		{"The expo opened on 27 June. It drew 2,000 firms.", "27 June", "2023-06-27", "2023-06-27"},
		{"The expo runs from June 27th to the end.", "June 27th", "2023-06-27", "2023-06-27"},
		{"It met on 4-6 July in the capital.", "4-6 July", "2023-07-04", "2023-07-06"},
		{"截至5月底，全市企业3万家。", "5月底", "2023-05-31", "2023-05-31"},
		{"6月27日，大会开幕。", "6月27日", "2023-06-27", "2023-06-27"},
	} {
		b := briefs.Brief{Body: c.body, Format: briefs.Text}
		for _, f := range Extract(c.body, "") {
			if f.Kind == briefs.Date && (f.Period.From != "" || f.Period.To != "") {
				t.Errorf("%q: read as %+v without a day to go by", c.body, *f.Period)
			}
		}
		b.Date = day
		Annotate(&b)
		found := false
		for _, f := range b.Figures {
			if f.Kind == briefs.Date {
				found = true
				if got := (briefs.Period{Text: c.text, From: c.from, To: c.to}); *f.Period != got || b.Body[f.Start:f.End] != c.text {
					t.Errorf("%q: %q is %+v, want %+v", c.body, b.Body[f.Start:f.End], *f.Period, got)
				}
			}
		}
		if !found {
			t.Errorf("%q: no date", c.body)
		}
	}
	// Half a year off, the year is anybody's guess.
	b := briefs.Brief{Head: briefs.Head{Date: time.Date(2023, 1, 9, 0, 0, 0, 0, time.UTC)}, Body: "It closed on 31 December.", Format: briefs.Text}
	Annotate(&b)
	for _, f := range b.Figures {
		if f.Period.From != "" {
			t.Errorf("a far day is read as %+v", *f.Period)
		}
	}
}
