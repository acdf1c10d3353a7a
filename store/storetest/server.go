package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Server is a PostgreSQL of a test. It ends with the test binary, however
// that ends.
type Server struct {
	folder string // of its data and its socket
	who    *syscall.SysProcAttr
	ended  chan struct{} // closed once it does not run
	pid    int
}

// patience is how long a server may take to start.
const patience = 2 * time.Minute

// Start starts a server of its own for a test that stops it, with Postgres's
// word on what happens where there is none.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := start()
	without(t, err)
	t.Cleanup(s.stop)
	return s
}

func start() (*Server, error) {
	initdb, err := program("initdb")
	if err != nil {
		return nil, err
	}
	s, err := newServer()
	if err != nil {
		return nil, err
	}
	// The test's user is let in without a password, the user guarded with it.
	out, err := s.command(initdb, "--no-sync", "--auth=trust", "--username=despatch", "--encoding=UTF8", "--no-locale", "-D", s.data()).CombinedOutput()
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := os.WriteFile(filepath.Join(s.data(), "pg_hba.conf"), []byte("local all guarded scram-sha-256\nlocal all all trust\nlocal replication all trust\n"), 0o600); err != nil {
		s.stop()
		return nil, err
	}
	if err := s.Run(); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// newServer makes the folder of a server, for a user that it may run as: it
// refuses to run as root.
func newServer() (*Server, error) {
	folder, err := os.MkdirTemp("", "despatch-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, who: &syscall.SysProcAttr{Setpgid: true}}
	endWithUs(s.who)
	if os.Getuid() == 0 {
		if s.who.Credential, err = somebody(); err != nil {
			return nil, errors.Join(err, os.RemoveAll(folder))
		}
		if err := os.Chown(folder, int(s.who.Credential.Uid), int(s.who.Credential.Gid)); err != nil {
			return nil, errors.Join(err, os.RemoveAll(folder))
		}
	}
	return s, nil
}

// somebody is a user who is not root.
func somebody() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir, c.SysProcAttr = s.folder, s.who
	c.Env = append(os.Environ(), "LC_ALL=C", "HOME="+s.folder)
	return c
}

// Address is where its database is, without a schema.
func (s *Server) Address() string {
	return "postgres://despatch@/postgres?sslmode=disable&host=" + url.QueryEscape(s.folder)
}

// Folder is where its socket is, which is the name of its host.
func (s *Server) Folder() string { return s.folder }

// Run starts a server that does not run, and waits until it answers.
func (s *Server) Run() error {
	postgres, err := program("postgres")
	if err != nil {
		return err
	}
	c := s.command(postgres, "-D", s.data(), "-k", s.folder, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "logging_collector=off")
	log, err := os.CreateTemp(s.folder, "log")
	if err != nil {
		return err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	began := make(chan error, 1)
	s.ended = make(chan struct{})
	go func() {
		// A process that is to end with its parent ends with the thread that
		// started it.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(s.ended)
		err := c.Start()
		began <- err
		if err == nil {
			_ = c.Wait() // how it ended is in its log
		}
	}()
	if err := <-began; err != nil {
		return err
	}
	s.pid = c.Process.Pid
	return s.answers(log.Name())
}

func (s *Server) answers(log string) error {
	db, err := sql.Open("pgx", s.Address())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.ended:
			said, _ := os.ReadFile(log)
			return fmt.Errorf("PostgreSQL ended: %s", strings.TrimSpace(string(said)))
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Halt stops a server at once, as a fault would, or lets it end its
// connections first.
func (s *Server) Halt(gently bool) {
	if s.pid == 0 {
		return
	}
	signal := syscall.SIGQUIT
	if gently {
		signal = syscall.SIGINT
	}
	_ = syscall.Kill(s.pid, signal) // it may have ended
	<-s.ended
	s.pid = 0
}

// Standby starts a second server that follows this one, and does not write
// before it is promoted.
func (s *Server) Standby(t testing.TB) *Server {
	t.Helper()
	copier, err := program("pg_basebackup")
	without(t, err)
	two, err := newServer()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(two.stop)
	if out, err := two.command(copier, "-d", s.Address(), "-D", two.data(), "-R", "-X", "stream", "-c", "fast", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("pg_basebackup: %v: %s", err, out)
	}
	if err := two.Run(); err != nil {
		t.Fatal(err)
	}
	return two
}

// Promote makes a standby the server that writes.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	db, err := sql.Open("pgx", s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("SELECT pg_promote(true, 60)"); err != nil {
		t.Fatal(err)
	}
}

// Do does a statement on the server.
func (s *Server) Do(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) stop() {
	s.Halt(false)
	for range 3 { // what it wrote last may come between
		if err := os.RemoveAll(s.folder); err == nil || errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
}
