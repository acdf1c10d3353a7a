package store

import (
	"slices"
	"strconv"
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
		r.misread("the search is too long: its first " + strconv.Itoa(maxQuery) + " bytes count")
	}
	without := false // NOT was said
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
		not := without
		for dash(c) {
			not, r.rest = true, r.rest[n:]
			c, n = utf8.DecodeRuneInString(r.rest)
		}
		if r.rest == "" || parts(r.rest) {
			if strings.TrimSpace(r.rest) != "" {
				r.misread("a - alone leaves nothing out: it stands at its word, -word")
			}
			continue
		}
		if word := operator(r.rest); word != "" {
			r.rest = r.rest[len(word):]
			switch word {
			case "OR":
				r.misread("OR finds no more: all that is typed has to fit; search for one, then for the other")
			case "NOT":
				without = true
			}
			continue
		}
		without = false
		if name, length := fieldName(r.rest); name != "" {
			r.rest = r.rest[length:]
			r.open = false
			r.field(name, not)
			continue
		}
		r.words(anywhere, not)
	}
	r.join()
	if r.empty() && len(r.unread) == 0 && strings.TrimSpace(text) != "" {
		r.misread(quoted(text) + " has no word to search for")
	}
	return r.query
}

// operator is a word in capitals that other programs take for more than a word,
// where text starts with one: AND is what is done anyway, and NOT is a dash. In
// quotation marks they are words.
func operator(text string) string {
	switch word := text[:chunk(text)]; word {
	case "AND", "OR", "NOT":
		return word
	}
	return ""
}

// words reads a word or a phrase.
func (r *reading) words(in field, not bool) {
	said, phrase := r.said()
	t := newTerm(said, r.star(said, phrase))
	t.field = in
	if strings.ContainsAny(strings.TrimRight(said, stars), stars) {
		r.misread(quoted(said) + ": * may stand at the end of a word only, incom*")
	}
	switch {
	case len(t.units) == 0:
	case in == inMeasure && !not:
		r.measures = append(r.measures, t)
	case not:
		r.not = append(r.not, t)
		r.open = false
	default:
		r.want = append(r.want, t)
		r.open = !phrase && r.rest == ""
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

// stars stand for the rest of a word.
const stars = "*＊"

// star reports whether what was said is the start of a word.
func (r *reading) star(said string, quoted bool) bool {
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
func (r *reading) misread(note string) {
	if !slices.Contains(r.unread, note) {
		r.unread = append(r.unread, note)
	}
}

// quoted is what was typed, in a note.
func quoted(s string) string { return "“" + briefs.CleanLine(s, 40) + "”" }
