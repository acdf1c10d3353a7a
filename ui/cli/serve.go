package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"despatch/briefs/importer"
)

// A ServeConfig is the section [serve] of the configuration. Lengths of time
// are written as "10m".
type ServeConfig struct {
	Listen           string   `toml:"listen"`            // address and port; "127.0.0.1:2222" without one
	HostKeys         []string `toml:"host_keys"`         // files; one beside the store's without one
	HostCertificates []string `toml:"host_certificates"` // files
	AuthorizedKeys   []string `toml:"authorized_keys"`   // files
	TrustedCA        []string `toml:"trusted_ca"`        // files with the public keys of CAs
	Revoked          []string `toml:"revoked"`           // files
	Profile          string   `toml:"profile"`           // "compatible", "strict"
	Banner           string   `toml:"banner"`            // shown before anybody is let in
	ProxyFrom        []string `toml:"proxy_from"`        // addresses or networks
	Metrics          string   `toml:"metrics"`           // address and port; "" for none
	MaxSessions      int      `toml:"max_sessions"`      // at once; 1,000 for 0
	BlankAfter       string   `toml:"blank_after"`       // without a key; 10m
	EndAfter         string   `toml:"end_after"`         // without a key; 30m
	Log              string   `toml:"log"`               // "text", "json"
}

// What a server does where the configuration says nothing.
const (
	defaultListen  = "127.0.0.1:2222"
	defaultMost    = 1000
	defaultBlank   = 10 * time.Minute
	defaultEnd     = 30 * time.Minute
	hostKeyName    = "host_ed25519"
	maxBanner      = 4 << 10 // bytes
	maxSessionsMax = 100_000
)

// Address is where it listens.
func (c ServeConfig) Address() string { return cmp.Or(c.Listen, defaultListen) }

// Most is how many sessions there may be at once.
func (c ServeConfig) Most() int { return cmp.Or(c.MaxSessions, defaultMost) }

// Blank and End are how long nothing is pressed before the screen is blank, and
// before the session ends.
func (c ServeConfig) Blank() time.Duration { return lengthOf(c.BlankAfter, defaultBlank) }
func (c ServeConfig) End() time.Duration   { return lengthOf(c.EndAfter, defaultEnd) }

func lengthOf(s string, otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(s); err == nil {
		return d
	}
	return otherwise
}

// Proxies are the networks whose PROXY headers are believed.
func (c ServeConfig) Proxies() ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, s := range c.ProxyFrom {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, fmt.Errorf("proxy_from has %s; it takes addresses and networks such as 10.0.0.0/8", quoted(s))
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// check says what is wrong with the section.
func (c ServeConfig) check() error {
	for name, s := range map[string]string{"blank_after": c.BlankAfter, "end_after": c.EndAfter} {
		if d, err := time.ParseDuration(s); s != "" && (err != nil || d < time.Second) {
			return fmt.Errorf("%s is %s; write 10m, for instance", name, quoted(s))
		}
	}
	for name, s := range map[string]string{"listen": c.Listen, "metrics": c.Metrics} {
		if _, _, err := net.SplitHostPort(s); s != "" && err != nil {
			return fmt.Errorf("%s is %s; write an address and a port, as 127.0.0.1:2222", name, quoted(s))
		}
	}
	for name, of := range map[string][]string{"profile": {c.Profile, "compatible", "strict"}, "log": {c.Log, "text", "json"}} {
		if of[0] != "" && !slices.Contains(of[1:], of[0]) {
			return fmt.Errorf("%s is %s; it may be %s", name, quoted(of[0]), strings.Join(of[1:], ", "))
		}
	}
	switch {
	case len(c.Banner) > maxBanner:
		return fmt.Errorf("banner has %d bytes; it may have %d", len(c.Banner), maxBanner)
	case c.MaxSessions < 0 || c.MaxSessions > maxSessionsMax:
		return fmt.Errorf("max_sessions is %d; it may be 1 to %d", c.MaxSessions, maxSessionsMax)
	}
	_, err := c.Proxies()
	return err
}

func (r *run) serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: "Put the box on the network, over SSH",
		Long: "serve lets readers in by SSH: whoever has the private key of a reader gets the screens with ssh HOST, and the commands of their role with ssh HOST COMMAND. " +
			"Who may come in is said by despatch reader key add, by files of authorized keys, or by a CA, in the section [serve] of the configuration. " +
			"--init makes the key by which the server is known, once. SIGHUP reads keys and configuration again; SIGTERM tells every reader and ends after 20 seconds.",
		Example: "despatch serve --init\ndespatch serve --listen 0.0.0.0:22\ndespatch serve --demo",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("despatch serve", "serve takes no %s", quoted(args[0]))
			}
			return r.serve(ctx, c)
		}),
	}
	c.Flags().String("listen", "", "address and port, instead of the configuration's; "+defaultListen+" without either")
	c.Flags().Bool("init", false, "make the server's key, print its fingerprint, and end")
	c.Flags().Bool("demo", false, "show the samples to anybody, and keep nothing; on this machine only, unless --listen says otherwise")
	return c
}

func (r *run) serve(ctx context.Context, c *cobra.Command) error {
	listen, _ := c.Flags().GetString("listen")
	first, _ := c.Flags().GetBool("init")
	demo, _ := c.Flags().GetBool("demo")
	load := func() (Config, error) {
		config, err := r.settings()
		if err != nil {
			return config, err
		}
		if listen != "" {
			config.Serve.Listen = listen
		} else if demo {
			config.Serve.Listen = defaultListen
		}
		if err := config.Serve.check(); err != nil {
			return config, usage("as 127.0.0.1:2222", "--%v", err)
		}
		if len(config.Serve.HostKeys) == 0 {
			path, err := r.hostKeyPath()
			if err != nil {
				return config, err
			}
			config.Serve.HostKeys = []string{path}
		}
		return config, nil
	}
	config, err := load()
	if err != nil {
		return err
	}
	if first {
		return r.makeHostKey(config.Serve.HostKeys[0])
	}
	hangups := r.program.Hangups()
	serving := Serving{
		Config: config, Reload: load, Hangups: hangups, Demo: demo, Log: r.world.Err,
		Run: func(ctx context.Context, w World) int { return Main(ctx, r.program, w) },
	}
	if demo {
		serving.Store, err = r.openAt(ctx, ":memory:")
	} else {
		serving.Store, err = r.openStore(ctx)
	}
	if err != nil {
		return err
	}
	if !demo {
		_, err = setMarkings(ctx, serving.Store, config)
	}
	if err == nil {
		r.samples = sync.OnceValues(importer.Samples)
		err = r.giveSamples(ctx, serving.Store)
	}
	if err == nil {
		err = r.program.Serve(ctx, serving)
	}
	return err
}

// hostKeyPath is where the server's key is when the configuration does not say:
// beside the store's file, or where it would be.
func (r *run) hostKeyPath() (string, error) {
	path, err := storePath(r.world, r.db)
	if err != nil {
		return "", err
	}
	if path == ":memory:" || strings.Contains(path, "://") {
		dir, err := xdg(r.world, "XDG_DATA_HOME", ".local/share")
		if err != nil {
			return "", err
		}
		return filepath.Join(dir, "despatch", hostKeyName), nil
	}
	return filepath.Join(filepath.Dir(path), hostKeyName), nil
}

func (r *run) makeHostKey(path string) error {
	fingerprint, err := r.program.MakeHostKey(path)
	if err != nil {
		return failure(err, "the key that is there stays the server's; move it away to make another, and tell all who connect", "%s", line(err.Error()))
	}
	io.WriteString(r.term.out, "made "+line(path)+"\n"+fingerprint+"\n")
	return nil
}
