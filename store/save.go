package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"despatch/briefs"
)

// errNoID says that a brief cannot be saved.
var errNoID = errors.New("a briefing without an ID cannot be saved")

// Save puts a brief into the store in place of the one with its ID. It is
// Unchanged when all of it is there already; an update keeps when the brief was
// added and what each reader did with it. Added and State are not read, but
// Added of a new brief when it is not zero. What Save reported as done
// outlives a crash and a power cut.
func (db *DB) Save(ctx context.Context, b *briefs.Brief) (briefs.Outcome, error) {
	outcomes, err := db.SaveAll(ctx, []*briefs.Brief{b})
	if err != nil {
		return "", err
	}
	return outcomes[0], nil
}

// SaveAll saves briefs in one transaction: all of them or none.
func (db *DB) SaveAll(ctx context.Context, bs []*briefs.Brief) ([]briefs.Outcome, error) {
	save, err := db.Ready(bs)
	if err != nil {
		return nil, err
	}
	return save(ctx, nil)
}

// Ready does what of SaveAll needs no lock, so that it can be done while others
// are saved. What it returns does the rest, once, and remembers the files as
// Remember does, in the same transaction. The error is of a brief without an ID.
func (db *DB) Ready(bs []*briefs.Brief) (save func(ctx context.Context, files []briefs.File) ([]briefs.Outcome, error), err error) {
	ready, gathered, err := prepare(bs)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, files []briefs.File) ([]briefs.Outcome, error) {
		if len(bs) == 0 {
			return nil, db.Remember(ctx, files)
		}
		return db.saveReady(ctx, bs, ready, gathered, files)
	}, nil
}

func (db *DB) saveReady(ctx context.Context, bs []*briefs.Brief, ready []prepared, gathered *gathering, files []briefs.File) ([]briefs.Outcome, error) {
	rows := rowsOf(files)
	var outcomes []briefs.Outcome
	err := db.write(ctx, func(tx *sql.Tx) (err error) {
		// A statement of a context that may end costs a goroutine in the driver,
		// so the end is looked for here.
		s := saver{ctx: context.WithoutCancel(ctx), db: db, tx: tx, now: time.Now(), gathered: gathered}
		defer s.close()
		if outcomes, err = s.saveAll(ctx, bs, ready); err != nil {
			return err
		}
		return s.remember(rows)
	})
	if err != nil {
		return nil, db.wrap(ctx, err, "save")
	}
	for i, outcome := range outcomes {
		if outcome == briefs.Added {
			db.ids.add(bs[i].ID)
		}
	}
	db.remembered(rows)
	if len(bs) > 1 {
		db.engine.yield(ctx)
	}
	_ = db.tidy(ctx) // what was saved is saved; the next save tidies up
	return outcomes, nil
}

// saveAll saves what is prepared, until the context ends.
func (s *saver) saveAll(ctx context.Context, bs []*briefs.Brief, ready []prepared) ([]briefs.Outcome, error) {
	if err := s.find(bs); err != nil {
		return nil, err
	}
	outcomes := make([]briefs.Outcome, len(bs))
	changed, sample := false, false
	for i := range ready {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		outcome, err := s.save(&ready[i], i)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", bs[i].ID, err)
		}
		outcomes[i] = outcome
		changed = changed || outcome != briefs.Unchanged
		sample = sample || bs[i].Sample
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	if sample {
		if err := setSetting(s.ctx, s.tx, samplesSetting, "had", false); err != nil {
			return nil, err
		}
	}
	if !changed {
		return outcomes, nil
	}
	return outcomes, bump(s.ctx, s.tx, "box", "")
}

// A saver saves briefs in one transaction.
type saver struct {
	ctx      context.Context
	db       *DB
	tx       *sql.Tx
	now      time.Time
	prepared map[string]*sql.Stmt

	known    map[string]*knownBrief
	last     int64      // the highest number of a brief
	heads    bulk       // rows of briefs that are not inserted yet
	texts    bulk       // and what follows them
	gathered *gathering // of the documents that unfound names by number; nil is none yet
	unfound  []unfound
	totals   map[int64]*[2]int64 // what is new in each audience: briefs, minutes

	audiences map[audienceKey]int64 // their numbers, of those met so far
}

// A knownBrief is what saving asks of a brief that is in the store.
type knownBrief struct {
	n, audience, minutes, marked int64
	digest                       string
}

func (s *saver) close() {
	for _, p := range s.prepared {
		_ = p.Close()
	}
}

// stmt prepares a statement once.
func (s *saver) stmt(text string) (*sql.Stmt, error) {
	if p := s.prepared[text]; p != nil {
		return p, nil
	}
	p, err := s.tx.PrepareContext(s.ctx, text)
	if err != nil {
		return nil, err
	}
	if s.prepared == nil {
		s.prepared = map[string]*sql.Stmt{}
	}
	s.prepared[text] = p
	return p, nil
}

func (s *saver) exec(text string, args ...any) error {
	p, err := s.stmt(text)
	if err == nil {
		_, err = p.ExecContext(s.ctx, args...)
	}
	return err
}

func (s *saver) one(text string, args []any, to ...any) error {
	p, err := s.stmt(text)
	if err != nil {
		return err
	}
	return p.QueryRowContext(s.ctx, args...).Scan(to...)
}

// A bulk is rows of one table that wait to be inserted together: each statement
// costs more than a row.
type bulk struct {
	insert string // up to VALUES
	behind string // the rows
	width  int    // values of a row
	values []any
}

const bulkRows = 16

func (b *bulk) rows() int { return len(b.values) / b.width }

// put inserts all that waits.
func (b *bulk) put(s *saver) error {
	one := "(" + places(b.width) + ")"
	for values := b.values; len(values) > 0; {
		rows := 1
		if len(values) >= bulkRows*b.width {
			rows = bulkRows
		}
		if err := s.exec(b.insert+one+strings.Repeat(","+one, rows-1)+b.behind, values[:rows*b.width]...); err != nil {
			return err
		}
		values = values[rows*b.width:]
	}
	clear(b.values) // which hold bodies
	b.values = b.values[:0]
	return nil
}

const (
	insertBriefs = "INSERT INTO briefs (n, " + briefColumns + ", audience, added, digest) VALUES "
	insertTexts  = "INSERT INTO texts (brief, body, packed) VALUES "
	upsertText   = insertTexts + "(?, ?, ?) ON CONFLICT (brief) DO UPDATE SET body = excluded.body, packed = excluded.packed"
)

var updateBrief = "UPDATE briefs SET (" + briefColumns + ", audience, digest) = (" + places(24) + ") WHERE n = ?"

// find finds which briefs are in the store.
func (s *saver) find(bs []*briefs.Brief) error {
	s.heads, s.texts = bulk{insert: insertBriefs, width: 26}, bulk{insert: insertTexts, width: 3}
	s.known, s.totals = map[string]*knownBrief{}, map[int64]*[2]int64{}
	if err := s.one("SELECT COALESCE(MAX(n), 0) FROM briefs", nil, &s.last); err != nil {
		return err
	}
	const together = 64
	for some := range slices.Chunk(bs, together) {
		ids := make([]any, 0, together)
		for _, b := range some {
			ids = append(ids, b.ID)
		}
		for len(some) > 1 && len(ids) < together { // one statement for all but single briefs
			ids = append(ids, ids[0])
		}
		if err := s.findSome(ids); err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) findSome(ids []any) error {
	p, err := s.stmt("SELECT id, n, digest, audience, minutes, marked FROM briefs WHERE id IN (" + places(len(ids)) + ")")
	if err != nil {
		return err
	}
	rows, err := p.QueryContext(s.ctx, ids...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var k knownBrief
		if err := rows.Scan(&id, &k.n, &k.digest, &k.audience, &k.minutes, &k.marked); err != nil {
			return err
		}
		s.known[id] = &k
	}
	return rows.Err()
}

// save saves brief i of the gathering.
func (s *saver) save(p *prepared, i int) (briefs.Outcome, error) {
	b, values := p.brief, p.values[:len(p.values):len(p.values)]
	audience, err := s.audience(b)
	if err != nil {
		return "", err
	}
	had := s.known[b.ID]
	switch {
	case had == nil:
		s.last++
		s.known[b.ID] = &knownBrief{n: s.last, audience: audience, minutes: int64(b.Minutes), digest: p.digest}
		added := b.Added
		if added.IsZero() {
			added = s.now
		}
		s.heads.values = append(append(append(s.heads.values, s.last), values...), audience, micros(added), p.digest)
		s.texts.values = append(s.texts.values, s.last, b.Body, p.packed)
		if s.totals[audience] == nil {
			s.totals[audience] = &[2]int64{}
		}
		s.totals[audience][0]++
		s.totals[audience][1] += int64(b.Minutes)
		s.unfound = append(s.unfound, unfound{n: s.last, key: keyOf(p.document.day, s.last), audience: audience, document: &p.document, at: i})
		if s.heads.rows() == bulkRows {
			err = s.flush()
		}
		return briefs.Added, err
	case had.digest == p.digest:
		return briefs.Unchanged, nil
	}
	if err := s.flush(); err != nil {
		return "", err
	}
	if had.marked == 1 {
		audience = had.audience
	}
	if err := s.update(p, had, values, audience); err != nil {
		return "", err
	}
	had.digest, had.audience, had.minutes = p.digest, audience, int64(b.Minutes)
	s.unfound = append(s.unfound, unfound{n: had.n, key: keyOf(p.document.day, had.n), had: true, audience: audience, document: &p.document, at: i})
	return briefs.Updated, nil
}

// update puts a brief in the place of what the store has of it.
func (s *saver) update(p *prepared, had *knownBrief, values []any, audience int64) error {
	exec, minutes := execer(s.exec), int64(p.brief.Minutes)
	if had.audience != audience || had.minutes != minutes {
		if err := exec.recount(s.ctx, s.tx, -1, had.n, had.audience, had.minutes); err != nil {
			return err
		}
		if err := exec.recount(s.ctx, s.tx, 1, had.n, audience, minutes); err != nil {
			return err
		}
	}
	if err := s.exec(updateBrief, append(values, audience, p.digest, had.n)...); err != nil {
		return err
	}
	if had.marked == 1 {
		if err := s.restoreRights(had.n); err != nil {
			return err
		}
	}
	return s.exec(upsertText, had.n, p.brief.Body, p.packed)
}

// flush inserts the rows that wait, and what is new in the sums.
func (s *saver) flush() error {
	if err := s.heads.put(s); err != nil {
		return err
	}
	return s.texts.put(s)
}

// finish writes what is left of a batch.
func (s *saver) finish() error {
	if err := s.flush(); err != nil {
		return err
	}
	for audience, sums := range s.totals {
		if err := execer(s.exec).total(audience, sums[0], sums[1]); err != nil {
			return err
		}
	}
	return s.index()
}

// Hash is the hash of the file that a brief was imported from, and the version
// of the extraction that read it; "" and 0 when the brief is absent. It is asked
// of each file of an import, so that its statement is prepared once.
func (db *DB) Hash(ctx context.Context, id string) (hash string, version int, err error) {
	ctx = context.WithoutCancel(ctx) // as Held
	lacks, err := db.ids.lacks(ctx, db.reads, "SELECT id FROM briefs", id)
	if err != nil || lacks {
		return "", 0, db.wrap(ctx, err, "look up %s", id)
	}
	stmt, err := db.hashes.prepare(ctx, db.reads, "SELECT hash, version FROM briefs WHERE id = ?")
	if err == nil {
		err = stmt.QueryRowContext(ctx, id).Scan(&hash, &version)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil
	}
	return hash, version, db.wrap(ctx, err, "look up %s", id)
}

// A once is a statement that is prepared once.
type once struct {
	mu   sync.Mutex
	stmt *sql.Stmt
}

func (o *once) prepare(ctx context.Context, pool *sql.DB, text string) (*sql.Stmt, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var err error
	if o.stmt == nil {
		o.stmt, err = pool.PrepareContext(context.WithoutCancel(ctx), text)
	}
	return o.stmt, err
}
