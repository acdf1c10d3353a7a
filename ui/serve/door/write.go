package door

import (
	"errors"
	"os"
	"time"
)

// looks is how often within Options.WriteStall a write is looked at.
const looks = 4

// Write closes the connection when the other end takes nothing for
// Options.WriteStall (up to a quarter longer); it may take its time.
func (c *Conn) Write(p []byte) (written int, err error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	stall := c.door.options.WriteStall
	for moved := time.Now(); ; {
		c.watchUntil(time.Now().Add(stall / looks))
		n, err := c.raw.Write(p[written:])
		written += n
		switch {
		case err == nil || !errors.Is(err, os.ErrDeadlineExceeded) || c.late():
			return written, err
		case n > 0:
			moved = time.Now()
		case time.Since(moved) >= stall:
			c.drop(Stalled)
			return written, err
		}
	}
}

// watchUntil sets when a write is looked at next. It is not taken back after the
// write: the next one sets it anew, and nothing else heeds it.
func (c *Conn) watchUntil(t time.Time) {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	c.watch = t
	_ = c.raw.SetWriteDeadline(c.writeDeadline())
}

// writeDeadline is the earlier of the server's and our own.
func (c *Conn) writeDeadline() time.Time {
	if !c.asked.IsZero() && c.asked.Before(c.watch) {
		return c.asked
	}
	return c.watch
}

// late reports whether the server's own deadline for writing is over.
func (c *Conn) late() bool {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	return !c.asked.IsZero() && !time.Now().Before(c.asked)
}

// SetDeadline sets both deadlines.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline is as of net.Conn.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.raw.SetReadDeadline(t) }

// SetWriteDeadline is as of net.Conn, beside the watch on writes.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	c.asked = t
	return c.raw.SetWriteDeadline(c.writeDeadline())
}
