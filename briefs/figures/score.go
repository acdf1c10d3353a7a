package figures

import "strings"

// score reads 3-2, 21–15 where a game is told of.
func (r *reader) score(i, e int) int {
	t := r.text
	k := e
	switch {
	case byteAt(t, k, r.hi) == '-':
		k++
	case strings.HasPrefix(t[k:r.hi], "–"):
		k += 3
	case strings.HasPrefix(t[k:r.hi], "比"):
		// 3比1战胜
		_, e2 := r.plainInt(k + 3)
		if won, _ := r.rune(e2); e2 > k+3 && strings.ContainsRune("战戰击擊取获獲胜勝险險负負逆完", won) {
			return e2
		}
		return 0
	default:
		return 0
	}
	second, e2 := r.plainInt(k)
	if e2 == k || byteAt(t, e2, r.hi) == '-' {
		return 0
	}
	// A vote or a score has the higher number first, and nothing is counted.
	if first, _ := r.plainInt(i); first > second && e2-k <= 3 && e-i <= 3 {
		if c := byteAt(t, r.skip(e2), r.hi); r.skip(e2) >= r.hi || c == '.' && !isDigit(byteAt(t, e2+1, r.hi)) || c == ',' && !isDigit(byteAt(t, e2+1, r.hi)) || c == ';' || c == ')' {
			return e2
		}
	}
	if e-i > 2 || e2-k > 2 {
		return 0
	}
	b := r.wordBefore(i)
	if r.in(scoreWords, b.s, b.e) {
		return e2
	}
	w := r.wordAt(r.skip(e2))
	if r.in(scoreAfter, r.skip(e2), w) {
		return e2
	}
	return 0
}

var scoreWords = set(`won win wins beat beats lost lose loses drew draw led leads lead victory defeat score won't vote voted trailed ahead tied tie`)

var scoreAfter = set(`win victory loss defeat draw vote decision lead majority record victories against`)

// wideMarker reads a reference or the marker of a list in full-width brackets:
// ［12］ and 〔12〕 anywhere, （4） where a sentence starts.
func (r *reader) wideMarker(i, e int) int {
	if e-i > 3 {
		return 0
	}
	before, after := r.text[r.lo:i], r.text[e:r.hi]
	for _, b := range [...][2]string{{"［", "］"}, {"〔", "〕"}} {
		if strings.HasSuffix(before, b[0]) && strings.HasPrefix(after, b[1]) {
			return e + len(b[1])
		}
	}
	lead, open := strings.CutSuffix(before, "（")
	if !open || !strings.HasPrefix(after, "）") {
		return 0
	}
	if lead = strings.TrimRight(lead, " \u3000*#"); lead == "" || strings.HasSuffix(lead, "\n") || strings.HasSuffix(lead, "。") || strings.HasSuffix(lead, "；") || strings.HasSuffix(lead, "：") {
		return e + len("）")
	}
	return 0
}
