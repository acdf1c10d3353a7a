package importer

import (
	"regexp"
	"strings"
)

// templated reports whether a Markdown body may hold leftovers of a template.
func templated(body string) bool {
	if strings.Contains(body, "{%") || strings.Contains(body, "{{") || strings.Contains(body, "{:") || strings.Contains(body, "{class=") {
		return true
	}
	for rest := body; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 || i+2 >= len(rest) {
			break
		}
		rest = rest[i+1:]
		if c := rest[0]; c >= 'A' && c <= 'Z' || c == '/' && rest[1] >= 'A' && rest[1] <= 'Z' || c == '>' || c == '/' && rest[1] == '>' {
			return true
		}
	}
	return strings.HasPrefix(body, "import ") || strings.Contains(body, "\nimport ") || strings.HasPrefix(body, "export ") || strings.Contains(body, "\nexport ")
}

var (
	// liquid are tags and expressions of Liquid, Nunjucks, Hugo and Jinja. One
	// does not go over a blank line.
	liquid = regexp.MustCompile(`\{%-?(?:[^%\n]|%[^}\n]|\n[^\n%])*?-?%\}|\{\{[<%(-]?(?:[^}\n]|\}[^}\n]|\n[^\n}])*?\}\}`)
	// component is a tag of JSX, whose name has a capital, and the empty tag.
	component = regexp.MustCompile(`</?[A-Z][A-Za-z0-9.]*(?:\s(?:[^<>"'{}]|"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)?/?>|</?>`)
	// property is a JSX expression that stands for a value from elsewhere.
	property = regexp.MustCompile(`\{(?:props|this|frontmatter)\.[A-Za-z0-9_.]+\}`)
	// attributes are lists of kramdown: {: .class}, {:target="_blank"}.
	attributes = regexp.MustCompile(`\{:[^{}\n]*\}|(\))\{(?:class|target|width|height|style)=[^{}\n]*\}`)
	module     = regexp.MustCompile(`^(?:import\s(?:.*\sfrom\s+)?["'][^"']+["'];?|export\s+(?:default|const|let|function)\b.*)\s*$`)
	pair       = regexp.MustCompile(`([A-Za-z_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	quoted     = regexp.MustCompile(`"([^"]*)"|'([^']*)'`)
)

// untemplate drops what a site generator would have replaced, outside code:
// template tags, imports, component tags, attribute lists. Text between tags
// stays; images become images of Markdown, and references to pages their
// paths. Tables made of components become tables.
func untemplate(body string) string {
	var b strings.Builder
	b.Grow(len(body))
	fence := ""
	start := 0 // of the stretch outside code that was not written yet
	for at := 0; at < len(body); {
		l, next := body[at:], len(body)
		if n := strings.IndexByte(l, '\n'); n >= 0 {
			l, next = l[:n], at+n+1
		}
		mark := strings.TrimLeft(l, " \t>")
		switch {
		case fence != "":
			if strings.HasPrefix(mark, fence) && strings.Trim(mark, fence[:1]+" \t") == "" {
				b.WriteString(body[start:next])
				start, fence = next, ""
			}
		case strings.HasPrefix(mark, "```") && !strings.Contains(mark[3:], "`"), strings.HasPrefix(mark, "~~~"):
			b.WriteString(untag(body[start:at]))
			start = at
			fence = mark[:len(mark)-len(strings.TrimLeft(mark, mark[:1]))]
		}
		at = next
	}
	if fence != "" {
		b.WriteString(body[start:])
	} else {
		b.WriteString(untag(body[start:]))
	}
	return b.String()
}

// untag works on a stretch without fenced code.
func untag(s string) string {
	if !templated(s) {
		return s
	}
	if strings.Contains(s, "%}") || strings.Contains(s, "}}") {
		s = outsideCode(s, liquid, untagLiquid)
	}
	s = outsideCode(s, attributes, func(m string) string {
		if m[0] == ')' {
			return ")"
		}
		return ""
	})
	s = property.ReplaceAllString(s, "")
	if strings.Contains(s, "<") && component.MatchString(s) {
		s = tables(s)
		s = undress(s)
	}
	if strings.Contains(s, "import ") || strings.Contains(s, "export ") {
		lines := strings.SplitAfter(s, "\n")
		for i, l := range lines {
			if module.MatchString(strings.TrimSuffix(l, "\n")) {
				lines[i] = ""
			}
		}
		s = strings.Join(lines, "")
	}
	return s
}

// outsideCode replaces matches that do not start inside a code span.
func outsideCode(s string, re *regexp.Regexp, replace func(string) string) string {
	found := re.FindAllStringIndex(s, -1)
	if found == nil {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	at, counted, ticks := 0, 0, 0 // backticks of this line, up to counted
	for _, m := range found {
		before := s[counted:m[0]]
		if i := strings.LastIndexByte(before, '\n'); i >= 0 {
			before, ticks = before[i+1:], 0
		}
		ticks += strings.Count(before, "`")
		counted = m[0]
		if ticks%2 == 1 && strings.Contains(s[m[1]:min(len(s), m[1]+200)], "`") {
			continue
		}
		b.WriteString(s[at:m[0]])
		b.WriteString(replace(s[m[0]:m[1]]))
		at = m[1]
	}
	b.WriteString(s[at:])
	return b.String()
}

// untagLiquid is the text that stands for one tag: of an image its text and
// file, of a reference the path, of a quoted string with filters the string.
func untagLiquid(m string) string {
	inside := strings.Trim(m, "{}%<>()- \t\n")
	name, _, _ := strings.Cut(inside, " ")
	switch {
	case name == "ref" || name == "relref":
		return firstQuoted(inside)
	case strings.HasPrefix(m, "{{") && strings.HasPrefix(inside, `"`), strings.HasPrefix(m, "{{") && strings.HasPrefix(inside, "'"):
		return firstQuoted(inside)
	case strings.HasSuffix(name, "image") || strings.HasSuffix(name, "img") || name == "figure":
		return image(inside)
	}
	return ""
}

func firstQuoted(s string) string {
	if m := quoted.FindStringSubmatch(s); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// image is an image tag as Markdown, with its caption after it.
func image(s string) string {
	attrs := map[string]string{}
	for _, m := range pair.FindAllStringSubmatch(s, -1) {
		attrs[m[1]] = m[2] + m[3]
	}
	src, alt := attrs["src"], attrs["alt"]
	if len(attrs) == 0 {
		if m := quoted.FindAllStringSubmatch(s, 2); len(m) == 2 {
			src, alt = m[0][1]+m[0][2], m[1][1]+m[1][2]
		}
	}
	out := ""
	if alt = strings.NewReplacer("[", "(", "]", ")", "\n", " ").Replace(alt); alt != "" {
		out = "![" + alt + "](" + strings.NewReplacer(" ", "%20", ")", "%29", "(", "%28").Replace(src) + ")"
	}
	if caption := strings.TrimSpace(attrs["caption"]); caption != "" && caption != alt {
		out += " *" + strings.ReplaceAll(caption, "*", "") + "*"
	}
	return strings.TrimSpace(out)
}

// undress drops component tags. What stood indented inside them would turn
// into code, so lines lose their indent where a component was open.
func undress(s string) string {
	depth := 0
	lines := strings.SplitAfter(s, "\n")
	for i := range lines {
		l := lines[i]
		inside := depth > 0
		if strings.IndexByte(l, '<') >= 0 {
			if open := strings.LastIndexByte(l, '<'); open > strings.LastIndexByte(l, '>') && i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" && len(l) < 4000 {
				lines[i+1] = l + lines[i+1] // a tag that goes over lines
				lines[i] = ""
				continue
			}
			found := component.FindAllString(l, -1)
			for _, m := range found {
				switch {
				case strings.HasPrefix(m, "</"):
					depth = max(depth-1, 0)
				case !strings.HasSuffix(m, "/>"):
					depth++
				}
			}
			if len(found) > 0 {
				l = outsideCode(l, component, func(string) string { return "" })
				if strings.TrimSpace(l) == "" {
					lines[i] = "\n"
					continue
				}
				inside = true
			}
		}
		if inside {
			l = strings.TrimLeft(l, " \t")
			if l == "" {
				l = "\n"
			}
		}
		lines[i] = l
	}
	return strings.Join(lines, "")
}
