package briefstest

import (
	"os"
	"os/exec"
	"testing"
)

// Needs skips a test where one of the programs is not installed. CI installs
// them all: there it fails.
func Needs(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			Lacks(t, p+" is not installed")
		}
	}
}

// Lacks skips a test for what this machine does not have; in CI it fails.
func Lacks(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip("skipped: " + what)
}
