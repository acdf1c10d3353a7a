package store

import (
	"context"
	"database/sql"
	"errors"

	"despatch/briefs"
)

// packMigration is the number of the migration that put what was read out of a
// brief into one value, and emptied the index.
const packMigration = 6

// refill packs what a store had in rows, and puts all briefs into the index,
// which is empty. told is told how many of them are done.
func refill(ctx context.Context, tx *sql.Tx, e engine, told func(done, all int)) error {
	db := &DB{engine: e}
	s := saver{ctx: ctx, db: db, tx: tx}
	defer func() { s.close() }()
	ns, err := numbers(ctx, tx, "SELECT n FROM briefs ORDER BY n", nil)
	if err != nil {
		return err
	}
	const together = 512
	for i, n := range ns {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i%32 == 0 {
			told(i, len(ns))
		}
		if err := s.repack(n); err != nil {
			return err
		}
		if len(s.unfound) < together && i < len(ns)-1 {
			continue
		}
		if err := s.index(); err != nil {
			return err
		}
		for more := true; more; {
			if more, err = s.merge(); err != nil {
				return err
			}
		}
	}
	for _, table := range []string{"old_figures", "old_texts"} {
		if _, err := tx.ExecContext(ctx, "DROP TABLE "+table); err != nil {
			return err
		}
	}
	return nil
}

// repack has one brief as it is kept now.
func (s *saver) repack(n int64) error {
	var b briefs.Brief
	var audience, marked int64
	var names, warnings string
	var err error
	p, err := s.stmt("SELECT " + headColumns + ", b.format, b.version, b.hash, b.audience, b.marked, COALESCE(t.body, ''), COALESCE(t.names, 'null'), COALESCE(t.warnings, 'null')" +
		fromShelf + " LEFT JOIN old_texts t ON t.brief = b.n WHERE b.n = ?")
	if err != nil {
		return err
	}
	b.Head, err = scanHead(p.QueryRowContext(s.ctx, "", n), &b.Format, &b.Version, &b.Hash, &audience, &marked, &b.Body, &names, &warnings)
	if err != nil {
		return err
	}
	if err := decode(names, &b.Names, warnings, &b.Warnings); err != nil {
		return err
	}
	if b.Figures, err = s.oldFigures(n); err != nil {
		return err
	}
	r := prepared{brief: &b}
	r.make()
	if err := s.exec("INSERT INTO texts (brief, body, packed) VALUES (?, ?, ?)", n, b.Body, r.packed); err != nil {
		return err
	}
	if marked == 0 { // else the file says another marking than the row
		if err := s.exec("UPDATE briefs SET digest = ?, match_key = ? WHERE n = ?", r.digest, matchKey(&b.Head), n); err != nil {
			return err
		}
	}
	s.unfound = append(s.unfound, unfound{n: n, key: keyOf(r.document.day, n), audience: audience, document: &r.document})
	return nil
}

// oldFigures are the figures of a brief as rows.
func (s *saver) oldFigures(n int64) ([]briefs.Figure, error) {
	p, err := s.stmt(`SELECT span_start, span_end, kind, coef, exp, coef2, exp2, comparator, unit, unit_text, measure,
		period, period_from, period_to, change, stance, rank, paragraph, sent_start, sent_end, rule FROM old_figures WHERE brief = ? ORDER BY ord`)
	if err != nil {
		return nil, err
	}
	rows, err := p.QueryContext(s.ctx, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []briefs.Figure
	for rows.Next() {
		var f briefs.Figure
		var coef2, exp2 sql.NullInt64
		var period, from, to sql.NullString
		err := rows.Scan(&f.Start, &f.End, &f.Kind, &f.Value.Coef, &f.Value.Exp, &coef2, &exp2, &f.Comparator, &f.Unit, &f.UnitText, &f.Measure,
			&period, &from, &to, &f.Change, &f.Stance, &f.Rank, &f.Paragraph, &f.Sentence.Start, &f.Sentence.End, &f.Rule)
		if err != nil {
			return nil, err
		}
		if coef2.Valid {
			f.Value2 = &briefs.Decimal{Coef: coef2.Int64, Exp: int16(exp2.Int64)}
		}
		if period.Valid {
			f.Period = &briefs.Period{Text: period.String, From: from.String, To: to.String}
		}
		all = append(all, f)
	}
	return all, rows.Err()
}

// again has index put a brief into the index as it stands in the store, in the
// place of what is there of it.
func (s *saver) again(n int64) error {
	var b briefs.Brief
	var tags string
	var date, audience int64
	var packed []byte
	err := s.one("SELECT b.title, b.issuer, b.tags, b.date, b.audience, b.format, t.body, t.packed FROM briefs b JOIN texts t ON t.brief = b.n WHERE b.n = ?",
		[]any{n}, &b.Title, &b.From, &tags, &date, &audience, &b.Format, &b.Body, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return errIndex
	}
	if err != nil {
		return err
	}
	if err := decode(tags, &b.Tags); err != nil {
		return err
	}
	if err := unpack(packed, &b); err != nil {
		return err
	}
	b.Date = timeOf(date)
	d := documentOf(&b)
	s.unfound = append(s.unfound, unfound{n: n, key: keyOf(d.day, n), had: true, audience: audience, document: &d})
	return nil
}
