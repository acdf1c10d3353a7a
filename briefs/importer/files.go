package importer

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// maxFolders is how deep folders are walked in one another.
const maxFolders = 64

// Files walks paths in order. Folders are walked in sorted order, and only
// files that end in .md, .markdown, .mdx, .txt or .text are taken from them;
// hidden files and folders are passed over, and what symbolic links or several
// paths reach twice is taken once. A path that is named is always yielded, "-"
// for standard input included. A folder that cannot be read is yielded with
// its error.
func Files(ctx context.Context, paths []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		w := walk{ctx: ctx, yield: yield, seen: map[string]bool{}}
		for _, p := range paths {
			if !w.path(p) {
				return
			}
		}
	}
}

// Count is how many files and failures Files yields; it opens nothing.
func Count(ctx context.Context, paths []string) int {
	n := 0
	for range Files(ctx, paths) {
		n++
	}
	return n
}

type walk struct {
	ctx   context.Context
	yield func(string, error) bool
	seen  map[string]bool // real paths of files and folders
}

// path yields a named path, or what is in it. It reports whether to go on, as
// the others do.
func (w *walk) path(p string) bool {
	if p == stdinName {
		return w.file(p, p)
	}
	info, err := os.Stat(p)
	switch {
	case err != nil:
		return w.ctx.Err() == nil && w.yield(p, cause(err))
	case info.IsDir():
		return w.folder(p, real(p), 0)
	}
	return w.file(p, real(p))
}

func (w *walk) file(p, id string) bool {
	if w.ctx.Err() != nil {
		return false
	}
	if w.seen[id] {
		return true
	}
	w.seen[id] = true
	return w.yield(p, nil)
}

// folder yields what is in the folder at p; id is its real path.
func (w *walk) folder(p, id string, depth int) bool {
	if w.ctx.Err() != nil {
		return false
	}
	if w.seen[id] || depth > maxFolders {
		return true
	}
	w.seen[id] = true
	entries, err := os.ReadDir(p) // sorted
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		full, leads := filepath.Join(p, name), filepath.Join(id, name)
		mode := e.Type()
		if mode&fs.ModeSymlink != 0 {
			leads = real(full)
			info, err := os.Stat(full)
			if err != nil {
				continue // it leads nowhere
			}
			mode = info.Mode().Type()
		}
		_, known := formatOf(name)
		switch {
		case mode.IsDir():
			if !w.folder(full, leads, depth+1) {
				return false
			}
		case known && mode.IsRegular():
			if !w.file(full, leads) {
				return false
			}
		}
	}
	if err != nil {
		return w.yield(p, cause(err))
	}
	return true
}

// real is the absolute path of what p leads to.
func real(p string) string {
	if r, err := filepath.EvalSymlinks(p); err == nil {
		p = r
	}
	return absolute(p)
}

func absolute(p string) string {
	if a, err := filepath.Abs(p); err == nil {
		return a
	}
	return filepath.Clean(p)
}

// cause is an error of the file system without the path, which may hold
// anything and which the caller knows.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
