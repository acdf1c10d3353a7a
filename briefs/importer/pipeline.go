package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"despatch/briefs"
)

// maxHeld bounds the bytes of files that are read and not yet saved. One file
// may pass it alone.
const maxHeld = 32 << 20

// ahead is how many jobs wait where one goroutine gives them to another: to wake
// one for each costs as much as to open a file.
const ahead = 16

// A job is one file on its way.
type job struct {
	path      string
	source    string // absolute path, or "-"
	brief     briefs.Brief
	unchanged bool        // the saver has it
	held      bool        // and so it was not read
	file      briefs.File // as it was when it was read; without a Path it is not to be remembered
	err       error
	done      chan struct{}
	size      int64
	counted   *budget
}

// release gives back the memory that the job was counted with.
func (j *job) release() {
	if j.counted != nil {
		j.counted.put(j.size)
		j.counted = nil
	}
}

// A pipeline reads and decodes files on all cores and yields them in order.
type pipeline struct {
	settings
	// held is the brief that a file has become, when it is as it was then. It may
	// be nil.
	held func(ctx context.Context, f briefs.File) (briefs.Head, bool)
	// finish has the last word on a brief, in the goroutine that decoded it,
	// and reports whether the brief need not be saved. It may be nil.
	finish func(ctx context.Context, b *briefs.Brief) (unchanged bool)
}

// run starts reading and returns the jobs in the order of paths. The channel
// is closed after the last one, or soon after the context ends; it must be
// read until then, and each job released.
func (p *pipeline) run(ctx context.Context, paths []string) <-chan *job {
	cores := runtime.GOMAXPROCS(0)
	work := make(chan *job, ahead*cores)
	order := make(chan *job, batchCount) // while a batch is saved the next is read
	out := make(chan *job, ahead)
	held := newBudget(maxHeld)

	var workers sync.WaitGroup
	for range cores {
		workers.Go(func() {
			for j := range work {
				p.do(ctx, j)
				close(j.done)
			}
		})
	}
	go func() {
		defer close(order)
		defer close(work)
		for path, err := range Files(ctx, paths) {
			j := &job{path: path, source: path, err: err, done: make(chan struct{})}
			if path != stdinName {
				j.source = absolute(path)
				if info, err := os.Stat(path); err == nil {
					j.size = min(info.Size(), MaxSize)
				}
			}
			if !held.take(ctx, j.size) {
				return
			}
			j.counted = held
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			select {
			case work <- j:
			case <-ctx.Done():
				j.err = ctx.Err()
				close(j.done)
				return
			}
		}
	}()
	go func() {
		defer close(out)
		for j := range order {
			<-j.done
			select {
			case out <- j:
			case <-ctx.Done():
				j.release()
			}
		}
		workers.Wait()
	}()
	return out
}

// do reads and decodes one file. A fault in that is an error of the file, so
// that it does not take the others with it.
func (p *pipeline) do(ctx context.Context, j *job) {
	defer func() {
		if v := recover(); v != nil {
			j.err = fmt.Errorf("it could not be read because of a fault in this program: %v", v)
		}
	}()
	if j.err != nil {
		j.err = fmt.Errorf("it cannot be read: %w", j.err)
		return
	}
	if j.err = ctx.Err(); j.err != nil {
		return
	}
	if p.held != nil && j.source != stdinName {
		info, err := os.Stat(j.path)
		if f, ok := stamped(j.source, time.Now(), info, err); ok {
			if j.brief.Head, j.held = p.held(ctx, f); j.held {
				j.unchanged = true
				return
			}
		}
	}
	data, err := p.read(j)
	if err != nil {
		j.err = err
		return
	}
	if j.brief, j.err = p.decode(j.source, data); j.err == nil && p.finish != nil {
		j.unchanged = p.finish(ctx, &j.brief)
	}
	j.file.Hash = j.brief.Hash
}

// racy is how long a file must have been left alone before it was read, to be
// remembered as what it was: two changes within one tick of a clock look like
// one, and those of some file systems tick every two seconds.
const racy = 2 * time.Second

// stamped is what tells that a file has changed, and whether it can be gone by.
func stamped(source string, now time.Time, info os.FileInfo, err error) (briefs.File, bool) {
	if err != nil || !info.Mode().IsRegular() || now.Sub(info.ModTime()) < racy {
		return briefs.File{}, false
	}
	f := briefs.File{Path: source, Size: info.Size(), Written: info.ModTime().UnixNano()}
	entryOf(&f, info)
	return f, now.Sub(time.Unix(0, f.Changed)) >= racy
}

// read is all of a file, at most one byte more than MaxSize.
func (p *pipeline) read(j *job) ([]byte, error) {
	path := j.path
	if path == stdinName {
		if p.stdin == nil {
			return nil, errors.New("there is no standard input")
		}
		data, err := io.ReadAll(io.LimitReader(p.stdin, MaxSize+1))
		if err != nil {
			return nil, fmt.Errorf("it cannot be read: %w", err)
		}
		return data, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", cause(err))
	}
	defer f.Close()
	info, err := f.Stat()
	j.file, _ = stamped(j.source, time.Now(), info, err)
	if err == nil && info.Mode().IsRegular() && info.Size() > MaxSize {
		return nil, tooLarge(info.Size())
	}
	data, err := readAll(f, info)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", cause(err))
	}
	return data, nil
}

// readAll reads a file in one buffer of its size where that is known.
func readAll(f *os.File, info os.FileInfo) ([]byte, error) {
	if info == nil || !info.Mode().IsRegular() {
		return io.ReadAll(io.LimitReader(f, MaxSize+1))
	}
	data := make([]byte, info.Size(), info.Size()+1)
	n, err := io.ReadFull(f, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil // it shrank meanwhile
	}
	return data[:n], err
}

// A budget is an amount that goroutines take from and put back.
type budget struct {
	mu   sync.Mutex
	free int64
	size int64
	more chan struct{} // something was put back
}

func newBudget(n int64) *budget {
	return &budget{free: n, size: n, more: make(chan struct{}, 1)}
}

// take waits until n is free, or all of it when n is more, and reports whether
// it got it before the context ended. One goroutine takes.
func (b *budget) take(ctx context.Context, n int64) bool {
	for {
		b.mu.Lock()
		if b.free >= n || b.free == b.size {
			b.free -= n
			b.mu.Unlock()
			return ctx.Err() == nil
		}
		b.mu.Unlock()
		select {
		case <-b.more:
		case <-ctx.Done():
			return false
		}
	}
}

func (b *budget) put(n int64) {
	b.mu.Lock()
	b.free += n
	b.mu.Unlock()
	select {
	case b.more <- struct{}{}:
	default:
	}
}
