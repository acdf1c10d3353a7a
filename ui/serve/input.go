package serve

import (
	"context"
	"time"

	"github.com/charmbracelet/ultraviolet"

	"despatch/ui"
)

// maxQueued is how many events wait for an app that is busy; more are dropped.
const maxQueued = 64

// pump gives the app what its terminal sends until the channel is closed or the
// context ends. It goes on reading while the app is busy: what comes too fast
// is dropped here and not kept anywhere.
func (s *session) pump(ctx context.Context, f *ui.Feed) {
	defer s.server.recovered("input", nil)
	chunks := make(chan []byte)
	go func() {
		defer s.server.recovered("input", nil)
		defer close(chunks)
		in := inlet{s.channel, &s.last}
		for {
			// A buffer of its own, since the one before may still be decoded.
			p := make([]byte, 1024)
			n, err := in.Read(p)
			if n > 0 {
				select {
				case chunks <- p[:n]:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	events := make(chan uv.Event, maxQueued)
	defer close(events)
	go func() {
		defer s.server.recovered("input", nil)
		for e := range events {
			f.Input(e)
		}
	}()
	var d decoder
	give := func(e uv.Event) {
		s.blank.Store(false)
		select {
		case events <- e:
		default:
			d.dropped++
		}
	}
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		var expired <-chan time.Time
		if wait := d.wait(); wait > 0 {
			timer.Reset(wait)
			expired = timer.C
		}
		select {
		case <-ctx.Done():
			return
		case p, open := <-chunks:
			if !open {
				return
			}
			d.feed(p, time.Now(), give)
		case now := <-expired:
			d.expire(now, give)
		}
		if d.dropped > 0 {
			s.server.count.dropped.Add(int64(d.dropped))
			d.dropped = 0
		}
	}
}
