// Package packaging is for its test alone: what makes a package is no Go.
package packaging

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"despatch/briefs/briefstest"
)

// A manifest is what is checked of nfpm.yaml.
type manifest struct {
	Contents []struct {
		Src, Dst, Type string
		Expand         bool
		FileInfo       struct{ Mode fs.FileMode } `yaml:"file_info"`
	}
	Scripts map[string]string
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func readManifest(t *testing.T) manifest {
	t.Helper()
	var m manifest
	if err := yaml.Unmarshal([]byte(read(t, "nfpm.yaml")), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Contents) < 10 {
		t.Fatalf("only %d files in the package", len(m.Contents))
	}
	return m
}

func TestEveryFileOfThePackageExists(t *testing.T) {
	m, build := readManifest(t), read(t, "build")
	for _, c := range m.Contents {
		made, isMade := strings.CutPrefix(c.Src, "${OUT}/")
		switch {
		case c.FileInfo.Mode == 0:
			t.Errorf("%s has the mode of whoever builds", c.Dst)
		case c.Type == "dir":
		case isMade && !c.Expand:
			t.Errorf("%s: nfpm expands no variable without expand", c.Src)
		case isMade:
			stem := strings.TrimSuffix(made, filepath.Ext(made))
			if !strings.Contains(build, "$OUT/"+made) && !strings.Contains(build, "$OUT/"+stem+".$shell") {
				t.Errorf("%s: build does not make it", c.Src)
			}
		default:
			if _, err := os.Stat(filepath.Join("..", "..", "..", c.Src)); err != nil {
				t.Error(err)
			}
		}
		if strings.HasPrefix(c.Dst, "/etc/") && c.Type != "dir" && c.Type != "config|noreplace" {
			t.Errorf("%s: an upgrade would write over what was changed", c.Dst)
		}
	}
	for _, script := range m.Scripts {
		if _, err := os.Stat(filepath.Join("..", "..", "..", script)); err != nil {
			t.Error(err)
		}
	}
}

// TestUnitNamesWhatThePackageHas: the unit, the scripts and the wrapper name
// files of the package, and one folder for the state.
func TestUnitNamesWhatThePackageHas(t *testing.T) {
	has := map[string]bool{}
	for _, c := range readManifest(t).Contents {
		has[c.Dst] = true
	}
	ours := regexp.MustCompile(`/(?:usr/s?bin|etc|etc/default|usr/share/doc)/despatch[\w./-]*`)
	for _, name := range []string{"despatch.service", "despatch-admin", "postinst", "prerm", "postrm"} {
		text := read(t, name)
		for _, path := range ours.FindAllString(text, -1) {
			if path = strings.TrimRight(path, "."); !has[path] {
				t.Errorf("%s names %s, which is not in the package", name, path)
			}
		}
		for _, path := range regexp.MustCompile(`/var/lib/[\w/.]+`).FindAllString(text, -1) {
			if path != "/var/lib/despatch" && path != "/var/lib/despatch/despatch.db" {
				t.Errorf("%s names %s", name, path)
			}
		}
	}
}

func TestScriptsAreShell(t *testing.T) {
	for name, shell := range map[string]string{"build": "bash", "despatch-admin": "sh", "postinst": "sh", "prerm": "sh", "postrm": "sh"} {
		briefstest.Needs(t, shell)
		if out, err := exec.Command(shell, "-n", name).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestUnitStaysHardened holds the unit to a score where systemd is installed:
// 10 is a service that may do all; this one has 1.2 by systemd 252.
func TestUnitStaysHardened(t *testing.T) {
	briefstest.Needs(t, "systemd-analyze")
	out, err := exec.Command("systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", "./despatch.service").CombinedOutput()
	if strings.Contains(string(out), "unrecognized option") {
		briefstest.Lacks(t, "systemd-analyze is older than 250")
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
