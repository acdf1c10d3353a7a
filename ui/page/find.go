package page

import (
	"bytes"
	"context"
	"strings"
	"unicode"

	"despatch/briefs"
)

// Find is where the visible text holds a query, in order: across emphasis,
// links and line breaks. Case counts when the query has an upper-case letter.
// It gives up, with what it has, when the context is done.
func (d *Doc) Find(ctx context.Context, query string) []briefs.Span {
	query = briefs.CleanLine(query, 0)
	if query == "" {
		return nil
	}
	fold := !strings.ContainsFunc(query, unicode.IsUpper)
	v := d.visibleText(ctx, fold)
	if v == nil {
		return nil
	}
	want := []byte(query)
	var found []briefs.Span
	at := 0 // the part that the last match starts in
	for from := 0; ; {
		n := bytes.Index(v.text[from:], want)
		if n < 0 || len(found)&0xfff == 0xfff && ctx.Err() != nil {
			return found
		}
		from += n
		for at+1 < len(v.parts) && int(v.parts[at+1].at) <= from {
			at++
		}
		found = append(found, v.span(from, from+len(want), at))
		from += len(want)
	}
}

// visibleText is the text of the whole body as a reader sees it; nil when the
// context was done first.
func (d *Doc) visibleText(ctx context.Context, fold bool) *visible {
	d.mu.Lock()
	v := d.visible[fold]
	d.mu.Unlock()
	if v != nil {
		return v
	}
	v = &visible{fold: fold, text: make([]byte, 0, len(d.body))}
	refs := d.references()
	v.defined = func(label string) bool {
		if len(refs) == 0 {
			return false
		}
		_, ok := refs[linkLabel(label)]
		return ok
	}
	for _, b := range d.blocks {
		if ctx.Err() != nil {
			return nil
		}
		v.block(d.body, b, d.format)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.visible[fold] = v
	return v
}

// visible is a body without its markup. It is read off the source in one pass,
// not off rows, so that a large body is searched at once; where markup is
// tangled it may hold a little more or less than the rows do.
type visible struct {
	fold    bool
	text    []byte
	parts   []part
	defined func(label string) bool
}

// A part is text that comes from the body byte by byte, or, where size is not
// 0, text that comes as a whole from size bytes.
type part struct{ at, off, size int32 }

// span is the part of the body that text from a to b comes from; part i is one
// that does not start behind a.
func (v *visible) span(a, b, i int) briefs.Span {
	find := func(at int) part {
		for i+1 < len(v.parts) && int(v.parts[i+1].at) <= at {
			i++
		}
		return v.parts[i]
	}
	var s briefs.Span
	p := find(a)
	s.Start = int(p.off)
	if p.size == 0 {
		s.Start += a - int(p.at)
	}
	p = find(b - 1)
	s.End = int(p.off + p.size)
	if p.size == 0 {
		s.End += b - int(p.at)
	}
	return s
}

// put appends bytes that stand at a body offset.
func (v *visible) put(s string, off int) {
	if n := len(v.parts); n == 0 || v.parts[n-1].size != 0 || int(v.parts[n-1].off)+len(v.text)-int(v.parts[n-1].at) != off {
		v.parts = append(v.parts, part{at: int32(len(v.text)), off: int32(off)})
	}
	v.text = append(v.text, s...)
}

// whole appends text that comes from size bytes of the body.
func (v *visible) whole(s string, off, size int) {
	if s == "" {
		return
	}
	v.parts = append(v.parts, part{at: int32(len(v.text)), off: int32(off), size: int32(size)})
	v.text = append(v.text, s...)
}

// apart ends a text: no match runs over it.
func (v *visible) apart(off int) {
	if n := len(v.text); n > 0 && v.text[n-1] != '\n' {
		v.whole("\n", off, 0)
	}
}

// block appends the visible text of a block.
func (v *visible) block(body string, b briefs.Block, format briefs.Format) {
	if !b.Joined {
		v.apart(b.Start)
	}
	if format == briefs.Text {
		s := scanner{visible: v, s: body[:b.End], i: b.Start, raw: true}
		s.lines(b.Kind)
		return
	}
	switch b.Kind {
	case briefs.RuleBlock, briefs.DefinitionBlock:
		return
	case briefs.CodeBlock:
		text := body[b.Start:b.End]
		if !b.Joined {
			if line, rest, ok := strings.Cut(text, "\n"); ok && (strings.Contains(line, "```") || strings.Contains(line, "~~~")) {
				text = rest
			}
		}
		start := b.End - len(text)
		text = withoutFence(text)
		s := scanner{visible: v, s: body[:start+len(text)], i: start, raw: true}
		s.lines(b.Kind)
		return
	case briefs.TableBlock:
		if !b.Joined {
			top := body[b.Head.Start:b.Head.End]
			if n := strings.IndexByte(top, '\n'); n >= 0 {
				s := scanner{visible: v, s: body[:b.Head.Start+n], i: b.Start}
				s.lines(b.Kind)
				v.apart(b.Head.Start + n)
			}
			b.Start = min(b.Head.End, b.End)
		}
	case briefs.HeadingBlock:
		text := strings.TrimRight(body[b.Start:b.End], " \t\n")
		if !strings.HasPrefix(strings.TrimLeft(text, " "), "#") {
			if n := strings.LastIndexByte(text, '\n'); n >= 0 {
				text = text[:n]
			}
		}
		b.End = b.Start + len(text)
	}
	s := scanner{visible: v, s: body[:b.End], i: b.Start}
	s.lines(b.Kind)
}
