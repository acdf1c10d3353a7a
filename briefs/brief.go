package briefs

import (
	"errors"
	"time"
)

// ErrNotFound says that a reader has no such brief: it is absent, or it is not
// for them. The two look alike on purpose.
var ErrNotFound = errors.New("no such briefing")

// ErrAmbiguous says that an ID prefix fits more than one brief.
var ErrAmbiguous = errors.New("more than one briefing has an ID that starts so")

// A Format says how a body is to be read.
type Format string

// The formats of a body.
const (
	// Markdown is CommonMark with tables.
	Markdown Format = "markdown"
	// Text is plain text: nothing in it is markup; a blank line parts
	// paragraphs and a newline is a line break.
	Text Format = "text"
)

// A Head is what the list of briefs shows: everything but the body.
type Head struct {
	ID      string    // lower-case hex, 12 digits; stable for one source
	Source  string    // where it came from: an absolute path, "samples/…", or "stdin"
	Title   string    // one clean line, never empty
	From    string    // the office or paper that issued it; may be empty
	Link    string    // where it was published; shown and copied, never opened
	Date    time.Time // day of issue, UTC midnight; zero when unknown
	Due     time.Time // when it is needed; zero when it is not
	Lang    string    // "en", "zh", …; "" when unknown
	Tags    []string  // the office's keywords
	Sample  bool      // shipped with the program
	Marking int       // 0 is unmarked; a reader needs at least this clearance
	Groups  []string  // who it is for; empty means everyone cleared for it
	Words   int       // words, counting each Han character as one
	Minutes int       // reading time, at least 1 for a body with text
	Size    int       // bytes of the body
	Keys    []Key     // the first key figures, by rank
	Added   time.Time // when it came into the box
	State   State     // of the reader who asked
}

// A Brief is one briefing: its head, its text, and what was read out of it.
type Brief struct {
	Head
	Format   Format
	Body     string   // clean UTF-8: no controls but \n and \t, no bidi or tag characters
	Figures  []Figure // in order of Span.Start; surfaces do not overlap
	Names    []Name   // in order of first mention
	Version  int      // of the extraction that made Figures and Names; 0 is none yet
	Hash     string   // hex SHA-256 of the file that it was imported from
	Warnings []string // what the importer had to mend, for people
}

// A Key is a key figure as the list shows it, without its body.
type Key struct {
	Text       string     `json:"text"` // the surface, on one line
	Comparator Comparator `json:"comparator,omitempty"`
	Measure    string     `json:"measure,omitempty"`
	Kind       Kind       `json:"kind,omitempty"`
	Start      int        `json:"start"`
}

// MaxKeys is how many key figures a Head carries.
const MaxKeys = 3

// Surface is the text of a span as printed in the body, or "" when the span
// does not fit the body.
func (b *Brief) Surface(s Span) string {
	if s.Start < 0 || s.End > len(b.Body) || s.Start >= s.End {
		return ""
	}
	return b.Body[s.Start:s.End]
}

// A Query says which heads a list holds and in what order. The zero Query is
// the whole box, newest first.
type Query struct {
	Unread  bool   // only unread
	Starred bool   // only starred
	Tag     string // only with this reader tag
	Match   string // only with each of these words in the head, in any case
	Order   Order
	Limit   int // at most so many; 0 means no limit

	// After and Before are the ends of another page: only the heads behind the
	// one, or those right in front of the other, are wanted. They need not be in
	// the box any more: their place is known by the fields of the order.
	After, Before *Head
	End           bool // the last page is wanted, not the first
}

// An Order is an order of the list.
type Order string

// The orders of the list. Each ends with the ID, so that an order is total.
const (
	ByDate  Order = ""      // newest first
	ByDue   Order = "due"   // soonest due first, then by date
	ByTitle Order = "title" // A to Z
	ByFrom  Order = "from"  // by source, then by date
	ByTime  Order = "time"  // shortest reading time first
)

// Counts sum up a box for the queue line.
type Counts struct {
	All, Unread   int
	Starred       int
	UnreadMinutes int       // reading time of what is unread
	NextDue       time.Time // soonest due among the unread; zero when none
}

// A Hit is one brief that a search found.
type Hit struct {
	Head
	Snippet string // one clean line round the first match
	Marks   []Span // matches, as byte ranges of Snippet
	Offset  int    // of the first match in the body, in bytes
	Matches int    // how many matches in the body; at least 1
}

// An Understanding is what a search was read as, in words for people: the
// dates and figures that it names, and what in it could not be read.
type Understanding struct {
	Read, Unread []string
}

// An Outcome is what saving a brief did to the store.
type Outcome string

// The outcomes.
const (
	Added     Outcome = "added"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
)

// A File is what a file was when it was read, and the brief that it became.
// Where all but the last two is the same, it need not be read again.
type File struct {
	Path    string // absolute
	Size    int64
	Written int64 // when, in nanoseconds since 1970
	Changed int64 // its entry; 0 where the system does not say
	Inode   int64 // likewise

	Brief string // the ID of the brief
	Hash  string // as the brief has it
}
