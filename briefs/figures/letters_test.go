package figures

import (
	"strings"
	"testing"
)

// TestLetterMap finds the runs of letters with the map as without it.
func TestLetterMap(t *testing.T) {
	var all strings.Builder
	for c := range 256 {
		all.WriteByte(byte(c))
		all.WriteString("a") // beside each byte
	}
	for _, text := range [...]string{
		"", "a", "1", "word", "The 4.2 per cent, héé 增长5% [Zz] @AZ`az{",
		all.String(), strings.Repeat("a", 200), strings.Repeat("b", 64), strings.Repeat("cd ", 43) + "é",
	} {
		with := reader{text: text, hi: len(text), alpha: mapLetters(nil, text)}
		without := reader{text: text, hi: len(text)}
		for i := range len(text) + 1 {
			if a, b := with.lettersEnd(i), without.lettersEnd(i); a != b {
				t.Errorf("end of the run at %d of %q: %d, not %d", i, text, a, b)
			}
			if a, b := with.lettersStart(i), without.lettersStart(i); a != b {
				t.Errorf("start of the run before %d of %q: %d, not %d", i, text, a, b)
			}
		}
	}
}
