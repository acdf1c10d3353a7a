package store

import (
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"despatch/briefs"
)

// What was read out of a brief (names, warnings, figures) is kept beside its
// body as one value: a brief has a dozen figures, and rows of them would take
// most of the time of an import. Numbers are varints. A text stands there once,
// and as a place of the body where it stands in it.

// packVersion is the first byte of what is packed.
const packVersion = 1

// A packer packs.
type packer struct {
	out  []byte
	body string
	seen map[string]uint64 // the number of each text, from 1
}

var packers = sync.Pool{New: func() any { return &packer{seen: map[string]uint64{}} }}

// pack is what was read out of a brief.
func pack(b *briefs.Brief) []byte {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.out, p.body = append(p.out[:0], packVersion), b.Body
	if !utf8.ValidString(b.Body) || strings.Contains(b.Body, "\x00") {
		p.body = "" // PostgreSQL keeps another
	}
	clear(p.seen)
	howMany(p, b.Figures)
	for i := range b.Figures {
		p.figure(&b.Figures[i])
	}
	howMany(p, b.Names)
	for i := range b.Names {
		p.name(&b.Names[i])
	}
	howMany(p, b.Warnings)
	for _, w := range b.Warnings {
		p.text(w, len(p.body))
	}
	p.body = ""
	return append([]byte(nil), p.out...)
}

// howMany is how many there are, and 0 for nil: what comes back is what was given.
func howMany[T any](p *packer, all []T) {
	if all == nil {
		p.number(0)
		return
	}
	p.number(uint64(len(all)) + 1)
}

func (p *packer) number(n uint64) { p.out = binary.AppendUvarint(p.out, n) }
func (p *packer) signed(n int64)  { p.out = binary.AppendVarint(p.out, n) }

// text is the number of a text that was there before, or 0 and the text: its
// length, whether it is in the body, and where or what it is. It is looked for in
// the body from near on.
func (p *packer) text(s string, near int) {
	if n := p.seen[s]; n > 0 {
		p.number(n)
		return
	}
	p.seen[s] = uint64(len(p.seen)) + 1
	p.number(0)
	if len(s) > 3 && near >= 0 && near < len(p.body) {
		if at := strings.Index(p.body[near:min(near+searched, len(p.body))], s); at >= 0 {
			p.number(uint64(len(s))<<1 | 1)
			p.number(uint64(near + at))
			return
		}
	}
	p.number(uint64(len(s)) << 1)
	p.out = append(p.out, s...)
}

// searched is how far a text is looked for in the body.
const searched = 1024

func (p *packer) span(s briefs.Span, after int) {
	p.signed(int64(s.Start - after))
	p.signed(int64(s.End - s.Start))
}

func (p *packer) decimal(d briefs.Decimal) {
	p.signed(d.Coef)
	p.signed(int64(d.Exp))
}

// Which parts of a figure there are.
const (
	hasValue2 = 1 << iota
	hasPeriod
)

func (p *packer) figure(f *briefs.Figure) {
	has, near := uint64(0), f.Sentence.Start
	if f.Value2 != nil {
		has |= hasValue2
	}
	if f.Period != nil {
		has |= hasPeriod
	}
	p.number(has)
	p.span(f.Span, 0)
	p.span(f.Sentence, f.Start)
	p.decimal(f.Value)
	if f.Value2 != nil {
		p.decimal(*f.Value2)
	}
	p.text(string(f.Kind), len(p.body))
	p.text(string(f.Comparator), len(p.body))
	p.text(f.Unit, f.Start)
	p.text(f.UnitText, f.Start)
	p.text(f.Measure, near)
	if f.Period != nil {
		p.text(f.Period.Text, near)
		p.text(f.Period.From, len(p.body))
		p.text(f.Period.To, len(p.body))
	}
	p.text(string(f.Change), len(p.body))
	p.text(string(f.Stance), len(p.body))
	p.signed(int64(f.Rank))
	p.signed(int64(f.Paragraph))
	p.text(f.Rule, len(p.body))
}

func (p *packer) name(n *briefs.Name) {
	near := len(p.body)
	if len(n.Spans) > 0 {
		near = n.Spans[0].Start
	}
	p.text(string(n.Kind), len(p.body))
	p.text(n.Text, near)
	p.text(n.Office, max(near-searched/2, 0))
	p.text(n.Short, near)
	howMany(p, n.Spans)
	after := 0
	for _, s := range n.Spans {
		p.span(s, after)
		after = s.Start
	}
}

// An unpacker reads what was packed. What is not as it was packed makes it bad,
// and all that is read then is zero.
type unpacker struct {
	in    []byte
	body  string
	texts []string
	bad   bool
}

// unpack puts what was packed into a brief that has its body.
func unpack(packed []byte, b *briefs.Brief) error {
	u := unpacker{in: packed, body: b.Body}
	if len(packed) == 0 || packed[0] != packVersion {
		return fmt.Errorf("%w: what was read out of a briefing is not as it was kept", ErrDamaged)
	}
	u.in = packed[1:]
	b.Figures = counted[briefs.Figure](&u)
	for i := range b.Figures {
		u.figure(&b.Figures[i])
	}
	b.Names = counted[briefs.Name](&u)
	for i := range b.Names {
		u.name(&b.Names[i])
	}
	b.Warnings = counted[string](&u)
	for i := range b.Warnings {
		b.Warnings[i] = u.text()
	}
	if u.bad {
		return fmt.Errorf("%w: what was read out of a briefing is not as it was kept", ErrDamaged)
	}
	return nil
}

// counted makes room for what howMany counted.
func counted[T any](u *unpacker) []T {
	n := u.number()
	if n == 0 {
		return nil
	}
	if n-1 > uint64(len(u.in)) { // each takes a byte and more
		u.bad = true
		return nil
	}
	return make([]T, n-1)
}

func (u *unpacker) number() uint64 {
	n, k := binary.Uvarint(u.in)
	if k <= 0 {
		u.bad, u.in = true, nil
		return 0
	}
	u.in = u.in[k:]
	return n
}

func (u *unpacker) signed() int64 {
	n := u.number()
	return int64(n>>1) ^ -int64(n&1)
}

func (u *unpacker) text() string {
	if n := u.number(); n > 0 {
		if n > uint64(len(u.texts)) {
			u.bad = true
			return ""
		}
		return u.texts[n-1]
	}
	s, n := "", u.number()
	from := uint64(0)
	if n&1 == 1 {
		from = u.number()
	}
	switch long := n >> 1; {
	case n&1 == 1 && from <= uint64(len(u.body)) && long <= uint64(len(u.body))-from:
		s = u.body[from : from+long]
	case n&1 == 0 && long <= uint64(len(u.in)):
		s, u.in = string(u.in[:long]), u.in[long:]
	default:
		u.bad = true
	}
	u.texts = append(u.texts, s)
	return s
}

func (u *unpacker) span(after int) briefs.Span {
	start := after + int(u.signed())
	return briefs.Span{Start: start, End: start + int(u.signed())}
}

func (u *unpacker) decimal() briefs.Decimal {
	coef := u.signed()
	return briefs.Decimal{Coef: coef, Exp: int16(u.signed())}
}

func (u *unpacker) figure(f *briefs.Figure) {
	has := u.number()
	f.Span = u.span(0)
	f.Sentence = u.span(f.Start)
	f.Value = u.decimal()
	if has&hasValue2 != 0 {
		d := u.decimal()
		f.Value2 = &d
	}
	f.Kind, f.Comparator = briefs.Kind(u.text()), briefs.Comparator(u.text())
	f.Unit, f.UnitText, f.Measure = u.text(), u.text(), u.text()
	if has&hasPeriod != 0 {
		f.Period = &briefs.Period{Text: u.text(), From: u.text(), To: u.text()}
	}
	f.Change, f.Stance = briefs.Change(u.text()), briefs.Stance(u.text())
	f.Rank, f.Paragraph = int(u.signed()), int(u.signed())
	f.Rule = u.text()
}

func (u *unpacker) name(n *briefs.Name) {
	n.Kind, n.Text, n.Office, n.Short = briefs.NameKind(u.text()), u.text(), u.text(), u.text()
	n.Spans = counted[briefs.Span](u)
	after := 0
	for i := range n.Spans {
		n.Spans[i] = u.span(after)
		after = n.Spans[i].Start
	}
}
