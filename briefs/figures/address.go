package figures

import "strings"

// phone reads (202) 555-0199, 202/555-0199, 202 555 0199 and the like.
func (r *reader) phone(i, e int) int {
	t := r.text
	if e-i != 3 {
		return 0
	}
	k := e
	for k < r.hi && k < e+2 && (t[k] == ')' || t[k] == '/' || t[k] == ' ' || t[k] == '.') {
		k++
	}
	_, e2 := r.plainInt(k)
	if k == e || e2-k != 3 || e2 >= r.hi || t[e2] != '-' && t[e2] != '.' {
		return 0
	}
	_, e3 := r.plainInt(e2 + 1)
	if e3-e2-1 != 4 {
		return 0
	}
	return e3
}

// codeBefore reports the first half of a British post code that ends at e: PL31,
// SW1A.
func (r *reader) codeBefore(e int) bool {
	t, s := r.text, e
	digits := 0
	for s > r.lo && e-s < 4 && (isUpper(t[s-1]) || isDigit(t[s-1])) {
		s--
		if isDigit(t[s]) {
			digits++
		}
	}
	return e-s > 1 && isUpper(t[s]) && digits > 0 && (s == r.lo || !isLetter(t[s-1]) && !isDigit(t[s-1]))
}

// address reports a bare number that a street follows: 99 Parkway Avenue.
func (r *reader) address(it *item, n *numeral) bool {
	if n.digits == 0 || n.digits > 5 || it.prefix || it.han || it.neg || it.Value2 != nil {
		return false
	}
	at := n.end
	for k := range 4 {
		w, ok := r.nextWord(at)
		if !ok || !isUpper(r.text[w.s]) || w.s-at > 2 {
			return false
		}
		if k > 0 && r.in(streets, w.s, w.e) {
			return true
		}
		at = w.e
	}
	return false
}

// coordinate is the end of a place on the globe whose degrees end at e: 68° 38'
// N, 149°36.4'W; or 0.
func (r *reader) coordinate(e int) int {
	t := r.text
	k := e + len("°")
	for range 2 {
		j := r.skip(k)
		d := j
		for d < r.hi && (isDigit(t[d]) || t[d] == '.') && d < j+8 {
			d++
		}
		if d == j {
			break
		}
		k = d
		for _, m := range [...]string{"'", "’", "′", "″", "\"", "”", "′′"} {
			if rest, ok := strings.CutPrefix(t[k:r.hi], m); ok {
				k = r.hi - len(rest)
				break
			}
		}
	}
	k = r.skip(k)
	if k >= r.hi || strings.IndexByte("NSEW", t[k]) < 0 || k+1 < r.hi && isLetter(t[k+1]) {
		return 0
	}
	return k + 1
}

// docket is the end of digits at i inside the number of a file, OST-2005-20127;
// or 0.
func (r *reader) docket(i int) int {
	t := r.text
	if i-3 < r.lo || t[i-1] != '-' || !isUpper(t[i-2]) || !isUpper(t[i-3]) {
		return 0
	}
	_, e := r.plainInt(i)
	if e-i < 2 || byteAt(t, e, r.hi) != '-' || !isDigit(byteAt(t, e+1, r.hi)) || strings.HasSuffix(t[r.lo:i], "FY-") {
		return 0
	}
	return r.nameEnd(e)
}

var streets = set(`street st avenue ave road rd lane drive boulevard blvd square court terrace crescent parkway building`)
