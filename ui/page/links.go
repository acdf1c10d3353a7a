package page

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"despatch/briefs"
)

// maxTarget is how long a link's target may be, in bytes.
const maxTarget = 2000

// targetOf is a link's destination as it is shown and copied: entities
// decoded, clean, without white space.
func targetOf(destination string) string {
	if strings.IndexByte(destination, '&') >= 0 {
		var b strings.Builder
		for i := 0; i < len(destination); {
			if n, text := entity(destination[i:]); destination[i] == '&' && n > 0 {
				b.WriteString(text)
				i += n
				continue
			}
			b.WriteByte(destination[i])
			i++
		}
		destination = b.String()
	}
	return strings.ReplaceAll(briefs.CleanLine(destination, maxTarget), " ", "%20")
}

// hostToShow is what is shown behind a link: the host that it leads to where
// its text names another one, or the scheme where it is one that a reader would
// not expect. "" is nothing.
func hostToShow(shown, target string) string {
	if target == "" {
		return ""
	}
	scheme, host := destinationOf(target)
	switch scheme {
	case "", "http", "https", "ftp", "mailto":
	case "tel", "sms":
		return ""
	default:
		return briefs.CleanLine(scheme, 20) + ":"
	}
	named := hostIn(shown)
	if named == "" || host == "" || sameHost(named, host) {
		return ""
	}
	return briefs.CleanLine(host, 80)
}

// destinationOf is the scheme and the host of a target, in ASCII and lower
// case, as a browser would read them.
func destinationOf(target string) (scheme, host string) {
	target = strings.ReplaceAll(target, `\`, "/")
	if i := strings.IndexAny(target, ":/?#"); i > 0 && target[i] == ':' {
		scheme, target = strings.ToLower(target[:i]), target[i+1:]
	}
	switch {
	case scheme == "mailto":
		target, _, _ = strings.Cut(target, "?")
		_, host, _ = strings.Cut(target, "@")
	case strings.HasPrefix(target, "//") || scheme == "http" || scheme == "https":
		host = strings.TrimLeft(target, "/")
		if i := strings.IndexAny(host, "/?#"); i >= 0 {
			host = host[:i]
		}
		if i := strings.LastIndexByte(host, '@'); i >= 0 {
			host = host[i+1:]
		}
		if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
			host = host[:i]
		}
	}
	if u, err := url.PathUnescape(host); err == nil {
		host = u
	}
	return scheme, plainHost(host)
}

// plainHost is a host in the form that tells letters of one script from those
// of another that look alike.
func plainHost(host string) string {
	host = strings.Trim(strings.ToLower(host), ".")
	if ascii(host) {
		return host
	}
	if a, err := idna.Punycode.ToASCII(host); err == nil {
		return a
	}
	return host
}

// hostIn is the first host that a text names, or "".
func hostIn(shown string) string {
	for _, word := range strings.FieldsFunc(shown, func(r rune) bool {
		return r != '.' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		word = strings.Trim(word, ".-")
		dot := strings.LastIndexByte(word, '.')
		if dot <= 0 || han(rune(firstRune(word))) {
			continue
		}
		last := strings.ToLower(word[dot+1:])
		if len(last) < 2 || strings.ContainsFunc(last, func(r rune) bool { return !unicode.IsLetter(r) }) || fileEnding[last] {
			continue
		}
		return plainHost(word)
	}
	return ""
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// fileEnding are ends of file names, which look like hosts.
var fileEnding = func() map[string]bool {
	m := map[string]bool{}
	for e := range strings.FieldsSeq("pdf doc docx xls xlsx ppt pptx odt ods csv txt md htm html xml json zip png jpg jpeg gif svg mp3 mp4 js ts py rb go css yml yaml") {
		m[e] = true
	}
	return m
}()

// sameHost reports whether a text that names one host may lead to another: the
// same, or one under it.
func sameHost(named, host string) bool {
	named, host = strings.TrimPrefix(named, "www."), strings.TrimPrefix(host, "www.")
	return named == host || strings.HasSuffix(host, "."+named)
}
