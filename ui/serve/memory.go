package serve

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// memory bounds what the process takes. Screens that are awake hold cells that
// live long; were garbage left to grow to as much again, as is usual, it would
// take as much memory again, and were it never left to grow, the collector would
// be at work all the time. So garbage may take what the screens at rest have
// given back, and a little more.
type memory struct {
	rested  atomic.Int64 // screens that have gone to rest since the last sweep
	swept   time.Time
	limit   int64
	running atomic.Bool
}

const (
	baseMemory    = 64 << 20  // of a server where nobody is
	sessionMemory = 128 << 10 // of a session, without its cells
	cellMemory    = 264       // of a cell, on the two screens that a renderer compares

	// What was freed is collected when so many screens have gone to rest, an eighth
	// of all at least, and no more often than that. Nobody allocates where all rest,
	// and nothing else would have it collected for minutes.
	sweepScreens = 16
	sweepEvery   = 10 * time.Second
)

// rest counts a screen that has gone to rest.
func (m *memory) rest() { m.rested.Add(1) }

// bound sets the limit for sessions with so many cells in all. What is alive
// already counts, whoever holds it: a limit below that would only cost time. One
// goroutine calls it.
func (m *memory) bound(sessions, cells int) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	limit := int64(baseMemory + sessions*sessionMemory + cells*cellMemory)
	if live[0].Value.Kind() == metrics.KindUint64 {
		limit = max(limit, int64(live[0].Value.Uint64())*9/8+baseMemory)
	}
	// Setting it stops the world for a moment.
	if limit > m.limit+m.limit/32 || limit < m.limit-m.limit/8 {
		m.limit = limit
		debug.SetMemoryLimit(limit)
	}
}

// sweep collects when it is time. One goroutine calls it.
func (m *memory) sweep(now time.Time, sessions int) {
	if m.rested.Load() < int64(max(sweepScreens, sessions/8)) || now.Sub(m.swept) < sweepEvery || !m.running.CompareAndSwap(false, true) {
		return
	}
	m.rested.Store(0)
	m.swept = now
	go func() {
		defer m.running.Store(false)
		runtime.GC() // and the runtime gives back what is free at its leisure
	}()
}

// cells are the sessions that are open, and how many cells their terminals have.
func (v *server) cells() (sessions, cells int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for s := range v.sessions {
		s.mu.Lock()
		cells += s.size.columns * s.size.rows
		s.mu.Unlock()
	}
	return len(v.sessions), cells
}
