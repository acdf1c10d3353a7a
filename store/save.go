package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	if len(bs) == 0 {
		return nil, nil
	}
	ready, err := prepare(bs)
	if err != nil {
		return nil, err
	}
	outcomes := make([]briefs.Outcome, len(bs))
	err = db.write(ctx, func(tx *sql.Tx) error {
		// A statement of a context that may end costs a goroutine in the driver:
		// there are twenty of them for each brief, so the end is looked for here.
		s := saver{ctx: context.WithoutCancel(ctx), db: db, tx: tx, now: time.Now()}
		defer s.close()
		changed, sample := false, false
		for i := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			outcome, err := s.save(&ready[i])
			if err != nil {
				return fmt.Errorf("%s: %w", bs[i].ID, err)
			}
			outcomes[i] = outcome
			changed = changed || outcome != briefs.Unchanged
			sample = sample || bs[i].Sample
		}
		if err := s.putFigures(0); err != nil {
			return err
		}
		if err := s.index(); err != nil {
			return err
		}
		if sample {
			if err := setSetting(ctx, tx, samplesSetting, "had", false); err != nil {
				return err
			}
		}
		if !changed {
			return nil
		}
		return bump(ctx, tx, "box", "")
	})
	if err != nil {
		return nil, db.wrap(ctx, err, "save")
	}
	if len(bs) > 1 {
		db.engine.yield(ctx)
	}
	return outcomes, nil
}

// A saver saves briefs in one transaction.
type saver struct {
	ctx      context.Context
	db       *DB
	tx       *sql.Tx
	now      time.Time
	prepared map[string]*sql.Stmt
	unfound  []unfound
	figures  []any // values of rows that are not inserted yet

	audiences map[audienceKey]int64 // their numbers, of those met so far
}

// unfound is a brief that was saved and is not in the index yet.
type unfound struct {
	n, key   int64
	had      bool // something of it is in the index
	audience int64
	document *document
}

// index puts what was saved into the index, with no other statement between:
// SQLite's would be written out before each of them, and before a number that is
// lower than the last, which takes four times as long.
func (s *saver) index() error {
	last := map[int64]int{} // of each brief, when one was saved twice
	for i, u := range s.unfound {
		if before, twice := last[u.n]; twice {
			s.unfound[i].had = s.unfound[before].had
			s.unfound[before].document = nil
		}
		last[u.n] = i
	}
	s.unfound = slices.DeleteFunc(s.unfound, func(u unfound) bool { return u.document == nil })
	slices.SortFunc(s.unfound, func(a, b unfound) int { return cmp.Compare(a.key, b.key) })
	for _, u := range s.unfound {
		if err := s.db.engine.index(s.exec, u.n, u.key, u.had, u.document.tokens+audienceToken(u.audience)); err != nil {
			return err
		}
	}
	for _, u := range s.unfound {
		if u.had {
			if err := s.exec("DELETE FROM weights WHERE brief = ?", u.n); err != nil {
				return err
			}
		}
		if err := s.exec("INSERT INTO weights (key, brief, units, often) VALUES (?, ?, ?, ?)", u.key, u.n, u.document.units, u.document.often); err != nil {
			return err
		}
	}
	s.unfound = s.unfound[:0]
	return nil
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

var (
	insertBrief  = "INSERT INTO briefs (" + briefColumns + ", audience, added, digest) VALUES (" + places(25) + ") RETURNING n"
	updateBrief  = "UPDATE briefs SET (" + briefColumns + ", audience, digest) = (" + places(24) + ") WHERE n = ?"
	insertFigure = "INSERT INTO figures (brief, ord, surface, measure_key, " + figureColumns + ") VALUES "
	oneFigure    = "(" + places(figureWidth) + ")"
	manyFigures  = strings.Repeat(oneFigure+",", figureRows-1) + oneFigure
	upsertTexts  = `INSERT INTO texts (brief, body, names, warnings) VALUES (?, ?, ?, ?)
		ON CONFLICT (brief) DO UPDATE SET body = excluded.body, names = excluded.names, warnings = excluded.warnings`
)

const (
	figureWidth = 25 // values of a row of figures
	figureRows  = 32 // rows that are inserted at once
)

// putFigures inserts the figures that wait, until no more than so many do.
func (s *saver) putFigures(left int) error {
	done := 0
	for waiting := len(s.figures) / figureWidth; waiting > left; {
		rows, values := 1, oneFigure
		if waiting >= figureRows {
			rows, values = figureRows, manyFigures
		}
		if err := s.exec(insertFigure+values, s.figures[done:done+rows*figureWidth]...); err != nil {
			return err
		}
		done += rows * figureWidth
		waiting -= rows
	}
	s.figures = s.figures[:copy(s.figures, s.figures[done:])]
	return nil
}

func (s *saver) save(p *prepared) (briefs.Outcome, error) {
	b, values := p.brief, p.values[:len(p.values):len(p.values)]
	var n, hadAudience, hadMinutes, marked int64
	var had string
	outcome := briefs.Updated
	audience, err := s.audience(b)
	if err != nil {
		return "", err
	}
	err = s.one("SELECT n, digest, audience, minutes, marked FROM briefs WHERE id = ?", []any{b.ID}, &n, &had, &hadAudience, &hadMinutes, &marked)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		outcome = briefs.Added
		added := b.Added
		if added.IsZero() {
			added = s.now
		}
		if err := s.one(insertBrief, append(values, audience, micros(added), p.digest), &n); err != nil {
			return "", err
		}
		if err := execer(s.exec).total(audience, 1, int64(b.Minutes)); err != nil {
			return "", err
		}
	case err != nil:
		return "", err
	case had == p.digest:
		return briefs.Unchanged, nil
	default:
		if marked == 1 {
			audience = hadAudience
		}
		if hadAudience != audience || hadMinutes != int64(b.Minutes) {
			if err := execer(s.exec).recount(s.ctx, s.tx, -1, n, hadAudience, hadMinutes); err != nil {
				return "", err
			}
			if err := execer(s.exec).recount(s.ctx, s.tx, 1, n, audience, int64(b.Minutes)); err != nil {
				return "", err
			}
		}
		if err := s.exec(updateBrief, append(values, audience, p.digest, n)...); err != nil {
			return "", err
		}
		if marked == 1 {
			if err := s.restoreRights(n); err != nil {
				return "", err
			}
		}
		if err := s.exec("DELETE FROM figures WHERE brief = ?", n); err != nil {
			return "", err
		}
	}
	if err := s.exec(upsertTexts, n, b.Body, text(b.Names), text(b.Warnings)); err != nil {
		return "", err
	}
	for i := range b.Figures {
		f := &b.Figures[i]
		s.figures = append(append(s.figures, n, i, surface(b, f.Span), p.series[i]), figureValues(f)...)
	}
	if err := s.putFigures(figureRows - 1); err != nil {
		return "", err
	}
	s.unfound = append(s.unfound, unfound{n, keyOf(p.document.day, n), outcome == briefs.Updated, audience, &p.document})
	return outcome, nil
}

// Hash is the hash of the file that a brief was imported from, and the version
// of the extraction that read it; "" and 0 when the brief is absent.
func (db *DB) Hash(ctx context.Context, id string) (hash string, version int, err error) {
	err = db.reads.QueryRowContext(ctx, "SELECT hash, version FROM briefs WHERE id = ?", id).Scan(&hash, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil
	}
	return hash, version, db.wrap(ctx, err, "look up %s", id)
}

// Remove removes briefs with everything that readers did with them, and says
// how many there were.
func (db *DB) Remove(ctx context.Context, ids ...string) (int, error) {
	n := 0
	err := db.write(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			k, err := db.remove(ctx, tx, "id = ?", id)
			if err != nil {
				return err
			}
			n += k
		}
		return nil
	})
	if err != nil {
		return 0, db.wrap(ctx, err, "remove")
	}
	return n, nil
}

// remove removes what fits a condition on briefs.
func (db *DB) remove(ctx context.Context, tx *sql.Tx, where string, args ...any) (int, error) {
	rows, err := tx.QueryContext(ctx, "SELECT n, audience, minutes FROM briefs WHERE "+where, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var all [][3]int64
	for rows.Next() {
		var one [3]int64
		if err := rows.Scan(&one[0], &one[1], &one[2]); err != nil {
			return 0, err
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		return 0, err
	}
	exec := execIn(ctx, tx)
	for _, one := range all {
		n, audience, minutes := one[0], one[1], one[2]
		if err := db.engine.unindex(ctx, tx, n); err != nil {
			return 0, err
		}
		if err := exec.recount(ctx, tx, -1, n, audience, minutes); err != nil {
			return 0, err
		}
		if err := exec("DELETE FROM briefs WHERE n = ?", n); err != nil {
			return 0, err
		}
	}
	return len(all), bump(ctx, tx, "box", "")
}

// samplesSetting says what became of the samples: absent, "had" or "refused".
const samplesSetting = "samples"

// RemoveSamples removes the briefs that came with the program, for good, and
// says how many there were.
func (db *DB) RemoveSamples(ctx context.Context) (int, error) {
	n := 0
	err := db.write(ctx, func(tx *sql.Tx) (err error) {
		if n, err = db.remove(ctx, tx, "sample = 1"); err != nil {
			return err
		}
		return setSetting(ctx, tx, samplesSetting, "refused", true)
	})
	if err != nil {
		return 0, db.wrap(ctx, err, "remove samples")
	}
	return n, nil
}

// SamplesWanted reports whether the store never had and never refused samples.
func (db *DB) SamplesWanted(ctx context.Context) (bool, error) {
	var value string
	err := db.reads.QueryRowContext(ctx, "SELECT value FROM settings WHERE name = ?", samplesSetting).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return false, db.wrap(ctx, err, "look for samples")
}

// setSetting sets a setting; one that is there stays unless over says so.
func setSetting(ctx context.Context, tx *sql.Tx, name, value string, over bool) error {
	on := "NOTHING"
	if over {
		on = "UPDATE SET value = excluded.value"
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO "+on, name, value)
	return err
}

// bump counts a change.
func bump(ctx context.Context, tx *sql.Tx, kind, name string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO changes (kind, name, count) VALUES (?, ?, 1) ON CONFLICT (kind, name) DO UPDATE SET count = changes.count + 1", kind, name)
	return err
}
