package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"despatch/ui/serve/door"
)

// A counter only rises.
type counter struct{ atomic.Int64 }

func (c *counter) Inc() { c.Add(1) }

// counters are what a server counts.
type counters struct {
	logins, refused, sessions, full, stuck, faults, dropped counter
}

// writeMetrics writes the metrics in Prometheus's text form.
func (v *server) writeMetrics(w io.Writer) {
	metric := func(kind, name, labels string, n any) {
		if kind != "" {
			fmt.Fprintf(w, "# TYPE %s %s\n", name, kind)
		}
		fmt.Fprintf(w, "%s%s %v\n", name, labels, n)
	}
	at := v.door.Stats()
	metric("gauge", "despatch_sessions", "", len(v.all()))
	metric("gauge", "despatch_visitors", "", len(v.everybody()))
	metric("gauge", "despatch_connections", "", at.Open)
	metric("gauge", "despatch_connections_starting", "", at.Starting)
	metric("gauge", "despatch_sources_penalised", "", at.Penalised)
	c := &v.count
	metric("counter", "despatch_logins_total", "", c.logins.Load())
	metric("counter", "despatch_logins_refused_total", "", c.refused.Load())
	metric("counter", "despatch_sessions_total", "", c.sessions.Load())
	metric("counter", "despatch_sessions_refused_total", "", c.full.Load())
	metric("counter", "despatch_sessions_stuck_total", "", c.stuck.Load())
	metric("counter", "despatch_faults_total", "", c.faults.Load())
	metric("counter", "despatch_events_dropped_total", "", c.dropped.Load())
	kind := "counter"
	for why, n := range at.Refused {
		if why > 0 { // the first is of none
			metric(kind, "despatch_connections_refused_total", fmt.Sprintf("{why=%q}", door.Refusal(why).String()), n)
			kind = ""
		}
	}
	metric("gauge", "go_goroutines", "", runtime.NumGoroutine())
	// What the system does not tell is left out.
	if data, err := os.ReadFile("/proc/self/statm"); err == nil {
		var total, resident int64
		if n, _ := fmt.Sscan(string(data), &total, &resident); n == 2 {
			metric("gauge", "process_resident_memory_bytes", "", resident*int64(os.Getpagesize()))
		}
	}
	if files, err := os.ReadDir("/proc/self/fd"); err == nil {
		metric("gauge", "process_open_fds", "", len(files))
	}
}

// showMetrics answers /metrics and /healthz at an address, until what it
// returns is called.
func (v *server) showMetrics(ctx context.Context, address string) (end func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, problem(err, "name another with metrics in [serve]", "%s cannot be listened to for metrics: %v", address, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		v.writeMetrics(w)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), healthLimit)
		defer cancel()
		_, err := v.Store.RightsVersion(ctx)
		switch {
		case v.closing.Load():
			http.Error(w, "closing", http.StatusServiceUnavailable)
		case err != nil:
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		default:
			_, _ = w.Write([]byte("ok\n")) // who asks may be gone
		}
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: healthLimit, ReadTimeout: healthLimit, WriteTimeout: 2 * healthLimit, MaxHeaderBytes: 8 << 10, BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() {
		defer v.recovered("metrics", nil)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			v.log.Error("metrics ended", "why", err.Error())
		}
	}()
	v.log.Info("metrics", "address", l.Addr().String())
	return func() { _ = server.Close() }, nil
}

// healthLimit is how long an answer about the server's health may take.
const healthLimit = 2 * time.Second
