package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"despatch/briefs"
)

// The bounds of a file: what an administrator keeps by hand stays far below.
const (
	maxFile    = 1 << 20
	maxLine    = 16 << 10
	maxLines   = 10_000
	maxRemarks = 100
)

// read is a file of at most maxFile bytes. forbidden are the bits of its mode
// that it may not have.
func read(path string, forbidden fs.FileMode) ([]byte, error) {
	// Looked at before it is opened, since opening a pipe waits for a writer.
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file; name one", shown(path))
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, unreadable(path, err)
	}
	// Windows has no such bits and reports others in their place.
	if mode := info.Mode().Perm(); mode&forbidden != 0 && runtime.GOOS != "windows" {
		if forbidden&0o044 != 0 {
			return nil, fmt.Errorf("%s can be read by others than its owner, so it is a secret no more; run chmod 600 on it, or make another", shown(path))
		}
		return nil, fmt.Errorf("%s can be written by others than its owner, so anybody may have put a key there; look through it, then run chmod go-w on it", shown(path))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("%s is larger than 1 MiB; split it into several files", shown(path))
	}
	return data, nil
}

// unreadable puts an error of the system into words.
func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s is not there; check the name, or take it out of the configuration: %w", shown(path), fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read by this user; give it to the user that despatch runs as: %w", shown(path), fs.ErrPermission)
	}
	return fmt.Errorf("%s cannot be read: %w", shown(path), err)
}

// each calls do for every line of a file that others cannot write, numbered
// from 1, without those that are empty or a comment. A line that is too long
// comes as an error in its place. It stops at the first error of do.
func each(path string, do func(n int, line string, long error) error) error {
	data, err := read(path, 0o022)
	if err != nil {
		return err
	}
	return eachLine(path, data, do)
}

// eachLine is each for bytes that were read already.
func eachLine(path string, data []byte, do func(n int, line string, long error) error) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	n := 0
	for raw := range bytes.Lines(data) {
		if n++; n > maxLines {
			return fmt.Errorf("%s has more than %d lines; split it into several files", shown(path), maxLines)
		}
		line, long := "", error(nil)
		if len(raw) > maxLine {
			long = fmt.Errorf("it is longer than %d KiB", maxLine>>10)
		} else if line = strings.Trim(string(raw), " \t\r\n"); line == "" || line[0] == '#' {
			continue
		}
		if err := do(n, line, long); err != nil {
			return err
		}
	}
	return nil
}

// shown is a path as it may stand in a message.
func shown(path string) string { return briefs.CleanLine(path, 400) }

// place names a line of a file: the whole path for an administrator to find
// it, or only its name for a log.
func place(path string, n int, whole bool) string {
	if !whole {
		path = filepath.Base(path)
	}
	return fmt.Sprintf("%s, line %d", shown(path), n)
}

// notes are the remarks about one file. A file of the wrong kind has one for
// every line of it, so they are cut.
type notes struct {
	path string
	said []string
	more int
}

func (s *notes) passedOver(n int, why error) {
	if len(s.said) >= maxRemarks {
		s.more++
		return
	}
	s.said = append(s.said, fmt.Sprintf("%s was passed over: %v", place(s.path, n, true), why))
}

func (s *notes) all() []string {
	if s.more > 0 {
		return append(s.said, fmt.Sprintf("%s: %d more lines were passed over", shown(s.path), s.more))
	}
	return s.said
}
