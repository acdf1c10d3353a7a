package figures

import "strings"

// locant is the end of a name of chemistry or of a method that starts with
// digits and a hyphen: 5-FU, 5-fluorouracil, 4,2-diamidino; 0 when the letters
// are a unit or a counted thing, as in 5-MW and 3-member.
func (r *reader) locant(i, e int) int {
	t := r.text
	if e-i > 2 || e+2 >= r.hi || t[e] != '-' || !isLetter(t[e+1]) {
		return 0
	}
	w := r.wordAt(e + 1)
	s := t[e+1 : w]
	switch {
	case len(s) < 2 || unitSymbols[s] != nil:
		return 0
	case joinedAcronym(s):
		if u, _ := r.unitWord(e + 1); u != nil {
			return 0
		}
		return r.nameEnd(w)
	case len(s) > 5 && chemical(strings.ToLower(s)):
		return r.nameEnd(w)
	}
	return 0
}

// chemical reports whether a word in small letters ends as names of compounds
// do and common words do not.
func chemical(s string) bool {
	for _, end := range [...]string{"uracil", "amino", "idino", "phenyl", "methyl", "ethyl", "butyl", "propyl", "phosphate", "hydroxy", "carboxamide", "imidazole", "indole", "chloride", "oxide", "oxy", "azole", "idine", "amine", "fluoro", "chloro", "nitro", "trienol", "diol", "enoic"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return strings.HasPrefix(s, "hydroxy") || strings.HasPrefix(s, "amino") || strings.HasPrefix(s, "phospho")
}

// slug is the end of a name of a file that goes on after digits at e with
// letters and more digits between hyphens, 600-x-438-survey; or 0.
func (r *reader) slug(e int) int {
	t := r.text
	if e+3 >= r.hi || !isLetter(t[e+1]) {
		return 0
	}
	w := r.wordAt(e + 1)
	if w+1 >= r.hi || t[w] != '-' || !isDigit(t[w+1]) || r.in(stops, e+1, w) {
		return 0
	}
	if u, _ := r.unitWord(e + 1); u != nil {
		return 0
	}
	return r.nameEnd(w)
}

// firmAfter reports a name that goes on after its number at e: 5M Financial.
func (r *reader) firmAfter(e int) bool {
	w, ok := r.nextWord(e)
	return ok && w.s == e+1 && w.e-w.s > 2 && isUpper(r.text[w.s]) && isLower(r.text[w.s+1]) && !r.plural(w)
}
