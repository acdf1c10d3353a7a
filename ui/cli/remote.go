package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"despatch/briefs"
	"despatch/briefs/importer"
)

// A Remote is somebody who runs despatch from elsewhere: who they are and the
// store, which others have open too. They have no files here, no settings and
// no other store, and what they may do hangs on their role.
type Remote struct {
	Reader briefs.Reader
	Store  Store  // stays open
	Config Config // of the server
	// Width and Height are of their terminal, in cells; 0 when they have none.
	Width, Height int
}

// remoteRoles are the commands that are given from elsewhere, and the least
// role of who may.
var remoteRoles = map[string]briefs.Role{
	"list": briefs.Reading, "show": briefs.Reading, "search": briefs.Reading, "figures": briefs.Reading, "deck": briefs.Reading,
	"add": briefs.Clerk, "remove": briefs.Clerk, "mark": briefs.Clerk, "unmark": briefs.Clerk,
	"reader": briefs.Registrar, "audit": briefs.Registrar,
}

// atLeast reports whether a role may do what the other may.
func atLeast(has, needed briefs.Role) bool {
	return slices.Index(briefs.Roles[:], has) >= slices.Index(briefs.Roles[:], needed)
}

// remoteRoot is the tree of commands for somebody elsewhere: those of their
// role, without the flags that name files of the server.
func (r *run) remoteRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "despatch",
		Short: "A briefing box in the terminal",
		Long:  "Without a command, in a terminal, the box opens. A command prints; its flags are those of despatch at a desk.",
		Args:  cobra.ArbitraryArgs,
		RunE:  r.does(r.read),
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SuggestionsMinimumDistance = 2
	screenFlags(root.Flags())
	root.SetFlagErrorFunc(r.flagError)
	root.SilenceErrors, root.SilenceUsage = true, true
	for _, c := range r.commands() {
		if role, given := remoteRoles[c.Name()]; given && atLeast(r.world.Remote.Reader.Role, role) {
			root.AddCommand(c)
		}
	}
	return root
}

// executeRemote runs a command line that came from elsewhere.
func (r *run) executeRemote(ctx context.Context) error {
	if len(r.world.Args) > 0 {
		if err := r.mayDo(r.world.Args[0]); err != nil {
			r.failed = err
			return err
		}
	}
	root := r.remoteRoot()
	// Never nil: cobra would take the arguments of the server itself.
	root.SetArgs(append([]string{}, negated(root, r.world.Args)...))
	root.SetIn(r.world.In)
	root.SetOut(r.term.out)
	root.SetErr(r.term.err)
	err := root.ExecuteContext(ctx)
	if err == nil && r.failed == nil && r.then != nil {
		r.failed = r.then()
	}
	return err
}

// mayDo fails for a first word that is no command of the reader's role. What
// cobra itself would answer to, such as its commands for completion, is none.
func (r *run) mayDo(word string) error {
	if word == "help" || len(word) > 1 && word[0] == '-' {
		return nil
	}
	role, known := remoteRoles[word]
	switch {
	case known && r.world.Args[0] != word:
		return usage(word+" comes first, its flags after it", "%s is a command", quoted(word))
	case !known && word == "-":
		return usage("add - puts it into the box, figures - reads its figures", "standard input alone is nothing to do")
	case !known:
		return usage("help shows the commands", "%s is no command here", quoted(word))
	case !atLeast(r.world.Remote.Reader.Role, role):
		return failure(nil, "who keeps the box can give the role: despatch reader allow NAME --role "+string(role), "%s is for a %s, and you are a %s", word, role, r.world.Remote.Reader.Role)
	}
	return nil
}

// noFiles fails for a path other than standard input.
func (r *run) noFiles(paths []string) error {
	if r.world.Remote == nil {
		return nil
	}
	for _, p := range paths {
		if p != "-" {
			return usage("give it by standard input: add - < FILE, figures - < FILE", "%s: files of the server cannot be named", quoted(p))
		}
	}
	return nil
}

// A remoteStore is the store for somebody elsewhere. They keep it with their
// own eyes: what is not for them is not there, also for what they put in.
type remoteStore struct {
	Store
	reader briefs.Reader
}

// Close leaves the store open for the others.
func (s remoteStore) Close() error { return nil }

// Keep is the box as they see it.
func (s remoteStore) Keep(context.Context) (Box, error) { return s.As(s.reader), nil }

// Hash is that of a brief that they may read; any other is absent.
func (s remoteStore) Hash(ctx context.Context, id string) (string, int, error) {
	if _, err := s.As(s.reader).Resolve(ctx, id); err != nil {
		if errors.Is(err, briefs.ErrNotFound) {
			err = nil
		}
		return "", 0, err
	}
	return s.Store.Hash(ctx, id)
}

// Save saves a brief as SaveAll does.
func (s remoteStore) Save(ctx context.Context, b *briefs.Brief) (briefs.Outcome, error) {
	all, err := s.SaveAll(ctx, []*briefs.Brief{b})
	if err != nil {
		return "", err
	}
	return all[0], nil
}

// SaveAll saves briefs, each under an ID that says nothing of what they may not
// read, and changes none of that.
func (s remoteStore) SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error) {
	for _, b := range bs {
		var err error
		if b.ID, err = s.idFor(ctx, b.ID); err != nil {
			return nil, err
		}
	}
	return s.Store.SaveAll(ctx, bs)
}

// idFor is the ID under which they put in a brief that a file says has that ID.
// A brief that they see keeps it, also one that somebody else put in from such
// a file. Any other is new, and has an ID of their own, whether or not there is
// a brief with that ID: the answer would tell which.
func (s remoteStore) idFor(ctx context.Context, id string) (string, error) {
	box := s.As(s.reader)
	sees := func(id string) (bool, error) {
		_, err := box.Resolve(ctx, id)
		if errors.Is(err, briefs.ErrNotFound) {
			return false, nil
		}
		return err == nil, err
	}
	own := ownID(s.reader.Name, id)
	candidates := []string{id, own}
	readers, err := s.Readers(ctx)
	if err != nil {
		return "", err
	}
	for _, r := range readers {
		if atLeast(r.Role, briefs.Clerk) && r.Name != s.reader.Name {
			candidates = append(candidates, ownID(r.Name, id))
		}
	}
	for _, c := range candidates {
		if ok, err := sees(c); ok || err != nil {
			return c, err
		}
	}
	// Their own of before may have been marked above them since. They put it in,
	// so what they learn from yet another ID is that it was not withdrawn.
	for {
		hash, _, err := s.Store.Hash(ctx, own)
		if hash == "" || err != nil {
			return own, err
		}
		own = ownID(s.reader.Name, own)
	}
}

// ownID is a reader's own ID for a brief that a file says has that ID.
func ownID(reader, id string) string {
	return importer.ID(fmt.Sprintf("remote:%s:%s", reader, id))
}

// Audit tells no titles of what they may not read.
func (s remoteStore) Audit(ctx context.Context, q briefs.AuditQuery, f func(briefs.Entry) error) error {
	box := s.As(s.reader)
	may := map[string]bool{} // of the IDs that were looked up
	return s.Store.Audit(ctx, q, func(e briefs.Entry) error {
		if e.Brief != "" {
			ok, known := may[e.Brief]
			if !known {
				_, err := box.Resolve(ctx, e.Brief)
				if err != nil && !errors.Is(err, briefs.ErrNotFound) {
					return err
				}
				ok = err == nil
				may[e.Brief] = ok
			}
			if !ok {
				e.Title = ""
				if e.Act == briefs.ActRemoved { // its note is the title that it had
					e.Note = ""
				}
			}
		}
		return f(e)
	})
}
