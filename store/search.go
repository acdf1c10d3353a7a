package store

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
)

// What one search takes in; what stands behind is ignored.
const (
	maxQuery = 2048 // bytes
	maxTerms = 24   // and conditions
	maxUnits = 256  // of one term
)

// A language is what it takes to understand a search.
type language struct {
	extract func(text, lang string) []briefs.Figure // reads the figures of a search; nil reads none
	today   time.Time                               // the reader's day
}

// A reading is a search while it is read.
type reading struct {
	language
	query
	rest     string
	units    []string // of figures, as `unit:` has them
	measures []term
}

// parse reads words, "phrases", -not, prefix*, and fields: title:word. Nothing
// is an error: a quote that is not closed ends with the text, signs without a
// word are passed over, and what a field cannot take is left out and said.
func (l language) parse(text string) query {
	r := reading{language: l}
	if len(text) > maxQuery {
		text = text[:maxQuery]
	}
	for r.rest = strings.ToValidUTF8(text, " "); r.rest != ""; {
		if len(r.want)+len(r.not)+len(r.figures)+len(r.shuns)+len(r.state)+len(r.units)+len(r.measures) >= maxTerms {
			r.misread("only the first parts of the search count, up to " + quoted(r.rest))
			break
		}
		c, n := utf8.DecodeRuneInString(r.rest)
		if parts(r.rest) {
			r.rest = r.rest[n:]
			continue
		}
		not := false
		for dash(c) {
			not, r.rest = true, r.rest[n:]
			c, n = utf8.DecodeRuneInString(r.rest)
		}
		if r.rest == "" || parts(r.rest) {
			continue
		}
		if name, length := fieldName(r.rest); name != "" {
			r.rest = r.rest[length:]
			r.open = false
			r.field(name, not)
			continue
		}
		r.words(anywhere, not)
	}
	r.join()
	return r.query
}

// words reads a word or a phrase.
func (r *reading) words(in field, not bool) {
	said, quoted := r.said()
	t := newTerm(said, r.star(said, quoted))
	t.field = in
	switch {
	case len(t.units) == 0:
	case in == inMeasure && !not:
		r.measures = append(r.measures, t)
	case not:
		r.not = append(r.not, t)
		r.open = false
	default:
		r.want = append(r.want, t)
		r.open = !quoted && r.rest == ""
	}
}

// said takes what is typed in one piece: what quotation marks hold, or all up to
// what parts words.
func (r *reading) said() (said string, quoted bool) {
	c, n := utf8.DecodeRuneInString(r.rest)
	closers, quoted := openers[c]
	if !quoted {
		end := chunk(r.rest)
		said, r.rest = r.rest[:end], r.rest[end:]
		return said, false
	}
	r.rest = r.rest[n:]
	end := strings.IndexAny(r.rest, closers)
	if end < 0 {
		end = len(r.rest)
	}
	said, r.rest = r.rest[:end], r.rest[end:]
	if r.rest != "" {
		_, n := utf8.DecodeRuneInString(r.rest)
		r.rest = r.rest[n:]
	}
	return said, true
}

// star reports whether what was said is the start of a word.
func (r *reading) star(said string, quoted bool) bool {
	const stars = "*＊"
	last, _ := utf8.DecodeLastRuneInString(said)
	next, _ := utf8.DecodeRuneInString(r.rest)
	return strings.ContainsRune(stars, last) || quoted && strings.ContainsRune(stars, next)
}

// openers are the quotation marks of phrases, and what closes each.
var openers = map[rune]string{
	'"': `"”“`, '“': `”"“`, '”': `”"`, '„': `“”"`, '«': `»"`, '»': `«"`, '＂': `＂"`, '「': `」`, '『': `』`,
}

// dash reports whether a sign in front of a word means "without".
func dash(r rune) bool { return r == '-' || r == '－' || r == '−' || r == '–' }

// chunk is the length of what is typed in one piece at the start of text.
func chunk(text string) int {
	for i, r := range text {
		if i > 0 && (parts(text[i:]) && !comma(text, i) || openers[r] != "") {
			return i
		}
	}
	return len(text)
}

// comma reports whether a comma at i stands between groups of digits.
func comma(text string, i int) bool {
	return text[i] == ',' && digit(text[i-1]) && i+3 < len(text) && digit(text[i+1]) && digit(text[i+2]) && digit(text[i+3])
}

// parts reports whether the character at the start of text parts two words of
// a query. A hyphen, a point and an apostrophe do not: low-carbon is a phrase.
func parts(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsSpace(r) || strings.ContainsRune(`,;!?()[]{}<>|/，、；。！？（）［］【】《》〈〉`, r)
}

func newTerm(said string, star bool) term {
	var t term
	for s := (scanner{text: said}); len(t.units) < maxUnits && s.next(); {
		t.units = append(t.units, unit{string(s.word), s.han, s.joined})
		t.prefix = star && !s.han
	}
	return t
}

// understood notes what a part of a search was read as.
func (r *reading) understood(note string) { r.read = append(r.read, note) }

// misread notes what could not be read.
func (r *reading) misread(note string) { r.unread = append(r.unread, note) }

// quoted is what was typed, in a note.
func quoted(s string) string { return "“" + briefs.CleanLine(s, 40) + "”" }
