package main

import (
	"os/exec"
	"strings"
	"testing"

	"despatch/briefs/briefstest"
)

// TestServeStrict has a server of the strict profile: an OpenSSH that knows its
// key exchange, 9.9 and later, gets in by it, and one that is told to use any
// other is refused before it has said who it is.
func TestServeStrict(t *testing.T) {
	ssh := ""
	for _, name := range []string{"ssh", "ssh-newest"} {
		if out, err := exec.Command(name, "-Q", "kex").Output(); err == nil && strings.Contains(string(out), "mlkem768x25519-sha256") {
			ssh = name
		}
	}
	if ssh == "" {
		briefstest.Lacks(t, "there is no ssh of OpenSSH 9.9 or later, as ssh or ssh-newest")
	}
	s := serving(t, "", `profile = "strict"`)
	config := s.openssh("anna")
	out, err := exec.Command(ssh, "-v", "-F", config, "anna", "list", "--json", "--limit", "1").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "kex: algorithm: mlkem768x25519-sha256") || !strings.Contains(string(out), `"id":"`) {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = exec.Command(ssh, "-v", "-F", config, "-o", "KexAlgorithms=curve25519-sha256", "anna", "list").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no matching key exchange method") {
		t.Errorf("%v\n%s", err, out)
	}
	if s.measure("despatch_logins_total") != 1 || s.measure("despatch_logins_refused_total") != 0 {
		t.Errorf("%v logins, %v refused", s.measure("despatch_logins_total"), s.measure("despatch_logins_refused_total"))
	}
}
