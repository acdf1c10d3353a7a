package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
	"despatch/ui/page"
)

// The answers to questions put to the library. Each carries the number of its
// question, and is dropped when another was put since.
type (
	opened struct {
		asked  int
		brief  *briefs.Brief
		doc    *page.Doc
		parts  *parts
		offset int // to open at; -1 is where the reader was
		query  string
		err    error
	}
	extracted struct {
		of    *briefs.Brief // the one that was open
		brief *briefs.Brief // a copy of it, with its figures
	}
	previewed struct {
		asked int
		brief briefs.Head
		doc   *page.Doc
	}
	foundIn struct {
		asked int
		query string
		hits  []briefs.Span
	}
	restedMsg struct{ key int }
)

// afterwards is a command that waits before it works.
func afterwards(d time.Duration, work func() tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return work() })
}

// wholeBody is the size of a body, in bytes, that is laid out whole before it
// is shown, so that its notes stand where they stay: some 50 ms of work.
const wholeBody = 64 << 10

// open asks for a brief and makes its page. An offset of -1 is the place where
// the reader was.
func (a *App) open(id string, offset int, query string) tea.Cmd {
	a.asked++
	a.opening = a.asked
	ctx, lib, asked, shared := a.ctx, a.lib, a.asked, a.o.Shared
	o, height := a.options(), a.frame.Body()
	return func() tea.Msg {
		b, err := lib.Open(ctx, id)
		if err != nil {
			return opened{asked: asked, err: err}
		}
		doc := shared.doc(b.Body, b.Format, o)
		parts := shared.settle(&b, doc)
		at := page.Pos{}
		if place := b.State.Place; offset >= 0 {
			at = doc.At(offset)
		} else if place > 0 {
			at = doc.At(min(place, len(b.Body)))
		}
		doc.Window(at, height)
		if len(b.Body) <= wholeBody {
			doc.Warm(ctx, page.Pos{}, len(doc.Blocks()))
		}
		return opened{asked: asked, brief: &b, doc: doc, parts: parts, offset: offset, query: query}
	}
}

// extract reads the figures of a brief that has none yet.
func (a *App) extract(b *briefs.Brief) tea.Cmd {
	if b.Version != 0 || a.o.Extract == nil {
		return nil
	}
	work, copied := a.o.Extract, *b
	return func() tea.Msg {
		work(&copied)
		return extracted{b, &copied}
	}
}

// rest sends a message once no key has come for a while.
func (a *App) rest(after time.Duration) tea.Cmd {
	key := a.rested
	return a.after(after, func() tea.Msg { return restedMsg{key} })
}

// askPreview fetches the brief under the list's cursor, for the preview.
func (a *App) askPreview() tea.Cmd {
	_, width := a.frame.ListPanes()
	h := a.list.selected()
	if a.top() != listScreen || width == 0 || h == nil || a.list.preview.ID == h.ID && a.list.doc != nil {
		return nil
	}
	a.asked++
	a.list.askedPreview = a.asked
	ctx, lib, asked, id, shared := a.ctx, a.lib, a.asked, h.ID, a.o.Shared
	o := page.Options{Width: max(min(width-3, maxMeasure), 8), TableWidth: max(width-3, 8), Look: a.look()}
	height := a.frame.Body()
	return func() tea.Msg {
		b, err := lib.Open(ctx, id)
		if err != nil {
			return previewed{asked: asked}
		}
		doc := shared.doc(b.Body, b.Format, o)
		doc.Window(page.Pos{}, height)
		return previewed{asked, b.Head, doc}
	}
}

// askFind looks a text up in the open article.
func (a *App) askFind(query string) tea.Cmd {
	if a.article.doc == nil {
		return nil
	}
	a.asked++
	a.article.asked = a.asked
	ctx, doc, asked := a.ctx, a.article.doc, a.asked
	return func() tea.Msg { return foundIn{asked, query, doc.Find(ctx, query)} }
}
