package importer

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"despatch/briefs"
)

// Limits on what a head holds, in bytes and in number.
const (
	maxTitle = 300
	maxFrom  = 200
	maxTag   = 80
	maxLink  = 2048
	maxTags  = 40
)

// keys are the keys of front matter that are understood, by what they say.
// What comes first in a list wins over what comes later.
var keys = map[string][]string{
	"id":      {"id", "uid", "guid"},
	"title":   {"title", "headline", "subject", "标题", "標題", "题目", "主题"},
	"from":    {"from", "agency", "office", "organisation", "organization", "department", "issuer", "source", "publisher", "author", "authors", "byline", "来源", "發布機構", "发布机构", "发文机关", "发文机构", "作者", "单位"},
	"date":    {"date", "published", "publishdate", "publish_date", "published_at", "pubdate", "date_published", "issued", "created", "发布日期", "發布日期", "发布时间", "日期", "成文日期", "印发日期", "时间"},
	"due":     {"due", "due_date", "deadline", "needed_by", "截止日期", "截止时间", "截止"},
	"lang":    {"lang", "language", "locale", "语言"},
	"tags":    {"tags", "tag", "keywords", "keyword", "categories", "category", "topics", "topic", "subjects", "关键词", "標籤", "标签", "主题词", "分类"},
	"link":    {"link", "url", "canonical", "canonical_url", "source_url", "original", "原文链接", "链接", "网址"},
	"marking": {"marking"},
	"groups":  {"groups", "group"},
	"origin":  {"despatch_source"},
	"added":   {"despatch_added"},
}

// roles says what each key is for, and how early it stands in its list.
var roles, places = func() (map[string]string, map[string]int) {
	roles, places := map[string]string{}, map[string]int{}
	for role, names := range keys {
		for i, n := range names {
			roles[n], places[n] = role, i
		}
	}
	return roles, places
}()

// known is what a key of front matter is for, or "".
func known(key string) string { return roles[canonical(key)] }

func canonical(key string) string {
	return underscored.Replace(strings.ToLower(strings.TrimSpace(key)))
}

var (
	underscored = strings.NewReplacer("-", "_", " ", "_")
	dashed      = strings.NewReplacer("_", "-", ".", "-")
)

// apply fills a brief's head from front matter. The id that it states, if any,
// is returned. markings are the names of the markings. The error wraps ErrMarking: a file whose readers cannot be told
// is not imported.
func (h *header) apply(b *briefs.Brief, markings []string) (id string, err error) {
	best := map[string]*field{}
	seen := map[string]bool{}
	for i := range h.fields {
		f := &h.fields[i]
		key := canonical(f.key)
		if seen[key] {
			switch known(key) {
			case "marking", "groups":
				return "", fmt.Errorf("%w: %q stands twice in the front matter", ErrMarking, f.key)
			}
			h.warn("%q stands twice in the front matter: the last was read", clip(f.key))
		}
		seen[key] = true
		role := roles[key]
		old := best[role]
		if role == "" || f.empty() && role != "marking" && role != "groups" {
			continue
		}
		if old == nil || places[key] <= places[canonical(old.key)] {
			best[role] = f
		}
	}
	text := func(role string, limit int) string {
		if f := best[role]; f != nil {
			return briefs.CleanLine(html.UnescapeString(strings.Join(f.words(), ", ")), limit)
		}
		return ""
	}
	b.Title = text("title", maxTitle)
	if b.From = text("from", maxFrom); b.From == "admin" {
		b.From = ""
	}
	b.Lang = primary(text("lang", 40))
	if s := text("date", 100); s != "" {
		m, ok := parseDate(s)
		if b.Date = m.day(); !ok {
			h.warn("the date %q is not clear", s)
		}
	}
	if s := text("due", 100); s != "" {
		m, ok := parseDate(s)
		if b.Due = m.instant(); !ok {
			h.warn("the due date %q is not clear", s)
		}
	}
	if s := text("link", maxLink+1); s != "" {
		if b.Link = link(s); b.Link == "" {
			h.warn("the link %q was dropped: only whole http, https and mailto addresses are kept", clip(s))
		}
	}
	if s := text("origin", 0); s != "" {
		b.Source = s
	}
	if s := text("added", 100); s != "" {
		m, _ := parseDate(s)
		b.Added = m.instant()
	}
	h.tags(b)
	if f := best["groups"]; f != nil {
		b.Groups = names(f.words())
		if len(b.Groups) == 0 && !f.empty() {
			return "", fmt.Errorf("%w: the groups in the front matter cannot be read", ErrMarking)
		}
	}
	if f := best["marking"]; f != nil {
		n, ok := briefs.ParseMarking(markings, f.text)
		if !ok || f.items != nil || f.fields != nil {
			return "", unknownMarking(strings.Join(f.words(), ", "), markings)
		}
		b.Marking = n
	}
	if f := best["id"]; f != nil && len(f.text) <= maxTitle {
		id = strings.TrimSpace(f.text)
	}
	return id, nil
}

// unknownMarking says that a marking is none of those that there are.
func unknownMarking(s string, markings []string) error {
	s = briefs.CleanLine(s, 40)
	if len(markings) == 0 {
		return fmt.Errorf("%w: the marking in the front matter is %q, and must be a number from 0 or one of the markings in the configuration, which has none", ErrMarking, s)
	}
	return fmt.Errorf("%w: the marking in the front matter is %q, and must be one of %s", ErrMarking, s, briefs.CleanLine(strings.Join(markings, ", "), 200))
}

// tags gathers the keywords of all keys that hold some.
func (h *header) tags(b *briefs.Brief) {
	var words []string
	for i := range h.fields {
		if f := &h.fields[i]; known(f.key) == "tags" {
			words = append(words, f.words()...)
		}
	}
	b.Tags = names(words)
	if len(b.Tags) > maxTags {
		h.warn("%d tags: the first %d were kept", len(b.Tags), maxTags)
		b.Tags = b.Tags[:maxTags]
	}
}

// names cleans words, parts them at commas, and drops what is empty or there
// already.
func names(words []string) []string {
	var out []string
	for _, w := range words {
		for _, n := range strings.FieldsFunc(html.UnescapeString(w), func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
			if n = briefs.CleanLine(n, maxTag); n != "" && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (h *header) warn(format string, args ...any) {
	h.warnings = append(h.warnings, fmt.Sprintf(format, args...))
}

// clip shortens what a warning quotes.
func clip(s string) string { return briefs.CleanLine(s, 80) }

// empty reports whether a field says nothing.
func (f *field) empty() bool {
	return strings.TrimSpace(f.text) == "" && len(f.items) == 0 && len(f.fields) == 0
}

// words are the texts of a field: its own, those of its list, and of a mapping
// its name.
func (f *field) words() []string {
	if f.text != "" {
		return []string{f.text}
	}
	var out []string
	for i := range f.items {
		out = append(out, f.items[i].words()...)
	}
	for i := range f.fields {
		switch canonical(f.fields[i].key) {
		case "name", "title", "label", "text", "名称":
			return append(out, f.fields[i].words()...)
		}
	}
	return out
}

// link is s when it is an address that may be shown and copied, else "".
func link(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > maxLink || strings.ContainsAny(s, " <>\"") {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	return s
}

var tag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_.][A-Za-z0-9-_.]*)?$`)

// primary is the language of a tag after BCP 47: "zh" for "zh-CN". The English
// and own names of the most common languages are understood too.
func primary(s string) string {
	switch strings.ToLower(s) {
	case "english":
		return "en"
	case "chinese", "中文", "简体中文", "繁體中文", "汉语":
		return "zh"
	case "french", "français":
		return "fr"
	case "spanish", "español":
		return "es"
	}
	if !tag.MatchString(s) {
		return ""
	}
	s, _, _ = strings.Cut(dashed.Replace(strings.ToLower(s)), "-")
	switch s {
	case "eng":
		return "en"
	case "zho", "chi", "cmn", "cn":
		return "zh"
	}
	return s
}
