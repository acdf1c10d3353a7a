package figures

import (
	"slices"
	"strings"
	"sync"

	"despatch/briefs"
)

// Names lists the people with their office, the organisations and the places
// of a text, each once with every span where it stands, in order of first
// mention. The text is plain or Markdown; lang is "en", "zh", another language
// or "" for unknown. Code, URLs, link targets and HTML tags hold no names.
//
// The names come from a gazetteer and from patterns: an office beside a name,
// a word for an organisation at the end or the head of a run of capitals. What
// no rule knows is left out: a wrong name is worse than a missing one. A span
// covers the name alone, not the office. A place inside the name of a
// government body counts as a place too; spans of other names do not overlap.
func Names(text, lang string) []briefs.Name {
	n := namers.Get().(*namer)
	n.text, n.patterns = text, lang == "" || lang == "en" || lang == "zh"
	n.scan()
	out := n.finish()
	n.forget()
	namers.Put(n)
	return out
}

// namers are pooled, so that what a text is cut into is no garbage.
var namers = sync.Pool{New: func() any {
	return &namer{gaz: gazetteerAll(), table: nameWords(), index: map[nameKey]int{}}
}}

// forget empties a namer of all that is of its text.
func (n *namer) forget() {
	n.text, n.towns = "", nil
	n.tokens, n.hits, n.maybe, n.hanRuns = n.tokens[:0], n.hits[:0], n.maybe[:0], n.hanRuns[:0]
	if len(n.names) > 256 {
		n.names, n.index = nil, map[nameKey]int{} // the next text hardly needs as many
		return
	}
	clear(n.index)
	for i := range n.names {
		n.names[i] = nameEntry{Name: briefs.Name{Spans: n.names[i].Spans[:0]}}
	}
	n.names = n.names[:0]
}

// A namer collects the names of one text.
type namer struct {
	text     string
	gaz      *gazetteer
	table    *nameTable
	patterns bool // the language is one that the patterns know
	title    bool // the segment at hand is a title in capitals

	tokens  []nameToken // of the segment at hand
	hits    []nameHit   // known names that begin there
	names   []nameEntry
	index   map[nameKey]int // → index in names
	maybe   []nameMaybe
	hanRuns []briefs.Span
	towns   map[string]int // Chinese towns that no table has → mentions
}

// A nameKey is what the mentions of one name have in common.
type nameKey struct {
	kind briefs.NameKind
	key  string
}

// A nameEntry is a name that is being collected.
type nameEntry struct {
	briefs.Name
	surname string // by which a person is mentioned again
	alone   bool   // only the surname is known
}

// A nameMaybe is a word in capitals that is a name if the text says so
// elsewhere.
type nameMaybe struct {
	start, end int32
	joined     bool // follows the one before, with a space
	alone      bool // no other capital beside it
	title      bool // stands in a heading in capitals: whole names only
}

// add notes a mention of a name, and returns its entry.
func (n *namer) add(kind briefs.NameKind, key, text string, at briefs.Span) *nameEntry {
	i, ok := n.index[nameKey{kind, key}]
	if !ok {
		i = len(n.names)
		n.index[nameKey{kind, key}] = i
		if i < cap(n.names) {
			n.names = n.names[:i+1] // with the room for spans of an entry before
		} else {
			n.names = append(n.names, nameEntry{})
		}
		n.names[i].Kind = kind
	}
	e := &n.names[i]
	if len(text) > len(e.Text) {
		e.Text = nameLine(text)
	}
	e.Spans = append(e.Spans, at)
	return e
}

// nameLine puts a name that the text breaks on one line. Nearly all stand on one.
func nameLine(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c == '&' || c == 0xc2 || c == 0xe3, // of U+00A0 and U+3000
			c == ' ' && i+1 < len(s) && s[i+1] == ' ':
			return nameFields(s)
		}
	}
	return s
}

func nameFields(s string) string {
	if strings.Contains(s, "&amp;") {
		s = strings.ReplaceAll(s, "&amp;", "&")
	}
	if !strings.ContainsAny(s, "\n\t\r\u00a0\u3000") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// finish joins what are the same names and puts all in order.
func (n *namer) finish() []briefs.Name {
	n.joinSurnames()
	n.joinShort()
	n.joinMentions()
	n.joinHan()
	out := make([]briefs.Name, 0, len(n.names))
	mentions := 0
	for i := range n.names {
		mentions += len(n.names[i].Spans)
	}
	all := make([]briefs.Span, 0, mentions) // of all names, one after another
	for i := range n.names {
		e := &n.names[i]
		if len(e.Spans) == 0 || e.Text == "" {
			continue
		}
		slices.SortFunc(e.Spans, func(a, b briefs.Span) int { return a.Start - b.Start })
		from := len(all)
		for _, s := range e.Spans {
			if len(all) == from || s.Start >= all[len(all)-1].End {
				all = append(all, s)
			}
		}
		if e.Short == e.Text {
			e.Short = ""
		}
		name := e.Name
		name.Spans = all[from:len(all):len(all)]
		out = append(out, name)
	}
	slices.SortStableFunc(out, func(a, b briefs.Name) int { return a.Spans[0].Start - b.Spans[0].Start })
	return out
}

// joinSurnames gives what is known by an office and a surname alone to the one
// person of that surname; where there are several, the office decides, or it
// stays apart.
func (n *namer) joinSurnames() {
	full := map[string][]int{}
	for i := range n.names {
		if e := &n.names[i]; e.Kind == briefs.Person && !e.alone {
			full[e.surname] = append(full[e.surname], i)
		}
	}
	for i := range n.names {
		e := &n.names[i]
		if e.Kind != briefs.Person || !e.alone {
			continue
		}
		found := -1
		for _, j := range full[e.surname] {
			if len(full[e.surname]) == 1 || e.Office != "" && e.Office == n.names[j].Office {
				found = j
				break
			}
		}
		if found < 0 {
			continue
		}
		to := &n.names[found]
		to.Spans = append(to.Spans, e.Spans...)
		if to.Office == "" {
			to.Office = e.Office
		}
		e.Spans = e.Spans[:0]
	}
}

// joinShort gives an organisation what was taken for another under the acronym
// that the text defines for it.
func (n *namer) joinShort() {
	short := map[string]int{}
	for i := range n.names {
		if e := &n.names[i]; e.Short != "" && e.Kind == briefs.Organisation {
			short[e.Short] = i
		}
	}
	for i := range n.names {
		e := &n.names[i]
		if j, ok := short[e.Text]; ok && j != i && e.Kind == briefs.Organisation {
			n.names[j].Spans = append(n.names[j].Spans, e.Spans...)
			e.Spans = e.Spans[:0]
		}
	}
}

// joinMentions gives each name its later mentions: a surname alone, an
// acronym, a place that was known by its full style.
func (n *namer) joinMentions() {
	short := map[string]int{} // −1 when several share it
	whole := map[string]int{}
	note := func(m map[string]int, word string, i int) {
		if word == "" {
			return
		}
		if j, ok := m[word]; ok && j != i {
			i = -1
		}
		m[word] = i
	}
	longest := 0
	for i := range n.names {
		e := &n.names[i]
		if len(e.Spans) == 0 {
			continue
		}
		if e.Kind == briefs.Person {
			note(short, e.surname, i)
		}
		note(whole, e.Short, i)
		note(whole, e.Text, i)
		longest = max(longest, strings.Count(e.Text, " ")+1)
	}
	longest = min(longest, 10)
	for k := 0; k < len(n.maybe); {
		took := 1
		for words := longest; words > 0; words-- {
			last := k + words - 1
			if last >= len(n.maybe) || !n.joinedTo(k, last) {
				continue
			}
			at := briefs.Span{Start: int(n.maybe[k].start), End: int(n.maybe[last].end)}
			i, ok := whole[n.text[at.Start:at.End]]
			if !ok && words == 1 && n.maybe[k].alone && !n.maybe[k].title {
				i, ok = short[n.text[at.Start:at.End]]
			}
			if ok && i >= 0 {
				n.names[i].Spans = append(n.names[i].Spans, at)
				took = words
				break
			}
		}
		k += took
	}
}

// joinedTo reports whether the words k to last follow one another.
func (n *namer) joinedTo(k, last int) bool {
	for i := k + 1; i <= last; i++ {
		if !n.maybe[i].joined {
			return false
		}
	}
	return true
}
