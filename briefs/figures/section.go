package figures

import (
	"strings"

	"despatch/briefs"
)

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

// hanHeading is the end of the number of a heading in Chinese that stands in a
// line of its own, "1 总则", "2.1 组织机构"; or 0.
func (r *reader) hanHeading(i, e, v int) int {
	t := r.text
	if e-i > 2 || v > 30 || r.cell {
		return 0
	}
	for e < r.hi && t[e] == '.' && isDigit(byteAt(t, e+1, r.hi)) {
		_, e = r.plainInt(e + 1)
	}
	k := r.blanks(e)
	if k == e || k >= r.hi || t[k] < 0xE3 || t[k] > 0xE9 {
		return 0
	}
	if u, _ := r.unitHan(k); u != nil || r.hanNext(i) {
		return 0
	}
	line := k
	for line < r.hi && t[line] != '\n' {
		if line++; line-k > 60 {
			return 0
		}
	}
	r.steps += line - k
	if c, w := r.rune(k); isClassifier(c) && k+w < line || strings.Contains(t[k:line], "。") || strings.Contains(t[k:line], "，") {
		if !hasAny(t[k:line], "组织", "适用", "工作原则") {
			return 0
		}
	}
	return e
}
