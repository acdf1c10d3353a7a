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

// text is the part in the syntax of tsvector.
func (p *part) text() string {
	var b strings.Builder
	for token, places := range p.places {
		b.WriteString(quoteToken(token))
		for i, at := range places {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(at))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// quoteToken is a token as tsvector and tsquery write it. Ours hold
// neither quotes nor backslashes; it is quoted all the same.
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

func (postgresEngine) index(exec func(string, ...any) error, brief, _ int64, had bool, tokens string) error {
	if had {
		if err := exec(unindexedPostgres, brief); err != nil {
			return err
		}
	}
	for i, p := range partsOf(tokens) {
		if err := exec("INSERT INTO search (brief, part, words) VALUES (?, ?, ?::text::tsvector)", brief, i+1, p.text()); err != nil {
			return err
		}
	}
	return nil
}

const unindexedPostgres = "DELETE FROM search WHERE brief = ?"

func (postgresEngine) unindex(ctx context.Context, tx *sql.Tx, brief int64) error {
	_, err := tx.ExecContext(ctx, unindexedPostgres, brief)
	return err
}

func (postgresEngine) match(n need) (from, where, key string, args []any) {
	const in = "b.n IN (SELECT brief FROM search WHERE words @@ ?::text::tsquery)"
	conditions := []string{"w.brief = b.n"}
	for _, any := range n.all {
		each := make([]string, len(any))
		for i, p := range any {
			each[i] = p.tsquery()
		}
		conditions, args = append(conditions, in), append(args, strings.Join(each, " | "))
	}
	for _, p := range n.none {
		conditions, args = append(conditions, "NOT "+in), append(args, p.tsquery())
	}
	return "briefs b CROSS JOIN weights w", strings.Join(conditions, " AND "), "w.key", args
}

// tsquery is a phrase in the query syntax of PostgreSQL, made of our tokens
// alone. Of a longer one it says that each piece of it stands in the brief.
func (p phrase) tsquery() string {
	var b strings.Builder
	for i, token := range p.tokens {
		switch {
		case i == 0:
		case i%partOverlap == 0:
			b.WriteString(" & ")
		default:
			b.WriteString(" <-> ")
		}
		b.WriteString(quoteToken(token))
		if p.prefix && i == len(p.tokens)-1 {
			b.WriteString(":*")
		}
	}
	return "(" + b.String() + ")"
}
