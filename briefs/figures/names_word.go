package figures

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word appends the word at i and returns its end; 0 when it is an address,
// with which no name begins.
func (n *namer) word(i, end, gap int) int {
	t := nameToken{start: int32(i), mark: 'w', joined: gap == 1}
	j := i
	if n.text[i] < 'a' {
		t.caps = true
		j++
	}
	for j < end && n.text[j]-'a' < 26 {
		j++
	}
	if j > i && (j == end || n.text[j] == ' ' || n.text[j] == ',') {
		n.take(t, j) // most words
		return j
	}
	capitals, small := 0, j > i
	if t.caps {
		capitals, small = 1, j > i+1
	}
loop:
	for j < end {
		c := n.text[j]
		switch {
		case c >= 'a' && c <= 'z':
			small = true
			j++
		case c >= 'A' && c <= 'Z':
			capitals++
			t.caps = t.caps || j == i
			j++
		case c >= 0xc3 && c <= 0xd4 || c == 0xe1 && j > i:
			r, size := utf8.DecodeRuneInString(n.text[j:end])
			if !unicode.IsLetter(r) {
				break loop
			}
			if unicode.IsUpper(r) {
				capitals++
				t.caps = t.caps || j == i
			} else {
				small = true
			}
			j += size
		case j == i:
			break loop
		case c == '-' && j+1 < end && nameLetter(n.text[j+1]):
			j++
		case c == '\'' && j+1 < end && nameLetter(n.text[j+1]) && !(n.text[j+1] == 's' && (j+2 >= end || !nameLetter(n.text[j+2]))):
			j++
		case c == 0xe2 && strings.HasPrefix(n.text[j:end], "’") && j+3 < end && nameLetter(n.text[j+3]) && !(n.text[j+3] == 's' && (j+4 >= end || !nameLetter(n.text[j+4]))):
			j += 3
		case c == '.' && j+1 < end && nameLetter(n.text[j+1]) && n.text[j+1] >= 'A' && n.text[j+1] <= 'Z' && (j-i == 1 || n.text[j-2] == '.'):
			j++ // U.S
		case c == '.' && (j-i == 1 || n.text[j-2] == '.') && t.caps || c == '.' && j-i <= 5 && t.caps && n.abbreviation(n.text[i:j+1]):
			j++
			break loop
		default:
			break loop
		}
	}
	if j == i {
		return 0
	}
	if j+2 < end {
		switch rest := n.text[j:end]; {
		case rest[0] == '@', strings.HasPrefix(rest, "://"),
			rest[0] == '.' && rest[1] >= 'a' && rest[1] <= 'z',
			rest[0] == ':' && rest[1] == '/':
			return 0
		}
	}
	t.upper = capitals > 1 && !small
	t.owns = strings.HasPrefix(n.text[j:end], "'s") || strings.HasPrefix(n.text[j:end], "’s") || strings.HasPrefix(n.text[j:end], "' ") || strings.HasPrefix(n.text[j:end], "’ ")
	n.take(t, j)
	return j
}

// take appends a word that ends at end.
func (n *namer) take(t nameToken, end int) {
	t.end = int32(end)
	if t.end-t.start < 24 {
		w := n.table.find(n.text[t.start:end])
		t.class, t.longest = w.class, w.longest
	}
	n.tokens = append(n.tokens, t)
}

// abbreviation reports whether a word ends with its point.
func (n *namer) abbreviation(w string) bool {
	return n.table.find(w).class&(nameRank|nameCompany|nameNot) != 0 || w == "Jr." || w == "Sr." || w == "St." || w == "Ft." || w == "Mt."
}

func nameLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0xc3 && c <= 0xd4 }
