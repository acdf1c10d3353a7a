package serve

import (
	"context"
	"fmt"
	"net"
	"runtime/debug"
	"strings"

	"charm.land/ssh"

	"despatch/briefs"
	"despatch/ui/cli"
	"despatch/ui/serve/door"
	"despatch/ui/serve/keys"
)

// A Problem is what keeps a server from running, and what to do about it.
type Problem struct {
	What, Do string // one line each
	err      error
}

func (p *Problem) Error() string { return p.What }
func (p *Problem) Unwrap() error { return p.err }

func problem(err error, do, format string, args ...any) error {
	return &Problem{What: briefs.CleanLine(fmt.Sprintf(format, args...), 0), Do: do, err: err}
}

// load reads the files of keys that a configuration names, and checks that
// somebody may come in.
func (v *server) load(ctx context.Context, c cli.Config) error {
	ring, remarks, err := keys.Load(keys.Paths{AuthorizedKeys: c.Serve.AuthorizedKeys, TrustedCA: c.Serve.TrustedCA, Revoked: c.Serve.Revoked})
	if err != nil {
		return problem(err, "mend the file, or take it out of [serve]", "%v", err)
	}
	for _, r := range remarks {
		v.log.Warn("passed over", "what", r)
	}
	if !v.Demo && ring.Empty() {
		all, err := v.Store.Keys(ctx, "")
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return problem(nil, "despatch reader add NAME, then despatch reader key add NAME FILE; or name authorized_keys or trusted_ca in [serve]", "nobody could come in: there are no keys")
		}
	}
	v.settings.Store(&settings{config: c, ring: ring})
	return nil
}

// hostKeys are the keys by which the server is known. They are never made in
// passing.
func (v *server) hostKeys() ([]ssh.Signer, error) {
	c := &v.Config.Serve
	if v.Demo {
		return demoKey()
	}
	signers, err := keys.HostKeys(c.HostKeys, c.HostCertificates)
	if err != nil {
		return nil, problem(err, "despatch serve --init makes one; host_keys in [serve] names those there are", "%v", err)
	}
	all := make([]ssh.Signer, len(signers))
	for i, s := range signers {
		all[i] = s
	}
	return all, nil
}

// guard puts the door before a listener.
func (v *server) guard(l net.Listener) (*door.Door, error) {
	proxies, err := v.Config.Serve.Proxies()
	if err != nil {
		return nil, problem(err, "mend proxy_from in [serve]", "%v", err)
	}
	return door.Guard(l, door.Options{
		LoginGrace: loginGrace, WriteStall: v.limits.Stuck, ProxyFrom: proxies, Connections: 2 * v.Config.Serve.Most(),
		Startups: v.limits.Startups, StartupsFrom: v.limits.StartupsFrom, StartupsOfSource: v.limits.StartupsOfSource, ConnectionsOfSource: v.limits.ConnectionsOfSource,
		Dropped: v.turnedAway,
	}), nil
}

// banner is the official notice as a terminal may see it.
func banner(text string) string {
	text = strings.TrimRight(briefs.Clean(text), "\n")
	if text == "" {
		return ""
	}
	return strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"
}

// stack is where a fault was.
func stack() string { return briefs.Clean(string(debug.Stack())) }
