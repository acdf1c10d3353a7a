package figures

import (
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// A unit is one entry of the table of units.
type unit struct {
	code   string
	kind   briefs.Kind
	symbol bool // read as a symbol: letters told apart by case
}

var (
	unitSymbols = make(map[string]*unit, 1024) // as printed
	unitNames   = make(map[string]*unit, 1024) // in lower case, singular; Han as printed
	unitFirsts  = make(map[string]bool, 1024)  // first words of names
	unitCodes   = make(map[string]*unit, 1024) // by code
	unitLoose   = map[string]*unit{}           // symbols in lower case, where that is not ambiguous

	// unitLeads are the letters that spellings of units start with, so that
	// most words are told at once to be no unit.
	unitLeads *wordSet
	// unitSigns are the first bytes of symbols.
	unitSigns [256]bool
	// hanUnits is the longest spelling of a unit, in bytes, by its first Han
	// character.
	hanUnits [hanLast - hanFirst + 1]uint8
)

// maxUnit is the longest spelling of a unit in bytes.
const maxUnit = 32

func init() {
	for _, row := range unitRows {
		u := &unit{code: row.code, kind: row.kind}
		unitCodes[row.code] = u
		for name := range strings.SplitSeq(row.names, "|") {
			if sym, ok := strings.CutPrefix(name, "="); ok {
				unitSymbols[sym] = u
				addLoose(sym, u)
				continue
			}
			addName(name, u)
		}
	}
	for _, si := range siUnits {
		for _, p := range siPrefixes {
			code := strings.Replace(p.symbol, "μ", "µ", 1) + strings.Replace(si.symbol, "l", "L", 1)
			u := unitSymbols[p.symbol+si.symbol]
			if u == nil {
				u = &unit{code: code, kind: briefs.Measure}
				if same := unitCodes[code]; same != nil {
					u.kind = same.kind
				}
				unitSymbols[p.symbol+si.symbol] = u
				if unitCodes[code] == nil {
					unitCodes[code] = u
				}
				addLoose(p.symbol+si.symbol, u)
			}
			if si.name != "" && unitNames[p.name+si.name] == nil {
				addName(p.name+si.name, u)
			}
		}
	}
	var leads strings.Builder
	lead := func(s string) {
		n := 0
		for n < len(s) && isLetter(s[n]) {
			n++
		}
		leads.WriteString(" " + strings.ToLower(s[:n]))
	}
	for s := range unitSymbols {
		lead(s)
		unitSigns[s[0]] = true
	}
	unitSigns[0xC2] = true // °, which words may follow
	for s := range unitNames {
		lead(s)
		if c, w := utf8.DecodeRuneInString(s); w > 1 && c >= hanFirst && c <= hanLast {
			hanUnits[c-hanFirst] = max(hanUnits[c-hanFirst], uint8(len(s)))
		}
	}
	for s := range unitFirsts {
		lead(s)
		lead(s + "s")
	}
	unitLeads = set(leads.String())
}

func addName(name string, u *unit) {
	unitNames[name] = u
	first, _, _ := strings.Cut(name, " ")
	first, _, _ = strings.Cut(first, "-")
	unitFirsts[first] = true
}

// addLoose lets symbols of three letters and more be read in any case.
func addLoose(sym string, u *unit) {
	if low := strings.ToLower(sym); len(sym) > 2 && low != sym && unitLoose[low] == nil {
		unitLoose[low] = u
	}
}

// unitWord is the unit whose spelling starts at i, and where it ends: the
// longest that fits.
func (r *reader) unitWord(i int) (*unit, int) {
	if i >= r.hi {
		return nil, i
	}
	c := r.text[i]
	if isLetter(c) {
		return r.unitLetters(i)
	}
	if c >= 0xE3 && c <= 0xE9 {
		return r.unitHan(i)
	}
	if c == '-' || c == '(' || c == ')' || c == ',' || c == '.' {
		return nil, i
	}
	if !unitSigns[c] {
		return nil, i
	}
	// Signs: %, °C, €, µm.
	for e := min(i+8, r.hi); e > i; e-- {
		if e < r.hi && !utf8.RuneStart(r.text[e]) {
			continue
		}
		if u := unitSymbols[r.text[i:e]]; u != nil {
			if e < r.hi && isLetter(r.text[e]) && e > i && isLetter(r.text[e-1]) {
				continue
			}
			return u, e
		}
	}
	if c == 0xC2 && strings.HasPrefix(r.text[i:r.hi], "°") {
		if k := r.skip(i + 2); k < r.hi && isLetter(r.text[k]) {
			var buf [24]byte
			e := r.wordAt(k)
			switch string(fold(&buf, r.text[k:e])) {
			case "celsius":
				return unitSymbols["°C"], e
			case "fahrenheit":
				return unitSymbols["°F"], e
			}
		}
	}
	return nil, i
}

func (r *reader) unitHan(i int) (*unit, int) {
	ends := [8]int{}
	n, e, most := 0, i, r.hi
	if c, _ := r.rune(i); c >= hanFirst && c <= hanLast {
		most = min(most, i+int(hanUnits[c-hanFirst]))
	}
	for n < len(ends) && e < most {
		_, w := utf8.DecodeRuneInString(r.text[e:r.hi])
		e += w
		ends[n] = e
		n++
	}
	for n--; n >= 0; n-- {
		if u := unitNames[r.text[i:ends[n]]]; u != nil {
			return u, ends[n]
		}
	}
	return nil, i
}

// unitLetters reads a unit of letters: a symbol with its power, or one to four
// words.
func (r *reader) unitLetters(i int) (*unit, int) {
	e1 := r.wordAt(i)
	if !r.in(unitLeads, i, e1) {
		return nil, i
	}
	// A symbol goes on with its power: m2, km², m^3, s-1.
	e := e1
	if e1-i <= 8 {
		for e < r.hi && e-e1 < 4 && (isDigit(r.text[e]) || r.text[e] == '^' || r.text[e] == '$') {
			e++
		}
		if e < r.hi && e == e1 && r.text[e] == 0xC2 && e+1 < r.hi && (r.text[e+1] == 0xB2 || r.text[e+1] == 0xB3) {
			e += 2
		}
		if e > e1 {
			if u := unitSymbols[r.text[i:e]]; u != nil {
				return u, e
			}
			if e < r.hi && r.text[e] == '/' {
				return nil, i
			}
		}
		if e1 < r.hi && (r.text[e1] == '-' || strings.HasPrefix(r.text[e1:r.hi], "−")) {
			k := e1 + 1
			if r.text[e1] != '-' {
				k = e1 + 3
			}
			if k < r.hi && isDigit(r.text[k]) && k+1 <= r.hi {
				if u := unitSymbols[r.text[i:k+1]]; u != nil {
					return u, k + 1
				}
			}
		}
	}
	if e1 < r.hi && isDigit(r.text[e1]) {
		return nil, i
	}
	// Slashed and dotted symbols that have a row: km/h, U.S. $, k.gs, rs.
	for _, n := range [...]int{7, 6, 5, 4, 3} {
		end := i + n
		if end > r.hi || end <= e1 || end < r.hi && (isLetter(r.text[end]) || isDigit(r.text[end])) && isLetter(r.text[end-1]) {
			continue
		}
		switch r.text[e1] {
		case '.', '/', ' ', '\'', '-':
			if u := unitSymbols[r.text[i:end]]; u != nil {
				return u, end
			}
		}
	}
	if e1 < r.hi && r.text[e1] >= 0xC3 && r.text[e1] < 0xE3 && e1-i < 20 {
		// An accented word: ångström, colón, złoty.
		k := e1
		for k < r.hi && (r.text[k] >= 0xC3 || r.text[k] >= 0x80 && r.text[k] < 0xC0 || isLetter(r.text[k])) && k-i < 24 {
			k++
		}
		if u := unitNames[strings.ToLower(r.text[i:k])]; u != nil {
			return u, k
		}
	}
	if u := unitSymbols[r.text[i:e1]]; u != nil {
		if n, e, ok := r.unitName(i, e1, true); ok {
			return n, e
		}
		return u, e1
	}
	if n, e, ok := r.unitName(i, e1, false); ok {
		return n, e
	}
	var buf [24]byte
	if u := unitLoose[string(fold(&buf, r.text[i:e1]))]; u != nil {
		return u, e1
	}
	return nil, i
}

// unitName reads a unit of up to four words in the singular or plural.
func (r *reader) unitName(i, e1 int, longer bool) (*unit, int, bool) {
	var buf [maxUnit]byte
	first := buf[:0]
	for k := i; k < e1 && k-i < maxUnit; k++ {
		c := r.text[k]
		if isUpper(c) {
			c |= 0x20
		}
		first = append(first, c)
	}
	if !unitFirsts[string(first)] && !(len(first) > 1 && first[len(first)-1] == 's' && unitFirsts[string(first[:len(first)-1])]) {
		return nil, 0, false
	}
	ends := [4]int{e1}
	lens := [4]int{len(first)}
	n, name := 1, first
	for e := e1; n < 4 && e < r.hi; n++ {
		c := r.text[e]
		if c != ' ' && c != '-' && c != '.' && c != '\n' {
			break
		}
		k := e + 1
		if c == '.' && k < r.hi && r.text[k] == ' ' {
			k++
		}
		if c == ' ' && k+1 < r.hi && r.text[k] == '-' && r.text[k+1] == ' ' {
			k += 2
			c = '-'
		}
		if k >= r.hi || !isLetter(r.text[k]) {
			break
		}
		w := r.wordAt(k)
		if len(name)+2+w-k > maxUnit {
			break
		}
		if c == '-' {
			name = append(name, '-')
		} else if c == '.' {
			name = append(name, '.', ' ')
		} else {
			name = append(name, ' ')
		}
		for ; k < w; k++ {
			c := r.text[k]
			if isUpper(c) {
				c |= 0x20
			}
			name = append(name, c)
		}
		e = w
		ends[n], lens[n] = w, len(name)
	}
	least := 0
	if longer {
		least = 1
	}
	for n--; n >= least; n-- {
		s := name[:lens[n]]
		u := unitNames[string(s)]
		if u == nil && len(s) > 3 && s[len(s)-1] == 's' {
			u = unitNames[string(s[:len(s)-1])]
		}
		if u == nil && n > 0 { // miles per hour, degrees celsius, pounds per square inch
			d := dropPlural(s)
			if u = unitNames[string(d)]; u == nil && len(d) > 4 && d[len(d)-1] == 's' {
				u = unitNames[string(d[:len(d)-1])]
			}
		}
		if u != nil {
			return u, ends[n], true
		}
	}
	return nil, 0, false
}

// dropPlural takes the s off the first word of s, in place of s.
func dropPlural(s []byte) []byte {
	for k := range s {
		if s[k] == ' ' || s[k] == '-' {
			if k > 1 && s[k-1] == 's' {
				var out [maxUnit]byte
				n := copy(out[:], s[:k-1])
				n += copy(out[n:], s[k:])
				return out[:n]
			}
			break
		}
	}
	return s
}
