package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"despatch/briefs"
)

func TestOpenMakesItPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: modes are those of Unix")
	}
	path := filepath.Join(t.TempDir(), "data", "despatch", "a b?c#d%20e 箱.db")
	db := open(t, path)
	b := whole()
	save(t, db, &b)
	for name, want := range map[string]os.FileMode{filepath.Dir(path): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: mode %o, want %o", name, got, want)
		}
	}
	again := open(t, path)
	if _, err := again.As(briefs.Reader{}).Open(ctx, b.ID); err != nil {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		p := filepath.Join(folder, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	database := func(name, statement string) string {
		p := filepath.Join(folder, name)
		d, err := sql.Open("sqlite", p)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if _, err := d.Exec(statement); err != nil {
			t.Fatal(err)
		}
		return p
	}
	torn := filepath.Join(folder, "torn.db")
	func() {
		db, err := Open(ctx, torn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for i := range 50 {
			save(t, db, numbered("a", i))
		}
	}()
	if err := os.Truncate(torn, 3*4096); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		want error
	}{
		{file("text.db", strings.Repeat("This is no database. ", 500)), ErrDamaged},
		{file("short.db", "no"), ErrDamaged},
		{database("other.db", "CREATE TABLE cookies (a); PRAGMA user_version = 7"), ErrDamaged},
		{database("marked.db", "CREATE TABLE x (a); PRAGMA application_id = 77"), ErrDamaged},
		{database("newer.db", fmt.Sprintf("CREATE TABLE x (a); PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID)), ErrNewer},
		{folder, ErrDamaged},
		{torn, ErrDamaged},
	} {
		before, _ := os.ReadFile(c.path)
		db, err := Open(ctx, c.path)
		if err == nil { // what is torn shows when it is read
			_, err = db.As(briefs.Reader{}).List(ctx, briefs.Query{})
			if err == nil {
				_, err = db.Save(ctx, numbered("b", 1))
			}
			db.Close()
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", filepath.Base(c.path), err, c.want)
			continue
		}
		what, do := Explain(err)
		if what == "" || do == "" || strings.ContainsAny(what+do, "\n") {
			t.Errorf("%v explained as %q, %q", err, what, do)
		}
		if after, _ := os.ReadFile(c.path); string(before) != string(after) {
			t.Errorf("%s was changed", filepath.Base(c.path))
		}
	}
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	db := open(t, path)
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	// Readers go on; a writer waits, as long as it was given.
	if _, err := db.As(briefs.Reader{}).Counts(ctx); err != nil {
		t.Error(err)
	}
	short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	b := whole()
	if _, err := db.Save(short, &b); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waited: %v", err)
	}
	if _, err := db.writes.Exec("PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Save(ctx, &b); !errors.Is(err, ErrLocked) {
		t.Errorf("did not wait: %v", err)
	}
	done := make(chan error)
	if _, err := db.writes.Exec("PRAGMA busy_timeout = 10000"); err != nil {
		t.Fatal(err)
	}
	go func() {
		_, err := db.Save(ctx, &b)
		done <- err
	}()
	if _, err := other.Exec("COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("after the other went: %v", err)
	}
}

func TestFull(t *testing.T) {
	onSQLite(t, func(t *testing.T, db *DB) {
		save(t, db, numbered("a", 1))
		if _, err := db.writes.Exec("PRAGMA max_page_count = 1"); err != nil { // as many as there are
			t.Fatal(err)
		}
		big := numbered("a", 2)
		big.Body = strings.Repeat("Room for this there is not. ", 1<<16)
		if _, err := db.Save(ctx, big); !errors.Is(err, ErrFull) {
			t.Errorf("saved on a full disk: %v", err)
		}
		s := db.As(briefs.Reader{})
		if got, err := s.Open(ctx, "a0001"); err != nil || len(got.Figures) == 0 {
			t.Errorf("what was saved: %v", err)
		}
		if c, _ := s.Counts(ctx); c.All != 1 {
			t.Errorf("%d briefs", c.All)
		}
		if _, err := db.writes.Exec("PRAGMA max_page_count = 1000000"); err != nil {
			t.Fatal(err)
		}
		save(t, db, big)
	})
}

// TestReadOnly opens a store, as a user who may not write, in a folder and of a
// file that cannot be written.
func TestReadOnly(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: another user is played on Linux only")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "box.db")
	func() {
		db, err := Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		b := whole()
		save(t, db, &b)
	}()
	for up := folder; up != os.TempDir() && len(up) > len(os.TempDir()); up = filepath.Dir(up) {
		if err := os.Chmod(up, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, mode := range []struct{ file, folder os.FileMode }{{0o444, 0o555}, {0o444, 0o777}} {
		if err := errors.Join(os.Chmod(path, mode.file), os.Chmod(folder, mode.folder)); err != nil {
			t.Fatal(err)
		}
		c := process(t, "read only", path, "")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Errorf("file %o in folder %o: %v: %s", mode.file, mode.folder, err, out)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
}

// asNobody is the part of TestReadOnly that another user plays, when there is
// one to play.
func asNobody(path string) error {
	if os.Getuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer db.Close()
	s := db.As(briefs.Reader{Name: "r"})
	b, err := s.Open(ctx, whole().ID)
	if err != nil {
		return err
	}
	if hits, err := s.Find(ctx, "income", 0); err != nil || len(hits) != 1 {
		return fmt.Errorf("%d hits, %w", len(hits), err)
	}
	b.Title = "Changed"
	if _, err := db.Save(ctx, &b); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("save: %w", err)
	}
	if err := s.SetState(ctx, b.ID, briefs.State{Read: true}); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("state: %w", err)
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil || info.Mode().Perm()&0o002 != 0 {
		return err
	}
	if _, err := Open(ctx, filepath.Join(filepath.Dir(path), "sub", "new.db")); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("new: %w", err)
	}
	return nil
}
