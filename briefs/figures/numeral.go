package figures

import (
	"strings"

	"despatch/briefs"
)

// A numeral is a number as it stands in the text, before anything is known of
// what it counts.
type numeral struct {
	start, end int // of the text, with sign and scale
	v, v2      briefs.Decimal
	ranged     bool              // v2 is the other end
	cmp        briefs.Comparator // said by the numeral itself: 十余, 500+
	digits     int               // ASCII digits before the point, when nothing but digits stands there
	han        bool              // written with Han numerals, wholly or in part
	words      bool              // written with English words
	scaled     bool              // a scale word or letter follows the digits
	frac       bool              // a fraction: 1/2, two-thirds, 三分之一
	slash      bool              // a fraction of digits with a slash
	point      bool              // has a decimal point
	group      bool              // has digit groups
	glued      bool              // the scale letter touches the digits, and might be a unit (3m, 5K)
	vague      bool              // "tens of thousands"
	unit       string            // fixed by the spelling: percent for 百分之, 成, 折
	rule       string
}

// arabic reads digits at i: 1,234.5 · 12,34,567 · 1 234 567 · .5 · 1.5×10⁹ ·
// 2 1/4 · ½ · full-width digits too.
func (r *reader) arabic(i int) (n numeral, ok bool) {
	n.start = i
	v, j, groups, point, count := r.digitRun(i)
	if j == i {
		return n, false
	}
	n.v, n.end, n.point, n.group = v, j, point, groups
	if !point && !groups {
		n.digits = count
	}
	r.exponent(&n)
	r.fraction(&n)
	return n, n.end > i
}

// digitAt is the digit at i in ASCII or full width, and its width in bytes.
func (r *reader) digitAt(i int) (d int, w int) {
	if i >= r.hi {
		return 0, 0
	}
	c := r.text[i]
	if isDigit(c) {
		return int(c - '0'), 1
	}
	if c == 0xEF && i+2 < r.hi && r.text[i+1] == 0xBC && r.text[i+2] >= 0x90 && r.text[i+2] <= 0x99 {
		return int(r.text[i+2] - 0x90), 3
	}
	return 0, 0
}

// digitRun reads digits with their groups and decimals.
func (r *reader) digitRun(i int) (v briefs.Decimal, end int, groups, point bool, count int) {
	var coef int64
	exp, j, group := 0, i, 0
	over := false
	push := func(d int) {
		if coef > (1<<62)/10 {
			over = true
			return
		}
		coef = coef*10 + int64(d)
	}
	for {
		r.steps++
		if d, w := r.digitAt(j); w > 0 {
			push(d)
			count++
			group++
			j += w
			continue
		}
		if count > 0 {
			if w := r.separator(i, j, group, groups); w > 0 {
				groups, group = true, 0
				j += w
				continue
			}
		}
		break
	}
	if k := r.pointAt(i, j, count); k > 0 {
		for {
			d, w := r.digitAt(k)
			if w == 0 {
				break
			}
			push(d)
			exp--
			k += w
		}
		point, j = true, k
	}
	if over || exp < -briefs.MaxExp || count == 0 && !point {
		return v, i, false, false, 0
	}
	return briefs.Decimal{Coef: coef, Exp: int16(exp)}, j, groups, point, count
}

// separator is the width of a group separator at j, or 0. Groups are of three
// digits, or of two before a last one of three as in India.
func (r *reader) separator(i, j, group int, groups bool) int {
	if group > 3 || group == 0 || j >= r.hi || j == i+1 && r.text[i] == '0' {
		return 0 // 0,006 has no groups
	}
	w := 0
	space := false
	switch c := r.text[j]; {
	case c == ',':
		w = 1
	case c == 0xEF && strings.HasPrefix(r.text[j:r.hi], "，") && r.text[j-1] >= 0x80:
		w = 3
	case c == ' ':
		w, space = 1, true
		// Corpora that part every token: "10 , 000".
		if strings.HasPrefix(r.text[j:r.hi], " , ") {
			w = 3
		}
	case c == 0xC2 && strings.HasPrefix(r.text[j:r.hi], "\u00a0"):
		w, space = 2, true
	case c == 0xE2 && (strings.HasPrefix(r.text[j:r.hi], "\u202f") || strings.HasPrefix(r.text[j:r.hi], "\u2009")):
		w, space = 3, true
	}
	if w == 0 {
		return 0
	}
	k, n := j+w, 0
	for {
		r.steps++
		_, dw := r.digitAt(k)
		if dw == 0 {
			break
		}
		n++
		k += dw
	}
	if n == 2 && !space && group <= 2 && k < r.hi && r.text[k] == ',' && r.lakhs(k) { // 12,34,567
		return w
	}
	if n != 3 {
		return 0
	}
	if space && w == 1 {
		// A year or a page before a number is no group: only two groups or
		// more, or digits that stand alone and short, are joined by a space.
		if k < r.hi && (isLetter(r.text[k]) || r.text[k] == '-' || r.text[k] == '/') {
			return 0
		}
		if i > r.lo && (isLetter(r.text[i-1]) || r.text[i-1] == '.' || r.text[i-1] == '-') {
			return 0
		}
		if r.text[i] == '0' {
			return 0
		}
	}
	return w
}

// pointAt is where the decimals start when a decimal point stands at j, else 0.
func (r *reader) pointAt(i, j, count int) int {
	if j >= r.hi {
		return 0
	}
	rest := r.text[j:r.hi]
	k := 0
	switch {
	case rest[0] == '.':
		k = j + 1
	case strings.HasPrefix(rest, "．"):
		k = j + 3
	case strings.HasPrefix(rest, "·") && count > 0:
		k = j + 2
	case count > 0 && strings.HasPrefix(rest, " . "): // parted tokens
		k = j + 3
	case rest[0] == ',' && count > 0 && r.commaPoint(i, j, count):
		k = j + 1
	default:
		return 0
	}
	if _, w := r.digitAt(k); w == 0 {
		return 0
	}
	if count == 0 && i > r.lo && (isLetter(r.text[i-1]) || isDigit(r.text[i-1]) || r.text[i-1] == ')') {
		return 0
	}
	return k
}

// lakhs reports whether the groups from the comma at k on are of two digits
// and end with one of three.
func (r *reader) lakhs(k int) bool {
	for most := k + 30; k < r.hi && r.text[k] == ',' && k < most; {
		e := k + 1
		for e < r.hi && isDigit(r.text[e]) {
			e++
		}
		switch e - k - 1 {
		case 2:
			k = e
		case 3:
			return e >= r.hi || r.text[e] != ','
		default:
			return false
		}
	}
	return false
}

// commaPoint reports whether the comma at j is a decimal comma: "0,05", or one
// or two digits and a percent sign after it: "3,5 %".
func (r *reader) commaPoint(i, j, count int) bool {
	e := j + 1
	for e < r.hi && isDigit(r.text[e]) {
		e++
	}
	n := e - j - 1
	if n == 0 || e < r.hi && r.text[e] == ',' && e+1 < r.hi && isDigit(r.text[e+1]) {
		return false
	}
	if count == 1 && r.text[i] == '0' {
		return n <= 4
	}
	if n > 2 {
		return false
	}
	k := e
	for k < r.hi && r.text[k] == ' ' && k < e+1 {
		k++
	}
	return k < r.hi && r.text[k] == '%'
}
