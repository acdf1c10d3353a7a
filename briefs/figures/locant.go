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
