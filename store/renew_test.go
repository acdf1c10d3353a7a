package store

import (
	"bytes"
	"context"
	"database/sql"
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
)

// aged makes a store of so many briefs as a despatch made it that knew five
// migrations: figures in rows, and an index of the database's own.
func aged(t *testing.T, path string, n int) {
	t.Helper()
	var db *DB
	if isPostgres(path) {
		connector, err := newPostgresConnector(path)
		if err != nil {
			t.Fatal(err)
		}
		db = &DB{engine: postgresEngine{connector}, reads: sql.OpenDB(connector), writes: sql.OpenDB(connector)}
	} else {
		if err := place(path); err != nil {
			t.Fatal(err)
		}
		db = &DB{engine: sqliteEngine{}}
		db.connect(path, "rw")
	}
	defer func() {
		if err := errors.Join(db.writes.Close(), db.reads.Close()); err != nil {
			t.Fatal(err)
		}
	}()
	if err := db.engine.first(ctx, db.writes); err != nil {
		t.Fatal(err)
	}
	err := db.within1(func(tx *sql.Tx) error {
		for _, name := range migrations()[db.engine.name()][:5] {
			text, err := migrationFiles.ReadFile(name)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(text)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		exec := execIn(ctx, tx)
		err := exec("INSERT INTO audiences (n, marking, groups) VALUES (1, 0, '[]')")
		for i := 1; i <= n && err == nil; i++ {
			b := agedBrief(i)
			f := &b.Figures[0]
			err = errors.Join(
				exec(`INSERT INTO briefs (n, id, source, title, title_key, issuer, issuer_key, link, date, due, lang, tags, sample, marking, groups, words, minutes, size, keys, added, format, version, hash, digest, audience)
					VALUES (?, ?, '', ?, ?, '', '', '', ?, ?, 'en', '[]', 0, 0, '[]', 9, 2, ?, '[]', 0, 'markdown', 1, 'aa', 'bb', 1)`,
					i, b.ID, b.Title, fold(b.Title), micros(b.Date), dueMicros(b.Due), len(b.Body)),
				exec("INSERT INTO texts (brief, body, names, warnings) VALUES (?, ?, 'null', 'null')", i, b.Body),
				exec(`INSERT INTO figures (brief, ord, span_start, span_end, kind, coef, exp, comparator, unit, unit_text, measure, change, stance, rank, paragraph, sent_start, sent_end, rule, surface, measure_key)
					VALUES (?, 0, ?, ?, ?, ?, 0, '=', 'km', 'km', ?, '', '', 1, 1, 0, 9, 'measure', '', '')`, i, f.Start, f.End, string(f.Kind), i, f.Measure),
			)
		}
		return errors.Join(err, exec("INSERT INTO totals (audience, briefs, minutes) VALUES (1, ?, ?)", n, 2*n), db.engine.setSchema(ctx, tx, 5))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// within1 does f in a transaction of an aged store.
func (db *DB) within1(f func(*sql.Tx) error) error {
	_, err := db.within(ctx, db.writes, nil, f)
	return err
}

// agedBrief is a brief of an aged store.
func agedBrief(i int) briefs.Brief {
	start := fmt.Sprintf("The line %d is ", i)
	number := fmt.Sprintf("%d km", i)
	b := briefs.Brief{Head: briefs.Head{ID: fmt.Sprintf("old%05d", i), Title: fmt.Sprintf("Line %d", i), Date: dayOf(2020, 1, i%900)}, Format: briefs.Markdown}
	b.Body = start + number + " long. " + strings.Repeat("Words of an old text stand here. ", 150)
	b.Figures = []briefs.Figure{{Span: briefs.Span{Start: len(start), End: len(start) + len(number)}, Kind: briefs.Measure, Unit: "km", Value: briefs.Int(int64(i)), Measure: "length of the line"}}
	return b
}

// renewed fails unless a store has all that it had when it was old.
func renewed(t *testing.T, db *DB, n int) {
	t.Helper()
	s := db.As(briefs.Reader{Name: "r"})
	counts, err := s.Counts(ctx)
	if counts.All != n || counts.UnreadMinutes != 2*n || err != nil {
		t.Fatalf("%+v of %d briefs, %v", counts, n, err)
	}
	for _, i := range []int{1, n / 2, n} {
		want := agedBrief(i)
		got, err := s.Open(ctx, want.ID)
		if err != nil || got.Body != want.Body || len(got.Figures) != 1 || got.Figures[0].Value != want.Figures[0].Value || got.Surface(got.Figures[0].Span) != fmt.Sprintf("%d km", i) {
			t.Fatalf("%s: %+v, %v", want.ID, got.Figures, err)
		}
		hits, err := s.Find(ctx, fmt.Sprintf(`title:"line %d"`, i), 0)
		if err != nil || len(hits) != 1 || hits[0].ID != want.ID {
			t.Fatalf("line %d: %d found, %v", i, len(hits), err)
		}
	}
	if hits, err := s.Find(ctx, "words", 0); len(hits) != n || err != nil {
		t.Fatalf("%d of %d found, %v", len(hits), n, err)
	}
	if heads, err := s.List(ctx, briefs.Query{Match: "line 7"}); err != nil || len(heads) == 0 {
		t.Fatalf("the filter finds %d, %v", len(heads), err)
	}
	sound(t, db)
}

// TestRenew opens an old store: it is told how far it is, all is there, and the
// space that was left empty is the disk's again.
func TestRenew(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		const n = 700
		aged(t, path, n)
		var told []Renewal
		db, err := Open(ctx, path, Renewing(func(x Renewal) { told = append(told, x) }))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		renewed(t, db, n)
		last := told[len(told)-1]
		for i, x := range told {
			if x.Total != n || x.Over != (i == len(told)-1) || i > 0 && x.Done <= told[i-1].Done {
				t.Errorf("%d: told %+v", i, x)
			}
		}
		if len(told) < 10 || last.Done != n || last.Spare != 0 {
			t.Errorf("told %d times, last %+v", len(told), last)
		}
		if isPostgres(path) {
			return
		}
		var pages, size int64
		if err := db.reads.QueryRowContext(ctx, "SELECT c.page_count, s.page_size FROM pragma_page_count AS c, pragma_page_size AS s").Scan(&pages, &size); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() != pages*size || last.Freed < leastSpare {
			t.Errorf("a file of %d bytes for %d; %d were freed; %v", info.Size(), pages*size, last.Freed, err)
		}
		again := open(t, path) // which has nothing to tell
		renewed(t, again, n)
	})
}

// TestRenewBrokenOff breaks the renewal of an old store off, by its context and by
// killing who does it, at half and at random: the next one has all of it.
func TestRenewBrokenOff(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		const n = 300
		aged(t, path, n)
		ended, end := context.WithCancel(ctx)
		defer end()
		_, err := Open(ended, path, Renewing(func(x Renewal) {
			if 2*x.Done > x.Total {
				end()
			}
		}))
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("broken off: %v", err)
		}
		out, err := process(t, "die while renewing", path, "").CombinedOutput()
		if err == nil || len(out) > 0 {
			t.Fatalf("it was not killed: %v: %s", err, out)
		}
		for range raced(4, 1) {
			c := process(t, "renew", path, "")
			var said bytes.Buffer
			c.Stdout, c.Stderr = &said, &said
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			stop := time.AfterFunc(time.Duration(rand.IntN(400))*time.Millisecond, func() { _ = c.Process.Kill() })
			err := c.Wait()
			stop.Stop()
			if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() >= 0) {
				t.Fatalf("%v: %s", err, said.String())
			}
		}
		renewed(t, open(t, path), n)
	})
}

// renewAs opens a store, and dies at half where told so.
func renewAs(path string, die bool) error {
	db, err := Open(ctx, path, Renewing(func(x Renewal) {
		if die && 2*x.Done > x.Total {
			me, err := os.FindProcess(os.Getpid())
			if err == nil && me.Kill() == nil {
				select {} // until it is dead
			}
		}
	}))
	if err != nil {
		return err
	}
	return db.Close()
}

// TestRenewWithoutRoom renews a store on a disk that has no room to write it anew:
// it is whole, and what is empty stays for what comes.
func TestRenewWithoutRoom(t *testing.T) {
	disk, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "box.db")
	if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "none", disk).CombinedOutput(); err != nil {
		briefstest.Lacks(t, fmt.Sprintf("only root can make a small disk: %s", bytes.TrimSpace(said)))
	}
	defer func() {
		if said, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
	}()
	const n = 700
	aged(t, elsewhere, n)
	path := filepath.Join(disk, "box.db")
	if err := copyFile(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	there, _ := room(disk)
	if err := os.WriteFile(filepath.Join(disk, "other"), make([]byte, there-11<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	var last Renewal
	db, err := Open(ctx, path, Renewing(func(x Renewal) { last = x }))
	if err != nil {
		t.Fatal(err)
	}
	renewed(t, db, n)
	if !last.Over || last.Freed != 0 || last.Spare < leastSpare {
		t.Errorf("told %+v", last)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
