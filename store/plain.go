package store

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// A plainJSON is what is left of JSON that is written as this store writes it. A page
// of the list has two hundred values of it, and the reader of all JSON took a
// third of the time of the page; what is written in any other way is left to it.
type plainJSON struct{ rest string }

// plain reads a list of texts or of key figures, and reports whether it could.
func plain(s string, to any) bool {
	switch to := to.(type) {
	case *[]string:
		return plainList(s, to, (*plainJSON).text)
	case *[]briefs.Key:
		return plainList(s, to, (*plainJSON).key)
	}
	return false
}

func plainList[T any](s string, to *[]T, one func(*plainJSON) (T, bool)) bool {
	p := plainJSON{s}
	if !utf8.ValidString(s) || !p.sign('[') {
		return false
	}
	all := []T{}
	for !p.sign(']') {
		if len(all) > 0 && !p.sign(',') {
			return false
		}
		v, ok := one(&p)
		if !ok {
			return false
		}
		all = append(all, v)
	}
	if p.rest != "" {
		return false
	}
	*to = all
	return true
}

// sign passes over one sign, if it is the next.
func (p *plainJSON) sign(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *plainJSON) key() (k briefs.Key, ok bool) {
	if !p.sign('{') {
		return k, false
	}
	for first := true; !p.sign('}'); first = false {
		if !first && !p.sign(',') {
			return k, false
		}
		name, named := p.text()
		if !named || !p.sign(':') {
			return k, false
		}
		var value string
		switch name {
		case "text":
			k.Text, ok = p.text()
		case "comparator":
			value, ok = p.text()
			k.Comparator = briefs.Comparator(value)
		case "measure":
			k.Measure, ok = p.text()
		case "kind":
			value, ok = p.text()
			k.Kind = briefs.Kind(value)
		case "start":
			k.Start, ok = p.number()
		default:
			ok = false
		}
		if !ok {
			return k, false
		}
	}
	return k, true
}

// text reads a text in which nothing is escaped but signs of ASCII.
func (p *plainJSON) text() (string, bool) {
	if !p.sign('"') {
		return "", false
	}
	var made []byte // nil while nothing was escaped
	for i := 0; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			s := p.rest[:i]
			p.rest = p.rest[i+1:]
			if made != nil {
				return string(append(made, s...)), true
			}
			return s, true
		case c < ' ':
			return "", false
		case c == '\\':
			if len(p.rest) < i+6 || !strings.HasPrefix(p.rest[i:], `\u00`) {
				return "", false
			}
			sign, err := strconv.ParseUint(p.rest[i+4:i+6], 16, 7)
			if err != nil {
				return "", false
			}
			made = append(append(made, p.rest[:i]...), byte(sign))
			p.rest, i = p.rest[i+6:], -1
		}
	}
	return "", false
}

// number reads a number from 0 of at most nine digits.
func (p *plainJSON) number() (n int, ok bool) {
	digits := 0
	for digits < len(p.rest) && p.rest[digits] >= '0' && p.rest[digits] <= '9' {
		n = 10*n + int(p.rest[digits]-'0')
		if digits++; digits > 9 {
			return 0, false
		}
	}
	if digits == 0 || digits > 1 && p.rest[0] == '0' {
		return 0, false
	}
	p.rest = p.rest[digits:]
	return n, true
}
