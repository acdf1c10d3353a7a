package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

func (r *run) searchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "search WORDS",
		Short:   "Search every briefing",
		Long:    searchHelp,
		Example: "despatch search small enterprises\ndespatch search '\"operating income\" -draft after:2024'\ndespatch search 'figure:>1tn-yuan unit:yuan measure:income'\ndespatch search 卫生院",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			limit, _ := c.Flags().GetInt("limit")
			if limit < 1 {
				return usage("give a number from 1", "--limit is %d", limit)
			}
			query := strings.Join(args, " ")
			if strings.TrimSpace(query) == "" {
				return usage("despatch search WORDS", "search needs words")
			}
			return r.search(ctx, f, query, limit)
		}),
	}
	formFlags(c)
	c.Flags().Int("limit", 50, "at most so many")
	return c
}

const searchHelp = `search finds the briefings that hold all the words: "in quotes" a phrase, -word
without it, begin* what begins so. Chinese is found in any length.

  title: from: tag:        a word or a "phrase" there; tag: also takes action, later, done
  before: after:           a date: 2024-05-01, 2024-05, 2024, today, yesterday
  is:                      unread, read, starred, opened, action, later, done
  figure:                  >1tn-yuan  >=5%  10..20%  52million  "under 3 km"
  unit: measure:           of that figure: unit:%  measure:"operating income"

Figures are compared exactly, in whichever unit they are printed. What cannot be
read is said on standard error. It exits with 1 when nothing is found.`

// A hitRecord is a hit as --json prints it.
type hitRecord struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	From    string   `json:"from"`
	Date    string   `json:"date"`
	Marking string   `json:"marking"` // its name; "" when unmarked
	Matches int      `json:"matches"`
	Offset  int      `json:"offset"` // of the first match in the body, in bytes
	Snippet string   `json:"snippet"`
	Marks   [][2]int `json:"marks"` // matches, as byte ranges of the snippet
}

func (r *run) search(ctx context.Context, f form, query string, limit int) error {
	_, box, err := r.openBox(ctx)
	if err != nil {
		return err
	}
	for _, note := range box.Understand(query).Unread {
		fmt.Fprintf(r.term.err, "despatch: %s\n", line(note))
	}
	names, err := box.Markings(ctx)
	if err != nil {
		return err
	}
	hits, err := box.Find(ctx, query, limit)
	if err != nil {
		return err
	}
	rows := newRows(r.term, f,
		column{name: "id", style: dim},
		column{name: "date", drop: 2},
		column{name: "matches", right: true, drop: 1},
		column{name: "title", grow: true, style: bold},
		column{name: "text", grow: true},
		column{name: "marking", style: bold},
		column{name: "from", extra: true},
	)
	for i := range hits {
		h := &hits[i]
		record := hitRecord{
			ID: h.ID, Title: line(h.Title), From: line(h.From), Date: day(h.Date), Marking: line(briefs.MarkingName(names, h.Marking)),
			Matches: h.Matches, Offset: h.Offset, Snippet: h.Snippet, Marks: marks(h.Marks),
		}
		if err := rows.add(record, h.ID, day(h.Date), strconv.Itoa(h.Matches), h.Title, h.Snippet, record.Marking, h.From); err != nil {
			return err
		}
	}
	if err := rows.end(); err != nil {
		return err
	}
	if len(hits) == 0 {
		return failure(nil, "try fewer words, or the start of one with *", "nothing has %s", quoted(query))
	}
	return nil
}

func marks(spans []briefs.Span) [][2]int {
	out := make([][2]int, 0, len(spans))
	for _, s := range spans {
		out = append(out, [2]int{s.Start, s.End})
	}
	return out
}
