package figures

import (
	"strings"

	"despatch/briefs"
)

// segment takes the names out of one paragraph, list item, row or heading. A
// heading in capitals gives no names of its own: in one, anything looks like a
// name.
func (n *namer) segment(s *nameScan) {
	title, shout := n.capitals(s.heading)
	n.title = title
	first := true
	for i := range n.tokens {
		t := &n.tokens[i]
		t.first = first
		switch t.mark {
		case 'w', '0':
			first = false
		case '.', '!', '?', ':', '\n', '|', '"', ';', '-':
			first = true
		}
	}
	if shout {
		return
	}
	for i := 0; i < len(n.tokens); {
		t := &n.tokens[i]
		if t.mark != 'w' || !t.caps {
			i++
			continue
		}
		next := 0
		switch {
		case title || !n.patterns:
			next = n.known(i)
		case t.class&nameStop != 0 && (t.first || t.class&^nameStop == 0) && !n.famous(i):
		case t.first && t.class == 0 && t.end-t.start > 6 && strings.HasSuffix(n.word1(i), "ing") && !n.famous(i): // Benchmarking, Protecting
		default:
			next = n.name(i)
		}
		if next <= i {
			i++
			continue
		}
		i = next
	}
	for i := range n.tokens {
		t := &n.tokens[i]
		if t.mark != 'w' || t.used || !t.caps && !title {
			continue
		}
		n.maybe = append(n.maybe, nameMaybe{
			start: t.start, end: t.end, title: title,
			joined: t.joined && i > 0 && !n.tokens[i-1].used && (n.tokens[i-1].caps || title),
			alone:  !n.follows(i) && (i == 0 || !t.joined || !n.tokens[i-1].caps || n.tokens[i-1].first && n.tokens[i-1].class&nameStop != 0),
		})
	}
}

// capitals reports whether a segment writes its words with capitals, as titles
// do, and whether it shouts.
func (n *namer) capitals(heading bool) (title, shout bool) {
	words, caps, upper := 0, 0, 0
	stop := false
	for i := range n.tokens {
		t := &n.tokens[i]
		if t.mark != 'w' {
			stop = t.mark == '.' || t.mark == '?' || t.mark == '!' || t.mark == '"' && stop
			continue
		}
		stop = n.text[t.end-1] == '.'
		if t.upper && t.end-t.start > 1 {
			upper++
		}
		if t.end-t.start > 3 {
			words++
			if t.caps {
				caps++
			}
		}
	}
	total := len(n.tokens)
	shout = upper >= 4 && upper*10 > total*5
	if heading {
		return words > 0 && caps*10 >= words*7, shout
	}
	return !stop && words >= 4 && total < 30 && caps*10 >= words*8 && !n.speaks(), shout
}

// speaks reports whether the segment names an office between commas, as a
// signature does: capitals are no sign of a title there.
func (n *namer) speaks() bool {
	for i := 1; i < len(n.tokens); i++ {
		if n.tokens[i-1].mark == ',' && n.tokens[i].class&(nameOffice|nameOfficeMod) != 0 {
			return true
		}
	}
	return false
}

// name reads the name that starts at token i and returns the token after it,
// or 0.
func (n *namer) name(i int) int {
	if end := n.personByOffice(i); end > 0 {
		return end
	}
	if end := n.organisation(i); end > 0 {
		return end
	}
	if end := n.place(i); end > 0 {
		return end
	}
	return n.personByName(i)
}

// known is name for a text of which only the gazetteer can be trusted.
func (n *namer) known(i int) int {
	e, end := n.gazetteerAt(i)
	switch e.class {
	case gazetteerOrg:
		n.addOrganisation(i, end, e.name)
		return end
	case gazetteerCountry, gazetteerTown:
		return n.place(i)
	case gazetteerNot:
		return end
	}
	if n.patterns && n.of(i)&nameHead != 0 {
		if to, ok := n.complement(i); ok {
			n.addOrganisation(i, to, "")
			return to
		}
	}
	return 0
}

// gazetteerAt is the longest known name that starts at token i, and the token
// after it.
func (n *namer) gazetteerAt(i int) (gazetteerEntry, int) {
	t := &n.tokens[i]
	if t.longest == 0 {
		return gazetteerEntry{}, 0
	}
	if t.hit == 0 {
		e, end := n.gazetteerHit(i)
		n.hits = append(n.hits, nameHit{e, int32(end)})
		t.hit = int32(len(n.hits))
	}
	hit := &n.hits[t.hit-1]
	return hit.gazetteerEntry, int(hit.end)
}

// A nameHit is what gazetteerAt found at a token: it is asked again and again.
type nameHit struct {
	gazetteerEntry
	end int32
}

func (n *namer) gazetteerHit(i int) (gazetteerEntry, int) {
	for words := int(n.tokens[i].longest); words > 0; words-- {
		last := i
		for k := 1; k < words; k++ {
			last++
			if last < len(n.tokens) && n.tokens[last].mark == ',' { // Washington, D.C.
				last++
			}
			if last >= len(n.tokens) || n.tokens[last].mark != 'w' && n.tokens[last].mark != '&' || n.tokens[last-1].owns && n.tokens[last-1].mark == 'w' && !n.peoples(last-1) {
				last = len(n.tokens)
				break
			}
		}
		if last >= len(n.tokens) {
			continue
		}
		if e, ok := n.gaz.words[nameLine(n.text[n.tokens[i].start:n.tokens[last].end])]; ok {
			if n.tokens[i].upper && n.tokens[i].class&nameStop != 0 {
				return gazetteerEntry{}, 0
			}
			return e, last + 1
		}
	}
	return gazetteerEntry{}, 0
}

// word1 is token i as the gazetteer has its first words: D.C. and U.S. keep
// their points.
func (n *namer) word1(i int) string { return n.text[n.tokens[i].start:n.tokens[i].end] }

func (n *namer) is(i int, word string) bool {
	return i >= 0 && i < len(n.tokens) && n.tokens[i].mark == 'w' && n.word1(i) == word
}

// mark is the mark of token i; 0 past the ends.
func (n *namer) mark(i int) byte {
	if i < 0 || i >= len(n.tokens) {
		return 0
	}
	return n.tokens[i].mark
}

// of is the class of token i when it is a word.
func (n *namer) of(i int) nameClass {
	if n.mark(i) != 'w' {
		return 0
	}
	return n.tokens[i].class
}

// follows reports whether a capital word stands after token i with only a
// space between.
func (n *namer) follows(i int) bool {
	return n.mark(i+1) == 'w' && n.tokens[i+1].joined && n.tokens[i+1].caps && !n.tokens[i].owns
}

// peoples reports whether token i is a word that a name goes on after with 's:
// People's Government.
func (n *namer) peoples(i int) bool {
	if !n.tokens[i].owns {
		return false
	}
	switch n.word1(i) {
	case "People", "Children", "Women", "Men", "Veterans", "Farmers", "Workers", "King", "Queen", "Citizens", "Nurses", "Teachers", "Lloyd":
		return true
	}
	return false
}

// capital reports whether token i is a word with a capital that goes on with
// the run before it.
func (n *namer) capital(i int) bool {
	return n.mark(i) == 'w' && n.tokens[i].caps && n.tokens[i].joined && (!n.tokens[i-1].owns || n.peoples(i-1))
}

// use marks tokens as part of a name and returns their span.
func (n *namer) use(from, to int) briefs.Span {
	for i := from; i < to; i++ {
		n.tokens[i].used = true
	}
	return briefs.Span{Start: int(n.tokens[from].start), End: int(n.tokens[to-1].end)}
}

// famous reports whether a known name starts at token i: New York is one where
// "New" begins a sentence.
func (n *namer) famous(i int) bool {
	_, end := n.gazetteerAt(i)
	return end > 0
}
