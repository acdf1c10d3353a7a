package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"despatch/briefs"
)

// TestMigrationsArePaired keeps both databases at one schema: numbers follow
// each other, and each has one migration of a name for either.
func TestMigrationsArePaired(t *testing.T) {
	var names [][]string
	for _, e := range []engine{sqliteEngine{}, postgresEngine{}} {
		var all []string
		for i, file := range migrations()[e.name()] {
			name := strings.TrimSuffix(strings.TrimPrefix(file, "migrations/"), "."+e.name()+".sql")
			if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(name, want) {
				t.Errorf("%s: its number is not %s", file, want)
			}
			all = append(all, name)
		}
		names = append(names, all)
	}
	if len(names[0]) == 0 || !slices.Equal(names[0], names[1]) {
		t.Errorf("SQLite has %v, PostgreSQL %v", names[0], names[1])
	}
}

// TestTaggedOfOldStore opens a store that had no index of what readers tagged.
func TestTaggedOfOldStore(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		db, err := Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		reader := briefs.Reader{Name: "r"}
		for _, id := range []string{"a", "b", "c"} {
			save(t, db, &briefs.Brief{Head: briefs.Head{ID: id}})
		}
		for id, tag := range map[string]briefs.Tag{"a": briefs.Action, "b": briefs.Done, "c": ""} {
			if err := db.As(reader).SetState(ctx, id, briefs.State{Tag: tag, Opened: true}); err != nil {
				t.Fatal(err)
			}
		}
		err = db.write(ctx, func(tx *sql.Tx) error {
			for _, text := range []string{"DROP INDEX states_tagged", "DROP TABLE sets"} {
				if _, err := tx.ExecContext(ctx, text); err != nil {
					return err
				}
			}
			return db.engine.setSchema(ctx, tx, 7)
		})
		if err := cmp.Or(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		db = open(t, path)
		if got := list(t, db.As(reader), briefs.Query{Tag: string(briefs.Action)}); got != "a" {
			t.Errorf("tagged as action are %q, want a", got)
		}
		err = db.write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "DROP INDEX states_tagged")
			return err
		})
		if err != nil {
			t.Errorf("the index was not made again: %v", err)
		}
	})
}
