package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

func (r *run) listCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   "Print the list of briefings",
		Long:    "list prints the box, newest first: state, ID, date, reading time, title. • is unread, ~ opened, * starred. What is marked says so.",
		Example: "despatch list --unread\ndespatch list --order due --json",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				return usage("despatch search WORDS finds briefings", "list takes no %s", quoted(args[0]))
			}
			q, err := queryOf(c)
			if err != nil {
				return err
			}
			return r.list(ctx, f, q)
		}),
	}
	formFlags(c)
	queryFlags(c)
	return c
}

// queryFlags say which briefings and in what order.
func queryFlags(c *cobra.Command) {
	c.Flags().Bool("unread", false, "only what is unread")
	c.Flags().Bool("starred", false, "only what is starred")
	c.Flags().String("tag", "", "only what the reader tagged ACTION, LATER or DONE")
	c.Flags().String("order", "date", "date, due, title, from or time")
	c.Flags().Int("limit", 0, "at most so many; 0 is all")
}

func queryOf(c *cobra.Command) (briefs.Query, error) {
	var q briefs.Query
	q.Unread, _ = c.Flags().GetBool("unread")
	q.Starred, _ = c.Flags().GetBool("starred")
	q.Limit, _ = c.Flags().GetInt("limit")
	tag, _ := c.Flags().GetString("tag")
	order, _ := c.Flags().GetString("order")
	if q.Limit < 0 {
		return q, usage("0 is all of them", "--limit is %d", q.Limit)
	}
	switch q.Tag = strings.ToUpper(tag); briefs.Tag(q.Tag) {
	case briefs.NoTag, briefs.Action, briefs.Later, briefs.Done:
	default:
		return q, usage("it may be ACTION, LATER or DONE", "--tag is %s", quoted(tag))
	}
	switch q.Order = briefs.Order(order); q.Order {
	case "date":
		q.Order = briefs.ByDate
	case briefs.ByDue, briefs.ByTitle, briefs.ByFrom, briefs.ByTime:
	default:
		return q, usage("it may be date, due, title, from or time", "--order is %s", quoted(order))
	}
	return q, nil
}

// list prints the heads that q asks for.
func (r *run) list(ctx context.Context, f form, q briefs.Query) error {
	_, box, err := r.openBox(ctx)
	if err != nil {
		return err
	}
	names, err := box.Markings(ctx)
	if err != nil {
		return err
	}
	rows := newRows(r.term, f, headColumns()...)
	n := 0
	for h, err := range heads(ctx, box, q) {
		if err != nil {
			return err
		}
		n++
		if err := rows.add(recordOf(h, names), headCells(h, names)...); err != nil {
			return err
		}
	}
	if err := rows.end(); err != nil {
		return err
	}
	if f != plainForm || !r.term.is {
		return nil
	}
	counts, err := box.Counts(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(r.term.out, "%s\n", r.term.quiet(queueLine(counts, n)))
	return nil
}

// queueLine sums the box up for people.
func queueLine(c briefs.Counts, shown int) string {
	if c.All == 0 {
		return "The box is empty: despatch add FILE… puts briefings in."
	}
	s := fmt.Sprintf("%s, %d unread (%d min)", many(c.All, "briefing"), c.Unread, c.UnreadMinutes)
	if shown != c.All {
		s = fmt.Sprintf("%d of %s", shown, s)
	}
	if !c.NextDue.IsZero() {
		s += ", next due " + day(c.NextDue)
	}
	return s
}

func headColumns() []column {
	return []column{
		{name: "state"},
		{name: "id", style: dim},
		{name: "date", drop: 4},
		{name: "minutes", right: true, drop: 3},
		{name: "from", grow: true, extra: true},
		{name: "title", grow: true, style: bold},
		{name: "note", style: dim, drop: 2},
		{name: "marking", style: bold},
		{name: "key figure", grow: true, style: accent, drop: 1},
		{name: "due", extra: true},
		{name: "tag", extra: true},
		{name: "words", right: true, extra: true},
		{name: "source", extra: true},
	}
}

func headCells(h *briefs.Head, markings []string) []string {
	key := ""
	if len(h.Keys) > 0 {
		key = h.Keys[0].Text
		if sign := sign(h.Keys[0].Comparator); sign != "" {
			key = sign + key
		}
	}
	note := ""
	if h.Sample {
		note = "sample"
	}
	return []string{
		stateSigns(h.State), h.ID, day(h.Date), strconv.Itoa(h.Minutes) + " min", h.From, h.Title, note, briefs.MarkingName(markings, h.Marking), key,
		day(h.Due), string(h.State.Tag), strconv.Itoa(h.Words), h.Source,
	}
}

// stateSigns are the signs of the list: unread or opened, starred.
func stateSigns(s briefs.State) string {
	signs := " "
	switch {
	case s.Read:
	case s.Opened:
		signs = "~"
	default:
		signs = "•"
	}
	if s.Starred {
		signs += "★"
	}
	if s.Tag != briefs.NoTag {
		signs += " " + string(s.Tag)
	}
	return signs
}

// sign is how a comparator is printed before a figure: nothing for "=".
func sign(c briefs.Comparator) string {
	switch c {
	case briefs.Exactly:
		return ""
	case briefs.AtLeast:
		return "≥"
	case briefs.AtMost:
		return "≤"
	}
	return string(c)
}

// day is a date for rows: ISO 8601, "" when it is not known.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// many is a number with its noun.
func many(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// A headRecord is a head as --json prints it.
type headRecord struct {
	ID      string       `json:"id"`
	Title   string       `json:"title"`
	From    string       `json:"from"`
	Date    string       `json:"date"` // ISO 8601 day, "" when unknown
	Due     string       `json:"due"`
	Lang    string       `json:"lang"`
	Tags    []string     `json:"tags"`
	Link    string       `json:"link"`
	Source  string       `json:"source"`
	Sample  bool         `json:"sample"`
	Marking string       `json:"marking"` // its name; "" when unmarked
	Groups  []string     `json:"groups"`
	Words   int          `json:"words"`
	Minutes int          `json:"minutes"`
	Bytes   int          `json:"bytes"`
	Keys    []briefs.Key `json:"keys"`
	Read    bool         `json:"read"`
	Opened  bool         `json:"opened"`
	Far     int          `json:"far"` // how far it was read, in per cent
	Starred bool         `json:"starred"`
	Tag     string       `json:"tag"`
}

func recordOf(h *briefs.Head, markings []string) headRecord {
	r := headRecord{
		ID: h.ID, Title: line(h.Title), From: line(h.From), Date: day(h.Date), Due: day(h.Due), Lang: line(h.Lang),
		Tags: []string{}, Link: line(h.Link), Source: line(h.Source), Sample: h.Sample, Marking: line(briefs.MarkingName(markings, h.Marking)), Groups: []string{},
		Words: h.Words, Minutes: h.Minutes, Bytes: h.Size, Keys: []briefs.Key{},
		Read: h.State.Read, Opened: h.State.Opened, Far: h.State.Far, Starred: h.State.Starred, Tag: string(h.State.Tag),
	}
	for _, t := range h.Tags {
		r.Tags = append(r.Tags, line(t))
	}
	for _, g := range h.Groups {
		r.Groups = append(r.Groups, line(g))
	}
	for _, k := range h.Keys {
		k.Text, k.Measure = line(k.Text), line(k.Measure)
		r.Keys = append(r.Keys, k)
	}
	return r
}
