package cli

import (
	"fmt"
	"time"
)

// largeStore is from how many briefings on a store takes long to bring up to
// date.
const largeStore = 2000

// renewing tells people that a store of an older despatch is brought up to date:
// how far it is on a terminal, elsewhere when it begins; and when it took long,
// what came of it. end takes the line of progress away.
func (r *run) renewing() (told func(Renewal), end func()) {
	p := newProgress(r.term)
	p.noun, p.lead = "briefing", "bringing the store up to date: "
	said := false
	return func(x Renewal) {
		p.total.Store(int64(x.Total))
		p.at(x.Done)
		if !said && !r.term.progress && x.Total >= largeStore && !x.Over {
			said = true
			fmt.Fprintf(r.term.err, "despatch: bringing a store of %s up to date, once; this may take minutes, and may be broken off\n", many(x.Total, "briefing"))
		}
		if !x.Over || time.Since(p.begun) < time.Second && x.Freed == 0 {
			return
		}
		p.clear()
		space := ""
		switch {
		case x.Freed > 0:
			space = fmt.Sprintf("; %d MiB of the disk are free again", x.Freed>>20)
		case x.Spare > 0:
			space = fmt.Sprintf("; %d MiB of its file are empty, and taken for what comes", x.Spare>>20)
		}
		fmt.Fprintf(r.term.err, "despatch: the store is up to date with this despatch%s\n", space)
	}, p.end
}
