package figures

import (
	"slices"
	"strings"

	"despatch/briefs"
)

// hanJoins are what stands between the two ends of a run of days.
var hanJoins = [...]string{"至", "到", "—", "–", "-", "－", "～", "~", "、"}

// hanRun reads a run of months or days whose mark stands once, at its end: the
// number v from i to e is its start. 1至10月份, 1—9月, 7、8月份, 3至5日.
func (r *reader) hanRun(i, v, e int) int {
	if v < 1 || v > 31 {
		return 0
	}
	if _, end := r.hanMonths(v, e); v <= 12 && end > e {
		return r.addDate(i, end, "", "", "months")
	}
	k := r.blanks(e)
	for _, join := range hanJoins {
		if !strings.HasPrefix(r.text[k:r.hi], join) {
			continue
		}
		to := k + len(join)
		if m, end, ok := r.hanMonth(to); ok && join == "、" && v < m {
			if strings.HasPrefix(r.text[end:r.hi], "份") {
				end += len("份")
			}
			return r.addDate(i, end, "", "", "months")
		}
		if d, end, ok := r.hanDay(to); ok && v < d && !hasAny(r.text[end:r.hi], "线", "楼") {
			return r.addDate(i, end, "", "", "days")
		}
		return 0
	}
	return 0
}

// hanDayAfter is the day of the same year that a run from a full date which ends
// at e goes to, and the end of its words: 至12月31日.
func (r *reader) hanDayAfter(e, year int) (day string, end int, ok bool) {
	for _, mark := range [...]string{"至", "到", "—", "-"} {
		if !strings.HasPrefix(r.text[e:r.hi], mark) {
			continue
		}
		m, at, ok := r.hanMonth(e + len(mark))
		if !ok || m < 1 || m > 12 {
			return "", 0, false
		}
		d, end, ok := r.hanDay(at)
		if !ok || d < 1 || d > monthDays(year, m) {
			return "", 0, false
		}
		return isoDay(year, m, d), end, true
	}
	return "", 0, false
}

// verbsHan are clauses that are a verb of change and nothing else: what moved is
// what the figure before measured.
var verbsHan = fields("增产 减产 增收 减收 增发 上调 下调 上浮 下浮 回升 回落 反弹 收涨 收跌 增加 减少 上涨 下跌")

// onlyVerbHan reports such a clause.
func onlyVerbHan(s string) bool {
	return slices.Contains(verbsHan, s)
}

// movedHan takes the verb of change, and a short word for who did it, off the
// front of what it is done to: 央行下调存款准备金率0.5个百分点 is about 存款准备金率, and
// down.
func movedHan(s string) (rest string, change briefs.Change) {
	if !hanMoverWords.within(s) {
		return s, briefs.Level
	}
	for _, m := range hanMovers {
		if who, what, ok := strings.Cut(s, m.verb); ok && len(who) <= 18 && len(what) >= 6 {
			return what, m.change
		}
	}
	return s, briefs.Level
}

var hanMovers = [...]struct {
	verb   string
	change briefs.Change
}{
	{"上调", briefs.Up}, {"调高", briefs.Up}, {"上浮", briefs.Up},
	{"下调", briefs.Down}, {"调低", briefs.Down}, {"下浮", briefs.Down}, {"压减", briefs.Down},
}

var hanMoverWords = func() *wordList {
	words := make([]string, len(hanMovers))
	for i, m := range hanMovers {
		words[i] = m.verb
	}
	return list(words...)
}()
