package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Config is the configuration file. Its zero value is what despatch does
// without one.
type Config struct {
	Reader     string              `toml:"reader"`     // whose state is kept; "" is the user's login name
	Groups     []string            `toml:"groups"`     // the groups that the reader belongs to
	Markings   []string            `toml:"markings"`   // their names, from the lowest up; what is unmarked is below all
	Theme      string              `toml:"theme"`      // "auto", "dark", "light"
	Colours    string              `toml:"colours"`    // "auto", "none", "16", "256"
	Layout     string              `toml:"layout"`     // "panel", "off", "wide"
	Slow       bool                `toml:"slow"`       // spare bytes
	Accessible bool                `toml:"accessible"` // for screen readers
	Mouse      bool                `toml:"mouse"`      // take the mouse
	Numbers    bool                `toml:"numbers"`    // paragraph numbers in the margin
	KeyFirst   bool                `toml:"key_first"`  // key figures first in the panel
	Keys       map[string][]string `toml:"keys"`       // action → keys, instead of its own
	Serve      ServeConfig         `toml:"serve"`      // of despatch serve
}

// maxConfig bounds the configuration file, in bytes.
const maxConfig = 256 << 10

// choices are the values of the settings that have a few.
var choices = map[string][]string{
	"theme":   {"auto", "dark", "light"},
	"colours": {"auto", "none", "16", "256"},
	"layout":  {"panel", "off", "wide"},
}

// loadConfig reads a configuration file strictly: an unknown key is a problem
// that shows its line. A file that is absent is no problem unless it was named.
func loadConfig(path string, named bool) (Config, error) {
	var c Config
	if path == "" {
		return c, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return c, nil
	}
	if err != nil {
		return c, failure(err, "check the name, or leave --config away", "configuration %s: %v", line(path), err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return c, failure(err, "check the file", "configuration %s: %v", line(path), err)
	}
	if len(data) > maxConfig {
		return c, failure(nil, "a configuration has a few dozen lines; check the name", "configuration %s is larger than %d KiB", line(path), maxConfig>>10)
	}
	return parseConfig(path, data)
}

func parseConfig(path string, data []byte) (Config, error) {
	var c Config
	d := toml.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		var strict *toml.StrictMissingError
		var at *toml.DecodeError
		switch {
		case errors.As(err, &strict):
			row, _ := strict.Errors[0].Position()
			return c, failure(err, "the settings are: "+settings(), "configuration %s, line %d: unknown setting\n%s", line(path), row, strict.Errors[0].String())
		case errors.As(err, &at):
			row, _ := at.Position()
			return c, failure(err, "mend the line", "configuration %s, line %d: %s\n%s", line(path), row, strings.TrimPrefix(at.Error(), "toml: "), at.String())
		}
		return c, failure(err, "mend the file", "configuration %s: %v", line(path), err)
	}
	if err := checkMarkings(c.Markings); err != nil {
		return c, failure(err, "name each once, from the lowest up", "configuration %s: %v", line(path), err)
	}
	if err := c.Serve.check(); err != nil {
		return c, failure(err, "mend the section [serve]", "configuration %s: %v", line(path), err)
	}
	for name, value := range map[string]string{"theme": c.Theme, "colours": c.Colours, "layout": c.Layout} {
		if err := choose(name, value); err != nil {
			return c, failure(err, "choose one of them", "configuration %s: %v", line(path), err)
		}
	}
	return c, nil
}

// choose fails where a setting has a value that it does not know. "" is fine:
// it is not set.
func choose(name, value string) error {
	if value == "" || slices.Contains(choices[name], value) {
		return nil
	}
	return fmt.Errorf("%s is %s; it may be %s", name, quoted(value), strings.Join(choices[name], ", "))
}

// quoted is a short piece of input as people see it in an error.
func quoted(s string) string { return "“" + line(s) + "”" }

// settings names every setting for people.
func settings() string {
	return "reader, groups, markings, theme, colours, layout, slow, accessible, mouse, numbers, key_first, [keys], [serve]"
}
