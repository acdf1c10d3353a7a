package importer

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// Limits on front matter. What passes them is read line by line instead.
const (
	maxHeader = 256 << 10 // bytes
	maxDepth  = 12        // mappings and lists in one another
	maxNodes  = 20_000    // values, those that an alias repeats counted again
)

// A field is one key of front matter with its value: a text, a list, or fields
// of its own.
type field struct {
	key    string
	text   string
	items  []field // of a list, without keys
	fields []field // of a mapping
	line   int     // from 1
}

// A header is the front matter of a text.
type header struct {
	fields   []field
	warnings []string
	rest     string // what of it could not be read; it belongs to the text
}

// split parts front matter from the text after it. Without front matter, h is
// nil and body the whole text. A fence that is never closed leaves the whole
// text as body, and h says what its first lines say.
func split(text string) (h *header, body string) {
	fence := ""
	switch first, _, _ := strings.Cut(text[:min(len(text), 64)], "\n"); strings.TrimRight(first, " \t") {
	case "---":
		fence = "---"
	case "+++":
		fence = "+++"
	default:
		return nil, text
	}
	_, after, _ := strings.Cut(text, "\n")
	head, body, closed := closing(after, fence)
	if !closed {
		h = &header{}
		h.fields, _ = readLines(head)
		if !plausible(h.fields) {
			return nil, text
		}
		h.warnings = []string{"the front matter is never closed with " + fence + ": all of it is shown as text"}
		return h, text
	}
	switch {
	case len(head) > maxHeader:
		h = &header{warnings: []string{fmt.Sprintf("the front matter is longer than %d KiB: it was read line by line", maxHeader>>10)}}
		h.fields, h.rest = readLines(head)
	case fence == "+++":
		h = readTOML(head)
	default:
		h = readYAML(head)
	}
	if !plausible(h.fields) && strings.TrimSpace(head) != "" {
		return nil, text // two rules with text between them
	}
	if h.rest != "" {
		h.warnings = append(h.warnings, "what could not be read of the front matter is shown as text")
		body = h.rest + "\n\n" + body
	}
	return h, body
}

// closing finds the line that closes a fence. Without one, head is what looks
// like a header: the lines up to the first blank one, at most a hundred.
func closing(after, fence string) (head, body string, closed bool) {
	for i := 0; i < len(after); {
		end, next := len(after), len(after)
		if n := strings.IndexByte(after[i:], '\n'); n >= 0 {
			end, next = i+n, i+n+1
		}
		line := strings.TrimRight(after[i:min(end, i+16)], " \t")
		if end-i < 16 && (line == fence || fence == "---" && line == "...") {
			return after[:i], after[next:], true
		}
		i = next
	}
	lines := strings.SplitN(after[:min(len(after), 16<<10)], "\n", 101)
	for i, l := range lines {
		if strings.TrimSpace(l) == "" || i == 100 {
			lines = lines[:i]
			break
		}
	}
	return strings.Join(lines, "\n"), "", false
}

// machine is what keys of front matter look like, as opposed to words before a
// colon in prose.
var machine = regexp.MustCompile(`^[a-z][A-Za-z0-9_.-]*$`)

// plausible reports whether fields are front matter: they have a key that is
// known, or all keys look like a program's.
func plausible(fields []field) bool {
	for _, f := range fields {
		if known(f.key) != "" {
			return true
		}
	}
	for _, f := range fields {
		if !machine.MatchString(f.key) {
			return false
		}
	}
	return len(fields) > 0
}

func readYAML(head string) *header {
	if fields, ok := plainYAML(head); ok {
		return &header{fields: fields}
	}
	return readAnyYAML(head)
}

func readAnyYAML(head string) *header {
	h := &header{}
	var doc yaml.Node
	err := yaml.Unmarshal([]byte(head), &doc)
	if err == nil && len(doc.Content) == 1 && doc.Content[0].Kind == yaml.MappingNode {
		w := walker{nodes: maxNodes, bytes: 4*len(head) + 1024}
		h.fields = w.mapping(doc.Content[0], 0)
		if w.nodes > 0 && w.bytes > 0 && !w.deep {
			return h
		}
		h.warnings = append(h.warnings, "the front matter repeats or nests too much: it was read line by line")
	} else if err != nil {
		h.warnings = append(h.warnings, "the front matter is not valid YAML ("+reason(err)+"): it was read line by line")
	}
	h.fields, h.rest = readLines(head)
	return h
}

func readTOML(head string) *header {
	h := &header{}
	var values map[string]any
	if deepest(head) > maxDepth {
		h.warnings = append(h.warnings, "the front matter nests too much: it was read line by line")
	} else if err := toml.Unmarshal([]byte(head), &values); err != nil {
		h.warnings = append(h.warnings, "the front matter is not valid TOML ("+reason(err)+"): it was read line by line")
	} else {
		h.fields = tomlFields(values, head)
		return h
	}
	h.fields, h.rest = readLines(head)
	return h
}

// reason is an error of a parser, short, on one line, without its name.
func reason(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "yaml: "), "toml: ")
	if len(s) > 120 {
		s = s[:120] + "…"
	}
	return s
}

// A walker turns YAML nodes into fields within a budget, since an alias can
// repeat what it stands for without end.
type walker struct {
	nodes, bytes int
	deep         bool
}

func (w *walker) mapping(n *yaml.Node, depth int) []field {
	var fields []field
	for i := 0; i+1 < len(n.Content) && w.nodes > 0; i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		f := w.value(v, depth+1)
		f.key, f.line = k.Value, k.Line
		fields = append(fields, f)
	}
	return fields
}

func (w *walker) value(n *yaml.Node, depth int) (f field) {
	if w.nodes--; w.nodes <= 0 || w.bytes <= 0 {
		return f
	}
	if depth > maxDepth {
		w.deep = true
		return f
	}
	switch n.Kind {
	case yaml.AliasNode:
		return w.value(n.Alias, depth+1)
	case yaml.ScalarNode:
		if n.Tag != "!!null" {
			f.text = n.Value
			w.bytes -= len(n.Value)
		}
	case yaml.SequenceNode:
		f.items = []field{}
		for _, c := range n.Content {
			f.items = append(f.items, w.value(c, depth+1))
		}
	case yaml.MappingNode:
		f.fields = w.mapping(n, depth)
	}
	return f
}
