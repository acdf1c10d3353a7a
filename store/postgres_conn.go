package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"
)

// connectTimeout is how long one server may take to answer, where the address
// does not say.
const connectTimeout = 5 * time.Second

// A postgresConnector makes connections to one of the servers of an address.
type postgresConnector struct {
	driver.Connector
	config *pgx.ConnConfig
	choosy bool // the address says which server will do, as with target_session_attrs
	// patience is how long a server that does not answer is waited for, as a
	// time.Duration: nothing until the store is open, so that a wrong address
	// is told at once, and then as long as a restart or a failover takes.
	patience atomic.Int64
}

// newPostgresConnector reads an address; nothing is opened yet. An error does
// not repeat the address, which may hold a password.
func newPostgresConnector(address string) (*postgresConnector, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errAddress
	}
	if config.ConnectTimeout == 0 || !strings.Contains(address, "connect_timeout") {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "despatch"
	}
	// A search that is typed on is broken off at the server, and the connection
	// kept.
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: time.Second}
	}
	return &postgresConnector{
		Connector: stdlib.GetConnector(*config), config: config, choosy: config.ValidateConnect != nil,
	}, nil
}

// Connect makes one connection.
func (c *postgresConnector) Connect(ctx context.Context) (driver.Conn, error) {
	var conn driver.Conn
	err := c.patiently(ctx, func() (err error) {
		conn, err = c.Connector.Connect(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &postgresConn{Conn: conn.(*stdlib.Conn)}, nil
}

// patiently connects, and tries again for a while where no server answers.
func (c *postgresConnector) patiently(ctx context.Context, connect func() error) error {
	start, wait := time.Now(), firstWait
	for {
		err := connect()
		if err == nil || ctx.Err() != nil || !isAway(err) || time.Since(start) > time.Duration(c.patience.Load()) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
			wait = min(2*wait, lastWait)
		}
	}
}

// Name is the store's name as it may be shown: a file's path, or the address
// on a server without its password.
func Name(path string) string {
	if !isPostgres(path) {
		return path
	}
	u, err := url.Parse(path)
	if err != nil {
		return "postgres://…"
	}
	q := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}

// holdsPassword reports whether an address has a password in it.
func holdsPassword(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, given := u.User.Password()
	return given || u.Query().Has("password")
}

// A postgresConn is a connection that takes statements as the rest of the
// package writes them.
type postgresConn struct{ *stdlib.Conn }

// PrepareContext prepares a statement with ? for its arguments.
func (c *postgresConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := c.Conn.PrepareContext(ctx, dollars(query))
	return s, c.lost(ctx, err)
}

// ExecContext does a statement with ? for its arguments.
func (c *postgresConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) > 0 {
		query = dollars(query)
	}
	r, err := c.Conn.ExecContext(ctx, query, args)
	return r, c.lost(ctx, err)
}

// QueryContext asks with ? for the arguments.
func (c *postgresConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	r, err := c.Conn.QueryContext(ctx, dollars(query), args)
	return r, c.lost(ctx, err)
}

// BeginTx begins a transaction.
func (c *postgresConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.Conn.BeginTx(ctx, o)
	return tx, c.lost(ctx, err)
}

// CheckNamedValue makes text fit: PostgreSQL keeps UTF-8 without NUL. What is
// saved has been cleaned; what a reader typed and the names of files may hold
// anything.
func (c *postgresConn) CheckNamedValue(v *driver.NamedValue) error {
	if s, ok := v.Value.(string); ok {
		v.Value = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
	}
	return nil
}

// lost turns the end of the connection into the error that makes database/sql
// take another one, where nothing was begun on this one. Statements outside of
// transactions only read.
func (c *postgresConn) lost(ctx context.Context, err error) error {
	if err != nil && c.Conn.Conn().IsClosed() && ctx.Err() == nil {
		return driver.ErrBadConn
	}
	return err
}

// dollars is a statement with $1, $2 … for each ? that is not in quotes.
func dollars(query string) string {
	var b strings.Builder
	b.Grow(len(query) + 16)
	quoted, n := false, 0
	for i := range len(query) {
		switch c := query[i]; {
		case c == '?' && !quoted:
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		default:
			quoted = quoted != (c == '\'')
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isLost reports whether an error comes of a connection that is gone.
func isLost(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || isAway(err)
}
