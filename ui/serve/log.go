package serve

import (
	"context"
	"io"
	"log/slog"

	"despatch/briefs"
)

// maxLogged is the longest text in a line of the log, in bytes.
const maxLogged = 500

// newLog writes a line for each thing that happens. What clients call
// themselves and what they ask for is cleaned before it is written.
func newLog(w io.Writer, form string) *slog.Logger {
	o := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch a.Value.Kind() {
		case slog.KindString:
			limit := maxLogged
			if a.Key == "stack" {
				limit = 0
			}
			a.Value = slog.StringValue(briefs.CleanLine(a.Value.String(), limit))
		case slog.KindAny:
			if a.Key != slog.TimeKey && a.Key != slog.LevelKey {
				a.Value = slog.StringValue(briefs.CleanLine(a.Value.String(), maxLogged))
			}
		}
		return a
	}}
	if form == "json" {
		return slog.New(quiet{slog.NewJSONHandler(w, o)})
	}
	return slog.New(quiet{slog.NewTextHandler(w, o)})
}

// quiet leaves out what is said for debugging alone.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelInfo && q.Handler.Enabled(ctx, l)
}
