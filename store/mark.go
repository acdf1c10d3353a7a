package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"despatch/briefs"
)

// Mark changes who may read briefs, all of them or none; by is who does it.
// The change is given heads with their marking and groups, and nothing else.
// From then on the files that the briefs come from do not change them. The error
// for what is absent is briefs.ErrNotFound.
func (db *DB) Mark(ctx context.Context, by string, ids []string, change func(*briefs.Head)) error {
	err := db.write(ctx, func(tx *sql.Tx) error {
		s := saver{ctx: ctx, db: db, tx: tx}
		defer s.close()
		for _, id := range ids {
			if err := s.mark(by, id, change); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
		}
		if err := s.index(); err != nil {
			return err
		}
		return bump(ctx, tx, "box", "")
	})
	return db.wrap(ctx, err, "mark")
}

func (s *saver) mark(by, id string, change func(*briefs.Head)) error {
	var b briefs.Brief
	var n, had, minutes int64
	var groups string
	err := s.one("SELECT n, marking, groups, audience, minutes FROM briefs WHERE id = ?", []any{id}, &n, &b.Marking, &groups, &had, &minutes)
	if errors.Is(err, sql.ErrNoRows) {
		return briefs.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := decode(groups, &b.Groups); err != nil {
		return err
	}
	change(&b.Head)
	audience, err := s.audience(&b)
	if err != nil {
		return err
	}
	if audience != had {
		exec := execer(s.exec)
		if err := exec.recount(s.ctx, s.tx, -1, n, had, minutes); err != nil {
			return err
		}
		if err := exec.recount(s.ctx, s.tx, 1, n, audience, minutes); err != nil {
			return err
		}
	}
	if err := s.exec("UPDATE briefs SET marked = 1, audience = ? WHERE n = ?", audience, n); err != nil {
		return err
	}
	if err := s.restoreRights(n); err != nil {
		return err
	}
	if audience != had {
		// The index has who may read it too.
		if err := s.again(n); err != nil {
			return err
		}
	}
	note, err := rightsNote(s.ctx, s.tx, b.Marking, b.Groups)
	if err != nil {
		return err
	}
	return appendAudit(s.ctx, s.tx, briefs.Entry{At: time.Now(), Reader: by, Act: briefs.ActMarked, Brief: id, Note: briefs.CleanLine(note, 0)})
}

// restoreRights makes marking and groups of a brief those of its audience.
func (s *saver) restoreRights(n int64) error {
	return s.exec(`UPDATE briefs SET marking = (SELECT a.marking FROM audiences a WHERE a.n = briefs.audience),
		groups = (SELECT a.groups FROM audiences a WHERE a.n = briefs.audience) WHERE n = ?`, n)
}

// sortedGroups are groups as the store has them: JSON, sorted, each once.
func sortedGroups(groups []string) string { return audienceOf(&briefs.Head{Groups: groups}).groups }
