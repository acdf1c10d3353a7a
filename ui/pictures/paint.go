package main

import (
	"image"
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
)

// The size of a cell and of the border round the screen, in pixels.
const (
	cellWidth  = 10
	cellHeight = 21
	border     = 14
	underline  = 18 // from the top of a cell
)

// A grid is the cells of a terminal.
type grid interface {
	Width() int
	Height() int
	CellAt(x, y int) *uv.Cell
}

// A typeface is where the shapes of characters come from.
type typeface interface {
	// shape is how far a character covers the pixels of its box, which is one
	// or two cells wide; nil where there is nothing to draw.
	shape(text string, bold bool, cells int) *image.Alpha
}

// paint draws the cells of a terminal.
func paint(g grid, s *scheme, t typeface) *image.Paletted {
	p := &painter{scheme: s, typeface: t, known: map[color.RGBA]uint8{}}
	size := image.Rect(0, 0, g.Width()*cellWidth+2*border, g.Height()*cellHeight+2*border)
	p.image = image.NewPaletted(size, nil)
	p.fill(size, s.paper)
	for y := range g.Height() {
		for x := 0; x < g.Width(); {
			c := g.CellAt(x, y)
			if c == nil {
				x++
				continue
			}
			cells := max(c.Width, 1)
			p.cell(c, image.Rect(x*cellWidth, y*cellHeight, (x+cells)*cellWidth, (y+1)*cellHeight).Add(image.Pt(border, border)))
			x += cells
		}
	}
	return p.image
}

type painter struct {
	*scheme
	typeface
	image *image.Paletted
	known map[color.RGBA]uint8 // where a colour stands in the palette
}

func (p *painter) cell(c *uv.Cell, box image.Rectangle) {
	ink, paper := p.colour(c.Style.Fg, p.ink), p.colour(c.Style.Bg, p.paper)
	if c.Style.Attrs&uv.AttrReverse != 0 {
		ink, paper = paper, ink
	}
	if c.Style.Attrs&uv.AttrFaint != 0 {
		ink = faint(paper, ink)
	}
	if paper != p.paper {
		p.fill(box, paper)
	}
	if c.Style.Attrs&uv.AttrConceal != 0 {
		return
	}
	if c.Style.Underline != uv.UnderlineNone {
		line := box
		line.Min.Y += underline
		line.Max.Y = line.Min.Y + 1
		p.fill(line, p.colour(c.Style.UnderlineColor, ink))
	}
	if c.Style.Attrs&uv.AttrStrikethrough != 0 {
		line := box
		line.Min.Y += cellHeight / 2
		line.Max.Y = line.Min.Y + 1
		p.fill(line, ink)
	}
	if parts, level := drawn(c.Content, box); parts != nil {
		for _, part := range parts {
			p.fill(part, blend(paper, ink, level))
		}
		return
	}
	if c.Content == "" || c.Content == " " {
		return
	}
	mask := p.shape(c.Content, c.Style.Attrs&uv.AttrBold != 0, box.Dx()/cellWidth)
	if mask == nil {
		return
	}
	for y := range box.Dy() {
		for x := range box.Dx() {
			if level := (int(mask.AlphaAt(x, y).A)*steps + 127) / 255; level > 0 {
				under := paper
				if at := p.image.At(box.Min.X+x, box.Min.Y+y).(color.RGBA); at != paper {
					under = at // a line under the text
				}
				p.image.SetColorIndex(box.Min.X+x, box.Min.Y+y, p.index(blend(under, ink, level)))
			}
		}
	}
}

func (p *painter) fill(r image.Rectangle, c color.RGBA) {
	i := p.index(c)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p.image.SetColorIndex(x, y, i)
		}
	}
}

// index is the place of a colour in the palette, which grows as long as it has
// room; after that the nearest colour serves.
func (p *painter) index(c color.RGBA) uint8 {
	i, ok := p.known[c]
	if !ok {
		if len(p.image.Palette) < 256 {
			p.image.Palette = append(p.image.Palette, c)
			i = uint8(len(p.image.Palette) - 1)
		} else {
			i = uint8(p.image.Palette.Index(c))
		}
		p.known[c] = i
	}
	return i
}
