package briefs

import "testing"

// A marking that is not known is never taken for unmarked.
func TestParseMarking(t *testing.T) {
	names := []string{"OFFICIAL", "机密"}
	for _, c := range []struct {
		names []string
		in    string
		want  int
		ok    bool
	}{
		{names, "OFFICIAL", 1, true}, {names, " official ", 1, true}, {names, "机密", 2, true}, {names, "2", 2, true}, {names, "0", 0, true},
		{names, "3", 0, false}, {names, "SECRET", 0, false}, {names, "", 0, false}, {names, "-1", 0, false}, {names, "1.5", 0, false},
		{nil, "7", 7, true}, {nil, "OFFICIAL", 0, false}, {nil, "99999999999999999999", 0, false},
	} {
		if got, ok := ParseMarking(c.names, c.in); got != c.want || ok != c.ok {
			t.Errorf("%q of %q: %d, %v", c.in, c.names, got, ok)
		}
	}
	for marking, want := range map[int]string{-1: "", 0: "", 1: "OFFICIAL", 2: "机密", 3: "3"} {
		if got := MarkingName(names, marking); got != want {
			t.Errorf("%d is called %q", marking, got)
		}
	}
}
