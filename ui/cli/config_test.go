package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestConfig(t *testing.T) {
	c, err := parseConfig("c.toml", []byte(`
reader = "li.wei"
groups = ["economy"]
theme = "dark"
colours = "256"
layout = "off"
slow = true
accessible = true
mouse = true
numbers = true
key_first = true
[keys]
next-figure = [".", "x"]
`))
	if err != nil {
		t.Fatal(err)
	}
	if c.Reader != "li.wei" || len(c.Groups) != 1 || c.Theme != "dark" || c.Colours != "256" || c.Layout != "off" ||
		!c.Slow || !c.Accessible || !c.Mouse || !c.Numbers || !c.KeyFirst || len(c.Keys["next-figure"]) != 2 {
		t.Errorf("read as %+v", c)
	}
}

func TestConfigIsStrict(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"unknown":   {"theme = \"dark\"\ntehme = \"dark\"\n", "line 2"},
		"caret":     {"theme = \"dark\"\ntehme = \"dark\"\n", "~~~~~"},
		"syntax":    {"theme = \n", "line 1"},
		"type":      {"slow = \"yes\"\n", "line 1"},
		"value":     {"theme = \"blue\"\n", "auto, dark, light"},
		"table":     {"[key]\na = [\"b\"]\n", "unknown"},
		"escape":    {"theme = \"\\u001b[31m\"\n", "theme is"},
		"duplicate": {"slow = true\nslow = false\n", "line"},
	} {
		_, err := parseConfig("c.toml", []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v does not say %q", name, err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s: an escape in %q", name, err)
		}
	}
}

func TestConfigFile(t *testing.T) {
	dir := t.TempDir()
	absent := filepath.Join(dir, "absent.toml")
	if _, err := loadConfig(absent, false); err != nil {
		t.Errorf("one that need not be there: %v", err)
	}
	if _, err := loadConfig(absent, true); err == nil {
		t.Error("one that was named may be absent")
	}
	large := filepath.Join(dir, "large.toml")
	if err := os.WriteFile(large, []byte(strings.Repeat("# a comment\n", maxConfig/8)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadConfig(large, false); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a large one: %v", err)
	}
	if _, err := loadConfig("/dev/zero", true); err == nil {
		t.Error("an endless one was read")
	}
}

func TestFlagsGoOverTheConfiguration(t *testing.T) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	screenFlags(f)
	if err := f.Parse([]string{"--slow=false", "--theme", "light", "--no-panel"}); err != nil {
		t.Fatal(err)
	}
	c := Config{Slow: true, Mouse: true, Theme: "dark", Layout: "wide"}
	if err := over(&c, f); err != nil {
		t.Fatal(err)
	}
	if c.Slow || !c.Mouse || c.Theme != "light" || c.Layout != "off" {
		t.Errorf("came to %+v", c)
	}
	if err := f.Parse([]string{"--colours", "many"}); err != nil {
		t.Fatal(err)
	}
	if err := over(&c, f); err == nil {
		t.Error("--colours many is taken")
	}
}

func TestPaths(t *testing.T) {
	for name, test := range map[string]struct {
		environ     []string
		flag        string
		store, conf string
	}{
		"flag":     {[]string{"DESPATCH_DB=/b", "HOME=/h"}, "/a", "/a", "/h/.config/despatch/config.toml"},
		"variable": {[]string{"DESPATCH_DB=/b", "HOME=/h"}, "", "/b", "/h/.config/despatch/config.toml"},
		"xdg":      {[]string{"XDG_DATA_HOME=/d", "XDG_CONFIG_HOME=/c", "HOME=/h"}, "", "/d/despatch/despatch.db", "/c/despatch/config.toml"},
		"relative": {[]string{"XDG_DATA_HOME=d", "HOME=/h"}, "", "/h/.local/share/despatch/despatch.db", "/h/.config/despatch/config.toml"},
		"homeless": {nil, "", "", ""},
		"last":     {[]string{"HOME=/x", "HOME=/h"}, "", "/h/.local/share/despatch/despatch.db", "/h/.config/despatch/config.toml"},
	} {
		w := &World{Environ: test.environ}
		got, err := storePath(w, test.flag)
		if got != test.store || (err != nil) != (test.store == "") {
			t.Errorf("%s: store %q, %v", name, got, err)
		}
		if got, _ := configPath(w, ""); got != test.conf {
			t.Errorf("%s: configuration %q", name, got)
		}
	}
}

func TestSettingsGoOverTheEnvironment(t *testing.T) {
	for _, test := range []struct {
		config Config
		look   Look
		want   Look
	}{
		{Config{}, Look{"", 256, false}, Look{"", 256, false}},
		{Config{Theme: "auto", Colours: "auto"}, Look{"light", 1 << 24, true}, Look{"light", 1 << 24, true}},
		{Config{Theme: "dark", Colours: "16"}, Look{"light", 256, false}, Look{"dark", 16, false}},
		{Config{Colours: "none"}, Look{"", 256, false}, Look{"", 0, false}},
		{Config{Colours: "256"}, Look{"", 0, false}, Look{"", 0, false}}, // NO_COLOR
		{Config{Colours: "256"}, Look{"", 16, false}, Look{"", 256, false}},
	} {
		r := &run{world: &World{}, term: &terminal{look: test.look}}
		if got := r.screens(test.config).Look; got != test.want {
			t.Errorf("%+v over %+v came to %+v", test.config, test.look, got)
		}
	}
}

func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{{"json", "json"}: 0, {"jsn", "json"}: 1, {"markdwon", "markdown"}: 2, {"", "ab"}: 2} {
		if got := distance(pair[0], pair[1]); got != want {
			t.Errorf("%v: %d, want %d", pair, got, want)
		}
	}
}

// The configuration that the README shows is one that despatch reads.
func TestConfigOfTheReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(data), "```toml\n")
	block, _, closed := strings.Cut(block, "```")
	if !found || !closed {
		t.Fatal("the README shows no configuration")
	}
	c, err := parseConfig("README.md", []byte(block))
	if err != nil {
		t.Fatal(err)
	}
	if c.Theme == "" || c.Layout == "" || len(c.Keys) == 0 {
		t.Errorf("read as %+v", c)
	}
}
