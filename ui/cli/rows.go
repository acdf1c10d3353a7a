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
	grow  bool   // is cut on a terminal where a row is too wide
	drop  int    // on a terminal where that is not enough: 1 goes first; 0 stays
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

// flush prints what came so far, where rows need not wait for the last.
func (r *rows) flush() error {
	switch r.form {
	case plainForm:
		return nil
	case csvForm:
		r.csv.Flush()
		if err := r.csv.Error(); err != nil {
			return err
		}
	}
	return r.buf.Flush()
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
			if widths[i] == 0 {
				continue
			}
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
			if b.Len() > 0 {
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

// minGrow is the least that is left of a column that grows, in cells.
const minGrow = 12

// fit makes rows fit the terminal: it narrows the growing columns, the widest
// first, then drops columns. Off a terminal nothing is cut.
func (r *rows) fit(columns []column, widths []int) {
	if r.width == 0 {
		return
	}
	for {
		total, widest, next := -2, -1, -1
		for i, c := range columns {
			if widths[i] == 0 {
				continue
			}
			total += widths[i] + 2
			if c.grow && widths[i] > minGrow && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
			if c.drop > 0 && (next < 0 || c.drop < columns[next].drop) {
				next = i
			}
		}
		switch {
		case total <= r.width:
			return
		case widest >= 0:
			widths[widest]--
		case next >= 0:
			widths[next] = 0
		default:
			// A very narrow terminal: what is widest gives way.
			for i := range widths {
				if widest < 0 || widths[i] > widths[widest] {
					widest = i
				}
			}
			if widths[widest] <= 1 {
				return
			}
			widths[widest]--
		}
	}
}

var number = regexp.MustCompile(`^[+-]?[0-9][0-9,]*(\.[0-9]+)?$`)

// guard keeps a spreadsheet from taking a cell for a formula: what starts like
// one and is no number gets an apostrophe before it.
func guard(cell string) string {
	if cell == "=" {
		return cell // a comparator; alone it is no formula
	}
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
