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
	if e-i > 2 || i-3 < r.lo || t[i-1] != '.' || !isLower(t[i-2]) && t[i-2] != ')' && t[i-2] != '"' || t[i-2] != '"' && !isLower(t[i-3]) && t[i-2] != ')' {
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
	if e+3 >= r.hi || t[e] != '-' || !isLetter(t[e+1]) {
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
