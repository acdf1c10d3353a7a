package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"despatch/briefs"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 64 << 20

// What is wrong with a file. The errors that Decode returns wrap one of these
// and say in one line, for people, what was found and what to do.
var (
	ErrEmpty    = errors.New("there is no text in it")
	ErrBinary   = errors.New("not a text file")
	ErrTooLarge = errors.New("too large")
	ErrEncoding = errors.New("the encoding is not clear")
	ErrMarking  = errors.New("who may read it is not clear")
)

// stdinName is the path of standard input.
const stdinName = "-"

// ID is the identity of what comes from one source: the first 12 hex digits of
// the SHA-256 of its absolute path, or of "id:" and the id in its front matter.
func ID(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:6])
}

// Decode reads one file into a clean brief without figures. The name says
// where the bytes come from, and its extension how they are read; "-" is
// standard input. It does no I/O. What had to be mended stands in Warnings.
// Added and State are left for the saver.
func Decode(name string, data []byte, opts ...Option) (briefs.Brief, error) {
	return settingsOf(opts).decode(name, data)
}

func (s settings) decode(name string, data []byte) (briefs.Brief, error) {
	var b briefs.Brief
	if len(data) > MaxSize {
		return b, tooLarge(int64(len(data)))
	}
	if kind := kindOf(name, data); kind != "" {
		return b, fmt.Errorf("%w: it is %s", ErrBinary, kind)
	}
	text, warning, err := toUTF8(data)
	if err != nil {
		return b, err
	}
	if warning != "" {
		b.Warnings = append(b.Warnings, warning)
	}
	sum := sha256.Sum256(data)
	b.Hash = hex.EncodeToString(sum[:])
	b.ID, b.Source = ID(name), briefs.CleanLine(name, 0)
	if name == stdinName {
		b.ID, b.Source = ID("stdin:"+b.Hash), "stdin"
	}

	text = briefs.Clean(newlines(text))
	if !hasText(text) {
		return b, fmt.Errorf("%w", ErrEmpty)
	}
	text = strings.TrimLeft(text, "\n")
	var known bool
	b.Format, known = formatOf(name)
	kept := false // Encode wrote it: what was mended in the body is not mended again
	h, body := split(text)
	if h != nil {
		id, err := h.apply(&b, s.markings)
		if err != nil {
			return b, err
		}
		if kept = exported.MatchString(id); kept {
			b.ID = strings.TrimPrefix(id, exportedID)
		} else if id != "" {
			b.ID = ID("id:" + id)
		}
		if !known {
			b.Format = briefs.Markdown
		}
	} else if !known && looksLikeMarkdown(body) {
		b.Format = briefs.Markdown
	}
	made := false // the body has what entities made, which must be cleaned again
	if h != nil && !hasText(body) {
		made = true
		b.Format = briefs.Markdown
		if body = h.body(&b); !hasText(body) {
			body = b.Title
		}
	}
	if b.Format == briefs.Markdown {
		if templated(body) && !kept {
			if plain := untemplate(body); hasText(plain) {
				body, made = plain, true
			}
		}
		var deep bool
		if body, deep = flatten(body); deep {
			b.Warnings = append(b.Warnings, fmt.Sprintf("quotes and lists nested deeper than %d were flattened", maxNesting))
		}
		body = strings.TrimRight(strings.TrimLeft(body, "\n"), " \t\n")
	} else if kept {
		body = strings.TrimSpace(body)
	} else {
		body = paragraphs(body)
	}
	if made {
		body = briefs.Clean(body)
	}
	if b.Body = body; !hasText(b.Body) {
		return b, fmt.Errorf("%w", ErrEmpty)
	}
	if b.Title == "" {
		b.Title = titleOf(&b, name)
	}
	if b.Date.IsZero() {
		b.Date = namedDate(name)
	}
	if h != nil {
		for _, w := range h.warnings {
			b.Warnings = append(b.Warnings, briefs.CleanLine(w, 300))
		}
	}
	b.Lang = language(b.Body, b.Lang)
	b.Words = briefs.Words(b.Body)
	b.Minutes = briefs.Minutes(b.Words, b.Lang)
	b.Size = len(b.Body)
	return b, nil
}

func tooLarge(size int64) error {
	return fmt.Errorf("%w: %d MiB, and %d MiB is the limit", ErrTooLarge, (size+1<<20-1)>>20, MaxSize>>20)
}

// formatOf is the format that a file name tells, if it does.
func formatOf(name string) (briefs.Format, bool) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdx":
		return briefs.Markdown, true
	case ".txt", ".text":
		return briefs.Text, true
	}
	return briefs.Text, false
}

// newlines turns form feeds, vertical tabs and U+0085 into line ends, which
// they are in text; cleaning would drop them and run words together.
func newlines(s string) string {
	if strings.IndexByte(s, 0x0c) < 0 && strings.IndexByte(s, 0x0b) < 0 && !strings.Contains(s, "\u0085") {
		return s
	}
	return strings.NewReplacer("\f", "\n", "\v", "\n", "\u0085", "\n").Replace(s)
}

// hasText reports whether s has anything that draws something.
func hasText(s string) bool {
	return strings.Trim(s, " \t\n\u00a0\u3000\u200c\u200d\ufffd") != ""
}

var markup = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^#{1,6} \S`),
	regexp.MustCompile(`(?m)^(?:=|-){4,}$`),
	regexp.MustCompile("(?m)^(?:```|~~~)"),
	regexp.MustCompile(`(?m)^\|?(?: *:?-{3,}:? *\|)+`),
	regexp.MustCompile(`\[[^\[\]\n]+\]\((?:https?:|mailto:|/|#|\.)[^()\s]*\)`),
	regexp.MustCompile(`(?m)(?:^|[\s(])\*\*[^\s*][^*\n]*\*\*`),
	regexp.MustCompile(`(?m)^> \S`),
	regexp.MustCompile(`(?m)^[-*+] \S.*\n[-*+] \S`),
}

// looksLikeMarkdown reports whether a text of unknown kind has two sorts of
// Markdown in it, or starts with a heading.
func looksLikeMarkdown(s string) bool {
	s = s[:min(len(s), 16<<10)]
	if strings.HasPrefix(s, "# ") {
		return true
	}
	n := 0
	for _, re := range markup {
		if re.MatchString(s) {
			n++
		}
	}
	return n >= 2
}

var dated = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[-_. ]|$)`)

// namedDate is the day that a file name starts with, as those of site
// generators do: 2023-06-27-title.md.
func namedDate(name string) time.Time {
	m := dated.FindString(filepath.Base(name))
	if m == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, m[:10])
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}
