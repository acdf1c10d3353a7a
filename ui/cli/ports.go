package cli

import (
	"context"
	"io"

	"despatch/briefs"
)

// A Box is what the commands call of a store that is narrowed to one reader.
type Box interface {
	List(ctx context.Context, q briefs.Query) ([]briefs.Head, error)
	Counts(ctx context.Context) (briefs.Counts, error)
	Open(ctx context.Context, id string) (briefs.Brief, error)
	Resolve(ctx context.Context, prefix string) (string, error)
	// Starting are the first of those whose ID starts so.
	Starting(ctx context.Context, prefix string, limit int) ([]briefs.Head, error)
	Find(ctx context.Context, query string, limit int) ([]briefs.Hit, error)
	// Understand is what a search is read as, and what of it cannot be read.
	Understand(query string) briefs.Understanding
	// Markings are the names of the markings, from the lowest up.
	Markings(ctx context.Context) ([]string, error)
}

// A Store is what the commands call of an open store.
type Store interface {
	As(r briefs.Reader) Box
	Save(ctx context.Context, b *briefs.Brief) (briefs.Outcome, error)
	SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error)
	Hash(ctx context.Context, id string) (hash string, version int, err error)
	Remove(ctx context.Context, ids ...string) (int, error)
	RemoveSamples(ctx context.Context) (int, error)
	SamplesWanted(ctx context.Context) (bool, error)

	// Keep is the box with everything on it, for who keeps the store. What is
	// opened there is not recorded.
	Keep(ctx context.Context) (Box, error)
	Mark(ctx context.Context, by string, ids []string, change func(*briefs.Head)) error
	Markings(ctx context.Context) ([]string, error)
	SetMarkings(ctx context.Context, names []string) error

	// The error for a reader who is not known is briefs.ErrNoReader.
	Reader(ctx context.Context, name string) (briefs.Reader, error)
	HasReaders(ctx context.Context) (bool, error)
	Readers(ctx context.Context) ([]briefs.Reader, error)
	AddReader(ctx context.Context, by string, r briefs.Reader) error
	ChangeReader(ctx context.Context, by, name string, change func(*briefs.Reader)) (briefs.Reader, error)
	RemoveReader(ctx context.Context, by, name string) error

	// The error for a key that is nobody's is briefs.ErrNoKey.
	ReaderOfKey(ctx context.Context, fingerprint string) (briefs.Reader, error)
	Keys(ctx context.Context, reader string) ([]briefs.PublicKey, error)
	AddKey(ctx context.Context, by string, k briefs.PublicKey) error
	RemoveKey(ctx context.Context, by, reader, fingerprint string) error
	// RightsVersion is another whenever readers, their rights or their keys are.
	RightsVersion(ctx context.Context) (int64, error)

	Audit(ctx context.Context, q briefs.AuditQuery, f func(briefs.Entry) error) error
	Record(ctx context.Context, entries ...briefs.Entry) error

	// Backup copies the store into a file that is a store itself.
	Backup(ctx context.Context, path string, over bool) error
	// Check looks through the whole store and says what damage it finds.
	Check(ctx context.Context) ([]string, error)

	// Read opens the screens on the box as that reader sees it, and returns
	// when they are left.
	Read(ctx context.Context, r briefs.Reader, s Screens) error
	Close() error
}

// A Visit is a box of briefs that nobody keeps.
type Visit interface {
	Box
	Add(b briefs.Brief)
	// Read opens the screens on it, and returns when they are left.
	Read(ctx context.Context, s Screens) error
}

// An Engine reads figures out of texts.
type Engine struct {
	Version  int // raised when any output changes
	Extract  func(text, lang string) []briefs.Figure
	Annotate func(b *briefs.Brief) // sets figures, names, keys and version
	Explain  func(text, lang string) []Reading
}

// A Reading is a numeral in a text and what was made of it.
type Reading struct {
	Span briefs.Span
	Kind briefs.Kind // "" where it is no figure
	Rule string      // that read it, or why it is none, in words
}

// A Program is what despatch is put together from. Every field is required.
type Program struct {
	// OpenStore opens a store; one of an older despatch is brought up to date, of
	// which told is told.
	OpenStore func(ctx context.Context, path string, told func(Renewal)) (Store, error)
	// Restore puts a backup in the place of a store, and says where the one that
	// was there is kept.
	Restore func(ctx context.Context, path, from string) (kept string, err error)
	// NewVisit makes a box whose markings have those names.
	NewVisit func(markings []string) Visit
	// StoreName is the name of a store as it may be shown: without a password.
	StoreName func(path string) string
	// LookAt looks at a store without making or changing anything.
	LookAt func(ctx context.Context, path string) (StoreLook, error)
	Engine Engine
	// Page is a body as rows of plain text, none wider than width cells.
	Page func(b *briefs.Brief, width int) []string
	// KeyFaults says what is wrong with a reader's own keys, "" for nothing.
	KeyFaults func(keys map[string][]string) string
	// Explain says what an error of the store means to a person, and what to do;
	// do is "" for other errors.
	Explain func(err error) (what, do string)
	// Look is what an environment, "NAME=value", says of a terminal.
	Look func(environ []string) Look
	// ParseKey reads a public key as authorized_keys and .pub files have it. Its
	// error says what is wrong.
	ParseKey func(line string) (briefs.PublicKey, error)
	// MakeHostKey makes the key of a server in a new file.
	MakeHostKey func(path string) (fingerprint string, err error)
	// Serve answers readers who come in by SSH, until the context ends.
	Serve func(ctx context.Context, s Serving) error
	// Hangups are the process's SIGHUPs from then on, which end it before.
	Hangups func() <-chan struct{}
}

// Serving is what a server of SSH is given.
type Serving struct {
	Store   Store
	Config  Config                 // as it is at the start
	Reload  func() (Config, error) // reads the configuration again
	Hangups <-chan struct{}
	// Run runs a command line, and returns its exit code.
	Run  func(ctx context.Context, w World) int
	Demo bool      // anybody may read, and nothing is kept
	Log  io.Writer // what happens, a line each
}

// A Renewal says how a store of an older despatch is brought up to date.
type Renewal struct {
	Done, Total int // briefs
	Over        bool
	Freed       int64 // bytes of the disk that were given back; known when it is over
	Spare       int64 // bytes that stay in the store's file, for what comes
}

// A StoreLook is a store seen from outside.
type StoreLook struct {
	Name    string // as it may be shown
	There   bool   // it has been made
	Bytes   int64  // its size on disk
	Server  string // what it stands on, with its version; "" of a file
	Remarks []StoreRemark
}

// A StoreRemark is something about a store that its owner should know.
type StoreRemark struct {
	What, Do string // one clean line each
	Wrong    bool   // it does not work as it is
}

// A Look is how a terminal can draw.
type Look struct {
	Theme  string // "dark", "light", or "" for not known
	Colour int    // colours: 0, 16, 256 or 1<<24
	ASCII  bool   // the locale draws nothing else
}

// Screens are what the screens are told: the configuration with the flags over
// it, and what the environment says of the terminal.
type Screens struct {
	Width, Height int                 // of the terminal, in cells
	Look          Look                // with the settings over it
	Layout        string              // "panel", "off", "wide", or "" for its own
	Keys          map[string][]string // action → keys

	Slow, Accessible, Mouse, Numbers, KeyFirst bool

	Only    bool                              // one brief was named
	Explain func(err error) (what, do string) // an error in people's words
}
