package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
)

// marked are settings of a box with two markings.
const marked = "markings = [\"OFFICIAL\", \"SECRET\"]\n"

// variable is one of the server's environment.
func (s *served) variable(name string) string {
	for _, e := range s.env {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return ""
}

// hostKey is the file of the server's key.
func (s *served) hostKey() string {
	return filepath.Join(s.variable("XDG_DATA_HOME"), "despatch", "host_ed25519")
}

// file writes a file beside the keys, and is its name.
func (s *served) file(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// openssh writes the configuration of OpenSSH's client, and is its file: each
// reader is a host with a key of that name, and the server's key is known.
func (s *served) openssh(names ...string) string {
	s.t.Helper()
	data, err := os.ReadFile(s.hostKey())
	if err != nil {
		s.t.Fatal(err)
	}
	host, err := ssh.ParsePrivateKey(data)
	if err != nil {
		s.t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintf(&b, "Host %s\n  User %s\n  IdentityFile %s\n", name, name, filepath.Join(s.folder, name))
	}
	fmt.Fprintf(&b, "Host *\n  HostName 127.0.0.1\n  Port %s\n  IdentitiesOnly yes\n  BatchMode yes\n  LogLevel ERROR\n  UpdateHostKeys no\n", port)
	fmt.Fprintf(&b, "  StrictHostKeyChecking yes\n  GlobalKnownHostsFile /dev/null\n  UserKnownHostsFile %s\n", s.file("known_"+port, fmt.Sprintf("[127.0.0.1]:%s %s", port, ssh.MarshalAuthorizedKey(host.PublicKey()))))
	return s.file("ssh_config_"+port, b.String())
}
