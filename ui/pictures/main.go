// Command pictures makes the pictures of the README from the running program:
//
//	go run ./ui/pictures [NAME…]
//
// It builds despatch, runs it on a terminal with an empty home folder, types
// the keys of each shot, and draws what the terminal shows as PNG files in
// docs/pictures, all of them or those named. It knows none of the program's
// packages, must not ask the network or the clock, and makes the same files
// each time that the same screens are shown.
package main

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	for _, name := range names {
		if !slices.ContainsFunc(shots, func(s shot) bool { return s.name == name }) {
			return fmt.Errorf("no picture is called %q", name)
		}
	}
	typeface, err := openFonts()
	if err != nil {
		return err
	}
	root, err := root()
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "despatch-pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	program, err := build(temp)
	if err != nil {
		return err
	}
	folder := filepath.Join(root, "docs", "pictures")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, s := range shots {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		home, err := os.MkdirTemp(temp, "home")
		if err != nil {
			return err
		}
		path := filepath.Join(folder, s.name+".png")
		if err := s.take(program, home, typeface, path); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		fmt.Printf("%s  %d KB\n", path, (info.Size()+1023)/1024)
	}
	return nil
}

// root is the folder of go.mod, from the folder that one is in upwards.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module despatch\n") {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("not inside the folder of despatch")
		}
		dir = filepath.Dir(dir)
	}
}

// take runs one shot and writes its picture.
func (s shot) take(program, home string, t typeface, path string) error {
	colours := &dark
	if s.light {
		colours = &light
	}
	p, err := start(program, home, s.width, s.height, colours)
	if err != nil {
		return err
	}
	defer p.stop()
	if err := p.until("12 unread"); err != nil {
		return err
	}
	for _, step := range s.steps {
		if err := p.press(step.keys, step.shows); err != nil {
			return err
		}
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(out, paint(p.screen, colours, t)); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
