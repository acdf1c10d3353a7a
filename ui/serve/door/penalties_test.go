package door

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestTriesAgainAndAgainAreRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		reason Reason
		before int // connections until one is refused
	}{
		{"ssh-keyscan in a loop", NoAuth, 16},
		{"wrong keys", AuthFailed, 4},
		{"made it fail", Crashed, 1},
		{"never logs in", GraceExceeded, 2},
		{"not let in", Refused, 16},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := time.Unix(1_800_000_000, 0)
			o := Options{Now: func() time.Time { return now }}
			guarded(t, o, func(t *testing.T, p *pipes, d *Door) {
				for range c.before {
					conn, _ := p.enter(t, d, "192.0.2.7")
					conn.Failed(c.reason)
					conn.Failed(c.reason) // a second key, the same failure
					conn.Close()
				}
				p.refused(t, d, "192.0.2.7", Penalised)
				p.refused(t, d, "192.0.2.7", Penalised) // which costs no more
				other, _ := p.enter(t, d, "192.0.2.8")

				over := time.Duration(c.before)*c.reason.penalty() - enoughPenalty
				now = now.Add(over - 1)
				p.refused(t, d, "192.0.2.7", Penalised)
				now = now.Add(1)
				again, _ := p.enter(t, d, "192.0.2.7")
				again.LoggedIn()
				other.LoggedIn()
				closeAll(t, d, again, other)
				now = now.Add(enoughPenalty)
				if s := d.Stats(); s.Penalised != 0 {
					t.Errorf("%+v: penalties that are over are kept", s)
				}
			})
		})
	}
}

func TestClosingWithoutLoginCosts(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		for range 16 {
			c, _ := p.enter(t, d, "192.0.2.7")
			c.Close()
		}
		p.refused(t, d, "192.0.2.7", Penalised)
	})
}

func TestReadersWhoLogInHaveNoPenalty(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		for range 100 {
			c, _ := p.enter(t, d, "192.0.2.7")
			c.LoggedIn()
			c.Failed(Crashed) // a fault that a reader met shuts nobody out
			c.Close()
		}
		if s := d.Stats(); s.Penalised != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// An agent offers every key that it has; the last may be the right one.
func TestReaderWithSeveralKeysHasNoPenalty(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		for range 100 {
			c, _ := p.enter(t, d, "192.0.2.7")
			c.Failed(AuthFailed)
			c.Failed(AuthFailed)
			c.LoggedIn()
			c.Close()
		}
		if s := d.Stats(); s.Penalised != 0 {
			t.Errorf("%+v", s)
		}
	})
}

func TestReasonThatComesAfterTheEndCounts(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		for range 4 { // 5 s each, of which Close has paid one
			c, _ := p.enter(t, d, "192.0.2.7")
			c.Close()
			c.Failed(AuthFailed)
			c.Failed(AuthFailed)
		}
		p.refused(t, d, "192.0.2.7", Penalised)
		now := d.options.Now()
		if left := d.penalties.of[sourceOf(netip.MustParseAddr("192.0.2.7"))].until.Sub(now); left != 20*time.Second {
			t.Errorf("four failures cost %v", left)
		}
	})
}

func TestExemptSourceHasNoPenalty(t *testing.T) {
	o := Options{StartupsOfSource: 2, Exempt: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}
	guarded(t, o, func(t *testing.T, p *pipes, d *Door) {
		for range 20 {
			c, _ := p.enter(t, d, "192.0.2.7")
			c.Failed(Crashed)
			c.Close()
		}
		a, _ := p.enter(t, d, "192.0.2.7")
		b, _ := p.enter(t, d, "192.0.2.7")
		p.refused(t, d, "192.0.2.7", StartupsOfSource) // limits it has
		closeAll(t, d, a, b)
	})
}

func TestPenaltyOfIPv6IsOfTheNetwork(t *testing.T) {
	guarded(t, Options{}, func(t *testing.T, p *pipes, d *Door) {
		c, _ := p.enter(t, d, "2001:db8:0:1::7")
		c.Failed(Crashed)
		c.Close()
		p.refused(t, d, "2001:db8:0:1:2:3:4:5", Penalised)
		other, _ := p.enter(t, d, "2001:db8:0:2::7")
		closeAll(t, d, other)
	})
}

func TestGraceThatIsOverCosts(t *testing.T) {
	guarded(t, Options{Connections: 50}, func(t *testing.T, p *pipes, d *Door) {
		_, _ = p.enter(t, d, "192.0.2.7")
		_, _ = p.enter(t, d, "192.0.2.7")
		time.Sleep(15 * time.Second)
		synctest.Wait()
		p.refused(t, d, "192.0.2.7", Penalised)
	})
}

func TestPenaltyEnds(t *testing.T) {
	p, now, source := newPenalties(maxSources), time.Unix(1_800_000_000, 0), netip.MustParseAddr("192.0.2.7")
	for range 1000 {
		p.add(source, Crashed.penalty(), now)
	}
	if !p.refuse(source, now.Add(maxPenalty-enoughPenalty-1)) || p.refuse(source, now.Add(maxPenalty-enoughPenalty)) {
		t.Error("a penalty is more than ten minutes long")
	}
	p.expire(now.Add(maxPenalty))
	if p.len() != 0 || len(p.of) != 0 {
		t.Error("a penalty that is over is kept")
	}
}

func TestFloodOfSourcesIsBounded(t *testing.T) {
	p, now := newPenalties(1000), time.Unix(1_800_000_000, 0)
	worst := netip.MustParseAddr("192.0.2.7")
	for range 4 {
		p.add(worst, AuthFailed.penalty(), now)
	}
	for i := range 100_000 {
		p.add(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), AuthFailed.penalty(), now)
	}
	if p.len() != 1000 || len(p.of) != 1000 {
		t.Errorf("%d penalties, %d sources", p.len(), len(p.of))
	}
	if !p.refuse(worst, now) {
		t.Error("sources with one failure pushed out one with four")
	}
	for _, known := range p.of {
		if p.ends[known.index] != known {
			t.Fatal("the heap and the table disagree")
		}
	}
}
