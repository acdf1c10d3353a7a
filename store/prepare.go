package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"despatch/briefs"
)

// prepared is what saving needs of a brief and can make before the lock is
// taken.
type prepared struct {
	brief    *briefs.Brief
	values   []any // of briefColumns
	digest   string
	document document
	series   []string // of each figure, its key
}

// prepare makes briefs ready to be saved, on all cores. The error is errNoID.
func prepare(bs []*briefs.Brief) ([]prepared, error) {
	all := make([]prepared, len(bs))
	for i, b := range bs {
		if b.ID == "" {
			return nil, errNoID
		}
		all[i].brief = b
	}
	var next atomic.Int64
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
			p := &all[i]
			p.values = briefValues(p.brief)
			p.digest = digest(p.brief, p.values)
			p.document = documentOf(p.brief)
			for k := range p.brief.Figures {
				p.series = append(p.series, seriesKey(&p.brief.Figures[k]))
			}
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(bs)) - 1 {
		workers.Go(work)
	}
	work()
	workers.Wait()
	return all, nil
}

// digest is the hex SHA-256 of all that saving keeps, with the values of the
// head given.
func digest(b *briefs.Brief, values []any) string {
	var said []byte
	put := func(values []any) {
		for _, v := range values {
			switch v := v.(type) {
			case string:
				said = append(strconv.AppendInt(said, int64(len(v)), 10), ':')
				said = append(said, v...)
			case int64:
				said = append(strconv.AppendInt(said, v, 10), ';')
			default:
				said = fmt.Appendf(said, "%v;", v)
			}
		}
	}
	put(values)
	put([]any{b.Body, text(b.Names), text(b.Warnings), len(b.Figures)})
	for i := range b.Figures {
		put(figureValues(&b.Figures[i]))
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:])
}
