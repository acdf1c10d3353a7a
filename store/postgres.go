package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgresEngine is what only PostgreSQL does. One transaction writes at a time,
// whichever process begins it: the first thing that it does is to lock the row
// of the table despatch. So what is said about writers holds on both databases,
// and no two can wait for each other.
type postgresEngine struct{ connector *postgresConnector }

// postgresReaders is how many connections of one process read.
const postgresReaders = 8

// isPostgres reports whether a store is named by its address on a server.
func isPostgres(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

func openPostgres(ctx context.Context, address string, options ...Option) (*DB, error) {
	connector, err := newPostgresConnector(address)
	if err != nil {
		return nil, err
	}
	db := &DB{
		engine:   postgresEngine{connector},
		searches: make(chan struct{}, postgresReaders), // the work is the server's
		reads:    sql.OpenDB(connector), writes: sql.OpenDB(connector),
		// What one read sees of several tables fits together.
		reading: &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
	}
	for _, o := range options {
		o(db)
	}
	db.reads.SetMaxOpenConns(postgresReaders)
	db.reads.SetMaxIdleConns(postgresReaders)
	db.writes.SetMaxOpenConns(1)
	if err := db.prepare(ctx); err != nil {
		_ = db.Close()
		return nil, db.wrap(ctx, err, "open store %s", Name(address))
	}
	connector.patience.Store(int64(patience))
	return db, nil
}

// shrink leaves it to the server, which cleans up by itself.
func (postgresEngine) shrink(context.Context, *DB) (freed, spare int64, err error) { return 0, 0, nil }

func (postgresEngine) name() string { return "postgres" }

func (postgresEngine) schema(ctx context.Context, tx *sql.Tx) (int, error) {
	var owned, foreign, has int
	err := tx.QueryRowContext(ctx, `SELECT COALESCE(SUM(CASE table_name WHEN 'despatch' THEN 1 END), 0),
			COALESCE(SUM(CASE table_name WHEN 'briefs' THEN 1 END), 0)
		FROM information_schema.tables WHERE table_schema = current_schema()`).Scan(&owned, &foreign)
	switch {
	case err != nil:
		return 0, err
	case owned == 0 && foreign > 0:
		return 0, fmt.Errorf("%w: it is a database of another program", ErrDamaged)
	case owned == 0:
		return 0, nil
	}
	err = tx.QueryRowContext(ctx, "SELECT schema FROM despatch WHERE one = 1").Scan(&has)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return has, err
}

func (postgresEngine) setSchema(ctx context.Context, tx *sql.Tx, n int) error {
	_, err := tx.ExecContext(ctx, "UPDATE despatch SET schema = ? WHERE one = 1", n)
	return err
}

// first makes the row that writers lock. Of two that make it at once one fails,
// which is as good.
func (postgresEngine) first(ctx context.Context, db *sql.DB) error {
	for _, statement := range []string{
		"CREATE TABLE IF NOT EXISTS despatch (one BIGINT PRIMARY KEY, schema BIGINT NOT NULL)",
		"INSERT INTO despatch (one, schema) VALUES (1, 0) ON CONFLICT (one) DO NOTHING",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil && !hasState(err, uniqueViolation) && !hasState(err, duplicateTable) {
			return err
		}
	}
	return nil
}

func (postgresEngine) begin(ctx context.Context, pool *sql.DB, o *sql.TxOptions) (*sql.Tx, error) {
	return pool.BeginTx(ctx, o)
}

// yield does nothing: whoever waits for the lock has it next.
func (postgresEngine) yield(context.Context) {}

func (e postgresEngine) lock(ctx context.Context, tx *sql.Tx) error {
	var has int
	if err := tx.QueryRowContext(ctx, "SELECT schema FROM despatch WHERE one = 1 FOR UPDATE").Scan(&has); err != nil {
		return err
	}
	if known := len(migrations()[e.name()]); has > known {
		return newer(has, known)
	}
	return nil
}

// again reports whether an error comes of a connection that is gone, or of a
// server that has become a standby since. What could not connect waited long
// enough.
func (e postgresEngine) again(err error) bool {
	if c := (*pgconn.ConnectError)(nil); errors.As(err, &c) {
		return false
	}
	return isLost(err) || hasState(err, serializationFailure) || hasState(err, deadlockDetected) ||
		hasState(err, readOnlyTransaction) && e.connector.choosy
}

func (postgresEngine) check(ctx context.Context, db *sql.DB) ([]string, error) {
	var found []string
	for _, c := range []struct{ what, query string }{
		{"briefings without a text", "SELECT COUNT(*) FROM briefs b WHERE NOT EXISTS (SELECT 1 FROM texts t WHERE t.brief = b.n)"},
		{"texts of no briefing", "SELECT COUNT(*) FROM texts t WHERE NOT EXISTS (SELECT 1 FROM briefs b WHERE b.n = t.brief)"},
	} {
		var n int
		if err := db.QueryRowContext(ctx, c.query).Scan(&n); err != nil {
			return found, err
		}
		if n > 0 {
			found = append(found, fmt.Sprintf("%d %s", n, c.what))
		}
	}
	return found, nil
}
