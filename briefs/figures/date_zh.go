package figures

import (
	"slices"
	"strings"

	"despatch/briefs"
)

// hanDateDigits reads 2022年6月27日, 6月27日, 27日, 10时30分, 90年代, 21世纪 from the
// digits at i that end at e.
func (r *reader) hanDateDigits(i, v, e int) int {
	k := r.blanks(e)
	if c := byteAt(r.text, k, r.hi); c < 0x80 && c != '-' && c != '~' {
		return 0
	}
	if end := r.hanRun(i, v, e); end > 0 {
		return end
	}
	c, w := r.rune(k)
	if !isHan(c) {
		// 2018/2019年, 2010－2012年
		return 0
	}
	return r.hanDateAt(i, v, e-i, k, c, w)
}

// hanMonths reads on from a first month at e to a later one: 1—5月份, 1至5月. It
// returns the later month and the end of the words, 0 when there is none.
func (r *reader) hanMonths(first, e int) (last, end int) {
	for _, mark := range [...]string{"-", "—", "–", "－", "~", "～", "至", "到"} {
		if !strings.HasPrefix(r.text[e:r.hi], mark) {
			continue
		}
		last, end, ok := r.hanMonth(e + len(mark))
		if !ok || last <= first {
			return 0, 0
		}
		if _, _, day := r.hanDay(end); day {
			return 0, 0 // 3-6月5日
		}
		if strings.HasPrefix(r.text[end:r.hi], "份") {
			end += len("份")
		}
		return last, end
	}
	return 0, 0
}

// hanDate reads the same from Han numerals at i: 二〇二二年六月, 六月二十七日.
func (r *reader) hanDate(i int) int {
	n, ok := r.hanNumber(i)
	whole, small := smallInt(n.v)
	if !ok || n.point || n.frac || !n.han || !small || n.cmp != "" {
		// 廿世纪
		return 0
	}
	if !n.ranged {
		if end := r.hanRun(i, whole, n.end); end > 0 {
			return end
		}
	}
	digits := 0
	for p := i; p < n.end; {
		c, w := r.rune(p)
		if hanDigit(c) < 0 {
			digits = 0
			break
		}
		digits++
		p += w
	}
	c, w := r.rune(n.end)
	if !isHan(c) {
		return 0
	}
	v := whole
	if n.ranged {
		if c == '月' && n.v2.Coef < 13 { // 七八月
			return r.addDate(i, n.end+w, "", "", "month")
		}
		return 0
	}
	return r.hanDateAt(i, v, digits, n.end, c, w)
}

// hanDateAt reads on from the first number v of so many digits, where the
// character c stands after it at k.
func (r *reader) hanDateAt(i, v, digits, k int, c rune, w int) int {
	t := r.text
	end := k + w
	switch c {
	case '年':
		if strings.HasPrefix(t[end:r.hi], "代") {
			if v%10 == 0 {
				return r.addDate(i, end+3, "", "", "decade")
			}
			return 0
		}
		if digits != 4 || v < 1000 || v > 2200 {
			// 25年6月: a year cut short, or the year of a reign.
			if digits == 2 || v < 100 {
				if m, e2, ok := r.hanMonth(end); ok && m > 0 {
					end = e2
					if _, e3, ok := r.hanDay(end); ok {
						end = e3
					}
					return r.addDate(i, end, "", "", "date")
				}
			}
			if strings.HasSuffix(t[r.lo:i], "公元前") || strings.HasSuffix(t[r.lo:i], "公元") || strings.HasSuffix(t[r.lo:i], "西元前") || strings.HasSuffix(t[r.lo:i], "西元") || strings.HasSuffix(t[r.lo:i], "民國") || strings.HasSuffix(t[r.lo:i], "民国") || strings.HasSuffix(t[r.lo:i], "元前") || hasReign(t[max(r.lo, i-6):i]) {
				return r.addDate(i, end, "", "", "year")
			}
			return 0
		}
		m, e2, ok := r.hanMonth(end)
		if !ok {
			if first, at := r.plainInt(end); at > end && first >= 1 && first <= 12 { // 2024年1—10月
				if last, to := r.hanMonths(first, at); to > 0 {
					return r.addDate(i, to, isoDay(v, first, 1), isoDay(v, last, monthDays(v, last)), "months")
				}
			}
			if s, from, to := yearPart(t[end:r.hi], v); s > 0 {
				return r.addDate(i, end+s, from, to, "part of a year")
			}
			return r.addDate(i, end, isoDay(v, 1, 1), isoDay(v, 12, 31), "year")
		}
		d, e3, ok := r.hanDay(e2)
		if !ok {
			if strings.HasPrefix(t[e2:r.hi], "底") || strings.HasPrefix(t[e2:r.hi], "末") {
				day := isoDay(v, m, monthDays(v, m))
				return r.addDate(i, e2+3, day, day, "end of a month")
			}
			if last, to := r.hanMonths(m, e2); to > 0 { // 2024年1月至10月
				return r.addDate(i, to, isoDay(v, m, 1), isoDay(v, last, monthDays(v, last)), "months")
			}
			return r.addDate(i, e2, isoDay(v, m, 1), isoDay(v, m, monthDays(v, m)), "month and year")
		}
		day := ""
		if d <= monthDays(v, m) {
			day = isoDay(v, m, d)
		}
		if last, to, ok := r.hanDayAfter(e3, v); ok && day != "" { // 2019年1月1日至12月31日
			return r.addDate(i, to, day, last, "days")
		}
		return r.addDate(i, e3, day, day, "day, month and year")
	case '月':
		if v < 1 || v > 12 || strings.HasPrefix(t[end:r.hi], "球") {
			return 0
		}
		if _, to := r.hanMonths(v, end); to > 0 { // 1月至10月
			return r.addDate(i, to, "", "", "months")
		}
		if strings.HasPrefix(t[end:r.hi], "份") {
			end += 3
		}
		if _, e3, ok := r.hanDay(end); ok {
			end = e3
		} else if hasAny(t[end:r.hi], "底", "末") {
			end += len("底")
		}
		return r.addDate(i, end, "", "", "day and month")
	case '日', '号', '號':
		if v < 1 || v > 31 || c != '日' && (r.hanNumbered(i) || strings.HasPrefix(t[end:r.hi], "线") || strings.HasPrefix(t[end:r.hi], "楼") || strings.HasPrefix(t[end:r.hi], "線") || strings.HasPrefix(t[end:r.hi], "文件")) {
			if c != '日' {
				r.no(i, end, "a number that names")
				return end
			}
			return 0
		}
		if c == '日' && (strings.HasPrefix(t[end:r.hi], "元") || strings.HasPrefix(t[end:r.hi], "圆") || strings.HasPrefix(t[end:r.hi], "圓") || strings.HasPrefix(t[end:r.hi], "本") || strings.HasPrefix(t[end:r.hi], "間") || strings.HasPrefix(t[end:r.hi], "内")) {
			return 0
		}
		return r.addDate(i, end, "", "", "day")
	case '季':
		if v >= 1 && v <= 4 && strings.HasPrefix(t[end:r.hi], "度") {
			s := i
			if r.prevIs(i, '前', '第') {
				s -= 3
			}
			return r.addDate(s, end+3, "", "", "quarter")
		}
	case '世':
		if v <= 30 && (strings.HasPrefix(t[end:r.hi], "纪") || strings.HasPrefix(t[end:r.hi], "紀")) {
			end += 3
			if s := r.prevIs(i, '个', '個'); s {
				return 0
			}
			if n, e2 := r.plainInt(end); e2 > end && n%10 == 0 && strings.HasPrefix(t[e2:r.hi], "年代") {
				end = e2 + 6
			} else if n, ok := r.hanNumber(end); ok && strings.HasPrefix(t[n.end:r.hi], "年代") {
				end = n.end + 6
			}
			return r.addDate(i, end, "", "", "century")
		}
	case '时', '時', '点', '點':
		if v > 24 || strings.HasPrefix(t[end:r.hi], "速") || strings.HasPrefix(t[end:r.hi], "区") || strings.HasPrefix(t[end:r.hi], "區") || strings.HasPrefix(t[end:r.hi], "间") || strings.HasPrefix(t[end:r.hi], "间") {
			return 0
		}
		m, e2 := r.plainInt(end)
		if e2 == end {
			if n, ok := r.hanNumber(end); ok && !n.point {
				if v, small := smallInt(n.v); small && v < 60 {
					m, e2 = v, n.end
				}
			}
		}
		dot := c == '点' || c == '點'
		switch {
		case e2 > end && m < 60 && (strings.HasPrefix(t[e2:r.hi], "分") && !strings.HasPrefix(t[e2:r.hi], "分之")):
			return r.addDate(i, e2+3, "", "", "clock time")
		case dot && (r.dayPart(i) || strings.HasPrefix(t[end:r.hi], "钟") || strings.HasPrefix(t[end:r.hi], "鐘") || strings.HasPrefix(t[end:r.hi], "整") || strings.HasPrefix(t[end:r.hi], "半")):
			if e2 > end && m < 60 && r.dayPart(i) {
				end = e2
			} else if strings.HasPrefix(t[end:r.hi], "钟") || strings.HasPrefix(t[end:r.hi], "鐘") || strings.HasPrefix(t[end:r.hi], "半") || strings.HasPrefix(t[end:r.hi], "整") {
				end += 3
			}
			return r.addDate(i, end, "", "", "clock time")
		case !dot && digits > 0 && e2 == end:
			return r.addDate(i, end, "", "", "clock time")
		}
	}
	return 0
}

func (r *reader) prevIs(i int, cs ...rune) bool {
	p := r.runeBefore(i)
	return slices.Contains(cs, p)
}

func hasReign(s string) bool {
	for _, w := range [...]string{"昭和", "平成", "大正", "明治", "令和", "嘉庆", "康熙", "乾隆", "光绪", "道光", "咸丰", "同治", "万历", "洪武", "永乐", "康熙", "雍正", "宣統", "光緒", "萬曆", "崇祯", "嘉靖", "贞观", "天宝", "开元", "建武"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// dayPart reports whether morning, noon or night stands before i.
func (r *reader) dayPart(i int) bool {
	s := r.text[r.lo:i]
	for _, w := range [...]string{"上午", "下午", "晚上", "凌晨", "早上", "中午", "清晨", "傍晚", "深夜", "午后", "晚间", "日", "晚", "时间", "時間"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// hanMonth reads a month with 月 at i.
func (r *reader) hanMonth(i int) (m, end int, ok bool) { return r.hanPart(i, 12, "月") }

// hanDay reads a day with 日 or 号 at i.
func (r *reader) hanDay(i int) (d, end int, ok bool) { return r.hanPart(i, 31, "日", "号", "號") }

func (r *reader) hanPart(i, most int, marks ...string) (v, end int, ok bool) {
	i = r.blanks(i)
	v, e := r.plainInt(i)
	if e == i {
		n, ok := r.hanNumber(i)
		d, small := smallInt(n.v)
		if !ok || !small || d > 31 || n.ranged || n.cmp != "" {
			return 0, i, false
		}
		v, e = d, n.end
	}
	if v < 1 || v > most {
		return 0, i, false
	}
	e = r.blanks(e)
	for _, m := range marks {
		if strings.HasPrefix(r.text[e:r.hi], m) {
			return v, e + len(m), true
		}
	}
	return 0, i, false
}

// yearPart reads 底, 末, 初, 上半年, 一季度 after a year.
func yearPart(s string, y int) (n int, from, to string) {
	for _, p := range yearParts {
		if strings.HasPrefix(s, p.s) {
			from, to = isoDay(y, p.m1, p.d1), isoDay(y, p.m2, monthDays(y, p.m2))
			return len(p.s), from, to
		}
	}
	return 0, "", ""
}

var yearParts = [...]struct {
	s          string
	m1, d1, m2 int
}{
	{"年底", 12, 31, 12}, {"底", 12, 31, 12}, {"末", 12, 31, 12}, {"上半年", 1, 1, 6}, {"下半年", 7, 1, 12},
	{"第一季度", 1, 1, 3}, {"第二季度", 4, 1, 6}, {"第三季度", 7, 1, 9}, {"第四季度", 10, 1, 12},
	{"一季度", 1, 1, 3}, {"二季度", 4, 1, 6}, {"三季度", 7, 1, 9}, {"四季度", 10, 1, 12}, {"前三季度", 1, 1, 9},
}

// smallInt is d as a whole number up to 2200, as years and days are.
func smallInt(d briefs.Decimal) (int, bool) {
	if d.Exp < 0 || d.Exp > 3 || d.Coef < 0 || d.Coef > 2200 {
		return 0, false
	}
	v := d.Coef * pow10[d.Exp]
	return int(v), v <= 2200
}

// hanNumbered reports whether the number at i that 号 follows names a thing and
// no day: 三号, 神舟12号; but 本月三号.
func (r *reader) hanNumbered(i int) bool {
	prev := r.runeBefore(i)
	if prev == '月' {
		return false
	}
	if !isDigit(r.text[i]) {
		return true
	}
	return isHan(prev) && !strings.ContainsRune("在于於到至从從月和、是截止的每", prev)
}
