package figures

import (
	"strings"

	"despatch/briefs"
)

// unitAfterHan reads the unit after a number in Chinese: a unit of the table,
// with 半 after it, or a measure word and its noun. It returns 0 when the
// number has none of these.
func (r *reader) unitAfterHan(it *item, p int) int {
	t := r.text
	k := r.blanks(p)
	// 5余吨, 30多个, 3来斤
	if c, w := r.rune(k); isVague(c) && it.Comparator == "" && c != '几' && c != '幾' {
		if c2, _ := r.rune(k + w); c != '来' && c != '來' && c2 != '于' && c2 != '於' && c2 != '次' || c == '余' {
			it.Comparator = briefs.Over
			it.num.End, p = k+w, k+w
			k = r.blanks(p)
		}
	}
	if k >= r.hi {
		return 0
	}
	if strings.HasPrefix(t[k:r.hi], "百 ") || strings.HasPrefix(t[k:r.hi], "百分") || strings.HasPrefix(t[k:r.hi], "个 百") || strings.HasPrefix(t[k:r.hi], "個 百") || strings.HasPrefix(t[k:r.hi], "个百分 ") || strings.HasPrefix(t[k:r.hi], "個百分 ") {
		if e := r.spaced(k, "个百分点", "個百分點", "百分点", "百分點"); e > k {
			it.unit, it.unitAt = unitNames["个百分点"], briefs.Span{Start: k, End: e}
			return e
		}
	}
	if hasAny(t[k:r.hi], "分钱", "分錢") {
		if v, ok := scaled(it.Value, -2); ok {
			it.Value, it.unit, it.unitAt = v, unitCodes["CNY"], briefs.Span{Start: k, End: k + len("分钱")}
			return it.unitAt.End
		}
	}
	c, w := r.rune(k)
	if e := r.dozens(it, k, c, w); e > 0 {
		return e
	}
	if e := r.andHalf(it, k); e > 0 {
		return e
	}
	if (c == '个' || c == '個') && k+w < r.hi {
		if u, e := r.unitHan(k); u != nil {
			it.unit, it.unitAt = u, briefs.Span{Start: k, End: e}
			return r.halfAfter(it, e)
		}
	}
	if (t[k] == 'k' || t[k] == 'K') && !strings.HasPrefix(t[k+1:r.hi], "m") && k+1 < r.hi && t[k+1] >= 0xE3 {
		if v, ok := scaled(it.Value, 3); ok {
			it.Value = v
			k++
			it.num.End = k
		}
	}
	u, e := r.unitWord(k)
	if u == nil {
		if e2 := r.placeCount(it, k, c, w); e2 > 0 {
			return e2
		}
	}
	if u != nil && r.unitFitsHan(it, u, k, e) {
		it.unit, it.unitAt = u, briefs.Span{Start: k, End: e}
		e = r.degreesHan(it, e)
		if per := perHan.endAt(t[r.lo:it.left]); per >= 0 && u.kind == briefs.Measure && !strings.Contains(u.code, "/") {
			it.Unit = u.code + perCodes[per]
		}
		return r.halfAfter(it, e)
	}
	if u != nil && isLetter(t[k]) {
		return 0
	}
	if r.degreePrefix(it, k) {
		return k
	}
	if !isHan(c) {
		return 0
	}
	if it.frac {
		return p
	}
	if c == '大' && it.digits == 0 && it.Value.Cmp(briefs.Int(21)) < 0 {
		if ns, ne := r.nounHan(k+w, true); ns == k+w && ne > ns {
			k, c, w = k+w, 0, 0 // 三大产业
		}
	}
	// A measure word and its noun. Where the noun ends is clear only when a
	// mark or a little word follows; else the measure word is the unit.
	s := k
	cls := isClassifier(c)
	if cls {
		s = k + w
		if (c == '个' || c == '個') && strings.HasPrefix(t[s:r.hi], "多") {
			s += 3
		}
	}
	ns, ne := r.nounHan(s, cls)
	persons := strings.ContainsRune("个個名位家", c) || c == '所' && hasSuffix(t[ns:ne], "校", "学", "學", "院", "园", "園", "室")
	clear := ne > ns && ns == s && ne-ns <= 12
	switch {
	case clear && (!cls || persons):
		it.noun = true
		it.Unit, it.UnitText = t[ns:ne], t[k:ne]
		it.unitAt = briefs.Span{Start: k, End: ne}
	case cls:
		it.noun = true
		it.Unit, it.UnitText = t[k:k+w], t[k:k+w]
		it.unitAt = briefs.Span{Start: k, End: max(k+w, ne)}
	case ne > ns:
		it.noun = true
		it.Unit, it.UnitText = t[ns:ne], t[k:ne]
		it.unitAt = briefs.Span{Start: k, End: ne}
	}
	if cls {
		return k + w
	}
	return p
}

// spaced matches one of the words with spaces between its characters.
func (r *reader) spaced(k int, words ...string) int {
	for _, w := range words {
		p, ok := k, true
		for _, c := range w {
			p = r.blanks(p)
			d, dw := r.rune(p)
			if d != c {
				ok = false
				break
			}
			p += dw
		}
		if ok {
			return p
		}
	}
	return k
}

// halfAfter reads 半 after a unit: 两米半 is 2.5 m, 三斤半, 22度半; and 3元5角,
// 五块二, 12度五.
func (r *reader) halfAfter(it *item, e int) int {
	c, w := r.rune(e)
	if c == '半' {
		if next, _ := r.rune(e + w); next != '以' || strings.HasPrefix(r.text[e:r.hi], "半以") {
			if v, ok := sum(it.Value, briefs.Decimal{Coef: 5, Exp: -1}); ok && it.Value.Exp >= 0 {
				if it.Value.Sign() < 0 {
					v, _ = sum(it.Value, briefs.Decimal{Coef: -5, Exp: -1})
				}
				it.Value = v
				return e + w
			}
		}
		return e
	}
	if it.scaled || it.Value.Exp < 0 {
		return e
	}
	money := it.unit.kind == briefs.Money
	deg := it.unit.code == "degree" || it.unit.code == "°C"
	small := it.unit.code == "m" || it.unit.code == "斤"
	if !money && !deg && !small {
		return e
	}
	exp := -1
	p := e
	v := it.Value
	for range 2 {
		k := p
		if c, cw := r.rune(k); c == '零' && money {
			k += cw
			exp = -2
		}
		n, ok := r.hanNumber(k)
		if !ok || n.v.Exp != 0 || n.v.Coef > 9 || n.v.Coef < 1 || n.ranged {
			break
		}
		c, cw := r.rune(n.end)
		end := n.end
		switch {
		case money && (c == '角' || c == '毛' || c == '毫'):
			exp, end = -1, n.end+cw
		case money && c == '分' && !strings.HasPrefix(r.text[n.end:r.hi], "分之") && !strings.HasPrefix(r.text[n.end:r.hi], "分钟"):
			exp, end = -2, n.end+cw
		case money && strings.HasPrefix(r.text[n.end:r.hi], "日本銭"):
			exp, end = -2, n.end+len("日本銭")
		case small && it.unit.code == "斤" && (c == '两' || c == '兩'):
			exp, end = -1, n.end+cw
		case n.han && !isHan(c) && c != '.' && c != '、' && (money || deg || it.unit.code == "m"), n.han && money && (c == '以' || c == '到' || c == '至'):
			// 五块二, 三米九: the unit after the digit is left out.
			if isDigit(byteAt(r.text, n.end, r.hi)) {
				return e
			}
		default:
			goto done
		}
		part, _ := scaled(n.v, exp)
		if v, ok = sum(v, part); !ok {
			return e
		}
		it.Value = v
		p = end
		exp--
	}
done:
	return p
}

func byteAt(t string, i, hi int) byte {
	if i < hi {
		return t[i]
	}
	return 0
}

// degreesHan reads Celsius or Fahrenheit before the number: 华氏98.6度,
// 摄氏零下11度.
func (r *reader) degreesHan(it *item, e int) int {
	if it.unit.code != "degree" && it.unit.code != "°C" {
		return e
	}
	r.degreePrefix(it, e)
	return e
}

func (r *reader) degreePrefix(it *item, _ int) bool {
	t := r.text
	s := it.left
	hit := false
	for range 3 {
		switch {
		case strings.HasSuffix(t[r.lo:s], "温度") && !hit:
			s -= 6
			continue
		case strings.HasSuffix(t[r.lo:s], "零下"):
			if it.unit == nil {
				return false
			}
			s -= 6
			it.neg = true
		case strings.HasSuffix(t[r.lo:s], "华氏"), strings.HasSuffix(t[r.lo:s], "華氏"):
			s -= 6
			it.unit = unitSymbols["°F"]
		case strings.HasSuffix(t[r.lo:s], "摄氏"), strings.HasSuffix(t[r.lo:s], "攝氏"):
			s -= 6
			it.unit = unitSymbols["°C"]
		default:
			return hit
		}
		hit = true
		it.left = s
		if it.unit != nil && it.Unit != "" {
			it.Unit = ""
		}
	}
	return hit
}

// unitFitsHan tells Han units from words that start with the same character.
func (r *reader) unitFitsHan(it *item, u *unit, k, e int) bool {
	t := r.text
	s := t[k:e]
	next, _ := r.rune(e)
	if isLetter(t[k]) {
		if e < r.hi && (isLetter(t[e]) || isDigit(t[e])) {
			return false
		}
		if len(s) == 1 && !strings.Contains("mglLVWKCFAtskJNhd", s) {
			return false
		}
		return it.digits != 0 || it.point || it.scaled || len(s) > 1
	}
	in := func(set string) bool { return next != 0 && strings.ContainsRune(set, next) }
	switch s {
	case "月":
		return false
	case "日":
		return false
	case "年":
		return !in("级級")
	case "方":
		return it.scaled || !isHan(next)
	case "分", "点":
		return false
	case "块", "塊":
		return !isHan(next) || in("五二三四六七八九一半多的钱錢和到至以")
	case "毛", "毫":
		return !isHan(next) || in("的和到")
	case "角":
		return !isHan(next) && it.digits < 3 && it.Value.Coef < 10 || in("三四五六七八九一二")
	case "两", "兩":
		return !isHan(next) && hanDigit(next) < 0
	case "钱", "里", "度", "节", "匹", "卡", "牛", "码", "碼", "平", "桶", "丈", "尺", "寸", "赫", "焦", "伏", "帕", "瓦", "兆", "圆", "圓", "周", "週", "载", "迈", "方米":
		switch s {
		case "度":
			return !in("假过過") && (!isHan(next) || in("的以左至到半，和五左电電") || it.point || it.Value.Cmp(briefs.Int(3)) > 0)
		case "周", "週":
			return !in("年岁歲围圍边邊")
		case "里":
			return !isHan(next) || in("的外长長地左多")
		}
		return !isHan(next) || in("的左以多")
	case "升":
		return !in("级級到至")
	case "天":
		return true
	case "元":
		return !in("月旦朝素件帅帥首老")
	case "马克":
		return !in("思")
	case "次":
		return true
	}
	return true
}

// dozens reads 打 after a number: 五打 is sixty.
func (r *reader) dozens(it *item, k int, c rune, w int) int {
	if c != '打' || it.Value.Exp < 0 {
		return 0
	}
	if next, _ := r.rune(k + w); strings.ContainsRune("破开開击擊造印工架算响響牌", next) && next != 0 {
		return 0
	}
	v, ok := product(it.Value, briefs.Int(12))
	if !ok {
		return 0
	}
	it.Value, it.num.End = v, k+w
	if ns, ne := r.nounHan(k+w, true); ne > ns {
		it.noun, it.Unit, it.UnitText = true, r.text[ns:ne], r.text[ns:ne]
		it.unitAt = briefs.Span{Start: ns, End: ne}
	}
	return k + w
}

// andHalf reads 个半 between a number and a unit of time: 两个半小时, 一个半月.
func (r *reader) andHalf(it *item, k int) int {
	rest := r.text[k:r.hi]
	w := 0
	switch {
	case strings.HasPrefix(rest, "个半"), strings.HasPrefix(rest, "個半"):
		w = 6
	case strings.HasPrefix(rest, "分半钟"), strings.HasPrefix(rest, "分半鐘"):
		w = 6
		rest = "分钟"
	default:
		return 0
	}
	var u *unit
	e := k + w
	if rest == "分钟" {
		u, e = unitCodes["min"], e+3
	} else {
		for _, s := range [...]struct{ s, code string }{{"小时", "h"}, {"小時", "h"}, {"月", "month"}, {"钟头", "h"}, {"钟", "h"}, {"鐘", "h"}, {"星期", "week"}, {"世纪", "century"}, {"世紀", "century"}} {
			if strings.HasPrefix(r.text[e:r.hi], s.s) {
				u, e = unitCodes[s.code], e+len(s.s)
				break
			}
		}
	}
	if u == nil || it.Value.Exp < 0 {
		return 0
	}
	v, ok := sum(it.Value, briefs.Decimal{Coef: 5, Exp: -1})
	if !ok {
		return 0
	}
	it.Value, it.unit, it.unitAt = v, u, briefs.Span{Start: k, End: e}
	return e
}

// placeCount reads countries, islands and the like right after a number: 兩國,
// 六大國, 三省.
func (r *reader) placeCount(it *item, k int, c rune, w int) int {
	if it.digits > 0 && c == '大' || it.frac {
		return 0
	}
	if c == '大' {
		c2, w2 := r.rune(k + w)
		if c2 != '国' && c2 != '國' {
			return 0
		}
		k, c, w = k+w, c2, w2
	}
	if !strings.ContainsRune("国國岛島省县縣州", c) || c == 0 {
		return 0
	}
	it.noun = true
	it.Unit, it.UnitText = r.text[k:k+w], r.text[k:k+w]
	it.unitAt = briefs.Span{Start: k, End: k + w}
	return k
}

// perHan are the times that a rate is said with before its number, 每秒45米;
// perCodes are what they add to the unit.
var perHan = list("每秒", "每秒钟", "每小时", "每小時", "每分钟", "每分鐘", "时速", "秒速")
var perCodes = [...]string{"/s", "/s", "/h", "/h", "/min", "/min", "/h", "/s"}
