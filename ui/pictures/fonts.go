package main

import (
	"errors"
	"fmt"
	"image"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A want is a font and where systems keep it.
type want struct {
	name, debian string
	in           int     // its place in a collection
	size         float64 // in pixels; such that it fills a cell, or two of Han
	baseline     int     // from the top of a cell
	paths        []string
}

var (
	regular = want{"DejaVu Sans Mono", "fonts-dejavu-core", 0, 16, 16, []string{
		"/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
		"/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf",
		"/usr/share/fonts/TTF/DejaVuSansMono.ttf",
	}}
	bold = want{"DejaVu Sans Mono Bold", "fonts-dejavu-core", 0, 16, 16, []string{
		"/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
		"/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono-Bold.ttf",
		"/usr/share/fonts/TTF/DejaVuSansMono-Bold.ttf",
	}}
	// The third font of the collection is the one for simplified Chinese.
	han = want{"Noto Sans CJK", "fonts-noto-cjk", 2, 18, 16, []string{
		"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
		"/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
		"/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
	}}
	hanBold = want{"Noto Sans CJK Bold", "fonts-noto-cjk", 2, 18, 16, []string{
		"/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
		"/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
		"/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
	}}
)

// A cut is a font at the size that fits the cells.
type cut struct {
	want
	face font.Face
}

func (w want) open() (cut, error) {
	for _, path := range w.paths {
		data, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return cut{}, err
		}
		all, err := opentype.ParseCollection(data)
		if err != nil {
			return cut{}, fmt.Errorf("%s: %w", path, err)
		}
		one, err := all.Font(min(w.in, all.NumFonts()-1))
		if err != nil {
			return cut{}, fmt.Errorf("%s: %w", path, err)
		}
		face, err := opentype.NewFace(one, &opentype.FaceOptions{Size: w.size, DPI: 72, Hinting: font.HintingNone})
		return cut{w, face}, err
	}
	return cut{}, fmt.Errorf("the font %s is not on this machine; on Debian: apt install %s", w.name, w.debian)
}

// fonts are the system's fonts. The first that has a character draws it.
type fonts struct {
	regular, bold []cut
	shapes        map[string]*image.Alpha
}

func openFonts() (*fonts, error) {
	f := &fonts{shapes: map[string]*image.Alpha{}}
	var err error
	open := func(w want) cut {
		c, e := w.open()
		err = errors.Join(err, e)
		return c
	}
	r, b, h, hb := open(regular), open(bold), open(han), open(hanBold)
	f.regular, f.bold = []cut{r, h}, []cut{b, hb, h}
	return f, err
}

func (f *fonts) shape(text string, bold bool, cells int) *image.Alpha {
	key := fmt.Sprint(bold, cells, text)
	if mask, known := f.shapes[key]; known {
		return mask
	}
	cuts := f.regular
	if bold {
		cuts = f.bold
	}
	mask := image.NewAlpha(image.Rect(0, 0, cells*cellWidth, cellHeight))
	for _, r := range text {
		for _, c := range cuts {
			if c.draw(mask, r) {
				break
			}
		}
	}
	f.shapes[key] = mask
	return mask
}

// draw puts a character in the middle of its box, on the baseline, and reports
// whether the font has it.
func (c cut) draw(mask *image.Alpha, r rune) bool {
	advance, ok := c.face.GlyphAdvance(r)
	if !ok {
		return false
	}
	free := fixed.I(mask.Rect.Dx()) - advance
	dot := fixed.Point26_6{X: max(free, 0) / 2, Y: fixed.I(c.baseline)}
	d := font.Drawer{Dst: mask, Src: image.Opaque, Face: c.face, Dot: dot}
	d.DrawString(string(r))
	return true
}
