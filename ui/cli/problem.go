package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"despatch/briefs"
)

// The exit codes of despatch.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// A problem is an error in people's words: one line of what, one of what to do.
type problem struct {
	what string
	todo string // "" when there is nothing to say
	code int
	err  error // below it; may be nil
}

func (p *problem) Error() string { return p.what }
func (p *problem) Unwrap() error { return p.err }

// usage is a problem of how despatch was called.
func usage(todo, format string, args ...any) error {
	return &problem{what: fmt.Sprintf(format, args...), todo: todo, code: exitUsage}
}

// failure is a problem of what despatch tried.
func failure(err error, todo, format string, args ...any) error {
	return &problem{what: fmt.Sprintf(format, args...), todo: todo, code: exitFailed, err: err}
}

// errQuiet is a failure that was told already, line by line.
var errQuiet = errors.New("told already")

// explain turns any error into a problem. below knows the errors of the store;
// its do is "" for others.
func explain(err error, below func(error) (what, do string)) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	what, do := below(err)
	p = &problem{what: what, todo: do, code: exitFailed, err: err}
	switch {
	case do != "":
	case errors.Is(err, context.Canceled):
		p.what, p.todo = "stopped", "what was reported as saved is saved; run the command again for the rest"
	case errors.Is(err, briefs.ErrNotFound):
		p.todo = "despatch list shows the IDs of all briefings"
	case errors.Is(err, briefs.ErrAmbiguous):
		p.todo = "give more digits of the ID"
	case errors.Is(err, fs.ErrPermission):
		p.todo = "check who may read and write there"
	case errors.Is(err, fs.ErrNotExist):
		p.todo = "check the name"
	default:
		p.todo = "despatch doctor checks the store, the terminal and the configuration"
	}
	return p
}

// print writes the problem to standard error, through the gate. Its lines of
// what may be several when a configuration file is shown.
func (p *problem) print(w io.Writer) {
	g := &gate{w: w}
	fmt.Fprintf(g, "despatch: %s\n", strings.TrimRight(p.what, "\n"))
	if p.todo != "" {
		fmt.Fprintf(g, "          %s\n", line(p.todo))
	}
	g.Close()
}
