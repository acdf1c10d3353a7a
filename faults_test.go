package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"despatch/briefs"
	"despatch/store"
)

// said runs a command that must end with that exit code, and gives what it
// wrote.
func said(t *testing.T, code int, c *exec.Cmd) (out, errs string) {
	t.Helper()
	c.Env = append(os.Environ(), "HOME="+t.TempDir())
	var o, e bytes.Buffer
	c.Stdout, c.Stderr = &o, &e
	err := c.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := c.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit code %d, not %d: %s%s", c.Args, got, code, o.String(), e.String())
	}
	return o.String(), e.String()
}

// filled makes a store with one briefing.
func filled(t *testing.T, folder string) (path, file string) {
	t.Helper()
	path, file = filepath.Join(folder, "box.db"), filepath.Join(folder, "one.md")
	if err := os.WriteFile(file, []byte("# The only one\n\nIncome rose by 5.40 %.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	said(t, 0, exec.Command("despatch", "add", "--db", path, file))
	return path, file
}

// TestHeldStore has another program hold the store: it can be read, and what
// cannot be saved is said after a while.
func TestHeldStore(t *testing.T) {
	t.Parallel() // it waits
	path, file := filled(t, t.TempDir())
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	hold, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	if _, err := hold.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if out, _ := said(t, 0, exec.Command("despatch", "list", "--db", path)); !strings.Contains(out, "The only one") {
		t.Errorf("it cannot be read: %s", out)
	}
	if err := os.WriteFile(file, []byte("# Another\n\nText.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, errs := said(t, 1, exec.Command("despatch", "add", "--db", path, file)); !strings.Contains(errs, "another program holds the store") {
		t.Errorf("said: %s", errs)
	}
	if _, err := hold.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if out, _ := said(t, 0, exec.Command("despatch", "add", "--db", path, file)); !strings.Contains(out, "1 updated") {
		t.Errorf("after it was given back: %s", out)
	}
}

// byNobody makes commands that a user runs who is not root, who may read and write
// anywhere. The program is put into a folder that others may look into.
func byNobody(t *testing.T, folder string) func(args ...string) *exec.Cmd {
	t.Helper()
	name, err := exec.LookPath("despatch")
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "despatch")
	if err := errors.Join(os.WriteFile(program, binary, 0o755), os.Chmod(folder, 0o755), os.Chmod(filepath.Dir(folder), 0o755)); err != nil {
		t.Fatal(err)
	}
	return func(args ...string) *exec.Cmd {
		c := exec.Command(program, args...)
		c.Dir = "/"
		if os.Geteuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		return c
	}
}

// TestBadFiles imports files that are empty, binary, unreadable or gone beside good
// ones: each has one line with its name and why, and the rest goes on.
func TestBadFiles(t *testing.T) {
	folder := t.TempDir()
	command, in, home := byNobody(t, folder), filepath.Join(folder, "in"), filepath.Join(folder, "home")
	for at, mode := range map[string]os.FileMode{in: 0o755, home: 0o777} {
		if err := errors.Join(os.Mkdir(at, mode), os.Chmod(at, mode)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"a.md": "# First good\n\nText.\n", "empty.md": "", "blank.md": " \n\n", "binary.md": "\x00\x01\x02\xff\xfe\x00PK\x03\x04\x00", "shut.md": "# Shut\n\nText.\n", "z.md": "# Last good\n\nText.\n",
	} {
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(in, "shut.md"), 0); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(home, "box.db")
	out, errs := said(t, 1, command("--db", db, "add", in, filepath.Join(in, "gone.md")))
	if !strings.Contains(out, "First good") || !strings.Contains(out, "Last good") || !strings.Contains(out, "\n2 added, 0 updated, 0 unchanged, ") {
		t.Errorf("it reports: %s", out)
	}
	for name, why := range map[string]string{
		"empty.md": "no text in it", "blank.md": "no text in it", "binary.md": "not a text file", "shut.md": "permission denied", "gone.md": "no such file",
	} {
		n := 0
		for line := range strings.Lines(errs) {
			if strings.Contains(line, string(filepath.Separator)+name+": ") {
				if n++; !strings.Contains(line, why) {
					t.Errorf("%s: %s", name, line)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s has %d lines:\n%s", name, n, errs)
		}
	}
}

// TestReadOnlyFolder has a user run despatch who may read a store and not write
// it: it is read, and left as it is.
func TestReadOnlyFolder(t *testing.T) {
	folder := t.TempDir()
	path, file := filled(t, folder)
	if err := os.WriteFile(file, []byte("# Another\n\nText.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	command := byNobody(t, folder)
	for at, mode := range map[string]os.FileMode{path: 0o444, folder: 0o555} {
		if err := os.Chmod(at, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) }) // so that it can be removed
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := said(t, 0, command("list", "--db", path)); !strings.Contains(out, "The only one") {
		t.Errorf("it cannot be read: %s", out)
	}
	for _, args := range [][]string{
		{"add", "--db", path, file},
		{"reindex", "--db", path, "--all"},
		{"list", "--db", filepath.Join(folder, "new.db")},
		{"backup", "--db", path, filepath.Join(folder, "copy.db")},
	} {
		_, errs := said(t, 1, command(args...))
		if lines := strings.Count(errs, "\n"); !strings.Contains(errs, "cannot be written") || lines > 2 {
			t.Errorf("%v: %s", args, errs)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was changed, %v", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 3 {
		t.Errorf("left there: %v, %v", entries, err)
	}
}

// TestUnwrittenAudit opens a briefing where its line in the audit cannot be
// written: it is shown, and the command says what is missing, and fails.
func TestUnwrittenAudit(t *testing.T) {
	path, _ := filled(t, t.TempDir())
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list := db.As(briefs.Reader{Name: "r"})
	heads, err := list.List(t.Context(), briefs.Query{Limit: 1})
	if err != nil || len(heads) == 0 {
		t.Fatal(err)
	}
	// What was written and is not in the file yet is more than a file may have.
	for wal := int64(0); wal < 100<<10; {
		if err := list.SetState(t.Context(), heads[0].ID, briefs.State{Far: 1}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		wal = info.Size()
	}
	for _, command := range [][]string{{"show", heads[0].ID}, {"figures", heads[0].ID}, {"deck"}} {
		args := append([]string{"-c", `ulimit -f 100; exec despatch --db "$0" "$@"`, path}, command...)
		out, errs := said(t, 1, exec.Command("sh", args...))
		if !strings.Contains(out, "5.40") || !strings.HasPrefix(errs, "despatch: what was opened last is not in the audit: "+store.ErrDisk.Error()) || strings.Count(errs, "\n") != 2 {
			t.Errorf("%v said: %s%s", command, out, errs)
		}
	}
	for _, command := range [][]string{{"list"}, {"search", "income"}} { // these open nothing
		said(t, 0, exec.Command("sh", append([]string{"-c", `ulimit -f 100; exec despatch --db "$0" "$@"`, path}, command...)...))
	}
}

// TestTornStore cuts a store short, as a disk that fails may: it is said, and
// what is left is not touched.
func TestTornStore(t *testing.T) {
	folder := manyFiles(t, 60)
	path := filepath.Join(t.TempDir(), "box.db")
	said(t, 0, exec.Command("despatch", "add", "--db", path, folder))
	db, err := store.Open(context.Background(), path) // and closed: all is in the one file
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/2); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := said(t, 1, exec.Command("despatch", "doctor", "--db", path)); !strings.Contains(out, "damaged") || !strings.Contains(out, "despatch restore") {
		t.Errorf("doctor said: %s", out)
	}
	if _, errs := said(t, 1, exec.Command("despatch", "restore", "--db", filepath.Join(t.TempDir(), "x.db"), path)); !strings.Contains(errs, "damaged") {
		t.Errorf("restore said: %s", errs)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it was changed, %v", err)
	}
}
