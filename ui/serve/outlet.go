package serve

import (
	"bytes"
	"io"
	"sync/atomic"
	"time"
)

// An outlet is what a session writes to. It knows since when a write has been
// waiting for the client to read.
type outlet struct {
	w     io.Writer
	lines bool         // "\n" goes out as "\r\n": a terminal with no driver behind it
	since atomic.Int64 // when the write that waits began, in nanoseconds; 0 when none does
	sent  atomic.Int64 // bytes
}

func (o *outlet) Write(p []byte) (int, error) {
	out := p
	if o.lines {
		out = bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))
	}
	o.since.Store(time.Now().UnixNano())
	n, err := o.w.Write(out)
	o.since.Store(0)
	o.sent.Add(int64(n))
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// stuck is for how long a write has been waiting.
func (o *outlet) stuck(now time.Time) time.Duration {
	since := o.since.Load()
	if since == 0 {
		return 0
	}
	return now.Sub(time.Unix(0, since))
}

// An inlet is a session's standard input; it knows when something came.
type inlet struct {
	r    io.Reader
	last *atomic.Int64 // nanoseconds
}

func (i inlet) Read(p []byte) (int, error) {
	n, err := i.r.Read(p)
	if n > 0 {
		i.last.Store(time.Now().UnixNano())
	}
	return n, err
}
