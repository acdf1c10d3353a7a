package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// Migrations are append-only: what a released despatch ran is never changed.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the names of an engine's migrations in order.
var migrations = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	slices.Sort(names)
	for _, name := range names {
		parts := strings.Split(name, ".")
		all[parts[1]] = append(all[parts[1]], name)
	}
	return all
})

// behind says whether a store lacks migrations; it is ErrNewer for one that
// has had more than there are.
func behind(ctx context.Context, tx *sql.Tx, e engine) (bool, error) {
	has, err := e.schema(ctx, tx)
	if err != nil {
		return false, err
	}
	if known := len(migrations()[e.name()]); has > known {
		return false, newer(has, known)
	} else {
		return has < known, nil
	}
}

// newer says that a store has had more migrations than there are.
func newer(has, known int) error {
	return fmt.Errorf("%w (schema %d; this one knows %d)", ErrNewer, has, known)
}

// migrate brings a store up to date in one transaction, and says how many
// migrations it had; as many as there are when another process has done it in the
// meantime. told is told how many briefs of how many are done, where it goes
// through them.
func migrate(ctx context.Context, tx *sql.Tx, e engine, told func(done, all int)) (has int, err error) {
	if has, err = e.schema(ctx, tx); err != nil {
		return 0, err
	}
	all := migrations()[e.name()]
	for i := has; i < len(all); i++ {
		text, err := migrationFiles.ReadFile(all[i])
		if err != nil {
			return has, err
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return has, fmt.Errorf("migration %s: %w", all[i], err)
		}
	}
	if has < packMigration {
		if err := refill(ctx, tx, e, told); err != nil {
			return has, fmt.Errorf("fill the index: %w", err)
		}
	}
	if has < setsMigration {
		if err := fillSets(ctx, tx); err != nil {
			return has, fmt.Errorf("fill the sets of readers: %w", err)
		}
	}
	return has, e.setSchema(ctx, tx, len(all))
}
