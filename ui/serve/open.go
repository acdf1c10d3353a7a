package serve

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"despatch/briefs"
)

// open answers a client that wants a channel for a session.
func (v *server) open(_ *ssh.Server, conn *gossh.ServerConn, wanted gossh.NewChannel, ctx ssh.Context) {
	x, _ := conn.Permissions.ExtraData[visitorKey{}].(*visitor)
	if x == nil {
		_ = wanted.Reject(gossh.Prohibited, "nobody is logged in") // a client that is gone needs no reason
		return
	}
	x.early.Stop()
	// Who it is counts now, not when the connection was made.
	r, err := v.still(ctx, x)
	if err != nil {
		v.log.Warn("refused", "from", x.from(), "user", x.user, "reader", x.owner.Reader, "key", x.owner.Fingerprint, "why", err.Error())
		_ = wanted.Reject(gossh.Prohibited, errUnknown.Error())
		x.close()
		return
	}
	s := &session{server: v, visitor: x, reader: r, began: time.Now(), resized: make(chan struct{}, 1)}
	s.ctx, s.end = context.WithCancelCause(ctx)
	s.last.Store(s.began.UnixNano())
	if why := v.admit(s); why != "" {
		v.count.full.Inc()
		v.log.Warn("full", "from", x.from(), "reader", r.Name, "why", why)
		_ = wanted.Reject(gossh.ResourceShortage, why)
		return
	}
	defer v.dismiss(s)
	channel, requests, err := wanted.Accept()
	if err != nil {
		return // the client is gone
	}
	s.channel = channel
	s.out.w, s.err.w = channel, channel.Stderr()
	x.probed.Do(func() { go v.probe(ctx, conn, x) })
	s.serve(requests)
	_ = channel.Close() // it is closed already, unless nothing ran in it
	s.running.Wait()
}

// admit counts a session in, or says why there is no room for it.
func (v *server) admit(s *session) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	x := s.visitor
	of := 0
	for other := range v.sessions {
		if other.reader.Name == s.reader.Name && !v.Demo {
			of++
		}
	}
	most := v.config().Serve.Most()
	switch {
	case v.closing.Load():
		return errClosing.Error()
	case x.open >= v.limits.Channels:
		return fmt.Sprintf("a connection may have %d sessions at once", v.limits.Channels)
	case of >= v.limits.Sessions:
		return fmt.Sprintf("a reader may have %d sessions at once: close another", v.limits.Sessions)
	case len(v.sessions) >= most:
		return fmt.Sprintf("the box is full, with %d sessions: try again in a while", most)
	}
	x.open++
	v.sessions[s] = struct{}{}
	v.ended.Add(1)
	return ""
}

// dismiss counts a session out.
func (v *server) dismiss(s *session) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.sessions, s)
	s.visitor.open--
	s.visitor.left = time.Now()
	v.ended.Done()
}

// all are the sessions that are open.
func (v *server) all() []*session {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Collect(maps.Keys(v.sessions))
}

// lingering are the visitors who have had nothing open since a time.
func (v *server) lingering(since time.Time) []*visitor {
	v.mu.Lock()
	defer v.mu.Unlock()
	var all []*visitor
	for x := range v.visitors {
		if x.open == 0 && !x.left.IsZero() && x.left.Before(since) {
			all = append(all, x)
		}
	}
	return all
}

// everybody are the visitors that are connected.
func (v *server) everybody() []*visitor {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Collect(maps.Keys(v.visitors))
}

// enter writes down that somebody came in.
func (v *server) enter(s *session, line string) {
	what := "screens"
	if line != "" {
		what = "command " + line
	}
	x := s.visitor
	v.count.sessions.Inc()
	v.log.Info("session", "reader", s.reader.Name, "from", x.from(), "key", x.owner.Fingerprint, "terminal", s.terminal, "what", what)
	// The first frame does not wait for the disk; the line of the end does.
	s.entered = make(chan struct{})
	go func() {
		defer v.recovered("audit", nil)
		defer close(s.entered)
		v.record(s, briefs.ActEntered, fmt.Sprintf("%s from %s: %s", x.owner.Fingerprint, x.from(), what))
	}()
}

// leave writes down that they left, and closes the channel.
func (v *server) leave(s *session, code int) {
	took := time.Since(s.began).Round(time.Second)
	why := ""
	if cause := context.Cause(s.ctx); cause != nil {
		why = cause.Error()
	}
	v.log.Info("session ended", "reader", s.reader.Name, "from", s.visitor.from(), "after", took.String(), "code", code, "bytes", s.out.sent.Load(), "why", why)
	<-s.entered
	v.record(s, briefs.ActLeft, fmt.Sprintf("%s from %s: after %s", s.visitor.owner.Fingerprint, s.visitor.from(), took))
	s.exit(code)
}

// record writes a line of the audit.
func (v *server) record(s *session, act briefs.Act, note string) {
	if v.Demo {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), lastWait)
	defer cancel()
	err := v.Store.Record(ctx, briefs.Entry{At: time.Now(), Reader: s.reader.Name, Act: act, Note: briefs.CleanLine(note, 300)})
	if err != nil {
		v.log.Error("the audit cannot be written", "reader", s.reader.Name, "act", string(act), "why", err.Error())
	}
}
