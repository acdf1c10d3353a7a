package figures

import (
	"strings"

	"despatch/briefs"
)

// notFigure tells digits that name or number something from digits that count:
// list markers, references, versions, phone numbers, names. It returns the end
// of what is passed over, or 0.
func (r *reader) notFigure(i int) int {
	t := r.text
	v, e := r.plainInt(i)
	if e == i {
		return 0
	}
	c := byteAt(t, e, r.hi)
	var before byte
	if i > r.lo {
		before = t[i-1]
	}
	skipTo := func(end int, why string) int {
		r.no(i, end, why)
		return end
	}
	if c == '(' && isLetter(byteAt(t, e+1, r.hi)) && byteAt(t, e+2, r.hi) == ')' && e-i < 4 {
		return skipTo(e+3, "section number") // 8(g)
	}
	if c == 0xC2 && strings.HasPrefix(t[e:r.hi], "°") {
		if end := r.coordinate(e); end > 0 {
			return skipTo(end, "coordinate")
		}
	}
	if before == '+' && strings.HasPrefix(t[e:r.hi], "”") {
		return skipTo(e, "slogan in quotation marks") // “5+3”工作机制
	}
	if before == '{' {
		return skipTo(r.setEnd(e), "member of a set")
	}
	// g/cm 3: a power that scraping moved off its unit.
	if e-i == 1 && (v == 2 || v == 3) && before == ' ' && c != '.' && c != ',' && c != '%' {
		if b := r.wordBefore(i); b.s > r.lo && t[b.s-1] == '/' && unitSymbols[t[b.s:b.e]] != nil {
			return skipTo(e, "exponent of a unit")
		}
	}
	if strings.HasSuffix(t[max(r.lo, i-5):i], "<sub>") {
		return skipTo(e, "index of a formula")
	}
	// Versions and addresses: 1.2.3, 10.0.0.1.
	if c == '.' && isDigit(byteAt(t, e+1, r.hi)) {
		j, dots := e, 0
		for j < r.hi && (isDigit(t[j]) || t[j] == '.' && isDigit(byteAt(t, j+1, r.hi))) {
			if t[j] == '.' {
				dots++
			}
			j++
		}
		if dots > 1 {
			return skipTo(j, "version")
		}
	}
	if before == '.' {
		if end := r.noteMark(i, e); end > 0 {
			return skipTo(end, "mark of a note")
		}
	}
	if c == '-' {
		if end := r.slug(e); end > 0 {
			return skipTo(end, "name with a number")
		}
	}
	if before == '#' || before == '_' || before == '@' || before == '\\' || before == '=' && r.inQuery(i) {
		return skipTo(e, "number of a thing")
	}
	// A power of minus one or so after a unit: 5 g day −1.
	if r.isExponent(i, e) {
		if c == '.' {
			if _, end := r.plainInt(e + 1); end > e+1 {
				e = end
			}
		}
		return skipTo(e, "exponent of a unit")
	}
	if before == ' ' && i-2 >= r.lo && (t[i-2] == ')' || t[i-2] == '|') && r.powerOfTerm(i, e) {
		return skipTo(e, "power of a term")
	}
	// Bennett et al. 2003b
	if e-i == 4 && v >= 1800 && v < 2100 && c >= 'a' && c <= 'h' && (e+1 >= r.hi || !isLetter(t[e+1]) && !isDigit(t[e+1])) {
		return skipTo(e+1, "year of a reference")
	}
	if strings.HasPrefix(t[e:r.hi], "σ") || strings.HasPrefix(t[e:r.hi], " σ") || strings.HasPrefix(t[e:r.hi], "-σ") {
		return skipTo(e, "level of significance")
	}
	if before == '-' && i-2 >= r.lo && (isLetter(t[i-2]) || isDigit(t[i-2])) && !r.joinsNumber(i) {
		return skipTo(r.nameEnd(e), "name with a number")
	}
	if before == '/' && i-2 >= r.lo && isLetter(t[i-2]) && c != '.' && !isLetter(byteAt(t, r.skip(e), r.hi)) && !strings.Contains(t[max(r.lo, i-6):i], "and/") && !strings.Contains(t[max(r.lo, i-5):i], "or/") {
		return skipTo(e, "name with a number")
	}
	// Phone numbers and serials: 555-0199, 020-7946-0018, 978-3-16-148410-0.
	if end := r.serial(i, e); end > 0 {
		return skipTo(end, "serial or phone number")
	}
	if end := r.phone(i, e); end > 0 {
		return skipTo(end, "serial or phone number")
	}
	if end := r.locant(i, e); end > 0 {
		return skipTo(end, "name with a number")
	}
	// Letters that are no unit: 13F, 777F, 8088a.
	if isLetter(c) && !r.suffixed(i, e) {
		return skipTo(r.nameEnd(e), "name with a number")
	}
	if i == r.lo || before == '\n' {
		if end := r.hanHeading(i, e, v); end > 0 {
			return skipTo(end, "number of a heading")
		}
	}
	// List markers: "1." "2)" "(3)" at the start of a line, "[11]" anywhere.
	if end := r.marker(i, e, v); end > 0 {
		return skipTo(end, "list marker or reference")
	}
	if e-i > 10 && c != ',' {
		return skipTo(e, "identifier")
	}
	if e-i == 1 && isUpper(c) && isUpper(byteAt(t, e+1, r.hi)) && !isLetter(byteAt(t, e+2, r.hi)) && i-2 >= r.lo && before == ' ' && (isDigit(t[i-2]) || isUpper(t[i-2])) && r.codeBefore(i-1) {
		return skipTo(e+2, "post code")
	}
	if t[i] == '0' && e-i > 1 && (c != '.' || isUpper(byteAt(t, e+1, r.hi))) && !(i == r.lo && e == r.hi) && e-i != 4 || t[i] == '0' && e-i == 4 && c != '.' && i > r.lo && before != ' ' {
		for t[i] == '0' && e-i > 2 && e < r.hi && t[e] == ' ' { // 03708 506 506
			_, e2 := r.plainInt(e + 1)
			if n := e2 - e - 1; n != 3 && n != 4 {
				break
			}
			e = e2
		}
		return skipTo(e, "identifier")
	}
	if why := r.named(i, e); why != "" {
		if why == labelWhy {
			e = r.labelList(i, e)
		}
		return skipTo(e, why)
	}
	if end := r.score(i, e); end > 0 {
		return skipTo(end, "score")
	}
	return 0
}

// nameEnd is the end of a run of letters, digits, hyphens and points.
func (r *reader) nameEnd(e int) int {
	for e < r.hi && (isLetter(r.text[e]) || isDigit(r.text[e]) || (r.text[e] == '-' || r.text[e] == '.') && e+1 < r.hi && (isDigit(r.text[e+1]) || isLetter(r.text[e+1])) || r.text[e] == '/' && isDigit(r.text[e-1]) && e+1 < r.hi && isDigit(r.text[e+1])) {
		r.steps++
		e++
	}
	return e
}

// joinsNumber reports whether the hyphen before i joins numbers or a prefix to
// a number: 5-7, ten-15, sub-7, mid-20s, $10-$20, 3km-5km.
func (r *reader) joinsNumber(i int) bool {
	t := r.text
	k := i - 1
	s := k
	for s > r.lo && isLetter(t[s-1]) {
		s--
	}
	if s == k {
		// Digits before the hyphen: a range, when those were taken.
		if n := len(r.items); n > 0 {
			return r.items[n-1].End == k || r.items[n-1].num.End == k
		}
		return false
	}
	if n := len(r.items); n > 0 && r.items[n-1].End == k {
		return true
	}
	if r.in(numPrefixes, s, k) {
		return true
	}
	// The word "range-20" and the like, in small letters, are bad spacing.
	return false
}

var numPrefixes = set(`sub mid pre post under over low high near about up plus minus circa non late early least most top bottom`)

// suffixed reports whether the letters after digits at e are a unit, a scale
// or part of a number.
func (r *reader) suffixed(i, e int) bool {
	t := r.text
	w := r.wordAt(e)
	s := t[e:w]
	if w < r.hi && isDigit(t[w]) && !strings.EqualFold(s, "e") && s != "x" && s != "m" && s != "km" && s != "cm" && s != "mm" && s != "ft" && s != "in" {
		return false
	}
	switch s {
	case "k", "K", "M", "b", "B", "G", "bn", "tn", "mn", "mln", "trn", "Bn", "BN", "MM", "x", "X", "e", "E", "c", "p", "pp", "plus", "odd", "dollar", "dollars", "million", "billion", "trillion", "thousand", "hundred", "lakh", "crore", "percent", "fold", "MUSD", "MEUR":
		if s == "G" && e-i == 1 {
			return false // 5G
		}
		if s == "M" && e-i == 1 && w < r.hi && t[w] == '-' {
			return false
		}
		return true
	}
	if s == "A" && w < r.hi && t[w] == ' ' && isUpper(byteAt(t, w+1, r.hi)) && isLower(byteAt(t, w+2, r.hi)) {
		return false // 328A Russell Building
	}
	if s == "s" && e-i > 1 {
		if b := r.wordBefore(i); b.e > b.s && b.e-b.s < 5 && i-b.e == 1 && joinedAcronym(t[b.s:b.e]) && b.e-b.s > 1 {
			return false // KC 135s
		}
	}
	if s == "D" || s == "F" || s == "S" || s == "H" || s == "P" || s == "R" || s == "Q" || s == "X" {
		return false
	}
	if w < r.hi && t[w] >= 0xC3 && t[w] < 0xE2 {
		w = r.wordEnd(e)
	}
	u, ue := r.unitWord(e)
	if u == nil {
		return false
	}
	if s == "C" && e-i == 1 || s == "A" && e-i <= 2 && !(w >= r.hi) || s == "a" {
		return false
	}
	return ue >= w || ue < r.hi && !isLetter(t[ue])
}

// marker reads list markers and references.
func (r *reader) marker(i, e, v int) int {
	t := r.text
	c := byteAt(t, e, r.hi)
	s := i
	if end := r.wideMarker(i, e); end > 0 {
		return end
	}
	if s > r.lo && t[s-1] == '(' {
		s--
	}
	if s > r.lo && t[s-1] == '[' || s > r.lo && t[s-1] == '^' {
		// [11], [^2], [3, 4]
		j := e
		for j < r.hi && (isDigit(t[j]) || t[j] == ',' || t[j] == ';' || t[j] == ' ' || t[j] == '-' || t[j] >= 0x80 && t[j] < 0xE3) && j < e+24 {
			j++
		}
		if byteAt(t, j, r.hi) == ']' {
			return j + 1
		}
	}
	line := s
	for line > r.lo && (t[line-1] == ' ' || t[line-1] == '\t' || t[line-1] == '>' || t[line-1] == '#' || t[line-1] == '*' || t[line-1] == '[' && c == '.') {
		line--
	}
	first := line == r.lo || t[line-1] == '\n'
	spaced := e+1 < r.hi && (isSpace(t[e+1]) || t[e+1] >= 0xE3)
	switch {
	case first && e-i <= 3 && (c == '.' || c == ')') && spaced && e+1 < r.hi:
		return e + 1
	case first && e-i <= 2 && (strings.HasPrefix(t[e:r.hi], "、") || strings.HasPrefix(t[e:r.hi], "．") && e+3 < r.hi && !isDigit(t[e+3]) || strings.HasPrefix(t[e:r.hi], "）") || c == '.' && e+1 < r.hi && t[e+1] >= 0xE2):
		return e + 1
	case !r.cell && s < i && c == '.' && e-i <= 2 && s > r.lo && t[s-1] == ' ' && r.closedPoint(e) > 0:
		// (2.1), of an equation or a section.
		return r.closedPoint(e)
	case !r.cell && s < i && c == ')' && e-i <= 2 && v < 100:
		// (3) in a line: a marker, unless a word says the same: forty-five (45).
		return e + 1
	case s == i && c == ')' && e-i <= 2 && v < 30 && spaced && !r.openParen(i):
		return e + 1
	case first && e+2 < r.hi && c == '.' && isDigit(t[e+1]) && r.inHeading():
		// 3.2 Housing, as a heading
		_, e2 := r.plainInt(e + 1)
		if e2 < r.hi && isSpace(t[e2]) {
			return e2
		}
	case first && !r.cell && e-i <= 2 && c == '.' && e+1 < r.hi && isDigit(t[e+1]):
		return r.sectionNumber(e)
	}
	return 0
}

// openParen reports whether a parenthesis is open before i on its line.
func (r *reader) openParen(i int) bool {
	for k := i - 1; k >= r.lo && k > i-120; k-- {
		switch r.text[k] {
		case '(':
			return true
		case ')', '\n':
			return false
		}
	}
	return false
}

// serial reads digits joined by hyphens that are no range and no date.
func (r *reader) serial(i, e int) int {
	t := r.text
	if byteAt(t, e, r.hi) != '-' || !isDigit(byteAt(t, e+1, r.hi)) {
		return 0
	}
	j, parts := e, 1
	for j < r.hi && t[j] == '-' && isDigit(byteAt(t, j+1, r.hi)) {
		_, j = r.plainInt(j + 1)
		parts++
		if parts > 6 {
			break
		}
	}
	if parts > 2 {
		return j
	}
	_, e2 := r.plainInt(e + 1)
	if !r.cell && e-i == 2 && e2-e > 3 && i == r.lo && strings.TrimSpace(t[e2:r.hi]) == "" && e2 > e {
		return e2 // 13-1027, alone in its block: the number of a release
	}
	if e2-e-1 == 4 && e-i == 3 || t[i] == '0' && e-i > 1 && byteAt(t, i+1, r.hi) != '.' && e2-e-1 > 2 {
		return e2
	}
	return 0
}

// slashed decides what digits with a slash are: a fraction before a unit, a
// noun or "of", alone, or after a word that says more or less; else a score or
// a pair of numbers.
func (r *reader) slashed(n *numeral) bool {
	if n.v.Cmp(briefs.Int(1)) > 0 && strings.Contains(r.text[n.start:n.end], " ") {
		return true // 2 1/4
	}
	whole := n.start == r.lo || r.signBefore(n.start) == r.lo
	if whole && n.end == r.hi {
		return true
	}
	j, _ := r.unitGap(n.end)
	if u, _ := r.unitWord(j); u != nil && j < r.hi {
		return true
	}
	w := r.wordAt(j)
	if r.is(j, w, "of") || r.is(j, w, "point") || r.is(j, w, "points") || r.is(j, w, "cup") {
		return true
	}
	c, _ := r.rune(j)
	if isHan(c) || strings.HasSuffix(r.text[r.lo:n.start], "的") {
		return true
	}
	return r.comparedAt(n.start)
}

// inQuery reports whether the word around i is an address or a query.
func (r *reader) inQuery(i int) bool {
	for k := i - 1; k >= r.lo && k > i-80 && !isSpace(r.text[k]); k-- {
		if r.text[k] == '&' || r.text[k] == '?' {
			return true
		}
	}
	return false
}

// isExponent reports whether the digits at i are the power of the letters
// before them: a minus sign that stands right after a space and a letter.
func (r *reader) isExponent(i, e int) bool {
	t := r.text
	s := i
	switch {
	case strings.HasSuffix(t[r.lo:i], "−"):
		s -= 3
	case strings.HasSuffix(t[r.lo:i], " -") && e-i == 1:
		s--
	default:
		return false
	}
	if e-i > 1 && t[s] == '-' {
		return false
	}
	k := s
	for k > r.lo && t[k-1] == ' ' && s-k < 2 {
		k--
	}
	if k == r.lo || !isLetter(t[k-1]) && t[k-1] != ')' && !greekBefore(t, k) {
		return false
	}
	w := k
	for w > r.lo && isLetter(t[w-1]) {
		w--
	}
	if t[s] == '-' {
		return unitSymbols[t[w:k]] != nil || k-w > 1 && joinedAcronym(t[w:k])
	}
	return k-w <= 4 && k > w && !r.in(stops, w, k) || k == w
}
