package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/store/storetest"
)

// TestPostgresRestart restarts the server, by fault and by order, while one
// side saves and another reads: what was reported as saved is there, nobody is
// told of it, and who waits for changes hears of the next.
func TestPostgresRestart(t *testing.T) {
	server := storetest.Start(t)
	db := open(t, server.Address())
	s := db.As(briefs.Reader{Name: "r"})
	n := 0
	next := func() {
		t.Helper()
		n++
		save(t, db, numbered("a", n))
		if err := s.SetState(ctx, fmt.Sprintf("a%04d", n), briefs.State{Read: true}); err != nil {
			t.Fatal(err)
		}
	}
	all := func() {
		t.Helper()
		heads, err := s.List(ctx, briefs.Query{})
		if err != nil || len(heads) != n || !heads[0].State.Read {
			t.Fatalf("%d of %d briefs, %v", len(heads), n, err)
		}
		if hits, err := s.Find(ctx, "income", 0); err != nil || len(hits) != n {
			t.Fatalf("%d of %d briefs are found, %v", len(hits), n, err)
		}
	}
	next()
	all()
	for _, gently := range []bool{true, false} {
		v := versionOf(t, s)
		w := waitFor(ctx, s, v)
		for db.watch.waiting() == 0 {
			time.Sleep(time.Millisecond)
		}
		server.Halt(gently)
		var during sync.WaitGroup
		during.Go(func() {
			if _, err := s.Counts(ctx); err != nil {
				t.Errorf("while it restarts: %v", err)
			}
		})
		if err := server.Run(); err != nil {
			t.Fatal(err)
		}
		during.Wait()
		next()
		w.comes(t, v)
		all()
	}
	// A connection that is cut off in the middle of a transaction.
	tries := 0
	err := db.write(ctx, func(tx *sql.Tx) error {
		if tries++; tries == 1 {
			server.Do(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
		}
		return bump(ctx, tx, "box", "")
	})
	if err != nil || tries != 2 {
		t.Errorf("%d tries, %v", tries, err)
	}
}

// TestPostgresFailover has a second server take over.
func TestPostgresFailover(t *testing.T) {
	one := storetest.Start(t)
	db := open(t, one.Address())
	b := numbered("a", 1)
	save(t, db, b)
	two := one.Standby(t)
	both := "postgres://despatch@/postgres?sslmode=disable&target_session_attrs=read-write&host=" + url.QueryEscape(one.Folder()+","+two.Folder())
	ha := open(t, both)
	s := ha.As(briefs.Reader{Name: "r"})
	v := versionOf(t, s)
	w := waitFor(ctx, s, v)

	// A standby alone is for reading, and says so.
	standby := open(t, two.Address())
	other := standby.As(briefs.Reader{Name: "r"})
	if got, err := other.Open(ctx, b.ID); err != nil || got.Body != b.Body {
		t.Errorf("from a standby: %v", err)
	}
	if err := other.SetState(ctx, b.ID, briefs.State{Read: true}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("to a standby: %v", err)
	} else if what, do := Explain(err); what != ErrReadOnly.Error() || !strings.Contains(do, "target_session_attrs") {
		t.Errorf("explained as %q, %q", what, do)
	}

	one.Halt(false)
	promoted := make(chan struct{})
	go func() {
		defer close(promoted)
		two.Promote(t)
	}()
	save(t, ha, numbered("a", 2)) // waits for it
	<-promoted
	w.comes(t, v)
	if heads, err := s.List(ctx, briefs.Query{}); err != nil || len(heads) != 2 {
		t.Errorf("%d briefs, %v", len(heads), err)
	}
}

// TestPostgresRefuses tells what is wrong with an address or a database, in
// lines that repeat neither passwords nor the server's own words.
func TestPostgresRefuses(t *testing.T) {
	at := storetest.Postgres(t)
	db := open(t, at)
	admin, err := sql.Open("pgx", at)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	do := func(statement string) {
		t.Helper()
		if _, err := admin.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	here, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	as := func(change func(u *url.URL)) string {
		u := *here
		change(&u)
		return u.String()
	}
	newer := storetest.Postgres(t)
	open(t, newer)
	func() {
		d, err := sql.Open("pgx", newer)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if _, err := d.Exec("UPDATE despatch SET schema = 99"); err != nil {
			t.Fatal(err)
		}
	}()
	other := storetest.Postgres(t)
	func() {
		d, err := sql.Open("pgx", other)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if _, err := d.Exec("CREATE TABLE briefs (cookies text)"); err != nil {
			t.Fatal(err)
		}
	}()
	do("DROP ROLE IF EXISTS guarded")
	do("CREATE ROLE guarded LOGIN PASSWORD 'right'")
	defer do("DROP ROLE guarded")
	for _, c := range []struct {
		name, address string
		want          error
	}{
		{"no server", "postgres://clerk:secret@127.0.0.1:1/box", ErrUnreachable},
		{"no socket", "postgres://clerk:secret@/box?host=/nowhere", ErrUnreachable},
		{"no host of that name", "postgres://clerk:secret@nowhere.invalid/box?connect_timeout=2", ErrUnreachable},
		{"no port", "postgres://clerk:secret@host:port/box", errAddress},
		{"not an address", "postgres://clerk:sec%ret@host/box", errAddress},
		{"a word that is wrong", "postgres://clerk:secret@host/box?sslmode=often", errAddress},
		{"no database", as(func(u *url.URL) { u.Path = "/absent" }), ErrNoDatabase},
		{"no role", as(func(u *url.URL) { u.User = url.UserPassword("nobody_of_that_name", "secret") }), ErrRefused},
		{"wrong password", as(func(u *url.URL) { u.User = url.UserPassword("guarded", "secret") }), ErrRefused},
		{"no rights", as(func(u *url.URL) { u.User = url.UserPassword("guarded", "right") }), ErrReadOnly},
		{"newer", newer, ErrNewer},
		{"another program's", other, ErrDamaged},
	} {
		opened, err := Open(ctx, c.address)
		if err == nil {
			opened.Close()
		}
		if c.name == "no role" && err != nil && !strings.Contains(at, "despatch-pg-") {
			continue // a server that was given may ask for no role
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
			continue
		}
		what, todo := Explain(err)
		if what == "" || todo == "" || strings.ContainsAny(what+todo, "\n") || strings.Contains(what+todo, "SQLSTATE") || strings.Contains(what+todo+err.Error(), "secret") {
			t.Errorf("%s: %v explained as %q, %q", c.name, err, what, todo)
		}
	}
	// A store that became newer is read on, and not written.
	save(t, db, numbered("a", 1))
	do("UPDATE despatch SET schema = 99")
	if _, err := db.Save(ctx, numbered("a", 2)); !errors.Is(err, ErrNewer) {
		t.Errorf("saved in a newer store: %v", err)
	}
	if c, err := db.As(briefs.Reader{}).Counts(ctx); c.All != 1 || err != nil {
		t.Errorf("%d briefs, %v", c.All, err)
	}
	// What is not foreseen has a number, and no words of the server.
	do("DROP TABLE settings")
	_, err = db.SamplesWanted(ctx)
	if what, todo := Explain(err); !strings.HasSuffix(what, "(SQLSTATE 42P01)") || todo == "" {
		t.Errorf("explained as %q, %q", what, todo)
	}
}

func TestName(t *testing.T) {
	for path, want := range map[string]string{
		"/home/x/box.db": "/home/x/box.db",
		"postgres://clerk:secret@one:1,two:2/box?sslmode=disable": "postgres://clerk:xxxxx@one:1,two:2/box?sslmode=disable",
		"postgresql://clerk@host/box":                             "postgresql://clerk@host/box",
		"postgres://host/box?user=clerk&password=secret":          "postgres://host/box?password=xxxxx&user=clerk",
		"postgres://clerk:sec%ret@host/box":                       "postgres://…",
	} {
		if got := Name(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestPostgresMeanings holds what is hard to bring about.
func TestPostgresMeanings(t *testing.T) {
	for state, want := range map[string]error{
		diskFull: ErrFull, lockNotAvailable: ErrLocked, tooManyConnections: ErrUnreachable, "57P03": ErrUnreachable, "08006": ErrUnreachable, "XX001": ErrDamaged, "28000": ErrRefused, "22P02": nil, "": nil,
	} {
		if got := stateMeaning(state); got != want {
			t.Errorf("%s: %v, want %v", state, got, want)
		}
	}
}

// TestPostgresStops ends a question when its context ends, and keeps the
// connection.
func TestPostgresStops(t *testing.T) {
	db := open(t, storetest.Postgres(t))
	db.reads.SetMaxOpenConns(1)
	var before, after int
	if err := db.reads.QueryRow("SELECT pg_backend_pid()").Scan(&before); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err := db.reads.ExecContext(short, "SELECT pg_sleep(60)")
	if err = db.wrap(short, err, "wait"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stopped: %v", err)
	}
	if err := db.reads.QueryRow("SELECT pg_backend_pid()").Scan(&after); err != nil || after != before {
		t.Errorf("connection %d, was %d; %v", after, before, err)
	}
}

// TestPostgresLongBriefs finds phrases wherever they stand in a text that needs
// many parts, and words that stand in it more often than PostgreSQL counts.
func TestPostgresLongBriefs(t *testing.T) {
	var body strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&body, "the w%d ", i)
	}
	for range 5000 {
		body.WriteString("again ")
	}
	body.WriteString("and 中国经济增长 at the end")
	b := briefs.Brief{Head: briefs.Head{ID: "long", Title: "Long"}, Format: briefs.Text, Body: body.String()}
	onLibraries(t, []briefs.Brief{b}, func(t *testing.T, l library) {
		for query, want := range map[string]int{
			`"the w29999 again again"`: 1, `"the w4095 the w4096 the w4097"`: 1, `"w4096 w4097"`: 0, `"again and 中国经济"`: 1, `"again the"`: 0, "济增长 w1": 1, "w77*": 1, "again -w12345": 0,
			`"the w17000 ` + strings.Repeat("again ", 3) + `"`: 0, `"` + strings.Repeat("again ", 100) + `"`: 1,
		} {
			hits, err := l.Find(ctx, query, 0)
			if err != nil || len(hits) != want {
				t.Errorf("%.40s: %d hits, want %d; %v", query, len(hits), want, err)
			}
		}
	})
}

func TestDollars(t *testing.T) {
	for in, want := range map[string]string{
		"SELECT ?, '?' || ?, '''?' = ?": "SELECT $1, '?' || $2, '''?' = $3", "SELECT 1": "SELECT 1", "": "",
	} {
		if got := dollars(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
