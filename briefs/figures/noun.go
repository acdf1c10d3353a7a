package figures

import "strings"

// A noun is a counted noun: its head, and how far its phrase reaches.
type noun struct {
	start, end int // the head
	to         int // the end of the phrase as far as it was read
}

// word is a word of the text: letters, digits, marks inside.
type word struct{ s, e int }

// nextWord is the word at or after i in the same phrase: only spaces and
// quotation marks may stand before it.
func (r *reader) nextWord(i int) (word, bool) {
	i = r.skip(i)
	for i < r.hi {
		switch c := r.text[i]; {
		case c == ' ' || c == '"' || c == '\'' || c == '*' || c == '_':
			i++
			continue
		case c == 0xE2 && i+2 < r.hi && r.text[i+1] == 0x80 && (r.text[i+2] == 0x9C || r.text[i+2] == 0x9D || r.text[i+2] == 0x98):
			i += 3
			continue
		}
		break
	}
	if i < r.hi && (r.text[i] == '-' || r.text[i] == '&') {
		return word{i, i}, false
	}
	e := r.wordEnd(i)
	return word{i, e}, e > i
}

// maxWord is how far a word is read, in bytes; what goes on longer is none.
const maxWord = 64

// wordEnd is the end of the word at i: letters of any European script, digits,
// and hyphens and apostrophes between them.
func (r *reader) wordEnd(i int) int {
	for most := i + maxWord; i < r.hi && i < most; {
		r.steps++
		c := r.text[i]
		switch {
		case isLetter(c):
			e := min(r.wordAt(i), most)
			r.steps += e - i - 1
			i = e
		case isDigit(c):
			i++
		case c >= 0xC3 && c <= 0xD4 && i+1 < r.hi: // Latin, Greek, Cyrillic
			i += 2
		case c == '-' && i+1 < r.hi && (isLetter(r.text[i+1]) || isDigit(r.text[i+1])):
			i++
		case c == '\'' && i+1 < r.hi && isLetter(r.text[i+1]):
			i++
		case c == '&' && i+1 < r.hi && isLetter(r.text[i+1]):
			i++
		case c == 0xE2 && strings.HasPrefix(r.text[i:r.hi], "’") && i+3 < r.hi && isLetter(r.text[i+3]):
			i += 3
		default:
			if c == '.' && r.abbreviates(i) {
				i++
				continue
			}
			return i
		}
	}
	return i
}

// abbreviates reports a point inside or at the end of an abbreviation of single
// capitals: U.S., U.N.
func (r *reader) abbreviates(i int) bool {
	t := r.text
	if i-1 < r.lo || !isUpper(t[i-1]) || i-2 >= r.lo && isLetter(t[i-2]) {
		return false
	}
	if i-2 >= r.lo && t[i-2] == '.' && i-3 >= r.lo && isUpper(t[i-3]) {
		return true
	}
	return i+2 < r.hi && isUpper(t[i+1]) && t[i+2] == '.'
}

// plural reports whether a word looks like a plural noun.
func (r *reader) plural(w word) bool {
	s := r.text[w.s:w.e]
	if k := strings.LastIndexByte(s, '-'); k >= 0 {
		w.s += k + 1
		s = s[k+1:]
	}
	n := len(s)
	if n < 3 {
		return false
	}
	if r.in(plurals, w.s, w.e) {
		return true
	}
	if strings.HasSuffix(s, "men") && n > 4 && !strings.HasSuffix(s, "imen") && !strings.HasSuffix(s, "omen") || strings.HasSuffix(s, "women") || strings.HasSuffix(s, "people") {
		return true
	}
	if s[n-1] != 's' {
		return false
	}
	switch {
	case s[n-2] == 's', s[n-2] == 'u' && n > 4, s[n-2] == 'i', s[n-2] == '\'':
		return false
	case strings.HasSuffix(s, "’s"):
		return false
	}
	return !r.in(notPlural, w.s, w.e)
}

// nounAfter finds the counted noun after a number that ends at p: the first
// plural past its modifiers, and past it when more plurals follow at once
// ("sports clubs"). With one, the last word of the phrase.
func (r *reader) nounAfter(p int, one bool) (noun, bool) {
	k := p
	if k < r.hi && r.text[k] == '-' && k+1 < r.hi && isLetter(r.text[k+1]) {
		// A 60-vote margin: the joined word.
		e := r.wordAt(k + 1)
		if r.in(stops, k+1, e) {
			return noun{}, false // 80-and 161-km
		}
		if r.is(k+1, e, "strong") {
			return r.nounAfter(e, one) // a 12,000-strong crowd
		}
		return noun{k + 1, e, e}, e-k > 2
	}
	var last word
	found := false
	joined := false // the last joint was a conjunction
	for n := range 9 {
		w, ok := r.nextWord(k)
		if !ok {
			// A list of modifiers goes on after a comma: "large, heavy trucks".
			break
		}
		first := word{w.s, r.wordAt(w.s)}
		if first.e < w.e && r.text[first.e] == '-' {
			first = w
		}
		if r.in(stops, w.s, w.e) {
			if !found && n > 0 && !joined && (r.is(w.s, w.e, "and") || r.is(w.s, w.e, "or")) {
				joined = true
				k = w.e
				continue
			}
			if n == 0 && (r.is(w.s, w.e, "more") || r.is(w.s, w.e, "other") || r.is(w.s, w.e, "such") || r.is(w.s, w.e, "additional")) {
				k = w.e
				continue
			}
			if n == 0 && r.is(w.s, w.e, "of") {
				// Five of the vehicles.
				if d, ok := r.nextWord(w.e); ok && (r.is(d.s, d.e, "the") || r.is(d.s, d.e, "these") || r.is(d.s, d.e, "those") || r.is(d.s, d.e, "its") || r.is(d.s, d.e, "their") || r.is(d.s, d.e, "our") || r.is(d.s, d.e, "his") || r.is(d.s, d.e, "her")) {
					k = d.e
					continue
				}
				k = w.e
				continue
			}
			break
		}
		if isDigit(r.text[w.s]) && n == 0 {
			break
		}
		if found {
			// A plural that is a modifier (sports clubs, United Nations bodies).
			if isUpper(r.text[last.s]) && isLower(r.text[w.s]) && r.text[w.s-1] == ' ' && !r.in(verbs, w.s, w.e) && !r.verbLike2(w) {
				last, k, found = w, w.e, r.plural(w)
				continue
			}
			if !r.plural(w) || r.in(verbs, w.s, w.e) || !r.in(modifierPlurals, last.s, last.e) {
				break
			}
			last, k = w, w.e
			continue
		}
		if r.plural(w) && !joinedAcronym(r.text[w.s:w.e]) || r.text[w.e-1] == 'S' && r.headline(p, w) {
			last, found, k = w, true, w.e
			continue
		}
		if r.in(verbs, w.s, w.e) && n > 0 || one && n > 0 && r.verbLike(w) {
			break
		}
		last, k = w, w.e
		joined = false
		if one && n >= 2 {
			break
		}
	}
	if !found && !one || last.e == 0 {
		return noun{}, false
	}
	h := last
	if i := strings.LastIndexByte(r.text[h.s:h.e], '-'); i >= 0 && h.s+i+1 < h.e {
		h.s += i + 1
	}
	return noun{h.s, h.e, last.e}, true
}

// headline reports a plural in a line of capitals: SIX IOWA COMMUNITIES.
func (r *reader) headline(p int, w word) bool {
	if w.e-w.s < 5 || r.text[w.e-1] != 'S' || !joinedAcronym(r.text[w.s:w.e]) || strings.IndexByte("SUI'", r.text[w.e-2]) >= 0 {
		return false
	}
	capitals := 0
	for k := p - 1; k >= r.lo && k > p-40 && r.text[k] != '\n'; k-- {
		r.steps++
		switch c := r.text[k]; {
		case isLower(c):
			return false
		case isUpper(c):
			capitals++
		}
	}
	return capitals > 9
}

// verbLike reports whether a word after a singular noun looks like a verb.
func (r *reader) verbLike(w word) bool {
	s := r.text[w.s:w.e]
	return strings.HasSuffix(s, "ed") || strings.HasSuffix(s, "ing") || strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss")
}

// joinedAcronym reports a word all in capitals: US, OAS, MPS.
func joinedAcronym(s string) bool {
	for i := 0; i < len(s); i++ {
		if isLower(s[i]) || s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// modifierPlurals are plurals that often stand before another noun.
var modifierPlurals = set(`sports sales arms savings goods services parts earnings operations systems rights customs communications jobs records materials futures
bonds securities accounts works drugs weapons benefits relations affairs resources nations states economics electronics logistics motors data media police staff women men youth`)

func (r *reader) verbLike2(w word) bool {
	s := r.text[w.s:w.e]
	return strings.HasSuffix(s, "ed") || strings.HasSuffix(s, "ing")
}
