package store

import (
	"hash/fnv"
	"strconv"
	"strings"

	"despatch/briefs"
)

// A document is a brief as the index has it: tokens with a space between. First
// those of the title, then those of the body, in order, so that phrases are
// found; then what stands there without order, each behind a sign that no text
// has, since cleaning drops it.
type document struct {
	day    int    // of its date, as dayNumber has it
	tokens string // never empty
	units  int    // of title and body
	often  []byte // the words that stand more than once, as tallies have them
}

// The signs in front of tokens that are no words of the text, of the private
// use area.
const (
	gap          = "\ue000" // between what is not one text: ends phrases
	titleMark    = "\ue001"
	fromMark     = "\ue002"
	tagMark      = "\ue003"
	measureMark  = "\ue004"
	hanMark      = "\ue005" // one Han character
	figureMark   = "\ue006"
	unitMark     = "\ue007"
	audienceMark = "\ue008"
)

// marks are the signs of fields.
var marks = [...]string{anywhere: "", inTitle: titleMark, inFrom: fromMark, inTags: tagMark, inMeasure: measureMark}

// keyOf numbers briefs so that newer ones have higher numbers: by day, and those
// of one day by their number in the store, of which 24 bits count.
func keyOf(day int, n int64) int64 { return int64(day)<<keyBits | n&(1<<keyBits-1) }

const keyBits = 24

// A writer writes the tokens of a document.
type writer struct {
	out   strings.Builder
	units int
	tally tally
	seen  map[string]bool // tokens that are written once
}

func documentOf(b *briefs.Brief) document {
	w := writer{tally: tally{}, seen: map[string]bool{}}
	w.out.Grow(len(b.Body)*3/2 + 1024)
	w.text(b.Title, false, titleWeight)
	w.text(b.Body, b.Format != briefs.Text, 1)
	w.field(titleMark, b.Title)
	w.field(fromMark, b.From)
	for _, tag := range b.Tags {
		w.field(tagMark, tag)
	}
	for i := range b.Figures {
		f := &b.Figures[i]
		if !f.Shown() {
			continue
		}
		for _, t := range figureTokens(f) {
			w.once(t)
		}
		if f.Measure != "" && !w.seen[gap+f.Measure] {
			w.seen[gap+f.Measure] = true
			w.field(measureMark, f.Measure)
		}
	}
	return document{day: dayNumber(b.Date), tokens: w.out.String(), units: w.units, often: w.tally.bytes()}
}

func (w *writer) token(t string) {
	w.out.WriteString(t)
	w.out.WriteByte(' ')
}

func (w *writer) once(t string) {
	if !w.seen[t] {
		w.seen[t] = true
		w.token(t)
	}
}

// text writes a text, and counts each word that many times.
func (w *writer) text(text string, markdown bool, weight int) {
	var chars []string
	s := scanner{text: text, markdown: markdown}
	w.units += tokensOf(&s, func(token string) {
		w.token(token)
		w.tally.add(token, weight)
	}, func(char string) {
		w.tally.add(hanMark+char, weight)
		if !w.seen[hanMark+char] {
			w.seen[hanMark+char] = true
			chars = append(chars, char)
		}
	})
	w.token(gap)
	for _, c := range chars {
		w.token(hanMark + c)
	}
}

// field writes a text of its own, every token behind a sign.
func (w *writer) field(mark, text string) {
	var chars []string
	s := scanner{text: text}
	tokensOf(&s, func(token string) { w.token(mark + token) }, func(char string) { chars = append(chars, char) })
	w.token(gap)
	for _, c := range chars {
		w.once(mark + hanMark + c)
	}
}

// tokensOf cuts a text into the tokens of the index: words, Han by overlapping
// pairs and the last of a run by itself; and single characters of Han. It says
// how many units there were.
func tokensOf(s *scanner, token, char func(string)) (units int) {
	run := "" // the Han character that waits for the one after it
	flush := func() {
		if run != "" {
			token(run)
			run = ""
		}
	}
	for ; s.next(); units++ {
		if !s.han {
			flush()
			token(string(s.word))
			continue
		}
		if !s.joined {
			flush()
		}
		c := string(s.word)
		if run != "" {
			token(run + c)
		}
		run = c
		char(c)
	}
	flush()
	return units
}

// A phrase is tokens that follow each other in the index.
type phrase struct {
	tokens []string
	prefix bool // the last is the start of one
}

// A need is what the index has to have of a brief: of every list at least one,
// and none of none. It lets some through that do not fit a query, and loses
// none.
type need struct {
	all  [][]phrase
	none []phrase
}

func (n *need) empty() bool { return len(n.all)+len(n.none) == 0 }

// phrase is a term as the index has it. A term of one Han character is that one
// token.
func (t *term) phrase() phrase {
	var p phrase
	mark := marks[t.field]
	if len(t.units) == 1 && t.units[0].han {
		return phrase{tokens: []string{mark + hanMark + t.units[0].word}}
	}
	for i, u := range t.units {
		last := i == len(t.units)-1
		switch {
		case !u.han:
			p.tokens = append(p.tokens, mark+u.word)
		case !last && t.units[i+1].joined:
			p.tokens = append(p.tokens, mark+u.word+t.units[i+1].word)
		case !last:
			p.tokens = append(p.tokens, mark+u.word)
		case !u.joined:
			return phrase{append(p.tokens, mark+u.word), true}
		}
	}
	p.prefix = t.prefix
	return p
}

// words are phrases of one token each.
func words(tokens ...string) []phrase {
	all := make([]phrase, len(tokens))
	for i, t := range tokens {
		all[i] = phrase{tokens: []string{t}}
	}
	return all
}

func audienceToken(n int64) string { return audienceMark + strconv.FormatInt(n, 10) }

// need is what the index has to have for a query.
func (q *query) need() need {
	var n need
	for i := range q.want {
		n.all = append(n.all, []phrase{q.want[i].phrase()})
	}
	for i := range q.figures {
		c := &q.figures[i]
		if c.number {
			n.all = append(n.all, words(c.tokens()...))
		}
		for _, u := range c.units {
			n.all = append(n.all, words(unitMark+tokenOf(u)))
		}
		for k := range c.measures {
			n.all = append(n.all, []phrase{c.measures[k].phrase()})
		}
	}
	for i := range q.not {
		n.none = append(n.none, q.not[i].phrase())
	}
	return n
}

// A tally counts tokens by their hash.
type tally map[uint32]int

func (t tally) add(token string, n int) { t[hashOf(token)] += n }

func hashOf(token string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(token))
	return h.Sum32()
}
