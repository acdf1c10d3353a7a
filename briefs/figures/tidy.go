package figures

import (
	"strings"
)

// maxMeasure is how long a measure may be, in bytes, before it is cut at the
// end of a phrase: a panel is narrow.
const maxMeasure = 80

// tidy puts a measure on one line without marks, and cuts it at the end of a
// phrase when it is long.
func (r *reader) tidy(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if len(s) <= maxMeasure {
		if ok, blank := plainPhrase(s); ok {
			if !blank && idleWord(s) {
				return ""
			}
			return s
		}
	}
	if strings.ContainsAny(s, "\n\t*`[]_") || strings.Contains(s, "  ") {
		s = plainText(s)
	}
	if strings.Contains(s, "//") {
		s = strings.TrimSpace(s[strings.LastIndexByte(s, ')')+1:])
		if strings.Contains(s, "//") {
			return ""
		}
	}
	if !strings.Contains(s, " ") && idleWord(s) {
		return ""
	}
	s = strings.TrimRight(s, " ,;:.-–(")
	if strings.Count(s, "\"") == 1 {
		s = strings.TrimSpace(strings.ReplaceAll(s, "\"", ""))
	}
	if strings.Count(s, "“") != strings.Count(s, "”") {
		s = strings.NewReplacer("“", "", "”", "").Replace(s)
	}
	if len(s) > maxMeasure {
		s = cutPhrase(s)
	}
	return s
}

// plainPhrase reports whether nothing is to be tidied in a phrase, and whether
// it has a blank.
func plainPhrase(s string) (ok, blank bool) {
	for i := 0; i < len(s); i++ {
		switch tidyBytes[s[i]] {
		case tidyWork:
			return false, false
		case tidyBlank:
			if s[i-1] == ' ' {
				return false, false
			}
			blank = true
		}
	}
	return tidyBytes[s[len(s)-1]] == tidyLetter, blank
}

// tidyBytes says what a byte means to plainPhrase.
var tidyBytes = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case isLetter(byte(c)) || isDigit(byte(c)) || c >= 0xE4 && c <= 0xE9 || c >= 0x80 && c < 0xC0: // of Han, or after a byte that is work
			t[c] = tidyLetter
		case c == ' ':
			t[c] = tidyBlank
		case c == ',' || c == '-' || c == '\'' || c == '.' || c == '&':
			t[c] = tidyInside
		}
	}
	return
}()

const (
	tidyWork = iota // a mark, or a character of more than one byte
	tidyLetter
	tidyBlank
	tidyInside // only inside
)

// plainText drops Markdown marks and link targets and joins lines.
func plainText(s string) string {
	var b strings.Builder
	space := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isSpace(c):
			space = b.Len() > 0
			continue
		case c == '*' || c == '`' || c == '[' || c == '_' && (i == 0 || !isLetter(s[i-1])):
			continue
		case c == ']':
			if i+1 < len(s) && s[i+1] == '(' {
				if k := strings.IndexByte(s[i:], ')'); k >= 0 {
					i += k
				} else {
					i = len(s)
				}
			}
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteByte(c)
	}
	return b.String()
}

// cutPhrase cuts a long measure before a preposition, a comma or a conjunction,
// else at a word, within maxMeasure bytes.
func cutPhrase(s string) string {
	best := 0
	for i := 1; i < len(s) && i <= maxMeasure; i++ {
		if s[i] != ' ' && s[i] != ',' {
			continue
		}
		rest := strings.TrimLeft(s[i:], ", ")
		word, _, _ := strings.Cut(rest, " ")
		switch {
		case s[i] == ',':
			best = i
		default:
			switch word {
			case "above", "at", "in", "on", "for", "with", "by", "from", "to", "who", "which", "that", "under", "over", "during", "after", "before", "between", "including", "through", "where", "when", "as", "against", "than", "since", "playing", "of":
				if i > 20 || word != "of" {
					best = i
				}
			}
		}
	}
	if best > 30 {
		return trimTail(s[:best])
	}
	i := maxMeasure
	if hanText(s) {
		for i > 0 && s[i] >= 0x80 && s[i] < 0xC0 {
			i--
		}
		return s[:i]
	}
	for i > 0 && s[i] != ' ' {
		i--
	}
	return trimTail(s[:i])
}

// trimTail takes little words off the end of a phrase that was cut.
func trimTail(s string) string {
	for {
		s = strings.TrimRight(s, " ,;:.-–(\"'")
		k := strings.LastIndexByte(s, ' ')
		if k < 0 || !tailTrim.has(strings.ToLower(s[k+1:])) {
			return s
		}
		s = s[:k]
	}
}

// idleWord reports a single word that measures nothing: almost, posting, 3.
func idleWord(s string) bool {
	if s != "" && s[len(s)-1] >= 0x80 && hanText(s) {
		return false
	}
	w := strings.ToLower(s)
	if len(w) < 3 && !hanText(w) || stops.has(w) || openers.has(w) || levelVerbs.has(w) || fillers.has(w) {
		return true
	}
	if isDigit(w[0]) && !hanText(w) {
		return true
	}
	return strings.HasSuffix(w, "ing") && w != "funding" && w != "spending" && w != "lending" && w != "housing" && w != "training" && w != "borrowing" && w != "manufacturing" && w != "building" && w != "shipping" && w != "farming" && w != "mining" && w != "fishing" && w != "saving" && w != "financing" && w != "advertising" && w != "banking" && w != "processing" && w != "signalling" && w != "hearing" && w != "meeting" || strings.HasSuffix(w, "ly") && w != "supply" && w != "family" && w != "assembly"
}
