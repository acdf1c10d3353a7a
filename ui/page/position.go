package page

import (
	"sort"

	"despatch/briefs"
)

// A Pos is a row of a document: the block that it belongs to and its number
// within the block, from 0.
type Pos struct{ Block, Row int }

// whole is a number of rows that no document has.
const whole = 1 << 20

// next is the first block from i on that has rows, and those; -1 at the end.
func (d *Doc) next(i int) (int, []Row) {
	for ; i < len(d.blocks); i++ {
		if rows := d.block(i).rows; len(rows) > 0 {
			return i, rows
		}
	}
	return -1, nil
}

// previous is the last block before i that has rows, and those.
func (d *Doc) previous(i int) (int, []Row) {
	for i = min(i, len(d.blocks)) - 1; i >= 0; i-- {
		if rows := d.block(i).rows; len(rows) > 0 {
			return i, rows
		}
	}
	return -1, nil
}

// settle is the row at p, or the nearest that there is, and the rows of its
// block; nil for a document without rows.
func (d *Doc) settle(p Pos) (Pos, []Row) {
	if p.Block < 0 {
		p = Pos{}
	}
	if i, rows := d.next(p.Block); i >= 0 {
		if i != p.Block {
			return Pos{Block: i}, rows
		}
		return Pos{i, min(max(p.Row, 0), len(rows)-1)}, rows
	}
	if i, rows := d.previous(p.Block); i >= 0 {
		return Pos{i, len(rows) - 1}, rows
	}
	return Pos{}, nil
}

// Window is n rows from p on, fewer at the end. They are the caller's to read,
// not to change.
func (d *Doc) Window(p Pos, n int) []Row {
	p, rows := d.settle(p)
	var found []Row
	for i := p.Block; rows != nil && len(found) < n; {
		rows = rows[p.Row:]
		found = append(found, rows[:min(len(rows), n-len(found))]...)
		p.Row = 0
		if len(found) == n {
			break
		}
		i, rows = d.next(i + 1)
	}
	return found
}

// Move is the row delta rows away from p, or the first or the last row.
func (d *Doc) Move(p Pos, delta int) Pos {
	switch {
	case delta <= -whole:
		p, _ = d.settle(Pos{})
		return p
	case delta >= whole:
		return d.lastRow()
	}
	p, rows := d.settle(p)
	if rows == nil {
		return Pos{}
	}
	p.Row += delta
	for p.Row < 0 {
		i, before := d.previous(p.Block)
		if i < 0 {
			return Pos{Block: p.Block}
		}
		p = Pos{i, p.Row + len(before)}
	}
	rows = d.block(p.Block).rows
	for p.Row >= len(rows) {
		i, behind := d.next(p.Block + 1)
		if i < 0 {
			return Pos{p.Block, len(rows) - 1}
		}
		p = Pos{i, p.Row - len(rows)}
		rows = behind
	}
	return p
}

func (d *Doc) lastRow() Pos {
	i, rows := d.previous(len(d.blocks))
	if i < 0 {
		return Pos{}
	}
	return Pos{i, len(rows) - 1}
}

// Last is the first row of the last screen of so many rows.
func (d *Doc) Last(height int) Pos {
	return d.Move(d.lastRow(), 1-max(height, 1))
}

// AtEnd reports whether a screen of height rows from p on shows the last row.
func (d *Doc) AtEnd(p Pos, height int) bool {
	p, rows := d.settle(p)
	n := len(rows) - p.Row
	for i := p.Block; n <= height; {
		if i, rows = d.next(i + 1); i < 0 {
			return true
		}
		n += len(rows)
	}
	return false
}

// At is the row that shows a byte of the body, or else the nearest before it.
func (d *Doc) At(offset int) Pos {
	i := sort.Search(len(d.blocks), func(i int) bool { return d.blocks[i].Start > offset }) - 1
	if i < 0 {
		p, _ := d.settle(Pos{})
		return p
	}
	rows := d.block(i).rows
	if len(rows) == 0 {
		p, _ := d.settle(Pos{Block: i})
		return p
	}
	best := -1
	for n := range rows {
		r := &rows[n]
		if r.End <= r.Start {
			continue
		}
		if r.Start <= offset && offset < r.End && r.shows(offset) {
			return Pos{i, n}
		}
		if r.Start <= offset || best < 0 {
			best = n
		}
	}
	return Pos{i, max(best, 0)}
}

// shows reports whether a byte of the body is on the row.
func (r *Row) shows(offset int) bool {
	for i := range r.pieces {
		if p := &r.pieces[i]; p.start >= 0 && p.start <= offset && offset < p.end {
			return true
		}
	}
	return false
}

// Offset is the body offset of the first text on or after a row.
func (d *Doc) Offset(p Pos) int {
	p, rows := d.settle(p)
	for i := p.Block; i >= 0 && rows != nil; i, rows = d.next(i + 1) {
		for n := p.Row; n < len(rows); n++ {
			if rows[n].End > rows[n].Start {
				return rows[n].Start
			}
		}
		p.Row = 0
	}
	return len(d.body)
}

// Rows is how many rows there are, and whether that is known and not guessed.
func (d *Doc) Rows() (n int, exact bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.count()
	return d.counts.before(len(d.blocks)), d.counts.known == len(d.blocks)
}

// Index is how many rows stand before p, and whether that is known.
func (d *Doc) Index(p Pos) (n int, exact bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.count()
	i := min(max(p.Block, 0), len(d.blocks))
	return d.counts.before(i) + p.Row, d.counts.prefix() >= i
}

// count makes the counts, where there are none yet; d.mu is held.
func (d *Doc) count() {
	if d.counts != nil {
		return
	}
	sample := d.body[:min(len(d.body), 4096)]
	cells := max(Width(sample), 1)
	guess := make([]int, len(d.blocks))
	for i, b := range d.blocks {
		n := b.Len()*cells/max(len(sample), 1)/max(d.o.Width-d.o.Width/10, 1) + 1
		if d.format == briefs.Text || b.Kind == briefs.ListBlock || b.Kind == briefs.TableBlock || b.Kind == briefs.CodeBlock {
			n = max(n, countLines(d.body[b.Start:b.End]))
		}
		if b.Kind == briefs.DefinitionBlock {
			n = 0
		} else if !b.Joined && i > 0 {
			n++
		}
		guess[i] = n
	}
	d.counts = newCounts(guess)
	for i, r := range d.rendered {
		if r != nil {
			d.counts.set(i, len(r.rows))
		}
	}
}
