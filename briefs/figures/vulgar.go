package figures

import (
	"strings"

	"despatch/briefs"
)

// fraction reads 1/2, 2 1/4, 2½ after digits.
func (r *reader) fraction(n *numeral) {
	if n.point || n.scaled {
		if n.point {
			r.slash(n, n.end)
		}
		return
	}
	if v, w := vulgar(r.text[n.end:r.hi]); w > 0 {
		if s, ok := sum(n.v, v); ok {
			n.v, n.end, n.frac, n.digits = s, n.end+w, true, 0
		}
		return
	}
	if r.slash(n, n.end) {
		return
	}
	if r.mixedHyphen(n) {
		return
	}
	// 2 1/4: a small whole, a space, a proper fraction.
	k := r.skip(n.end)
	if k == n.end || k-n.end > 3 || n.digits == 0 || n.digits > 3 && !n.group {
		return
	}
	if v, w := vulgar(r.text[k:r.hi]); w > 0 {
		if s, ok := sum(n.v, v); ok {
			n.v, n.end, n.frac, n.digits = s, k+w, true, 0
		}
		return
	}
	part := numeral{start: k}
	v, e, g, p, c := r.digitRun(k)
	if e == k || g || p || c > 2 {
		return
	}
	part.v, part.end, part.digits = v, e, c
	if r.slash(&part, e) {
		if s, ok := sum(n.v, part.v); ok {
			n.v, n.end, n.frac, n.slash, n.digits = s, part.end, true, true, 0
		}
	}
}

// mixedHyphen reads "-1/4" after a small whole, as offices write 3-1/4 percent.
func (r *reader) mixedHyphen(n *numeral) bool {
	t := r.text
	k := n.end
	if n.digits == 0 || n.digits > 2 || k+3 >= r.hi || t[k] != '-' || !isDigit(t[k+1]) || t[k+2] != '/' || !isDigit(t[k+3]) {
		return false
	}
	over, e := r.plainInt(k + 3)
	switch over {
	case 2, 4, 8, 16, 32:
	default:
		return false
	}
	num := int(t[k+1] - '0')
	if num == 0 || num >= over || e < r.hi && (t[e] == '/' || t[e] == '-' || isDigit(t[e])) {
		return false
	}
	part, ok := quotient(briefs.Int(int64(num)), briefs.Int(int64(over)))
	if !ok {
		return false
	}
	v, ok := sum(n.v, part)
	if !ok {
		return false
	}
	n.v, n.end, n.frac, n.digits = v, e, true, 0
	return true
}

// slash reads "/4" at i, when the number goes on as a fraction and not as a
// date or a path.
func (r *reader) slash(n *numeral, i int) bool {
	k := i
	spaced := false
	if k < r.hi && r.text[k] == ' ' {
		k, spaced = k+1, true
	}
	switch {
	case strings.HasPrefix(r.text[k:r.hi], "/"):
		k++
	case strings.HasPrefix(r.text[k:r.hi], "⁄"), strings.HasPrefix(r.text[k:r.hi], "／"):
		k += 3
	default:
		return false
	}
	if spaced {
		if k >= r.hi || r.text[k] != ' ' {
			return false
		}
		k++
	}
	den, e, _, point, _ := r.digitRun(k)
	if e == k || den.Coef == 0 || point && !n.point || e < r.hi && (r.text[e] == '/' || r.text[e] == '-' && e+1 < r.hi && isDigit(r.text[e+1])) {
		return false
	}
	if n.start > r.lo && (r.text[n.start-1] == '/' || isLetter(r.text[n.start-1])) {
		return false
	}
	v, ok := quotient(n.v, den)
	if !ok {
		return false
	}
	n.v, n.end, n.frac, n.slash, n.digits = v, e, true, true, 0
	return true
}

// vulgar is the fraction character at the start of s, and its width.
func vulgar(s string) (briefs.Decimal, int) {
	if s == "" || s[0] != 0xC2 && s[0] != 0xE2 {
		return briefs.Decimal{}, 0
	}
	for _, f := range vulgars {
		if strings.HasPrefix(s, f.s) {
			v, _ := quotient(briefs.Int(f.n), briefs.Int(f.d))
			return v, len(f.s)
		}
	}
	return briefs.Decimal{}, 0
}

var vulgars = [...]struct {
	s    string
	n, d int64
}{
	{"½", 1, 2}, {"¼", 1, 4}, {"¾", 3, 4}, {"⅓", 1, 3}, {"⅔", 2, 3}, {"⅕", 1, 5}, {"⅖", 2, 5}, {"⅗", 3, 5}, {"⅘", 4, 5},
	{"⅙", 1, 6}, {"⅚", 5, 6}, {"⅛", 1, 8}, {"⅜", 3, 8}, {"⅝", 5, 8}, {"⅞", 7, 8}, {"⅐", 1, 7}, {"⅑", 1, 9}, {"⅒", 1, 10},
}
