package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

func (r *run) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check the store, the terminal and the configuration",
		Long:  "doctor checks what despatch stands on, and says what to do where something is wrong. It exits with 1 when something is wrong.",
		RunE: r.does(func(ctx context.Context, _ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("despatch doctor checks everything", "doctor takes no %s", quoted(args[0]))
			}
			return r.doctor(ctx)
		}),
	}
}

// A finding is one thing that doctor looked at.
type finding struct {
	about string
	grade string // "ok", "note", "wrong"
	found string
	todo  string
}

const (
	gradeOK    = "ok"
	gradeNote  = "note"
	gradeWrong = "wrong"
)

func (r *run) doctor(ctx context.Context) error {
	found := r.checkConfig()
	found = append(found, r.checkStore(ctx)...)
	found = append(found, r.checkTerminal()...)
	wrong := false
	for _, f := range found {
		wrong = wrong || f.grade == gradeWrong
		fmt.Fprintf(r.term.out, "%-5s  %-13s  %s\n", f.grade, f.about, strings.ReplaceAll(f.found, "\n", "\n"+strings.Repeat(" ", 22)))
		if f.todo != "" {
			fmt.Fprintf(r.term.out, "%s→ %s\n", strings.Repeat(" ", 22), line(f.todo))
		}
	}
	if wrong {
		return errQuiet
	}
	return nil
}

func (r *run) checkConfig() []finding {
	path, named := configPath(r.world, r.config)
	if path == "" {
		return []finding{{"configuration", gradeNote, "none: there is no home folder", "set HOME or XDG_CONFIG_HOME, or name one with --config FILE"}}
	}
	c, err := loadConfig(path, named)
	if err != nil {
		p := explain(err, r.program.Explain)
		return []finding{{"configuration", gradeWrong, strings.TrimRight(p.what, "\n"), p.todo}}
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return []finding{{"configuration", gradeOK, "none; it would be " + line(path), ""}}
	}
	if fault := r.program.KeyFaults(c.Keys); fault != "" {
		return []finding{{"configuration", gradeWrong, line(path) + ": " + line(fault), "mend the [keys] table; : in the reader lists every action"}}
	}
	return []finding{{"configuration", gradeOK, line(path), ""}}
}

// checkStore opens a store that is there. It makes none: a doctor changes
// nothing.
func (r *run) checkStore(ctx context.Context) []finding {
	path, err := storePath(r.world, r.db)
	if err != nil {
		p := explain(err, r.program.Explain)
		return []finding{{"store", gradeWrong, p.what, p.todo}}
	}
	look, err := r.program.LookAt(ctx, path)
	if err != nil {
		p := explain(err, r.program.Explain)
		return []finding{{"store", gradeWrong, line(look.Name + ": " + p.what), p.todo}}
	}
	if !look.There {
		return append([]finding{{"store", gradeOK, line(look.about()) + ": not made yet; the first run makes it", ""}}, remarks(look)...)
	}
	s, err := r.openAt(ctx, path)
	if err != nil {
		p := explain(err, r.program.Explain)
		return []finding{{"store", gradeWrong, line(p.what), p.todo}}
	}
	defer s.Close()
	box, err := s.Keep(ctx)
	if err != nil {
		p := explain(err, r.program.Explain)
		return []finding{{"store", gradeWrong, line(p.what), p.todo}}
	}
	counts, err := box.Counts(ctx)
	if err != nil {
		p := explain(err, r.program.Explain)
		return []finding{{"store", gradeWrong, line(p.what), p.todo}}
	}
	found := []finding{{"store", gradeOK, fmt.Sprintf("%s: %s, %d KiB", line(look.about()), many(counts.All, "briefing"), look.Bytes>>10), ""}}
	found = append(found, remarks(look)...)
	found = append(found, r.checkWhole(ctx, s), r.checkRights(ctx, s))
	old := 0
	for h, err := range heads(ctx, box, briefs.Query{}) {
		if err != nil {
			p := explain(err, r.program.Explain)
			return append(found, finding{"figures", gradeWrong, line(p.what), p.todo})
		}
		if _, version, err := s.Hash(ctx, h.ID); err == nil && version != r.program.Engine.Version {
			old++
		}
	}
	if old > 0 {
		found = append(found, finding{"figures", gradeNote, "an older despatch read those of " + many(old, "briefing"), "despatch reindex"})
	} else {
		found = append(found, finding{"figures", gradeOK, fmt.Sprintf("all read by version %d", r.program.Engine.Version), ""})
	}
	return found
}

// about is a store's name and what it stands on.
func (l StoreLook) about() string {
	if l.Server == "" {
		return l.Name
	}
	return l.Name + " on " + l.Server
}

// remarks are what its owner should know of a store.
func remarks(l StoreLook) []finding {
	var found []finding
	for _, r := range l.Remarks {
		grade := gradeNote
		if r.Wrong {
			grade = gradeWrong
		}
		found = append(found, finding{"store", grade, line(r.What), r.Do})
	}
	return found
}

// checkTerminal says what despatch takes the terminal for. It asks it nothing.
func (r *run) checkTerminal() []finding {
	name := r.world.getenv("TERM")
	if r.term.width == 0 {
		return []finding{{"terminal", gradeNote, "standard output is none: plain text comes out", ""}}
	}
	if !r.term.is {
		return []finding{{"terminal", gradeNote, "TERM is " + quoted(name) + ": plain text comes out", "set TERM, for instance to xterm-256color, for the screens"}}
	}
	colours := "no colours"
	switch n := r.term.look.Colour; n {
	case 16, 256:
		colours = fmt.Sprintf("%d colours", n)
	case 1 << 24:
		colours = "all colours"
	}
	text := "UTF-8"
	todo := ""
	grade := gradeOK
	if r.term.look.ASCII {
		text, grade, todo = "ASCII only", gradeNote, "set LANG to one that ends in .UTF-8, for instance C.UTF-8"
	}
	found := []finding{{"terminal", grade, fmt.Sprintf("%s, %d×%d, %s, %s", line(name), r.term.width, r.term.height, colours, text), todo}}
	if r.term.width < 60 {
		found = append(found, finding{"terminal", gradeNote, "under 60 columns the panel is a drawer", ""})
	}
	return found
}
