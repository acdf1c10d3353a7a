package importer

import (
	"context"
	"sync/atomic"
	"time"

	"despatch/briefs"
	"despatch/briefs/figures"
)

// Briefs are saved in batches, since a transaction costs more than a brief:
// when so many or so much is waiting, or nothing came for a while.
const (
	batchCount = 512     // at most; fewer where saving so many takes long
	batchSize  = 8 << 20 // bytes of bodies
	batchWait  = 50 * time.Millisecond
)

// What a saver may have beside Save, as Saver says.
type (
	manySaver interface {
		SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error)
	}
	keeper interface {
		Held(ctx context.Context, f briefs.File, version int) (h briefs.Head, held bool, err error)
		Remember(ctx context.Context, files []briefs.File) error
	}
	readier interface {
		Ready(bs []*briefs.Brief) (save func(ctx context.Context, files []briefs.File) ([]briefs.Outcome, error), err error)
	}
)

// A batch is jobs that are saved together.
type batch struct {
	jobs  []*job
	size  int                                                                      // bytes of bodies
	saves []*briefs.Brief                                                          // those that are not there already
	save  func(ctx context.Context, files []briefs.File) ([]briefs.Outcome, error) // nil where nothing was made ready
}

// A collector makes batches of jobs, and has them made ready while the writer
// saves the one before.
type collector struct {
	w       *writer
	readier readier                           // nil is none
	read    func(ctx context.Context, j *job) // reads the file of a job
	ids     map[string]string                 // which path each ID of this import came from
	next    batch
}

// run makes batches until there are no more jobs. All that it is given comes out
// again, also when the context has ended.
func (c *collector) run(ctx context.Context, jobs <-chan *job, to chan<- *batch) {
	defer close(to)
	wait := time.NewTimer(batchWait)
	defer wait.Stop()
	for {
		wait.Reset(batchWait)
		select {
		case j, ok := <-jobs:
			if !ok {
				c.send(ctx, to)
				return
			}
			c.add(ctx, j)
			if n := len(c.next.jobs); c.w.many == nil || n >= c.w.batch() || c.next.size >= batchSize {
				c.send(ctx, to)
			}
		case <-wait.C:
			c.send(ctx, to)
		}
	}
}

func (c *collector) add(ctx context.Context, j *job) {
	if j.err == nil {
		if first, twice := c.ids[j.brief.ID]; twice {
			if j.held { // and is needed after all
				if c.read(ctx, j); j.err != nil {
					j.brief = briefs.Brief{}
				}
			}
			j.brief.Warnings = append(j.brief.Warnings, "it has the same id as "+shown(first)+": it is known by its path")
			j.brief.ID = ID(j.source)
			j.unchanged = false
			if j.brief.Version == 0 {
				figures.Annotate(&j.brief)
			}
		}
		c.ids[j.brief.ID] = j.path
	}
	c.next.jobs = append(c.next.jobs, j)
	c.next.size += len(j.brief.Body)
}

// send gives the writer what waits, made ready.
func (c *collector) send(ctx context.Context, to chan<- *batch) {
	b := c.next
	if c.next = (batch{}); len(b.jobs) == 0 {
		return
	}
	for _, j := range b.jobs {
		if j.err == nil && !j.unchanged {
			b.saves = append(b.saves, &j.brief)
		}
	}
	if c.readier != nil && len(b.saves) > 1 && ctx.Err() == nil {
		// What cannot be made ready is saved one by one.
		if save, err := c.readier.Ready(b.saves); err == nil {
			b.save = save
		}
	}
	to <- &b
}

// A writer saves batches.
type writer struct {
	to     Saver
	many   manySaver // nil is none
	keeper keeper    // nil is none
	report func(Result)
	most   atomic.Int64 // briefs of a batch; 0 is batchCount
}

// batch is how many briefs are saved at once.
func (w *writer) batch() int {
	if most := w.most.Load(); most > 0 {
		return int(most)
	}
	return batchCount
}

// adapt makes batches smaller where one took long, and larger again where it
// did not: who else writes waits for a batch.
func (w *writer) adapt(saved int, took time.Duration) {
	switch {
	case took > time.Second:
		w.most.Store(int64(max(saved/2, 16)))
	case took < time.Second/4 && saved >= w.batch():
		w.most.Store(int64(min(2*w.batch(), batchCount)))
	}
}

// saveAll saves a batch in one piece. It has no outcomes where that does not
// succeed, and says whether the files are remembered too.
func (w *writer) saveAll(ctx context.Context, b *batch) (outcomes []briefs.Outcome, remembered bool) {
	if w.many == nil || len(b.saves) < 2 {
		return nil, false
	}
	began := time.Now()
	var err error
	if b.save != nil {
		var files []briefs.File
		for _, j := range b.jobs {
			if j.err == nil && j.file.Path != "" {
				j.file.Brief = j.brief.ID
				files = append(files, j.file)
			}
		}
		outcomes, err = b.save(ctx, files)
	} else {
		outcomes, err = w.many.SaveAll(ctx, b.saves)
	}
	w.adapt(len(b.saves), time.Since(began))
	if err != nil || len(outcomes) != len(b.saves) {
		return nil, false
	}
	return outcomes, b.save != nil
}

// save saves a batch and reports it in order.
func (w *writer) save(ctx context.Context, b *batch) {
	defer func() {
		for _, j := range b.jobs {
			j.release()
		}
	}()
	if ctx.Err() != nil {
		return // what is not saved is not reported
	}
	// When the batch fails, each is saved alone, so that one does not take the
	// others with it.
	outcomes, remembered := w.saveAll(ctx, b)
	n := 0
	var files []briefs.File
	defer func() {
		if w.keeper != nil && !remembered && len(files) > 0 {
			_ = w.keeper.Remember(ctx, files) // what is not remembered is read again
		}
	}()
	for _, j := range b.jobs {
		r := Result{Path: shown(j.path), ID: j.brief.ID, Title: j.brief.Title, Marking: j.brief.Marking, Groups: j.brief.Groups, Warnings: j.brief.Warnings, Err: j.err, file: j.path}
		switch {
		case j.err != nil:
		case j.unchanged:
			r.Outcome = briefs.Unchanged
		case outcomes != nil:
			r.Outcome = outcomes[n]
			n++
		default:
			r.Outcome, r.Err = w.to.Save(ctx, &j.brief)
			r.ID = j.brief.ID // who saves for somebody else may give another
			if ctx.Err() != nil && r.Err != nil {
				return
			}
			r.unsaved = r.Err != nil
		}
		if r.Err != nil {
			r.ID = ""
		} else if j.file.Path != "" {
			j.file.Brief = r.ID
			files = append(files, j.file)
		}
		w.report(r)
	}
}
