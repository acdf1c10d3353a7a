package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
)

// body makes a text of front matter that has all of it: each long value under
// its key as a heading, then the short ones as a list. It sets the title where
// no key stated one.
func (h *header) body(b *briefs.Brief) string {
	var long, list strings.Builder
	for i := range h.fields {
		f := &h.fields[i]
		if role := known(f.key); role != "" && role != "tags" && role != "from" {
			continue
		}
		text := reduce(f.prose(0))
		switch {
		case text == "" || text == "true" || text == "false":
			continue
		case strings.Contains(text, "\n") || len(strings.Fields(text)) > 12 || columns(text) > titleWidth:
			long.WriteString("## " + label(f.key) + "\n\n" + text + "\n\n")
		default:
			list.WriteString("- " + label(f.key) + ": " + text + "\n")
		}
	}
	if b.Title == "" {
		b.Title = h.title()
	}
	if long.Len() > 0 && list.Len() > 0 {
		long.WriteString("***\n\n")
	}
	return long.String() + list.String()
}

// title is a value that reads like a title: of a key that ends in title or
// name, else the first of three words or more.
func (h *header) title() string {
	best, rank := "", 0
	for i := range h.fields {
		f := &h.fields[i]
		text := briefs.CleanLine(reduce(f.text), maxTitle)
		if n := columns(text); n > lineWidth || len(strings.Fields(text)) < 3 && utf8.RuneCountInString(text) == n {
			continue
		}
		r := 1
		switch key := canonical(f.key); {
		case strings.HasSuffix(key, "title"):
			r = 3
		case strings.HasSuffix(key, "name"):
			r = 2
		}
		if r > rank {
			best, rank = text, r
		}
	}
	return best
}

// label is a key as words: "national_indicator_description" is "National
// indicator description".
func label(key string) string {
	key = briefs.CleanLine(strings.NewReplacer("_", " ", "-", " ").Replace(key), maxTag)
	r, n := utf8.DecodeRuneInString(key)
	if n == 0 {
		return "—"
	}
	return string(unicode.ToUpper(r)) + key[n:]
}

// prose is all text of a field: lists as lists, fields of its own by name.
func (f *field) prose(depth int) string {
	if depth > maxDepth {
		return ""
	}
	if f.text != "" {
		return strings.TrimSpace(f.text)
	}
	var parts []string
	short := true
	for i := range f.items {
		if p := f.items[i].prose(depth + 1); p != "" {
			parts = append(parts, p)
			short = short && len(p) < 60 && !strings.Contains(p, "\n")
		}
	}
	if short && len(f.fields) == 0 {
		return strings.Join(parts, ", ")
	}
	for i := range f.fields {
		if p := f.fields[i].prose(depth + 1); p != "" {
			parts = append(parts, label(f.fields[i].key)+": "+p)
		}
	}
	return strings.Join(parts, "\n\n")
}
