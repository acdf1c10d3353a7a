package store

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// States of PostgreSQL that are decided on (its manual, appendix A).
const (
	uniqueViolation      = "23505"
	readOnlyTransaction  = "25006"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	insufficientRights   = "42501"
	duplicateTable       = "42P07"
	noSchema             = "3F000" // none that exists, or that the role may use
	noDatabase           = "3D000"
	diskFull             = "53100"
	tooManyConnections   = "53300"
	lockNotAvailable     = "55P03"
)

// hasState reports whether an error is that one of the server.
func hasState(err error, state string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == state
}

// isAway reports whether no server answered: none is there, it is starting or
// stopping, has no connection to give, or none of several is what was asked for.
func isAway(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return isAwayState(e.Code)
	}
	var n *net.OpError
	var c *pgconn.ConnectError
	return errors.As(err, &n) || errors.As(err, &c)
}

// isAwayState reports whether a state is of a connection that was not made or
// has ended, or of a server that starts or stops.
func isAwayState(state string) bool {
	return strings.HasPrefix(state, "08") || strings.HasPrefix(state, "57P") || state == tooManyConnections
}

// A serverError is what a server said, by its number: its own words are not
// for readers and may quote anything.
type serverError struct{ state string }

func (e serverError) Error() string {
	what := "the database server did not do what it was asked"
	if e.state == "" {
		return what
	}
	return what + " (SQLSTATE " + e.state + ")"
}

// meaning is what stands for an error of PostgreSQL, nil for others.
func (postgresEngine) meaning(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		if isLost(err) {
			return fmt.Errorf("%w: %w", ErrUnreachable, serverError{})
		}
		return nil
	}
	said := serverError{e.Code}
	if sentinel := stateMeaning(e.Code); sentinel != nil {
		return fmt.Errorf("%w: %w", sentinel, said)
	}
	return said
}

// stateMeaning is the sentinel for a state, nil for others.
func stateMeaning(state string) error {
	switch state {
	case noDatabase:
		return ErrNoDatabase
	case readOnlyTransaction, insufficientRights, noSchema:
		return ErrReadOnly
	case diskFull:
		return ErrFull
	case lockNotAvailable, deadlockDetected, serializationFailure:
		return ErrLocked
	case duplicateTable:
		return ErrDamaged
	case tooManyConnections:
		return ErrUnreachable
	}
	switch {
	case strings.HasPrefix(state, "28"): // the name or the password
		return ErrRefused
	case strings.HasPrefix(state, "XX"): // what is inside is not as it should be
		return ErrDamaged
	case isAwayState(state):
		return ErrUnreachable
	}
	return nil
}
