package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"despatch/briefs"
	"despatch/ui/serve/door"
	"despatch/ui/serve/keys"
)

// A visitor is a connection whose client has logged in: the key that signed,
// and whose it is.
type visitor struct {
	server *server
	conn   *door.Conn
	user   string          // as the client says; for the log alone
	key    gossh.PublicKey // nil in a demo
	owner  keys.Owner
	early  *time.Timer // ends a connection that opens nothing

	open   int       // channels; the server's lock is held
	left   time.Time // when the last was closed; the server's lock is held
	probed sync.Once // whether its client is asked if it is there
}

func (x *visitor) from() string { return x.conn.RemoteAddr().String() }

func (x *visitor) close() { _ = x.conn.Close() } // it may be closed already

// visitorKey is where a connection's permissions have its visitor.
type visitorKey struct{}

// crypto is how a connection is encrypted and who may log in.
func (v *server) crypto(ctx ssh.Context) *gossh.ServerConfig {
	now := v.settings.Load()
	c := &gossh.ServerConfig{MaxAuthTries: maxTries}
	if err := keys.Apply(c, now.config.Serve.Profile); err != nil {
		panic(err) // the configuration was checked when it was read
	}
	if v.Demo {
		c.NoClientAuth = true
		c.NoClientAuthCallback = func(m gossh.ConnMetadata) (*gossh.Permissions, error) {
			return v.loggedIn(m, nil, keys.Owner{Reader: guest, Screens: true})
		}
		return c
	}
	var tried string // the fingerprint of the last key; a connection logs in one step at a time
	// Whether a key that is offered may sign. What it gives is not kept: the
	// client may sign with another.
	c.PublicKeyCallback = func(m gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
		tried = keys.Fingerprint(key)
		_, _, err := v.identify(ctx, m, key)
		return &gossh.Permissions{}, err
	}
	// The key that signed, after its signature was checked.
	c.VerifiedPublicKeyCallback = func(m gossh.ConnMetadata, key gossh.PublicKey, _ *gossh.Permissions, _ string) (*gossh.Permissions, error) {
		owner, _, err := v.identify(ctx, m, key)
		if err != nil {
			return nil, err
		}
		return v.loggedIn(m, key, owner)
	}
	c.AuthLogCallback = func(m gossh.ConnMetadata, method string, err error) {
		if err == nil || method == "none" {
			return
		}
		v.count.refused.Inc()
		v.log.Warn("refused", "from", m.RemoteAddr().String(), "user", m.User(), "method", method, "key", tried, "why", err.Error())
		if c := door.Of(m.RemoteAddr()); c != nil {
			c.Failed(door.AuthFailed)
		}
	}
	return c
}

// maxTries is how many keys a client may offer in vain.
const maxTries = 3

// guest is who reads in a demo.
const guest = "guest"

// errStore says that whose a key is could not be looked up. Nobody gets in by
// it, and nobody who is in is put out.
var errStore = errors.New("the store does not answer")

// errUnknown is all that a client is told of a key that does not let it in.
var errUnknown = errors.New("the key is nobody's here")

// identify is whose a key is now, and what they may read. The key that decides
// is the one that signed; what the client calls itself decides nothing but
// which of a certificate's principals it is.
func (v *server) identify(ctx context.Context, m gossh.ConnMetadata, key gossh.PublicKey) (keys.Owner, briefs.Reader, error) {
	return v.whose(ctx, key, keys.Attempt{User: m.User(), From: sourceOf(m.RemoteAddr()), At: time.Now()})
}

// sourceOf is where a connection comes from.
func sourceOf(a net.Addr) netip.Addr {
	if c := door.Of(a); c != nil {
		return c.Source()
	}
	return netip.Addr{}
}

func (v *server) whose(ctx context.Context, key gossh.PublicKey, a keys.Attempt) (keys.Owner, briefs.Reader, error) {
	ring := v.settings.Load().ring
	if err := ring.Check(key); err != nil {
		return keys.Owner{}, briefs.Reader{}, err
	}
	// Files first: a line may restrict what the store would give.
	owner, err := ring.Who(key, a)
	if errors.Is(err, keys.ErrUnknown) {
		if _, certificate := key.(*gossh.Certificate); certificate {
			return keys.Owner{}, briefs.Reader{}, err
		}
		return v.inStore(ctx, keys.Fingerprint(key))
	}
	if err != nil {
		return keys.Owner{}, briefs.Reader{}, err
	}
	r, err := v.Store.Reader(ctx, owner.Reader)
	if err != nil && !errors.Is(err, briefs.ErrNoReader) {
		err = fmt.Errorf("%w: %w", errStore, err)
	}
	return owner, r, err
}

// loggedIn makes a visitor of a client that has proved who it is.
func (v *server) loggedIn(m gossh.ConnMetadata, key gossh.PublicKey, owner keys.Owner) (*gossh.Permissions, error) {
	conn := door.Of(m.RemoteAddr())
	if conn == nil {
		return nil, errUnknown // no connection of this door
	}
	conn.LoggedIn()
	v.count.logins.Inc()
	x := &visitor{server: v, conn: conn, user: m.User(), key: key, owner: owner}
	x.early = time.AfterFunc(v.limits.Early, x.close)
	v.mu.Lock()
	v.visitors[x] = struct{}{}
	v.mu.Unlock()
	v.log.Info("logged in", "from", x.from(), "user", x.user, "reader", owner.Reader, "key", owner.Fingerprint, "by", owner.How)
	return &gossh.Permissions{ExtraData: map[any]any{visitorKey{}: x}}, nil
}

// inStore is whose a key is by the store.
func (v *server) inStore(ctx context.Context, fingerprint string) (keys.Owner, briefs.Reader, error) {
	r, err := v.Store.ReaderOfKey(ctx, fingerprint)
	if err != nil && !errors.Is(err, briefs.ErrNoKey) {
		err = fmt.Errorf("%w: %w", errStore, err)
	}
	return keys.Owner{Reader: r.Name, Fingerprint: fingerprint, How: "a key of the store", Screens: true}, r, err
}

// connected takes the time that the door gives a client to log in.
func (v *server) connected(_ ssh.Context, c net.Conn) net.Conn {
	if v.closing.Load() {
		return nil
	}
	return c
}

// failed notes a connection that came to no login.
func (v *server) failed(c net.Conn, err error) {
	v.log.Debug("no login", "from", c.RemoteAddr().String(), "why", err.Error())
	if own := door.Of(c.RemoteAddr()); own != nil {
		own.Failed(door.NoAuth)
	}
}

// closed forgets a visitor.
func (v *server) closed(c net.Conn) {
	own := door.Of(c.RemoteAddr())
	v.mu.Lock()
	defer v.mu.Unlock()
	for x := range v.visitors {
		if x.conn == own {
			x.early.Stop()
			delete(v.visitors, x)
		}
	}
}

// still is the reader that a visitor is now: who may read something else, or
// nothing, is another. The error says why they are nobody any more.
func (v *server) still(ctx context.Context, x *visitor) (briefs.Reader, error) {
	if v.Demo {
		return briefs.Reader{Name: guest, Role: briefs.Reading}, nil
	}
	owner, r, err := v.whose(ctx, x.key, keys.Attempt{User: x.user, From: x.conn.Source(), At: time.Now()})
	if err == nil && (owner.Reader != x.owner.Reader || owner.Screens != x.owner.Screens) {
		err = errUnknown
	}
	return r, err
}
