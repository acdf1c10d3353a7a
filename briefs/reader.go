package briefs

import (
	"errors"
	"slices"
	"time"
)

// What a store says of a reader or a key that it does not know.
var (
	ErrNoReader = errors.New("there is no such reader")
	ErrNoKey    = errors.New("there is no such key")
)

// A Reader is a person who reads briefs.
type Reader struct {
	Name      string   // unique; the key of their state
	Clearance int      // the highest marking that they may read
	Groups    []string // the groups that they belong to
	Role      Role     // what they may do besides reading
}

// A Role is what a reader may do besides reading. It says nothing about which
// briefs they may read.
type Role string

// The roles. Each may do what those before it may.
const (
	Reading   Role = "reader"
	Clerk     Role = "clerk"     // puts briefs in
	Registrar Role = "registrar" // says who may read what
)

// Roles are all roles in order.
var Roles = [...]Role{Reading, Clerk, Registrar}

// MayRead is the one access rule: the reader is cleared for the marking, and
// the brief is for everyone or for a group of theirs.
func (r Reader) MayRead(h *Head) bool {
	if h.Marking > r.Clearance {
		return false
	}
	if len(h.Groups) == 0 {
		return true
	}
	for _, g := range h.Groups {
		if slices.Contains(r.Groups, g) {
			return true
		}
	}
	return false
}

// A PublicKey is one by which a reader comes in from elsewhere.
type PublicKey struct {
	Reader      string
	Fingerprint string // "SHA256:…", unique: a key is one reader's
	Type        string // "ssh-ed25519", for instance
	Data        string // base64, as in authorized_keys
	Comment     string // one clean line
	Added       time.Time
}

// A Tag is what a reader means to do with a brief.
type Tag string

// The tags, in the order in which the key steps through them.
const (
	NoTag  Tag = ""
	Action Tag = "ACTION"
	Later  Tag = "LATER"
	Done   Tag = "DONE"
)

// Tags are all tags in order.
var Tags = [...]Tag{NoTag, Action, Later, Done}

// State is what one reader did with one brief. The zero State is unread.
type State struct {
	Read    bool           `json:"read,omitempty"`
	Starred bool           `json:"starred,omitempty"`
	Tag     Tag            `json:"tag,omitempty"`
	Place   int            `json:"place,omitempty"`  // byte offset in the body of the first row on screen
	Far     int            `json:"far,omitempty"`    // how far it was read, in per cent of the body
	Opened  bool           `json:"opened,omitempty"` // was opened, if not read to the end
	Marks   map[string]int `json:"marks,omitempty"`  // letter → byte offset
	Changed time.Time      `json:"changed"`          // when; the newest wins
}

// A Point is one figure of a series: the same measure, in one brief.
type Point struct {
	Brief  string // ID
	Title  string
	From   string
	Date   time.Time // of the brief
	Figure Figure
	Text   string // the surface, on one line
}

// A Series is what the box says about one measure, by period, oldest first.
type Series struct {
	Measure string
	Unit    string
	Points  []Point
}
