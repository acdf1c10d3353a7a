package figures

import (
	"strings"

	"despatch/briefs"
)

// perUnit reads "/day", "per share", "a barrel", "-a-share" after a unit that
// ends at e, and sets a compound unit.
func (r *reader) perUnit(it *item, e int) int {
	t := r.text
	code := it.Unit
	if code == "" {
		code = it.unit.code
	}
	for range 3 {
		if e >= r.hi {
			break
		}
		if k, ok := r.inverse(e); ok {
			// m s−1, km·h−1
			s := k
			if t[s] == '.' {
				s++
			}
			for s < r.hi && (t[s] == ' ' || strings.HasPrefix(t[s:r.hi], "·") || strings.HasPrefix(t[s:r.hi], "⋅")) {
				s++
				for s < r.hi && t[s] >= 0x80 && t[s] < 0xC0 {
					s++
				}
			}
			u, x, end := r.inverseUnit(s)
			if u == nil {
				break
			}
			code += "/" + u.code + x
			e = end
			continue
		}
		k, hard := e, false
		switch {
		case t[e] == '/':
			k, hard = e+1, true
			if u, _ := r.unitWord(r.skip(k)); u != nil && u.kind == briefs.Measure {
				k = r.skip(k) // mg/ mL
			}
		case strings.HasPrefix(t[e:r.hi], " / "):
			k, hard = e+3, true
		case strings.HasPrefix(t[e:r.hi], "-a-"), strings.HasPrefix(t[e:r.hi], " - a - "):
			k = r.skip(e)
			for k < r.hi && (t[k] == '-' || t[k] == ' ') || k == e {
				k++
			}
			k++
			for k < r.hi && (t[k] == '-' || t[k] == ' ') {
				k++
			}
			if w := r.wordAt(k); !r.shareNoun(k, w) {
				return r.setCode(it, code, e)
			}
		default:
			k = r.skip(e)
			w := r.wordAt(k)
			switch {
			case k == e:
				return r.setCode(it, code, e)
			case r.is(k, w, "per"):
				k = r.skip(w)
				if w2 := r.wordAt(k); r.is(k, w2, "cent") {
					return r.setCode(it, code, e)
				}
				hard = true
			case r.is(k, w, "a"), r.is(k, w, "an"):
				k = r.skip(w)
				w2 := r.wordAt(k)
				if !r.shareNoun(k, w2) {
					return r.setCode(it, code, e)
				}
				// A year earlier is a date.
				j := r.skip(w2)
				if w3 := r.wordAt(j); r.is(j, w3, "earlier") || r.is(j, w3, "ago") || r.is(j, w3, "later") || r.is(j, w3, "before") {
					return r.setCode(it, code, e)
				}
			default:
				return r.setCode(it, code, e)
			}
		}
		if u, end := r.unitWord(k); u != nil && (isLetter(t[k]) || t[k] >= 0x80) && u.kind != briefs.Money && u.kind != briefs.Percent {
			if r.inDollars(k, end) {
				break
			}
			code += "/" + u.code
			e = end
			if x := r.loosePower(e, u); x > 0 { // g/cm 3
				code += r.text[x-1 : x]
				e = x
			}
			continue
		}
		w := r.wordEnd(k)
		if w == k || isDigit(t[k]) {
			break
		}
		if !hard && !r.shareNoun(k, w) || hard && t[e] == '/' && w-k < 3 || r.in(stops, k, w) {
			break
		}
		code += "/" + strings.ToLower(t[k:w])
		e = w
		break
	}
	return r.setCode(it, code, e)
}

func (r *reader) setCode(it *item, code string, e int) int {
	if code != it.unit.code {
		// ISO 4217 knows no rates: $2 a share is USD, the rest is in the text.
		if it.unit.kind != briefs.Money {
			it.Unit = code
		}
		if it.unitAt.Len() > 0 {
			it.unitAt.End = e
		}
	}
	return e
}

func (r *reader) inDollars(k, e int) bool { return r.is(k, e, "t") }

// shareNoun reports the nouns after "a" that make a rate: a share, a barrel, a
// day.
func (r *reader) shareNoun(s, e int) bool {
	return r.in(rateNouns, s, e)
}

var rateNouns = set(`share barrel day week month year hour minute second night head person unit pound gallon ton tonne bushel mile litre liter kilo kilogram ounce piece pop quarter`)

// inverse reports whether a unit to the power of minus one may follow at e.
func (r *reader) inverse(e int) (int, bool) {
	t := r.text
	if t[e] != ' ' && t[e] != '.' && t[e] != 0xC2 && t[e] != 0xE2 {
		return e, false
	}
	k := e
	if t[k] == '.' {
		k++ // m.s −1
	}
	for k < r.hi && k < e+4 && (t[k] == ' ' || strings.HasPrefix(t[k:r.hi], "·") || strings.HasPrefix(t[k:r.hi], "⋅") || t[k] >= 0x80 && t[k] < 0xC0) {
		k++
		if t[k-1] >= 0xC0 && k < r.hi {
			k++
		}
	}
	u, _, _ := r.inverseUnit(k)
	return e, u != nil
}

func (r *reader) inverseUnit(s int) (*unit, string, int) {
	t := r.text
	w := r.wordAt(s)
	if w == s || w-s > 6 {
		return nil, "", s
	}
	u := unitSymbols[t[s:w]]
	if u == nil {
		u = unitNames[t[s:w]] // L · day −1
	}
	if u == nil {
		return nil, "", s
	}
	k := w
	if k < r.hi && t[k] == ' ' {
		k++
	}
	x, n := signedInt(t[k:r.hi])
	if n == 0 {
		x, n = superscript(t[k:r.hi])
	}
	if n == 0 || x >= 0 || x < -3 {
		return nil, "", s
	}
	return u, [...]string{"", "", "2", "3"}[-x], k + n
}

// loosePower is the end of the 2 or 3 that scraping moved off the length or the
// time before it, g/cm 3 and m/s 2, or 0.
func (r *reader) loosePower(e int, u *unit) int {
	t := r.text
	if e+1 >= r.hi || t[e] != ' ' || t[e+1] != '2' && t[e+1] != '3' {
		return 0
	}
	switch u.code {
	case "m", "cm", "mm", "km", "s":
	default:
		return 0
	}
	if c := byteAt(t, e+2, r.hi); isDigit(c) || c == '%' || (c == '.' || c == ',') && isDigit(byteAt(t, e+3, r.hi)) {
		return 0
	}
	return e + 2
}
