package cli

import (
	"context"

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
	f.String("layout", "", "panel, off or wide")
	f.String("theme", "", "auto, dark or light")
	f.String("colours", "", "auto, none, 16 or 256")
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
	if len(args) > 0 && r.world.Remote != nil {
		return r.mayDo(args[0])
	}
	if len(args) > 0 {
		return r.visit(ctx, config, args)
	}
	if !r.term.is {
		return r.list(ctx, plainForm, briefs.Query{})
	}
	s, reader, err := r.openBoxOf(ctx, config)
	if err != nil {
		return err
	}
	show := func() error { return s.Read(ctx, reader, r.screens(config)) }
	if r.world.Remote != nil {
		// They stay for hours, a thousand of them, and the commands with them
		// until those have ended.
		r.then = show
		return nil
	}
	return show()
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
		Look: r.term.look, Layout: c.Layout, Keys: c.Keys,
		Slow: c.Slow, Accessible: c.Accessible, Mouse: c.Mouse, Numbers: c.Numbers, KeyFirst: c.KeyFirst,
		Explain: func(err error) (string, string) {
			p := explain(err, r.program.Explain)
			return line(p.what), p.todo
		},
	}
	switch c.Theme {
	case "dark", "light":
		s.Look.Theme = c.Theme
	}
	// NO_COLOR goes over the setting, as no-color.org has it.
	switch {
	case c.Colours == "none":
		s.Look.Colour = 0
	case c.Colours == "16" && s.Look.Colour != 0:
		s.Look.Colour = 16
	case c.Colours == "256" && s.Look.Colour != 0:
		s.Look.Colour = 256
	}
	return s
}
