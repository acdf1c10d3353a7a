package importer

import (
	"html"
	"regexp"
	"strings"
)

var (
	tableTag = regexp.MustCompile(`(?s)<Table(?:\s[^>]*)?>.*?</Table>`)
	rowTag   = regexp.MustCompile(`(?s)<TableRow(?:\s[^>]*)?>(.*?)</TableRow>`)
	cellTag  = regexp.MustCompile(`(?s)<TableCell(?:\s[^>]*)?>(.*?)</TableCell>`)
	element  = regexp.MustCompile(`<!--(?s:.*?)-->|</?([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)/?>`)
	href     = regexp.MustCompile(`(?i)href\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	spaces   = regexp.MustCompile(`[ \t\n]+`)
	blanks   = regexp.MustCompile(`\n{3,}`)
)

// tables turns tables made of components into tables of Markdown.
func tables(s string) string {
	if !strings.Contains(s, "<TableRow") {
		return s
	}
	return tableTag.ReplaceAllStringFunc(s, func(table string) string {
		var b strings.Builder
		b.WriteString("\n")
		columns := 0
		for i, row := range rowTag.FindAllStringSubmatch(table, -1) {
			cells := cellTag.FindAllStringSubmatch(row[1], -1)
			columns = max(columns, len(cells))
			b.WriteByte('|')
			for _, c := range cells {
				b.WriteString(" " + strings.ReplaceAll(oneLine(reduce(c[1])), "|", `\|`) + " |")
			}
			b.WriteByte('\n')
			if i == 0 {
				b.WriteString("|" + strings.Repeat(" --- |", columns) + "\n")
			}
		}
		if columns == 0 {
			return table
		}
		return b.String() + "\n"
	})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// reduce turns HTML into Markdown text: paragraphs, breaks, lists, headings,
// links and emphasis stay, every other tag goes and its text stays.
func reduce(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	var open []string // addresses of links
	at, hidden := 0, ""
	for _, m := range element.FindAllStringSubmatchIndex(s, -1) {
		if hidden == "" {
			b.WriteString(spaces.ReplaceAllString(s[at:m[0]], " "))
		}
		at = m[1]
		if m[2] < 0 {
			continue // a comment
		}
		name, closing := strings.ToLower(s[m[2]:m[3]]), s[m[0]+1] == '/'
		if hidden != "" {
			if closing && name == hidden {
				hidden = ""
			}
			continue
		}
		switch name {
		case "script", "style":
			if !closing {
				hidden = name
			}
		case "p", "div", "section", "article", "table", "blockquote", "ul", "ol", "dl", "header", "footer":
			b.WriteString("\n\n")
		case "h1", "h2", "h3", "h4", "h5", "h6":
			b.WriteString("\n\n")
			if !closing {
				b.WriteString("### ")
			}
		case "br", "tr", "dt", "dd":
			b.WriteString("\n")
		case "hr":
			b.WriteString("\n\n***\n\n")
		case "li":
			if !closing {
				b.WriteString("\n- ")
			}
		case "td", "th":
			if closing {
				b.WriteString(" · ")
			}
		case "strong", "b":
			b.WriteString("**")
		case "em", "i":
			b.WriteString("*")
		case "a":
			target := href.FindStringSubmatch(s[m[4]:m[5]])
			switch {
			case !closing && target != nil && link(target[1]+target[2]) != "":
				open = append(open, target[1]+target[2])
				b.WriteString("[")
			case !closing:
				open = append(open, "")
			case len(open) > 0:
				if u := open[len(open)-1]; u != "" {
					b.WriteString("](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(u) + ")")
				}
				open = open[:len(open)-1]
			}
		}
	}
	if hidden == "" {
		b.WriteString(spaces.ReplaceAllString(s[at:], " "))
	}
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] != "" {
			b.WriteString("]")
		}
	}
	lines := strings.Split(html.UnescapeString(b.String()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.TrimSpace(blanks.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"))
}
