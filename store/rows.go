package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"despatch/briefs"
)

// noDue is how a due time that is not known is kept: after all others.
const noDue = math.MaxInt64

func micros(t time.Time) int64 { return t.UnixMicro() }

func timeOf(micros int64) time.Time {
	if t := time.UnixMicro(micros).UTC(); !t.IsZero() {
		return t
	}
	return time.Time{}
}

func dueMicros(t time.Time) int64 {
	if t.IsZero() {
		return noDue
	}
	return t.UnixMicro()
}

func dueOf(micros int64) time.Time {
	if micros == noDue {
		return time.Time{}
	}
	return timeOf(micros)
}

// kept is a time as it comes back from a store.
func kept(t time.Time) time.Time { return timeOf(micros(t)) }

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// text is v as JSON. Only strings, numbers and what is made of them are given.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// briefColumns are the columns of a brief that saving sets, in the order of
// briefValues.
const briefColumns = "id, source, title, title_key, issuer, issuer_key, link, date, due, lang, tags, sample, marking, groups, words, minutes, size, keys, format, version, hash, match_key"

func briefValues(b *briefs.Brief) []any {
	return []any{
		b.ID, b.Source, b.Title, fold(b.Title), b.From, fold(b.From), b.Link, micros(b.Date), dueMicros(b.Due), b.Lang,
		text(b.Tags), flag(b.Sample), int64(b.Marking), text(b.Groups),
		int64(b.Words), int64(b.Minutes), int64(b.Size), text(b.Keys), string(b.Format), int64(b.Version), b.Hash, matchKey(&b.Head),
	}
}

// headColumns are what scanHead reads of briefs as b and states as s.
const headColumns = `b.id, b.source, b.title, b.issuer, b.link, b.date, b.due, b.lang, b.tags, b.sample, b.marking, b.groups,
	b.words, b.minutes, b.size, b.keys, b.added,
	s.read, s.starred, s.tag, s.place, s.far, s.opened, s.marks, s.changed`

// fromShelf joins a reader's states to the briefs; its argument is the reader.
const fromShelf = " FROM briefs b LEFT JOIN states s ON s.brief = b.n AND s.reader = ?"

// A scanned row of headColumns, and more behind it.
func scanHead(rows interface{ Scan(...any) error }, more ...any) (briefs.Head, error) {
	var h briefs.Head
	var date, due, added int64
	var tags, groups, keys string
	var read, starred, opened sql.NullBool
	var tag, marks sql.NullString
	var place, far, changed sql.NullInt64
	err := rows.Scan(append([]any{
		&h.ID, &h.Source, &h.Title, &h.From, &h.Link, &date, &due, &h.Lang, &tags, &h.Sample, &h.Marking, &groups,
		&h.Words, &h.Minutes, &h.Size, &keys, &added,
		&read, &starred, &tag, &place, &far, &opened, &marks, &changed,
	}, more...)...)
	if err != nil {
		return h, err
	}
	h.Date, h.Due, h.Added = timeOf(date), dueOf(due), timeOf(added)
	if err := decode(tags, &h.Tags, groups, &h.Groups, keys, &h.Keys); err != nil {
		return h, err
	}
	if changed.Valid {
		h.State = briefs.State{
			Read: read.Bool, Starred: starred.Bool, Tag: briefs.Tag(tag.String),
			Place: int(place.Int64), Far: int(far.Int64), Opened: opened.Bool, Changed: timeOf(changed.Int64),
		}
		err = decode(marks.String, &h.State.Marks)
	}
	return h, err
}

// decode reads JSON, in pairs of a text and where it goes. What is no JSON was
// not written by us.
func decode(pairs ...any) error {
	for i := 0; i < len(pairs); i += 2 {
		s := pairs[i].(string)
		if s == "null" {
			continue
		}
		if plain(s, pairs[i+1]) {
			continue
		}
		if err := json.Unmarshal([]byte(s), pairs[i+1]); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return nil
}

// surface is the text of a span on one line.
func surface(b *briefs.Brief, s briefs.Span) string {
	return strings.Join(strings.Fields(b.Surface(s)), " ")
}
