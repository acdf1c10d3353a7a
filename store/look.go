package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// A Look is a store seen from outside, for who looks after it.
type Look struct {
	Name    string // as it may be shown
	There   bool   // it has been made
	Bytes   int64  // its size on disk
	Server  string // what it stands on, with its version; "" of a file
	Remarks []Remark
}

// A Remark is something about a store that its owner should know.
type Remark struct {
	What, Do string // one clean line each
	Wrong    bool   // it does not work as it is
}

// LookAt looks at a store without making or changing anything. The errors are
// those of Open.
func LookAt(ctx context.Context, path string) (Look, error) {
	if isPostgres(path) {
		return lookAtServer(ctx, path)
	}
	l := Look{Name: path}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return l, nil
	case err != nil:
		return l, (&DB{engine: sqliteEngine{}}).wrap(ctx, err, "look at %s", path)
	}
	l.There, l.Bytes = true, info.Size()
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		l.Remarks = append(l.Remarks, Remark{What: fmt.Sprintf("others may read it (mode %o)", mode), Do: "chmod 600 " + path})
	}
	return l, nil
}

func lookAtServer(ctx context.Context, address string) (Look, error) {
	l := Look{Name: Name(address)}
	connector, err := newPostgresConnector(address)
	if err != nil {
		return l, err
	}
	db := &DB{engine: postgresEngine{connector}, reads: sql.OpenDB(connector)}
	defer db.reads.Close()
	if err := db.look(ctx, &l); err != nil {
		return l, db.wrap(ctx, err, "look at %s", l.Name)
	}
	if holdsPassword(address) {
		l.Remarks = append(l.Remarks, Remark{What: "its address holds the password, which others on this machine may see in the list of processes", Do: "keep it in ~/.pgpass (mode 600), and leave it out of the address"})
	}
	return l, nil
}

// look asks a server what it is and how it keeps what it is given.
func (db *DB) look(ctx context.Context, l *Look) error {
	err := db.read(ctx, func(tx *sql.Tx) error {
		has, err := db.engine.schema(ctx, tx)
		l.There = has > 0
		return err
	})
	if err != nil {
		return err
	}
	var version, encoding, fsync, commit string
	var encrypted, local, standby bool
	err = db.reads.QueryRowContext(ctx, `SELECT current_setting('server_version'), current_setting('server_encoding'), current_setting('fsync'), current_setting('synchronous_commit'),
			COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false), COALESCE(host(inet_server_addr()) IN ('127.0.0.1', '::1'), true), pg_is_in_recovery(),
			(SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r')`).
		Scan(&version, &encoding, &fsync, &commit, &encrypted, &local, &standby, &l.Bytes)
	if err != nil {
		return err
	}
	number, _, _ := strings.Cut(version, " ")
	l.Server = "PostgreSQL " + number
	for _, r := range []struct {
		is bool
		Remark
	}{
		{encoding != "UTF8", Remark{What: "the database keeps text as " + encoding + ", which not all text fits", Do: "make one that keeps UTF-8: createdb -E UTF8 -T template0 NAME", Wrong: true}},
		{fsync == "off", Remark{What: "the server does not wait for its disk (fsync is off): a power cut may lose the whole database", Do: "set fsync = on in postgresql.conf", Wrong: true}},
		{commit == "off", Remark{What: "the server says that something is saved before it is (synchronous_commit is off)", Do: "set synchronous_commit = on for this database"}},
		{standby, Remark{What: "this server is a standby: nothing new is kept", Do: "name all servers and target_session_attrs=read-write"}},
		{!encrypted && !local, Remark{What: "what goes over the network is not encrypted", Do: "add sslmode=verify-full to the address"}},
	} {
		if r.is {
			l.Remarks = append(l.Remarks, r.Remark)
		}
	}
	return nil
}
