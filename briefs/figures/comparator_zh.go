package figures

import (
	"strings"

	"despatch/briefs"
)

// hanBefores are the Chinese comparators before a number, longer ones first.
var hanBefores = [...]phrase{
	{"小于或等于", briefs.AtMost}, {"大于或等于", briefs.AtLeast}, {"小于等于", briefs.AtMost}, {"大于等于", briefs.AtLeast}, {"不能超过", briefs.AtMost}, {"不得超过", briefs.AtMost}, {"不得低于", briefs.AtLeast}, {"不得少于", briefs.AtLeast},
	{"不超过", briefs.AtMost}, {"不超過", briefs.AtMost}, {"不高于", briefs.AtMost}, {"不大于", briefs.AtMost}, {"不大於", briefs.AtMost}, {"不多于", briefs.AtMost}, {"不低于", briefs.AtLeast}, {"不低於", briefs.AtLeast}, {"不少于", briefs.AtLeast}, {"不少於", briefs.AtLeast}, {"不小于", briefs.AtLeast}, {"不小於", briefs.AtLeast},
	{"不到", briefs.Under}, {"不足", briefs.Under}, {"未满", briefs.Under}, {"未滿", briefs.Under}, {"低于", briefs.Under}, {"低於", briefs.Under}, {"少于", briefs.Under}, {"少於", briefs.Under}, {"小于", briefs.Under}, {"小於", briefs.Under}, {"跌破", briefs.Under}, {"未及", briefs.Under}, {"未达", briefs.Under},
	{"超过了", briefs.Over}, {"超過了", briefs.Over}, {"超过", briefs.Over}, {"超過", briefs.Over}, {"突破", briefs.Over}, {"高于", briefs.Over}, {"高於", briefs.Over}, {"大于", briefs.Over}, {"大於", briefs.Over}, {"多于", briefs.Over}, {"多於", briefs.Over}, {"超出", briefs.Over}, {"逾", briefs.Over}, {"超", briefs.Over}, {"破", briefs.Over}, {"过", briefs.Over},
	{"至少有", briefs.AtLeast}, {"至少", briefs.AtLeast}, {"最少", briefs.AtLeast}, {"起码", briefs.AtLeast}, {"起碼", briefs.AtLeast}, {"最低", briefs.AtLeast},
	{"最多为", briefs.AtMost}, {"最多", briefs.AtMost}, {"至多", briefs.AtMost}, {"最高", briefs.AtMost}, {"多达", briefs.AtMost}, {"多達", briefs.AtMost},
	{"将近", briefs.About}, {"將近", briefs.About}, {"接近", briefs.About}, {"大约", briefs.About}, {"大約", briefs.About}, {"大概", briefs.About}, {"约为", briefs.About}, {"約為", briefs.About}, {"约有", briefs.About}, {"約有", briefs.About}, {"约占", briefs.About}, {"约", briefs.About}, {"約", briefs.About}, {"近", briefs.About}, {"估计", briefs.About}, {"左右", briefs.About},
}

// hanAfters are those after a number and its unit.
var hanAfters = [...]phrase{
	{"或者以上", briefs.AtLeast}, {"或以上", briefs.AtLeast}, {"及以上", briefs.AtLeast}, {"或者更多", briefs.AtLeast}, {"以上", briefs.Over}, {"或以下", briefs.AtMost}, {"及以下", briefs.AtMost}, {"或者更少", briefs.AtMost}, {"以下", briefs.Under}, {"以内", briefs.AtMost}, {"以內", briefs.AtMost},
	{"左右", briefs.About}, {"上下", briefs.About}, {"多", briefs.Over}, {"余", briefs.Over}, {"餘", briefs.Over}, {"之多", ""}, {"开外", briefs.Over}, {"不到", briefs.Under},
}

// hanFillers may stand between a comparator and its number.
var hanFillers = list("达到", "達到", "了", "达", "達", "有", "为", "為")

var hanBeforeWords, hanAfterWords = wordsOf(hanBefores[:]), wordsOf(hanAfters[:])

func wordsOf(phrases []phrase) *wordList {
	words := make([]string, len(phrases))
	for i, p := range phrases {
		words[i] = p.words
	}
	return list(words...)
}

func (r *reader) compareHan(it *item) {
	t := r.text
	if c := r.signCompare(it.left); c != "" {
		it.Comparator = c
		return
	}
	if c, ok := r.afterHan(it.End); ok && (it.Comparator == "" || it.Comparator == briefs.Over && c != briefs.About) {
		it.Comparator = c
		return
	}
	if it.noun && it.unitAt.End > it.End {
		if c, ok := r.afterHan(it.unitAt.End); ok && c != briefs.Over && it.Comparator == "" {
			it.Comparator = c
			return
		}
	}
	s := it.left
	k := s
	for k > r.lo && t[k-1] == ' ' && s-k < 3 {
		k--
	}
	// 小于 或 等于100 is written with spaces as well.
	tail := t[max(r.lo, k-40):k]
	if strings.Contains(tail, " ") && strings.HasSuffix(tail, "等于") {
		switch squeezed := strings.ReplaceAll(tail, " ", ""); {
		case strings.HasSuffix(squeezed, "小于或等于"):
			it.Comparator = briefs.AtMost
			return
		case strings.HasSuffix(squeezed, "大于或等于"):
			it.Comparator = briefs.AtLeast
			return
		}
	}
	if whole, ok := strings.CutSuffix(tail, "的"); ok && it.Kind == briefs.Percent {
		if cut := strings.LastIndexAny(whole, "，。；、"); cut >= 0 {
			whole = strings.TrimLeft(whole[cut:], "，。；、")
		}
		if c, base := boundHan(strings.ToValidUTF8(whole, "")); c != "" && shareWhole(base) {
			it.Comparator = c
			return
		}
	}
	for range 3 {
		hit := false
		if at := hanBeforeWords.endAt(tail); at >= 0 {
			p := hanBefores[at]
			if (p.words != "过" || r.overHan(tail)) && (p.words != "近" || !r.nearWord(tail)) {
				if it.Comparator == "" || it.Comparator == briefs.About || p.cmp != briefs.About {
					it.Comparator = p.cmp
				}
				if p.cmp != briefs.About {
					return
				}
				tail, hit = strings.TrimSuffix(tail, p.words), true
			}
		}
		if !hit {
			// 达 有 为 到 may stand between: 超过了, 已达近百.
			f := hanFillers.end(tail)
			tail, hit = tail[:len(tail)-len(f)], f != ""
		}
		if !hit {
			return
		}
	}
}

// overHan tells 过 as a comparator (已过百) from 过 as an ending (去过3次).
func (r *reader) overHan(tail string) bool {
	return strings.HasSuffix(tail, "已过") || strings.HasSuffix(tail, "破过") || strings.HasSuffix(tail, "将过")
}

// nearWord tells 近 as "almost" from 附近, 最近.
func (r *reader) nearWord(tail string) bool {
	for _, w := range [...]string{"附近", "最近", "临近", "臨近", "靠近", "邻近", "鄰近", "亲近", "新近"} {
		if strings.HasSuffix(tail, w) {
			return true
		}
	}
	return false
}

func (r *reader) afterHan(e int) (briefs.Comparator, bool) {
	k := r.blanks(e)
	rest := r.text[k:r.hi]
	if at := hanAfterWords.startAt(rest); at >= 0 {
		p := hanAfters[at]
		{
			if p.words == "多" || p.words == "余" || p.words == "餘" {
				if next, _ := r.rune(k + 3); strings.ContainsRune("少数數种種样樣个個人家次处處项項元边邊方下额額热熱", next) && next != 0 && p.words != "多" {
					return "", false
				} else if p.words == "多" && next != 0 && strings.ContainsRune("少数數样樣边邊方个個", next) {
					return "", false
				}
			}
			return p.cmp, p.cmp != ""
		}
	}
	return "", false
}

// closeBounds makes one range of a lower and an upper bound side by side:
// "greater than 100 and smaller than 300", 大于10小于20, 1000以上1500以下.
func (r *reader) closeBounds(from int) {
	if from >= len(r.items) {
		return
	}
	out := from
	for i := from + 1; i < len(r.items); i++ {
		if r.bounds(&r.items[out], &r.items[i]) {
			continue
		}
		if out++; out != i {
			r.items[out] = r.items[i]
		}
	}
	r.items = r.items[:out+1]
}

// bounds makes one range of a and b, when they are its bounds.
func (r *reader) bounds(a, b *item) bool {
	if a.dropped || b.dropped || !a.Shown() || !b.Shown() || a.Value2 != nil || b.Value2 != nil {
		return false
	}
	lo, hi := a, b
	switch {
	case lowerBound(a) && upperBound(b):
	case upperBound(a) && lowerBound(b):
		lo, hi = b, a
	default:
		return false
	}
	if lo.Value.Cmp(hi.Value) >= 0 || b.left-a.End > 40 || a.End > b.left || !a.bare && !b.bare && a.Unit != b.Unit || !a.bare && b.bare && !a.noun {
		return false
	}
	gap := r.text[a.End:b.left]
	if strings.Contains(gap, ",") && !strings.Contains(gap, " and ") && !strings.Contains(gap, " but ") {
		return false // less than 0.5%, at least 0.1%
	}
	if strings.ContainsAny(gap, ".;!?\n") || strings.Contains(gap, "。") || strings.Contains(gap, "；") || strings.Contains(gap, "的目标") || !boundGap(gap) {
		return false
	}
	low, high := lo.Value, hi.Value
	a.Value, a.Value2, a.Comparator, a.Rule = low, &high, briefs.Exactly, "two bounds"
	if a.bare && !b.bare {
		a.unit, a.Unit, a.UnitText, a.unitAt, a.noun, a.bare, a.Kind = b.unit, b.Unit, b.UnitText, b.unitAt, b.noun, false, b.Kind
	}
	a.End = b.End
	return true
}

func lowerBound(it *item) bool {
	return it.Comparator == briefs.Over || it.Comparator == briefs.AtLeast
}
func upperBound(it *item) bool {
	return it.Comparator == briefs.Under || it.Comparator == briefs.AtMost
}

// boundGap reports whether only joining words stand between two bounds.
func boundGap(gap string) bool {
	n := 0
	for w := range strings.FieldsSeq(gap) {
		switch w {
		case "and", "but", ",", "or", "equal", "to", "than", "less", "more", "greater", "smaller", "lower", "higher", "fewer", "below", "above", "under", "over", "at", "most", "least", "no", "not":
			n++
		default:
			if w[0] < 0x80 {
				return false
			}
		}
	}
	for _, c := range gap {
		if c >= 0x80 && !strings.ContainsRune("的同时時小大于於等或并並且以上下不超过過低高多少，", c) {
			return false
		}
	}
	return true
}
