package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"despatch/ui/serve/door"
)

// counters are what a server counts.
type counters struct {
	set                                                     *metrics.Set
	logins, refused, sessions, full, stuck, faults, dropped *metrics.Counter
}

func (v *server) newCounters() counters {
	set := metrics.NewSet()
	set.NewGauge("despatch_sessions", func() float64 { return float64(len(v.all())) })
	set.NewGauge("despatch_visitors", func() float64 { return float64(len(v.everybody())) })
	for name, of := range map[string]func() int{
		"despatch_connections":          func() int { return v.door.Stats().Open },
		"despatch_connections_starting": func() int { return v.door.Stats().Starting },
	} {
		set.NewGauge(name, func() float64 {
			if v.door == nil {
				return 0
			}
			return float64(of())
		})
	}
	return counters{
		set:      set,
		logins:   set.NewCounter("despatch_logins_total"),
		refused:  set.NewCounter("despatch_logins_refused_total"),
		sessions: set.NewCounter("despatch_sessions_total"),
		full:     set.NewCounter("despatch_sessions_refused_total"),
		stuck:    set.NewCounter("despatch_sessions_stuck_total"),
		faults:   set.NewCounter("despatch_faults_total"),
		dropped:  set.NewCounter("despatch_events_dropped_total"),
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
		v.count.set.WritePrometheus(w)
		for why, n := range v.door.Stats().Refused {
			if why > 0 { // the first is of none
				metrics.WriteCounterUint64(w, `despatch_connections_refused_total{why="`+door.Refusal(why).String()+`"}`, n)
			}
		}
		metrics.WriteProcessMetrics(w)
		metrics.WriteFDMetrics(w)
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
