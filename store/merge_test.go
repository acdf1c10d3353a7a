package store

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
)

// TestToMerge says which segments become one: sixteen of a size, as many of them
// as make no more than a merge may, and one of which most is out of date.
func TestToMerge(t *testing.T) {
	row := func(docs, dead int) segmentRow {
		r := segmentRow{docs: docs, dead: newBitset(docs)}
		for i := range dead {
			r.dead.set(i)
		}
		return r
	}
	many := func(n, docs int) (rows []segmentRow) {
		for range n {
			rows = append(rows, row(docs, 0))
		}
		return rows
	}
	for _, c := range []struct {
		name string
		rows []segmentRow
		want []segmentRow
	}{
		{"none", nil, nil},
		{"one", many(1, 10), nil},
		{"fifteen", many(15, 10), nil},
		{"sixteen", many(16, 10), many(16, 10)},
		{"sixteen of two sizes", append(many(8, 15), many(8, 16)...), nil},
		{"the smallest first", append(many(16, 200), many(16, 10)...), many(16, 10)},
		{"no more than a merge may have", many(16, 4000), many(2, 4000)},
		{"two, also of more", many(16, 4095), many(2, 4095)},
		{"large ones are left", many(40, 4096), nil},
		{"half out of date", append(many(3, 20), row(10, 5)), nil},
		{"most out of date", append(many(3, 20), row(10, 6)), []segmentRow{row(10, 6)}},
		{"a large one, most out of date", []segmentRow{row(9000, 4501)}, []segmentRow{row(9000, 4501)}},
		{"all out of date", []segmentRow{row(3, 3)}, []segmentRow{row(3, 3)}},
	} {
		if got := toMerge(c.rows); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %d segments, want %d", c.name, len(got), len(c.want))
		}
	}
}

// contents are what segments say, of what is up to date: for each term, which
// documents have it, how often and where, and the documents themselves.
func contents(t *testing.T, db *DB, rows []segmentRow) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, r := range rows {
		var blocks [][]byte
		stored, err := db.reads.QueryContext(ctx, selectBlocks, r.n<<blockBits, (r.n+1)<<blockBits)
		if err != nil {
			t.Fatal(err)
		}
		for stored.Next() {
			var b []byte
			if err := stored.Scan(&b); err != nil {
				t.Fatal(err)
			}
			blocks = append(blocks, b)
		}
		if err := errors.Join(stored.Err(), stored.Close()); err != nil {
			t.Fatal(err)
		}
		s, err := readSegment(r.n, blocks[0])
		if err != nil || len(s.docs) != r.docs || s.docs[0].key != r.newest {
			t.Fatalf("segment %d has %d documents, not %d: %v", r.n, len(s.docs), r.docs, err)
		}
		for i, d := range s.docs {
			if i > 0 && d.key >= s.docs[i-1].key {
				t.Fatalf("segment %d: document %d is not older than the one before", r.n, i)
			}
			if !r.dead.has(i) {
				all[""] = append(all[""], fmt.Sprint(d))
			}
		}
		places := blockReader{in: slices.Concat(blocks[1+len(s.firsts):]...)}
		for k, first := range s.firsts {
			e := entriesOf(blocks[1+k], s.starts[k])
			for n := 0; e.next(); n++ {
				if n == 0 && string(e.term) != first {
					t.Fatalf("segment %d: block %d starts with %q, not %q", r.n, k, e.term, first)
				}
				term, count := string(e.term), 0
				places.at = e.from
				for p := e.postings(); p.next(); count++ {
					line := fmt.Sprint(s.docs[p.doc].key, " ", p.times)
					if e.placed > 0 {
						many, where := p.placesOf(&places)
						line += fmt.Sprint(" ", many, " ", where)
					}
					if !r.dead.has(p.doc) {
						all[term] = append(all[term], line)
					}
				}
				if count != e.count || places.bad || places.at != e.from+e.placed {
					t.Fatalf("segment %d: %q has %d documents, not %d, and places up to %d, not %d", r.n, term, count, e.count, places.at, e.from+e.placed)
				}
			}
			if e.r.bad {
				t.Fatalf("segment %d: block %d is damaged", r.n, k)
			}
		}
	}
	for _, lines := range all {
		slices.Sort(lines)
	}
	return all
}

// mergeNow merges segments, and fails when told so before that is committed.
func mergeNow(db *DB, rows []segmentRow, then error) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		s := saver{ctx: ctx, db: db, tx: tx}
		defer s.close()
		return errors.Join(s.mergeRows(rows), then)
	})
}

// answers are which briefs each of some searches finds, in their order.
func answers(t *testing.T, l library) (all []string) {
	t.Helper()
	for _, query := range []string{
		"income", "income -growth", `"operating income"`, `"income of"`, "grow*", "工业", "业", `"工业企业"`, "income 工业", "title:rail", "from:office", "figure:>5", "figure:5..9km", "unit:km", "measure:line", "-income", "is:unread",
	} {
		hits, err := l.Find(ctx, query, 0)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		line := []string{query + ":"}
		for _, h := range hits {
			line = append(line, fmt.Sprint(h.ID, "/", h.Matches, "/", h.Offset))
		}
		all = append(all, strings.Join(line, " "))
	}
	return all
}

// TestMerge merges random segments of random documents, of which some changed
// and others went: the segment that they make says of each term just what they
// said, and searches find what they found, also where the merge came to nothing.
func TestMerge(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		rnd := rand.New(rand.NewPCG(seed, 4))
		s, next, model := db.As(briefs.Reader{Name: "r"}), 0, map[string]briefs.Brief{}
		words := strings.Fields("income of the operating income growth grows 工业企业 收入 rail line office km 5km 7.5km. 80 yuan a a a b")
		random := func(id string) *briefs.Brief {
			var body strings.Builder
			for range 1 + rnd.IntN(120) {
				body.WriteString(words[rnd.IntN(len(words))] + []string{" ", "", ", ", "\n\n"}[rnd.IntN(4)])
			}
			b := briefs.Brief{Head: briefs.Head{ID: id, Title: words[rnd.IntN(len(words))], From: words[rnd.IntN(len(words))], Marking: 0}, Format: briefs.Markdown, Body: body.String(), Version: 1}
			b.Date = dayOf(2020, 1, next/10) // in order, as most come, or anywhere
			if rnd.IntN(3) == 0 {
				b.Date = dayOf(2015, 1, rnd.IntN(4000))
			}
			b.Hash, b.Size = fmt.Sprint(rnd.Uint64()), len(b.Body)
			b.Figures = []briefs.Figure{{Kind: briefs.Measure, Measure: "length of the line", Unit: "km", Value: briefs.Int(int64(rnd.IntN(12)))}}
			return &b
		}
		for range raced(8, 4) {
			var batch []*briefs.Brief
			for range 1 + rnd.IntN(25) {
				id := fmt.Sprint("id", next)
				if next++; rnd.IntN(3) == 0 {
					id = fmt.Sprint("id", rnd.IntN(next))
				}
				if !slices.ContainsFunc(batch, func(b *briefs.Brief) bool { return b.ID == id }) {
					batch = append(batch, random(id))
				}
			}
			if _, err := db.SaveAll(ctx, batch); err != nil {
				t.Fatal(err)
			}
			for _, b := range batch {
				model[b.ID] = *b
			}
			var gone []string
			for id := range model {
				if rnd.IntN(8) == 0 {
					gone = append(gone, id)
					delete(model, id)
				}
			}
			if _, err := db.Remove(ctx, gone...); err != nil {
				t.Fatal(err)
			}
			rows, err := segmentRows(ctx, db.reads)
			if err != nil {
				t.Fatal(err)
			}
			var some []segmentRow
			for _, r := range rows {
				if rnd.IntN(3) > 0 {
					some = append(some, r)
				}
			}
			rnd.Shuffle(len(some), func(i, k int) { some[i], some[k] = some[k], some[i] })
			if len(some) == 0 {
				continue
			}
			want, found := contents(t, db, some), answers(t, s)
			if err := mergeNow(db, some, errors.New("no")); err == nil {
				t.Fatal("a merge that failed did not fail")
			}
			if got := answers(t, s); !slices.Equal(got, found) {
				t.Fatalf("after a merge that came to nothing:\n%s\nbefore:\n%s", strings.Join(got, "\n"), strings.Join(found, "\n"))
			}
			if err := mergeNow(db, some, nil); err != nil {
				t.Fatal(err)
			}
			after, err := segmentRows(ctx, db.reads)
			if err != nil {
				t.Fatal(err)
			}
			made := slices.DeleteFunc(after, func(r segmentRow) bool {
				return slices.ContainsFunc(rows, func(old segmentRow) bool { return old.n == r.n })
			})
			if len(made) > 1 || (len(made) == 0) != (len(want) == 0) {
				t.Fatalf("%d segments were made of %d with %d terms", len(made), len(some), len(want))
			}
			got := contents(t, db, made)
			for _, term := range slices.Sorted(func(yield func(string) bool) {
				for term := range want {
					if !yield(term) {
						return
					}
				}
			}) {
				if !slices.Equal(got[term], want[term]) {
					t.Fatalf("of %d segments: %q stands in\n%s\nand stood in\n%s", len(some), term, strings.Join(got[term], "\n"), strings.Join(want[term], "\n"))
				}
			}
			if len(got) != len(want) {
				t.Fatalf("%d terms, of %d", len(got), len(want))
			}
			if got := answers(t, s); !slices.Equal(got, found) {
				t.Fatalf("after a merge:\n%s\nbefore:\n%s", strings.Join(got, "\n"), strings.Join(found, "\n"))
			}
		}
		m := NewMemory()
		for _, b := range model {
			m.Add(b)
		}
		sorted := func(lines []string) (all []string) { // by ID: a Memory may rank in another order
			for _, line := range lines {
				f := strings.Fields(line)
				slices.Sort(f)
				all = append(all, strings.Join(f, " "))
			}
			return all
		}
		if got, want := sorted(answers(t, s)), sorted(answers(t, m)); !slices.Equal(got, want) {
			t.Errorf("in the end it finds\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if db.path != "" {
			sound(t, db)
		}
	})
}

// dieInMerge kills the process between a merge and its commit.
func dieInMerge(path string) error {
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	rows, err := segmentRows(ctx, db.reads)
	if err != nil {
		return err
	}
	return db.write(ctx, func(tx *sql.Tx) error {
		s := saver{ctx: ctx, db: db, tx: tx}
		if err := s.mergeRows(rows); err != nil {
			return err
		}
		fmt.Println("merged", len(rows))
		me, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		if err := me.Kill(); err != nil {
			return err
		}
		select {} // until it is dead
	})
}

// TestMergeKilled kills a process in a merge: all is found as before, and the
// next merge comes to its end.
func TestMergeKilled(t *testing.T) {
	onShared(t, func(t *testing.T, path string) {
		db := open(t, path)
		for i := range 10 {
			save(t, db, numbered("a", i))
		}
		s := db.As(briefs.Reader{Name: "r"})
		before := answers(t, s)
		out, err := process(t, "die in a merge", path, "").CombinedOutput()
		if err == nil || string(out) != "merged 10\n" {
			t.Fatalf("the process was not killed in a merge: %v: %s", err, out)
		}
		if got := answers(t, s); !slices.Equal(got, before) {
			t.Errorf("after the kill:\n%s\nbefore:\n%s", strings.Join(got, "\n"), strings.Join(before, "\n"))
		}
		rows, err := segmentRows(ctx, db.reads)
		if err != nil || len(rows) != 10 {
			t.Fatalf("%d segments, %v", len(rows), err)
		}
		for i := range 10 {
			save(t, db, numbered("b", i))
		}
		if rows, err = segmentRows(ctx, db.reads); err != nil || len(rows) >= 16 {
			t.Errorf("%d segments after more were saved, %v", len(rows), err)
		}
		if hits, err := s.Find(ctx, "income", 0); len(hits) != 20 || err != nil {
			t.Errorf("%d found, %v", len(hits), err)
		}
	})
}

// FuzzMerge merges what may be damaged in any way: it says so, or makes a segment
// whose lists name documents that it has.
func FuzzMerge(f *testing.F) {
	good := &segmentWriter{}
	for _, term := range []string{"a", "income", "工业"} {
		good.begin(term)
		good.add(0, 1, 1, []byte{3})
		good.add(2, 4, 2, []byte{5, 1})
		good.end()
	}
	lists, places := good.blocks()[1], good.places
	f.Add(lists, places, lists, places, uint8(3), uint8(0))
	f.Add(lists, places, lists, places, uint8(3), uint8(2))
	f.Add([]byte{0, 1, 'a', 1, 2, 1, 0xff, 0x7f, 0}, []byte{0}, []byte{0xff, 0xff, 0xff}, []byte{}, uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, lists1, places1, lists2, places2 []byte, docs, dead uint8) {
		n := int(docs%8) + 1
		w := &segmentWriter{docs: make([]doc, 0, 2*n)}
		var parts []*part
		for k, in := range [][2][]byte{{lists1, places1}, {lists2, places2}} {
			p := &part{lists: [][]byte{in[0]}, starts: []int{0}, places: in[1], number: make([]int, n), moves: dead == 0}
			for i := range p.number {
				if p.number[i] = -1; dead == 0 || i != int(dead)%n || k == 1 {
					p.number[i] = len(w.docs)
					w.docs = append(w.docs, doc{key: int64(1000 - len(w.docs))})
				}
			}
			p.next()
			parts = append(parts, p)
		}
		if err := mergeTerms(w, parts); err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		blocks := w.blocks()
		s, err := readSegment(1, blocks[0])
		if err != nil || len(s.docs) != len(w.docs) {
			t.Fatalf("%d documents of %d, %v", len(s.docs), len(w.docs), err)
		}
		for k := range s.firsts {
			e := entriesOf(blocks[1+k], s.starts[k])
			for e.next() {
				for p := e.postings(); p.next(); {
					if p.doc >= len(s.docs) {
						t.Fatalf("%q is in document %d of %d", e.term, p.doc, len(s.docs))
					}
				}
			}
			if e.r.bad {
				t.Fatalf("the block %x is damaged", blocks[1+k])
			}
		}
		if in := len(places1) + len(places2); len(w.places) > in {
			t.Fatalf("%d bytes of places come of %d", len(w.places), in)
		}
	})
}
