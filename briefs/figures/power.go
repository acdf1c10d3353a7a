package figures

import (
	"strings"

	"despatch/briefs"
)

var superDigits = map[rune]int{'⁰': 0, '¹': 1, '²': 2, '³': 3, '⁴': 4, '⁵': 5, '⁶': 6, '⁷': 7, '⁸': 8, '⁹': 9}

// exponent reads e10, ×10^9, x10-3, × 10⁹, ^2 after a number.
func (r *reader) exponent(n *numeral) {
	rest := r.text[n.end:r.hi]
	if rest == "" {
		return
	}
	if rest[0] == 'e' || rest[0] == 'E' {
		if x, w := signedInt(rest[1:]); w > 0 && (len(rest) <= 1+w || !isLetter(rest[1+w])) {
			if v, ok := scaled(n.v, x); ok {
				n.v, n.end, n.digits = v, n.end+1+w, 0
			}
		}
		return
	}
	if rest[0] == '^' {
		if x, w := signedInt(rest[1:]); w > 0 {
			if v, ok := power(n.v, x); ok {
				n.v, n.end, n.digits = v, n.end+1+w, 0
			}
		}
		return
	}
	k := 0
	for k < len(rest) && rest[k] == ' ' && k < 2 {
		k++
	}
	switch {
	case strings.HasPrefix(rest[k:], "×"), strings.HasPrefix(rest[k:], "·"):
		k += 2
	case strings.HasPrefix(rest[k:], "x"), strings.HasPrefix(rest[k:], "X"), strings.HasPrefix(rest[k:], "*"):
		k++
	default:
		return
	}
	for k < len(rest) && rest[k] == ' ' {
		k++
	}
	if !strings.HasPrefix(rest[k:], "10") {
		return
	}
	k += 2
	sp := k
	for sp < len(rest) && rest[sp] == ' ' && sp < k+2 {
		sp++
	}
	up := strings.HasPrefix(rest[sp:], "^")
	if up {
		sp++
	}
	x, w := signedInt(rest[sp:])
	if w == 0 || sp == k && !up && isDigit(rest[k]) || sp > k && !up && isDigit(rest[sp]) && w > 2 {
		x, w = superscript(rest[k:])
		sp = k
	}
	if w == 0 {
		return
	}
	if v, ok := scaled(n.v, x); ok {
		n.v, n.end, n.digits = v, n.end+sp+w, 0
	}
}

// signedInt reads a small integer with a sign of any kind, and its width.
func signedInt(s string) (v, w int) {
	neg := false
	switch {
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "+"):
		neg, w = s[0] == '-', 1
	case strings.HasPrefix(s, "−"), strings.HasPrefix(s, "–"):
		neg, w = true, 3
	}
	for w < len(s) && s[w] == ' ' && neg {
		w++
	}
	k := w
	for k < len(s) && isDigit(s[k]) && k-w < 3 {
		v = v*10 + int(s[k]-'0')
		k++
	}
	if k == w {
		return 0, 0
	}
	if neg {
		v = -v
	}
	return v, k
}

func superscript(s string) (v, w int) {
	neg, any := false, false
	for i, c := range s {
		if c == '⁻' && !any {
			neg = true
		} else if d, ok := superDigits[c]; ok && v < 100 {
			v, any = v*10+d, true
		} else {
			break
		}
		w = i + len(string(c))
	}
	if !any {
		return 0, 0
	}
	if neg {
		v = -v
	}
	return v, w
}

// powerOfTen reads "10 −6" and "10−6", as scraping leaves them, with a true
// minus sign: a power and no difference.
func (r *reader) powerOfTen(n *numeral) {
	if n.digits != 2 || n.v.Coef != 10 {
		return
	}
	rest := r.text[n.end:r.hi]
	k := 0
	if strings.HasPrefix(rest, " ") {
		k = 1
	}
	if !strings.HasPrefix(rest[k:], "−") {
		return
	}
	x, w := signedInt(rest[k:])
	if w == 0 || x < -20 || k+w < len(rest) && (isDigit(rest[k+w]) || rest[k+w] == '.' && k+w+1 < len(rest) && isDigit(rest[k+w+1]) || rest[k+w] == '%') {
		return
	}
	if v, ok := scaled(briefs.Int(1), x); ok {
		n.v, n.end, n.digits = v, n.end+k+w, 0
	}
}
