package store

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"sync"

	"despatch/briefs"
)

// A document is a brief as the index has it: tokens with a space between. First
// those of the title, then those of the body, in order, so that phrases are
// found; then what stands there without order, each behind a sign that no text
// has, since cleaning drops it. The place of a token is its number among them.
type document struct {
	day    int     // of its date, as dayNumber has it
	tokens string  // never empty
	units  int     // of title and body
	titled int     // the tokens of the title, which come first
	often  []often // the characters of Han that stand there more than once

	terms  []docTerm // once turn has filled them in, with their places
	places []byte
}

// often is how often what the token at a place stands for is in a text, as
// ranking counts it.
type often struct{ place, times int }

// The signs in front of tokens that are no words of the text, of the private
// use area. What stands behind one of those from hanMark on has no order.
const (
	gap         = "\ue000" // between what is not one text: ends phrases
	titleMark   = "\ue001"
	fromMark    = "\ue002"
	tagMark     = "\ue003"
	measureMark = "\ue004"
	hanMark     = "\ue005" // one Han character
	figureMark  = "\ue006"
	unitMark    = "\ue007"
	seriesMark  = "\ue008"
)

// marks are the signs of fields.
var marks = [...]string{anywhere: "", inTitle: titleMark, inFrom: fromMark, inTags: tagMark, inMeasure: measureMark}

// ordered reports whether a token has places, so that it can be part of a
// phrase.
func ordered(token string) bool {
	if token[0] != gap[0] {
		return true
	}
	if token >= hanMark && token < endMark {
		return false
	}
	return len(token) < 2*len(hanMark) || token < titleMark || token >= hanMark || token[len(hanMark):2*len(hanMark)] != hanMark
}

const endMark = "\ue009" // no sign is this or higher

// keyOf numbers briefs so that newer ones have higher numbers: by day, and those
// of one day by their number in the store, of which 40 bits count.
func keyOf(day int, n int64) int64 { return int64(day)<<keyBits | n&(1<<keyBits-1) }

const keyBits = 40

// A writer writes the tokens of a document.
type writer struct {
	scan  scanner
	out   []byte
	n     int // tokens written
	pair  []byte
	units int
	chars map[string]int // the place of each character of Han
	often []often
	seen  map[string]bool // measures that were written
}

var writers = sync.Pool{New: func() any { return &writer{chars: map[string]int{}, seen: map[string]bool{}} }}

func documentOf(b *briefs.Brief) document {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.out, w.n, w.units, w.often = w.out[:0], 0, 0, w.often[:0]
	clear(w.chars)
	clear(w.seen)
	w.text(b.Title, false, titleWeight)
	d := document{day: dayNumber(b.Date), titled: w.titled()}
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
			w.token(t)
		}
		if f.Measure != "" && !w.seen[f.Measure] {
			w.seen[f.Measure] = true
			w.field(measureMark, f.Measure)
		}
		if key := seriesKey(f); key != "" {
			w.token(seriesToken(key))
		}
	}
	for _, o := range w.often {
		if o.times > 1 {
			d.often = append(d.often, o)
		}
	}
	d.tokens, d.units = string(w.out), w.units
	return d
}

// titled is how many tokens the title has, when nothing but it was written.
func (w *writer) titled() int {
	if end := strings.Index(string(w.out), gap); end >= 0 {
		return strings.Count(string(w.out[:end]), " ")
	}
	return 0
}

func (w *writer) token(t string) {
	w.out = append(append(w.out, t...), ' ')
	w.n++
}

// text writes a text, and counts each character of Han that many times.
func (w *writer) text(text string, markdown bool, weight int) {
	var new []string
	w.units += w.write("", text, markdown, func(char []byte) {
		if i, had := w.chars[string(char)]; had {
			w.often[i].times += weight
			return
		}
		c := string(char)
		w.chars[c] = len(w.often)
		w.often = append(w.often, often{times: weight})
		new = append(new, c)
	})
	w.token(gap)
	for _, c := range new {
		w.often[w.chars[c]].place = w.n
		w.token(hanMark + c)
	}
}

// field writes a text of its own, every token behind a sign.
func (w *writer) field(mark, text string) {
	var chars []string
	w.write(mark, text, false, func(char []byte) { chars = append(chars, string(char)) })
	w.token(gap)
	for _, c := range chars {
		w.token(mark + hanMark + c)
	}
}

// write cuts a text into the tokens of the index: words, Han by overlapping
// pairs and the last of a run by itself; and gives single characters of Han to
// char. It says how many units there were.
func (w *writer) write(mark, text string, markdown bool, char func([]byte)) (units int) {
	s := &w.scan
	*s = scanner{text: text, markdown: markdown, word: s.word}
	w.pair = w.pair[:0] // the Han character that waits for the one after it
	token := func(a, b []byte) {
		w.out = append(append(append(append(w.out, mark...), a...), b...), ' ')
		w.n++
	}
	flush := func() {
		if len(w.pair) > 0 {
			token(w.pair, nil)
			w.pair = w.pair[:0]
		}
	}
	for ; s.next(); units++ {
		if !s.han {
			flush()
			token(s.word, nil)
			continue
		}
		if !s.joined {
			flush()
		}
		if len(w.pair) > 0 {
			token(w.pair, s.word)
		}
		w.pair = append(w.pair[:0], s.word...)
		char(s.word)
	}
	flush()
	return units
}

// times is how often what a token stands for is in the text, as ranking counts
// it, where it stands at these places.
func (d *document) times(token string, places []uint32) int {
	if !strings.HasPrefix(token, gap[:1]) {
		times := len(places)
		for _, p := range places {
			if int(p) >= d.titled {
				break
			}
			times += titleWeight - 1
		}
		return min(times, maxTimes)
	}
	if strings.HasPrefix(token, hanMark) {
		i, more := slices.BinarySearchFunc(d.often, int(places[0]), func(o often, place int) int { return o.place - place })
		if more {
			return min(d.often[i].times, maxTimes)
		}
	}
	return 1
}

// maxTimes is how far the times that a token stands in a brief are counted.
const maxTimes = 255

// A phrase is tokens that follow each other in the index.
type phrase struct {
	tokens []string
	prefix bool // the last is the start of one
}

// whole are the tokens that are known in full.
func (p phrase) whole() []string {
	if p.prefix {
		return p.tokens[:len(p.tokens)-1]
	}
	return p.tokens
}

// A need is what the index has to have of a brief: of every list at least one,
// and none of none. It lets some through that do not fit a query, and loses
// none.
type need struct {
	all  [][]phrase
	none []phrase
}

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

// seriesToken is of the figures of one series; others may have it too.
func seriesToken(key string) string {
	h := fnv.New32a()
	h.Write([]byte(key))
	return seriesMark + strconv.FormatUint(uint64(h.Sum32()), 36)
}

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
