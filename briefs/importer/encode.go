package importer

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"despatch/briefs"
)

// exportedID is what the id in the front matter of an exported brief starts
// with; the ID itself follows.
const exportedID = "despatch:"

var exported = regexp.MustCompile(`^` + exportedID + `[0-9a-f]{12}$`)

// Encode is a brief as a file that Decode makes the same brief of: its text
// behind front matter. What can be read out of the text again is not in it, nor
// are the state of a reader and warnings. markings are the names of the
// markings.
func Encode(b *briefs.Brief, markings []string) []byte {
	var out bytes.Buffer
	out.WriteString("---\n")
	field := func(key, value string) {
		if value != "" {
			out.WriteString(key + ": " + quote(value) + "\n")
		}
	}
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		all := make([]string, len(values))
		for i, v := range values {
			all[i] = quote(v)
		}
		out.WriteString(key + ": [" + strings.Join(all, ", ") + "]\n")
	}
	field("id", exportedID+b.ID)
	field("title", b.Title)
	field("from", b.From)
	if !b.Date.IsZero() {
		field("date", b.Date.UTC().Format(time.DateOnly))
	}
	if !b.Due.IsZero() {
		field("due", b.Due.UTC().Format(time.RFC3339Nano))
	}
	field("lang", b.Lang)
	list("tags", b.Tags)
	field("link", b.Link)
	field("marking", briefs.MarkingName(markings, b.Marking))
	list("groups", b.Groups)
	field("despatch_source", b.Source)
	if !b.Added.IsZero() {
		field("despatch_added", b.Added.UTC().Format(time.RFC3339Nano))
	}
	out.WriteString("---\n\n")
	out.WriteString(b.Body)
	out.WriteString("\n")
	return out.Bytes()
}

// quote is a text as a string of JSON, which YAML reads too. Decode reads
// entities in it.
func quote(s string) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(strings.ReplaceAll(s, "&", "&amp;")); err != nil {
		panic(err) // a string always has a form in JSON
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// Extension is the end of the name of a file that is read as that format.
func Extension(f briefs.Format) string {
	if f == briefs.Text {
		return ".txt"
	}
	return ".md"
}
