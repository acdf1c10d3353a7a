package importer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// keyed is a line that gives a key a value, in YAML or TOML.
var keyed = regexp.MustCompile(`^["']?([\p{L}_][\p{L}\p{N}_. -]{0,60}?)["']?\s*(?:[:：](?:\s|$)|[：=]|:$)\s*(.*)$`)

// readLines reads front matter that its parser refused, a line at a time:
// keys with what follows them, lists, quoted and indented continuations. From
// the first line that is none of these on, everything is rest, the text that
// must not be lost; keys that are known are still read there.
func readLines(head string) (fields []field, rest string) {
	var last *field
	quote := byte(0) // a quoted value that goes on over lines
	at, lines := 0, 0
	junk := -1
	for at < len(head) && lines < 20_000 {
		start, line := at, head[at:]
		if n := strings.IndexByte(line, '\n'); n >= 0 {
			line = line[:n]
		}
		at += len(line) + 1
		lines++
		trimmed := strings.TrimSpace(line)
		switch {
		case quote != 0:
			last.text += " " + strings.TrimSuffix(trimmed, string(quote))
			if strings.HasSuffix(trimmed, string(quote)) {
				quote = 0
			}
		case trimmed == "" || trimmed[0] == '#':
		case strings.HasPrefix(trimmed, "- ") || trimmed == "-":
			if last == nil || last.text != "" {
				if junk < 0 {
					junk = start
				}
				continue
			}
			if item := unquote(strings.TrimSpace(trimmed[1:])); item != "" {
				last.items = append(last.items, field{text: item})
			}
		case line[0] == ' ' || line[0] == '\t':
			if last == nil {
				if junk < 0 {
					junk = start
				}
			} else if last.items == nil {
				last.text = strings.TrimSpace(strings.TrimLeft(last.text, "|>-+ ") + " " + trimmed)
			}
		default:
			m := keyed.FindStringSubmatch(line)
			if m == nil || junk >= 0 && known(m[1]) == "" {
				if junk < 0 {
					junk = start
				}
				last = nil
				continue
			}
			f := field{key: strings.TrimSpace(m[1]), line: lines}
			value := strings.TrimSpace(m[2])
			if value != "" && (value[0] == '"' || value[0] == '\'') && !closes(value) {
				quote, value = value[0], value[1:]
			}
			if strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]") {
				f.items = []field{}
				for item := range strings.SplitSeq(value[1:len(value)-1], ",") {
					if item = unquote(strings.TrimSpace(item)); item != "" {
						f.items = append(f.items, field{text: item})
					}
				}
			} else {
				f.text = unquote(value)
			}
			fields = append(fields, f)
			last = &fields[len(fields)-1]
		}
	}
	if at < len(head) && junk < 0 {
		junk = at
	}
	if junk >= 0 {
		rest = strings.TrimRight(head[junk:], " \t\n")
	}
	return fields, rest
}

// closes reports whether a value that starts with a quote ends with it.
func closes(value string) bool {
	return len(value) > 1 && strings.HasSuffix(value, value[:1])
}

func unquote(s string) string {
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// tomlFields puts the values of a TOML table in the order in which their keys
// stand in the text.
func tomlFields(values map[string]any, head string) []field {
	fields := make([]field, 0, len(values))
	for k, v := range values {
		f := tomlValue(v, head)
		f.key, f.line = k, strings.Index(head, k)
		fields = append(fields, f)
	}
	slices.SortFunc(fields, func(a, b field) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.key, b.key))
	})
	return fields
}

func tomlValue(v any, head string) (f field) {
	switch v := v.(type) {
	case string:
		f.text = v
	case []any:
		f.items = []field{}
		for _, item := range v {
			f.items = append(f.items, tomlValue(item, head))
		}
	case map[string]any:
		f.fields = tomlFields(v, head)
	case time.Time:
		f.text = v.Format(time.RFC3339)
	case toml.LocalDate:
		f.text = v.String()
	case toml.LocalDateTime:
		f.text = v.String()
	default:
		f.text = fmt.Sprint(v)
	}
	return f
}

// deepest is how deep brackets stand in one another.
func deepest(s string) int {
	n, most := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[', '{':
			n++
			most = max(most, n)
		case ']', '}':
			n--
		}
	}
	return most
}
