package cli

import (
	"path/filepath"
)

// storePath is the store's file: the flag, DESPATCH_DB, or
// despatch/despatch.db in the XDG data folder. A problem says what to set when
// there is no home folder.
func storePath(w *World, flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if path := w.getenv("DESPATCH_DB"); path != "" {
		return path, nil
	}
	dir, err := xdg(w, "XDG_DATA_HOME", ".local/share")
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "despatch", "despatch.db"), nil
}

// configPath is the configuration's file, and whether it was named by hand and
// so must exist. It is "" where there is no home folder to look in.
func configPath(w *World, flag string) (path string, named bool) {
	if flag != "" {
		return flag, true
	}
	dir, err := xdg(w, "XDG_CONFIG_HOME", ".config")
	if err != nil {
		return "", false
	}
	return filepath.Join(dir, "despatch", "config.toml"), false
}

// xdg is a folder of the XDG Base Directory Specification, which says that a
// path that is not absolute is ignored.
func xdg(w *World, name, fallback string) (string, error) {
	if dir := w.getenv(name); filepath.IsAbs(dir) {
		return dir, nil
	}
	home := w.getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", failure(nil, "set HOME or "+name+", or name the store with --db FILE", "there is no home folder to keep the box in")
	}
	return filepath.Join(home, fallback), nil
}
