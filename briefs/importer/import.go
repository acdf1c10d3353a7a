package importer

import (
	"context"
	"errors"
	"io"

	"despatch/briefs"
)

// A Saver stores briefs. One that also has
//
//	SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error)
//
// is given many at once, and one that has
//
//	Hash(ctx context.Context, id string) (hash string, version int, err error)
//
// is spared what it holds already. Hash is called from several goroutines.
type Saver interface {
	Save(ctx context.Context, b *briefs.Brief) (briefs.Outcome, error)
}

// A Result says what became of one file. Its texts are clean.
type Result struct {
	Path     string // as found; "-" is standard input
	ID       string // "" when Err is not nil
	Title    string
	Outcome  briefs.Outcome
	Warnings []string
	Err      error // one line for people, without the path
}

// An Option changes where Import and Load read from.
type Option func(*settings)

type settings struct {
	stdin io.Reader
}

// Stdin is what the path "-" reads.
func Stdin(r io.Reader) Option { return func(s *settings) { s.stdin = r } }

// Import reads files and folders and saves what it finds. Files are decoded
// and extracted on all cores and saved by one goroutine, in the order of
// paths; report is called from that goroutine, once for each file. A file that
// cannot be read or saved is reported with its error and never stops the rest.
// The error is the context's: what was reported as saved before stays saved.
func Import(ctx context.Context, to Saver, paths []string, report func(Result), opts ...Option) error {
	return errors.ErrUnsupported
}

// Load reads files and folders in order and adds each brief without figures,
// for reading without a store. A file that cannot be read is added with its
// error and a brief that has only its Source. add is called from one goroutine.
// The error is the context's.
func Load(ctx context.Context, paths []string, add func(briefs.Brief, error), opts ...Option) error {
	return errors.ErrUnsupported
}

// Samples are the briefs that ship with the program, with their figures.
func Samples() ([]briefs.Brief, error) {
	return nil, errors.ErrUnsupported
}
