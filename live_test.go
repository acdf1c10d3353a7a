package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"despatch/store/storetest"
)

// TestLive reads in one process what another adds, changes and withdraws.
func TestLive(t *testing.T) {
	t.Run("file", func(t *testing.T) { live(t, filepath.Join(t.TempDir(), "box.db")) })
	t.Run("postgres", func(t *testing.T) { live(t, storetest.Postgres(t)) })
}

func live(t *testing.T, store string) {
	env := append(home(t), "DESPATCH_DB="+store)
	folder := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		c := exec.Command("despatch", args...)
		c.Env = env
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
		return string(out)
	}
	add := func(name, text string) string {
		t.Helper()
		p := filepath.Join(folder, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return regexp.MustCompile(`[0-9a-f]{12}`).FindString(run("add", p))
	}
	id := add("first.md", "# First report\n\nIt has 2 parts.")
	x := onScreen(t, 100, 24, env)
	x.wait("First report", "1/1")
	began := time.Now()
	add("second.md", "# Second report\n\nIt has 3 parts.")
	x.wait("1 new")
	t.Logf("an addition came after %v, the process that made it included", time.Since(began))
	x.press("\r", "It has 2 parts.")
	add("first.md", "# First report\n\nIt has 4 parts.")
	x.wait("was changed just now", "It has 2 parts.")
	x.press("R", "It has 4 parts.")
	run("remove", id)
	x.wait("was withdrawn just now", "It has 4 parts.")
	x.leave()
}
