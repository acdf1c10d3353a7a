package main

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A rule says which terminal sequences a stream may hold. The zero rule is
// that of a pipe: text, newlines and tabs.
type rule struct {
	style  bool // colours and the like, as commands on a terminal have them
	screen bool // what the renderer of the screens sends, on a terminal of this size
	width  int
	height int
	copies bool // the clipboard, with a clean text
	lines  bool // no screens but lines, which the renderer puts in above its own
}

// A reading is how far a stream was read.
type reading struct {
	rule
	stream string
	at     int
	phase  phase
	home   bool // the cursor was just sent to the corner
	asked  bool // for the background's colour
	faults []string
	copied []string // what went to the clipboard
}

// A phase is of a stream with screens: asking and setting up, drawing, putting
// all back, and what is said after that. Nothing of the others comes while the
// screens are drawn.
type phase uint8

const (
	setup phase = iota
	drawing
	leaving
	left
)

// read reads a stream by a rule, and says what in it is not allowed. It takes
// nothing from the program: what is allowed stands here, one by one.
func read(stream string, by rule) *reading {
	r := &reading{rule: by, stream: stream}
	for r.at < len(stream) && len(r.faults) < 20 {
		start := r.at
		home := r.home
		r.home = false
		switch c := stream[r.at]; {
		case c == 0x1b:
			r.at++
			r.escape(home)
		case c < 0x20 || c == 0x7f:
			r.at++
			if !r.control(c) {
				r.fault(start, "control")
			}
		default:
			char, n := utf8.DecodeRuneInString(stream[r.at:])
			r.at += n
			if char == utf8.RuneError && n == 1 {
				r.fault(start, "no UTF-8")
			} else if !draws(char) {
				r.fault(start, fmt.Sprintf("U+%04X draws nothing or acts", char))
			}
			switch r.phase {
			case setup:
				r.phase = drawing
			case leaving:
				r.phase = left
			}
		}
	}
	return r
}

func (r *reading) fault(start int, what string) {
	from, to := max(start-40, 0), min(max(r.at, start+1)+20, len(r.stream))
	r.faults = append(r.faults, fmt.Sprintf("%s at byte %d: %q in %q", what, start, r.stream[start:r.at], r.stream[from:to]))
}

// control reports whether a control character may stand outside of sequences.
// The renderer moves the cursor with four of them.
func (r *reading) control(c byte) bool {
	switch c {
	case '\n', '\t':
		return true
	case '\r':
		return r.screen || r.style // the terminal's own line ends
	case '\b':
		return r.screen && r.phase == drawing
	}
	return false
}

// draws reports whether a character is one that draws itself, and no more. The
// zero-width joiner and non-joiner are part of words and of emoji.
func draws(c rune) bool {
	switch {
	case c == '\u200c' || c == '\u200d':
		return true
	case c >= 0xe0000, c&0xfffe == 0xfffe, c >= 0xfdd0 && c <= 0xfdef:
		return false
	case slices.Contains([]rune{0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0}, c): // letters and marks by class only
		return false
	case c >= 0x180b && c <= 0x180f:
		return false
	}
	return unicode.IsGraphic(c) // no Cc, Cf, Co, Cs, Zl, Zp, and nothing unassigned
}

// escape reads a sequence whose ESC was read.
func (r *reading) escape(home bool) {
	start := r.at - 1
	if r.at == len(r.stream) {
		r.fault(start, "escape at the end")
		return
	}
	c := r.stream[r.at]
	r.at++
	switch {
	case c == '[':
		from := r.at
		for r.at < len(r.stream) && r.stream[r.at] >= 0x20 && r.stream[r.at] <= 0x3f {
			r.at++
		}
		if r.at < len(r.stream) {
			r.at++
		}
		if !r.csi(r.stream[from:r.at], home) {
			r.fault(start, "CSI")
		}
	case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_':
		from := r.at
		for r.at < len(r.stream) && r.stream[r.at] >= 0x20 && r.stream[r.at] != 0x7f {
			r.at++
		}
		text := r.stream[from:r.at]
		end := r.stream[r.at:]
		switch {
		case strings.HasPrefix(end, "\a"):
			r.at++
		case strings.HasPrefix(end, "\x1b\\"):
			r.at += 2
		default:
			r.fault(start, "control string without an end")
			return
		}
		if c != ']' || !r.osc(text) {
			r.fault(start, "control string")
		}
	case c == 'M' && r.screen && r.phase == drawing: // reverse index: one line up
	default:
		r.fault(start, "escape")
	}
}

// osc reports whether an operating system command is allowed: one question for
// the background's colour, and the clipboard where it was asked for, with a
// text that is clean itself.
func (r *reading) osc(text string) bool {
	if text == "11;?" {
		first := !r.asked
		r.asked = true
		return r.screen && first && r.phase <= drawing
	}
	data, ok := strings.CutPrefix(text, "52;c;")
	if !ok || !r.copies {
		return false
	}
	plain, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return false
	}
	r.copied = append(r.copied, string(plain))
	return len(read(string(plain), rule{}).faults) == 0
}

// csi reports whether a control sequence is one of those that Bubble Tea's
// renderer sends, with parameters that make sense on this terminal, at a time
// when it sends them. It is what stands after ESC [.
func (r *reading) csi(seq string, home bool) bool {
	if seq == "" {
		return false
	}
	body, final := seq[:len(seq)-1], seq[len(seq)-1]
	if final == 'm' && !strings.HasPrefix(body, ">") {
		return (r.style || r.screen && r.phase != left) && sgr(body)
	}
	if !r.screen || r.phase == left {
		return false
	}
	mark := ""
	if body != "" && strings.IndexByte("<=>?", body[0]) >= 0 {
		mark, body = body[:1], body[1:]
	}
	if i := strings.IndexFunc(body, func(c rune) bool { return c >= 0x20 && c <= 0x2f }); i >= 0 {
		mark, body = mark+body[i:], body[:i]
	}
	n, ok := numbers(body)
	if !ok {
		return false
	}
	name := mark + string(final)
	if name == "H" {
		r.home = len(n) == 0
	}
	one := func(limit int) bool { return len(n) == 0 || len(n) == 1 && n[0] >= 1 && n[0] <= limit }
	during := func(when phase) bool { return r.phase == when || r.lines && when == setup && r.phase == drawing }
	is := func(when phase, values ...int) bool {
		return during(when) && len(n) == 1 && slices.Contains(values, n[0])
	}
	switch name {
	case "H": // cursor to a cell
		return one(r.height) || len(n) == 2 && n[0] >= 1 && n[0] <= r.height && n[1] >= 1 && n[1] <= r.width
	case "A", "L": // up, insert rows
		return one(r.height) || r.lines && one(200)
	case "B", "d", "M", "S", "T": // down, to a row; delete rows, scroll
		return one(r.height)
	case "C", "D", "G", "`", "X", "P", "@", "b", "I", "Z": // right, left, to a column; erase, delete, insert, repeat cells; tabs
		return one(r.width)
	case "K": // erase the row, after or before the cursor
		return len(n) == 0 || len(n) == 1 && n[0] <= 1
	case "J": // erase below; or the screen, from its corner
		return len(n) == 0 || home && len(n) == 1 && n[0] == 2
	case "r": // the region that scrolls
		return len(n) == 2 && n[0] >= 1 && n[0] < n[1] && n[1] <= r.height
	case "?h", "?l": // wrapping and cursor at any time; alternate screen, paste and synchronous frames around
		r.leave(name == "?l" && is(drawing, 1049, 2004))
		return is(r.phase, 7, 25, 2026, 2027) || is(setup, 1049, 2004) && name == "?h" || is(leaving, 1049, 2004) && name == "?l"
	case " q": // shape of the cursor where text is typed
		return is(drawing, 0, 1, 2, 5, 6) || is(leaving, 0)
	case "?$p": // which modes are there?
		return is(setup, 2026, 2027)
	case "?u": // which keys can be told apart?
		return during(setup) && len(n) == 0
	case "?W": // tab stops
		return is(setup, 5)
	case ">u": // keys that can be told apart
		return is(setup, 1)
	case ">m":
		r.leave(is(drawing, 4))
		return is(setup, 4) || is(leaving, 4) || during(setup) && slices.Equal(n, []int{4, 2})
	case "<u":
		// In setup too: on a busy machine the renderer draws before it has the
		// first view, and takes that back when it goes to the other screen.
		r.leave(is(drawing, 1))
		return is(leaving, 1) || is(setup, 1)
	}
	return false
}

// leave begins the last phase.
func (r *reading) leave(now bool) {
	if now {
		r.phase = leaving
	}
}

// numbers are the parameters of a sequence.
func numbers(body string) ([]int, bool) {
	if body == "" {
		return nil, true
	}
	var all []int
	for p := range strings.SplitSeq(body, ";") {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || len(p) > 5 || p[0] == '+' {
			return nil, false
		}
		all = append(all, n)
	}
	return all, true
}

// sgr reports whether the parameters of a style are those that despatch draws
// with: weight, underline, reverse and colours; not the blink, the concealment
// and the one colour that tricks ask for.
func sgr(body string) bool {
	n, ok := numbers(body)
	if !ok {
		return false
	}
	for len(n) > 0 {
		switch c := n[0]; {
		case (c == 38 || c == 48) && len(n) >= 3 && n[1] == 5 && n[2] <= 255 && n[2] != trickColour:
			n = n[3:]
		case (c == 38 || c == 48) && len(n) >= 5 && n[1] == 2 && max(n[2], n[3], n[4]) <= 255:
			n = n[5:]
		case slices.Contains([]int{0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39, 49}, c),
			c >= 30 && c <= 37, c >= 40 && c <= 47, c >= 90 && c <= 97, c >= 100 && c <= 107:
			n = n[1:]
		default:
			return false
		}
	}
	return true
}
