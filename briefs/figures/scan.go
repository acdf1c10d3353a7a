package figures

import (
	"strings"
)

// class says what a byte can start.
var class [256]uint8

const (
	cSkip   = iota
	cLetter // a word
	cDigit
	cMarkup // code, link, tag
	cPoint  // .5
	cHan    // the first byte of a Han character
	cSign   // of a vulgar fraction, or of full-width digits
)

func init() {
	for c := range 256 {
		switch {
		case isLetter(byte(c)):
			class[c] = cLetter
		case isDigit(byte(c)):
			class[c] = cDigit
		case c == '`' || c == '<' || c == ']' || c == '{':
			class[c] = cMarkup
		case c == '.':
			class[c] = cPoint
		case c >= 0xE3 && c <= 0xE9:
			class[c] = cHan
		case c == 0xC2 || c == 0xE2 || c == 0xEF || c == 0xC3:
			class[c] = cSign
		}
	}
}

// hasNumeral reports whether a text has anything that might be a number; "one"
// and 一 alone do not count. It costs nothing but time.
func hasNumeral(text string) bool {
	r := reader{text: text, hi: len(text)}
	for i := 0; i < len(text); {
		switch class[text[i]] {
		case cDigit:
			return true
		case cLetter:
			w, e := r.numWordAt(i)
			if w.class == wUnit && w.val == 1 {
				if k := r.gap(e); k > e && k < len(text) {
					if u, _ := r.unitWord(k); u != nil || r.is(k, r.wordAt(k), "or") || r.is(k, r.wordAt(k), "in") {
						return true
					}
				}
			} else if w.class != wNone && w.class != wNegative {
				return true
			} else if _, ok := r.multipleAt(i, e); ok {
				return true
			}
			i = e
		case cHan:
			c, w := r.rune(i)
			if !hanStart(c) {
				i += w
				continue
			}
			if hanNumeral(c) && c != '一' {
				return true
			}
			if c == '一' {
				if n, _ := r.rune(i + w); hanNumeral(n) || n == '半' || n == '成' || n == '点' || n == '點' || n == '打' {
					return true
				}
				if u, _ := r.unitHan(r.blanks(i + w)); u != nil {
					return true
				}
			}
			if c == '半' {
				return true
			}
			i += w
		case cSign:
			if _, w := r.digitAt(i); w > 0 {
				return true
			}
			if _, w := vulgar(text[i:]); w > 0 {
				return true
			}
			i++
		default:
			i++
		}
	}
	return false
}

// scan reads the numbers between lo and hi, once, from left to right.
func (r *reader) scan(lo, hi int) {
	t := r.text
	for i := lo; i < hi; {
		r.steps++
		switch class[t[i]] {
		case cSkip:
			i++
			continue
		case cLetter:
			e := r.lettersEnd(i)
			if e < hi && idleAfter[t[e]] && t[i] >= 'a' && !numWordMay(t[i:e]) {
				i = e + 1 // most words
				continue
			}
			i = r.letters(i)
		case cDigit:
			i = r.number(i)
		case cPoint:
			if i+1 < hi && isDigit(t[i+1]) && (i == lo || isSpace(t[i-1]) || t[i-1] == '(' || t[i-1] == '-' || t[i-1] == '$' || t[i-1] >= 0x80 && !isDigit(t[i-1])) {
				i = r.number(i)
			} else {
				i++
			}
		case cMarkup:
			i = r.markup(i)
		case cHan:
			c, w := r.rune(i)
			if hanStart(c) {
				i = r.han(i, c, w)
			} else {
				i += w
			}
		case cSign:
			if _, w := r.digitAt(i); w > 0 {
				i = r.number(i)
			} else if _, w := vulgar(t[i:hi]); w > 0 {
				i = r.number(i)
			} else if t[i] == 0xC2 {
				i += 2
			} else if t[i] == 0xC3 {
				i += 2
				for i < hi && isLetter(t[i]) { // a word that starts with an accent
					i++
				}
			} else {
				i += 3
			}
		}
		if i < hi && t[i] >= 0x80 && t[i] < 0xC0 {
			for i < hi && t[i] >= 0x80 && t[i] < 0xC0 {
				i++
			}
		}
	}
}

// idleAfter are the bytes after a word that make nothing more of it.
var idleAfter = [256]bool{' ': true, '\n': true, ',': true, '-': true, ')': true, '\'': true, '"': true, ';': true, '/': true}

// letters reads the word at i: a number word, a month, the start of a link, a
// currency before its number, or nothing of ours.
func (r *reader) letters(i int) int {
	t := r.text
	w, e := r.numWordAt(i)
	if e < r.hi {
		switch c := t[e]; {
		case c == ':' && strings.HasPrefix(t[e:r.hi], "://"):
			return r.url(i)
		case c == '.' && e-i == 3 && t[i:e] == "www":
			return r.url(i)
		case c == '@' && e+1 < r.hi && (isLetter(t[e+1]) || isDigit(t[e+1])):
			return r.url(i)
		case isDigit(c) && (i == r.lo || !isDigit(t[i-1])):
			return r.code(i, e)
		case c == '$' && e-i <= 3 && e+1 < r.hi:
			return e
		}
	}
	if w.class != wNone {
		if i > r.lo && (t[i-1] == '\'' || t[i-1] >= 0x80 && !quoteBefore(t, i) && !hanBefore(t, i)) {
			return e
		}
		return r.numberWord(i, w, e)
	}
	if v, ok := r.multipleAt(i, e); ok {
		return r.multiple(i, e, v)
	}
	if c := t[i]; monthCapital[c] {
		if m := r.month(i, e); m > 0 {
			if end := r.monthDate(i, e, m); end > e {
				return end
			}
		}
	}
	return e
}

func quoteBefore(t string, i int) bool {
	return i >= 3 && t[i-3] == 0xE2 && t[i-2] == 0x80 || i >= 2 && t[i-2] == 0xC2
}

func hanBefore(t string, i int) bool { return i >= 3 && t[i-3] >= 0xE3 }

// code passes over a name that goes on with digits (COVID19, G20, A320,
// MH370), unless the letters are a currency before its amount.
func (r *reader) code(i, e int) int {
	if u := unitSymbols[r.text[i:e]]; u != nil && u.kind == "money" && e-i >= 2 {
		return e
	}
	if e-i == 2 || e-i == 3 {
		if u := unitNames[strings.ToLower(r.text[i:e])]; u != nil && u.kind == "money" {
			return e
		}
	}
	j := e
	for j < r.hi && (isLetter(r.text[j]) || isDigit(r.text[j]) || (r.text[j] == '-' || r.text[j] == '.' || r.text[j] == '/' || r.text[j] == '+' || r.text[j] == ',') && j+1 < r.hi && isDigit(r.text[j+1])) {
		j++
	}
	// FY2025, Q1, H2 are periods.
	if end := r.fiscal(i); end > i {
		return end
	}
	r.no(i, j, "name with a number")
	return j
}

// url passes over an address: http://…, www.…, name@host.
func (r *reader) url(i int) int {
	for i < r.hi {
		r.steps++
		c := r.text[i]
		if isSpace(c) || c == '>' || c == ')' || c == ']' || c == '"' || c >= 0xE3 && c <= 0xE9 || strings.HasPrefix(r.text[i:r.hi], "，") || strings.HasPrefix(r.text[i:r.hi], "）") {
			return i
		}
		i++
	}
	return i
}

// markup passes over code spans, tags, addresses in angle brackets and link
// targets. What is not closed is plain text.
func (r *reader) markup(i int) int {
	if r.plain {
		return i + 1
	}
	t := r.text
	// Look no further than this, so that a run of openers stays linear.
	limit := min(r.hi, i+600)
	switch t[i] {
	case '`':
		n := 1
		for i+n < limit && t[i+n] == '`' {
			n++
		}
		for j := i + n; j < limit; {
			r.steps++
			if t[j] != '`' {
				j++
				continue
			}
			m := 1
			for j+m < limit && t[j+m] == '`' {
				m++
			}
			if m == n {
				return j + m
			}
			j += m
		}
		return i + n
	case '<':
		if i+1 < limit && (isLetter(t[i+1]) || t[i+1] == '/' || t[i+1] == '!') {
			for j := i + 1; j < limit; j++ {
				r.steps++
				if t[j] == '>' {
					return j + 1
				}
				if t[j] == '<' {
					break
				}
			}
		}
	case '{':
		// Template tags: {{< … >}}, {% … %}.
		if i+1 < limit && (t[i+1] == '{' || t[i+1] == '%') {
			shut, open := "}}", &r.openTags[0]
			if t[i+1] == '%' {
				shut, open = "%}", &r.openTags[1]
			}
			if i < *open {
				return i + 1 // no end of a tag was found from here on
			}
			r.steps += limit - i
			if k := strings.Index(t[i:limit], shut); k > 0 {
				return i + k + 2
			}
			*open = limit - len(shut)
		}
	case ']':
		if i+1 < limit && (t[i+1] == '(' || t[i+1] == '[') {
			shut, depth := byte(')'), 0
			if t[i+1] == '[' {
				shut = ']'
			}
			for j := i + 2; j < limit; j++ {
				r.steps++
				switch {
				case t[j] == '(' && shut == ')':
					depth++
				case t[j] == shut && depth == 0:
					return j + 1
				case t[j] == shut:
					depth--
				case t[j] == '\n' && j+1 < limit && t[j+1] == '\n':
					return i + 1
				}
			}
		}
	}
	return i + 1
}
