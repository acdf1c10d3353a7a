package importer

import (
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

// titleWidth is how long a title that is cut from running text may be, and
// lineWidth how long a first line may be that is taken whole, in columns.
const (
	titleWidth = 120
	lineWidth  = 200
)

// titleOf finds a title in a body: its first heading, else its first line or
// sentence, else the name of its file.
func titleOf(b *briefs.Brief, name string) string {
	head := b.Body[:min(len(b.Body), 32<<10)]
	if len(head) < len(b.Body) {
		if i := strings.LastIndexByte(head, '\n'); i > 0 {
			head = head[:i]
		}
	}
	title := ""
	if b.Format == briefs.Markdown {
		title = markdownTitle(head)
	} else {
		title = textTitle(head)
	}
	if title = briefs.CleanLine(title, maxTitle); title != "" {
		return title
	}
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	if name == stdinName {
		base = ""
	}
	if title = briefs.CleanLine(base, maxTitle); title != "" {
		return title
	}
	return "Untitled"
}

func markdownTitle(head string) string {
	var first string
	for _, block := range briefs.Blocks(head, briefs.Markdown) {
		text := head[block.Start:block.End]
		switch block.Kind {
		case briefs.HeadingBlock:
			if t := plain(heading(text)); t != "" {
				return t
			}
		case briefs.ParagraphBlock, briefs.QuoteBlock, briefs.ListBlock, briefs.TableBlock, briefs.HTMLBlock:
			if first == "" {
				text, _, _ = strings.Cut(text[marksOf(text).end:], "\n\n")
				if block.Kind == briefs.TableBlock {
					text, _, _ = strings.Cut(text, "\n")
					text = strings.ReplaceAll(text, "|", " ")
				}
				first = plain(text)
			}
		}
	}
	if columns(first) > lineWidth {
		return beginning(first)
	}
	return first
}

// heading is the text of an ATX or setext heading.
func heading(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "#") {
		s = strings.TrimSpace(strings.TrimLeft(s, "#"))
		if t := strings.TrimRight(s, "#"); t == "" || strings.HasSuffix(t, " ") {
			s = t
		}
		return s
	}
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	return s
}

var (
	links    = regexp.MustCompile(`!?\[((?:[^\[\]\\]|\\.)*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+(?:"[^"]*"|'[^']*'))?\)|\[[^\]]*\])`)
	tags     = regexp.MustCompile(`</?[A-Za-z][^<>]*>|<!--.*?-->`)
	anchors  = regexp.MustCompile(`\s*\{[#:.][^{}]*\}\s*$`)
	emphasis = regexp.MustCompile("(\\*\\*\\*|\\*\\*|\\*|___|__|_|~~|`+)([^\\s*_~`](?:[^*`]*?[^\\s*~`])??)(\\*\\*\\*|\\*\\*|\\*|___|__|_|~~|`+)")
	escaped  = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
)

// plain is Markdown of one line as its text: links, emphasis, code, tags and
// entities resolved.
func plain(s string) string {
	s = anchors.ReplaceAllString(s, "")
	for range 3 {
		t := links.ReplaceAllString(s, "$1")
		if t == s {
			break
		}
		s = t
	}
	s = tags.ReplaceAllString(s, "")
	s = unemphasise(s)
	s = escaped.ReplaceAllString(s, "$1")
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}

// unemphasise drops pairs of emphasis marks, but not underscores inside words.
func unemphasise(s string) string {
	for range 3 {
		at, changed := 0, false
		var b strings.Builder
		for at < len(s) {
			m := emphasis.FindStringSubmatchIndex(s[at:])
			if m == nil {
				break
			}
			open, close := s[at+m[2]:at+m[3]], s[at+m[6]:at+m[7]]
			inside := open[0] == '_' && (at+m[0] > 0 && wordByte(s[at+m[0]-1]) || at+m[1] < len(s) && wordByte(s[at+m[1]]))
			if open != close || inside {
				b.WriteString(s[at : at+m[3]])
				at += m[3]
				continue
			}
			b.WriteString(s[at : at+m[0]])
			b.WriteString(s[at+m[4] : at+m[5]])
			at += m[1]
			changed = true
		}
		b.WriteString(s[at:])
		if s = b.String(); !changed {
			break
		}
	}
	return s
}

func wordByte(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// chrome are the lines that web pages leave at the top of copied text.
var chrome = map[string]bool{
	"latest news": true, "topics": true, "latest": true, "news": true, "print": true, "share": true, "home": true, "menu": true,
	"for immediate release": true, "news release": true, "press release": true, "print this page": true, "email this page": true,
	"下载": true, "打印": true, "全屏": true, "收藏": true, "加大": true, "还原": true, "减小": true, "】": true, "【": true,
	"【字号：": true, "字号：": true, "大": true, "中": true, "小": true, "分享": true, "关闭": true, "首页": true, "返回": true, "分享到": true,
}

// textTitle is the first line of a plain text that says something, or its
// beginning where that line is a paragraph.
func textTitle(head string) string {
	first := ""
	for line := range strings.SplitSeq(head, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" || strings.Trim(line, "=-_*#~.·—– ") == "" {
			continue
		}
		if first == "" {
			first = line
		}
		if !chrome[strings.ToLower(line)] {
			first = line
			break
		}
	}
	if columns(first) > lineWidth {
		return beginning(first)
	}
	return first
}

// beginning is the first sentence of s where it is short, else what fits of
// it, cut after a word.
func beginning(s string) string {
	width, space := 0, 0
	for i, r := range s {
		if width += wide(r); width > titleWidth {
			if space == 0 {
				space = i
			}
			return strings.TrimRight(s[:space], " ,;:，、；：") + "…"
		}
		switch r {
		case '。', '！', '？':
			if width > 20 {
				return s[:i+len(string(r))]
			}
		case ' ':
			if width > 40 && i > 0 && strings.IndexByte(".!?", s[i-1]) >= 0 && !initial(s[:i]) {
				return s[:i]
			}
			space = i
		default:
			if r >= 0x2e80 {
				space = i
			}
		}
	}
	return s
}

// initial reports whether s ends with a short form: an initial, "Mr.", "U.S.".
func initial(s string) bool {
	word := s[strings.LastIndexByte(s, ' ')+1:]
	return len(word) <= 4 || strings.Count(word, ".") > 1
}

// columns is about how many columns of a terminal s takes; the page measures
// exactly.
func columns(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < 0x80 {
			n++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		n += wide(r)
		i += size
	}
	return n
}

func wide(r rune) int {
	if r >= 0x1100 && (r < 0x1160 || r >= 0x2e80 && r < 0xfb00 || r >= 0xfe30 && r < 0xfe70 || r >= 0xff00 && r < 0xff61 || r >= 0x1f300 && r < 0x1fb00 || r >= 0x20000 && r < 0x40000) {
		return 2
	}
	return 1
}
