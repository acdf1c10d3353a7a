package store

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"despatch/briefs"
	"despatch/store/storetest"
)

// A wire is the way to a server, and ends where it is told to.
type wire struct {
	folder string
	armed  atomic.Bool // the next row that passes is the last thing that does
	cuts   atomic.Int32
}

// wireTo is a wire to a server, on a socket of its own.
func wireTo(t *testing.T, server *storetest.Server) *wire {
	t.Helper()
	w := &wire{folder: t.TempDir()}
	const socket = ".s.PGSQL.5432"
	l, err := net.Listen("unix", filepath.Join(w.folder, socket))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return // closed
			}
			far, err := net.Dial("unix", filepath.Join(server.Folder(), socket))
			if err != nil {
				_ = near.Close()
				continue
			}
			go func() {
				_, _ = io.Copy(far, near) // until either end is closed
				_ = far.Close()
			}()
			go func() {
				w.answers(near, far)
				_ = near.Close()
				_ = far.Close()
			}()
		}
	}()
	return w
}

// answers passes what a server says on, message by message: a kind, a length in
// four bytes that counts itself, and the rest.
func (w *wire) answers(near io.Writer, far io.Reader) {
	for {
		head := make([]byte, 5)
		if _, err := io.ReadFull(far, head); err != nil {
			return
		}
		rest := make([]byte, binary.BigEndian.Uint32(head[1:])-4)
		if _, err := io.ReadFull(far, rest); err != nil {
			return
		}
		if _, err := near.Write(append(head, rest...)); err != nil {
			return
		}
		if head[0] == 'D' && w.armed.CompareAndSwap(true, false) {
			w.cuts.Add(1)
			return
		}
	}
}

func (w *wire) address() string {
	return "postgres://despatch@/postgres?sslmode=disable&host=" + url.QueryEscape(w.folder)
}

// TestPostgresCutOff ends the connection behind the first row of each answer:
// whoever asks is not told, and has the whole answer.
func TestPostgresCutOff(t *testing.T) {
	server := storetest.Start(t)
	w := wireTo(t, server)
	db := open(t, w.address())
	for i := range 3 {
		save(t, db, numbered("a", i))
	}
	for _, name := range []string{"r", "s"} {
		if err := db.AddReader(ctx, "test", briefs.Reader{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	for _, k := range []briefs.PublicKey{{Reader: "r", Fingerprint: "SHA256:one", Type: "t", Data: "d"}, {Reader: "r", Fingerprint: "SHA256:two", Type: "t", Data: "e"}} {
		if err := db.AddKey(ctx, "test", k); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.SetMarkings(ctx, []string{"open", "closed"}); err != nil {
		t.Fatal(err)
	}
	s := db.As(briefs.Reader{Name: "r"})
	count := func(n int, err error) (any, error) { return n, err }
	for name, ask := range map[string]func() (any, error){
		"Version":       func() (any, error) { return s.Version(ctx) },
		"Changed":       func() (any, error) { return s.Changed(ctx, -1) },
		"Edition":       func() (any, error) { hash, _, err := s.Edition(ctx, "a0001"); return hash, err },
		"Resolve":       func() (any, error) { return s.Resolve(ctx, "a0001") },
		"RightsVersion": func() (any, error) { return db.RightsVersion(ctx) },
		"ReaderOfKey":   func() (any, error) { r, err := db.ReaderOfKey(ctx, "SHA256:one"); return r.Name, err },
		"Reader":        func() (any, error) { r, err := db.Reader(ctx, "r"); return r.Name, err },
		"HasReaders":    func() (any, error) { return db.HasReaders(ctx) },
		"Markings":      func() (any, error) { names, err := db.Markings(ctx); return strings.Join(names, " "), err },
		"Readers":       func() (any, error) { all, err := db.Readers(ctx); return count(len(all), err) },
		"Keys":          func() (any, error) { all, err := db.Keys(ctx, "r"); return count(len(all), err) },
		"List":          func() (any, error) { all, err := s.List(ctx, briefs.Query{}); return count(len(all), err) },
		"Find":          func() (any, error) { all, err := s.Find(ctx, "income", 0); return count(len(all), err) },
		"Counts":        func() (any, error) { return s.Counts(ctx) },
		"Open":          func() (any, error) { b, err := s.Open(ctx, "a0001"); return b.Body, err },
		"Keep":          func() (any, error) { all, err := db.Keep(ctx); return all.reader.Clearance, err },
	} {
		want, err := ask()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		had := w.cuts.Load()
		w.armed.Store(true)
		got, err := ask()
		if err != nil || got != want {
			t.Errorf("%s was cut off: %v, %v; it is %v", name, got, err, want)
		}
		if w.cuts.Load() == had {
			w.armed.Store(false)
			t.Errorf("%s: nothing was cut off", name)
		}
	}
}
