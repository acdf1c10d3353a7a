package figures

import (
	"strings"

	"despatch/briefs"
)

// number reads the number at i, which starts with a digit, a point or a vulgar
// fraction, decides what it is, and returns where to go on.
func (r *reader) number(i int) int {
	t := r.text
	if i > r.lo && t[i-1] == '-' {
		if end := r.docket(i); end > i {
			r.no(i, end, "number of a thing")
			return end
		}
	}
	if end := r.date(i); end > i {
		return end
	}
	if end := r.notFigure(i); end > i {
		return end
	}
	if end := r.namedHan(i); end > i {
		r.no(i, end, "number of a thing")
		return end
	}
	var n numeral
	var ok bool
	if v, w := vulgar(t[i:r.hi]); w > 0 {
		n, ok = numeral{start: i, end: i + w, v: v, frac: true}, true
		// ½ million
		k := r.gap(n.end)
		if k > 0 {
			if s, e := r.numWordAt(k); s.class == wScale {
				n.v, _ = scaled(n.v, int(s.val))
				n.end = e
			}
		}
	} else if r.hanNext(i) {
		n, ok = r.chinese(i)
	} else if n, ok = r.english(i); ok && n.slash {
		// 1/2 is read as a fraction by its context: see slashed.
		if !r.slashed(&n) {
			r.no(n.start, n.end, "digits with a slash")
			return n.end
		}
	}
	if !ok || n.end <= i {
		j := i
		for j < r.hi {
			_, w := r.digitAt(j)
			if w == 0 && (t[j] == '.' || t[j] == ',') {
				w = 1
			}
			if w == 0 {
				break
			}
			j += w
		}
		r.no(i, max(j, i+1), "too long for a number")
		return max(j, i+1)
	}
	return r.take(n)
}

// hanNext reports whether the digits at i go on with a Han scale or 分之, 点.
func (r *reader) hanNext(i int) bool {
	j, most := i, min(r.hi, i+60) // longer runs of digits are no number
	for j < most && (isDigit(r.text[j]) || r.text[j] == '.' || r.text[j] == ',' || r.text[j] == 0xEF && j+2 < r.hi && r.text[j+1] == 0xBC) {
		if r.text[j] == 0xEF {
			if r.text[j+2] != 0x8C && (r.text[j+2] < 0x90 || r.text[j+2] > 0x99) && r.text[j+2] != 0x8E {
				break
			}
			j += 2
		}
		j++
	}
	k := r.blanks(j)
	if k-j > 4 || k >= r.hi || r.text[k] < 0xE3 || r.text[k] > 0xE9 {
		return false
	}
	c, w := r.rune(k)
	switch {
	case hanScale(c) > 0, c == '又', c == '成' || c == '折':
		return true
	case isVague(c):
		return true
	case c == '分':
		c, _ = r.rune(r.blanks(k + w))
		return c == '之'
	case c == '点' || c == '點':
		c, _ = r.rune(k + w)
		if _, dw := r.digitAt(k + w); dw > 0 {
			return true
		}
		return hanDigit(c) >= 0
	}
	return false
}

// numberWord reads a number that starts with the English word at i.
func (r *reader) numberWord(i int, w numWord, e int) int {
	t := r.text
	if w.class == wNegative {
		// Minus is a sign only before a number.
		k := r.skip(e)
		if k < r.hi && k > e && (isDigit(t[k]) || isLetter(t[k])) {
			if nw, _ := r.numWordAt(k); isDigit(t[k]) || nw.class == wUnit || nw.class == wTeen || nw.class == wTens {
				return k
			}
		}
		return e
	}
	if w.class == wVague {
		return r.vague(i, w, e)
	}
	if w.class == wOrdinal || w.class == wQuarter || w.class == wHalf || w.class == wPart {
		n, ok := r.english(i)
		if ok {
			return r.take(n)
		}
		if w.class == wOrdinal {
			return r.ordinalWord(i, w, e)
		}
		return e
	}
	n, ok := r.english(i)
	if !ok {
		return e
	}
	// Twenty-first: the tens of an ordinal.
	if w.class == wTens || n.scaled {
		if k := r.gap(n.end); k > 0 && (k > n.end) {
			if o, e2 := r.numWordAt(k); o.class == wOrdinal && !(o.val == 2 && n.scaled) {
				r.ordinal(i, e2, n.v)
				return e2
			}
		}
	}
	if end := r.notWord(&n, w); end > 0 {
		return end
	}
	return r.take(n)
}

// vague reads "tens of thousands", a range of ten; other words such as
// "thousands" say no number.
func (r *reader) vague(i int, w numWord, e int) int {
	k := r.skip(e)
	o := r.wordAt(k)
	if r.is(k, o, "of") {
		s, e2 := r.numWordAt(r.skip(o))
		if s.class == wVague && s.val > 1 && (w.val == 1 && r.text[i]|0x20 == 't' || w.val == 2) && s.val > w.val {
			lo, _ := scaled(briefs.Int(1), int(w.val)+int(s.val))
			hi, _ := scaled(lo, 1)
			n := numeral{start: i, end: e2, v: lo, v2: hi, ranged: true, words: true, scaled: true, vague: true, rule: "tens of thousands"}
			return r.take(n)
		}
	}
	r.no(i, e, "says no number")
	return e
}

// signBefore is where a minus sign before i starts, or i.
func (r *reader) signBefore(i int) int {
	t := r.text
	j := i
	switch {
	case j > r.lo && t[j-1] == '-':
		j--
	case j-3 >= r.lo && (strings.HasSuffix(t[r.lo:j], "−") || strings.HasSuffix(t[r.lo:j], "–") || strings.HasSuffix(t[r.lo:j], "－") || strings.HasSuffix(t[r.lo:j], "‑") || strings.HasSuffix(t[r.lo:j], "﹣")):
		j -= 3
	case j-2 >= r.lo && t[j-1] == ' ' && t[j-2] == '-' && (j-2 == r.lo || t[j-3] == ' ' && j-3 == r.lo):
		j -= 2
	default:
		b := r.wordBefore(i)
		if b.e > b.s && (r.is(b.s, b.e, "minus") || r.is(b.s, b.e, "negative")) {
			if r.endsWith(b.e, "plus or minus") {
				return i
			}
			return b.s
		}
		return i
	}
	// A sign stands free on its left; else it is a hyphen or a dash.
	if j > r.lo {
		c := t[j-1]
		if isLetter(c) || isDigit(c) || c == ')' || c == '%' || c == '-' || c == '/' || c == '.' || c == '_' {
			return i
		}
		if c >= 0x80 && !strings.HasSuffix(t[:j], "“") && !strings.HasSuffix(t[:j], "（") && !hanBefore(t, j) && !strings.HasSuffix(t[:j], "∼") && !strings.HasSuffix(t[:j], "，") && !strings.HasSuffix(t[:j], "£") && !strings.HasSuffix(t[:j], "€") {
			return i
		}
		if hanBefore(t, j) && t[j] != '-' {
			return i
		}
		if c == ' ' {
			// "5 -6" and "page – 12" are no negative numbers.
			k := j - 1
			for k > r.lo && t[k-1] == ' ' {
				k--
			}
			if k > r.lo && isDigit(t[k-1]) && t[j] == '-' {
				return i
			}
		}
	}
	return j
}

// wordBefore is the word that ends before i, on the same line or the line
// before, with only spaces between.
func (r *reader) wordBefore(i int) word {
	if r.cache == nil || i < 0 {
		return r.readBefore(i)
	}
	at := uint64(r.lo)<<32 | uint64(i)
	w := &r.cache.before[uint(i)%uint(len(r.cache.before))]
	if w.at != at || at == 0 {
		w.at, w.word = at, r.readBefore(i)
	}
	return w.word
}

func (r *reader) readBefore(i int) word {
	t := r.text
	e := i
	for e > r.lo && (isSpace(t[e-1]) || t[e-1] == '"') {
		e--
	}
	s := e
	for s > r.lo {
		from := max(r.lettersStart(s), r.lo)
		if from == s && t[s-1] != '\'' && t[s-1] != '&' {
			break
		}
		s = min(from, s-1)
	}
	r.steps += i - s + 1
	return word{s, e}
}

// articleBefore reports whether "a", "an" or "one" stands before i.
func (r *reader) articleBefore(i int) bool {
	b := r.wordBefore(i)
	return r.is(b.s, b.e, "a") || r.is(b.s, b.e, "an")
}

// namedHan is the end of digits that name something in Chinese: 12345热线,
// 民营企业500强, 211工程, or 0.
func (r *reader) namedHan(i int) int {
	v, e := r.plainInt(i)
	if e == i {
		return 0
	}
	rest := r.text[e:r.hi]
	if e-i >= 4 && i-4 >= r.lo && r.text[i-1] == ' ' && hasSuffix(r.text[r.lo:i], "（GB ", "(GB ", "（GB/T ", "(GB/T ") {
		return e // the number of a standard
	}
	if i > r.lo && r.text[i-1] >= 0x80 && r.annexed(i, rest) {
		return e
	}
	switch {
	case strings.HasPrefix(rest, "强") && (v == 10 || v == 50 || v == 100 || v == 500), strings.HasPrefix(rest, "強") && (v == 100 || v == 500):
		return e + 3
	case e-i >= 3 && (strings.HasPrefix(rest, "热线") || strings.HasPrefix(rest, "熱線") || strings.HasPrefix(rest, "政务") || strings.HasPrefix(rest, "工程") || strings.HasPrefix(rest, "平台") || strings.HasPrefix(rest, "国道") || strings.HasPrefix(rest, "省道")):
		return e
	}
	return 0
}

// annexed reports digits at i that number an annex or an aircraft: 附件1,
// "附件：1.", 波音737.
func (r *reader) annexed(i int, rest string) bool {
	switch r.runeBefore(i) {
	case '音', '客':
		return hasSuffix(r.text[r.lo:i], "波音", "空客") // 波音737
	case '件', '表', '录', '图':
		return hasSuffix(r.text[r.lo:i], "附件", "附表", "附录", "附图")
	case '：':
		return hasAny(rest, ".", "．", "、") && strings.HasSuffix(r.text[r.lo:i], "附件：")
	}
	return false
}
