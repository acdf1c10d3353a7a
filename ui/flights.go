package ui

import (
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// flights counts the commands whose messages have not come yet: a program that
// ended now would lose those.
type flights struct{ n atomic.Int64 }

// landed is the message of a command that was counted.
type landed struct {
	msg tea.Msg
	of  *flights
}

// count is a command that is counted from now until its message is taken.
func (f *flights) count(cmd tea.Cmd) tea.Cmd {
	if f == nil || cmd == nil {
		return cmd
	}
	f.n.Add(1)
	return func() tea.Msg { return landed{cmd(), f} }
}

// land is the message inside of one that has come. What a batch holds is
// counted in its place.
func (f *flights) land(msg tea.Msg) tea.Msg {
	for {
		l, ok := msg.(landed)
		if !ok {
			return msg
		}
		msg = l.msg
		if batch, ok := msg.(tea.BatchMsg); ok {
			counted := make(tea.BatchMsg, len(batch))
			for i := range batch {
				counted[i] = l.of.count(batch[i])
			}
			msg = counted
		}
		l.of.n.Add(-1)
	}
}

// inOrder are commands one after the other.
func (a *App) inOrder(first, then tea.Cmd) tea.Cmd {
	return tea.Sequence(a.flights.count(first), a.flights.count(then))
}

// only reports whether so many are on their way.
func (f *flights) only(n int64) bool { return f.n.Load() == n }
