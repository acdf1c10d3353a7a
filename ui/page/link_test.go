package page

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"despatch/briefs"
)

func TestHeadingsAndLinks(t *testing.T) {
	body := "# One &amp; two\n\n## *Three* [four](https://a.example/x?a=1&amp;b=2)\n\nFive\n----\n\n[six][s] and <https://b.example/> and [a](#b)\n\n[s]: https://c.example 'T'\n"
	d := New(body, briefs.Markdown, options(60))
	var got []string
	for _, h := range d.Headings() {
		got = append(got, fmt.Sprint(h.Level, " ", h.Text, " ", body[h.Offset:h.Offset+3]))
	}
	if want := []string{"1 One & two One", "2 Three four Thr", "2 Five Fiv"}; !slices.Equal(got, want) {
		t.Errorf("headings are %q, not %q", got, want)
	}
	got = nil
	for _, l := range d.Links(context.Background()) {
		got = append(got, l.Text+" "+l.Target+" "+body[l.Offset:l.Offset+2])
	}
	if want := []string{"four https://a.example/x?a=1&b=2 fo", "six https://c.example si", "https://b.example/ https://b.example/ ht", "a #b a]"}; !slices.Equal(got, want) {
		t.Errorf("links are %q, not %q", got, want)
	}
}

// A link whose text names another host than it leads to shows where it leads.
func TestLinkHosts(t *testing.T) {
	for _, test := range []struct{ source, shown string }{
		{"[www.gov.uk](https://www.gov.uk/x)", "www.gov.uk"},
		{"[gov.uk](https://www.service.gov.uk/x)", "gov.uk"},
		{"[www.gov.uk](https://evil.example/x)", "www.gov.uk [evil.example]"},
		{"[https://gov.uk](https://gov.uk@evil.example/x)", "https://gov.uk [evil.example]"},
		{"<https://gov.uk@evil.example/x>", "https://gov.uk@evil.example/x [evil.example]"},
		{"[gov.uk](https:\\\\\\\\evil.example)", "gov.uk [evil.example]"},
		{"[gov.uk](//evil.example)", "gov.uk [evil.example]"},
		{"[gоv.uk](https://gоv.uk)", "gоv.uk"},
		{"[gov.uk](https://gоv.uk)", "gov.uk [xn--gv-fmc.uk]"},
		{"[read more](javascript:alert(1))", "read more [javascript:]"},
		{"[write](mailto:a@b.example)", "write"},
		{"[me@gov.uk](mailto:me@evil.example)", "me@gov.uk [evil.example]"},
		{"[the report.pdf](https://x.example/report.pdf)", "the report.pdf"},
		{"[part](#part)", "part"},
	} {
		if got := texts(all(New(test.source, briefs.Markdown, options(80)))); got != test.shown+"\n" {
			t.Errorf("%s shows as %q, not %q", test.source, got, test.shown)
		}
	}
}
