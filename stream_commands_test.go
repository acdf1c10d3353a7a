package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// command runs despatch off a terminal, where it may send nothing but text,
// and is what it said on both its streams. Its exit code is not looked at.
func command(t *testing.T, env []string, args ...string) (out, errs string) {
	t.Helper()
	cmd := exec.Command("despatch", args...)
	cmd.Env = env
	cmd.Dir = t.TempDir()
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	_ = cmd.Run()
	for name, text := range map[string]string{"stdout": o.String(), "stderr": e.String()} {
		for _, f := range read(text, rule{}).faults {
			t.Errorf("despatch %q: %s: %s", args, name, f)
		}
	}
	return o.String(), e.String()
}

// TestStreamCommands prints a box full of tricks in every form.
func TestStreamCommands(t *testing.T) {
	t.Parallel()
	env, n, dir := home(t), 0, ""
	for _, template := range templates {
		dir = folder(t, template)
		n += added(t, env, dir)
	}
	list, _ := command(t, env, "list", "--json")
	var ids []string
	for l := range strings.Lines(list) {
		var head struct{ ID string }
		if err := json.Unmarshal([]byte(l), &head); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, head.ID)
	}
	if len(ids) != n {
		t.Fatalf("%d briefings in the list, not %d", len(ids), n)
	}
	for _, args := range [][]string{
		{"list"}, {"search", "in"}, {"figures"}, {"figures", "--all"}, {"deck"}, append([]string{"show"}, ids...),
	} {
		for _, form := range []string{"--json", "--csv", "--markdown"} {
			command(t, env, append(slices.Clone(args), form)...)
		}
		command(t, env, args...)
		terminalCommand(t, env, args...)
	}
	command(t, env, "figures", "--explain")
	command(t, env, "add", dir)
	command(t, env, dir)
	command(t, env, append([]string{"remove"}, ids...)...)
	terminalCommand(t, env, "add", dir)
}

// TestStreamErrors gives the tricks themselves to the commands in turn, which
// say what they could not do with them.
func TestStreamErrors(t *testing.T) {
	t.Parallel()
	env := home(t)
	for i, k := range tricks {
		text := strings.ReplaceAll(k.text, "\x00", "")
		every := [][]string{
			{text}, {"./" + text + ".md"}, {"show", text}, {"search", text, "x"}, {"add", text}, {"--" + text},
			{"list", "--order", text}, {"--db", text + "/x", "list"}, {"list", "--config", text},
		}
		command(t, env, every[i%len(every)]...)
	}
}

// progress is how far a command is that takes long: it stands on one line, and
// is erased.
var progress = regexp.MustCompile(`(?:\r+(?:\[[#.]{20}\] \d+ of \d+ files?, \d+ a second, [0-9a-z ]{1,20} left|\d+ files?, \d+ a second) \x1b\[K)+\r+\x1b\[K`)

// terminalCommand runs a command on a terminal, where it may set styles and
// show its progress.
func terminalCommand(t *testing.T, env []string, args ...string) {
	t.Helper()
	x := onScreen(t, 80, 24, env, args...)
	for _, f := range read(progress.ReplaceAllString(x.rest(), ""), rule{style: true}).faults {
		t.Errorf("despatch %q: %s", args, f)
	}
}
