package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
)

// What one search takes in; what stands behind is ignored.
const (
	maxQuery = 2048 // bytes
	maxTerms = 24
	maxUnits = 256 // of one term
)

// A query is what a reader typed, understood: every want, and no not.
type query struct {
	want, not []term
	open      bool // ends in a word that may not be finished
}

// A term is units that follow each other: a word, a phrase, a run of Han.
type term struct {
	units  []unit
	prefix bool // the last unit is the start of a word
}

// A unit of a term, folded.
type unit struct {
	word   string
	han    bool
	joined bool // with the unit before
}

func (q query) empty() bool { return len(q.want) == 0 && len(q.not) == 0 }

// openers are the quotation marks of phrases, and what closes each.
var openers = map[rune]string{
	'"': `"”“`, '“': `”"“`, '”': `”"`, '„': `“”"`, '«': `»"`, '»': `«"`, '＂': `＂"`, '「': `」`, '『': `』`,
}

// parse reads words, "phrases", -not and prefix*. Nothing is an error: a quote
// that is not closed ends with the text, and signs without a word are passed
// over.
func parse(text string) query {
	var q query
	if len(text) > maxQuery {
		text = text[:maxQuery]
	}
	for text = strings.ToValidUTF8(text, " "); text != "" && len(q.want)+len(q.not) < maxTerms; {
		r, n := utf8.DecodeRuneInString(text)
		if parts(text) {
			text = text[n:]
			continue
		}
		not := false
		for dash(r) {
			not, text = true, text[n:]
			r, n = utf8.DecodeRuneInString(text)
		}
		if text == "" || parts(text) {
			continue
		}
		var said string
		closers, quoted := openers[r]
		if quoted {
			text = text[n:]
			end := strings.IndexAny(text, closers)
			if end < 0 {
				end = len(text)
			}
			said, text = text[:end], text[end:]
			if text != "" {
				_, n := utf8.DecodeRuneInString(text)
				text = text[n:]
			}
		} else {
			end := chunk(text)
			said, text = text[:end], text[end:]
		}
		star := strings.HasSuffix(said, "*") || strings.HasSuffix(said, "＊")
		if quoted && (strings.HasPrefix(text, "*") || strings.HasPrefix(text, "＊")) {
			star = true
		}
		t := newTerm(said, star)
		switch {
		case len(t.units) == 0:
		case not:
			q.not = append(q.not, t)
			q.open = false
		default:
			q.want = append(q.want, t)
			q.open = !quoted && text == ""
		}
	}
	return q
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

// softer is the query with its last word as the start of one: for when a word
// that may not be finished finds nothing.
func (q query) softer() (query, bool) {
	if !q.open || len(q.want) == 0 {
		return q, false
	}
	last := q.want[len(q.want)-1]
	if u := last.units[len(last.units)-1]; last.prefix || u.han || utf8.RuneCountInString(u.word) < 2 {
		return q, false
	}
	want := append([]term(nil), q.want...)
	last.prefix = true
	want[len(want)-1] = last
	return query{want: want, not: q.not}, true
}

// tokens are a term as the index has it: Han by overlapping pairs, and the last
// character of a run by itself. prefix says that the last token is the start of
// one. A term of one Han character is that one token.
func (t term) tokens() (tokens []string, prefix bool) {
	for i, u := range t.units {
		last := i == len(t.units)-1
		switch {
		case !u.han:
			tokens = append(tokens, u.word)
		case !last && t.units[i+1].joined:
			tokens = append(tokens, u.word+t.units[i+1].word)
		case !last || len(t.units) == 1:
			tokens = append(tokens, u.word)
		case !u.joined:
			return append(tokens, u.word), true
		}
	}
	return tokens, t.prefix
}

// A document is a brief as the index has it: tokens with a space between.
type document struct {
	title, body string
	han         string // each Han character of both, once
}

func documentOf(b *briefs.Brief) document {
	seen := map[string]bool{}
	var han strings.Builder
	index := func(text string, markdown bool) string {
		var out strings.Builder
		out.Grow(len(text) + len(text)/4)
		var run string // the Han character that waits for the one after it
		flush := func() {
			if run != "" {
				out.WriteString(run)
				out.WriteByte(' ')
				run = ""
			}
		}
		for s := (scanner{text: text, markdown: markdown}); s.next(); {
			if !s.han {
				flush()
				out.Write(s.word)
				out.WriteByte(' ')
				continue
			}
			if !s.joined {
				flush()
			}
			c := string(s.word)
			out.WriteString(run)
			if run != "" {
				out.WriteString(c)
				out.WriteByte(' ')
			}
			run = c
			if !seen[c] {
				seen[c] = true
				han.WriteString(c)
				han.WriteByte(' ')
			}
		}
		flush()
		return out.String()
	}
	return document{
		title: index(b.Title, false),
		body:  index(b.Body, b.Format != briefs.Text),
		han:   han.String(),
	}
}
