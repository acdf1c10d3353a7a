package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

const (
	listenRest  = 30 * time.Second // how long a connection that is told nothing is believed
	listenPatch = time.Second      // between two tries to listen, and between two looks where nobody may
)

// watch listens on a connection of its own. What is told while that is away is
// lost; so whoever waits looks when it is there again.
func (e postgresEngine) watch(ctx context.Context, db *DB) {
	for ctx.Err() == nil {
		err := e.listen(ctx, &db.watch)
		if e := (*pgconn.PgError)(nil); errors.As(err, &e) && !isAwayState(e.Code) {
			// A standby listens to nobody; in a minute it may be none.
			minute, cancel := context.WithTimeout(ctx, time.Minute)
			db.watch.poll(minute, listenPatch, func(ctx context.Context) (n int64, err error) {
				err = db.reads.QueryRowContext(ctx, "SELECT COALESCE(SUM(count), 0) FROM changes").Scan(&n)
				return n, err
			}, func(ctx context.Context) (tally, error) { return tallied(ctx, db.reads) })
			cancel()
		}
		select {
		case <-ctx.Done():
		case <-time.After(listenPatch / 4):
		}
	}
}

// listen tells of changes until the connection ends.
func (e postgresEngine) listen(ctx context.Context, w *watch) error {
	config := e.connector.config.Copy()
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.DeadlineContextWatcherHandler{Conn: c.Conn()}
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN despatch"); err != nil {
		return err
	}
	w.tell()
	for {
		n, err := told(ctx, conn)
		switch {
		case err != nil:
			return err
		case n == nil:
		default:
			if kind, name, _ := strings.Cut(n.Payload, " "); kind == "reader" {
				w.tellOne(name)
			} else {
				w.tell()
			}
		}
	}
}

// told waits for what a connection is told; nil is that it was told nothing
// for a while, and is there.
func told(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	rest, cancel := context.WithTimeout(ctx, listenRest)
	defer cancel()
	n, err := conn.WaitForNotification(rest)
	if err == nil || ctx.Err() != nil || rest.Err() == nil {
		return n, err
	}
	answer, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	return nil, conn.Ping(answer)
}
