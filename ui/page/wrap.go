package page

import (
	"strings"
	"unicode/utf8"
)

// A line is a row's part of a text: bytes from start to end, without the
// spaces at its end, and how many cells they take.
type line struct{ start, end, width int }

// A place is where a row may end: what is behind it goes on the next one.
type place struct {
	at, width    int // of the text before it, with spaces
	end, trimmed int // the same without spaces
}

// breakLines breaks a text into rows, the first of at most first cells, the
// others of at most rest. A newline ends a row. A row is wider only where one
// character is.
func breakLines(text string, first, rest int) []line {
	b := breaker{text: text, room: max(first, 1), rest: max(rest, 1), quantities: quantities(text)}
	b.run()
	return b.lines
}

// Wrap breaks a plain text into rows of at most width cells.
func Wrap(s string, width int) []string {
	if width <= 0 {
		return nil
	}
	lines := breakLines(s, width, width)
	rows := make([]string, len(lines))
	for i, l := range lines {
		rows[i] = s[l.start:l.end]
		if l.width > width {
			rows[i] = Cut(rows[i], width)
		}
	}
	return rows
}

// longestWord is the width of the widest part of a text that no row's end
// should part.
func longestWord(text string) int {
	b := breaker{text: text, room: 1 << 30, rest: 1 << 30, quantities: quantities(text), each: true}
	b.run()
	longest := 0
	for _, l := range b.lines {
		longest = max(longest, l.width)
	}
	return longest
}

// A breaker goes through a text once. Widths are counted from the start of the
// text, so that nothing is counted again when a row ends.
type breaker struct {
	text       string
	room, rest int
	quantities []line // spans that are not to be parted, in order
	lines      []line

	start, base int // of the row: its first byte, and the width before it
	width       int // of all the text before the character at hand
	last        place
	good, fair  place // the last normal and the last weak place
	cut         place // the last place for cutting a word that no row holds
	step        place // the last place where a cut parts no mark from its word
	each        bool  // a row ends wherever it may
	solid       int   // end of an address, which is not broken where a row holds it
}

func (b *breaker) run() {
	before, spaces := space, false
	var prev rune
	for i := 0; i < len(b.text); {
		if b.text[i] == '\n' {
			b.row(b.last.end, b.last.trimmed)
			i++
			b.start, b.base = i, b.width
			b.last = place{end: i, trimmed: b.width}
			b.room, before, spaces, prev = b.rest, space, false, 0
			continue
		}
		n, w := cluster(b.text[i:])
		r, size := rune(b.text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(b.text[i:])
		}
		var next byte
		if i+n < len(b.text) {
			next = b.text[i+n]
		}
		c := classOf(r, before, spaces, next)
		if c == space {
			b.width += w
			i += n
			spaces = true
			continue
		}
		if i > b.start {
			b.mark(i, size, prev, before, spaces, c, next)
			if b.each && b.good.at == i {
				b.breakAt(i)
			}
			for b.width+w-b.base > b.room && i > b.start {
				b.breakAt(i)
			}
		}
		if (spaces || before == space || before == wide || before == shutWide) && i >= b.solid {
			b.solid = addressEnd(b.text, i)
		}
		b.width += w
		i += n
		b.last = place{end: i, trimmed: b.width}
		before, spaces, prev = c, false, r
	}
	if b.start < len(b.text) || len(b.lines) == 0 {
		b.row(b.last.end, b.last.trimmed)
	}
}

// mark notes whether a row may end before the character at i.
func (b *breaker) mark(i, size int, prev rune, before class, spaces bool, c class, next byte) {
	end := next <= ' ' || next < utf8.RuneSelf && asciiClass[next] == shut
	l := breakBetween(before, spaces, c, end)
	here := place{at: i, width: b.width, end: b.last.end, trimmed: b.last.trimmed}
	if before == hyphen && !spaces {
		if l == never && (c == letter && b.compound(i, prev) || c == wide) {
			l = normal
		}
	}
	if l == normal && !spaces && i < b.solid {
		l = never
	}
	for len(b.quantities) > 0 && b.quantities[0].end <= i {
		b.quantities = b.quantities[1:]
	}
	if l == normal && len(b.quantities) > 0 && b.quantities[0].start < i {
		l = weak
	}
	switch {
	case l == normal:
		b.good = here
	case l == weak:
		b.fair = here
	case !spaces && strings.ContainsRune("/-_.?&=,;:)#%", prev) && c != shut:
		b.cut = here
	}
	if c != shut && c != shutWide && c != suffix && c != dash && before != open && before != prefix {
		b.step = here
	}
}

// compound reports whether the hyphen before i joins two words of at least two
// letters each.
func (b *breaker) compound(i int, prev rune) bool {
	h := i - utf8.RuneLen(prev)
	if h < 2 || !wordy(b.text[h-1]) || !wordy(b.text[h-2]) {
		return false
	}
	return i+1 < len(b.text) && wordy(b.text[i]) && wordy(b.text[i+1])
}

func wordy(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

// breakAt ends the row before the character at i at the latest, at the best
// place there is.
func (b *breaker) breakAt(i int) {
	to := place{at: i, width: b.width, end: b.last.end, trimmed: b.last.trimmed}
	switch {
	case b.good.at > b.start:
		to = b.good
	case b.fair.at > b.start:
		to = b.fair
	case b.cut.at > b.start && (b.cut.width-b.base)*2 >= b.room:
		to = b.cut
	case b.step.at > b.start:
		to = b.step
	}
	b.row(to.end, to.trimmed)
	b.start, b.base, b.room = to.at, to.width, b.rest
}

func (b *breaker) row(end, width int) {
	end = max(end, b.start)
	b.lines = append(b.lines, line{b.start, end, max(width-b.base, 0)})
}

// addressEnd is the end of the web or mail address at i, or i where there is
// none.
func addressEnd(text string, i int) int {
	end, at := i, false
	for end < len(text) && text[end] > ' ' && text[end] < 0x7f {
		if text[end] == '@' {
			at = true
		}
		end++
	}
	word := text[i:end]
	if at || strings.Contains(word, "://") || strings.HasPrefix(word, "www.") {
		return end
	}
	return i
}
