package page

import (
	"context"
	"strings"

	"despatch/briefs"
)

// A Heading is an entry of the contents.
type Heading struct {
	Level  int // 1 to 6
	Text   string
	Offset int // in the body
}

// Headings are the headings of the body, in order.
func (d *Doc) Headings() []Heading {
	var all []Heading
	for i, b := range d.blocks {
		if b.Kind != briefs.HeadingBlock || b.Joined {
			continue
		}
		h := Heading{Level: b.Level, Offset: b.Start}
		source := d.body[b.Start:b.End]
		if rest, ok := strings.CutPrefix(source, strings.Repeat("#", b.Level)+" "); ok && !strings.ContainsAny(rest, "#*_[]<>&\\`~!\n:") && !d.o.Look.ASCII {
			h.Text = briefs.CleanLine(rest, 0)
			h.Offset = b.Start + len(source) - len(strings.TrimLeft(rest, " \t"))
		} else {
			h.Text = briefs.CleanLine(d.PlainBlock(i), 0)
			if rows := d.block(i).rows; len(rows) > 0 {
				h.Offset = rows[len(rows)-1].Start
				for n := range rows {
					if rows[n].End > rows[n].Start {
						h.Offset = rows[n].Start
						break
					}
				}
			}
		}
		if h.Text != "" {
			all = append(all, h)
		}
	}
	return all
}

// Links are the links of the body, in order. It renders what holds any, until
// the context is done.
func (d *Doc) Links(ctx context.Context) []Link {
	var all []Link
	if d.format == briefs.Text {
		return nil
	}
	for i, b := range d.blocks {
		if ctx.Err() != nil {
			break
		}
		s := d.body[b.Start:b.End]
		if strings.Contains(s, "](") || strings.Contains(s, "][") || strings.Contains(s, "://") || strings.ContainsAny(s, "<@") ||
			strings.Contains(s, "www.") || len(d.references()) > 0 && strings.Contains(s, "[") {
			all = append(all, d.block(i).links...)
		}
	}
	return all
}

// PlainBlock is the visible text of a block.
func (d *Doc) PlainBlock(i int) string {
	var b strings.Builder
	rows := d.block(i).rows
	for n := range rows {
		if rows[n].Width == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(rows[n].Text())
	}
	return b.String()
}

// Plain is a brief's body as rows of plain text, none wider than width cells.
func Plain(b *briefs.Brief, width int) []string {
	d := New(b.Body, b.Format, Options{Width: width, TableWidth: width})
	var out []string
	for i, rows := d.next(0); i >= 0; i, rows = d.next(i + 1) {
		for n := range rows {
			out = append(out, rows[n].Text())
		}
	}
	return out
}
