package figures

import (
	"strings"

	"despatch/briefs"
)

// maxSentence is how far a sentence is looked for on each side, in bytes, so
// that a text without stops stays linear.
const maxSentence = 1500

// sentenceStart is where the sentence of offset i starts.
func (r *reader) sentenceStart(i int) int {
	t := r.text
	least := max(r.lo, i-maxSentence)
	for k := i; k > least; k-- {
		if mayEnd[t[k-1]] && r.ends(k-1) {
			j := k
			for j < i && (isSpace(t[j]) || t[j] == '"' || t[j] == ')' || t[j] == '*' || t[j] == '_') {
				j++
			}
			if strings.HasPrefix(t[j:r.hi], "”") || strings.HasPrefix(t[j:r.hi], "」") {
				j += 3
				for j < i && isSpace(t[j]) {
					j++
				}
			}
			if j > i {
				continue
			}
			return j
		}
		if isLetter(t[k-1]) {
			k = r.lettersStart(k) + 1
		}
	}
	for least < i && (isSpace(t[least]) || t[least] >= 0x80 && t[least] < 0xC0) {
		least++
	}
	return least
}

// sentenceEnd is where the sentence of offset i ends, past its stop.
func (r *reader) sentenceEnd(i int) int {
	t := r.text
	most := min(r.hi, i+maxSentence)
	for k := i; k < most; k++ {
		if mayEnd[t[k]] && r.ends(k) {
			if t[k] == '\n' {
				return k
			}
			k++
			for k < r.hi && (t[k] == '"' || t[k] == ')' || t[k] == '\'' || t[k] == '*' || t[k] == '_') {
				k++
			}
			for strings.HasPrefix(t[k:r.hi], "”") || strings.HasPrefix(t[k:r.hi], "」") || strings.HasPrefix(t[k:r.hi], "’") {
				k += 3
			}
			return k
		}
		if isLetter(t[k]) {
			k = r.lettersEnd(k) - 1
		}
	}
	for most < r.hi && t[most] >= 0x80 && t[most] < 0xC0 {
		most++
	}
	return most
}

// mayEnd are the bytes that ends looks at: a stop, a line break, or the last
// byte of a Chinese stop.
var mayEnd = [256]bool{'.': true, '!': true, '?': true, '\n': true, 0x82: true, 0x81: true, 0x9F: true, 0x9B: true}

// ends reports whether a sentence ends with the byte at k.
func (r *reader) ends(k int) bool {
	t := r.text
	switch c := t[k]; c {
	case '.', '!', '?':
		return r.stopAt(k)
	case '\n':
		// A line of a list or a heading; in prose a line may just be wrapped.
		if k+1 < r.hi {
			n := t[k+1]
			if n == '-' || n == '*' || n == '|' || n == '\n' || n == '#' || isDigit(n) && k+3 < r.hi && (t[k+2] == '.' || t[k+2] == ')') || n >= 0xE3 && n <= 0xE9 {
				return true
			}
		}
		return k > r.lo && (t[k-1] == ':' || t[k-1] == ';') || r.shortLine(k)
	case 0x82: // 。 is E3 80 82
		return k-2 >= r.lo && t[k-1] == 0x80 && t[k-2] == 0xE3
	case 0x81, 0x9F, 0x9B: // ！ EF BC 81, ？ EF BC 9F, ； EF BC 9B
		return k-2 >= r.lo && t[k-1] == 0xBC && t[k-2] == 0xEF
	}
	return false
}

// shortLine reports whether the line that ends at k is too short to be wrapped
// prose.
func (r *reader) shortLine(k int) bool {
	s := k
	for s > r.lo && s > k-50 && r.text[s-1] != '\n' {
		s--
	}
	return k-s < 45
}

// stopAt reports whether the point at k ends a sentence: not in a number, an
// initial or an abbreviation.
func (r *reader) stopAt(k int) bool {
	t := r.text
	j := k + 1
	for j < r.hi && (t[j] == '"' || t[j] == ')' || t[j] == '\'' || t[j] == ']' || t[j] == '*' || t[j] == '_') {
		j++
	}
	for strings.HasPrefix(t[j:r.hi], "”") || strings.HasPrefix(t[j:r.hi], "’") {
		j += 3
	}
	if j >= r.hi {
		return true
	}
	if !isSpace(t[j]) {
		return t[j] >= 0xE3 && t[j] <= 0xE9 || t[k] == '.' && isUpper(t[j]) && k > r.lo+1 && isLower(t[k-1]) && isLower(t[k-2]) && !strings.Contains(t[j:min(j+12, r.hi)], ".")
	}
	if t[k] != '.' {
		return true
	}
	for j < r.hi && (isSpace(t[j]) || t[j] == '"' || t[j] == '(') {
		j++
	}
	if j < r.hi && isLower(t[j]) {
		return false
	}
	s := k
	for s > r.lo && (isLetter(t[s-1]) || t[s-1] == '.') {
		s--
	}
	w := t[s:k]
	switch {
	case len(w) == 1 && isUpper(w[0]) && !(s > r.lo && isDigit(t[s-1])):
		return false
	case strings.Contains(w, "."):
		// U.S. ends a sentence only before a word that starts one.
		e := r.wordAt(j)
		return r.in(stops, j, e) && j < r.hi && isUpper(t[j])
	case w == "":
		return !(s > r.lo && isDigit(t[s-1]) && s-2 >= r.lo && t[s-2] == '\n')
	}
	return !r.in(abbreviations, s, k)
}

var abbreviations = set(`mr mrs ms dr prof sen rep gov gen col lt sgt capt rev hon st jr sr inc ltd co corp no nos vs approx est fig figs eq al etc cf ca dept jan feb mar apr jun jul aug sep sept oct nov dec rs pp vol art sec ch`)

// sentence is the sentence that holds offset i.
func (r *reader) sentence(i int) briefs.Span {
	s := r.sentenceStart(i)
	e := r.sentenceEnd(i)
	r.steps += e - s
	for e > s && isSpace(r.text[e-1]) {
		e--
	}
	return briefs.Span{Start: s, End: max(e, i)}
}
