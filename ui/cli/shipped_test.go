package cli

import (
	"os"
	"testing"
)

// TestShippedConfiguration: the file that the package installs is one that
// serve takes, and says what serve does without it.
func TestShippedConfiguration(t *testing.T) {
	data, err := os.ReadFile("../serve/packaging/config.toml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := parseConfig("config.toml", data)
	if err != nil {
		t.Fatal(err)
	}
	var none ServeConfig
	if s := c.Serve; s.Address() != none.Address() || s.Most() != none.Most() || s.Blank() != none.Blank() || s.End() != none.End() {
		t.Errorf("%+v", s)
	}
	if s := c.Serve; len(s.HostKeys) != 1 || s.HostKeys[0] != "/var/lib/despatch/"+hostKeyName {
		t.Errorf("host_keys is %v", s.HostKeys)
	}
}
