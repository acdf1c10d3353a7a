//go:build !unix || solaris || illumos || netbsd || openbsd || aix

package store

// room is not known here.
func room(string) (bytes int64, known bool) { return 0, false }
