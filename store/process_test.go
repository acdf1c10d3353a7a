package store

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/store/storetest"
)

// roleVariable makes the test binary play another process.
const roleVariable = "STORE_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		if err := play(role, os.Args[1:]); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	storetest.Stop()
	os.Exit(code)
}

// numbered is brief i of a process, with figures that add up to a known sum.
func numbered(who string, i int) *briefs.Brief {
	b := whole()
	b.ID = fmt.Sprintf("%s%04d", who, i)
	b.Title = "Brief " + b.ID
	b.Body = fmt.Sprintf("Brief %s income %d. %s", b.ID, i, strings.Repeat("More words of it stand here 中文。 ", 40))
	return &b
}

// play is what another process does.
func play(role string, args []string) error {
	path, who := args[0], args[1]
	switch role {
	case "flood":
		return flood(path, who)
	case "save", "save in batches":
		db, err := Open(ctx, path)
		if err != nil {
			return err
		}
		defer db.Close()
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		step := 1
		if role == "save in batches" {
			step = 5
		}
		for i := 0; i < n; i += step {
			var batch []*briefs.Brief
			for k := range step {
				batch = append(batch, numbered(who, i+k))
			}
			if _, err := db.SaveAll(ctx, batch); err != nil {
				return err
			}
			for _, b := range batch {
				if err := db.As(briefs.Reader{Name: who}).SetState(ctx, b.ID, briefs.State{Place: i, Read: true}); err != nil {
					return err
				}
			}
			fmt.Println(i + step) // as many are reported as saved
		}
		return nil
	case "die in a merge":
		return dieInMerge(path)
	case "renew", "die while renewing":
		return renewAs(path, role != "renew")
	case "read only":
		return asNobody(path)
	}
	return fmt.Errorf("no role %q", role)
}

// process starts the test binary in a role.
func process(t testing.TB, role string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), roleVariable+"="+role)
	return c
}

func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "box.db")
	const n = 30
	var both sync.WaitGroup
	for _, who := range []string{"a", "b"} {
		both.Go(func() { // on a store that is not there yet
			if out, err := process(t, "save", path, who, strconv.Itoa(n)).CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %s", who, err, out)
			}
		})
	}
	both.Wait()
	db := open(t, path)
	if c, err := db.As(briefs.Reader{Name: "a"}).Counts(ctx); c.All != 2*n || c.Unread != n || err != nil {
		t.Errorf("counts %+v, %v", c, err)
	}
	sound(t, db)
}

func TestTwoStoresOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	one, other := open(t, path), open(t, path)
	r := briefs.Reader{Name: "r"}
	before, err := other.As(r).Version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	save(t, one, numbered("a", 1))
	after, err := other.As(r).Version(ctx)
	if err != nil || after == before {
		t.Errorf("version %d after a change by another, was %d; %v", after, before, err)
	}
	if err := one.As(r).SetState(ctx, "a0001", briefs.State{Starred: true}); err != nil {
		t.Fatal(err)
	}
	if v, _ := other.As(r).Version(ctx); v == after {
		t.Error("the state that another session set changes no version")
	}
	var all sync.WaitGroup
	for i, db := range []*DB{one, other, one, other} {
		all.Go(func() {
			for k := range 10 {
				if _, err := db.Save(ctx, numbered("w"+strconv.Itoa(i), k)); err != nil {
					t.Error(err)
				}
				if _, err := db.As(r).Find(ctx, "income", 5); err != nil {
					t.Error(err)
				}
				if _, err := db.As(r).List(ctx, briefs.Query{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if c, err := other.As(r).Counts(ctx); c.All != 41 || err != nil {
		t.Errorf("counts %+v, %v", c, err)
	}
}

// TestKill kills a process that saves, at random, some times over: the store
// opens, is sound, and holds whatever was reported as saved.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	for round := range 5 {
		who := string(rune('a' + round))
		c := process(t, "save in batches", path, who, "10000")
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		saved, lines := 0, bufio.NewScanner(out)
		stop := time.AfterFunc(time.Duration(100+rand.IntN(300))*time.Millisecond, func() { _ = c.Process.Kill() })
		for lines.Scan() {
			if saved, err = strconv.Atoi(lines.Text()); err != nil {
				t.Fatal(lines.Text())
			}
		}
		stop.Stop()
		if err := c.Wait(); err == nil {
			t.Fatal("the process was not killed")
		}
		t.Logf("killed after %d", saved)
		func() {
			db, err := Open(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			sound(t, db)
			s := db.As(briefs.Reader{Name: who})
			for i := range saved {
				want := numbered(who, i)
				if b, err := s.Open(ctx, want.ID); err != nil || b.Body != want.Body || len(b.Figures) != len(want.Figures) || !b.State.Read {
					t.Fatalf("%s was reported as saved: %v, %d figures, state %+v", want.ID, err, len(b.Figures), b.State)
				}
			}
			heads, err := s.List(ctx, briefs.Query{})
			if err != nil {
				t.Fatal(err)
			}
			hits, err := s.Find(ctx, "income", 0)
			if err != nil || len(hits) != len(heads) {
				t.Errorf("%d of %d briefs are found, %v", len(hits), len(heads), err)
			}
		}()
	}
}

func sound(t *testing.T, db *DB) {
	t.Helper()
	found, err := db.Check(ctx)
	if err != nil || len(found) > 0 {
		t.Errorf("damage: %v, %v", found, err)
	}
}
