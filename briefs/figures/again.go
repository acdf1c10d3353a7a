package figures

import (
	"strings"

	"despatch/briefs"
)

// again gives a figure that only says the one before in other units its change:
// rose by $1.20, or 1.6 percent.
func (r *reader) again(k, first int) {
	it := &r.items[k]
	if it.han || it.Change != briefs.Level || k <= first {
		return
	}
	if a := &r.items[k-1]; a.Shown() && a.Kind != it.Kind && r.saidAgain(a, it) {
		it.Change = a.Change
	}
}

// saidAgain reports that b says a once more: nothing but "or" and words of
// comparison stand between the two.
func (r *reader) saidAgain(a, b *item) bool {
	end := max(a.End, a.unitAt.End)
	if end > b.left || b.left-end > 40 {
		return false
	}
	or := false
	for w := range strings.FieldsSeq(r.text[end:b.left]) {
		w = strings.ToLower(strings.Trim(w, ","))
		switch {
		case w == "or":
			or = true
		case w == "" || fillers.has(w) || phraseEnds.has(w):
		default:
			return false
		}
	}
	return or
}

// idleUnits are counted nouns that say nothing of what is measured.
var idleUnits = set(`points point units unit`)
