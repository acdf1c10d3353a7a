package importer

import (
	"io/fs"
	"syscall"

	"despatch/briefs"
)

// entryOf adds when the entry of a file was changed, which no program can set,
// and its number.
func entryOf(f *briefs.File, info fs.FileInfo) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		f.Changed, f.Inode = s.Ctim.Nano(), int64(s.Ino)
	}
}
