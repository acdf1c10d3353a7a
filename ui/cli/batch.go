package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"despatch/briefs"
)

// maxLine bounds one line of a batch, in bytes.
const maxLine = 64 << 20

// A question is one line of a batch.
type question struct {
	ID   json.RawMessage `json:"id"` // given back as it came
	Text *string         `json:"text"`
	Lang string          `json:"lang"`
}

// An answer is what is written for it. Offsets count UTF-8 bytes of the text
// as JSON decodes it.
type answer struct {
	ID      json.RawMessage `json:"id"`
	Offsets string          `json:"offsets"`
	Pred    []prediction    `json:"pred"`
}

// A prediction is a figure of a text that is in no box.
type prediction struct {
	briefs.FigureRecord
	Brief *string `json:"brief,omitempty"` // hides the ID of no brief
}

// A job is one line on its way through the batch.
type job struct {
	row  int
	line []byte
	done chan struct{} // closed when out and err are set
	out  []byte
	err  error
}

// batch answers every line of standard input in its order. Lines are read
// ahead as far as the cores can use them. A line that is no JSON is told on
// standard error and does not stop the rest.
func (r *run) batch(ctx context.Context, all bool) error {
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan *job)
	queue := make(chan *job, 16*workers) // in order, for the writer
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for j := range todo {
				j.out, j.err = r.reply(j.line, all)
				j.line = nil
				close(j.done)
			}
		})
	}
	var readErr error
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	wg.Go(func() {
		defer close(queue)
		defer close(todo)
		readErr = eachLine(r.world.In, func(row int, line []byte) bool {
			j := &job{row: row, line: line, done: make(chan struct{})}
			select {
			case queue <- j:
			case <-ctx.Done():
				return false
			}
			todo <- j
			return true
		})
	})
	out := bufio.NewWriterSize(r.term.out, 64<<10)
	bad := false
	var writeErr error
	for j := range queue {
		<-j.done
		switch {
		case j.err != nil:
			bad = true
			fmt.Fprintf(r.term.err, "despatch: line %d: %s\n", j.row, line(j.err.Error()))
		case writeErr == nil:
			if _, writeErr = out.Write(j.out); writeErr != nil {
				stop()
			}
		}
	}
	wg.Wait()
	if err := out.Flush(); writeErr == nil {
		writeErr = err
	}
	switch {
	case writeErr != nil:
		return writeErr
	case ctx.Err() != nil:
		return ctx.Err()
	case readErr != nil:
		return fmt.Errorf("standard input: %w", readErr)
	case bad:
		return errQuiet
	}
	return nil
}

// reply is the answer to one line, with its newline.
func (r *run) reply(line []byte, all bool) ([]byte, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return nil, err
	}
	if q.ID == nil || q.Text == nil {
		return nil, errors.New(`it needs "id" and "text"`)
	}
	a := answer{ID: q.ID, Offsets: "byte", Pred: []prediction{}}
	figures := r.program.Engine.Extract(*q.Text, q.Lang)
	for i := range figures {
		if all || figures[i].Shown() {
			a.Pred = append(a.Pred, prediction{FigureRecord: figures[i].Record("", *q.Text)})
		}
	}
	out, err := json.Marshal(a)
	return append(out, '\n'), err
}

// eachLine calls do with every line that is not blank, and its number from 1,
// until do is false. The line is do's to keep.
func eachLine(in io.Reader, do func(row int, line []byte) bool) error {
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	for row := 1; s.Scan(); row++ {
		if len(s.Bytes()) == 0 {
			continue
		}
		if !do(row, append([]byte(nil), s.Bytes()...)) {
			return nil
		}
	}
	return s.Err()
}
