package main

import (
	"bufio"
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path of this module, as go.mod has it.
const module = "despatch"

// mayImport says which packages of this module a package may import. One that
// is missing here may not exist: whoever adds a package says what it rests on.
var mayImport = map[string][]string{
	".":                  {"*"},
	"briefs":             {},
	"briefs/briefstest":  {},
	"briefs/figures":     {"briefs"},
	"briefs/importer":    {"briefs", "briefs/figures", "briefs/samples"},
	"briefs/samples":     {},
	"store":              {"briefs"},
	"store/storetest":    {},
	"ui":                 {"briefs", "ui/page"},
	"ui/page":            {"briefs"},
	"ui/cli":             {"briefs", "briefs/importer"},
	"ui/bench":           {},
	"ui/pictures":        {},
	"ui/serve":           {"briefs", "ui", "ui/cli", "ui/serve/door", "ui/serve/keys"},
	"ui/serve/door":      {},
	"ui/serve/keys":      {"briefs"},
	"ui/serve/packaging": {},
}

// standardOnly are the packages that import nothing but the standard library.
var standardOnly = []string{"briefs", "briefs/briefstest", "briefs/figures", "briefs/samples", "ui/serve/door"}

// maxLines is how long a file of code may be.
const maxLines = 400

// A source is one Go file of the module.
type source struct {
	file    string // slash-separated, from the root
	folder  string
	name    string // of its package
	test    bool
	lines   int
	imports []string
}

// sources parses every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); file != "." && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, data, parser.ImportsOnly|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s := source{file: filepath.ToSlash(file), name: f.Name.Name, test: strings.HasSuffix(file, "_test.go"), lines: bytes.Count(data, []byte("\n"))}
		s.folder = path.Dir(s.file)
		for _, i := range f.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, p)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found: the test looks in the wrong place", len(all))
	}
	return all
}

// ours is the folder of an import of this module.
func ours(imported string) (string, bool) {
	if imported == module {
		return ".", true
	}
	return strings.CutPrefix(imported, module+"/")
}

// standard reports whether an import is of the standard library: the first
// part of any other path has a dot in it.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".") && first != module
}

func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		may, known := mayImport[s.folder]
		if !known {
			t.Errorf("%s: the folder %s is not in the table of imports", s.file, s.folder)
			continue
		}
		for _, i := range s.imports {
			folder, own := ours(i)
			switch {
			case own && folder == s.folder && s.test: // an external test of its package
			case own && !slices.Contains(may, "*") && !slices.Contains(may, folder) && !(s.test && testMay(s.folder, folder)):
				t.Errorf("%s imports %s; %s may import %v", s.file, i, s.folder, may)
			case !own && !standard(i) && !s.test && slices.Contains(standardOnly, s.folder):
				t.Errorf("%s imports %s; %s is standard library only", s.file, i, s.folder)
			case i == "C":
				t.Errorf("%s imports C: despatch builds without a C compiler", s.file)
			}
		}
	}
}

// testMay reports what a test may import beyond its package: whatever the
// packages that it may import rest on, and real parts in place of mocks.
func testMay(folder, imported string) bool {
	if imported == "briefs/briefstest" || imported == "store/storetest" {
		return true
	}
	switch folder {
	case "ui", "ui/page", "store":
		return slices.Contains([]string{"store", "briefs/importer", "briefs/figures", "briefs/samples"}, imported)
	}
	return false
}

// TestOnlyMainKnowsStoreAndScreens keeps the two apart everywhere else.
func TestOnlyMainKnowsStoreAndScreens(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.file == "main.go" {
			continue
		}
		if slices.Contains(s.imports, module+"/store") {
			t.Errorf("%s imports the store; only main.go does", s.file)
		}
		// ui/serve runs the screens for others, and is told of no store.
		if slices.Contains(s.imports, module+"/ui") && s.folder != "ui/serve" {
			t.Errorf("%s imports the screens; only main.go does", s.file)
		}
	}
}

func TestFilesHaveOneOwner(t *testing.T) {
	for _, s := range sources(t) {
		if !s.test && s.lines > maxLines {
			t.Errorf("%s has %d lines; one that passes %d is split by what it owns", s.file, s.lines, maxLines)
		}
		switch base := path.Base(s.folder); {
		case slices.Contains([]string{"util", "utils", "common", "helpers", "helper", "misc"}, base):
			t.Errorf("%s: a package is named after what it owns, not %s", s.file, base)
		case s.folder != "." && s.name != "main" && strings.TrimSuffix(s.name, "_test") != base:
			t.Errorf("%s: package %s in folder %s", s.file, s.name, base)
		}
	}
}

// TestModule keeps the module's path and the one driver of SQLite.
func TestModule(t *testing.T) {
	f, err := os.Open("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var first string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		text := strings.TrimSpace(lines.Text())
		if first == "" {
			first = text
		}
		switch {
		case strings.HasPrefix(text, "replace "):
			t.Errorf("go.mod: %s: the module builds from published versions", text)
		case strings.Contains(text, "mattn/go-sqlite3"):
			t.Errorf("go.mod: %s: needs a C compiler", text)
		}
	}
	if first != "module "+module {
		t.Errorf("go.mod starts with %q, not module %s", first, module)
	}
}
