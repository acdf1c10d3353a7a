package figures

import (
	"math/bits"
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
	lens  []uint32 // by first character of a Han name, from hanFirst on: a bit for each length in characters
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
		lens:  make([]uint32, hanLast-hanFirst+1),
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
			if len(name)/3 > 31 {
				panic("a Chinese name of the gazetteer is too long: " + name)
			}
			g.lens[r-hanFirst] |= 1 << (len(name) / 3)
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
	if r < hanFirst || r > hanLast {
		return gazetteerEntry{}, 0
	}
	for left := g.lens[r-hanFirst]; left != 0; {
		last := bits.Len32(left) - 1
		left &^= 1 << last
		if n := 3 * last; n <= len(text) {
			if e, ok := g.han[text[:n]]; ok {
				return e, n
			}
		}
	}
	return gazetteerEntry{}, 0
}
