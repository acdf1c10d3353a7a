package serve

import (
	"net/netip"
	"sync"
	"time"

	"despatch/ui/serve/door"
)

// between is the least time between two lines about one reason. Whoever floods
// the door does not flood the log; the metrics count them all.
const between = time.Second

// turned is what the log says, and does not say, of those whom the door turned
// away.
type turned struct {
	mu  sync.Mutex
	why map[door.Refusal]quietly
}

type quietly struct {
	last   time.Time // when there was a line
	unsaid int       // since
}

// say reports whether a line is due, and how many had none since the last.
func (t *turned) say(now time.Time, why door.Refusal) (unsaid int, due bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.why == nil {
		t.why = map[door.Refusal]quietly{}
	}
	q := t.why[why]
	if now.Sub(q.last) < between {
		t.why[why] = quietly{q.last, q.unsaid + 1}
		return 0, false
	}
	t.why[why] = quietly{last: now}
	return q.unsaid, true
}

// turnedAway writes down whom the door turned away, and why.
func (v *server) turnedAway(from netip.AddrPort, why door.Refusal) {
	if unsaid, due := v.turned.say(time.Now(), why); due {
		v.log.Warn("turned away", "from", from.String(), "why", why.String(), "unsaid", unsaid)
	}
}
