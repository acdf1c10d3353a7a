package briefs

import "strings"

// What the first bytes of a line say of the block that it starts, after
// CommonMark. Each function looks at one line and remembers nothing.

// interrupts reports whether a line starts a block in the middle of a
// paragraph.
func interrupts(l string) bool {
	indent, rest := indentOf(l)
	if indent >= 4 || rest == "" {
		return false
	}
	switch rest[0] {
	case '>':
		return true
	case '#', '`', '~', '-', '*', '_', '+', '1':
		return atx(rest) > 0 || fence(rest) > 0 || isRule(rest) || marker(rest) > 0 && itemText(rest)
	case '<':
		return isHTML(rest) && !inlineHTML(rest)
	}
	return false
}

// itemText reports whether a list item has text, and starts at 1 when it is
// numbered: others do not interrupt a paragraph.
func itemText(rest string) bool {
	n := marker(rest)
	if rest[0] >= '0' && rest[0] <= '9' && !strings.HasPrefix(rest, "1.") && !strings.HasPrefix(rest, "1)") {
		return false
	}
	return !blank(rest[n:])
}

func blank(l string) bool { return strings.TrimLeft(l, " \t\r") == "" }

// indentOf is the indent of a line in columns, tabs to every fourth, and what
// follows it.
func indentOf(l string) (int, string) {
	n := 0
	for i := 0; i < len(l); i++ {
		switch l[i] {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n, l[i:]
		}
	}
	return n, ""
}

// fence is the length of a code fence that opens or closes at rest, or 0.
func fence(rest string) int {
	if rest == "" || rest[0] != '`' && rest[0] != '~' {
		return 0
	}
	n := 0
	for n < len(rest) && rest[n] == rest[0] {
		n++
	}
	if n < 3 || rest[0] == '`' && strings.IndexByte(rest[n:], '`') >= 0 {
		return 0
	}
	return n
}

// atx is the level of the heading at rest, or 0.
func atx(rest string) int {
	n := 0
	for n < len(rest) && rest[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n < len(rest) && rest[n] != ' ' && rest[n] != '\t' {
		return 0
	}
	return n
}

// setext is the level that an underline gives the paragraph above it, or 0.
func setext(l string) int {
	indent, rest := indentOf(l)
	rest = strings.TrimRight(rest, " \t\r")
	if indent >= 4 || rest == "" {
		return 0
	}
	switch {
	case strings.Trim(rest, "=") == "":
		return 1
	case strings.Trim(rest, "-") == "":
		return 2
	}
	return 0
}

func isRule(rest string) bool {
	n := 0
	if rest == "" || rest[0] != '*' && rest[0] != '-' && rest[0] != '_' {
		return false
	}
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case rest[0]:
			n++
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return n >= 3
}

// marker is the length of the list marker at rest, with the space after it, or
// 0.
func marker(rest string) int {
	n := 0
	switch {
	case rest == "":
		return 0
	case rest[0] == '-' || rest[0] == '*' || rest[0] == '+':
		n = 1
	default:
		for n < len(rest) && n < 10 && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n == 0 || n > 9 || n >= len(rest) || rest[n] != '.' && rest[n] != ')' {
			return 0
		}
		n++
	}
	if n == len(rest) {
		return n
	}
	if rest[n] != ' ' && rest[n] != '\t' {
		return 0
	}
	return n + 1
}

// isDashes reports whether a line is the row of dashes under a table's heading.
func isDashes(l string) bool {
	dash, bar := false, false
	for i := 0; i < len(l); i++ {
		switch l[i] {
		case '-':
			dash = true
		case '|':
			bar = true
		case ':', ' ', '\t', '\r':
		default:
			return false
		}
	}
	return dash && bar
}

func isHTML(rest string) bool {
	if len(rest) < 2 || rest[0] != '<' {
		return false
	}
	c := rest[1]
	if c == '!' || c == '?' {
		return true
	}
	if c == '/' && len(rest) > 2 {
		c = rest[2]
	}
	if c|0x20 < 'a' || c|0x20 > 'z' {
		return false
	}
	// <https://…> and <a@b.c> are links, not tags.
	end := strings.IndexAny(rest, " \t>")
	return end < 0 || !strings.ContainsAny(rest[1:end], ":@")
}

// inlineHTML reports whether a tag at the start of a line may stand inside a
// paragraph.
func inlineHTML(rest string) bool {
	name := strings.TrimLeft(rest[1:], "/")
	end := strings.IndexFunc(name, func(r rune) bool { return r == ' ' || r == '>' || r == '/' || r == '\t' })
	if end >= 0 {
		name = name[:end]
	}
	switch strings.ToLower(name) {
	case "a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u":
		return true
	}
	return false
}

func isDefinition(rest string) bool {
	if rest[0] != '[' {
		return false
	}
	end := strings.Index(rest, "]:")
	return end > 1 && rest[1] != '^' && !strings.ContainsAny(rest[1:end], "[]") && !blank(rest[end+2:])
}
