package page

import (
	"strings"
	"testing"

	"despatch/briefs"
)

// body is a briefing of about size bytes: prose with emphasis, lists, a table,
// half of it Chinese.
func body(size int) string {
	const part = `## Section with *emphasis*

By the end of 2022, the operating income of **industrial** small and medium-sized
enterprises exceeded [80 trillion yuan](https://www.example.org/report), and the
number of such enterprises 52 million; about 40 % of them work in new materials.

截至2022年末，中小微企业数量超过**5200万户**，规模以上工业中小企业营业收入超过80万亿元。
会议指出：“要坚持促进民营经济发展壮大……”

- The first point, with a figure of £2.1 bn and ` + "`code`" + ` in it
- the second
  - and one below it

| Region | Income (bn) | Change |
|---|---:|---|
| North | 1,204.5 | +3.5 % |
| South | 998.0 | -0.2 % |

`
	return strings.Repeat(part, size/len(part)+1)[:size-size%len(part)+len(part)*0]
}

// A briefing of 20 KB renders in at most 20 ms (1 MB/s).
func BenchmarkRender20KB(b *testing.B) {
	text := body(20 << 10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := New(text, briefs.Markdown, Options{Width: 80, TableWidth: 80, Look: Look{Dark: true, Colours: 256}})
		d.Last(40)
		d.Window(Pos{}, 1<<20)
	}
}

// A screen of a page that is warm takes well under 1 ms.
func BenchmarkWindowWarm(b *testing.B) {
	d := New(body(20<<10), briefs.Markdown, Options{Width: 80, TableWidth: 80, Look: Look{Dark: true, Colours: 256}})
	at := d.At(8 << 10)
	d.Window(Pos{}, 1<<20)
	over := []Over{{4, 12, "4;33"}}
	b.ReportAllocs()
	for b.Loop() {
		rows := d.Window(at, 60)
		for i := range rows {
			rows[i].Paint(over)
		}
		at = d.Move(d.Move(at, 1), -1)
	}
}

// The first screen of 5 MB comes within 60 ms, cutting into blocks included.
func BenchmarkOpen5MB(b *testing.B) {
	text := body(5 << 20)
	b.ReportAllocs()
	for b.Loop() {
		d := New(text, briefs.Markdown, Options{Width: 80, TableWidth: 80, Look: Look{Dark: true, Colours: 256}})
		d.Window(Pos{}, 60)
		d.Index(Pos{})
	}
}

// 200 KB without a space opens within 50 ms, at the end too.
func BenchmarkOpenUnspaced(b *testing.B) {
	text := strings.Repeat("x", 200<<10)
	for b.Loop() {
		d := New(text, briefs.Markdown, Options{Width: 80, TableWidth: 80, Look: Look{Dark: true, Colours: 256}})
		d.Window(Pos{}, 60)
		d.Window(d.Last(60), 60)
	}
}

// A painter, made once for each page, costs at most 0.3 ms.
func BenchmarkPainter(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newPainter(colourful)
	}
}

// Finding in 5 MB takes at most 60 ms the first time, and less after that.
func BenchmarkFind5MB(b *testing.B) {
	text := body(5 << 20)
	d := New(text, briefs.Markdown, options(80))
	for b.Loop() {
		d.visible = map[bool]*visible{}
		if len(d.Find(b.Context(), "80 trillion yuan")) < 1000 {
			b.Fatal("too few found")
		}
	}
}
