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

	"despatch/briefs"
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

// migrate brings a store up to date in one transaction. Another process may
// have done it in the meantime.
func migrate(ctx context.Context, tx *sql.Tx, e engine) error {
	has, err := e.schema(ctx, tx)
	if err != nil {
		return err
	}
	all := migrations()[e.name()]
	for i := has; i < len(all); i++ {
		text, err := migrationFiles.ReadFile(all[i])
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("migration %s: %w", all[i], err)
		}
	}
	if has > 0 && has < searchMigration {
		if err := refill(ctx, tx, e); err != nil {
			return fmt.Errorf("fill the index: %w", err)
		}
	}
	return e.setSchema(ctx, tx, len(all))
}

// searchMigration is the number of the migration that emptied the index.
const searchMigration = 3

// refill puts all briefs into the index, which is empty.
func refill(ctx context.Context, tx *sql.Tx, e engine) error {
	s := saver{ctx: ctx, db: &DB{engine: e}, tx: tx}
	defer s.close()
	ns, err := numbers(ctx, tx, "SELECT n FROM briefs ORDER BY n", nil)
	if err != nil {
		return err
	}
	const together = 256
	for i, n := range ns {
		var b briefs.Brief
		var tags string
		var date, audience int64
		err := s.one("SELECT b.title, b.issuer, b.tags, b.date, b.audience, b.format, COALESCE(t.body, '') FROM briefs b LEFT JOIN texts t ON t.brief = b.n WHERE b.n = ?",
			[]any{n}, &b.Title, &b.From, &tags, &date, &audience, &b.Format, &b.Body)
		if err == nil {
			err = decode(tags, &b.Tags)
		}
		if err == nil {
			b.Figures, err = figuresOf(ctx, tx, n)
		}
		if err != nil {
			return err
		}
		b.Date = timeOf(date)
		d := documentOf(&b)
		s.unfound = append(s.unfound, unfound{n: n, key: keyOf(d.day, n), audience: audience, document: &d})
		if len(s.unfound) == together || i == len(ns)-1 {
			if err := s.index(); err != nil {
				return err
			}
		}
	}
	return nil
}
