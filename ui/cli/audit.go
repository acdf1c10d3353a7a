package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

func (r *run) auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "Print who opened what, and when",
		Long: "audit prints who opened which briefing and when, oldest first; who asked for one that is not for them; and who changed rights, exported or removed something. " +
			"Lines are added by the store itself, and nothing changes or removes one.",
		Example: "despatch audit --since 2026-11-24\ndespatch audit --reader anna --since 7d --csv\ndespatch audit --brief 3f2a9c01d7e4",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				return usage("despatch audit --brief ID, or --reader NAME", "audit takes no %s", quoted(args[0]))
			}
			var q briefs.AuditQuery
			q.Reader, _ = c.Flags().GetString("reader")
			q.Brief, _ = c.Flags().GetString("brief")
			since, _ := c.Flags().GetString("since")
			if q.Since, err = sinceOf(since, time.Now()); err != nil {
				return err
			}
			return r.audit(ctx, f, q)
		}),
	}
	formFlags(c)
	c.Flags().String("reader", "", "only what this one did")
	c.Flags().String("brief", "", "only about the briefing with this ID")
	c.Flags().String("since", "", "only from then on: 2026-11-24, 2026-11-24T09:00, 36h or 7d")
	return c
}

// sinceOf reads a time: a day or a moment of this machine's zone, or how long
// ago.
func sinceOf(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, time.Local); err == nil {
			return t, nil
		}
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n < 100_000 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, usage("give a day such as 2026-11-24, or how long ago: 36h, 7d", "--since is %s", quoted(s))
}

// An auditRecord is an entry as --json prints it.
type auditRecord struct {
	At     string `json:"at"` // RFC 3339, UTC
	Reader string `json:"reader"`
	Act    string `json:"act"`
	Brief  string `json:"brief"`
	Title  string `json:"title"` // as it is now; "" when it is gone
	Note   string `json:"note"`
}

// audit prints entries. The ID of a brief may be a prefix while it is in the
// box; of one that is gone it must be whole.
func (r *run) audit(ctx context.Context, f form, q briefs.AuditQuery) error {
	return r.keeping(ctx, func(k *keeping) error {
		if q.Brief != "" {
			q.Brief = strings.ToLower(q.Brief)
			if id, err := k.box.Resolve(ctx, q.Brief); err == nil {
				q.Brief = id
			}
		}
		rows := newRows(r.term, f,
			column{name: "at", style: dim}, column{name: "reader"}, column{name: "act"}, column{name: "brief", style: dim, drop: 2},
			column{name: "title", grow: true, style: bold}, column{name: "note", grow: true, drop: 1},
		)
		err := k.store.Audit(ctx, q, func(e briefs.Entry) error {
			a := auditRecord{
				At: e.At.UTC().Format("2006-01-02T15:04:05.000000Z"), Reader: line(e.Reader), Act: string(e.Act), Brief: line(e.Brief), Title: line(e.Title), Note: line(e.Note),
			}
			at := a.At
			if f == plainForm {
				at = e.At.Local().Format("2006-01-02 15:04:05")
			}
			return rows.add(a, at, a.Reader, a.Act, a.Brief, a.Title, a.Note)
		})
		if err != nil {
			return err
		}
		return rows.end()
	})
}
