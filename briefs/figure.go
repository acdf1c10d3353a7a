package briefs

import (
	"encoding/json"
	"strings"
)

// A Span is a half-open byte range of a body, on rune boundaries.
type Span struct{ Start, End int }

// Has reports whether the offset is inside the span.
func (s Span) Has(offset int) bool { return s.Start <= offset && offset < s.End }

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }

// A Kind says what sort of quantity a figure is.
type Kind string

// The kinds of figures. Dates and ordinals are recognised so that they can be
// told apart from figures; they are shown only when asked for.
const (
	Money   Kind = "money"
	Percent Kind = "percent"
	Count   Kind = "count"   // things that are counted; Unit is their head noun
	Measure Kind = "measure" // physical: length, mass, energy, time
	Ratio   Kind = "ratio"   // times, 1 in 5
	Rank    Kind = "rank"    // third largest
	Date    Kind = "date"
	Ordinal Kind = "ordinal"
)

// A Comparator says how a figure stands to its value.
type Comparator string

// The comparators.
const (
	Exactly Comparator = "="
	About   Comparator = "~"
	Over    Comparator = ">"
	AtLeast Comparator = ">="
	Under   Comparator = "<"
	AtMost  Comparator = "<="
)

// A Stance says whether a figure is a fact, or what else.
type Stance string

// The stances.
const (
	Observed Stance = "observed"
	Forecast Stance = "forecast"
	Target   Stance = "target"
	Limit    Stance = "limit"
)

// A Change says that a figure is a move and not a level.
type Change string

// The changes. The zero Change is a level.
const (
	Level Change = ""
	Up    Change = "up"
	Down  Change = "down"
)

// MarshalJSON writes a level as null.
func (c Change) MarshalJSON() ([]byte, error) {
	if c == Level {
		return []byte("null"), nil
	}
	return json.Marshal(string(c))
}

// A Period is when a figure holds.
type Period struct {
	Text string `json:"text"` // as printed
	From string `json:"from"` // ISO 8601 day, "" when the text does not say
	To   string `json:"to"`
}

// A Figure is a quantity in a brief, with its context. It points into the body
// and copies nothing but what stands elsewhere than its span.
type Figure struct {
	Span
	Kind       Kind
	Value      Decimal
	Value2     *Decimal // the other end of a range, the larger; nil when there is none
	Comparator Comparator
	Unit       string // ISO 4217 code, UCUM-like code, "percent", or head noun
	UnitText   string // the unit as printed
	Measure    string // what is measured; "" when the text does not say
	Period     *Period
	Change     Change
	Stance     Stance
	Rank       int    // 1 is the most telling figure of the brief; 0 is not ranked
	Paragraph  int    // number of its paragraph, from 1; 0 in a heading before the first
	Sentence   Span   // its sentence
	Rule       string // the rule that read it, for people
}

// Shown reports whether a figure is one for the panel: dates and ordinals are
// not.
func (f *Figure) Shown() bool { return f.Kind != Date && f.Kind != Ordinal }

// A FigureRecord is a figure as `despatch figures --json` prints it.
type FigureRecord struct {
	Brief      string     `json:"brief"`
	Start      int        `json:"start"`
	End        int        `json:"end"`
	Text       string     `json:"text"`
	Value      Decimal    `json:"value"`
	Value2     *Decimal   `json:"value2"`
	Comparator Comparator `json:"comparator"`
	Unit       string     `json:"unit"`
	UnitText   string     `json:"unit_text"`
	Kind       Kind       `json:"kind"`
	Measure    string     `json:"measure"`
	Period     *Period    `json:"period"`
	Change     Change     `json:"change"`
	Stance     Stance     `json:"stance"`
	Rank       int        `json:"rank"`
	Paragraph  int        `json:"paragraph"`
	Sentence   [2]int     `json:"sentence"`
}

// Record is the figure as a row for export. The surface is taken from body.
func (f *Figure) Record(brief, body string) FigureRecord {
	r := FigureRecord{
		Brief: brief, Start: f.Start, End: f.End,
		Value: f.Value, Value2: f.Value2, Comparator: f.Comparator,
		Unit: f.Unit, UnitText: f.UnitText, Kind: f.Kind, Measure: f.Measure,
		Period: f.Period, Change: f.Change, Stance: f.Stance, Rank: f.Rank,
		Paragraph: f.Paragraph, Sentence: [2]int{f.Sentence.Start, f.Sentence.End},
	}
	if f.Start >= 0 && f.Start < f.End && f.End <= len(body) {
		r.Text = body[f.Start:f.End]
	}
	return r
}

// KeysOf are the first key figures of a brief by rank, at most MaxKeys. A
// figure that only repeats a better one is passed over.
func KeysOf(b *Brief) []Key {
	byRank := make([]*Figure, 0, MaxKeys)
	seen := map[string]bool{}
	for rank := 1; len(byRank) < MaxKeys; rank++ {
		var found *Figure
		for i := range b.Figures {
			if b.Figures[i].Rank == rank && b.Figures[i].Shown() {
				found = &b.Figures[i]
				break
			}
		}
		if found == nil {
			break
		}
		id := found.Value.String() + "|" + found.Unit
		if !seen[id] {
			seen[id] = true
			byRank = append(byRank, found)
		}
	}
	keys := make([]Key, 0, len(byRank))
	for _, f := range byRank {
		keys = append(keys, Key{
			Text:       strings.Join(strings.Fields(b.Surface(f.Span)), " "),
			Comparator: f.Comparator, Measure: f.Measure, Kind: f.Kind, Start: f.Start,
		})
	}
	return keys
}

// A NameKind says what a name is of.
type NameKind string

// The kinds of names.
const (
	Person       NameKind = "person"
	Organisation NameKind = "organisation"
	Place        NameKind = "place"
)

// A Name is a person, an organisation or a place in a brief, once, with every
// span where it stands.
type Name struct {
	Kind   NameKind `json:"kind"`
	Text   string   `json:"text"`             // the fullest form, on one line
	Office string   `json:"office,omitempty"` // of a person, as printed
	Short  string   `json:"short,omitempty"`  // the acronym or short form that the text defines
	Spans  []Span   `json:"spans"`            // in order
}
