package door

import (
	"container/heap"
	"net/netip"
	"time"
)

// A Reason is why a source gets a penalty.
type Reason int

// The reasons there are, with the seconds that OpenSSH gives for them.
const (
	NoAuth        Reason = iota // gone without a try: 1 s
	AuthFailed                  // 5 s
	Crashed                     // the server failed at it: 90 s
	GraceExceeded               // still not logged in when its time was over: 10 s
	Refused                     // logged in, and not let in all the same: 1 s
)

// seconds is what a reason costs.
func (r Reason) penalty() time.Duration {
	switch r {
	case AuthFailed:
		return 5 * time.Second
	case Crashed:
		return 90 * time.Second
	case GraceExceeded:
		return 10 * time.Second
	}
	return time.Second
}

// A source is refused while its penalty is more than enoughPenalty, and none
// grows past maxPenalty. At most maxSources have one at a time.
const (
	enoughPenalty = 15 * time.Second
	maxPenalty    = 10 * time.Minute
	maxSources    = 65_536
)

// penalties are the times until which sources have one, those that end first
// at the top of a heap. Its owner locks.
type penalties struct {
	most int
	of   map[netip.Addr]*penalty
	ends ends
}

type penalty struct {
	source netip.Addr
	until  time.Time
	index  int // in the heap
}

func newPenalties(most int) penalties { return penalties{most: most, of: map[netip.Addr]*penalty{}} }

func (p *penalties) len() int { return len(p.ends) }

// add makes the penalty of a source longer. Where the table is full, the one
// that ends first makes room: it is the one that matters least, and a flood of
// sources with one failure each pushes out none with many.
func (p *penalties) add(source netip.Addr, more time.Duration, now time.Time) {
	p.expire(now)
	if known, ok := p.of[source]; ok {
		known.until = known.until.Add(more)
		if last := now.Add(maxPenalty); known.until.After(last) {
			known.until = last
		}
		heap.Fix(&p.ends, known.index)
		return
	}
	for len(p.ends) >= p.most {
		p.pop()
	}
	fresh := &penalty{source: source, until: now.Add(min(more, maxPenalty))}
	p.of[source] = fresh
	heap.Push(&p.ends, fresh)
}

// refuse reports whether a source has enough of a penalty.
func (p *penalties) refuse(source netip.Addr, now time.Time) bool {
	known, ok := p.of[source]
	return ok && known.until.Sub(now) > enoughPenalty
}

// expire forgets the penalties that are over.
func (p *penalties) expire(now time.Time) {
	for len(p.ends) > 0 && !p.ends[0].until.After(now) {
		p.pop()
	}
}

func (p *penalties) pop() { delete(p.of, heap.Pop(&p.ends).(*penalty).source) }

// ends is a heap.Interface.
type ends []*penalty

func (e ends) Len() int           { return len(e) }
func (e ends) Less(i, j int) bool { return e[i].until.Before(e[j].until) }
func (e ends) Swap(i, j int) {
	e[i], e[j] = e[j], e[i]
	e[i].index, e[j].index = i, j
}

func (e *ends) Push(x any) {
	p := x.(*penalty)
	p.index = len(*e)
	*e = append(*e, p)
}

func (e *ends) Pop() any {
	last := len(*e) - 1
	p := (*e)[last]
	(*e)[last] = nil
	*e = (*e)[:last]
	return p
}
