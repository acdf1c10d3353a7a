package main

import "image"

// Lines and blocks are drawn as rectangles, so that they join from cell to cell
// whatever a font makes of them.

// An arm is which ways a line goes from the middle of a cell.
type arm uint8

const (
	left arm = 1 << iota
	right
	up
	down
)

var arms = map[string]arm{
	"─": left | right, "│": up | down, "┌": right | down, "┐": left | down, "└": right | up, "┘": left | up,
	"├": up | down | right, "┤": up | down | left, "┬": left | right | down, "┴": left | right | up,
	"┼": left | right | up | down, "╴": left, "╵": up, "╶": right, "╷": down,
	"╭": right | down, "╮": left | down, "╰": right | up, "╯": left | up,
	"━": left | right, "┃": up | down,
}

// heavy lines are two pixels wide.
var heavy = map[string]bool{"━": true, "┃": true}

// shades are how much of the ink a block has.
var shades = map[string]int{"░": steps / 4, "▒": steps / 2, "▓": steps * 3 / 4}

// drawn is the rectangles of a line or a block in its box, and how many steps
// of ink they have; nil for every other character.
func drawn(text string, box image.Rectangle) (parts []image.Rectangle, level int) {
	if a, ok := arms[text]; ok {
		return lines(a, heavy[text], box), steps
	}
	if level, ok := shades[text]; ok {
		return []image.Rectangle{box}, level
	}
	if r := []rune(text); len(r) == 1 && r[0] >= '▀' && r[0] <= '▕' {
		if part := block(r[0], box); !part.Empty() {
			return []image.Rectangle{part}, steps
		}
	}
	return nil, 0
}

func lines(a arm, heavy bool, box image.Rectangle) []image.Rectangle {
	wide := 1
	if heavy {
		wide = 2
	}
	x, y := box.Min.X+(box.Dx()-wide)/2, box.Min.Y+(box.Dy()-wide)/2
	var parts []image.Rectangle
	for way, part := range map[arm]image.Rectangle{
		left:  image.Rect(box.Min.X, y, x+wide, y+wide),
		right: image.Rect(x, y, box.Max.X, y+wide),
		up:    image.Rect(x, box.Min.Y, x+wide, y+wide),
		down:  image.Rect(x, y, x+wide, box.Max.Y),
	} {
		if a&way != 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// block is the part of a cell that a block element of U+2580 to U+2595 fills.
func block(r rune, box image.Rectangle) image.Rectangle {
	eighth := func(n, whole int) int { return (n*whole + 4) / 8 }
	switch {
	case r == '▀':
		box.Max.Y = box.Min.Y + eighth(4, box.Dy())
	case r >= '▁' && r <= '█':
		box.Min.Y = box.Max.Y - eighth(int(r-'▁')+1, box.Dy())
	case r >= '▉' && r <= '▏':
		box.Max.X = box.Min.X + eighth(7-int(r-'▉'), box.Dx())
	case r == '▐':
		box.Min.X = box.Max.X - eighth(4, box.Dx())
	case r == '▔':
		box.Max.Y = box.Min.Y + eighth(1, box.Dy())
	case r == '▕':
		box.Min.X = box.Max.X - eighth(1, box.Dx())
	default:
		return image.Rectangle{}
	}
	return box
}
