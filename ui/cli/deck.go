package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"despatch/briefs"
)

// cardFigures is how many key figures a printed card shows.
const cardFigures = 5

func (r *run) deckCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "deck",
		Short:   "Print the key figures of every briefing",
		Long:    "deck prints one card a briefing: its key figures and who is named in it. Printing marks nothing read.",
		Example: "despatch deck --unread",
		RunE: r.does(func(ctx context.Context, c *cobra.Command, args []string) error {
			f, err := formOf(c)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				return usage("despatch show ID prints one briefing", "deck takes no %s", quoted(args[0]))
			}
			q, err := queryOf(c)
			if err != nil {
				return err
			}
			return r.deck(ctx, f, q)
		}),
	}
	formFlags(c)
	queryFlags(c)
	return c
}

// A cardRecord is a card as --json prints it.
type cardRecord struct {
	headRecord
	Figures []briefs.FigureRecord `json:"figures"` // by rank
	Who     []string              `json:"who"`
}

func (r *run) deck(ctx context.Context, f form, q briefs.Query) error {
	_, box, err := r.openBox(ctx)
	if err != nil {
		return err
	}
	rows := newRows(r.term, f,
		column{name: "id"}, column{name: "date"}, column{name: "title"}, column{name: "figure"}, column{name: "measure"},
		column{name: "period"}, column{name: "from"}, column{name: "who"}, column{name: "marking"},
	)
	names, err := box.Markings(ctx)
	if err != nil {
		return err
	}
	n := 0
	for h, err := range heads(ctx, box, q) {
		if err != nil {
			return err
		}
		b, err := box.Open(ctx, h.ID)
		if err != nil {
			return err
		}
		if err := r.card(rows, f, n, &b, names); err != nil {
			return err
		}
		n++
	}
	return rows.end()
}

// card prints the card of one brief.
func (r *run) card(rows *rows, f form, n int, b *briefs.Brief, markings []string) error {
	figures, who, marking := keyFigures(b), whoOf(b), briefs.MarkingName(markings, b.Marking)
	switch f {
	case plainForm:
		if n > 0 {
			fmt.Fprintln(r.term.out)
		}
		r.printCard(b, marking, figures, who)
		return nil
	case jsonForm:
		record := cardRecord{headRecord: recordOf(&b.Head, markings), Figures: []briefs.FigureRecord{}, Who: who}
		for _, fig := range figures {
			record.Figures = append(record.Figures, fig.Record(b.ID, b.Body))
		}
		return rows.add(record)
	}
	if len(figures) == 0 {
		return rows.add(nil, b.ID, day(b.Date), b.Title, "", "", "", b.From, strings.Join(who, "; "), marking)
	}
	for _, fig := range figures {
		if err := rows.add(nil, b.ID, day(b.Date), b.Title, surface(b, fig), fig.Measure, periodOf(fig), b.From, strings.Join(who, "; "), marking); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) printCard(b *briefs.Brief, marking string, figures []*briefs.Figure, who []string) {
	out := r.term.out
	var about []string
	for _, s := range []string{line(marking), line(b.From), day(b.Date), minutes(b.Minutes), b.ID} {
		if s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintf(out, "%s\n%s\n", r.term.strong(line(b.Title)), r.term.quiet(strings.Join(about, " · ")))
	if len(figures) == 0 {
		fmt.Fprintln(out, "  no figures")
	}
	rows := newRows(r.term, plainForm,
		column{name: "", right: true}, column{name: "figure", style: accent}, column{name: "measure", grow: true}, column{name: "period"}, column{name: "paragraph"})
	for _, fig := range figures {
		// A plain row to the buffer of this card cannot fail.
		_ = rows.add(nil, "  ", surface(b, fig), fig.Measure, periodOf(fig), paragraph(fig))
	}
	_ = rows.end()
	if len(who) > 0 {
		fmt.Fprintf(out, "  %s\n", r.term.quiet(strings.Join(who, " · ")))
	}
}

// keyFigures are the first figures of a brief by rank.
func keyFigures(b *briefs.Brief) []*briefs.Figure {
	var ranked []*briefs.Figure
	for i := range b.Figures {
		if b.Figures[i].Rank > 0 && b.Figures[i].Shown() {
			ranked = append(ranked, &b.Figures[i])
		}
	}
	slices.SortStableFunc(ranked, func(a, b *briefs.Figure) int { return a.Rank - b.Rank })
	return ranked[:min(len(ranked), cardFigures)]
}

// whoOf are the first people of a brief, with their office.
func whoOf(b *briefs.Brief) []string {
	who := []string{}
	for _, n := range b.Names {
		if n.Kind != briefs.Person || len(who) == 3 {
			continue
		}
		s := line(n.Text)
		if n.Office != "" {
			s += ", " + line(n.Office)
		}
		who = append(who, s)
	}
	return who
}

// surface is a figure as printed, with its comparator before it.
func surface(b *briefs.Brief, f *briefs.Figure) string {
	return sign(f.Comparator) + line(b.Surface(f.Span))
}

func periodOf(f *briefs.Figure) string {
	if f.Period == nil {
		return ""
	}
	return f.Period.Text
}

func paragraph(f *briefs.Figure) string {
	if f.Paragraph == 0 {
		return ""
	}
	return fmt.Sprintf("¶%d", f.Paragraph)
}
