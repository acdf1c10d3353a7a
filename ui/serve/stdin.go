package serve

import (
	"context"
	"errors"
	"io"
	"sync"
)

// errCut is why a command has no end of its input: half a briefing is none.
var errCut = errors.New("the connection was lost before the end of the input")

// A stdin is what a command reads. It ends with the session, also while its
// client keeps it open and sends nothing.
type stdin struct {
	s    *session
	once sync.Once
	r    *io.PipeReader
}

func (i *stdin) Read(p []byte) (int, error) {
	i.once.Do(i.open)
	return i.r.Read(p)
}

// open begins to read the client, which goes on until the session has ended.
func (i *stdin) open() {
	r, w := io.Pipe()
	i.r = r
	context.AfterFunc(i.s.ctx, func() { w.CloseWithError(context.Cause(i.s.ctx)) })
	go func() {
		defer i.s.server.recovered("stdin", func() { w.CloseWithError(errCut) })
		_, err := io.Copy(w, inlet{i.s.channel, &i.s.last})
		if err == nil {
			// A channel that was closed reads as one whose client has said all:
			// only the latter is there to be asked.
			if _, gone := i.s.channel.SendRequest("keepalive@openssh.com", true, nil); gone != nil {
				err = errCut
			}
		}
		w.CloseWithError(err)
	}()
}
