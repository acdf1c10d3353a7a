package figures

import (
	"strings"

	"despatch/briefs"
)

// relativePeriods are periods that need a calendar to be days; they are given
// as printed.
var relativePeriods = [...]string{
	"last year", "this year", "last month", "this month", "last week", "this week", "last quarter", "this quarter", "the past year", "the past decade",
	"next year", "next month", "the previous year", "the first quarter", "the second quarter", "the third quarter", "the fourth quarter",
	"the first half", "the second half", "the first half of the year", "the year to date", "each year", "every year",
	"the past five years", "the last five years", "the next five years", "the past three years", "the past 12 months", "the last decade", "recent years",
	"the first three quarters",
}

var hanPeriods = list("去年", "今年", "明年", "上年", "前年", "上半年", "下半年", "一季度", "二季度", "三季度", "四季度", "前三季度", "第一季度", "第二季度", "第三季度", "第四季度", "上个月", "本月", "上月", "近年来", "过去五年", "五年来", "“十四五”期间", "“十四五”时期", "“十五五”时期", "“十三五”时期", "全年", "年底", "年末", "期末", "每年", "每日")

// findRelative notes the relative periods of a sentence, once.
func (r *reader) findRelative(p briefs.Span) {
	r.rels = r.rels[:0]
	r.steps += p.Len()
	t := r.text
	for i := p.Start; i < p.End; {
		c := t[i]
		switch {
		case isLetter(c):
			e := r.lettersEnd(i)
			if relativeLeads[c] && r.in(relativeStarts, i, e) && r.in(relativeSeconds, e+1, r.wordAt(e+1)) {
				best := 0
				for _, w := range relativePeriods {
					if n := len(w); n > best && n <= p.End-i && t[i+n-1]|0x20 == w[n-1] && strings.EqualFold(t[i:i+n], w) && (i+n == len(t) || !isLetter(t[i+n])) {
						best = n
					}
				}
				if best > 0 {
					r.rels = append(r.rels, briefs.Span{Start: i, End: i + best})
					e = i + best
				}
			}
			if i = e; i < p.End && t[i] == ' ' {
				i++
			}
		case !relativeLeads[c]:
			i++
		case c >= 0xE2 && c <= 0xE9 && i+3 <= p.End:
			best := 0
			if !hanPeriods.mayStart(t[i:p.End]) {
				i += 3
				continue
			}
			for _, n := range hanPeriods.starts[t[i+2]&63] {
				if s := hanPeriods.words[n]; len(s) > best && strings.HasPrefix(t[i:p.End], s) {
					best = len(s)
				}
			}
			if best > 0 && !r.prevIs(i, '比', '较', '較', '与', '與', '年') {
				r.rels = append(r.rels, briefs.Span{Start: i, End: i + best})
			}
			i += max(best, 3)
		default:
			i++
		}
	}
}

// relativeLeads are the bytes that a relative period starts with.
var relativeLeads = func() (leads [256]bool) {
	for _, p := range relativePeriods {
		leads[p[0]], leads[p[0]&^0x20] = true, true
	}
	for _, p := range hanPeriods.words {
		leads[p[0]] = true
	}
	return
}()

var relativeStarts = set(`last this the next each every recent`)

// relativeSeconds are the second words of the relative periods, relativeNexts
// the third as well.
var relativeSeconds, relativeNexts = func() (*wordSet, *wordSet) {
	var seconds, nexts strings.Builder
	for _, p := range relativePeriods {
		for i, w := range fields(p) {
			if i == 1 {
				seconds.WriteString(" " + w)
			}
			if i == 1 || i == 2 {
				nexts.WriteString(" " + w)
			}
		}
	}
	return set(seconds.String()), set(nexts.String())
}()

// relative is the last relative period of the sentence between lo and hi.
func (r *reader) relative(lo, hi int) (int, int) {
	for i := len(r.rels) - 1; i >= 0; i-- {
		if s := r.rels[i]; s.Start >= lo && s.End <= hi {
			return s.Start, s.End
		}
	}
	return 0, 0
}
