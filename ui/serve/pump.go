package serve

import (
	"bytes"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/ultraviolet"
)

// Bounds of what a terminal sends.
const (
	maxPaste     = 64 << 10 // bytes of one paste; the rest is dropped
	maxAnswer    = 4 << 10  // bytes of an answer such as OSC 11
	maxSequence  = 64       // bytes of a key's sequence
	maxEvents    = 60       // a second, and at once
	escapeWait   = 50 * time.Millisecond
	sequenceWait = time.Second // for the end of what a network cut in two
)

var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

// A decoder turns a terminal's bytes into events, however they are cut. It
// holds a few kilobytes at most, whatever comes.
type decoder struct {
	uv      uv.EventDecoder
	held    []byte // the start of something that more bytes may end
	paste   []byte
	pasting bool
	skip    bool // inside an answer that grew too long
	skipKey bool // inside a key's sequence that did

	allowance float64 // events that may pass now
	at        time.Time
	dropped   int // events that did not
}

// feed takes bytes that came at a time, and gives each event to f.
func (d *decoder) feed(p []byte, now time.Time, f func(uv.Event)) {
	d.held = append(d.held, p...)
	d.run(now, false, f)
}

// expire gives up waiting for more of what is held, as wait says when.
func (d *decoder) expire(now time.Time, f func(uv.Event)) {
	switch {
	case d.pasting:
		d.paste = append(d.paste, d.held[:min(len(d.held), maxPaste-len(d.paste))]...)
		d.held = d.held[:0]
		d.endPaste(f)
	case len(d.held) == 1:
		d.run(now, true, f)
	default:
		// The rest of an answer or a key that never came: nothing that was typed.
		d.held, d.skip, d.skipKey = d.held[:0], false, false
	}
}

// wait is how long more may be waited for; 0 when nothing is held.
func (d *decoder) wait() time.Duration {
	switch {
	case d.pasting || d.skip || d.skipKey || len(d.held) > 1:
		return sequenceWait
	case len(d.held) == 1:
		return escapeWait
	}
	return 0
}

func (d *decoder) run(now time.Time, expired bool, f func(uv.Event)) {
	if d.at.IsZero() {
		d.allowance = maxEvents
	} else if gone := now.Sub(d.at).Seconds(); gone > 0 {
		d.allowance = min(d.allowance+gone*maxEvents, maxEvents)
	}
	d.at = now
	b := d.held
	for len(b) > 0 {
		n, more := 0, false
		switch {
		case d.pasting:
			n, more = d.takePaste(b, f)
		case d.skip:
			n, more = d.skipAnswer(b)
		case d.skipKey:
			n, more = d.skipSequence(b)
		case bytes.HasPrefix(b, pasteStart):
			d.pasting, d.paste = true, d.paste[:0]
			n = len(pasteStart)
		default:
			n, more = d.takeEvent(b, expired, f)
		}
		b = b[n:]
		if more {
			break
		}
	}
	d.held = append(d.held[:0], b...)
	if cap(d.held) > 2*maxPaste {
		d.held = bytes.Clone(d.held)
	}
}

// takePaste takes what is pasted up to its end.
func (d *decoder) takePaste(b []byte, f func(uv.Event)) (n int, more bool) {
	end := bytes.Index(b, pasteEnd)
	n = end
	if end < 0 {
		// The end may be cut: its first bytes stay held.
		n = max(len(b)-len(pasteEnd)+1, 0)
	}
	d.paste = append(d.paste, b[:min(n, maxPaste-len(d.paste))]...)
	if end < 0 {
		return n, true
	}
	d.endPaste(f)
	return n + len(pasteEnd), false
}

// endPaste gives what was pasted, as far as it is text.
func (d *decoder) endPaste(f func(uv.Event)) {
	text := string(bytes.ToValidUTF8(d.paste, nil))
	d.pasting, d.paste = false, nil
	d.give(uv.PasteEvent{Content: text}, f)
}

// skipAnswer leaves out bytes up to the end of an answer.
func (d *decoder) skipAnswer(b []byte) (n int, more bool) {
	for i, c := range b {
		if c == '\a' || c == '\\' && i > 0 && b[i-1] == '\x1b' {
			d.skip = false
			return i + 1, false
		}
	}
	if b[len(b)-1] == '\x1b' {
		return len(b) - 1, true
	}
	return len(b), true
}

// skipSequence leaves out bytes up to the end of a key's sequence.
func (d *decoder) skipSequence(b []byte) (n int, more bool) {
	for i, c := range b {
		switch {
		case c >= ' ' && c < '@': // it goes on
		case c >= '@' && c <= '~':
			d.skipKey = false
			return i + 1, false
		default: // what it breaks off for is something else
			d.skipKey = false
			return i, false
		}
	}
	return len(b), true
}

// takeEvent takes one event, or waits for its end.
func (d *decoder) takeEvent(b []byte, expired bool, f func(uv.Event)) (n int, more bool) {
	switch n, kind := sequence(b); {
	case kind == cut && !expired:
		return 0, true
	case kind == tooLong:
		d.skipKey = b[1] == '['
		d.skip = !d.skipKey
		return n, false
	}
	if d.allowance < 1 {
		// None of them can pass: they need not be told apart.
		if n := typed(b); n > 0 {
			d.dropped += n
			return n, false
		}
	}
	if b[0] >= utf8.RuneSelf && !utf8.RuneStart(b[0]) {
		return 1, false // the middle of a character, or a control of eight bits
	}
	n, e := d.uv.Decode(b)
	if n <= 0 {
		return 1, false // nothing that is known
	}
	switch e := e.(type) {
	case nil, uv.UnknownEvent, uv.PasteEndEvent:
	case uv.MultiEvent:
		for _, one := range e {
			d.give(one, f)
		}
	default:
		d.give(e, f)
	}
	return n, false
}

// give gives an event, unless too many came in a second.
func (d *decoder) give(e uv.Event, f func(uv.Event)) {
	if d.allowance < 1 {
		d.dropped++
		return
	}
	d.allowance--
	f(e)
}

// typed is how many letters, digits and signs bytes begin with.
func typed(b []byte) int {
	for i, c := range b {
		if c < ' ' || c > '~' {
			return i
		}
	}
	return len(b)
}

// What a sequence at the start of some bytes is.
type sequenceKind int

const (
	whole sequenceKind = iota
	cut                // its end has not come
	tooLong
)

// sequence looks whether what the bytes begin with is there to its end. Of one
// that is too long n bytes are to be left out.
func sequence(b []byte) (n int, kind sequenceKind) {
	if b[0] != '\x1b' {
		if b[0] >= utf8.RuneSelf && !utf8.FullRune(b) {
			return 0, cut
		}
		return 0, whole
	}
	if len(b) == 1 {
		return 0, cut
	}
	switch b[1] {
	case 'O':
		if len(b) == 2 {
			return 0, cut
		}
	case '[':
		for i := 2; i < len(b); i++ {
			if i == maxSequence {
				return i, tooLong
			}
			if b[i] >= 0x40 && b[i] <= 0x7e && (i > 2 || b[i] != '[') {
				return 0, whole
			}
			if b[i] < 0x20 || b[i] > 0x7e {
				return 0, whole // no sequence after all
			}
		}
		return 0, cut
	case ']', 'P', '_', '^', 'X':
		for i := 2; i < len(b); i++ {
			if b[i] == '\a' || b[i] == '\\' && b[i-1] == '\x1b' {
				return 0, whole
			}
			if i == maxAnswer {
				return i, tooLong
			}
		}
		return 0, cut
	case '\x1b':
		return 0, whole
	default:
		if b[1] >= utf8.RuneSelf && !utf8.FullRune(b[1:]) {
			return 0, cut
		}
	}
	return 0, whole
}
