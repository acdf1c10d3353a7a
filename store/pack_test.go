package store

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"despatch/briefs"
)

// randomBrief is a brief with anything in what is packed of it.
func randomBrief(rnd *rand.Rand) briefs.Brief {
	words := []string{"", "operating income", "80 trillion yuan", "工业企业", "a\x00b", "the end of 2022", "yuan"}
	word := func() string { return words[rnd.IntN(len(words))] }
	b := briefs.Brief{Body: word() + " " + word() + " 80 trillion yuan 工业企业 " + word()}
	for range rnd.IntN(4) {
		f := briefs.Figure{
			Kind: briefs.Money, Measure: word(), Unit: word(), UnitText: word(), Rule: word(), Comparator: briefs.Comparator(word()), Change: briefs.Change(word()), Stance: briefs.Stance(word()),
			Value: briefs.Decimal{Coef: rnd.Int64() - rnd.Int64(), Exp: int16(rnd.IntN(9) - 4)}, Rank: rnd.IntN(9), Paragraph: rnd.IntN(9),
		}
		f.Start = rnd.IntN(len(b.Body))
		f.End = f.Start + rnd.IntN(len(b.Body)-f.Start+1)
		f.Sentence = briefs.Span{Start: rnd.IntN(f.Start + 1), End: f.End + rnd.IntN(9)}
		if rnd.IntN(2) == 0 {
			f.Value2 = &briefs.Decimal{Coef: rnd.Int64(), Exp: -2}
		}
		if rnd.IntN(2) == 0 {
			f.Period = &briefs.Period{Text: word()}
		}
		b.Figures = append(b.Figures, f)
	}
	for range rnd.IntN(3) {
		n := briefs.Name{Text: word(), Office: word(), Short: word()}
		for at := 0; rnd.IntN(3) > 0; at++ {
			n.Spans = append(n.Spans, briefs.Span{Start: at, End: at + 1})
		}
		b.Names = append(b.Names, n)
	}
	for range rnd.IntN(3) {
		b.Warnings = append(b.Warnings, word())
	}
	return b
}

// TestPack packs anything, and has it back as it was.
func TestPack(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		b := randomBrief(rnd)
		got := briefs.Brief{Body: b.Body}
		if err := unpack(pack(&b), &got); err != nil {
			t.Fatalf("%+v: %v", b, err)
		}
		if !reflect.DeepEqual(got, b) {
			t.Fatalf("%+v\nis back as\n%+v", b, got)
		}
	}
}

// FuzzUnpack reads anything: it says that it is damaged, or it can be packed
// again, and never takes more memory than its bytes speak for.
func FuzzUnpack(f *testing.F) {
	b := randomBrief(rand.New(rand.NewPCG(1, 1)))
	f.Add(pack(&b), b.Body)
	f.Add([]byte{packVersion, 0xff, 0xff, 0xff, 0xff, 0x0f}, "")
	f.Add([]byte{}, "text")
	f.Fuzz(func(t *testing.T, packed []byte, body string) {
		got := briefs.Brief{Body: body}
		if unpack(packed, &got) != nil {
			return
		}
		if n := len(got.Figures) + len(got.Names) + len(got.Warnings); n > len(packed) {
			t.Fatalf("%d of them in %d bytes", n, len(packed))
		}
		pack(&got)
	})
}

// FuzzSegment reads anything as the blocks of a segment: it says that they are
// damaged, or comes to their end.
func FuzzSegment(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 1})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, block []byte) {
		if s, err := readSegment(1, block); err == nil && len(s.docs)+len(s.firsts) > 2*len(block) {
			t.Fatalf("%d documents and %d blocks in %d bytes", len(s.docs), len(s.firsts), len(block))
		}
		e := entriesOf(block, 0)
		for n := 0; e.next(); n++ {
			if n > len(block) {
				t.Fatal("the entries have no end")
			}
			p := e.postings()
			for k := 0; p.next(); k++ {
				if k > len(block) {
					t.Fatal("the postings have no end")
				}
			}
		}
	})
}
