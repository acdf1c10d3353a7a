package importer

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// layouts are the dates that are written with a year, a month and a day, after
// tidy made their spelling one.
var layouts = []string{
	"2006-1-2", "20060102", "2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006",
	"2006 January 2", "2006 Jan 2", "2-Jan-2006", "2-January-2006",
}

// clocks are the times that may follow a date.
var clocks = []string{
	"", "T15:04:05Z07:00", "T15:04:05.999999999Z07:00", "T15:04:05", "T15:04", " 15:04:05 -0700", " 15:04:05 -07:00", " 15:04:05 -07",
	" 15:04:05Z07:00", " 15:04:05.999999999 -0700", " 15:04:05.999999999Z07:00", " 15:04:05 MST", " 15:04:05",
	" 15:04Z07:00", " 15:04 -0700", " 15:04 MST", " 15:04", " 3:04 PM", " 3:04PM", " 3PM",
}

var (
	weekday  = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+`)
	ordinal  = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b`)
	chinese  = regexp.MustCompile(`^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?`)
	numerals = strings.NewReplacer("〇", "0", "零", "0", "○", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
	slashes  = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(.*)$`)
	yearly   = regexp.MustCompile(`^(\d{4})[/.](\d{1,2})[/.](\d{1,2})`)
	zone     = regexp.MustCompile(` ([+-])(\d)$`)
	shortday = regexp.MustCompile(`([T ])(\d):(\d\d)`)
)

// A moment is a date as a text states it.
type moment struct {
	time.Time
	clock bool // it names a time of day too
}

// day is midnight UTC of the day as written: a briefing of 27 June is of 27
// June wherever it is read.
func (m moment) day() time.Time {
	if m.IsZero() {
		return m.Time
	}
	return time.Date(m.Year(), m.Month(), m.Day(), 0, 0, 0, 0, time.UTC)
}

// instant is the moment in UTC. A time without a zone is in the zone of this
// machine, the office's; a date without a time is midnight UTC.
func (m moment) instant() time.Time {
	if !m.clock {
		return m.day()
	}
	return m.UTC()
}

// parseDate reads a date in the forms that offices write: ISO 8601, RFC 3339,
// YAML timestamps, English dates in either order, Chinese dates in either kind
// of numerals. 30/03/2023 is read where only one order is possible; 04/03/2023
// is not, nor is a month without a day. Years are 1000 to 2999.
func parseDate(s string) (moment, bool) {
	if len(s) == len(time.DateOnly) { // most are written so
		if t, err := time.ParseInLocation(time.DateOnly, s, time.Local); err == nil && t.Year() >= 1000 && t.Year() < 3000 {
			return moment{Time: t}, true
		}
	}
	s = tidy(s)
	if s == "" || len(s) > 64 {
		return moment{}, false
	}
	for _, layout := range layouts {
		for _, clock := range clocks {
			t, err := time.ParseInLocation(layout+clock, s, time.Local)
			if err == nil && t.Year() >= 1000 && t.Year() < 3000 {
				zone, offset := t.Zone()
				unknown := strings.Contains(clock, "MST") && offset == 0 && zone != "UTC" && zone != "GMT"
				return moment{t, clock != "" && !unknown}, true
			}
		}
	}
	return moment{}, false
}

// tidy spells a date the way layouts do.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = weekday.ReplaceAllString(s, "")
	s = ordinal.ReplaceAllString(s, "$1")
	if strings.Contains(s, "年") {
		s = chinese.ReplaceAllString(numerals.Replace(tens(s)), "$1-$2-$3 ")
		s = strings.TrimSpace(s)
	}
	s = yearly.ReplaceAllString(s, "$1-$2-$3")
	if m := slashes.FindStringSubmatch(s); m != nil {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[2])
		switch {
		case first > 12 || first == second:
			s = m[3] + "-" + m[2] + "-" + m[1] + m[4]
		case second > 12:
			s = m[3] + "-" + m[1] + "-" + m[2] + m[4]
		}
	}
	s = strings.NewReplacer(",", " ", " of ", " ", ". ", " ", " at ", " ").Replace(s)
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Replace(s, "Sept ", "Sep ", 1)
	s = zone.ReplaceAllString(s, " ${1}0$2")
	return shortday.ReplaceAllString(s, "${1}0$2:$3")
}

// tens writes 十 to 三十一 as digits, so that they can be read one by one.
func tens(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		if c != '十' {
			b.WriteRune(c)
			continue
		}
		before := i > 0 && strings.ContainsRune("一二三", r[i-1])
		after := i+1 < len(r) && strings.ContainsRune("一二三四五六七八九", r[i+1])
		switch {
		case before && after:
		case before:
			b.WriteByte('0')
		case after:
			b.WriteByte('1')
		default:
			b.WriteString("10")
		}
	}
	return b.String()
}
