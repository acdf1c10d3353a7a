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
	packed   []byte
	digest   string
	document document
}

// prepare makes briefs ready to be saved, on all cores. The error is errNoID.
func prepare(bs []*briefs.Brief) ([]prepared, *gathering, error) {
	all := make([]prepared, len(bs))
	documents := make([]*document, len(bs))
	for i, b := range bs {
		if b.ID == "" {
			return nil, nil, errNoID
		}
		all[i].brief, documents[i] = b, &all[i].document
	}
	var next atomic.Int64
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
			all[i].make()
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(bs)) - 1 {
		workers.Go(work)
	}
	work()
	workers.Wait()
	return all, gather(documents), nil
}

// make fills in what is prepared of the brief.
func (p *prepared) make() {
	p.values, p.packed = briefValues(p.brief), pack(p.brief)
	p.digest = digest(p.brief, p.values, p.packed)
	p.document = documentOf(p.brief)
	p.document.turn()
}

// digested has buffers for what is digested; larger ones are not kept.
var digested = sync.Pool{New: func() any { return new([]byte) }}

const mostDigested = 64 << 10

// digest is the hex SHA-256 of all that saving keeps, with the values of the
// head given.
func digest(b *briefs.Brief, values []any, packed []byte) string {
	buffer := digested.Get().(*[]byte)
	said := (*buffer)[:0]
	defer func() {
		if *buffer = said; cap(said) <= mostDigested {
			digested.Put(buffer)
		}
	}()
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
	said = append(strconv.AppendInt(said, int64(len(b.Body)), 10), ':')
	said = append(said, b.Body...)
	said = append(said, packed...)
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:])
}
