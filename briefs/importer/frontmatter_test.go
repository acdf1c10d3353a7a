package importer

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

func decode(t *testing.T, name, text string) briefs.Brief {
	t.Helper()
	b, err := Decode(name, []byte(text))
	if err != nil {
		t.Fatalf("%s: %v in %q", name, err, text)
	}
	return b
}

func TestFrontMatter(t *testing.T) {
	b := decode(t, "a.md", `---
title: "Rail freight: a year on"
agency: Ministry of Transport
date: 2025-06-03 10:00:10 -0400
due: 2025-06-10
lang: en-GB
tags: [rail, freight]
keywords: budget, rail
canonical: https://example.org/rail?a=1
marking: 2
groups:
  - transport
  - treasury
id: rail-2025
---

Body.
`)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	if b.Title != "Rail freight: a year on" || b.From != "Ministry of Transport" || b.Lang != "en" ||
		!b.Date.Equal(day(2025, 6, 3)) || !b.Due.Equal(day(2025, 6, 10)) ||
		!slices.Equal(b.Tags, []string{"rail", "freight", "budget"}) || b.Link != "https://example.org/rail?a=1" ||
		b.Marking != 2 || !slices.Equal(b.Groups, []string{"transport", "treasury"}) || b.ID != ID("id:rail-2025") {
		t.Errorf("head %+v", b.Head)
	}
	if b.Body != "Body." || b.Format != briefs.Markdown || len(b.Warnings) != 0 {
		t.Errorf("body %q, %s, warnings %q", b.Body, b.Format, b.Warnings)
	}
}

func TestFrontMatterForms(t *testing.T) {
	for name, c := range map[string]struct{ in, title, from, date, body, warning string }{
		"TOML":           {"+++\ntitle = \"Accounts\"\nauthor = \"Audit Office\"\ndate = 2024-05-06T07:08:09Z\n[extra]\nx = 1\n+++\nBody.", "Accounts", "Audit Office", "2024-05-06", "Body.", ""},
		"TOML broken":    {"+++\ntitle = \"Accounts\"\ntitle = \"Again\"\ndate = 2024-05-06\n+++\nBody.", "Again", "", "2024-05-06", "Body.", "not valid TOML"},
		"Chinese":        {"---\n标题: 关于就业的通知\n来源: 人社厅\n发布日期: 2024年3月5日\n---\n正文。", "关于就业的通知", "人社厅", "2024-03-05", "正文。", ""},
		"mark before":    {"\ufeff---\ntitle: Accounts\n---\nBody.", "Accounts", "", "", "Body.", ""},
		"CRLF":           {"---\r\ntitle: Accounts\r\n---\r\nBody.\r\n", "Accounts", "", "", "Body.", ""},
		"dots":           {"---\ntitle: Accounts\n...\nBody.", "Accounts", "", "", "Body.", ""},
		"key twice":      {"---\ntitle: First\ntitle: Second\n---\nBody.", "Second", "", "", "Body.", `"title" stands twice`},
		"empty key":      {"---\nsource: \"\"\nauthors:\n  - Ana\n  - name: Ben\n---\nBody.", "Body.", "Ana, Ben", "", "Body.", ""},
		"bare colon":     {"---\ntitle: Rail: a year on\ndate: 2024-05-06\n---\nBody.", "Rail: a year on", "", "2024-05-06", "Body.", "not valid YAML"},
		"tab":            {"---\ntitle: Rail\ntags:\n\t- a\n---\nBody.", "Rail", "", "", "Body.", "not valid YAML"},
		"fence forgot":   {"---\ntitle: Rail\n\nThe text starts here, and: goes on.\n\nMore of it.\n\n---\n\nThe end.", "Rail", "", "", "The text starts here, and: goes on.\n\nMore of it.\n\n\nThe end.", "shown as text"},
		"never closed":   {"---\ntitle: Rail\ndate: 2024-05-06\n\nThe text.", "Rail", "", "2024-05-06", "---\ntitle: Rail\ndate: 2024-05-06\n\nThe text.", "never closed"},
		"two rules":      {"---\n\nNote: the text is not final.\n\n---\n\nMore.", "Note: the text is not final.", "", "", "---\n\nNote: the text is not final.\n\n---\n\nMore.", ""},
		"rule only":      {"---\n\nOne text.", "One text.", "", "", "---\n\nOne text.", ""},
		"unclear date":   {"---\ntitle: A\ndate: 04/05/2024\n---\nBody.", "A", "", "", "Body.", `"04/05/2024" is not clear`},
		"escape":         {"---\ntitle: \"A\\x1b[31mB\\e]0;x\\a\\u202e C\"\nauthor: \"X\\u009b1mY\"\n---\nBody.", "AB C", "XY", "", "Body.", ""},
		"entities":       {"---\ntitle: Minister&#8217;s &quot;plan&quot; &#27;[2J\n---\nBody.", "Minister’s \"plan\"", "", "", "Body.", ""},
		"folded":         {"---\ntitle: >-\n  A title\n  of two lines\n---\nBody.", "A title of two lines", "", "", "Body.", ""},
		"quoted, broken": {"---\ntitle: Debt\nbad:\t\n  - a\n b: c\nsummary: \"It goes\non and\non\"\ndate: 2016-05-19\n---\nBody.", "Debt", "", "2016-05-19", "Body.", "not valid YAML"},
		"title only":     {"---\ntitle: Only a title\n---\n", "Only a title", "", "", "Only a title", ""},
		"nothing":        {"---\n---\nBody.", "Body.", "", "", "Body.", ""},
		"anchor":         {"---\ntitle: &t Plan\ndeck: *t\nauthor: *t\n---\nBody.", "Plan", "Plan", "", "Body.", ""},
		"deep":           {"---\ntitle: Plan\nx: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n---\nBody.", "Plan", "", "", "Body.", "nests too much"},
		"long title":     {"---\ntitle: " + strings.Repeat("数", 200) + "\n---\nBody.", strings.Repeat("数", 99) + "…", "", "", "Body.", ""},
	} {
		b := decode(t, "a.md", c.in)
		date := ""
		if !b.Date.IsZero() {
			date = b.Date.Format(time.DateOnly)
		}
		if b.Title != c.title || b.From != c.from || date != c.date || b.Body != c.body {
			t.Errorf("%s: title %q from %q date %q body %q", name, b.Title, b.From, date, b.Body)
		}
		if got := strings.Join(b.Warnings, "; "); !strings.Contains(got, c.warning) || c.warning == "" && got != "" {
			t.Errorf("%s: warnings %q, want %q", name, got, c.warning)
		}
	}
}

// An alias that is repeated must not make a text of gigabytes.
func TestAliasBomb(t *testing.T) {
	var s strings.Builder
	s.WriteString("---\na0: &a0 " + strings.Repeat("ha ", 1000) + "\n")
	for i := range 20 {
		n := string(rune('a' + i))
		p := string(rune('a' + i - 1))
		if i == 0 {
			p = "a0"
		}
		s.WriteString(n + ": &" + n + " [" + strings.Repeat("*"+p+", ", 20) + "]\n")
	}
	s.WriteString("---\n")
	// Followed to the end it would be 20²⁰ times 3,000 bytes: no machine would
	// come back from it.
	b := decode(t, "a.md", s.String())
	if len(b.Body) > 100_000 {
		t.Errorf("%d bytes", len(b.Body))
	}
	if !strings.Contains(strings.Join(b.Warnings, " "), "too much") {
		t.Errorf("warnings %q", b.Warnings)
	}
}

// Who may read a brief is never guessed.
func TestMarking(t *testing.T) {
	for _, in := range []string{
		"marking: secret", "marking: -1", "marking: 1.5", "marking: [3]", "marking:", "marking: 1\nmarking: 0",
		"groups: {a: b}", "groups: [a]\ngroups: []", "groups: [\"\\u200b\"]", "marking: 99999999999999999999",
	} {
		b, err := Decode("a.md", []byte("---\ntitle: A\n"+in+"\n---\nBody."))
		if !errors.Is(err, ErrMarking) {
			t.Errorf("%q: marking %d groups %q, %v; want ErrMarking", in, b.Marking, b.Groups, err)
		}
	}
	for in, want := range map[string]int{"marking: 3": 3, "marking: \"2\"": 2, "title: x: y\nmarking: 2": 2} {
		if b := decode(t, "a.md", "---\n"+in+"\n---\nBody."); b.Marking != want {
			t.Errorf("%q: marking %d, want %d", in, b.Marking, want)
		}
	}
	if b := decode(t, "a.md", "---\nmarking: 3\ngroups: a, b\n\nNever closed."); b.Marking != 3 || len(b.Groups) != 2 {
		t.Errorf("never closed: marking %d, groups %q", b.Marking, b.Groups)
	}
	if b := decode(t, "a.txt", "---\nmarking: 3\n---\nText."); b.Marking != 3 || b.Body != "Text." {
		t.Errorf("plain text: marking %d, body %q", b.Marking, b.Body)
	}
}

func TestLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
		"mailto:press@example.org":    "mailto:press@example.org",
		"javascript:alert(1)":         "",
		"/blog/post":                  "",
		"file:///etc/passwd":          "",
		"http://":                     "",
		"https://a b":                 "",
	} {
		b := decode(t, "a.md", "---\ntitle: A\nlink: \""+in+"\"\n---\nBody.")
		if b.Link != want || (want == "") != (len(b.Warnings) == 1) {
			t.Errorf("%q: link %q, warnings %q", in, b.Link, b.Warnings)
		}
	}
}

// Some offices keep the whole text in the front matter.
func TestTextInFrontMatter(t *testing.T) {
	b := decode(t, "12-1.md", `---
target_name: global.12-1-title
graph_title: Households with recycling, by region
show_map: false
definition: >-
  <p>A household counts when it <b>recycled</b> in the week before.&nbsp;See <a href="https://example.org/x">the
  rules</a>.</p><ul><li>glass</li><li>paper</li></ul><script>alert(1)</script>
unit: per cent
regions: [North, South]
---`)
	want := "## Definition\n\nA household counts when it **recycled** in the week before.\u00a0See [the rules](https://example.org/x).\n\n- glass\n- paper\n\n" +
		"***\n\n- Target name: global.12-1-title\n- Graph title: Households with recycling, by region\n- Unit: per cent\n- Regions: North, South"
	if b.Body != want {
		t.Errorf("body %q\nwant %q", b.Body, want)
	}
	if b.Title != "Households with recycling, by region" {
		t.Errorf("title %q", b.Title)
	}
	if b = decode(t, "a.md", "---\nnote: \"&#27;]0;x&#7; a\"\nlong: \"<p>&#x1b;[31m one two three four five six seven eight nine ten eleven twelve thirteen</p>\"\n---\n"); briefs.Clean(b.Body) != b.Body {
		t.Errorf("entities made controls: %q", b.Body)
	}
}
