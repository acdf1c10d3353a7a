package figures

import (
	"strings"
	"testing"

	"despatch/briefs"
)

// TestChange compares which way each figure of a sentence moves: u is up, d is
// down, - is a level.
func TestChange(t *testing.T) {
	for _, c := range [...]struct{ text, want string }{
		{"Sales rose 4 % and costs fell by 3 points.", "ud"},
		{"The bank cut its key rate by 25 basis points to 4.25 %.", "d-"},
		{"The Fed raised rates by a quarter of a percentage point.", "u"},
		{"The firm is worth $1.1bn after raising $200m.", "--"},
		{"The hospital treated fewer than 50 patients, and no fewer than 20 died.", "--"},
		{"A drop of 15 % left 1,230 cases.", "d-"},
		{"Prices dropped by half.", "d"},
		{"Revenue increased from $2.1 billion to $2.5 billion.", "--"},
		{"央行下调存款准备金率0.5个百分点。", "d"},
		{"油价每吨下调125元，折合每升约0.1元。", "d-"},
		{"粮食比上年增产1.6%，减少近两成。", "ud"},
	} {
		var got strings.Builder
		for _, f := range Extract(c.text, "") {
			switch f.Change {
			case briefs.Up:
				got.WriteByte('u')
			case briefs.Down:
				got.WriteByte('d')
			default:
				got.WriteByte('-')
			}
		}
		if got.String() != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got.String(), c.want)
		}
	}
}
