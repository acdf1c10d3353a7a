// Package storetest starts PostgreSQL for tests, on a socket of its own in a
// folder that goes with it. It is for tests alone, and knows nothing of what
// they keep there.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Variable names a server that is there already, by its address; tests make
// schemas of their own in its database and drop them.
const Variable = "DESPATCH_TEST_POSTGRES"

// errNone says that no PostgreSQL is installed.
var errNone = errors.New("no PostgreSQL: install Debian's postgresql, or name a server in " + Variable)

// shared is the server of this test binary, which is started once.
var shared struct {
	once   sync.Once
	server *Server
	at     string
	err    error
}

// schemas numbers the schemas of this process.
var schemas atomic.Int64

// Postgres is the address of an empty schema. Where there is no PostgreSQL the
// test is skipped with a line that says so, and fails when CI is true.
func Postgres(t testing.TB) string {
	t.Helper()
	shared.once.Do(func() {
		if shared.at = os.Getenv(Variable); shared.at == "" {
			if shared.server, shared.err = start(); shared.err == nil {
				shared.at = shared.server.Address()
			}
		}
	})
	without(t, shared.err)
	return schema(t, shared.at)
}

// Stop stops the server that Postgres started; TestMain calls it at its end.
func Stop() {
	if shared.server != nil {
		shared.server.stop()
	}
}

// without ends a test that has no server.
func without(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, errNone) && os.Getenv("CI") != "true":
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
}

// schema makes a schema, and gives the address of the database with it.
func schema(t testing.TB, address string) string {
	t.Helper()
	name := fmt.Sprintf("despatch_test_%d_%d", os.Getpid(), schemas.Add(1))
	do := func(statement string) error {
		db, err := sql.Open("pgx", address)
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.ExecContext(context.Background(), statement)
		return err
	}
	if err := do("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := do("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
	})
	return With(t, address, "search_path", name)
}

// With is an address with one more parameter.
func With(t testing.TB, address, name, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// program is the path of one of PostgreSQL's programs, of the newest that is
// installed.
func program(name string) (string, error) {
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/", "/usr/local/pgsql/bin/", "/usr/pgsql-*/bin/", "/opt/homebrew/opt/postgresql*/bin/"} {
		found, err := filepath.Glob(pattern + name)
		if err == nil && len(found) > 0 {
			return slices.Max(found), nil
		}
	}
	return "", errNone
}
