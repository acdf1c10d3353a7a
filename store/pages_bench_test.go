package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"despatch/briefs"
)

// BenchmarkPages measures pages of 50, each by its median, of a copy of a store of
// many briefs: the first, one from the middle and the last, and those of the side
// views and of two of them together. Two readers have read all but the newest 1,000
// and some older ones, starred some and tagged some: one keeps the store, the other
// may read a tenth of it. A third has read the newest six in ten, without a gap, and
// starred and tagged one in ten of all. Budget: 2 ms for each.
func BenchmarkPages(b *testing.B) {
	from := os.Getenv(storeVariable)
	if from == "" {
		b.Skip("no store of many briefs in " + storeVariable)
	}
	db := open(b, used(b, from))
	for _, r := range []briefs.Reader{{Name: "keeper", Clearance: 9}, {Name: "reader", Clearance: 1}, {Name: "ahead", Clearance: 9}} {
		s := db.As(r)
		filterFilled(b, s)
		for _, order := range []briefs.Order{briefs.ByDate, briefs.ByDue, briefs.ByTitle, briefs.ByFrom, briefs.ByTime} {
			b.Run(r.Name+"/by "+string(order), func(b *testing.B) {
				all, err := s.List(ctx, briefs.Query{Order: order})
				if err != nil || len(all) == 0 {
					b.Fatal(len(all), err)
				}
				middle := &all[len(all)/2]
				for _, page := range []struct {
					name  string
					query briefs.Query
				}{
					{"first", briefs.Query{}},
					{"middle", briefs.Query{After: middle}},
					{"back", briefs.Query{Before: middle}},
					{"last", briefs.Query{End: true}},
					{"unread", briefs.Query{Unread: true}},
					{"starred", briefs.Query{Starred: true}},
					{"tagged", briefs.Query{Tag: string(briefs.Action)}},
					{"unread-back", briefs.Query{Unread: true, Before: middle}},
					{"unread-last", briefs.Query{Unread: true, End: true}},
					{"unread-starred", briefs.Query{Unread: true, Starred: true}},
					{"unread-tagged", briefs.Query{Unread: true, Tag: string(briefs.Action)}},
					{"starred-tagged", briefs.Query{Starred: true, Tag: string(briefs.Action), After: middle}},
				} {
					page.query.Order, page.query.Limit = order, 50
					const times = 31
					took := make([]time.Duration, times)
					for i := range took {
						start := time.Now()
						if _, err := s.List(ctx, page.query); err != nil {
							b.Fatal(err)
						}
						took[i] = time.Since(start)
					}
					slices.Sort(took)
					b.ReportMetric(float64(took[times/2].Microseconds())/1000, page.name+"-ms")
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// used is a copy of a store that two readers have used. Nine in ten of its briefs
// have a marking.
func used(b *testing.B, from string) string {
	b.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "box.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	db, err := Open(ctx, path)
	if err != nil {
		b.Fatal(err)
	}
	err = db.write(ctx, func(tx *sql.Tx) error {
		for _, text := range []string{
			"INSERT INTO audiences (marking, groups) VALUES (2, '[]')",
			"UPDATE briefs SET marking = 2, audience = (SELECT n FROM audiences WHERE marking = 2) WHERE n % 10 <> 0",
			"CREATE TEMP TABLE old AS SELECT n FROM briefs ORDER BY date DESC, id LIMIT -1 OFFSET 1000",
			`INSERT INTO states (reader, brief, read, starred, tag, place, far, opened, marks, changed)
				SELECT column1, n, 1, n % 500 = 0, CASE n % 500 WHEN 250 THEN 'ACTION' ELSE '' END, 0, 0, 1, 'null', 0 FROM old, (VALUES ('keeper'), ('reader')) WHERE n / 10 % 20 <> 0`,
			"CREATE TEMP TABLE newest AS SELECT n FROM briefs ORDER BY date DESC, id LIMIT (SELECT 6 * COUNT(*) / 10 FROM briefs)",
			`INSERT INTO states (reader, brief, read, starred, tag, place, far, opened, marks, changed)
				SELECT 'ahead', n, n IN (SELECT n FROM newest), n % 10 = 0, CASE n % 20 WHEN 0 THEN 'ACTION' WHEN 3 THEN 'ACTION' ELSE '' END, 0, 0, 1, 'null', 0
				FROM briefs WHERE n IN (SELECT n FROM newest) OR n % 10 = 0 OR n % 20 = 3`,
			"DELETE FROM totals",
			"INSERT INTO totals (audience, briefs, minutes) SELECT audience, COUNT(*), SUM(minutes) FROM briefs GROUP BY audience",
			"INSERT INTO done (reader, audience, briefs, minutes) SELECT s.reader, b.audience, COUNT(*), SUM(b.minutes) FROM states s JOIN briefs b ON b.n = s.brief WHERE s.read = 1 GROUP BY s.reader, b.audience",
		} {
			if _, err := tx.ExecContext(context.Background(), text); err != nil {
				return err
			}
		}
		if err := fillSets(ctx, tx); err != nil {
			return err
		}
		return audiencesAnew(tx)
	})
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// audiencesAnew has the index say whom each brief is for, as its row does.
func audiencesAnew(tx *sql.Tx) error {
	rows, err := segmentRows(ctx, tx)
	if err != nil {
		return err
	}
	audiences := map[int64]int64{}
	all, err := tx.QueryContext(ctx, "SELECT n, audience FROM briefs")
	if err != nil {
		return err
	}
	defer all.Close()
	for all.Next() {
		var n, audience int64
		if err := all.Scan(&n, &audience); err != nil {
			return err
		}
		audiences[n] = audience
	}
	for _, r := range rows {
		head, err := readBlock(ctx, tx, r.n<<blockBits)
		if err != nil {
			return err
		}
		s, err := readSegment(r.n, head)
		if err != nil {
			return err
		}
		for k := range s.docs {
			s.docs[k].audience = audiences[s.docs[k].brief()]
		}
		w := segmentWriter{docs: s.docs, firsts: s.firsts, starts: s.starts}
		if _, err := tx.ExecContext(ctx, "UPDATE blocks SET data = ? WHERE n = ?", w.blocks()[0], r.n<<blockBits); err != nil {
			return err
		}
	}
	return all.Err()
}
