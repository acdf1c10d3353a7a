package serve

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Bounds of a command that a client sends.
const (
	maxCommand = 8 << 10 // bytes
	maxWords   = 256
)

var (
	errLong    = errors.New("the command is too long")
	errControl = errors.New("the command has control characters or is not UTF-8")
	errQuote   = errors.New("a quote is not closed")
)

// words are a command line as its words: those of a shell without its
// expansions. Quotes and backslashes keep what they hold; nothing else means
// anything, since no shell will see it.
func words(line string) ([]string, error) {
	if len(line) > maxCommand {
		return nil, errLong
	}
	if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 }) {
		return nil, errControl
	}
	var all []string
	var word strings.Builder
	in, quote := false, rune(0)
	escaped := false
	for _, r := range line {
		switch {
		case escaped:
			if quote == '"' && r != '"' && r != '\\' {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			in, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			in, quote = true, r
		case r == ' ' || r == '\t' || r == '\n':
			if in {
				all = append(all, word.String())
				word.Reset()
				in = false
			}
		default:
			in = true
			word.WriteRune(r)
		}
		if len(all) > maxWords {
			return nil, errLong
		}
	}
	if quote != 0 || escaped {
		return nil, errQuote
	}
	if in {
		all = append(all, word.String())
	}
	return all, nil
}
