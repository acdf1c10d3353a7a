package page

import (
	"strings"
	"unicode/utf8"
)

// quantities are the spans of a text in which a row is better not ended: a
// numeral with the currency before it and the scale and unit behind it.
func quantities(text string) []line {
	var found []line
	end := 0
	for i := 0; i < len(text); {
		c := text[i]
		var stop int
		switch {
		case c >= '0' && c <= '9':
			stop = numeralEnd(text, i)
		case c >= 0xe3 && c <= 0xef:
			r, n := utf8.DecodeRuneInString(text[i:])
			if r >= '０' && r <= '９' {
				stop = numeralEnd(text, i)
			} else if stop = hanNumeralEnd(text, i); stop == 0 {
				i += n
				continue
			}
		default:
			i++
			continue
		}
		start := quantityStart(text, i, end)
		stop = quantityEnd(text, stop)
		if len(found) > 0 && start <= found[len(found)-1].end {
			found[len(found)-1].end = stop
		} else {
			found = append(found, line{start: start, end: stop})
		}
		i, end = stop, stop
	}
	return found
}

// numeralEnd is the end of the digits at i, with separators between them.
func numeralEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			i++
			continue
		case (c == '.' || c == ',' || c == '\'' || c == '/' || c == ':') && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9':
			i += 2
			continue
		case c == ' ' && thousands(text, i):
			i += 4
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r >= '０' && r <= '９' || r == '．' || r == '，' && i+n < len(text) && strings.HasPrefix(text[i+n:], "０") {
			i += n
			continue
		}
		break
	}
	return i
}

// thousands reports whether the space at i parts groups of three digits.
func thousands(text string, i int) bool {
	d := func(j int) bool { return j >= 0 && j < len(text) && text[j] >= '0' && text[j] <= '9' }
	return d(i-1) && d(i+1) && d(i+2) && d(i+3) && !d(i+4) && (!d(i-4) || !d(i-3) || !d(i-2))
}

// hanNumeralEnd is the end of the numeral in Han characters at i, or 0 where
// there is none of at least two.
func hanNumeralEnd(text string, i int) int {
	n := 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !strings.ContainsRune("〇零一二三四五六七八九十百千万亿两", r) {
			break
		}
		n++
		i += size
	}
	if n < 2 {
		return 0
	}
	return i
}

// before are the words that stay with the numeral behind them.
var before = map[string]bool{
	"us$": true, "hk$": true, "a$": true, "c$": true, "nt$": true, "s$": true, "$": true, "£": true, "€": true, "¥": true, "￥": true,
	"rmb": true, "cny": true, "usd": true, "eur": true, "gbp": true, "jpy": true, "chf": true, "hkd": true, "rs": true, "rs.": true,
	"no.": true, "nos.": true, "§": true, "¶": true, "p.": true, "pp.": true,
	"section": true, "chapter": true, "article": true, "table": true, "figure": true, "annex": true, "page": true, "paragraph": true,
	">": true, "<": true, "≥": true, "≤": true, "≈": true, "~": true, "±": true, "+": true, "-": true, "−": true, "=": true,
}

// behind are the words that stay with the numeral before them: scales, units,
// currencies, months.
var behind = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`hundred thousand million millions billion trillion quadrillion bn mn tn k m b dozen crore lakh
		percent percentage point points pp bp bps basis %  ‰ ° °c °f ℃ ppm
		yuan rmb renminbi dollar dollars euro euros pound pounds sterling yen won rupee rupees franc francs usd eur gbp cny jpy chf hkd
		cents pence us u.s.
		km kilometre kilometres kilometer kilometers metre metres meter meters cm mm mile miles feet ft inch inches square cubic
		hectare hectares ha acre acres mu tonne tonnes ton tons t kg kilogram kilograms g gram grams mg litre litres liter liters l ml
		barrel barrels kwh mwh gwh twh kw mw gw tw watts kilowatts megawatts gigawatts hz khz mhz ghz kb mb gb tb
		second seconds minute minutes hour hours day days week weeks month months year years degrees teu km² m² m³ km2 m2 m3
		times x fold january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec`) {
		m[w] = true
	}
	return m
}()

// hanUnits are units of more than one character, longer ones first.
var hanUnits = []string{
	"个百分点", "百分点", "千瓦时", "平方公里", "平方千米", "立方米", "平方米", "人民币", "标准箱", "人次", "万亿", "公里", "千米", "公顷", "公斤", "千克",
	"吨标准煤", "吨公里", "美元", "欧元", "英镑", "日元", "港元", "卢布", "韩元", "小时", "分钟", "千瓦", "兆瓦", "摄氏度", "个月", "周年", "世纪",
	"パーセント", "ドル", "ユーロ", "億円", "兆円", "万円", "ポイント", "キロ", "トン",
}

// quantityStart takes in what stands before the numeral at i and belongs to
// it, but nothing before from.
func quantityStart(text string, i, from int) int {
	end := i
	if end > from && text[end-1] == ' ' {
		end--
	}
	start := end
	for start > from && text[start-1] > ' ' && end-start < 10 {
		start--
	}
	if start < end && (start == from || text[start-1] <= ' ') && before[strings.ToLower(text[start:end])] {
		return start
	}
	if strings.HasSuffix(text[from:i], "第") {
		return i - len("第")
	}
	return i
}

// quantityEnd takes in the scale and the units behind the numeral that ends at
// i, and the other end of a range.
func quantityEnd(text string, i int) int {
	for range 6 {
		n := unitLen(text[i:])
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// unitLen is the length of the unit that s starts with, with the space before
// it, or 0.
func unitLen(s string) int {
	if s == "" {
		return 0
	}
	gap := 0
	if s[0] == ' ' || s[0] == '-' {
		gap = 1
	}
	rest := s[gap:]
	end := 0
	for end < len(rest) && end < 20 && (wordy(rest[end]) || rest[end] == '%' || rest[end] >= '0' && rest[end] <= '9' && end > 0) && (rest[end] < 0xe3 || rest[end] > 0xef) {
		end++
	}
	if strings.HasPrefix(rest, "℃") || strings.HasPrefix(rest, "％") || strings.HasPrefix(rest, "‰") {
		return gap + 3
	}
	if end > 0 {
		word := strings.ToLower(rest[:end])
		if behind[word] {
			return gap + end
		}
		if word == "per" && gap == 1 && strings.HasPrefix(rest, "per cent") {
			return gap + len("per cent")
		}
		if gap == 1 || end < len(rest) {
			return 0
		}
	}
	for _, u := range hanUnits {
		if strings.HasPrefix(rest, u) {
			return gap + len(u)
		}
	}
	r, n := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("十百千万亿兆余多個个億元円吨亩户家人名项次年月日岁条座台辆件倍度天周米克升瓦枚股所艘架届批期号级只台", r) {
		return gap + n
	}
	return 0
}
