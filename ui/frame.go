package ui

// Bounds of a terminal: what passes them is not drawn.
const (
	maxWidth  = 400
	maxHeight = 150
	minWidth  = 20
	minHeight = 5
)

// The measure of an article, in cells. Wider than 76 an eye loses the next
// line, and each row scrolled costs more on the line.
const (
	minMeasure = 45
	maxMeasure = 76
)

// The layouts that a reader steps through.
const (
	panelOn   = "panel"
	panelOff  = "off"
	panelWide = "wide"
)

// Frame is the terminal's size and what is wanted on it. Layout is arithmetic
// on it: widths add up to Width at every size.
type Frame struct {
	Width, Height int
	Layout        string
}

// Small reports whether the terminal is too small for anything but a notice.
func (f Frame) Small() bool { return f.Width < minWidth || f.Height < minHeight }

// Top is the rows above the body: the title, and on a high terminal a blank one.
func (f Frame) Top() int {
	if f.Height >= 32 {
		return 2
	}
	return 1
}

// Body is the height between the title row and the status row.
func (f Frame) Body() int { return max(f.Height-f.Top()-1, 0) }

// Panes are the widths of list, article and panel. Where a pane is not shown
// its width is 0; each shown side pane costs one more column for its rule.
func (f Frame) Panes() (list, article, panel int) {
	switch {
	case f.Width >= 160:
		list, panel = 40, 40
	case f.Width >= 100:
		panel = 34 + min((f.Width-100)/10, 6)
	case f.Width >= minMeasure+1+22:
		panel = 22 + min((f.Width-minMeasure-1-22)/3, 4)
	}
	switch {
	case f.Layout == panelOff:
		list, panel = 0, 0
	case f.Layout == panelWide && panel > 0:
		panel = min(panel*3/2, f.Width-minMeasure-1-rule(list))
	}
	return list, f.Width - list - rule(list) - panel - rule(panel), panel
}

// ListPanes are the widths on the list's own screen: the list and the preview
// of the selected briefing, 0 where there is no room for one.
func (f Frame) ListPanes() (list, preview int) {
	if f.Width < 100 {
		return f.Width, 0
	}
	list = max(60, f.Width*11/20)
	return list, f.Width - list - 1
}

// Column is the measure of an article in a pane of that width and the margin
// to its left.
func (f Frame) Column(pane int) (margin, measure int) {
	measure = max(min(pane-2, maxMeasure), 1)
	if pane < 12 {
		return 0, max(pane, 1)
	}
	return max((pane-measure)/2, 1), measure
}

// Narrow reports whether figures have no panel of their own: they are one line
// above the text, and a drawer.
func (f Frame) Narrow() bool {
	_, _, panel := f.Panes()
	return panel == 0 && f.Layout != panelOff
}

// Drawer is the height of the panel where it comes as a drawer.
func (f Frame) Drawer() int { return max(f.Body()*3/5, 1) }

// rule is the width of the rule beside a side pane.
func rule(pane int) int { return min(pane, 1) }
