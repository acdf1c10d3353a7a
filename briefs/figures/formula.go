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
	return (strings.HasSuffix(before, "=") || strings.HasSuffix(before, ",")) && enumerates(rest)
}

// enumerates reports that a list with an ellipsis goes on after a number: the
// ", 2, ..., n" after k = 1.
func enumerates(s string) bool {
	for range 3 {
		for _, dots := range [...]string{",. ..", ", . .", ", ...", ", …", ", ⋯"} {
			if strings.HasPrefix(s, dots) {
				return true
			}
		}
		k := 0
		if !strings.HasPrefix(s, ",") {
			return false
		}
		for k++; k < len(s) && (s[k] == ' ' || isDigit(s[k])); k++ {
			if k > 4 {
				return false
			}
		}
		s = s[k:]
	}
	return false
}

// greekBefore reports a Greek letter that ends at k.
func greekBefore(t string, k int) bool {
	return k > 1 && t[k-1] >= 0x80 && t[k-1] < 0xC0 && (t[k-2] == 0xCE || t[k-2] == 0xCF)
}

// powerOfTerm reports a digit that is the power of the term in brackets before
// it, (Q/I) 2 +, or the mark of a note after a full reference: an operator or
// the end of the phrase follows.
func (r *reader) powerOfTerm(i, e int) bool {
	t := r.text
	if e-i != 1 || r.cell {
		return false
	}
	k := r.skip(e)
	if k >= r.hi {
		return true
	}
	switch c := t[k]; c {
	case '.', ',':
		return !isDigit(byteAt(t, k+1, r.hi))
	case '+', '=', ')', ';', '<', '>':
		return true
	}
	return operatorAt(t[k:r.hi]) > 0
}

// setEnd is the end of a set in braces, after its first member: {1, 2, 3}.
func (r *reader) setEnd(e int) int {
	for k := e; k < r.hi && k < e+60; k++ {
		r.steps++
		switch c := r.text[k]; {
		case c == '}':
			return k + 1
		case !isDigit(c) && c != ',' && c != '.' && c != ' ':
			return e
		}
	}
	return e
}

// unitAhead reports a unit, a percent sign or a counted noun after the digits
// that end at e.
func (r *reader) unitAhead(e int) bool {
	k, _ := r.unitGap(e)
	if u, _ := r.unitWord(k); u != nil {
		return true
	}
	_, ok := r.nounAfter(e, false)
	return ok || r.text[min(e, r.hi-1)] == '.' && isDigit(byteAt(r.text, e+1, r.hi))
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
