package figures

import (
	"strings"

	"despatch/briefs"
)

// inFormula reports a bare number of one or two digits that stands in a formula
// and measures nothing: (1 − c), 1 ≤ k, cos 2 (x), the a 1 / r of an orbit.
func (r *reader) inFormula(it *item, n *numeral) bool {
	t := r.text
	if n.digits == 0 || n.digits > 2 || it.prefix || it.han || n.frac || it.left != n.start && !it.neg {
		return false
	}
	k := r.skip(n.end)
	if op := operatorAt(t[k:r.hi]); op > 0 {
		v := r.skip(k + op)
		if w := r.wordAt(v); w-v == 1 && v < r.hi && t[v] != 'a' && t[v] != 'I' && (w >= r.hi || !isDigit(t[w]) && t[w] != '-') {
			return true
		}
		if v+1 < r.hi && (t[v] == 0xCE || t[v] == 0xCF) {
			return true // a Greek letter
		}
	}
	if !it.neg && r.inTerm(n) {
		return true
	}
	b := r.wordBefore(n.start)
	if b.e == b.s || b.e < n.start-1 {
		return false
	}
	c := byteAt(t, k, r.hi)
	if r.in(functions, b.s, b.e) && c == '(' {
		return true
	}
	if b.e-b.s != 1 || t[b.s] != 'a' || b.e != n.start-1 {
		return false
	}
	if r.is(k, r.wordAt(k), "and") || r.is(k, r.wordAt(k), "is") || c == ',' || c == '[' || c == '(' {
		return n.v.Cmp(briefs.Int(3)) < 0
	}
	return c == '/' || c == '=' || c == '>' || c == '<' || c == ')'
}

// inTerm reports a number that is a term of a formula by what touches it: 2π,
// i+1, n − 1, (t − 10)/12, k = 1, ..., n.
func (r *reader) inTerm(n *numeral) bool {
	t := r.text
	rest := t[n.end:r.hi]
	if len(rest) > 1 && (rest[0] == 0xCE || rest[0] == 0xCF) && !strings.HasPrefix(rest, "μ") && !strings.HasPrefix(rest, "Ω") && !strings.HasPrefix(rest, "σ") {
		return true // a Greek letter
	}
	before := strings.TrimRight(t[max(r.lo, n.start-8):n.start], " ")
	if strings.HasSuffix(before, ")/") {
		return true
	}
	if k, ok := strings.CutSuffix(before, "+"); ok {
		return oneLetter(k)
	}
	if k, ok := strings.CutSuffix(before, "−"); ok {
		return oneLetter(strings.TrimRight(k, " "))
	}
	if strings.HasSuffix(before, "=") {
		return strings.HasPrefix(rest, ",. ..") || strings.HasPrefix(rest, ", . .") || strings.HasPrefix(rest, ", ...") || strings.HasPrefix(rest, ", …")
	}
	return false
}

// oneLetter reports whether s ends with a word of a single letter.
func oneLetter(s string) bool {
	n := len(s)
	return n > 0 && isLetter(s[n-1]) && (n == 1 || s[n-2] == ' ' || s[n-2] == '(' || s[n-2] >= 0x80)
}

// reference reports a numeral that names a part in a drawing: "8 is a shaft, 11
// is a flange".
func (r *reader) reference(it *item, n *numeral) bool {
	if n.digits == 0 || n.digits > 3 || it.neg || it.prefix || it.han || it.Comparator != "" {
		return false
	}
	i := n.start
	for i > r.lo && isSpace(r.text[i-1]) {
		i--
	}
	if i > r.lo && r.text[i-1] != ',' && r.text[i-1] != ';' && !r.ends(i-1) {
		return false
	}
	k := r.skip(n.end)
	w := r.wordAt(k)
	if r.is(k, w, "denotes") || r.is(k, w, "designates") || r.is(k, w, "indicates") {
		return true
	}
	if !r.is(k, w, "is") {
		return false
	}
	x, ok := r.nextWord(w)
	return ok && (r.is(x.s, x.e, "a") || r.is(x.s, x.e, "an")) && !r.is(r.skip(x.e), r.wordAt(r.skip(x.e)), "number")
}

var functions = set(`cos sin tan log ln exp cosh sinh tanh arctan`)

// operatorAt is the length of an operator at the start of s, or 0. A hyphen is
// none, since it joins words.
func operatorAt(s string) int {
	for _, op := range [...]string{"−", "≤", "≥", "⩽", "⩾", "≪", "≫"} {
		if strings.HasPrefix(s, op) {
			return len(op)
		}
	}
	if s != "" && (s[0] == '+' || s[0] == '<') {
		return 1
	}
	return 0
}
