package figures

import "math/bits"

// A letterMap has a bit for each byte of a text that is an ASCII letter. It is
// made once, eight bytes at a time, so that the rules, which look at the same
// words again and again, find their ends without a loop.
type letterMap []uint64

// mapLetters is the map of a text, in place of an old one.
func mapLetters(m letterMap, text string) letterMap {
	m = m[:0]
	for len(text) >= 64 {
		var word uint64
		for k := 0; k < 64; k += 8 {
			word |= lettersOf(eightBytes(text[k:k+8])) << k
		}
		m, text = append(m, word), text[64:]
	}
	var word uint64
	for k := range len(text) {
		if isLetter(text[k]) {
			word |= 1 << k
		}
	}
	return append(m, word)
}

// lettersOf has a bit for each of eight bytes that is an ASCII letter.
func lettersOf(x uint64) uint64 {
	const each = 0x0101010101010101
	upper := x & (0x5F * each)
	from := upper + (0x80-'A')*each    // the high bit: 'A' or after
	after := upper + (0x80-'Z'-1)*each // the high bit: after 'Z'
	high := from &^ after &^ x & (0x80 * each)
	return high >> 7 * 0x0102040810204080 >> 56 // the high bits, side by side
}

// lettersEnd is the end of the run of letters at i, past the block if it goes
// on there.
func (r *reader) lettersEnd(i int) int {
	if at := uint(i) / 64; at < uint(len(r.alpha)) {
		if other := ^r.alpha[at] >> (uint(i) % 64); other != 0 {
			return i + bits.TrailingZeros64(other)
		}
	}
	// The run goes on past 64 bytes of the map, or there is none.
	for i < len(r.text) && isLetter(r.text[i]) {
		i++
	}
	return i
}

// lettersStart is the start of the run of letters before i, before the block
// if it starts there.
func (r *reader) lettersStart(i int) int {
	if at := uint(i-1) / 64; at < uint(len(r.alpha)) {
		if other := ^r.alpha[at] << (63 - uint(i-1)%64); other != 0 {
			return i - bits.LeadingZeros64(other)
		}
	}
	for i > 0 && isLetter(r.text[i-1]) {
		i--
	}
	return i
}
