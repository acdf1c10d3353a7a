package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/briefstest"
	"despatch/store"
	"despatch/store/storetest"
)

// What was reported as saved is there, whatever happens to who saves it.

// manyFiles writes so many small briefings into a folder.
func manyFiles(t *testing.T, n int) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for i := range n {
		text := fmt.Sprintf("# Briefing %d\n\nIncome of %d enterprises rose by %d.50 %%.\n\n%s\n", i, i, i%100, strings.Repeat("More words 中小企业 stand here. ", 20))
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%05d.md", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// holds fails unless a store is whole and has a briefing, with text, figures and
// its words in the index, for each of the IDs; it returns how many there are.
func holds(t *testing.T, path string, ids []string) int {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if found, err := db.Check(ctx); err != nil || len(found) > 0 {
		t.Errorf("damage: %v, %v", found, err)
	}
	s, err := db.Keep(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if b, err := s.Open(ctx, id); err != nil || !strings.Contains(b.Body, "stand here") || len(b.Figures) == 0 {
			t.Fatalf("%s was reported as saved: %v, %d bytes, %d figures", id, err, len(b.Body), len(b.Figures))
		}
	}
	heads, err := s.List(ctx, briefs.Query{})
	if err != nil {
		t.Fatal(err)
	}
	hits, err := s.Find(ctx, "企业", len(heads)+1)
	if err != nil || len(hits) != len(heads) {
		t.Errorf("%d of %d briefings are found, %v", len(hits), len(heads), err)
	}
	return len(heads)
}

// reported are the IDs that a line of add says are in the store.
func reported(line string) []string {
	if f := strings.Fields(line); len(f) > 2 && (f[0] == "added" || f[0] == "updated") && len(f[1]) == 12 {
		return f[1:2]
	}
	return nil
}

// TestKill kills an import at random, many times over, on each database. It
// goes on where it was, and comes to its end.
func TestKill(t *testing.T) {
	const files = 1200
	folder := manyFiles(t, files)
	for _, c := range []struct {
		name  string
		kills int
		store func(t testing.TB) string
	}{
		{"file", 12, func(t testing.TB) string { return filepath.Join(t.TempDir(), "box.db") }},
		{"postgres", 4, storetest.Postgres},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, kills := c.store(t), c.kills
			if briefstest.Raced {
				kills = 2
			}
			seed := uint64(time.Now().UnixNano())
			rnd := rand.New(rand.NewPCG(seed, 1))
			t.Logf("seed %d", seed)
			var ids []string
			for n := range kills {
				c := exec.Command("despatch", "add", "--db", path, folder)
				c.Env = append(os.Environ(), "HOME="+t.TempDir())
				out, err := c.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				// By turns while it starts, and soon after it has reported something.
				after, lines := time.Duration(rnd.IntN(300))*time.Millisecond, rnd.IntN(200)
				kill := func() { _ = c.Process.Kill() }
				timer := time.AfterFunc(time.Hour, kill)
				if n%2 == 0 {
					timer.Reset(after)
				}
				told := 0
				for s := bufio.NewScanner(out); s.Scan(); {
					ids = append(ids, reported(s.Text())...)
					if told++; n%2 == 1 && told == lines {
						timer.Reset(after / 4)
					}
				}
				timer.Stop()
				_ = c.Wait() // killed, or at its end
			}
			there := holds(t, path, ids)
			t.Logf("%d reported, %d there", len(ids), there)
			c := exec.Command("despatch", "add", "--db", path, folder)
			c.Env = append(os.Environ(), "HOME="+t.TempDir())
			out, err := c.CombinedOutput()
			if err != nil || !strings.Contains(string(out), " 0 updated, ") {
				t.Fatalf("%v: %.500s", err, out)
			}
			if there = holds(t, path, ids); there != files {
				t.Errorf("%d briefings in the end, want %d", there, files)
			}
		})
	}
}

// TestFullDisk imports onto disks that do not have the room.
func TestFullDisk(t *testing.T) {
	const files = 1200
	folder := manyFiles(t, files)
	run := func(t *testing.T, path, limit string) (out, errs string) {
		t.Helper()
		c := exec.Command("sh", "-c", limit+` exec despatch add --db "$0" "$1"`, path, folder)
		c.Env = append(os.Environ(), "HOME="+t.TempDir())
		var o, e bytes.Buffer
		c.Stdout, c.Stderr = &o, &e
		var exit *exec.ExitError
		if err := c.Run(); !errors.As(err, &exit) {
			t.Fatalf("it did not fail: %v", err)
		}
		return o.String(), e.String()
	}
	idsOf := func(out string) (ids []string) {
		for l := range strings.Lines(out) {
			ids = append(ids, reported(l)...)
		}
		return ids
	}
	t.Run("limit", func(t *testing.T) { // a file may not grow any more
		path := filepath.Join(t.TempDir(), "box.db")
		out, errs := run(t, path, "ulimit -f 1500;")
		ids := idsOf(out)
		if !strings.Contains(errs, store.ErrDisk.Error()) || strings.Contains(errs, "I/O") {
			t.Errorf("%d bytes of errors: %.500s", len(errs), errs)
		}
		if there := holds(t, path, ids); there == files {
			t.Error("there was room for all")
		}
	})
	t.Run("disk", func(t *testing.T) {
		disk := t.TempDir()
		if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "none", disk).CombinedOutput(); err != nil {
			t.Logf("only root can make a small disk: %s", bytes.TrimSpace(said))
			return
		}
		defer func() {
			if said, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		}()
		path := filepath.Join(disk, "box.db")
		out, errs := run(t, path, "")
		if !strings.Contains(errs, "the disk is full") || strings.Contains(errs, "panic") {
			t.Errorf("%d bytes of errors: %.500s", len(errs), errs)
		}
		ids := idsOf(out)
		if len(ids) == 0 {
			t.Error("nothing came in before it was full")
		}
		holds(t, path, ids)
	})
}
