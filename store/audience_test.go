package store

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"despatch/briefs"
)

// TestAudienceOfAnother adds briefs for new readers through one store: another
// that has been read from shows them, and to nobody else.
func TestAudienceOfAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	one, other := open(t, path), open(t, path)
	trade, press := briefs.Reader{Name: "t", Groups: []string{"trade"}}, briefs.Reader{Name: "p", Groups: []string{"press"}, Clearance: 2}
	put := func(id string, marking int, groups ...string) {
		t.Helper()
		b := briefs.Brief{Head: briefs.Head{ID: id, Marking: marking, Groups: groups}}
		save(t, one, &b)
	}
	shows := func(want string) {
		t.Helper()
		var got strings.Builder
		for _, r := range []briefs.Reader{trade, press, {Name: "n"}} {
			got.WriteString(fmt.Sprintf("%s: %s. ", r.Name, list(t, other.As(r), briefs.Query{})))
		}
		if got.String() != want {
			t.Errorf("the other store shows %q, want %q", got.String(), want)
		}
	}
	put("a", 0)
	shows("t: a. p: a. n: a. ")
	put("b", 0, "press", "trade", "press")
	shows("t: a b. p: a b. n: a. ")
	put("c", 2, "trade")
	put("d", 1)
	shows("t: a b. p: a b d. n: a. ")
	put("b", 0, "trade")
	shows("t: a b. p: a d. n: a. ")
}

// TestAudiencesOfOldStore opens a store of the first schema, which knew no
// audiences.
func TestAudiencesOfOldStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "box.db")
	old, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	first, err := migrationFiles.ReadFile("migrations/0001_box.sqlite.sql")
	if err != nil {
		t.Fatal(err)
	}
	run := func(text string, args ...any) {
		t.Helper()
		if _, err := old.Exec(text, args...); err != nil {
			t.Fatal(err)
		}
	}
	run(string(first))
	run(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = 1", applicationID))
	for id, head := range map[string]briefs.Head{"a": {}, "b": {Groups: []string{"trade", "press", "trade"}}, "c": {Groups: []string{"press", "trade"}}, "d": {Marking: 1}} {
		run(`INSERT INTO briefs (id, source, title, title_key, issuer, issuer_key, link, date, due, lang, tags, sample, marking, everyone, groups, words, minutes, size, keys, added, format, version, hash, digest)
			VALUES (?, '', '', '', '', '', '', 0, 0, '', 'null', 0, ?, ?, ?, 1, 1, 1, 'null', 0, '', 0, '', '')`, id, head.Marking, len(head.Groups) == 0, text(head.Groups))
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db := open(t, path)
	for want, r := range map[string]briefs.Reader{"a": {}, "a b c": {Groups: []string{"press"}}, "a d": {Clearance: 1}, "a b c d": {Clearance: 9, Groups: []string{"trade"}}} {
		if got := list(t, db.As(r), briefs.Query{}); got != want {
			t.Errorf("%+v may read %q, want %q", r, got, want)
		}
	}
	// A brief that is saved again finds the audience that it had.
	save(t, db, &briefs.Brief{Head: briefs.Head{ID: "b", Groups: []string{"trade", "press"}}})
	if all, err := readAudiences(ctx, db.reads); len(all) != 3 || err != nil {
		t.Errorf("%d audiences, want 3; %v", len(all), err)
	}
}
