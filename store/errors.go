package store

import "errors"

// What can be wrong with a store. Errors of this package wrap one of these, or
// briefs.ErrNotFound or briefs.ErrAmbiguous, where callers can decide on it.
var (
	ErrNewer    = errors.New("the store was made by a newer despatch")
	ErrDamaged  = errors.New("the store is damaged, or is no store of despatch")
	ErrLocked   = errors.New("another program holds the store")
	ErrReadOnly = errors.New("the store cannot be written")
	ErrFull     = errors.New("the disk is full")
)

// Explain says what an error of the store means to a person, and what to do:
// one line each. For other errors, what is the error and do is "".
func Explain(err error) (what, do string) { return err.Error(), "" }
