package serve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// watch looks, until the context ends, for readers who may not be here any
// more, sessions where nothing is pressed, and clients that do not read; and it
// reads keys and configuration again when that is asked for.
func (v *server) watch(ctx context.Context) {
	defer v.recovered("watch", func() { go v.watch(ctx) })
	tick := time.NewTicker(v.limits.Look)
	defer tick.Stop()
	seen, known := int64(-1), false
	for {
		select {
		case <-ctx.Done():
			return
		case <-v.Hangups:
			v.reload(ctx)
			known = false // whoever was let in by a file may not be any more
		case now := <-tick.C:
			v.tidy(now)
			sessions, cells := v.cells()
			v.memory.bound(sessions, cells)
			v.memory.sweep(now, sessions)
			if v.Demo {
				continue
			}
			n, err := v.Store.RightsVersion(ctx)
			if err == nil && known && n == seen && !v.expired(now) {
				continue
			}
			// What cannot be asked is asked again. After a change all are looked at
			// twice: somebody may have been on their way in.
			known = err == nil && v.sift(ctx) && n == seen
			seen = n
		}
	}
}

// reload reads keys and configuration again. What is wrong with them is told,
// and what was read before stays.
func (v *server) reload(ctx context.Context) {
	c, err := v.Reload()
	if err == nil {
		err = v.load(ctx, c)
	}
	if err != nil {
		v.log.Error("not read again: what was read before stays", "why", err.Error())
		return
	}
	v.log.Info("read again: keys and configuration; addresses and host keys are those of the start")
}

// expired reports whether somebody came in by a certificate that has ended.
func (v *server) expired(now time.Time) bool {
	for _, x := range v.everybody() {
		if !x.owner.Until.IsZero() && now.After(x.owner.Until) {
			return true
		}
	}
	return false
}

// sift ends the sessions of all who may not be here any more, or may read
// something else than when they came. It reports whether the store had an
// answer for each.
func (v *server) sift(ctx context.Context) (answered bool) {
	answered = true
	now := map[*visitor]briefs.Reader{}
	for _, x := range v.everybody() {
		r, err := v.still(ctx, x)
		switch {
		case err == nil:
			now[x] = r
		case !errors.Is(err, errStore):
			v.log.Warn("out", "reader", x.owner.Reader, "from", x.from(), "key", x.owner.Fingerprint, "why", err.Error())
			for _, s := range v.of(x) {
				s.end(errRevoked)
			}
			go x.closeSoon()
		default:
			// The store did not answer: nobody is put out for that.
			v.log.Error("rights cannot be looked up", "reader", x.owner.Reader, "why", err.Error())
			answered = false
		}
	}
	for _, s := range v.all() {
		if r, in := now[s.visitor]; in && !sameRights(r, s.reader) {
			v.log.Info("rights changed", "reader", r.Name, "from", s.visitor.from())
			s.end(errRevoked)
		}
	}
	return answered
}

// sameRights reports whether two readers are one who may do the same.
func sameRights(a, b briefs.Reader) bool {
	return a.Name == b.Name && a.Clearance == b.Clearance && a.Role == b.Role && slices.Equal(a.Groups, b.Groups)
}

// of are the sessions of a visitor.
func (v *server) of(x *visitor) []*session {
	var all []*session
	for _, s := range v.all() {
		if s.visitor == x {
			all = append(all, s)
		}
	}
	return all
}

// closeSoon closes a connection when its sessions have said why.
func (x *visitor) closeSoon() {
	defer x.server.recovered("close", nil)
	time.Sleep(goodbye)
	x.close()
}

// goodbye is how long a session has for its last line.
const goodbye = time.Second

// tidy blanks and ends sessions where nothing was pressed, and closes
// connections whose clients do not read.
func (v *server) tidy(now time.Time) {
	c := v.config()
	blank, end := c.Serve.Blank(), c.Serve.End()
	for _, x := range v.lingering(now.Add(-end)) {
		x.close()
	}
	for _, s := range v.all() {
		quiet := now.Sub(time.Unix(0, s.last.Load()))
		switch {
		case s.out.stuck(now) > v.limits.Stuck || s.err.stuck(now) > v.limits.Stuck:
			v.count.stuck.Inc()
			v.log.Warn("closed: the client does not read", "reader", s.reader.Name, "from", s.visitor.from())
			s.end(errStuck)
			s.visitor.close()
		case quiet > end:
			s.end(fmt.Errorf("%w: %s", errIdle, end))
		case quiet > blank && s.blank.CompareAndSwap(false, true):
			go s.hide()
		}
	}
}

// hide blanks the screen.
func (s *session) hide() {
	defer s.server.recovered("blank", nil)
	if f := s.fed(); f != nil {
		f.Blank()
	}
}

// probe asks a client whether it is there, as OpenSSH does, and closes the
// connection of one that does not answer. Its answers are no keys: they leave
// a session idle.
func (v *server) probe(ctx context.Context, conn gossh.Conn, x *visitor) {
	defer v.recovered("probe", nil)
	tick := time.NewTicker(v.limits.Probe)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		late := time.AfterFunc(2*v.limits.Probe, x.close)
		_, _, err := conn.SendRequest("keepalive@openssh.com", true, nil)
		late.Stop()
		if err != nil {
			x.close()
			return
		}
	}
}
