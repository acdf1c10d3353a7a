package keys

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"

	"despatch/briefs"
)

const (
	// maxPrincipals is how many a certificate may have, as for OpenSSH.
	maxPrincipals = 256

	// lastSecond is the last of the year 9999: a certificate that is good for
	// longer has no end.
	lastSecond = 253402300799

	sourceAddress = "source-address"
)

// vouched says whose a certificate is. Check has looked at it already.
func (r *Ring) vouched(c *ssh.Certificate, a Attempt) (Owner, error) {
	authority := c.SignatureKey.Marshal()
	lines, trusted := r.authorities[string(authority)], r.trusted[string(authority)]
	if !trusted && len(lines) == 0 {
		return Owner{}, fmt.Errorf("%s is signed by a key that is not trusted here, %s: %w", titled(c), Fingerprint(c.SignatureKey), ErrUnknown)
	}
	if err := genuine(c, ssh.UserCert, a.At); err != nil {
		return Owner{}, fmt.Errorf("%s %w", titled(c), err)
	}
	if list, ok := c.CriticalOptions[sourceAddress]; ok {
		nets, err := networks(list)
		if err != nil {
			return Owner{}, fmt.Errorf("%s is for addresses that cannot be read, “%s”", titled(c), briefs.CleanLine(list, maxName))
		}
		if !matches(nets, a.From) {
			return Owner{}, fmt.Errorf("%s is not for the address %s", titled(c), address(a.From))
		}
	}
	owner := Owner{Fingerprint: Fingerprint(c), How: titled(c)}
	if c.ValidBefore <= lastSecond {
		owner.Until = time.Unix(int64(c.ValidBefore), 0)
	}
	// Without this extension OpenSSH gives no terminal either.
	_, owner.Screens = c.Extensions["permit-pty"]
	if trusted {
		reader, err := reader(c, a.User)
		if err != nil {
			return Owner{}, fmt.Errorf("%s %w", titled(c), err)
		}
		owner.Reader = reader
		return owner, nil
	}
	e, err := chosen(lines, c, a)
	if err != nil {
		return Owner{}, fmt.Errorf("%s: %w", titled(c), err)
	}
	owner.Reader = e.reader
	owner.How += ", " + e.short
	owner.Screens = owner.Screens && e.screens
	if !e.until.IsZero() && (owner.Until.IsZero() || e.until.Before(owner.Until)) {
		owner.Until = e.until
	}
	return owner, nil
}

// reader is who a certificate of an authority that is trusted for everybody
// stands for: the user name of the login where it is among the principals,
// or the only principal.
func reader(c *ssh.Certificate, user string) (string, error) {
	switch {
	case slices.Contains(c.ValidPrincipals, user):
		return user, nil
	case len(c.ValidPrincipals) == 1:
		return c.ValidPrincipals[0], nil
	}
	return "", fmt.Errorf("is for %d names, and not for “%s”; log in with one of them, as in ssh NAME@box", len(c.ValidPrincipals), briefs.CleanLine(user, maxName))
}

// chosen is the line with cert-authority that a certificate falls under. Where
// it falls under those of several readers, the user name of the login decides.
func chosen(lines []entry, c *ssh.Certificate, a Attempt) (entry, error) {
	err := errors.New("none of its names is in the line of its authority")
	var found []entry
	for _, e := range lines {
		if !slices.ContainsFunc(e.principals, func(p string) bool { return slices.Contains(c.ValidPrincipals, p) }) {
			continue
		}
		if refused := e.admits(a); refused != nil {
			err = refused
			continue
		}
		found = append(found, e)
	}
	if len(found) == 0 {
		return entry{}, err
	}
	if i := slices.IndexFunc(found, func(e entry) bool { return e.reader == a.User }); i >= 0 {
		return found[i], nil
	}
	if slices.ContainsFunc(found, func(e entry) bool { return e.reader != found[0].reader }) {
		return entry{}, fmt.Errorf("several readers are known by it, and none of them is “%s”; log in with one of their names, as in ssh NAME@box", briefs.CleanLine(a.User, maxName))
	}
	return found[0], nil
}

// genuine reports whether a certificate is of a kind, ssh.UserCert or
// ssh.HostCert, has names, has only restrictions that can be kept, is within
// its time, and was signed by its authority. Whether the authority is trusted
// is for the caller to know, and its strength was looked at by sound.
func genuine(c *ssh.Certificate, kind uint32, at time.Time) error {
	switch {
	case c.CertType != kind && kind == ssh.UserCert:
		return errors.New("is not of a user; have one made without ssh-keygen -h")
	case c.CertType != kind:
		return errors.New("is not of a host; have one made with ssh-keygen -h")
	case len(c.ValidPrincipals) == 0:
		return errors.New("names nobody, so it would be anybody's; have one made with ssh-keygen -n NAME")
	case len(c.ValidPrincipals) > maxPrincipals:
		return fmt.Errorf("has %d names; %d are the most", len(c.ValidPrincipals), maxPrincipals)
	}
	for _, p := range c.ValidPrincipals {
		if err := named(p); err != nil {
			return fmt.Errorf("has %w", err)
		}
	}
	for o := range c.CriticalOptions {
		if kind != ssh.UserCert || o != sourceAddress {
			return fmt.Errorf("asks for “%s”, which cannot be kept here; have one made without it", briefs.CleanLine(o, maxName))
		}
	}
	now := uint64(max(at.Unix(), 0))
	switch {
	case c.ValidAfter > lastSecond || now < c.ValidAfter:
		return fmt.Errorf("is not good yet; it begins at %s", second(c.ValidAfter))
	case now >= c.ValidBefore:
		return fmt.Errorf("is good no more; it ended at %s", second(c.ValidBefore))
	case c.ValidBefore > math.MaxInt64 && c.ValidBefore != ssh.CertTimeInfinity:
		return errors.New("has an end that no clock reaches; have one made with ssh-keygen -V")
	}
	// The library looks at all of this once more, and at the signature.
	checker := ssh.CertChecker{
		SupportedCriticalOptions: []string{sourceAddress},
		Clock:                    func() time.Time { return at },
	}
	if err := checker.CheckCert(c.ValidPrincipals[0], c); err != nil {
		return errors.New("was not signed by the authority that it names, or was changed since")
	}
	return nil
}

// second is a time of a certificate in a message.
func second(s uint64) string {
	if s > lastSecond {
		return "a time after the year 9999"
	}
	return time.Unix(int64(s), 0).UTC().Format(time.RFC3339)
}
