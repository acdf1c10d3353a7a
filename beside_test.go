package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"despatch/briefs/briefstest"
	"despatch/store"
)

// What several processes do to one store at once.

// A besides is a process that runs beside others, and what it wrote.
type besides struct {
	*exec.Cmd
	out, errs bytes.Buffer
	killed    bool
}

// unlocked fails where a process tells people of locks, whose they are none of.
func (b *besides) unlocked(t *testing.T) {
	t.Helper()
	if errs := b.errs.String(); strings.Contains(errs, "locked") || strings.Contains(errs, store.ErrLocked.Error()) || strings.Contains(errs, "SQLITE") {
		t.Errorf("%v said: %s", b.Args[1:], errs)
	}
}

// TestBeside has two imports, one of which is killed and begun again, run beside
// one that reads figures again and commands that read, on one store: all that was
// reported is there, and nobody hears of a lock.
func TestBeside(t *testing.T) {
	files := 300
	if briefstest.Raced {
		files = 80
	}
	one, two, path := manyFiles(t, files), manyFiles(t, files), filepath.Join(t.TempDir(), "box.db")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 6))
	home := t.TempDir()
	run := func(kill time.Duration, args ...string) *besides {
		b := &besides{Cmd: exec.Command("despatch", append([]string{"--db", path}, args...)...)}
		b.Env = append(os.Environ(), "HOME="+home)
		b.Stdout, b.Stderr = &b.out, &b.errs
		if err := b.Start(); err != nil {
			t.Error(err)
			return b
		}
		if kill > 0 {
			stop := time.AfterFunc(kill, func() { _ = b.Process.Kill() })
			defer stop.Stop()
		}
		err := b.Wait()
		b.killed = err != nil && kill > 0 && b.ProcessState.ExitCode() < 0
		if b.unlocked(t); err != nil && !b.killed && args[0] != "search" { // which fails where nothing is found yet
			t.Errorf("%v: %v: %s", args, err, b.errs.String())
		}
		return b
	}
	run(0, "remove", "--samples") // which would come into a box that is looked at first
	var lasting []time.Duration   // of the imports that are killed
	for range 4 {
		lasting = append(lasting, time.Duration(100+rnd.IntN(900))*time.Millisecond)
	}
	var mu sync.Mutex
	var ids []string
	reports := func(b *besides) {
		mu.Lock()
		defer mu.Unlock()
		for line := range strings.Lines(b.out.String()) {
			if strings.HasSuffix(line, "\n") { // what was cut by a kill tells nothing
				ids = append(ids, reported(line)...)
			}
		}
	}
	var imports, others sync.WaitGroup
	imports.Go(func() { reports(run(0, "add", one)) })
	imports.Go(func() {
		for _, d := range lasting {
			reports(run(d, "add", two))
		}
		reports(run(0, "add", two))
	})
	done := make(chan struct{})
	for _, args := range [][]string{{"reindex", "--all"}, {"list", "--limit", "5"}, {"search", "企业"}, {"doctor"}} {
		others.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					run(0, args...)
				}
			}
		})
	}
	imports.Wait()
	close(done)
	others.Wait()
	if there := holds(t, path, ids); there != 2*files {
		t.Errorf("%d briefings of %d", there, 2*files)
	}
}

// TestRestoreBeside restores while an import goes on: that is refused, and says
// why, and what the import reported is there. A restore that is killed leaves one
// store or the other.
func TestRestoreBeside(t *testing.T) {
	path, backup := filepath.Join(t.TempDir(), "box.db"), filepath.Join(t.TempDir(), "backup.db")
	file := filepath.Join(t.TempDir(), "one.md")
	if err := os.WriteFile(file, []byte("# The only one\n\nIncome of 企业 rose by 5.40 %. Words stand here.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said(t, 0, exec.Command("despatch", "--db", path, "add", file))
	said(t, 0, exec.Command("despatch", "--db", path, "backup", backup))
	const files = 400
	folder := manyFiles(t, files)
	c := exec.Command("despatch", "--db", path, "add", "--watch", folder)
	c.Env = append(os.Environ(), "HOME="+t.TempDir())
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 1)
	if _, err := out.Read(first); err != nil { // it has reported something
		t.Fatal(err)
	}
	if _, errs := said(t, 1, exec.Command("despatch", "--db", path, "restore", backup)); !strings.Contains(errs, store.ErrLocked.Error()) || !strings.Contains(errs, "nothing was changed") {
		t.Errorf("restore beside an import said: %s", errs)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var rest bytes.Buffer
	if _, err := rest.ReadFrom(out); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was interrupted
	var ids []string
	for line := range strings.Lines(string(first) + rest.String()) {
		ids = append(ids, reported(line)...)
	}
	holds(t, path, ids)

	for range 6 {
		c := exec.Command("despatch", "--db", path, "restore", backup)
		c.Env = append(os.Environ(), "HOME="+t.TempDir())
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(time.Duration(rand.IntN(250))*time.Millisecond, func() { _ = c.Process.Kill() })
		_ = c.Wait() // killed, or done
		stop.Stop()
		if out, _ := said(t, 0, exec.Command("despatch", "--db", path, "list")); !strings.Contains(out, "The only one") {
			t.Fatalf("after a restore that was killed: %s", out)
		}
		holds(t, path, nil)
	}
	if out, _ := said(t, 0, exec.Command("despatch", "--db", path, "add", file)); !strings.Contains(out, "1 unchanged") {
		t.Errorf("then: %s", out)
	}
}
