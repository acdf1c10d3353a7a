package figures

import (
	"strings"

	"despatch/briefs"
)

func (r *reader) clock(i, e int) int {
	t := r.text
	k := e + 1
	if t[e] != ':' {
		k = e + 3
	}
	m, e2 := r.plainInt(k)
	h, _ := r.plainInt(i)
	if m == 1 && e2 == k+1 && r.ratioBefore(i) {
		return 0
	}
	if e2-k != 2 || m > 59 || h > 24 {
		// A score, a verse: no figure of ours.
		if e2 > k {
			r.no(i, e2, "digits with a colon")
			return e2
		}
		return 0
	}
	if e2+2 < r.hi && t[e2] == ':' && isDigit(t[e2+1]) {
		_, e2 = r.plainInt(e2 + 1)
		if e2 < r.hi && t[e2] == '.' && e2+1 < r.hi && isDigit(t[e2+1]) {
			_, e2 = r.plainInt(e2 + 1)
		}
	}
	if end := r.meridiemEnd(r.skip(e2)); end > 0 {
		e2 = end
	}
	return r.addDate(i, e2, "", "", "clock time")
}

// meridiem reads "6pm", "6 p.m.", "6.30 am".
func (r *reader) meridiem(i, e int) int {
	t := r.text
	v, _ := r.plainInt(i)
	if v > 24 {
		return 0
	}
	if e+2 < r.hi && t[e] == '.' && isDigit(t[e+1]) && isDigit(t[e+2]) && (e+3 >= r.hi || !isDigit(t[e+3])) {
		m, _ := r.plainInt(e + 1)
		if end := r.meridiemEnd(r.skip(e + 3)); end > 0 && m < 60 && r.timeBefore(i) {
			return r.addDate(i, end, "", "", "clock time")
		}
		return 0
	}
	k := r.skip(e)
	if w := r.wordAt(k); r.is(k, w, "o") && w < r.hi && (t[w] == '\'' || strings.HasPrefix(t[w:r.hi], "’")) {
		return r.addDate(i, r.wordEnd(k), "", "", "clock time")
	}
	if end := r.meridiemEnd(k); end > 0 && v <= 12 && (k == e || r.timeBefore(i) || strings.Contains(t[k:end], ".")) {
		return r.addDate(i, end, "", "", "clock time")
	}
	return 0
}

// timeBefore reports whether a word before i leads to a clock time.
func (r *reader) timeBefore(i int) bool {
	b := r.wordBefore(i)
	return r.in(timeWords, b.s, b.e)
}

var timeWords = set(`of at by until till from to before after around about between and since on to past`)

func (r *reader) meridiemEnd(k int) int {
	if k+1 >= r.hi {
		return 0
	}
	c := r.text[k] | 0x20
	if c != 'a' && c != 'p' {
		return 0
	}
	switch {
	case r.text[k+1]|0x20 == 'm' && (k+2 >= r.hi || !isLetter(r.text[k+2])):
		return k + 2
	case k+3 < r.hi && r.text[k+1] == '.' && r.text[k+2]|0x20 == 'm' && r.text[k+3] == '.':
		return k + 4
	case k+4 < r.hi && r.text[k+1] == '.' && r.text[k+2] == ' ' && r.text[k+3]|0x20 == 'm':
		return k + 4
	}
	return 0
}

// dayGoesOn reports a bare number that is one more day of the month before it:
// between July 4 and 6, on 3 and 5 May's eve.
func (r *reader) dayGoesOn(it *item) bool {
	n := len(r.items)
	if n == 0 || it.neg || it.prefix || it.han || it.Comparator != "" || it.Value.Sign() <= 0 || it.Value.Cmp(briefs.Int(31)) > 0 {
		return false
	}
	d := &r.items[n-1]
	if d.Kind != briefs.Date || d.End >= it.left || it.left-d.End > 5 || !isDigit(r.text[d.End-1]) || d.Period == nil || d.Period.From != "" {
		return false
	}
	switch r.text[d.End:it.left] {
	case " and ", " to ", " or ", " & ", "-", "–":
		return true
	}
	return false
}
