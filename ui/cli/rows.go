package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// A form is how rows come out.
type form uint8

const (
	plainForm form = iota
	jsonForm
	csvForm
	markdownForm
)

// formFlags adds the three flags to a command that prints rows.
func formFlags(c *cobra.Command) {
	c.Flags().Bool("json", false, "print one JSON object a line")
	c.Flags().Bool("csv", false, "print CSV with a heading row")
	c.Flags().Bool("markdown", false, "print a Markdown table")
}

// formOf reads the three flags; more than one is a usage error.
func formOf(c *cobra.Command) (form, error) {
	f, n := plainForm, 0
	for name, v := range map[string]form{"json": jsonForm, "csv": csvForm, "markdown": markdownForm} {
		if on, err := c.Flags().GetBool(name); err == nil && on {
			f, n = v, n+1
		}
	}
	if n > 1 {
		return f, usage("choose one of them", "--json, --csv and --markdown exclude each other")
	}
	return f, nil
}

// A column is one column of rows.
type column struct {
	name  string // heading, and the name in CSV
	right bool   // numbers
	grow  bool   // takes the width that is left, and is cut to it on a terminal
	extra bool   // only in CSV and Markdown
	style style  // on a terminal
}

// rows prints rows in one form. The first row of plain rows is printed when the
// last has come, since columns are aligned; the others go at once.
type rows struct {
	form    form
	columns []column
	out     io.Writer
	width   int  // of the terminal in cells; 0 when there is none
	style   bool // whether styles are written
	head    bool // whether plain rows have a heading

	json  *json.Encoder
	csv   *csv.Writer
	buf   *bufio.Writer
	plain [][]string
	begun bool
}

func newRows(t *terminal, f form, columns ...column) *rows {
	r := &rows{form: f, columns: columns, out: t.out, width: t.width, style: t.style}
	r.buf = bufio.NewWriter(t.out)
	switch f {
	case jsonForm:
		r.json = json.NewEncoder(r.buf)
		r.json.SetEscapeHTML(false)
	case csvForm:
		r.csv = csv.NewWriter(r.buf)
	}
	return r
}

// add prints a row: record is what --json prints, cells are the columns.
func (r *rows) add(record any, cells ...string) error {
	for i := range cells {
		cells[i] = line(cells[i])
	}
	switch r.form {
	case jsonForm:
		return r.json.Encode(record)
	case csvForm:
		if err := r.begin(); err != nil {
			return err
		}
		for i := range cells {
			cells[i] = guard(cells[i])
		}
		return r.csv.Write(cells)
	case markdownForm:
		if err := r.begin(); err != nil {
			return err
		}
		return r.markdown(cells)
	}
	kept := cells[:0:0]
	for i, c := range r.columns {
		if !c.extra {
			kept = append(kept, cells[i])
		}
	}
	r.plain = append(r.plain, kept)
	return nil
}

// begin writes the heading of CSV and Markdown once.
func (r *rows) begin() error {
	if r.begun {
		return nil
	}
	r.begun = true
	names := make([]string, len(r.columns))
	for i, c := range r.columns {
		names[i] = c.name
	}
	if r.form == csvForm {
		return r.csv.Write(names)
	}
	if err := r.markdown(names); err != nil {
		return err
	}
	for _, c := range r.columns {
		dash := "| --- "
		if c.right {
			dash = "| --: "
		}
		r.buf.WriteString(dash)
	}
	_, err := r.buf.WriteString("|\n")
	return err
}

func (r *rows) markdown(cells []string) error {
	for _, c := range cells {
		r.buf.WriteString("| ")
		r.buf.WriteString(escapeMarkdown(c))
		r.buf.WriteByte(' ')
	}
	_, err := r.buf.WriteString("|\n")
	return err
}

// end prints what is still held.
func (r *rows) end() error {
	switch r.form {
	case csvForm:
		if err := r.begin(); err != nil {
			return err
		}
		r.csv.Flush()
		if err := r.csv.Error(); err != nil {
			return err
		}
	case markdownForm:
		if err := r.begin(); err != nil {
			return err
		}
	case plainForm:
		r.aligned()
	}
	return r.buf.Flush()
}

// aligned prints the plain rows in columns. Widths are terminal cells, so that
// Chinese and English stand in line.
func (r *rows) aligned() {
	var columns []column
	for _, c := range r.columns {
		if !c.extra {
			columns = append(columns, c)
		}
	}
	widths := make([]int, len(columns))
	if r.head && len(r.plain) > 0 {
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = c.name
		}
		r.plain = append([][]string{names}, r.plain...)
	}
	for _, cells := range r.plain {
		for i, c := range cells {
			widths[i] = max(widths[i], ansi.StringWidth(c))
		}
	}
	r.fit(columns, widths)
	for n, cells := range r.plain {
		var b strings.Builder
		for i, c := range columns {
			cell := cells[i]
			if w := ansi.StringWidth(cell); w > widths[i] {
				cell = ansi.Truncate(cell, widths[i], "…")
			}
			pad := strings.Repeat(" ", max(0, widths[i]-ansi.StringWidth(cell)))
			if r.style {
				s := c.style
				if r.head && n == 0 {
					s = dim
				}
				cell = s.on(cell)
			}
			if i > 0 && widths[i] > 0 {
				b.WriteString("  ")
			}
			if c.right {
				b.WriteString(pad + cell)
			} else {
				b.WriteString(cell + pad)
			}
		}
		r.buf.WriteString(strings.TrimRight(b.String(), " "))
		r.buf.WriteByte('\n')
	}
}

// fit narrows the growing columns until a row fits the terminal, the widest
// first. Off a terminal nothing is cut.
func (r *rows) fit(columns []column, widths []int) {
	if r.width == 0 {
		return
	}
	total := 0
	for _, w := range widths {
		if w > 0 {
			total += w + 2
		}
	}
	for total -= 2; total > r.width; {
		widest := -1
		for i, c := range columns {
			if c.grow && widths[i] > 8 && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
		total--
	}
}

var number = regexp.MustCompile(`^[+-]?[0-9][0-9,]*(\.[0-9]+)?$`)

// guard keeps a spreadsheet from taking a cell for a formula: what starts like
// one and is no number gets an apostrophe before it.
func guard(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !number.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "~", `\~`, "$", `\$`,
)

// escapeMarkdown writes a cell so that Markdown shows it as it is.
func escapeMarkdown(cell string) string {
	return markdownEscapes.Replace(cell)
}
