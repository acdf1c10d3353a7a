package ui

import (
	"hash/maphash"
	"sync"
	"weak"

	"despatch/briefs"
	"despatch/ui/page"
)

// Shared is what the screens of one process have in common: a brief that
// several terminals show is laid out once and held once. What no terminal shows
// any more is held no longer. The zero Shared is ready; many may use it at the
// same time. Who may read what is decided before: it is asked for nothing but
// what was just opened.
type Shared struct {
	docs  inUse[docKey, page.Doc]
	parts inUse[partsKey, parts]
	notes inUse[notesKey, notes]
	looks sync.Map // lookKey to *Theme: they are few
}

type (
	// A docKey is a body laid out. The sum may be that of another body, so what
	// is found by it is compared.
	docKey struct {
		sum     uint64
		size    int
		format  briefs.Format
		options page.Options
	}
	partsKey struct {
		edition
		id             string
		figures, names int
		sum            uint64
	}
	notesKey struct {
		panelKey
		of     weak.Pointer[parts]
		beside weak.Pointer[page.Doc]
		height int
	}
	lookKey struct {
		background string
		colours    int
		ascii      bool
	}
)

// parts are what was read out of a brief.
type parts struct {
	figures []briefs.Figure
	names   []briefs.Name
}

// notes are the lines of a panel, and what they are of. Nothing changes them
// once they are made.
type notes struct {
	lines []panelLine
	items []panelItem
}

var bodySeed = maphash.MakeSeed()

// doc is a body laid out; its text is the body.
func (s *Shared) doc(body string, format briefs.Format, o page.Options) *page.Doc {
	if s == nil {
		return page.New(body, format, o)
	}
	key := docKey{maphash.String(bodySeed, body), len(body), format, o}
	if d := s.docs.get(key); d != nil && d.Body() == body {
		return d
	}
	return s.docs.put(key, page.New(body, format, o))
}

// refit is a body laid out otherwise.
func (s *Shared) refit(d *page.Doc, o page.Options) *page.Doc {
	if s == nil {
		return d.Refit(o)
	}
	key := docKey{maphash.String(bodySeed, d.Body()), len(d.Body()), d.Format(), o}
	if other := s.docs.get(key); other != nil && other.Body() == d.Body() {
		return other
	}
	return s.docs.put(key, d.Refit(o))
}

// settle has a brief that was opened, and its page, hold what others hold
// already. What it returns is held for as long as the brief is.
func (s *Shared) settle(b *briefs.Brief, d *page.Doc) *parts {
	if s == nil || b.Version == 0 { // its figures are still to come
		return nil
	}
	b.Body = d.Body()
	key := partsKey{edition{b.Hash, b.Version}, b.ID, len(b.Figures), len(b.Names), maphash.String(bodySeed, b.Body)}
	p := s.parts.get(key)
	if p == nil {
		p = s.parts.put(key, &parts{b.Figures, b.Names})
	}
	b.Figures, b.Names = p.figures, p.names
	return p
}

// theme is a theme that all share who have the same terminal.
func (s *Shared) theme(background string, colours int, ascii bool) *Theme {
	if s == nil {
		return NewTheme(background, colours, ascii)
	}
	key := lookKey{background, colours, ascii}
	if t, ok := s.looks.Load(key); ok {
		return t.(*Theme)
	}
	t, _ := s.looks.LoadOrStore(key, NewTheme(background, colours, ascii))
	return t.(*Theme)
}

// inUse finds by its key what somebody uses.
type inUse[K comparable, V any] struct {
	mu    sync.Mutex
	of    map[K]weak.Pointer[V]
	sweep int // how many there may be before those that nobody uses are looked for
}

// get is what there is for a key, nil for nothing.
func (u *inUse[K, V]) get(key K) *V {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.of[key].Value()
}

// put adds v, which is held for as long as somebody else holds it.
func (u *inUse[K, V]) put(key K, v *V) *V {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.of == nil {
		u.of = map[K]weak.Pointer[V]{}
	}
	if len(u.of) >= max(u.sweep, 64) {
		for k, p := range u.of {
			if p.Value() == nil {
				delete(u.of, k)
			}
		}
		u.sweep = 2 * len(u.of)
	}
	u.of[key] = weak.Make(v)
	return v
}
