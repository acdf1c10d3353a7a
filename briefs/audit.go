package briefs

import "time"

// An Act is what the audit says that somebody did.
type Act string

// The acts.
const (
	ActOpened   Act = "opened"   // read a brief
	ActRefused  Act = "refused"  // asked for a brief that is not for them
	ActMarked   Act = "marked"   // changed who may read a brief
	ActAllowed  Act = "allowed"  // changed what a reader may read
	ActRemoved  Act = "removed"  // took a brief out of the box
	ActExported Act = "exported" // wrote a brief into a file
	ActEntered  Act = "entered"  // came in from elsewhere
	ActLeft     Act = "left"     // left again
)

// Acts are all acts.
var Acts = [...]Act{ActOpened, ActRefused, ActMarked, ActAllowed, ActRemoved, ActExported, ActEntered, ActLeft}

// An Entry is one line of the audit. Entries are added and never changed.
type Entry struct {
	At     time.Time // UTC, to the microsecond
	Reader string    // who did it
	Act    Act
	Brief  string // ID; "" for what is about no brief
	Title  string // of the brief as it is now; "" when it is gone
	Note   string // one clean line; the new marking and groups, for instance
}

// An AuditQuery says which entries are wanted. The zero AuditQuery is all.
type AuditQuery struct {
	Reader string    // only of this one
	Brief  string    // only about this ID
	Since  time.Time // only from then on
}
