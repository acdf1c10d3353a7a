package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// halves is a typeface that fills the lower half of every box, so that a test
// needs no fonts.
type halves struct{ bold []string }

func (h *halves) shape(text string, bold bool, cells int) *image.Alpha {
	if bold {
		h.bold = append(h.bold, text)
	}
	mask := image.NewAlpha(image.Rect(0, 0, cells*cellWidth, cellHeight))
	for y := cellHeight / 2; y < cellHeight; y++ {
		for x := range cells * cellWidth {
			mask.SetAlpha(x, y, color.Alpha{A: 0xff})
		}
	}
	return mask
}

// painted is what the painter makes of a terminal of twelve cells by one to
// which text was written.
func painted(t *testing.T, text string, face typeface) *image.Paletted {
	t.Helper()
	screen := vt.NewEmulator(12, 1)
	defer screen.Close()
	if _, err := screen.WriteString(text); err != nil {
		t.Fatal(err)
	}
	return paint(screen, &dark, face)
}

// at is the colour of a pixel of a cell of the first row.
func at(p *image.Paletted, cell, x, y int) color.Color {
	return p.At(border+cell*cellWidth+x, border+y)
}

func TestPaintColours(t *testing.T) {
	const low, mid = cellHeight - 1, cellWidth / 2
	for _, c := range []struct {
		says, text string
		ink, paper color.RGBA
	}{
		{"plain", "x", dark.ink, dark.paper},
		{"one of sixteen", "\x1b[31mx", dark.sixteen[1], dark.paper},
		{"bright", "\x1b[92mx", dark.sixteen[10], dark.paper},
		{"one of 256", "\x1b[38;5;196mx", rgb(0xff0000), dark.paper},
		{"sixteen by number", "\x1b[38;5;3mx", dark.sixteen[3], dark.paper},
		{"true", "\x1b[38;2;1;2;3;48;2;4;5;6mx", rgb(0x010203), rgb(0x040506)},
		{"reverse", "\x1b[7mx", dark.paper, dark.ink},
		{"reverse in colour", "\x1b[7;32mx", dark.paper, dark.sixteen[2]},
		{"faint", "\x1b[2mx", faint(dark.paper, dark.ink), dark.paper},
		{"concealed", "\x1b[8mx", dark.paper, dark.paper},
	} {
		p := painted(t, c.text, &halves{})
		if got := at(p, 0, mid, low); got != c.ink {
			t.Errorf("%s: ink %v, not %v", c.says, got, c.ink)
		}
		if got := at(p, 0, mid, 1); got != c.paper {
			t.Errorf("%s: paper %v, not %v", c.says, got, c.paper)
		}
	}
}

func TestPaintStyles(t *testing.T) {
	face := &halves{}
	p := painted(t, "\x1b[1ma\x1b[22mb\x1b[4m ", face)
	if len(face.bold) != 1 || face.bold[0] != "a" {
		t.Errorf("bold are %q, not a", face.bold)
	}
	if got := at(p, 2, 0, underline); got != dark.ink {
		t.Errorf("the line under a space is %v", got)
	}
	if got := at(p, 2, 0, underline-1); got != dark.paper {
		t.Errorf("above the line under a space is %v", got)
	}
}

// A wide character has both its cells, and what follows stands after them.
func TestPaintWide(t *testing.T) {
	p := painted(t, "中 x", &halves{})
	for cell, want := range []color.RGBA{dark.ink, dark.ink, dark.paper, dark.ink, dark.paper} {
		if got := at(p, cell, cellWidth/2, cellHeight-1); got != want {
			t.Errorf("cell %d is %v, not %v", cell, got, want)
		}
	}
}

// Lines and blocks join: they reach the edges of their cells.
func TestPaintLinesAndBlocks(t *testing.T) {
	p := painted(t, "│─█▌░┌ ", nil)
	middle := (cellWidth - 1) / 2
	for y := range cellHeight {
		if at(p, 0, middle, y) != dark.ink {
			t.Fatalf("the upright line has a hole at %d", y)
		}
		if at(p, 2, 0, y) != dark.ink || at(p, 2, cellWidth-1, y) != dark.ink {
			t.Fatalf("the block does not fill row %d", y)
		}
		if at(p, 3, cellWidth/2-1, y) != dark.ink || at(p, 3, cellWidth/2, y) != dark.paper {
			t.Fatalf("the half block is no half in row %d", y)
		}
		if at(p, 4, 0, y) != blend(dark.paper, dark.ink, steps/4) {
			t.Fatalf("the shade has a hole in row %d", y)
		}
	}
	for x := range cellWidth {
		if at(p, 1, x, (cellHeight-1)/2) != dark.ink {
			t.Fatalf("the level line has a hole at %d", x)
		}
	}
	if at(p, 5, 0, (cellHeight-1)/2) == dark.ink || at(p, 5, cellWidth-1, (cellHeight-1)/2) != dark.ink {
		t.Error("the corner goes left, not right")
	}
}

// The same screen makes the same file, and a palette never overflows.
func TestPaintSameTwice(t *testing.T) {
	var text strings.Builder
	for i := range 12 {
		text.WriteString(ansi.SGR(38, 2, i*20, 255-i*20, 7) + "x")
	}
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := png.Encode(out, painted(t, text.String(), &halves{})); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two pictures of one screen differ")
	}
	many := &painter{scheme: &dark, image: image.NewPaletted(image.Rect(0, 0, 1, 1), nil), known: map[color.RGBA]uint8{}}
	for i := range uint32(1000) {
		many.index(rgb(i * 4099))
	}
	if n := len(many.image.Palette); n != 256 {
		t.Errorf("the palette has %d colours", n)
	}
}
