package cli

import (
	"cmp"
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"despatch/briefs"
)

// screenFlags are the flags of the screens. Each goes over the setting of the
// same name.
func screenFlags(f *pflag.FlagSet) {
	f.Bool("accessible", false, "for screen readers: no full screen, one line per change")
	f.Bool("slow", false, "for slow lines: redraw the panel when the keys rest")
	f.Bool("mouse", false, "take the mouse from the terminal")
	f.Bool("numbers", false, "paragraph numbers in the margin")
	f.Bool("key-first", false, "key figures first in the panel")
	f.Bool("no-panel", false, "start without the panel, which spares most bytes")
	f.String("layout", "", "`panel`, off or wide")
	f.String("theme", "", "`auto`, dark or light")
	f.String("colours", "", "`auto`, none, 16 or 256")
}

// read opens the screens: on the box, or on what is named.
func (r *run) read(ctx context.Context, c *cobra.Command, args []string) error {
	config, err := r.settings()
	if err != nil {
		return err
	}
	if err := over(&config, c.Flags()); err != nil {
		return err
	}
	if len(args) > 0 {
		return r.visit(ctx, config, args)
	}
	if !r.term.is {
		return r.list(ctx, plainForm, briefs.Query{})
	}
	s, err := r.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := r.giveSamples(ctx, s); err != nil {
		return err
	}
	return s.Read(ctx, r.reader(config), r.screens(config))
}

// over lays flags over the configuration.
func over(c *Config, f *pflag.FlagSet) error {
	for name, field := range map[string]*bool{
		"accessible": &c.Accessible, "slow": &c.Slow, "mouse": &c.Mouse, "numbers": &c.Numbers, "key-first": &c.KeyFirst,
	} {
		if f.Changed(name) {
			*field, _ = f.GetBool(name)
		}
	}
	for name, field := range map[string]*string{"layout": &c.Layout, "theme": &c.Theme, "colours": &c.Colours} {
		if f.Changed(name) {
			*field, _ = f.GetString(name)
			if err := choose(name, *field); err != nil {
				return usage("choose one of them", "--%v", err)
			}
		}
	}
	if off, _ := f.GetBool("no-panel"); off {
		c.Layout = "off"
	}
	return nil
}

// screens are what the configuration and the environment come to.
func (r *run) screens(c Config) Screens {
	s := Screens{
		Width: r.term.width, Height: r.term.height,
		Theme: c.Theme, Layout: c.Layout, Keys: c.Keys,
		Slow: c.Slow, Accessible: c.Accessible, Mouse: c.Mouse, Numbers: c.Numbers, KeyFirst: c.KeyFirst,
		Colour: coloursOf(r.world, c.Colours), ASCII: asciiOnly(r.world),
		Explain: func(err error) (string, string) {
			p := explain(err, r.program.Advice)
			return line(p.what), p.todo
		},
	}
	if s.Theme == "" || s.Theme == "auto" {
		s.Theme = background(r.world.getenv("COLORFGBG"))
	}
	return s
}

// background reads COLORFGBG, "15;0" or "0;default;15": its last number is the
// background among the sixteen colours. It is "" where it does not say.
func background(colorfgbg string) string {
	last := colorfgbg[strings.LastIndexByte(colorfgbg, ';')+1:]
	switch last {
	case "0", "1", "2", "3", "4", "5", "6", "8":
		return "dark"
	case "7", "9", "10", "11", "12", "13", "14", "15":
		return "light"
	}
	return ""
}

// coloursOf is how many colours may be written: 0, 16, 256 or 1<<24. NO_COLOR
// goes over the setting, as no-color.org has it.
func coloursOf(w *World, setting string) int {
	term := w.getenv("TERM")
	switch {
	case w.getenv("NO_COLOR") != "" || setting == "none":
		return 0
	case setting == "16":
		return 16
	case setting == "256":
		return 256
	}
	switch strings.ToLower(w.getenv("COLORTERM")) {
	case "truecolor", "24bit":
		return 1 << 24
	}
	switch {
	case strings.Contains(term, "direct"), strings.Contains(term, "kitty"), strings.Contains(term, "ghostty"),
		strings.HasPrefix(term, "alacritty"), strings.HasPrefix(term, "wezterm"), strings.HasPrefix(term, "foot"):
		return 1 << 24
	case strings.Contains(term, "256color"):
		return 256
	case strings.HasPrefix(term, "vt1"), strings.HasPrefix(term, "vt2"), strings.HasSuffix(term, "-mono"), strings.HasSuffix(term, "-m"):
		return 0
	}
	return 16
}

// asciiOnly reports whether the locale names a character set other than UTF-8.
// One that says nothing is taken for UTF-8, as containers leave it unset.
func asciiOnly(w *World) bool {
	locale := cmp.Or(w.getenv("LC_ALL"), w.getenv("LC_CTYPE"), w.getenv("LANG"))
	if locale == "" {
		return false
	}
	low := strings.ToLower(locale)
	return !strings.Contains(low, "utf-8") && !strings.Contains(low, "utf8")
}
