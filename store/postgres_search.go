package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// The index holds our tokens with their places, so that PostgreSQL makes no
// words of its own and a phrase is found by places that follow each other. It
// keeps the first 255 places of a word and no place over 16,383: a document is
// cut into parts that hold no more, and parts overlap, so that every phrase of
// up to partOverlap tokens stands whole in one.
const (
	partTokens  = 4096
	partRepeats = 255
	partOverlap = 64
	lastPlace   = 16382 // even, as all places of singles
)

// A part is a piece of a document as PostgreSQL writes it: each token, and
// where it stands.
type part struct {
	places map[string][]int
	last   int // the highest place
}

func (p *part) put(token string, place int) {
	if p.places == nil {
		p.places = map[string][]int{}
	}
	p.places[token] = append(p.places[token], place)
	p.last = place
}

// text is the part in the syntax of tsvector; tokens of a title have weight A.
func (p *part) text(title bool) string {
	var b strings.Builder
	for token, places := range p.places {
		b.WriteString(quoteToken(token))
		for i, at := range places {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(at))
			if title {
				b.WriteByte('A')
			}
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// quoteToken is a token as tsvector and tsquery write it. Ours hold letters and
// digits and nothing else; it is quoted all the same.
func quoteToken(t string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", "''").Replace(t) + "'"
}

// partsOf are the parts of tokens with a space between.
func partsOf(tokens string) []part {
	var all []part
	var now part
	recent := make([]string, 0, 2*partOverlap) // the last tokens, for the overlap
	for token := range strings.FieldsSeq(tokens) {
		if now.last == partTokens || len(now.places[token]) == partRepeats {
			all = append(all, now)
			now = part{}
			for _, t := range recent[max(len(recent)-partOverlap+1, 0):] {
				now.put(t, now.last+1)
			}
		}
		now.put(token, now.last+1)
		if len(recent) == cap(recent) {
			recent = append(recent[:0], recent[partOverlap:]...)
		}
		recent = append(recent, token)
	}
	if now.last > 0 {
		all = append(all, now)
	}
	return all
}

func (postgresEngine) index(exec func(string, ...any) error, brief int64, had bool, d document) error {
	if had {
		if err := exec(unindexedPostgres, brief); err != nil {
			return err
		}
	}
	n := 0
	put := func(words string) error {
		n++
		return exec("INSERT INTO search (brief, part, words) VALUES (?, ?, ?::text::tsvector)", brief, n, words)
	}
	for _, p := range partsOf(d.title) {
		if err := put(p.text(true)); err != nil {
			return err
		}
	}
	body := partsOf(d.body)
	if len(body) == 0 && d.han != "" {
		body = make([]part, 1)
	}
	for i := range body {
		words := body[i].text(false)
		if i == 0 {
			words += body[0].singles(d.han)
		}
		if err := put(words); err != nil {
			return err
		}
	}
	return nil
}

// singles are single Han characters, without those that stand in the part by
// themselves. They stand behind all else and none beside another, so that no
// phrase is made of them; without a place they would hide places of the pairs
// that they begin.
func (p *part) singles(han string) string {
	var b strings.Builder
	at := partTokens
	for token := range strings.FieldsSeq(han) {
		if p.places[token] != nil {
			continue
		}
		at = min(at+2, lastPlace)
		b.WriteString(quoteToken(token) + ":" + strconv.Itoa(at) + " ")
	}
	return b.String()
}

const unindexedPostgres = "DELETE FROM search WHERE brief = ?"

func (postgresEngine) unindex(ctx context.Context, tx *sql.Tx, brief int64) error {
	_, err := tx.ExecContext(ctx, unindexedPostgres, brief)
	return err
}

func (postgresEngine) match(q query) (join, where, order string, args []any) {
	const in = "b.n IN (SELECT brief FROM search WHERE words @@ ?::text::tsquery)"
	var conditions, wanted []string
	for _, t := range q.want {
		text := tsquery(t)
		conditions, wanted, args = append(conditions, in), append(wanted, text), append(args, text)
	}
	for _, t := range q.not {
		conditions, args = append(conditions, "NOT "+in), append(args, tsquery(t))
	}
	where, order = strings.Join(conditions, " AND "), "b.date DESC, b.id"
	if len(wanted) > 0 {
		order = "(SELECT SUM(ts_rank('{0.125,0.125,0.125,1}', s.words, ?::text::tsquery)) FROM search s WHERE s.brief = b.n) DESC, " + order
		args = append(args, strings.Join(wanted, " | "))
	}
	return "", where, order, args
}

// tsquery is a term in the query syntax of PostgreSQL, made of our tokens alone.
// Of a longer phrase it says that each piece of it stands in the brief.
func tsquery(t term) string {
	tokens, prefix := t.tokens()
	var b strings.Builder
	for i, token := range tokens {
		switch {
		case i == 0:
		case i%partOverlap == 0:
			b.WriteString(" & ")
		default:
			b.WriteString(" <-> ")
		}
		b.WriteString(quoteToken(token))
		if prefix && i == len(tokens)-1 {
			b.WriteString(":*")
		}
	}
	return "(" + b.String() + ")"
}
