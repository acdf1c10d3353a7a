package figures

import "despatch/briefs"

func (r *reader) inHeading() bool { return r.block != nil && r.block.Kind == briefs.HeadingBlock }

// sectionNumber is the end of the number of a heading that stands in a line of text:
// "3.2. Impact hazard", "2.4 Sex differences"; 0 for a value and its unit. The
// point at e stands behind the first number of the line.
func (r *reader) sectionNumber(e int) int {
	t := r.text
	_, e2 := r.plainInt(e + 1)
	if e2-e > 3 || e2 >= r.hi {
		return 0
	}
	end := e2
	if t[end] == '.' {
		end++
	}
	k := r.skip(end)
	if k == end || k+1 >= r.hi || !isUpper(t[k]) || !isLower(t[k+1]) {
		return 0
	}
	if w, _ := r.numWordAt(k); w.class != wNone {
		return 0
	}
	if u, _ := r.unitWord(k); u != nil {
		return 0
	}
	return end
}

// closedPoint is the end of ".1)" at e: one or two digits that a parenthesis
// closes, with nothing else inside.
func (r *reader) closedPoint(e int) int {
	k := e + 1
	for k < r.hi && isDigit(r.text[k]) {
		k++
	}
	if k == e+1 || k > e+3 || byteAt(r.text, k, r.hi) != ')' {
		return 0
	}
	return k + 1
}

// noteMark is the end of digits that a scraped note leaves at the end of a
// sentence: "international.1 But"; or 0.
func (r *reader) noteMark(i, e int) int {
	t := r.text
	if e-i > 2 || i-3 < r.lo || !isLower(t[i-2]) && t[i-2] != ')' && t[i-2] != '"' || t[i-2] != '"' && !isLower(t[i-3]) && t[i-2] != ')' {
		return 0
	}
	if e >= r.hi {
		return e
	}
	if k := r.skip(e); k > e && (k >= r.hi || isUpper(t[k]) || t[k] == '"' || t[k] == '(') || t[e] == '\n' {
		return e
	}
	return 0
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

var streets = set(`street st avenue ave road rd lane drive boulevard blvd square court terrace crescent parkway building`)
