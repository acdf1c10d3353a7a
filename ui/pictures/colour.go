package main

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// A scheme is the colours of a terminal.
type scheme struct {
	ink, paper color.RGBA
	sixteen    [16]color.RGBA
	fgbg       string // what such a terminal says of itself in COLORFGBG
}

func rgb(v uint32) color.RGBA {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func sixteen(values ...uint32) (all [16]color.RGBA) {
	for i, v := range values {
		all[i] = rgb(v)
	}
	return all
}

var (
	dark = scheme{
		ink: rgb(0xd6d9e0), paper: rgb(0x171a21), fgbg: "15;0",
		sixteen: sixteen(
			0x171a21, 0xe8707a, 0x8fc97f, 0xe3b866, 0x6fa8ec, 0xc792dd, 0x5fc3c4, 0xc3c8d2,
			0x667085, 0xf38b93, 0xa9dd9a, 0xf2cd85, 0x8fbef5, 0xd8abea, 0x82d6d6, 0xf2f4f8,
		),
	}
	light = scheme{
		ink: rgb(0x24292f), paper: rgb(0xfbfaf7), fgbg: "0;15",
		sixteen: sixteen(
			0x24292f, 0xb3262f, 0x23702f, 0x8f5d00, 0x1f5fb0, 0x843a9c, 0x0b6e70, 0x6b7280,
			0x57606a, 0xcf3640, 0x2e8540, 0xa87100, 0x2f74cc, 0x9a4fb3, 0x178486, 0xfbfaf7,
		),
	}
)

// colour is what a terminal with the scheme makes of a cell's colour; nil is
// otherwise.
func (s *scheme) colour(c color.Color, otherwise color.RGBA) color.RGBA {
	switch c := c.(type) {
	case nil:
		return otherwise
	case ansi.BasicColor:
		return s.sixteen[c&15]
	case ansi.IndexedColor:
		if c < 16 {
			return s.sixteen[c]
		}
	}
	r, g, b, _ := c.RGBA()
	return color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 0xff}
}

// steps is in how many levels ink may cover a pixel. Few levels make few
// colours, and small files.
const steps = 7

// blend is paper with so many steps of ink on it.
func blend(paper, ink color.RGBA, level int) color.RGBA { return mix(paper, ink, level, steps) }

// faint is ink as terminals draw it that was asked to be faint.
func faint(paper, ink color.RGBA) color.RGBA { return mix(paper, ink, 5, 8) }

// mix is paper with part of the whole of the ink.
func mix(paper, ink color.RGBA, part, whole int) color.RGBA {
	one := func(p, i uint8) uint8 {
		return uint8((int(p)*(whole-part) + int(i)*part + whole/2) / whole)
	}
	return color.RGBA{R: one(paper.R, ink.R), G: one(paper.G, ink.G), B: one(paper.B, ink.B), A: 0xff}
}
