package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"despatch/briefs"
)

// A run is one call of despatch.
type run struct {
	program Program
	world   *World
	term    *terminal

	db       string       // --db
	config   string       // --config
	as       string       // --reader
	failed   error        // what the command came to; cobra never sees it
	opened   []Store      // by the command, which leaves it to does to close them
	unclosed error        // what came of that
	then     func() error // what is left to do when the tree of commands is gone; nil for nothing

	samples func() ([]briefs.Brief, error) // read once; set by samplesAhead
}

// Main runs despatch and returns its exit code: 0, 1 for what failed, 2 for
// wrong usage. Errors are on standard error by then.
func Main(ctx context.Context, p Program, w World) int {
	r := &run{program: p, world: &w, term: newTerminal(&w, p.Look(w.Environ))}
	return r.end(r.execute(ctx))
}

// execute runs the command line.
func (r *run) execute(ctx context.Context) error {
	w := r.world
	if w.Remote != nil {
		return r.executeRemote(ctx)
	}
	root := r.root()
	root.SetArgs(negated(root, w.Args))
	root.SetIn(w.In)
	root.SetOut(w.Out)
	root.SetErr(w.Err)
	if wantsHelp(w.Args) {
		// The help asks the terminal for its background and waits for the answer,
		// if it has a standard input to hear it on.
		if null, err := os.Open(os.DevNull); err == nil {
			defer null.Close()
			in := os.Stdin
			os.Stdin = null
			defer func() { os.Stdin = in }()
		}
	}
	return fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithColorSchemeFunc(colours),
		fang.WithErrorHandler(func(io.Writer, fang.Styles, error) {}))
}

// end tells what went wrong, and is the exit code.
func (r *run) end(err error) int {
	if err != nil && r.failed == nil {
		r.failed = usage("despatch --help shows how", "%v", err)
	}
	if err := r.term.close(); err != nil && r.failed == nil {
		r.failed = failure(err, "check what standard output goes to", "output: %v", err)
	}
	code := exitOK
	for _, err := range []error{r.failed, r.unclosed} {
		switch {
		case err == nil:
		case errors.Is(err, errQuiet):
			code = cmp.Or(code, exitFailed)
		default:
			p := explain(err, r.program.Explain)
			p.print(r.world.Err)
			code = cmp.Or(code, p.code)
		}
	}
	return code
}

// wantsHelp reports whether the arguments ask for help.
func wantsHelp(args []string) bool {
	for i, a := range args {
		if a == "--" {
			return false
		}
		if a == "-h" || a == "--help" || i == 0 && a == "help" {
			return true
		}
	}
	return false
}

// negated lets "search this -that" be what it looks like: words with a dash
// before them go behind the flags.
func negated(root *cobra.Command, args []string) []string {
	if c, _, err := root.Find(args); err != nil || c.Name() != "search" || slices.Contains(args, "--") {
		return slices.Clone(args)
	}
	var flags, words []string
	for _, a := range args {
		if len(a) > 2 && a[0] == '-' && a[1] != '-' {
			words = append(words, a)
		} else {
			flags = append(flags, a)
		}
	}
	return append(append(flags, "--"), words...)
}

// version is what the build says of itself.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "built from source"
}

// colours are for the help page: few, of the terminal's own palette, so that
// they are legible on dark and light without asking.
func colours(lipgloss.LightDarkFunc) fang.ColorScheme {
	none := lipgloss.NoColor{}
	return fang.ColorScheme{
		Base: none, Title: lipgloss.Cyan, Description: none, Codeblock: none,
		Program: lipgloss.Cyan, Command: lipgloss.Cyan, DimmedArgument: none, Comment: none,
		Flag: lipgloss.Cyan, FlagDefault: none, QuotedString: none, Argument: none,
		Help: none, Dash: none, ErrorDetails: lipgloss.Red,
	}
}

// does makes a command's function out of one that may fail, and closes the
// stores that it opened. The errors stay with the run: neither cobra nor fang
// prints them.
func (r *run) does(f func(ctx context.Context, c *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		defer func() {
			for _, s := range r.opened {
				r.unclosed = errors.Join(r.unclosed, s.Close())
			}
			r.opened = nil
		}()
		r.failed = f(c.Context(), c, args)
		return nil
	}
}

// root is the tree of commands.
func (r *run) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "despatch [PATH…]",
		Short: "A briefing box in the terminal",
		Long: "despatch opens a box of briefings with the figures that matter beside the text. " +
			"On files, folders or - (standard input) it reads those and stores nothing.\n\n" +
			"The box is kept in $XDG_DATA_HOME/despatch/despatch.db (~/.local/share), the configuration in $XDG_CONFIG_HOME/despatch/config.toml (~/.config). " +
			"NO_COLOR is heeded. The exit code is 0, 1 when something failed, 2 for wrong usage.",
		Example: "despatch\ndespatch report.md\ndespatch add ~/briefings\ndespatch figures --json report.md",
		Args:    cobra.ArbitraryArgs,
		RunE:    r.does(r.read),
	}
	root.SuggestionsMinimumDistance = 2
	root.PersistentFlags().StringVar(&r.db, "db", "", "the store: a file, or postgres://NAME@HOST/DATABASE (also DESPATCH_DB)")
	root.PersistentFlags().StringVar(&r.config, "config", "", "the configuration's file")
	root.PersistentFlags().StringVar(&r.as, "reader", "", "read as this reader of the store, with their rights")
	screenFlags(root.Flags())
	root.SetFlagErrorFunc(r.flagError)
	root.AddCommand(r.commands()...)
	return root
}

// commands are all commands.
func (r *run) commands() []*cobra.Command {
	all := []*cobra.Command{
		r.addCommand(), r.listCommand(), r.showCommand(), r.searchCommand(), r.removeCommand(),
		r.figuresCommand(), r.deckCommand(), r.doctorCommand(), r.reindexCommand(),
		r.readerCommand(), r.markCommand(), r.unmarkCommand(), r.auditCommand(),
		r.backupCommand(), r.restoreCommand(), r.exportCommand(), r.serveCommand(),
	}
	for _, c := range all {
		c.Args = cobra.ArbitraryArgs // each says itself what is wrong with them
	}
	return all
}

// flagError tells of a flag that cannot be read.
func (r *run) flagError(c *cobra.Command, err error) error {
	r.failed = usage(fmt.Sprintf("%s --help shows the flags", c.CommandPath()), "%s", flagWords(c, err))
	return nil
}

// flagWords is an error about a flag, with the flag that was meant.
func flagWords(c *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err.Error()
	}
	name, best, at := unknown.GetSpecifiedName(), "", 3
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if d := distance(name, f.Name); d < at {
			best, at = f.Name, d
		}
	})
	if best == "" || len(name) < 2 {
		return err.Error()
	}
	return fmt.Sprintf("%v; did you mean --%s?", err, best)
}

// distance is how many letters have to be put in, taken out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost++
			}
			last, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// settings are the configuration of this run.
func (r *run) settings() (Config, error) {
	if r.world.Remote != nil {
		return r.world.Remote.Config, nil
	}
	path, named := configPath(r.world, r.config)
	return loadConfig(path, named)
}

// openBox opens the store and narrows it to the reader.
func (r *run) openBox(ctx context.Context) (Store, Box, error) {
	c, err := r.settings()
	if err != nil {
		return nil, nil, err
	}
	s, reader, err := r.openBoxOf(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	return s, s.As(reader), nil
}

// openBoxOf opens the store, and says who reads it. A box that never had a
// briefing gets the samples.
func (r *run) openBoxOf(ctx context.Context, c Config) (Store, briefs.Reader, error) {
	if remote := r.world.Remote; remote != nil {
		return remoteStore{remote.Store, remote.Reader}, remote.Reader, nil
	}
	path, err := storePath(r.world, r.db)
	if err != nil {
		return nil, briefs.Reader{}, err
	}
	r.samplesAhead(path)
	s, err := r.openStore(ctx)
	if err != nil {
		return nil, briefs.Reader{}, err
	}
	reader, err := r.reader(ctx, s, c)
	if err == nil {
		err = r.giveSamples(ctx, s)
	}
	return s, reader, err
}

func (r *run) openStore(ctx context.Context) (Store, error) {
	if remote := r.world.Remote; remote != nil {
		return remoteStore{remote.Store, remote.Reader}, nil
	}
	path, err := storePath(r.world, r.db)
	if err != nil {
		return nil, err
	}
	return r.openAt(ctx, path)
}

// openAt opens a store until the command has ended.
func (r *run) openAt(ctx context.Context, path string) (Store, error) {
	told, end := r.renewing()
	s, err := r.program.OpenStore(ctx, path, told)
	end()
	if err != nil {
		p := explain(err, r.program.Explain)
		return nil, &problem{what: r.program.StoreName(path) + ": " + p.what, todo: p.todo, code: p.code, err: err}
	}
	r.opened = append(r.opened, s)
	return s, nil
}

// resolve turns an ID prefix into the ID; one that does not resolve is a problem
// that names it.
func resolve(ctx context.Context, b Box, prefix string) (string, error) {
	low := strings.ToLower(strings.TrimSpace(prefix))
	id, err := b.Resolve(ctx, low)
	switch {
	case errors.Is(err, briefs.ErrNotFound):
		// What is not for the reader is in the audit once it was asked for.
		if b, err := b.Open(ctx, low); !errors.Is(err, briefs.ErrNotFound) {
			return b.ID, err
		}
		return "", failure(err, "despatch list shows the IDs", "%s: no such briefing", quoted(prefix))
	case errors.Is(err, briefs.ErrAmbiguous):
		return "", failure(err, "give more digits: "+strings.Join(candidates(ctx, b, low), ", "),
			"%s: more than one briefing has an ID that starts so", quoted(prefix))
	}
	return id, err
}

// mostCandidates is how many IDs are given for a start that several have.
const mostCandidates = 5

// candidates are the first few IDs that start with prefix, with their titles.
func candidates(ctx context.Context, b Box, prefix string) []string {
	heads, err := b.Starting(ctx, prefix, mostCandidates+1)
	if err != nil {
		return nil // that they are several is known, and said
	}
	var ids []string
	for _, h := range heads {
		if len(ids) == mostCandidates {
			return append(ids, "…")
		}
		ids = append(ids, h.ID+" ("+briefs.CleanLine(h.Title, 40)+")")
	}
	return ids
}
