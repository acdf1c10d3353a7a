package figures

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A gazetteer finds known names by their words (Latin script) or characters
// (Han). It is built once and then only read.
type gazetteer struct {
	words map[string]gazetteerEntry // by full name
	first map[string]int            // first word of a name → words in the longest such name
	han   map[string]gazetteerEntry
	runes map[rune]int // first character of a Han name → bytes in the longest such name
}

// A gazetteerEntry is what a known name stands for.
type gazetteerEntry struct {
	name  string // the form by which its spellings are one
	class gazetteerClass
}

type gazetteerClass uint8

const (
	gazetteerNone    gazetteerClass = iota
	gazetteerCountry                // countries, world regions: a place wherever it stands
	gazetteerTown                   // cities, states, provinces: may be part of another name
	gazetteerUnsure                 // also a word or a given name: a place beside another only
	gazetteerOrg
	gazetteerNot    // a set phrase that hides the place inside it
	gazetteerOffice // Chinese: what a person holds
	gazetteerBody   // Chinese: what makes a place an office: 人民政府
)

// gazetteerAll is the table of all known names. A row of the tables starts
// with its class; names are parted by semicolons, spellings of one name by a
// bar, the first of which names the rest.
var gazetteerAll = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{
		words: make(map[string]gazetteerEntry, 2048),
		first: make(map[string]int, 1536),
		han:   make(map[string]gazetteerEntry, 1024),
		runes: make(map[rune]int, 512),
	}
	for _, table := range []string{gazetteerPlaces, gazetteerOrganisations, gazetteerChinese} {
		for row := range strings.Lines(table) {
			class, names, _ := strings.Cut(strings.TrimSpace(row), " ")
			for set := range strings.SplitSeq(names, ";") {
				g.add(gazetteerClasses[class], strings.TrimSpace(set))
			}
		}
	}
	return g
})

var gazetteerClasses = map[string]gazetteerClass{
	"country": gazetteerCountry,
	"town":    gazetteerTown,
	"unsure":  gazetteerUnsure,
	"org":     gazetteerOrg,
	"not":     gazetteerNot,
	"office":  gazetteerOffice,
	"body":    gazetteerBody,
}

func (g *gazetteer) add(class gazetteerClass, set string) {
	if set == "" {
		return
	}
	head, _, _ := strings.Cut(set, "|")
	for name := range strings.SplitSeq(set, "|") {
		e := gazetteerEntry{head, class}
		r, _ := utf8.DecodeRuneInString(name)
		if nameHan(r) {
			g.han[name] = e
			g.runes[r] = max(g.runes[r], len(name))
			continue
		}
		g.words[name] = e
		w, _, _ := strings.Cut(name, " ")
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s") // as a token has it
		g.first[w] = max(g.first[w], strings.Count(name, " ")+1)
	}
}

// atHan is the longest known name at the start of text and its length in
// bytes, 0 when there is none.
func (g *gazetteer) atHan(r rune, text string) (gazetteerEntry, int) {
	longest := min(g.runes[r], len(text))
	for n := longest - longest%3; n > 0; n -= 3 {
		if e, ok := g.han[text[:n]]; ok {
			return e, n
		}
	}
	return gazetteerEntry{}, 0
}
