package serve

import (
	"slices"
	"strings"
)

// Bounds of what a client may say of its terminal.
const (
	maxVariables = 16
	maxVariable  = 64 // bytes of a value
	maxTerm      = 32 // bytes of TERM
)

// mayPass reports whether a variable of a client's environment is kept. All
// others could reach code that opens a file or starts a program for them.
func mayPass(name, value string) bool {
	switch name {
	case "LANG", "COLORTERM", "NO_COLOR", "TZ":
	case "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC", "LC_COLLATE", "LC_MONETARY":
	default:
		return false
	}
	return len(value) <= maxVariable && plainWord(value)
}

// plainWord reports whether a text has only letters, digits and the signs that
// names of locales, time zones and terminals are made of. A time zone is never
// a path: it does not begin with a slash, and has no dots in a row.
func plainWord(s string) bool {
	if strings.Contains(s, "..") || strings.HasPrefix(s, "/") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._-+@/=", c) >= 0) {
			return false
		}
	}
	return true
}

// cleanTerm is a terminal's type, "dumb" for what no terminal is called.
func cleanTerm(s string) string {
	if s == "" || len(s) > maxTerm || !plainWord(s) || strings.ContainsAny(s, "/=@") || strings.HasPrefix(s, ".") {
		return "dumb"
	}
	return s
}

// An environment is what is kept of a client's, in order.
type environment []string

// add keeps a variable, and reports whether it did.
func (e *environment) add(name, value string) bool {
	if !mayPass(name, value) {
		return false
	}
	i := slices.IndexFunc(*e, func(kept string) bool { return strings.HasPrefix(kept, name+"=") })
	switch {
	case i >= 0:
		(*e)[i] = name + "=" + value
	case len(*e) == maxVariables:
		return false
	default:
		*e = append(*e, name+"="+value)
	}
	return true
}

// with is the environment of a terminal of a type, which knows that it is
// reached by SSH: what a terminal is asked then is little.
func (e environment) with(term string) []string {
	return append(slices.Clone(e), "TERM="+term, "SSH_TTY=ssh")
}
