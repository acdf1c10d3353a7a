package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"despatch/briefs"
)

// What can be wrong with a reader or a marking.
var (
	ErrReader   = errors.New("there is a reader of that name already")
	ErrKey      = errors.New("the key is a reader's already")
	ErrMarkings = errors.New("the markings of the store are others")
)

// The settings about rights.
const (
	markingsSetting = "markings" // JSON; the names from the lowest up
	readersSetting  = "readers"  // "had" once there was one
)

// Reader is the reader of a name with the rights that the store has for them.
// The error for one that it does not know is briefs.ErrNoReader.
func (db *DB) Reader(ctx context.Context, name string) (briefs.Reader, error) {
	r, err := db.oneReader(ctx, "SELECT name, clearance, groups, role FROM readers WHERE name = ?", name)
	if errors.Is(err, sql.ErrNoRows) {
		err = briefs.ErrNoReader
	}
	return r, db.wrap(ctx, err, "look up the reader %s", name)
}

// HasReaders reports whether the store ever knew the rights of a reader: then
// who is named as one must be known.
func (db *DB) HasReaders(ctx context.Context) (bool, error) {
	value, err := db.setting(ctx, readersSetting)
	return value != "", err
}

// Readers are all readers by name.
func (db *DB) Readers(ctx context.Context) ([]briefs.Reader, error) {
	var all []briefs.Reader
	err := db.ask(ctx, func() error {
		all = nil
		rows, err := db.reads.QueryContext(ctx, "SELECT name, clearance, groups, role FROM readers ORDER BY name")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			r, err := scanReader(rows)
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		return rows.Err()
	})
	return all, db.wrap(ctx, err, "list the readers")
}

// oneReader is the reader that a query finds.
func (db *DB) oneReader(ctx context.Context, query string, args ...any) (r briefs.Reader, err error) {
	err = db.ask(ctx, func() (err error) {
		r, err = scanReader(db.reads.QueryRowContext(ctx, query, args...))
		return err
	})
	return r, err
}

func scanReader(row interface{ Scan(...any) error }) (briefs.Reader, error) {
	var r briefs.Reader
	var groups string
	if err := row.Scan(&r.Name, &r.Clearance, &groups, &r.Role); err != nil {
		return r, err
	}
	return r, decode(groups, &r.Groups)
}

// AddReader makes a reader known; by is who does it. The error for a name that
// is known is ErrReader.
func (db *DB) AddReader(ctx context.Context, by string, r briefs.Reader) error {
	err := db.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "INSERT INTO readers (name, clearance, groups, role) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
			r.Name, r.Clearance, sortedGroups(r.Groups), string(r.Role))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrReader)
		}
		if err := setSetting(ctx, tx, readersSetting, "had", false); err != nil {
			return err
		}
		return db.allowed(ctx, tx, by, r)
	})
	return db.wrap(ctx, err, "add the reader %s", r.Name)
}

// ChangeReader changes the rights of a reader; by is who does it. It holds for
// shelves that are made from then on. The error for a name that is not known is
// briefs.ErrNoReader.
func (db *DB) ChangeReader(ctx context.Context, by, name string, change func(*briefs.Reader)) (briefs.Reader, error) {
	var r briefs.Reader
	err := db.write(ctx, func(tx *sql.Tx) (err error) {
		r, err = scanReader(tx.QueryRowContext(ctx, "SELECT name, clearance, groups, role FROM readers WHERE name = ?", name))
		if errors.Is(err, sql.ErrNoRows) {
			return briefs.ErrNoReader
		}
		if err != nil {
			return err
		}
		change(&r)
		r.Name = name
		if _, err := tx.ExecContext(ctx, "UPDATE readers SET clearance = ?, groups = ?, role = ? WHERE name = ?", r.Clearance, sortedGroups(r.Groups), string(r.Role), name); err != nil {
			return err
		}
		return db.allowed(ctx, tx, by, r)
	})
	return r, db.wrap(ctx, err, "change the reader %s", name)
}

// RemoveReader takes a reader's rights away; by is who does it. What they read
// and marked stays, in case they come back. The error for a name that is not
// known is briefs.ErrNoReader.
func (db *DB) RemoveReader(ctx context.Context, by, name string) error {
	err := db.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "DELETE FROM readers WHERE name = ?", name)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, briefs.ErrNoReader)
		}
		if err := bump(ctx, tx, rightsChange, ""); err != nil {
			return err
		}
		return appendAudit(ctx, tx, briefs.Entry{At: time.Now(), Reader: by, Act: briefs.ActAllowed, Note: briefs.CleanLine(name+": nothing any more", 0)})
	})
	return db.wrap(ctx, err, "remove the reader %s", name)
}

// allowed records the rights of a reader.
func (db *DB) allowed(ctx context.Context, tx *sql.Tx, by string, r briefs.Reader) error {
	rights, err := rightsNote(ctx, tx, r.Clearance, r.Groups)
	if err != nil {
		return err
	}
	if err := bump(ctx, tx, rightsChange, ""); err != nil {
		return err
	}
	note := fmt.Sprintf("%s: %s; %s", r.Name, rights, r.Role)
	return appendAudit(ctx, tx, briefs.Entry{At: time.Now(), Reader: by, Act: briefs.ActAllowed, Note: briefs.CleanLine(note, 0)})
}

// rightsNote is a marking or clearance with groups, for people.
func rightsNote(ctx context.Context, tx *sql.Tx, marking int, groups []string) (string, error) {
	var names []string
	var value string
	err := tx.QueryRowContext(ctx, "SELECT value FROM settings WHERE name = ?", markingsSetting).Scan(&value)
	if err == nil {
		err = decode(value, &names)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	note := briefs.MarkingName(names, marking)
	if note == "" {
		note = "unmarked"
	}
	if groups = slices.Compact(slices.Sorted(slices.Values(groups))); len(groups) > 0 {
		note += " for " + strings.Join(groups, ", ")
	}
	return note, nil
}

// Markings are the names of the markings from the lowest up; empty when none
// were set.
func (db *DB) Markings(ctx context.Context) ([]string, error) {
	value, err := db.setting(ctx, markingsSetting)
	if err != nil || value == "" {
		return nil, err
	}
	var names []string
	return names, db.wrap(ctx, decode(value, &names), "read the markings")
}

// Markings are the names of the markings, as DB.Markings has them.
func (s *Shelf) Markings(ctx context.Context) ([]string, error) { return s.db.Markings(ctx) }

// SetMarkings sets the names of the markings. Those that are set stay as they
// are, since briefs are marked with their numbers: more may come behind them.
// The error for others is ErrMarkings.
func (db *DB) SetMarkings(ctx context.Context, names []string) error {
	err := db.write(ctx, func(tx *sql.Tx) error {
		var value string
		var had []string
		err := tx.QueryRowContext(ctx, "SELECT value FROM settings WHERE name = ?", markingsSetting).Scan(&value)
		if err == nil {
			err = decode(value, &had)
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if len(had) > len(names) || !slices.Equal(had, names[:len(had)]) {
			return fmt.Errorf("%w: %s", ErrMarkings, strings.Join(had, ", "))
		}
		return setSetting(ctx, tx, markingsSetting, text(names), true)
	})
	return db.wrap(ctx, err, "set the markings")
}

// setting is a setting of the store, "" when it is not set.
func (db *DB) setting(ctx context.Context, name string) (string, error) {
	var value string
	err := db.row(ctx, "SELECT value FROM settings WHERE name = ?", []any{name}, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, db.wrap(ctx, err, "look for the setting %s", name)
}

// Keep is the shelf of who keeps the store: cleared for every marking, and in
// every group that a brief is for. What is opened there is not recorded, since
// nobody is shown it.
func (db *DB) Keep(ctx context.Context) (*Shelf, error) {
	var all []audience
	err := db.ask(ctx, func() (err error) {
		all, err = db.audiences.now(ctx, db.reads)
		return err
	})
	if err != nil {
		return nil, db.wrap(ctx, err, "look for the groups")
	}
	r := briefs.Reader{Clearance: math.MaxInt}
	for i := range all {
		r.Groups = append(r.Groups, all[i].head.Groups...)
	}
	slices.Sort(r.Groups)
	r.Groups = slices.Compact(r.Groups)
	return &Shelf{db: db, reader: r, keeper: true}, nil
}
