package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"despatch/briefs"
	"despatch/briefs/figures"
)

// write makes files under a new folder; a name that ends in / is a folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func link2(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Skipf("skipped: there are no symbolic links here: %v", err)
	}
}

func TestFiles(t *testing.T) {
	dir := write(t, map[string]string{
		"b.md": "x", "a.txt": "x", "c.pdf": "x", "d": "x", ".hidden.md": "x", ".git/e.md": "x",
		"sub/z.MDX": "x", "sub/deep/y.markdown": "x", "sub/w.text": "x",
	})
	link2(t, dir, filepath.Join(dir, "sub", "loop"))
	link2(t, filepath.Join(dir, "b.md"), filepath.Join(dir, "b-again.md"))
	link2(t, filepath.Join(dir, "nowhere"), filepath.Join(dir, "broken.md"))
	list := func(paths ...string) (got []string) {
		for i, p := range paths {
			if p != stdinName {
				paths[i] = filepath.Join(dir, p)
			}
		}
		for p, err := range Files(t.Context(), paths) {
			name := strings.TrimPrefix(p, dir+"/")
			if err != nil {
				name += ": " + err.Error()
			}
			got = append(got, name)
		}
		return got
	}
	for _, c := range []struct{ paths, want []string }{
		{[]string{"."}, []string{"a.txt", "b-again.md", "sub/deep/y.markdown", "sub/w.text", "sub/z.MDX"}},
		{[]string{"b.md", "."}, []string{"b.md", "a.txt", "sub/deep/y.markdown", "sub/w.text", "sub/z.MDX"}},
		{[]string{"c.pdf", "-", "d", "c.pdf", "-"}, []string{"c.pdf", "-", "d"}},
		{[]string{".hidden.md", "sub/deep"}, []string{".hidden.md", "sub/deep/y.markdown"}},
		{[]string{"gone.md", "a.txt"}, []string{"gone.md: no such file or directory", "a.txt"}},
	} {
		if got := list(slices.Clone(c.paths)...); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.paths, got, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range Files(ctx, []string{dir}) {
		n++
		cancel()
	}
	if n != 1 {
		t.Errorf("%d files after the end", n)
	}
}

// A box is a saver that keeps briefs in memory.
type box struct {
	mu     sync.Mutex
	saved  map[string]briefs.Brief
	order  []string
	refuse string // titles that it does not save
}

func newBox() *box { return &box{saved: map[string]briefs.Brief{}} }

func (b *box) Save(ctx context.Context, br *briefs.Brief) (briefs.Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if b.refuse != "" && strings.Contains(br.Title, b.refuse) {
		return "", errors.New("refused")
	}
	old, there := b.saved[br.ID]
	b.saved[br.ID] = *br
	b.order = append(b.order, br.Title)
	switch {
	case !there:
		return briefs.Added, nil
	case old.Hash == br.Hash:
		return briefs.Unchanged, nil
	}
	return briefs.Updated, nil
}

// A batchBox also saves many at once and says what it has.
type batchBox struct {
	*box
	batches int
}

func (b *batchBox) SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error) {
	for _, br := range bs {
		if b.refuse != "" && strings.Contains(br.Title, b.refuse) {
			return nil, errors.New("one of them was refused")
		}
	}
	b.batches++
	var out []briefs.Outcome
	for _, br := range bs {
		o, err := b.Save(ctx, br)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func (b *batchBox) Hash(_ context.Context, id string) (string, int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	br := b.saved[id]
	return br.Hash, br.Version, nil
}

// A readyBox has batches made ready before they are saved.
type readyBox struct {
	*batchBox
	ready, saved atomic.Int64
}

func (b *readyBox) Ready(bs []*briefs.Brief) (func(context.Context, []briefs.File) ([]briefs.Outcome, error), error) {
	turn := b.ready.Add(1)
	return func(ctx context.Context, _ []briefs.File) ([]briefs.Outcome, error) {
		if b.saved.Add(1) != turn {
			return nil, errors.New("not in the order in which they were made ready")
		}
		return b.SaveAll(ctx, bs)
	}, nil
}

func imported(t *testing.T, to Saver, paths []string, opts ...Option) []Result {
	t.Helper()
	var got []Result
	if err := Import(t.Context(), to, paths, func(r Result) { got = append(got, r) }, opts...); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestImport(t *testing.T) {
	files := map[string]string{"bad.txt": "%PDF-1.4", "empty.md": "\n", "refused.md": "# Refused\n"}
	for i := range 200 {
		files[fmt.Sprintf("%03d.md", i)] = fmt.Sprintf("# Brief %03d\n\nSpending rose by %d %%.\n", i, i)
	}
	dir := write(t, files)
	for name, to := range map[string]Saver{"one by one": newBox(), "batches": &batchBox{box: newBox()}, "made ready": &readyBox{batchBox: &batchBox{box: newBox()}}} {
		var b *box
		switch to := to.(type) {
		case *box:
			b = to
		case *batchBox:
			b = to.box
		case *readyBox:
			b = to.box
		}
		b.refuse = "Refused"
		got := imported(t, to, []string{dir, filepath.Join(dir, "gone.md")})
		if len(got) != 204 || len(b.saved) != 200 || !slices.IsSorted(b.order) {
			t.Fatalf("%s: %d results, %d saved, sorted %v", name, len(got), len(b.saved), slices.IsSorted(b.order))
		}
		failed := map[string]string{}
		for _, r := range got {
			switch {
			case r.Err != nil:
				failed[filepath.Base(r.Path)] = r.Err.Error()
			case r.Outcome != briefs.Added || r.ID == "" || r.Title == "":
				t.Errorf("%s: %+v", name, r)
			}
		}
		for file, says := range map[string]string{"bad.txt": "PDF", "empty.md": "no text", "refused.md": "refused", "gone.md": "no such file"} {
			if !strings.Contains(failed[file], says) || strings.Contains(failed[file], dir) {
				t.Errorf("%s: %s failed with %q, want %q without the path", name, file, failed[file], says)
			}
		}
		for _, br := range b.saved {
			if br.Version != figures.Version || !filepath.IsAbs(br.Source) {
				t.Errorf("%s: version %d, source %q", name, br.Version, br.Source)
				break
			}
		}
		for _, r := range imported(t, to, []string{filepath.Join(dir, "007.md"), filepath.Join(dir, "008.md")}) {
			if r.Outcome != briefs.Unchanged {
				t.Errorf("%s: again %+v", name, r)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "007.md"), []byte("# Brief seven, new\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if r := imported(t, to, []string{filepath.Join(dir, "007.md")}); r[0].Outcome != briefs.Updated || r[0].Title != "Brief seven, new" {
			t.Errorf("%s: changed %+v", name, r)
		}
		if err := os.WriteFile(filepath.Join(dir, "007.md"), []byte(files["007.md"]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestImportOddities(t *testing.T) {
	dir := write(t, map[string]string{
		"a.md":           "---\nid: same\n---\n# A\n",
		"b.md":           "---\nid: same\n---\n# B\n",
		"c\x1b[31m\n.md": "# C\n",
	})
	b := newBox()
	got := imported(t, b, []string{dir, "-"}, Stdin(strings.NewReader("# From a pipe\n")))
	if len(got) != 4 || len(b.saved) != 4 {
		t.Fatalf("%d results, %d saved", len(got), len(b.saved))
	}
	if got[0].ID != ID("id:same") || got[1].ID != ID(filepath.Join(dir, "b.md")) || len(got[1].Warnings) != 1 {
		t.Errorf("same id: %+v, %+v", got[0], got[1])
	}
	for _, r := range got {
		if briefs.CleanLine(r.Path, 0) != r.Path || briefs.CleanLine(b.saved[r.ID].Source, 0) != b.saved[r.ID].Source {
			t.Errorf("path %q, source %q", r.Path, b.saved[r.ID].Source)
		}
	}
	if r := got[3]; r.Path != "-" || r.Title != "From a pipe" || b.saved[r.ID].Source != "stdin" {
		t.Errorf("standard input: %+v", r)
	}
	if r := imported(t, b, []string{"-"}); r[0].Err == nil {
		t.Error("no standard input, and no error")
	}
	if os.Getuid() != 0 {
		if err := os.Chmod(filepath.Join(dir, "a.md"), 0); err != nil {
			t.Fatal(err)
		}
		if r := imported(t, b, []string{filepath.Join(dir, "a.md")}); !strings.Contains(fmt.Sprint(r[0].Err), "permission denied") {
			t.Errorf("unreadable: %+v", r[0])
		}
	}
}

// What was reported before the end stays saved, and nothing is reported that
// is not.
func TestImportCancelled(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("%03d.md", i)] = fmt.Sprintf("# Brief %d\n", i)
	}
	dir := write(t, files)
	b := newBox()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	err := Import(ctx, b, []string{dir}, func(r Result) {
		if r.Err != nil {
			t.Errorf("%+v", r)
		}
		if n++; n == 20 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || n >= 300 || len(b.saved) != n {
		t.Errorf("%v after %d reports and %d saved", err, n, len(b.saved))
	}
}

func TestLoad(t *testing.T) {
	dir := write(t, map[string]string{"a.md": "# A\n\nUp 4 %.\n", "b.txt": "\x00\x01\x02\x00", "c.txt": "C text\n"})
	var got []string
	err := Load(t.Context(), []string{filepath.Join(dir, "c.txt"), dir, "-"}, func(b briefs.Brief, err error) {
		if b.Version != 0 || b.Figures != nil {
			t.Errorf("%s has figures", b.Title)
		}
		if err != nil {
			b.Title = filepath.Base(b.Source) + " failed"
		}
		got = append(got, b.Title)
	}, Stdin(bytes.NewReader([]byte("D text"))))
	if want := []string{"C text", "A", "b.txt failed", "D text"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestSamples(t *testing.T) {
	all, err := Samples()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 8 || len(all) > 12 {
		t.Errorf("%d samples", len(all))
	}
	ids := map[string]bool{}
	for _, b := range all {
		if !b.Sample || !strings.HasPrefix(b.Source, "samples/") || b.Version != figures.Version || b.Title == "" || b.Date.IsZero() || b.From == "" || ids[b.ID] || len(b.Warnings) > 0 {
			t.Errorf("%s: %+v %q", b.Source, b.Head, b.Warnings)
		}
		ids[b.ID] = true
	}
}
