package briefs

import (
	"strconv"
	"strings"
)

// MarkingName is what a marking is called by a list of names, of which the
// first is marking 1. It is "" for what is unmarked, and the number for one that
// has no name.
func MarkingName(names []string, marking int) string {
	switch {
	case marking <= 0:
		return ""
	case marking <= len(names):
		return names[marking-1]
	}
	return strconv.Itoa(marking)
}

// ParseMarking is the marking of a name in any case, or of a number. Without
// names any whole number from 0 will do; with them it must be of one. What is
// none is never taken for unmarked.
func ParseMarking(names []string, s string) (marking int, ok bool) {
	s = strings.TrimSpace(s)
	for i, name := range names {
		if strings.EqualFold(name, s) {
			return i + 1, true
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || len(names) > 0 && n > len(names) {
		return 0, false
	}
	return n, true
}
