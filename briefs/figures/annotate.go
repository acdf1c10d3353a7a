package figures

import (
	"strings"
	"time"

	"despatch/briefs"
)

// Annotate sets the figures of a brief, ranked, its keys and the version.
func Annotate(b *briefs.Brief) {
	b.Figures = extract(b.Body, b.Lang, b.Format, nil)
	if !b.Date.IsZero() {
		for i := range b.Figures {
			if p := b.Figures[i].Period; p != nil && p.From == "" && p.To == "" {
				resolve(p, b.Date)
			}
		}
	}
	rank(b)
	b.Names = Names(b.Body, b.Lang)
	b.Keys = briefs.KeysOf(b)
	b.Version = Version
}

// near is how far from the day of a brief a date without a year is taken to be
// in the same year; farther off, the year cannot be told.
const near = 200 * 24 * time.Hour

// resolve sets the days of a date without a year, "27 June", 6月底, in a brief of
// the given day.
func resolve(p *briefs.Period, day time.Time) {
	year := day.Year()
	from, to, ok := dayIn(p.Text, year)
	if !ok {
		return
	}
	at, err := time.Parse(time.DateOnly, from)
	if err != nil || at.Sub(day) > near || day.Sub(at) > near {
		return
	}
	p.From, p.To = from, to
}

// dayIn reads a day or a month out of the text of a date, given its year.
func dayIn(s string, year int) (from, to string, ok bool) {
	r := reader{text: s, hi: len(s)}
	if first, e := r.plainInt(0); e > 0 && first >= 1 && first <= 12 {
		if last, end := r.hanMonths(first, e); end == len(s) && end > 0 {
			return isoDay(year, first, 1), isoDay(year, last, monthDays(year, last)), true
		}
	}
	month, days, mark := 0, [2]int{}, ""
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isDigit(c):
			v, e := r.plainInt(i)
			switch {
			case e == i || v < 1 || v > 31:
				return "", "", false
			case strings.HasPrefix(s[e:], "月"):
				if month > 0 || v > 12 {
					return "", "", false
				}
				month, e = v, e+len("月")
			case days[0] == 0:
				days[0] = v
			case days[1] == 0:
				days[1] = v
			default:
				return "", "", false
			}
			i = e
		case isLetter(c):
			e := r.wordAt(i)
			switch w := strings.ToLower(s[i:e]); {
			case r.month(i, e) > 0:
				if month > 0 {
					return "", "", false
				}
				month = r.month(i, e)
			case w == "end":
				mark = "末"
			case w == "to" || w == "and" || w == "of" || w == "the" || w == "st" || w == "nd" || w == "rd" || w == "th":
			default:
				return "", "", false
			}
			i = e
		default:
			c, w := r.rune(i)
			switch c {
			case '底', '末':
				mark = "末"
			case ' ', '-', '–', ',', '.', '日', '号', '份', '至', '到':
			default:
				return "", "", false
			}
			i += w
		}
	}
	last := monthDays(year, max(month, 1))
	if month == 0 || days[0] > last || days[1] > last || days[1] > 0 && days[1] <= days[0] {
		return "", "", false
	}
	switch {
	case days[0] == 0 && mark != "":
		return isoDay(year, month, last), isoDay(year, month, last), true
	case days[0] == 0:
		return isoDay(year, month, 1), isoDay(year, month, last), true
	case days[1] > 0:
		return isoDay(year, month, days[0]), isoDay(year, month, days[1]), true
	}
	return isoDay(year, month, days[0]), isoDay(year, month, days[0]), true
}
