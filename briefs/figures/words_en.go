package figures

// A wordClass says what an English number word does in a number.
type wordClass uint8

const (
	wNone     wordClass = iota
	wUnit               // zero to nine
	wTeen               // ten to nineteen
	wTens               // twenty to ninety
	wHundred            // hundred
	wScale              // thousand and up; val is the power of ten
	wDozen              // dozen
	wPart               // thirds, fifths: val is the denominator
	wOrdinal            // third, fifth: an ordinal, or one part of so many
	wHalf               // half
	wQuarter            // quarter, quarters
	wVague              // hundreds, thousands: a number only after a number
	wAbbr               // bn, mn, k: a scale only after digits
	wNegative           // minus, negative
)

type numWord struct {
	class  wordClass
	val    int64
	plural bool
}

// numWords are the English words that numbers are written with.
var numWords = map[string]numWord{
	"zero": {wUnit, 0, false}, "nought": {wUnit, 0, false}, "naught": {wUnit, 0, false},
	"one": {wUnit, 1, false}, "two": {wUnit, 2, false}, "three": {wUnit, 3, false}, "four": {wUnit, 4, false},
	"five": {wUnit, 5, false}, "six": {wUnit, 6, false}, "seven": {wUnit, 7, false}, "eight": {wUnit, 8, false},
	"nine": {wUnit, 9, false},
	"ten":  {wTeen, 10, false}, "eleven": {wTeen, 11, false}, "twelve": {wTeen, 12, false},
	"thirteen": {wTeen, 13, false}, "fourteen": {wTeen, 14, false}, "fifteen": {wTeen, 15, false},
	"sixteen": {wTeen, 16, false}, "seventeen": {wTeen, 17, false}, "eighteen": {wTeen, 18, false},
	"nineteen": {wTeen, 19, false},
	"twenty":   {wTens, 20, false}, "thirty": {wTens, 30, false}, "forty": {wTens, 40, false}, "fourty": {wTens, 40, false},
	"fifty": {wTens, 50, false}, "sixty": {wTens, 60, false}, "seventy": {wTens, 70, false},
	"eighty": {wTens, 80, false}, "ninety": {wTens, 90, false},
	"hundred": {wHundred, 2, false}, "hundreds": {wVague, 2, true},
	"thousand": {wScale, 3, false}, "million": {wScale, 6, false}, "billion": {wScale, 9, false},
	"trillion": {wScale, 12, false}, "quadrillion": {wScale, 15, false},
	"lakh": {wScale, 5, false}, "crore": {wScale, 7, false},
	"thousands": {wVague, 3, true}, "millions": {wVague, 6, true}, "billions": {wVague, 9, true},
	"trillions": {wVague, 12, true}, "lakhs": {wVague, 5, true}, "crores": {wVague, 7, true},
	"dozen": {wDozen, 12, false}, "dozens": {wVague, 1, true}, "tens": {wVague, 1, true},
	"half": {wHalf, 2, false}, "halves": {wPart, 2, true},
	"quarter": {wQuarter, 4, false}, "quarters": {wQuarter, 4, true},
	"first": {wOrdinal, 1, false}, "second": {wOrdinal, 2, false}, "third": {wOrdinal, 3, false},
	"fourth": {wOrdinal, 4, false}, "fifth": {wOrdinal, 5, false}, "sixth": {wOrdinal, 6, false},
	"seventh": {wOrdinal, 7, false}, "eighth": {wOrdinal, 8, false}, "ninth": {wOrdinal, 9, false},
	"tenth": {wOrdinal, 10, false}, "eleventh": {wOrdinal, 11, false}, "twelfth": {wOrdinal, 12, false},
	"thirteenth": {wOrdinal, 13, false}, "fourteenth": {wOrdinal, 14, false}, "fifteenth": {wOrdinal, 15, false},
	"sixteenth": {wOrdinal, 16, false}, "seventeenth": {wOrdinal, 17, false}, "eighteenth": {wOrdinal, 18, false},
	"nineteenth": {wOrdinal, 19, false}, "twentieth": {wOrdinal, 20, false}, "thirtieth": {wOrdinal, 30, false},
	"fortieth": {wOrdinal, 40, false}, "fiftieth": {wOrdinal, 50, false}, "hundredth": {wOrdinal, 100, false},
	"thousandth": {wOrdinal, 1000, false}, "millionth": {wOrdinal, 1e6, false}, "trillionth": {wOrdinal, 1e12, false},
	"thirds": {wPart, 3, true}, "fourths": {wPart, 4, true}, "fifths": {wPart, 5, true}, "sixths": {wPart, 6, true},
	"sevenths": {wPart, 7, true}, "eighths": {wPart, 8, true}, "ninths": {wPart, 9, true}, "tenths": {wPart, 10, true},
	"twentieths": {wPart, 20, true}, "hundredths": {wPart, 100, true}, "thousandths": {wPart, 1000, true},
	"bn": {wAbbr, 9, false}, "mn": {wAbbr, 6, false}, "mln": {wAbbr, 6, false}, "bln": {wAbbr, 9, false},
	"tn": {wAbbr, 12, false}, "trn": {wAbbr, 12, false}, "cr": {wAbbr, 7, false}, "mm": {wAbbr, 6, false},
	"minus": {wNegative, 0, false}, "negative": {wNegative, 0, false},
}

// numWordsBy are the number words by first letter and length: at most a few of
// each, so that most words are passed over without a comparison.
var numWordsBy = func() (by [26][maxNumWord + 1][]namedNum) {
	for w, n := range numWords {
		if n.class != wAbbr {
			at := &by[w[0]-'a'][len(w)]
			*at = append(*at, namedNum{w, n})
		}
	}
	return
}()

// numWordEnds has a bit for each letter that a number word, or a verb such as
// doubled, of a first letter and a length ends with.
var numWordEnds = func() (ends [26][maxNumWord + 1]uint32) {
	for w, n := range numWords {
		if n.class != wAbbr {
			ends[w[0]-'a'][len(w)] |= 1 << (w[len(w)-1] & 31)
		}
	}
	for _, m := range multiples {
		w := m.verb
		ends[w[0]-'a'][len(w)] |= 1 << (w[len(w)-1] & 31)
	}
	return
}()

// numWordMay reports whether a word in any case may be a number word.
func numWordMay(w string) bool {
	return len(w) <= maxNumWord && numWordEnds[(w[0]|0x20)-'a'][len(w)]>>(w[len(w)-1]&31)&1 != 0
}

type namedNum struct {
	name string
	numWord
}

// maxNumWord is the length of the longest number word.
const maxNumWord = 12

// fold writes s in lower-case ASCII into buf and returns it as bytes; a word
// that does not fit is in no table, and comes back empty.
func fold(buf *[24]byte, s string) []byte {
	if len(s) > len(buf) {
		return nil
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return buf[:len(s)]
}

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool  { return c >= 'a' && c <= 'z' }
func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// numWordAt is the number word at i and where it ends.
func (r *reader) numWordAt(i int) (numWord, int) {
	if i >= r.hi || !isLetter(r.text[i]) {
		return numWord{}, i
	}
	e := r.wordAt(i)
	if !numWordMay(r.text[i:e]) {
		return numWord{}, e
	}
	for _, w := range numWordsBy[(r.text[i]|0x20)-'a'][e-i] {
		if sameWord(r.text[i:e], w.name) {
			return w.numWord, e
		}
	}
	return numWord{}, e
}

// wordAt is the end of the run of letters at i.
func (r *reader) wordAt(i int) int {
	return min(r.lettersEnd(i), max(i, r.hi))
}

// is reports whether the word text[s:e] is w, which is in lower case.
func (r *reader) is(s, e int, w string) bool {
	if e-s != len(w) {
		return false
	}
	for i := 0; i < len(w); i++ {
		c := r.text[s+i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != w[i] {
			return false
		}
	}
	return true
}

// skip is the next offset that is no space; one line break counts as a space,
// an empty line ends the text.
func (r *reader) skip(i int) int {
	if i < r.hi && !mayBlank[r.text[i]] {
		return i
	}
	return r.skipBlanks(i)
}

// mayBlank are the bytes that a space may start with.
var mayBlank = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, 0xC2: true, 0xE2: true, 0xE3: true}

func (r *reader) skipBlanks(i int) int {
	if i+1 < r.hi && r.text[i] == ' ' && !mayBlank[r.text[i+1]] {
		return i + 1 // nearly always
	}
	breaks := 0
	for i < r.hi {
		switch c := r.text[i]; {
		case c == '\n':
			if breaks++; breaks > 1 {
				return r.hi
			}
			i++
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == 0xC2 && i+1 < r.hi && r.text[i+1] == 0xA0: // no-break space
			i += 2
		case c == 0xE2 && i+2 < r.hi && r.text[i+1] == 0x80 && (r.text[i+2] == 0xAF || r.text[i+2] >= 0x80 && r.text[i+2] <= 0x8A): // narrow and thin spaces
			i += 3
		case c == 0xE3 && i+2 < r.hi && r.text[i+1] == 0x80 && r.text[i+2] == 0x80: // full-width space
			i += 3
		default:
			return i
		}
	}
	return i
}
