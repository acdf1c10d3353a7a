package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"despatch/briefs"
)

// audit is what the audit says, one short line an entry.
func audit(t *testing.T, db *DB, q briefs.AuditQuery) (lines []string) {
	t.Helper()
	err := db.Audit(ctx, q, func(e briefs.Entry) error {
		if e.At.IsZero() || time.Since(e.At) > time.Minute {
			t.Errorf("at %v", e.At)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.Reader, e.Act, e.Brief, e.Note)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestAudit(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		func() {
			db := open(t, path)
			open, shut := whole(), whole()
			shut.ID, shut.Marking = "5ecre7", 2
			save(t, db, &open)
			save(t, db, &shut)
			anna, bo := db.As(briefs.Reader{Name: "anna"}), db.As(briefs.Reader{Name: "bo", Clearance: 2})
			_, refused := anna.Open(ctx, shut.ID)
			_, absent := anna.Open(ctx, "ab5e47")
			if strings.ReplaceAll(refused.Error(), shut.ID, "ab5e47") != absent.Error() {
				t.Errorf("refused %q, absent %q", refused, absent)
			}
			for _, s := range []*Shelf{anna, bo} {
				if _, err := s.Open(ctx, open.ID); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := bo.Open(ctx, shut.ID); err != nil {
				t.Fatal(err)
			}
			keeper, err := db.Keep(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := keeper.Open(ctx, shut.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Remove(ctx, shut.ID); err != nil {
				t.Fatal(err)
			}
			if err := db.recorder.close(db); err != nil { // as Close does
				t.Fatal(err)
			}
		}()
		db := open(t, path)
		all := []string{"anna refused 5ecre7", "anna opened 0123456789ab", "bo opened 0123456789ab", "bo opened 5ecre7"}
		for _, c := range []struct {
			q    briefs.AuditQuery
			want []string
		}{
			{briefs.AuditQuery{}, all},
			{briefs.AuditQuery{Reader: "bo"}, all[2:]},
			{briefs.AuditQuery{Brief: "5ecre7"}, []string{all[0], all[3]}},
			{briefs.AuditQuery{Reader: "anna", Brief: "0123456789ab"}, all[1:2]},
			{briefs.AuditQuery{Since: time.Now().Add(time.Minute)}, nil},
			{briefs.AuditQuery{Since: time.Now().Add(-time.Minute)}, all},
		} {
			if got := audit(t, db, c.q); !slices.Equal(got, c.want) {
				t.Errorf("%+v: %q, want %q", c.q, got, c.want)
			}
		}
		// Nobody changes it, and a line may not be put in another's place.
		for _, s := range []string{
			"UPDATE audit SET reader = 'nobody'", "DELETE FROM audit", "DELETE FROM audit WHERE n = 1", "TRUNCATE audit",
			"INSERT OR REPLACE INTO audit (n, at, reader, act, brief, note) VALUES (1, 0, '', '', '', '')",
			"INSERT INTO audit (n, at, reader, act, brief, note) VALUES (1, 0, '', '', '', '')",
		} {
			if _, err := db.writes.Exec(s); err == nil {
				t.Errorf("%s: done", s)
			}
		}
		if got := audit(t, db, briefs.AuditQuery{}); !slices.Equal(got, all) {
			t.Errorf("changed to %q", got)
		}
	})
}

// TestAuditOfMany opens briefs from many goroutines: each opening has its line,
// with no call to Close between.
func TestAuditOfMany(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		b := whole()
		save(t, db, &b)
		var all sync.WaitGroup
		const readers, times = 8, 3 * maxUnwritten / 16
		for i := range readers {
			all.Go(func() {
				s := db.As(briefs.Reader{Name: fmt.Sprint("r", i)})
				for range times {
					if _, err := s.Open(ctx, b.ID); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		if err := db.recorder.close(db); err != nil {
			t.Fatal(err)
		}
		for i := range readers {
			if got := len(audit(t, db, briefs.AuditQuery{Reader: fmt.Sprint("r", i)})); got != times {
				t.Errorf("%d lines of reader %d, want %d", got, i, times)
			}
		}
	})
}

// TestAuditFull opens briefs while nothing can be written: some are shown, and
// their lines come when there is room; too many are not shown.
func TestAuditFull(t *testing.T) {
	onSQLite(t, func(t *testing.T, db *DB) {
		b := whole()
		save(t, db, &b)
		if _, err := db.writes.Exec("PRAGMA max_page_count = 1"); err != nil { // as many as there are
			t.Fatal(err)
		}
		s := db.As(briefs.Reader{Name: "r"})
		shown, err := 0, error(nil)
		for err == nil && shown < 10*maxUnwritten {
			if _, err = s.Open(ctx, b.ID); err == nil {
				shown++
			}
		}
		if !errors.Is(err, ErrFull) || shown < maxUnwritten/2 {
			t.Errorf("%d shown, then %v", shown, err)
		}
		if _, err := db.writes.Exec("PRAGMA max_page_count = 1000000"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Open(ctx, b.ID); err != nil {
			t.Error(err)
		}
		if err := db.recorder.close(db); err != nil {
			t.Fatal(err)
		}
		if got := len(audit(t, db, briefs.AuditQuery{})); got < shown+1 {
			t.Errorf("%d lines for %d openings", got, shown+1)
		}
	})
}
