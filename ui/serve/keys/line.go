package keys

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// An entry is one line of authorized_keys that is kept whole.
type entry struct {
	key        ssh.PublicKey
	authority  bool     // its certificates count, not the key itself
	principals []string // of certificates that are this reader; for an authority
	reader     string
	from       []pattern // nil: from anywhere
	until      time.Time // zero: no end
	screens    bool
	where      string // with the whole path
	short      string // with the name of the file only
}

// An option stands before a key: its name in lower case, and what stood
// between the quotes.
type option struct {
	name   string
	value  string
	valued bool
}

// harmless say yes or no to what is never given, or always asked for.
var harmless = []string{
	"agent-forwarding", "no-agent-forwarding",
	"port-forwarding", "no-port-forwarding",
	"x11-forwarding", "no-x11-forwarding",
	"user-rc", "no-user-rc",
	"touch-required",
}

// harmlessValues narrow a forwarding that is never given.
var harmlessValues = []string{"permitopen", "permitlisten"}

// authorized reads a file of authorized_keys.
func authorized(path string) (entries []entry, remarks []string, err error) {
	said := notes{path: path}
	err = each(path, func(n int, line string, long error) error {
		e, err := entry{}, long
		if err == nil {
			e, err = readEntry(line)
		}
		if err != nil {
			said.passedOver(n, err)
			return nil
		}
		e.where, e.short = place(path, n, true), place(path, n, false)
		entries = append(entries, e)
		return nil
	})
	return entries, said.all(), err
}

// readEntry reads one line of authorized_keys. Its error says why the line
// cannot be kept and what to write.
func readEntry(line string) (entry, error) {
	e := entry{screens: true}
	var before []option
	if kind, _ := field(line); !typeOfKey(kind) {
		var err error
		if before, line, err = options(line); err != nil {
			return e, err
		}
	}
	var err error
	if e.key, _, err = keyOf(line); err != nil {
		return e, err
	}
	if _, ok := e.key.(*ssh.Certificate); ok {
		return e, errors.New("it is a certificate; write the key of its authority, with cert-authority before it")
	}
	if err := strong(e.key); err != nil {
		return e, err
	}
	seen := map[string]bool{}
	for _, o := range before {
		if o.valued && seen[o.name] && !slices.Contains(harmlessValues, o.name) {
			return e, fmt.Errorf("%s= stands there twice; write it once", briefs.CleanLine(o.name, maxName))
		}
		seen[o.name] = true
		if err := e.take(o); err != nil {
			return e, err
		}
	}
	switch {
	case e.reader == "":
		return e, errors.New(`it does not say whose the key is; write reader="NAME" before the key`)
	case e.principals != nil && !e.authority:
		return e, errors.New(`principals= is of certificates only; write cert-authority before it, or take it away`)
	case e.principals == nil:
		e.principals = []string{e.reader}
	}
	return e, nil
}

// take keeps one option, in the order of the line: a later one of pty and
// no-pty wins, as for OpenSSH.
func (e *entry) take(o option) error {
	valued := slices.Contains([]string{"reader", "from", "expiry-time", "principals"}, o.name)
	known := valued || slices.Contains(harmlessValues, o.name) || slices.Contains(harmless, o.name) ||
		slices.Contains([]string{"pty", "no-pty", "restrict", "cert-authority"}, o.name)
	if known && o.valued != (valued || slices.Contains(harmlessValues, o.name)) {
		if o.valued {
			return fmt.Errorf("%s takes no value; write it without one", o.name)
		}
		return fmt.Errorf(`%s has no value; write %s="…"`, o.name, o.name)
	}
	var err error
	switch o.name {
	case "reader":
		e.reader = o.value
		if err := named(o.value); err != nil {
			return fmt.Errorf("reader= has %w", err)
		}
	case "from":
		e.from, err = patterns(o.value)
	case "expiry-time":
		e.until, err = expiry(o.value)
	case "principals":
		e.principals = strings.Split(o.value, ",")
		for _, p := range e.principals {
			if err := named(p); err != nil {
				return fmt.Errorf("principals= has %w", err)
			}
		}
	case "cert-authority":
		e.authority = true
	case "no-pty", "restrict":
		e.screens = false
	case "pty":
		e.screens = true
	case "verify-required", noTouch, "command", "environment":
		return fmt.Errorf("%s cannot be kept here; take it away, if the key may be used without it", o.name)
	default:
		if !known {
			return fmt.Errorf("the option “%s” is not known; take it away, if the key may be used without it", briefs.CleanLine(o.name, maxName))
		}
	}
	return err
}

// admits reports whether a login is within what the line allows.
func (e *entry) admits(a Attempt) error {
	if !e.until.IsZero() && !a.At.Before(e.until) {
		return fmt.Errorf("%s has ended at %s", e.short, e.until.UTC().Format(time.RFC3339))
	}
	if e.from != nil && !matches(e.from, a.From) {
		return fmt.Errorf("%s does not allow the address %s", e.short, address(a.From))
	}
	return nil
}

// typeOfKey reports whether a word is the name of a type of key, so that no
// options stand before it. No option has such a name.
func typeOfKey(word string) bool {
	return strings.HasPrefix(word, "ssh-") || strings.HasPrefix(word, "ecdsa-sha2-") ||
		strings.HasPrefix(word, "sk-ssh-") || strings.HasPrefix(word, "sk-ecdsa-")
}

// options reads what stands before the key: names with commas between them,
// some with ="…", in which \" is a quotation mark.
func options(line string) (found []option, rest string, err error) {
	for {
		end := strings.IndexAny(line, "=, \t\"")
		if end < 0 {
			return nil, "", errNotKey
		}
		o := option{name: strings.ToLower(line[:end])}
		if o.name == "" {
			return nil, "", errors.New("an option before the key has no name")
		}
		line = line[end:]
		if line[0] == '=' {
			o.valued = true
			if o.value, line, err = quoted(line[1:]); err != nil {
				return nil, "", fmt.Errorf("the value of %s= %w", briefs.CleanLine(o.name, maxName), err)
			}
		}
		found = append(found, o)
		switch {
		case line == "":
			return nil, "", errNotKey
		case line[0] == ',':
			line = line[1:]
		case line[0] == ' ' || line[0] == '\t':
			return found, strings.TrimLeft(line, " \t"), nil
		default:
			return nil, "", fmt.Errorf("after the option “%s” neither a comma nor a space follows", briefs.CleanLine(o.name, maxName))
		}
	}
}

// quoted reads a value with its quotation marks.
func quoted(s string) (value, rest string, err error) {
	if s == "" || s[0] != '"' {
		return "", "", errors.New("has to stand between quotation marks")
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '"':
			b.WriteByte('"')
			i++
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", errors.New("has no closing quotation mark")
}

// expiry reads YYYYMMDD[HHMM[SS]], of the machine's time zone, or of UTC with
// a Z behind it.
func expiry(s string) (time.Time, error) {
	zone := time.Local
	digits, utc := strings.CutSuffix(s, "Z")
	if utc {
		zone = time.UTC
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(digits) == len(layout) {
			if at, err := time.ParseInLocation(layout, digits, zone); err == nil {
				return at, nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("expiry-time=\"%s\" is not a date; write it like 20301231 or 203012312359Z", briefs.CleanLine(s, maxName))
}
