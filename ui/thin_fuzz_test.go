package ui

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"despatch/briefs/briefstest"
)

const fuzzWidth, fuzzHeight = 20, 6

// hugeNumber keeps the emulator from doing something a billion times.
var hugeNumber = regexp.MustCompile(`[0-9]{5}`)

// repeatAlone is a repeat (REP) that does not follow the character it repeats.
// The renderer never sends one, and thin does not follow which character the
// terminal would take.
var repeatAlone = regexp.MustCompile(`(^|[^ -~])\x1b\[[0-9;]*b`)

// FuzzThin cuts any bytes into any pieces: the terminal shows the same with
// thin and without, and is sent hardly more. The stream is what the emulator
// survives and thin follows: see repeatAlone and hugeNumber.
func FuzzThin(f *testing.F) {
	row := func(y int, s string) string {
		return fmt.Sprintf("\x1b[?7l\x1b[%d;1H\x1b[K%s\x1b[?7h\x1b[%d;9H", y, s, y)
	}
	f.Add([]byte(row(1, "第一行")+row(2, "\x1b[1m第二行\x1b[m")+row(1, "第一行")+row(2, "\x1b[1m第二行\x1b[m")), uint8(255))
	f.Add([]byte(row(1, "第一行")+row(6, "最后")+"\x1b[6;1H\n"+row(5, "最后")+row(1, "第一行")), uint8(9))
	f.Add([]byte(row(3, "甲")+row(4, "乙")+"\x1b[2;5r\x1b[5;1H\n\x1b[1;6r"+row(2, "甲")+row(3, "乙")), uint8(40))
	f.Add([]byte(row(3, "甲")+"\x1b[2;1H\x1b[L"+row(4, "甲")+"\x1b[M"+row(3, "甲")+"\x1b[S"+row(2, "甲")+"\x1b[T\x1bM"+row(3, "甲")), uint8(200))
	f.Add([]byte(row(3, "甲\x1b[31m")+"x"+row(3, "甲\x1b[31m")+"y\x1b[m"+row(3, "甲\x1b[31m")+"z\x1b[J"), uint8(200))
	f.Add([]byte(row(3, "甲")+strings.Repeat("wide text ", 5)+row(3, "甲")+"\x1b[?1049h"+row(3, "甲")+"e\x1b[m\u0301"), uint8(200))
	f.Add([]byte("\x1b[3;19Habcd"+row(4, "甲")+"\x1b[3;19Habcd"+row(4, "甲")+"\x1b]0;题\x07\x1b[2@\x1b[X\x1b[P\b\t"), uint8(77))
	f.Fuzz(func(t *testing.T, stream []byte, cut uint8) {
		if len(stream) > 2000 || repeatAlone.Match(stream) || hugeNumber.Match(stream) {
			t.Skip("the emulator loops on it, or it is too long")
		}
		p := newPair(fuzzWidth, fuzzHeight)
		defer p.close()
		for rest := stream; len(rest) > 0; {
			n := min(1+int(cut), len(rest))
			p.Write(rest[:n])
			rest = rest[n:]
			cut = cut*5 + 3
			if diff := p.difference(); diff != "" {
				t.Fatalf("after %q: %s", stream[:len(stream)-len(rest)], diff)
			}
		}
		if p.ourSent > p.rawSent+32 {
			t.Errorf("%d bytes became %d", p.rawSent, p.ourSent)
		}
	})
}

// The same with streams of whole sequences, the ones thin follows, so that rows
// are remembered, moved, broken and painted again all the time.
func TestThinFollows(t *testing.T) {
	dropped, seeds := 0, 150
	if briefstest.Raced {
		seeds = 30
	}
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := newPair(fuzzWidth, fuzzHeight)
		var past []string
		for range 120 {
			var b strings.Builder
			for range 1 + r.IntN(6) {
				b.WriteString(randomSequence(r))
			}
			past = append(past, b.String())
			io.WriteString(p, b.String())
			if diff := p.difference(); diff != "" {
				t.Fatalf("seed %d: after %q: %s", seed, past[max(len(past)-12, 0):], diff)
			}
		}
		if p.thin.off {
			t.Fatalf("seed %d: gave up following %q", seed, past[len(past)-1])
		}
		if p.ourSent > p.rawSent+32 {
			t.Errorf("seed %d: %d bytes became %d", seed, p.rawSent, p.ourSent)
		}
		dropped += p.rawSent - p.ourSent
		p.close()
	}
	if dropped < 600*seeds {
		t.Errorf("only %d bytes were left out in %d streams", dropped, seeds)
	}
}

func randomSequence(r *rand.Rand) string {
	y := 1 + r.IntN(fuzzHeight+1)
	n := r.IntN(4)
	switch r.IntN(24) {
	case 0, 1, 2, 3, 4, 5, 6, 7, 8:
		rows := []string{"甲行", "乙\x1b[1m行\x1b[m", "丙plain", "", "\x1b[31m丁", "│戊\x1b[48;5;3m  ", strings.Repeat("满", 12), "\x1b]8;;x:y\x1b\\己\x1b]8;;\x1b\\", "庚\x1b[m辛\x1b[4:3m壬"}
		move := []string{fmt.Sprintf("\x1b[%dH", y), "\r\n", "\r", "\x1b[m\r\n", fmt.Sprintf("\r\x1b[%dd", y), "\x1b[m\r\x1bM"}[r.IntN(6)]
		return "\x1b[?7l" + move + "\x1b[K" + rows[r.IntN(len(rows))] + "\x1b[?7h" + fmt.Sprintf("\x1b[%d;%dH", y, 1+r.IntN(fuzzWidth))
	case 9:
		return pieces[r.IntN(len(pieces))]
	case 10:
		return []string{"x", "one two three four five", "字", "word "}[n]
	case 11:
		return styles[2+r.IntN(len(styles)-2)]
	case 12:
		return []string{"\x1b[m", "\x1b[0m", "\x1b[22;39m", "\x1b[27m\x1b[24m"}[n]
	case 13:
		return fmt.Sprintf("\x1b[%d;%dH", y, 1+r.IntN(fuzzWidth+3))
	case 14:
		return []string{"\n", "\r", "\b", "\x1bM"}[n]
	case 15:
		return fmt.Sprintf("\x1b[%d%c", 1+n, "ABCDEFGd`"[r.IntN(9)])
	case 16:
		return fmt.Sprintf("\x1b[%d%c", 1+n, "LMST@PX"[r.IntN(7)])
	case 17:
		top := 1 + r.IntN(fuzzHeight-1)
		return fmt.Sprintf("\x1b[%d;%dr", top, top+1+r.IntN(fuzzHeight-top))
	case 18:
		return fmt.Sprintf("\x1b[1;%dr", fuzzHeight)
	case 19:
		return fmt.Sprintf("\x1b[%d%c", r.IntN(3), "JK"[r.IntN(2)])
	case 20:
		return []string{"\x1b[?7l", "\x1b[?7h", "\t", "\x1b[K"}[n]
	case 21:
		return []string{"\x1b[?25l", "\x1b]0;title\a", "\x1b[?2026h", "\x1b[6n"}[n]
	}
	return fmt.Sprintf("\x1b[%dH", y)
}

// Of a row that changes in part only that part is sent.
func TestThinTrims(t *testing.T) {
	long := "社区卫生服务中心乡镇卫生院"
	for _, c := range []struct {
		name, from, to string
		most           int // bytes; 0: as many as it takes
	}{
		{"the start", "▌ " + long, "  " + long, 30},
		{"the end", long + " │ 一", long + " │ 二三", 30},
		{"the end, shorter", long + " │ 二三", long + " │ 一", 30},
		{"the middle", long + "甲" + long, long + "乙" + long, 30},
		{"a style", long + "\x1b[1m甲\x1b[m" + long, long + "\x1b[31m甲\x1b[m" + long, 40},
		{"blanks", "甲", strings.Repeat(" ", 60) + "乙", 40},
		{"nothing", long, long, 10},
		{"text like a style", "甲乙丙丁xyz\x1b[m" + long, "甲己丙丁x[m" + long, 0},
		{"text like a style, as wide", "甲乙xyz\x1b[m" + long, "甲乙z[m" + long, 0},
		{"a style under the same end", "\x1b[1m甲" + long, "\x1b[2m甲" + long, 0},
		{"clipped", strings.Repeat("满", 41) + "甲甲", strings.Repeat("满", 41) + "x", 0},
		{"clipped, shorter", strings.Repeat("满", 41) + "甲", strings.Repeat("满", 40) + "x", 0},
		{"half a character", long + "甲甲" + long, long + "x甲y" + long, 0},
		{"half a character at the end", long + "甲", long + "x", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(80, 4)
			defer p.close()
			show := func(s string) {
				fmt.Fprintf(p, "\x1b[m\x1b[?7l\x1b[2H\x1b[K%s\x1b[?7h\x1b[2;5H\x1b[m", s)
				if diff := p.difference(); diff != "" {
					t.Error(diff)
				}
			}
			show(c.from)
			before := p.ourSent
			show(c.to)
			if sent := p.ourSent - before; c.most > 0 && sent > c.most {
				t.Errorf("%d bytes", sent)
			}
			show(c.from)
		})
	}
}

// Every frame goes through thin: at least 100 MB/s, nothing allocated.
func BenchmarkThin(b *testing.B) {
	words := strings.Fields("the growth of industrial output slowed in the third quarter, \x1b[1m5.8%\x1b[m after \x1b[36;4m6.1%\x1b[m, ministry said")
	r := rand.New(rand.NewPCG(3, 3))
	english := make([]string, 200)
	for i := range english {
		for range 14 {
			english[i] += words[r.IntN(len(words))] + " "
		}
	}
	for _, c := range []struct {
		name  string
		lines []string
		by    int // lines a frame moves on
	}{{"chinese", chinesePage(200), 1}, {"chinese pages", chinesePage(200), 37}, {"english pages", english, 37}} {
		b.Run(c.name, func(b *testing.B) {
			var sent bytes.Buffer
			d := newDrawer(&sent, "xterm-256color", 120, 40)
			for i := range 100 {
				top := i * c.by % 160
				d.draw(strings.Join(c.lines[top:top+39], "\n") + fmt.Sprintf("\nstatus %d", top))
			}
			w := newThin(io.Discard, 120, 40)
			b.SetBytes(int64(sent.Len()))
			b.ReportAllocs()
			for b.Loop() {
				w.Write(sent.Bytes())
			}
		})
	}
}
