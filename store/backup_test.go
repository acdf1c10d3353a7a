package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"despatch/briefs"
)

// furnished is a store with something of everything.
func furnished(t *testing.T, db *DB) {
	t.Helper()
	for i := range 2*copyBatch + 7 {
		b := numbered("a", i)
		b.Marking, b.Groups = i%3, [][]string{nil, {"trade"}, {"press", "trade"}}[i%3]
		b.Added = time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
		save(t, db, b)
	}
	if err := errors.Join(
		db.SetMarkings(ctx, []string{"OFFICIAL", "SECRET"}),
		db.AddReader(ctx, "boss", briefs.Reader{Name: "anna", Clearance: 2, Groups: []string{"trade"}, Role: briefs.Clerk}),
		db.AddKey(ctx, "boss", briefs.PublicKey{Reader: "anna", Fingerprint: "SHA256:one", Type: "ssh-ed25519", Data: "AAAA", Comment: "anna@desk"}),
		db.Mark(ctx, "boss", []string{"a0003"}, func(h *briefs.Head) { h.Marking = 2 }),
		db.As(briefs.Reader{Name: "anna", Clearance: 2}).SetState(ctx, "a0003", briefs.State{Read: true, Place: 5, Marks: map[string]int{"a": 1}, Changed: time.Now().UTC().Truncate(time.Microsecond)}),
	); err != nil {
		t.Fatal(err)
	}
}

// likeness is all that a store says.
func likeness(t *testing.T, db *DB) (all []any) {
	t.Helper()
	for _, r := range []briefs.Reader{{Name: "anna", Clearance: 2, Groups: []string{"trade"}}, {Name: "bo"}} {
		s := db.As(r)
		heads, err := s.List(ctx, briefs.Query{})
		counts, err2 := s.Counts(ctx)
		hits, err3 := s.Find(ctx, "income", 20)
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		all = append(all, heads, counts, hits)
	}
	keeper, err := db.Keep(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b, err := keeper.Open(ctx, "a0003")
	readers, err2 := db.Readers(ctx)
	names, err3 := db.Markings(ctx)
	has, err4 := db.HasReaders(ctx)
	public, err5 := db.Keys(ctx, "")
	if err := errors.Join(err, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	return append(all, b, readers, names, has, public, audit(t, db, briefs.AuditQuery{}))
}

// TestBackup backs a store of each database up while others write, and restores
// the copy into each.
func TestBackup(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		folder := t.TempDir()
		file := filepath.Join(folder, "backup.db")
		db := open(t, path)
		furnished(t, db)
		want := likeness(t, db)
		var writers sync.WaitGroup
		stop := make(chan struct{})
		writers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := db.Save(ctx, numbered("busy", i%3)); err != nil {
					t.Error(err)
					return
				}
				if _, err := db.Remove(ctx, numbered("busy", i%3).ID); err != nil {
					t.Error(err)
					return
				}
			}
		})
		err := db.Backup(ctx, file, false)
		close(stop)
		writers.Wait()
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Backup(ctx, file, false); !errors.Is(err, ErrThere) {
			t.Errorf("written over: %v", err)
		}
		if err := db.Backup(ctx, file, true); err != nil {
			t.Errorf("by force: %v", err)
		}
		if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		before, _ := os.ReadFile(file)
		onShared(t, func(t *testing.T, target string) {
			kept, err := Restore(ctx, target, file)
			if err != nil || kept != "" {
				t.Fatal(kept, err)
			}
			restored := open(t, target)
			sound(t, restored)
			if got := likeness(t, restored); !reflect.DeepEqual(got, want) {
				for i := range got {
					if !reflect.DeepEqual(got[i], want[i]) {
						t.Errorf("restored %d:\n%.600s\nwant\n%.600s", i, fmt.Sprint(got[i]), fmt.Sprint(want[i]))
					}
				}
			}
			// It goes on as a store does: what was marked by hand stays so.
			b := numbered("a", 3)
			b.Title = "Changed"
			save(t, restored, b)
			if h, _ := restored.As(briefs.Reader{Name: "bo"}).List(ctx, briefs.Query{Match: "Changed"}); len(h) != 0 {
				t.Error("the mark by hand was lost")
			}
		})
		if after, _ := os.ReadFile(file); string(after) != string(before) {
			t.Error("the backup was changed by restoring it")
		}
	})
}

// TestEveryTableIsCopied names each table of a store: one that a migration adds is
// copied into a backup, or said here to be made anew.
func TestEveryTableIsCopied(t *testing.T) {
	var all strings.Builder
	for _, c := range copied {
		all.WriteString(c.from + ";")
	}
	// Briefs are saved anew, and states are counted, which makes these; files are of the machine that they
	// were read on, and counters of changes of the store itself.
	made := []string{"briefs", "texts", "segments", "blocks", "audiences", "totals", "done", "sets", "files", "changes", "sqlite_sequence"}
	db := open(t, filepath.Join(t.TempDir(), "box.db"))
	rows, err := db.reads.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if n++; !slices.Contains(made, name) && !strings.Contains(all.String(), "FROM "+name) {
			t.Errorf("a backup of a database on a server has nothing of the table %s", name)
		}
	}
	if err := rows.Err(); err != nil || n < len(made) {
		t.Errorf("%d tables, %v", n, err)
	}
}

// TestBackupOverStores takes no store away that somebody has open.
func TestBackupOverStores(t *testing.T) {
	folder := t.TempDir()
	path, other := filepath.Join(folder, "box.db"), filepath.Join(folder, "other.db")
	db := open(t, path)
	save(t, db, numbered("a", 1))
	if err := db.Backup(ctx, other, false); err != nil {
		t.Fatal(err)
	}
	for _, b := range []*DB{db, open(t, other)} {
		save(t, b, numbered("a", 2))
	}
	link := filepath.Join(folder, "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]error{path: ErrLocked, link: ErrLocked, other: ErrLocked, folder: ErrThere} {
		if err := db.Backup(ctx, at, true); !errors.Is(err, want) {
			t.Errorf("over %s: %v, want %v", filepath.Base(at), err, want)
		}
	}
	for _, at := range []string{path, other} {
		again := open(t, at)
		sound(t, again)
		if c, err := again.As(briefs.Reader{}).Counts(ctx); c.All != 2 || err != nil {
			t.Errorf("%s holds %d, %v", filepath.Base(at), c.All, err)
		}
	}
}

// TestRestoreRefuses restores what is no backup, and over a store that is open:
// nothing is changed. Closed, the store is set aside whole, and a damaged one as
// it is.
func TestRestoreRefuses(t *testing.T) {
	folder := t.TempDir()
	path, file := filepath.Join(folder, "box.db"), filepath.Join(folder, "backup.db")
	put := func(name, text string) string {
		p := filepath.Join(folder, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	db, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	save(t, db, numbered("a", 1))
	if err := db.Backup(ctx, file, false); err != nil {
		t.Fatal(err)
	}
	save(t, db, numbered("a", 2))
	whole, _ := os.ReadFile(file)
	torn := put("torn.db", string(whole[:len(whole)/2]))
	for from, want := range map[string]error{
		put("text.db", strings.Repeat("no database ", 999)): ErrBackup, torn: ErrBackup, filepath.Join(folder, "absent"): ErrBackup, path: ErrBackup,
		file: ErrLocked,
	} {
		if kept, err := Restore(ctx, path, from); !errors.Is(err, want) || kept != "" {
			t.Errorf("%s: %v, want %v", filepath.Base(from), err, want)
		}
	}
	if got := list(t, db.As(briefs.Reader{}), briefs.Query{}); got != "a0001 a0002" {
		t.Errorf("the store has %q", got)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := Restore(ctx, path, file)
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]string{path: "a0001", kept: "a0001 a0002"} {
		if got := list(t, open(t, p).As(briefs.Reader{}), briefs.Query{}); got != want {
			t.Errorf("%s has %q, want %q", filepath.Base(p), got, want)
		}
	}
	damaged := put("damaged.db", strings.Repeat("no database ", 999))
	if kept, err = Restore(ctx, damaged, file); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(kept); !strings.HasPrefix(string(text), "no database") {
		t.Error("the damaged store is gone")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
