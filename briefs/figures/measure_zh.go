package figures

import (
	"strings"

	"despatch/briefs"
)

// hanLeads are what stands between the thing measured and its number.
var hanLeads = list(
	"不得超过", "不得少于", "不得低于", "不能超过", "不超过", "不少于", "不低于", "不高于", "不多于", "允许", "最高不超过", "最长", "最短", "最多", "最少", "一般", "原则上",
	"折合", "便宜", "每公斤", "每千克", "每吨", "每噸", "每升", "每斤", "每平方米", "每亩", "每股", "每桶", "每秒", "每小时", "每小時", "每分钟", "报收于", "收报", "报收", "收于", "扣除价格因素后", "扣除价格因素", "按可比价格计算", "实际", "翻", "减少了", "降低了", "已经", "调升", "加快", "放缓", "回升", "回落", "收窄", "攀升", "萎缩", "下降至", "减少至", "提高至", "上升至", "增加至", "增加到", "减少到", "微", "报", "收报", "拟按", "要", "上涨", "平均", "新增", "下跌", "达到了", "达到", "達到", "超过了", "超过", "超過", "突破了", "突破", "大约", "大約", "增长了", "增长", "增長", "增加了", "增加", "提高了", "提高到", "提高", "提升到", "提升至", "提升", "上升到", "上升", "下降了", "下降到", "下降", "减少", "降低", "实现", "完成", "不低于", "不超过", "不少于", "不足", "不到", "将近", "接近", "至少", "最多", "位居", "分别为", "分别", "均", "约为", "约", "約", "近", "逾", "超", "达", "達", "为", "為", "是", "有", "共", "达到", "增至", "升至", "降至", "上调至", "下调至", "上调", "下调", "缩小至", "缩小到", "缩小", "扩大至", "扩大到", "稳定在", "保持在", "控制在", "左右", "到", "至", "由", "从", "仅", "高于", "低于", "累计", "同比", "环比", "占", "则", "也", "已", "将", "在", "年均", "首次", "连续第二年", "历史性", "净增", "净", "增", "降", "涨", "跌", "缩短", "延长", "的", "由年满", "年满", "较上年", "比上年", "扩大", "以上", "多", "元", "：", ":", " ", "|", "（", "(",
)

// measureHan takes the clause before the number, without the words that lead
// to it; or the counted noun when the clause says nothing but a verb; or what
// the figure before measured, when only a change follows it.
func (r *reader) measureHan(k int, p *place) {
	it := &r.items[k]
	t := r.text
	s := it.left
	least := max(p.Start, it.left-120)
	if k > p.first {
		for j := k - 1; j >= max(p.first, k-maxBack); j-- {
			if r.items[j].Shown() {
				least = max(least, r.items[j].End)
				if b := &r.items[j]; b.noun && b.unitAt.Start <= b.End && b.unitAt.End > b.End && b.unitAt.End < it.left {
					least = b.unitAt.End
				}
				for _, w := range [...]string{"以上", "及以上", "以下", "以内", "至", "大"} {
					if strings.HasPrefix(t[least:], w) && r.items[j].Start >= s-200 {
						least = r.items[j].Start
						break
					}
				}
				break
			}
		}
	}
	if b := max(k-1, 0); k > p.first && r.items[b].Shown() && r.items[b].Change != briefs.Level && r.items[b].End <= it.left {
		if to := t[r.items[b].End:it.left]; to == "至" || to == "到" {
			it.Measure = r.items[b].Measure // 下调10个基点至3.35%
			return
		}
	}
	for s > least {
		c := r.runeBefore(s)
		if !isHan(c) && strings.ContainsRune("，。；：、,;:！？!?（(\n|", c) {
			break
		}
		s -= len(string(c))
	}
	s = min(max(s, least), it.left)
	head := strings.TrimSpace(t[s:it.left])
	if strings.Contains(head, "分别") {
		return // whose each of the numbers is, the words do not say
	}
	if it.Kind == briefs.Count && (it.noun || hanText(t[it.End:min(it.End+3, r.hi)])) && r.enumerated(s, least, head) {
		head = "" // 荆州、孝感、黄冈3个城市
	}
	if it.Kind == briefs.Percent && strings.HasSuffix(head, "的") {
		if base := shareBase(head); base != "" {
			it.Measure = soundHan(base) // 不少于人员总数的5%
			return
		}
	}
	led := head
	head = r.stripHan(head)
	if it.bare && !isDigit(t[it.num.Start]) && hanText(t[it.End:min(it.End+3, r.hi)]) {
		head = "" // 发布低空经济九大场景案例
	}
	if it.Unit == "次" && hanText(t[it.End:min(it.End+3, r.hi)]) {
		head = "" // 水利部两次组成专家组
	}
	if r.span(it) && !hanTimes.closes(head) && !(head == "" && k > p.first && r.movesTo(&r.items[k-1], it)) {
		return // 连续四年, 作出之日起20个工作日: when, and not what
	}
	// A date that opens the clause is the period and no part of the measure.
	for j := max(p.first, k-maxBack); j < k; j++ {
		if d := &r.items[j]; d.Kind == briefs.Date && d.Start >= s && d.End <= it.left {
			if rest, ok := strings.CutPrefix(head, t[d.Start:d.End]); ok && !hasAny(rest, "届", "屆") {
				head = r.stripHan(strings.TrimLeft(rest, "，,的末底"))
			}
		}
	}
	// From the one year to the other: 从2020年…增长到2025年….
	for range 3 {
		rest := trimYear(head)
		if rest == head {
			break
		}
		head = r.stripHan(rest)
	}
	if i := strings.Index(head, "月份"); i > 0 && i < 12 && len(head) > i+12 {
		head = head[i+len("月份"):] // 1到8月份新增贷款
	}
	for range 2 { // 今年上半年
		if w := hanPeriods.start(head); w != "" && len(head) > len(w)+6 {
			head = head[len(w):]
		}
	}
	if rest, change := movedHan(head); change != briefs.Level && it.Kind == briefs.Percent {
		head, it.Change = rest, change
	}
	for _, w := range [...]string{"扣除价格因素", "按可比价格计算", "按不变价格计算"} {
		if rest, ok := strings.CutPrefix(head, w); ok {
			head = strings.TrimLeft(rest, "后，,")
		}
	}
	if onlyVerbHan(head) || strings.HasSuffix(head, "回落") || strings.HasSuffix(head, "计算") || strings.HasSuffix(head, "来看") || strings.HasPrefix(head, "超过") || strings.HasPrefix(head, "高于") || strings.HasPrefix(head, "低于") || strings.HasPrefix(head, "比") || strings.HasPrefix(head, "较") || strings.HasPrefix(head, "較") {
		head = ""
	}
	head = strings.TrimLeft(head, "-*+ ·•（(")
	if it.noun {
		if i := strings.Index(head, "年"); i > 3 && isDigit(head[i-1]) {
			head = "" // 计划到2025年底建成500个示范点
		}
	}
	noun := ""
	if it.noun && it.unitAt.Len() > 0 {
		noun = t[it.unitAt.Start:it.unitAt.End]
		if c, w := r.rune(it.unitAt.Start); isClassifier(c) && it.unitAt.Len() > w {
			noun = noun[w:]
		}
		if !r.nounCloses(it.unitAt.End) {
			noun = ""
		}
	}
	switch {
	case noun != "" && len(noun) >= 6 && (len(head) < 9 || len(noun) >= 12):
		it.Measure = noun
	case head == "" && led != "" && k > p.first && r.reaches(&r.items[k-1], it):
		it.Measure = r.items[k-1].Measure // 增长5.5%、达到10.3万亿元
	case len(head) >= 3 && len(head) < 6 && joinedAcronym(head) && isUpper(head[0]):
		it.Measure = head // GDP, CPI
	case len(head) >= 6 && !((rates.has(head) || partRates.has(head)) && k > p.first):
		it.Measure = head
	case noun != "" && len(noun) >= 6:
		it.Measure = noun
	default:
		// Of the figure right before, when this one says how it moved or is another
		// of its kind.
		for j := k - 1; j >= max(p.first, k-maxBack); j-- {
			if b := &r.items[j]; b.Shown() {
				if b.han && (it.Change != briefs.Level || b.Kind == it.Kind && (!it.noun || b.Unit == it.Unit)) {
					it.Measure = b.Measure
				}
				break
			}
		}
	}
	it.Measure = r.tidy(it.Measure)
}

// enumerated reports that the words right before a count are the last of a list
// of names that it sums up: "荆州、孝感、黄冈3个", "高铁武宜段等5条".
func (r *reader) enumerated(s, least int, head string) bool {
	if strings.HasSuffix(head, "等") || strings.HasSuffix(head, "等共") {
		return true
	}
	return head != "" && len(head) <= 36 && s-3 > least && r.text[s-3:s] == "、" && hanLeads.end(head) == ""
}

// hanTimes close what a length of time measures.
var hanTimes = endings("期 期限 时间 年限 寿命 工期 周期 时长 用时 耗时 年龄 历时 工龄 学制 刑期 任期 假期 里程 距离 间隔 时限 工时 岁数 年纪 龄 服务期 有效期")

type endingList struct{ *wordList }

func endings(s string) endingList { return endingList{list(fields(s)...)} }

func (l endingList) closes(s string) bool { return l.end(s) != "" }

// shareBase is what a share is taken of when a comparator stands before it:
// 不少于本单位人员总数的5%; "" otherwise.
func shareBase(head string) string {
	whole := strings.TrimSuffix(head, "的")
	if _, base := boundHan(whole); shareWhole(base) {
		return base
	}
	return ""
}

// shareWhole reports a whole that a share may be taken of, and no level that
// something is compared with: 采购金额, but not 去年, 全国平均水平.
func shareWhole(s string) bool {
	return s != "" && len(s) <= 48 && !strings.Contains(s, "平均") && !strings.Contains(s, "水平") && !strings.Contains(s, "年") && !strings.Contains(s, "同期") && s != "全国" && s != "全省" && s != "全市"
}

// boundHan is the last comparator inside a clause, and what stands after it.
func boundHan(s string) (briefs.Comparator, string) {
	for _, p := range hanBefores {
		if len(p.words) < 6 || p.cmp == briefs.About {
			continue
		}
		if i := strings.LastIndex(s, p.words); i >= 0 && len(s) > i+len(p.words)+3 {
			return p.cmp, s[i+len(p.words):]
		}
	}
	return "", ""
}

// movesTo reports that a length of time became another: 由42分钟缩短至19分钟.
func (r *reader) movesTo(a, b *item) bool {
	return r.span(a) && a.Unit == b.Unit && a.End < b.left && b.left-a.End <= 18 && hasSuffix(r.text[a.End:b.left], "至", "到")
}

// reaches reports that b says where the growth a led: 增长5.5%、达到10.3万亿元.
func (r *reader) reaches(a, b *item) bool {
	if !a.Shown() || a.End > b.left {
		return false
	}
	gap := r.text[a.End:b.left]
	if a.Kind == briefs.Money && b.Kind == briefs.Money && len(gap) <= 18 && hasSuffix(gap, "折合", "约合", "合") {
		return true // 160.6亿美元、折合1148亿元
	}
	if a.Kind != briefs.Percent || a.Change == briefs.Level || b.Kind == briefs.Percent {
		return false
	}
	if rest, ok := strings.CutPrefix(gap, "、"); ok {
		gap = rest
	} else if rest, ok := strings.CutPrefix(gap, "，"); ok {
		gap = rest
	}
	return hasAny(gap, "达", "增至", "增加到", "提高到", "升至", "总量达", "突破", "超过") && len(gap) <= 18
}

// rates say how the figure before moved, and measure nothing of their own.
var rates = set("降幅 增幅 涨幅 跌幅 增速 升幅 漲幅")

// partRates say how much of the whole the figure before is.
var partRates = set("占比 比重")

// stripHan takes off the words that lead to a number, and marks before it.
func (r *reader) stripHan(s string) string {
	for range 8 {
		before := s
		s = trimThan(s)
		s = s[:len(s)-len(hanLeads.end(s))]
		if s == before {
			break
		}
	}
	for _, w := range [...]string{"其中", "以及", "和", "及", "并", "或", "的", "与", "“", "”", "目前", "现有", "其"} {
		s = strings.TrimPrefix(s, w)
	}
	for _, w := range [...]string{"累计培育", "累计", "培育", "新增", "建成", "拥有", "共有", "实现", "完成", "全年", "力争"} {
		if rest, ok := strings.CutPrefix(s, w); ok && len(rest) >= 6 {
			s = rest
			break
		}
	}
	return strings.TrimSpace(s)
}

// trimThan takes off what a level is compared with: 比上年同期, 由去年, 较5月末.
func trimThan(s string) string {
	for _, i := range thanPeriods.ends[lastKey(s)] {
		if rest, ok := strings.CutSuffix(s, thanPeriods.words[i]); ok {
			if than := thanWords.end(rest); than != "" {
				return rest[:len(rest)-len(than)]
			}
		}
	}
	return s
}

var thanPeriods = list("上年同期", "去年同期", "上年末", "去年末", "去年底", "上年", "去年", "上月末", "上月", "上季度", "上周", "年初", "前年", "同期", "上期")
var thanWords = list("是", "为", "相当于", "比", "较", "較", "由", "从", "從")

// trimYear takes a year and the word before it off the end of a clause.
func trimYear(s string) string {
	t := strings.TrimRight(s, "底末")
	t, ok := strings.CutSuffix(t, "年")
	if !ok || len(t) < 4 || !onlyDigits(t[len(t)-4:]) {
		return s
	}
	t = t[:len(t)-4]
	for _, w := range [...]string{"从", "由", "比", "较", "自", "到", "至"} {
		if rest, ok := strings.CutSuffix(t, w); ok {
			return rest
		}
	}
	return t
}

// nounCloses reports whether a counted noun that ends at e ends where the words
// do, and was not cut inside a clause: at a mark, or before a word that joins.
func (r *reader) nounCloses(e int) bool {
	c, _ := r.rune(e)
	return !isHan(c) || verbIn(r.text[e:min(e+6, r.hi)]) == 0 || strings.ContainsRune("和与及在已均为是被由将的", c)
}
