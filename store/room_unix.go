//go:build unix && !solaris && !illumos && !netbsd && !openbsd && !aix

package store

import "syscall"

// room is how many bytes a folder's disk has left for who runs this.
func room(folder string) (bytes int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
