package figures

import (
	"strings"
	"unicode/utf8"

	"despatch/briefs"
)

func nameHan(r rune) bool { return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf }

// A nameChain is what may stand before a Chinese name: a body, a place and
// offices without a gap, 国务院副总理.
type nameChain struct {
	start, end int
	office     bool // ends with an office
}

// han reads the Chinese names in a stretch of text without markup: known
// places and organisations, a body that says whose it is, and a family name
// after an office.
func (n *namer) han(from, to int) {
	n.hanRuns = append(n.hanRuns, briefs.Span{Start: from, End: to})
	var chain nameChain
	for i := from; i < to; {
		if n.text[i] < 0xe3 {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(n.text[i:to])
		if !nameHan(r) {
			i += size
			continue
		}
		if r == '市' {
			n.hanMaybe(from, i, to)
		}
		e, length := n.gaz.atHan(r, n.text[i:to])
		end := i + length
		switch e.class {
		case gazetteerNone:
			i += size
			continue
		case gazetteerNot:
			i = end
			continue
		case gazetteerCountry, gazetteerTown:
			if body := n.hanBody(end, to); body > 0 && e.class == gazetteerTown {
				n.hanOrganisation(i, body, to)
				end = body
			}
			n.add(briefs.Place, e.name, n.text[i:i+length], briefs.Span{Start: i, End: i + length})
		case gazetteerOrg:
			n.hanOrganisation(i, end, to)
		case gazetteerBody:
			if start := n.hanTown(from, i); start >= 0 && !nameInSet("政府 人大常委会 人民代表大会", n.text[i:end]) {
				n.add(briefs.Place, n.text[start:i], n.text[start:i], briefs.Span{Start: start, End: i})
				n.hanOrganisation(start, end, to)
				chain = nameChain{start: start, end: end}
			} else if before := n.text[from:i]; strings.HasSuffix(before, "市") || strings.HasSuffix(before, "省") || strings.HasSuffix(before, "县") {
				chain = nameChain{start: i - len("市"), end: end}
			}
			i = end
			continue
		}
		office := e.class == gazetteerOffice
		between := ""
		if chain.end > 0 && chain.end <= i {
			between = n.text[chain.end:i]
		}
		if chain.end == 0 || between != "" && !(between == "、" && chain.office) && !(between == "党组" || between == "党委" || between == "原" || between == "时任") {
			chain.start = i
		}
		chain.end, chain.office = end, office
		i = end
		if office && n.patterns {
			if name, after := n.hanPerson(end, to); after > 0 {
				text := n.text[name:after]
				p := n.add(briefs.Person, text, text, briefs.Span{Start: name, End: after})
				p.surname = text
				if p.Office == "" {
					p.Office = n.text[chain.start:end]
				}
				chain, i = nameChain{}, after
			}
		}
	}
}

// hanBody is the end of the word that makes the place before i an office, 0
// when there is none: 广东省 + 人民政府.
func (n *namer) hanBody(i, to int) int {
	if i >= to {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(n.text[i:to])
	if e, length := n.gaz.atHan(r, n.text[i:to]); e.class == gazetteerBody {
		return i + length
	}
	return 0
}

// hanTown is the start of a town that no table has, which ends before the body
// at i: two or three characters, then 市, 省 or 县, after something that is no
// character; −1 when there is none.
func (n *namer) hanTown(from, i int) int {
	before := n.text[from:i]
	if !strings.HasSuffix(before, "市") && !strings.HasSuffix(before, "县") {
		return -1
	}
	start := i
	for chars := 0; chars < 5 && start > from; chars++ {
		r, size := utf8.DecodeLastRuneInString(n.text[from:start])
		if !nameHan(r) {
			break
		}
		start -= size
	}
	switch n := (i - start) / 3; {
	case n < 3 || n > 4:
		return -1
	}
	for _, w := range [...]string{"全", "各", "本", "我", "该", "城", "直辖", "提请", "代表", "根据", "接受", "经", "由", "报", "向", "县市", "省市", "地市"} {
		if strings.HasPrefix(n.text[start:i], w) || strings.HasSuffix(n.text[start:i], w) || strings.HasSuffix(n.text[start:i], w+"市") {
			return -1
		}
	}
	return start
}

// hanMaybeNot are verbs before 市 that make no town of it.
var hanMaybeNot = set("配合 支持 推动 协助 报请 提请 通过 召开 根据 按照 围绕 接受 选举 审议 服从")

// hanMaybe counts a town that no table has: two characters and 市 after what is
// no character. One that comes twice is a place.
func (n *namer) hanMaybe(from, i, to int) {
	start := i - 6
	if start < from || !n.hanOnly(start, i) {
		return
	}
	if prev, _ := utf8.DecodeLastRuneInString(n.text[from:start]); start > from && nameHan(prev) {
		return
	}
	if hanMaybeNot.has(n.text[start:i]) {
		return
	}
	end := i + len("市")
	next, _ := utf8.DecodeRuneInString(n.text[end:to])
	if strings.ContainsRune("场值民容面政况集价盈委长", next) || strings.ContainsAny(n.text[start:i], "城都门超上全各本我该县省股楼夜房商入新菜大小中区两三多辖级") {
		return
	}
	if n.towns == nil {
		n.towns = map[string]int{}
	}
	n.towns[n.text[start:end]]++
}

// hanOrganisation notes an organisation and the short form that the text
// defines in brackets.
func (n *namer) hanOrganisation(i, end, to int) {
	text := n.text[i:end]
	key := text
	if e, ok := n.gaz.han[text]; ok {
		key = e.name
	}
	e := n.add(briefs.Organisation, key, text, briefs.Span{Start: i, End: end})
	rest := n.text[end:to]
	open := strings.HasPrefix(rest, "（")
	if !open && !strings.HasPrefix(rest, "(") || e.Short != "" {
		return
	}
	at := end + 1
	if open {
		at = end + len("（")
	}
	for _, p := range [...]string{"以下", "简称", "“", "\""} {
		if strings.HasPrefix(n.text[at:to], p) {
			at += len(p)
		}
	}
	size := strings.IndexAny(n.text[at:to], "）)”\"")
	if size <= 0 || size > 24 || !nameWithin(n.text[at:at+size], text) {
		return
	}
	e.Short = n.text[at : at+size]
	e.Spans = append(e.Spans, briefs.Span{Start: at, End: at + size})
}

// nameWithin reports whether the characters of a short form stand in the name
// in order.
func nameWithin(short, name string) bool {
	for _, r := range short {
		at := strings.IndexRune(name, r)
		if at < 0 || !nameHan(r) {
			return false
		}
		name = name[at+utf8.RuneLen(r):]
	}
	return true
}

// hanPerson reads a name at i, after an office: a family name and one or two
// characters, with something after it that cannot belong to it. A name from
// abroad has points between its parts.
func (n *namer) hanPerson(i, to int) (start, end int) {
	if strings.HasPrefix(n.text[i:to], " ") {
		i++
	} else if strings.HasPrefix(n.text[i:to], "\u3000") {
		i += len("\u3000")
	}
	if to-i < 6 {
		return 0, 0
	}
	if end := n.hanForeign(i, to); end > 0 {
		return i, end
	}
	family := 3
	if to-i >= 9 && nameInSet(nameHanDouble, n.text[i:i+6]) {
		family = 6
	} else if !strings.Contains(nameHanFamilies, n.text[i:i+3]) || n.text[i] < 0xe4 {
		return 0, 0
	}
	short, long := i+family+3, i+family+6
	two := short <= to && n.hanOnly(i, short) && n.hanEnds(short, to) && !nameInSet(nameHanWords, n.text[i:i+6])
	three := long <= to && n.hanOnly(i, long) && n.hanEnds(long, to) && !nameInSet(nameHanWords, n.text[i:i+6]) && !nameInSet(nameHanWords, n.text[long-6:long])
	switch {
	case two && three && strings.Contains(nameHanAfter, n.text[short:long]):
		return i, short
	case three:
		return i, long
	case two:
		return i, short
	}
	return 0, 0
}

// hanForeign is the end of a name like 弗拉基米尔·普京.
func (n *namer) hanForeign(i, to int) int {
	at := i
	points := 0
	for at < to && at-i < 60 {
		r, size := utf8.DecodeRuneInString(n.text[at:to])
		if r == '·' && at > i {
			if points++; points == 1 && at-i > 6*3 {
				return 0
			}
		} else if !nameHan(r) {
			break
		}
		if points > 0 && r != '·' && n.hanEnds(at, to) && n.text[at-1] != 0xb7 {
			if prev, _ := utf8.DecodeLastRuneInString(n.text[i:at]); prev != '·' {
				return at
			}
		}
		at += size
	}
	if points == 0 || strings.HasSuffix(n.text[i:at], "·") || at-i >= 60 {
		return 0
	}
	return at
}

func (n *namer) hanOnly(from, to int) bool {
	for _, r := range n.text[from:to] {
		if !nameHan(r) {
			return false
		}
	}
	return true
}

// hanEnds reports whether a name may end at i: what stands there is no
// character, or a verb or particle.
func (n *namer) hanEnds(i, to int) bool {
	if i >= to {
		return true
	}
	r, size := utf8.DecodeRuneInString(n.text[i:to])
	if !nameHan(r) {
		return true
	}
	if strings.Contains(nameHanAfter, n.text[i:i+size]) {
		return true
	}
	return i+6 <= to && nameInSet(nameHanVerbs, n.text[i:i+6])
}

// nameInSet reports whether a word stands in a list parted by spaces.
func nameInSet(set, word string) bool {
	at := strings.Index(set, word)
	for at >= 0 {
		if (at == 0 || set[at-1] == ' ' || set[at-1] == '\n' || set[at-1] == '\t') && (at+len(word) == len(set) || set[at+len(word)] == ' ' || set[at+len(word)] == '\n') {
			return true
		}
		next := strings.Index(set[at+1:], word)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// joinHan finds the later mentions of Chinese people and of towns that no table
// has.
func (n *namer) joinHan() {
	for _, run := range n.hanRuns {
		if len(n.towns) == 0 {
			break
		}
		for i := run.Start; i < run.End; i++ {
			at := strings.Index(n.text[i:run.End], "市")
			if at < 0 {
				break
			}
			i += at
			if start := i - 6; start >= run.Start && n.towns[n.text[start:i+3]] > 1 {
				n.add(briefs.Place, n.text[start:i+3], n.text[start:i+3], briefs.Span{Start: start, End: i + 3})
			}
		}
	}
	first := map[rune][]int{}
	note := func(r rune, i int) {
		if len(first[r]) < 256 { // so that a text of nothing but names stays linear
			first[r] = append(first[r], i)
		}
	}
	for i := range n.names {
		e := &n.names[i]
		r, _ := utf8.DecodeRuneInString(e.Text)
		_, known := n.gaz.han[e.Text]
		if nameHan(r) && len(e.Spans) > 0 && (e.Kind == briefs.Person || e.Kind == briefs.Place && !known) {
			note(r, i)
			if e.Short != "" {
				r, _ = utf8.DecodeRuneInString(e.Short)
				note(r, i)
			}
		} else if nameHan(r) && e.Short != "" && len(e.Spans) > 0 {
			r, _ = utf8.DecodeRuneInString(e.Short)
			note(r, i)
		}
	}
	if len(first) == 0 {
		return
	}
	for _, run := range n.hanRuns {
		for i := run.Start; i < run.End; {
			r, size := utf8.DecodeRuneInString(n.text[i:run.End])
			next := i + size
			for _, k := range first[r] {
				e := &n.names[k]
				word := e.Text
				if e.Kind == briefs.Organisation || !strings.HasPrefix(n.text[i:run.End], word) {
					word = e.Short
				}
				if word == "" || !strings.HasPrefix(n.text[i:run.End], word) {
					continue
				}
				e.Spans = append(e.Spans, briefs.Span{Start: i, End: i + len(word)})
				next = i + len(word)
				break
			}
			i = next
		}
	}
}

const (
	// nameHanFamilies are the family names that are usual, less those that are
	// mostly words (和, 向, 从, 都, 能, 经).
	nameHanFamilies = `王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢路岳齐梅莫庄辛管祝左涂谷祁耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边闫肖习习怀宫蓝娄苑冀`
	nameHanDouble   = `欧阳 司马 上官 诸葛 慕容 司徒 皇甫 尉迟 夏侯 令狐`
	// nameHanAfter are characters that stand after a name and end none.
	nameHanAfter = `说称在对与和同等向于将及的为作就是也还到赴率今曾已摄以从由经被把则再`
	nameHanVerbs = `表示 指出 强调 介绍 出席 主持 会见 致辞 宣布 认为 透露 要求 签署 今天 今日 当日 近日 先后 同志 一行 代表 分别 共同 应邀 访问 抵达 参加 发表
		调研 考察 担任 率团 率队 通报 汇报 回应 解读 陪同 会谈 讲话 主任 部长 先生 女士 批示 作出 致信 受邀 宣读 提出 特别 摄影 通话 通电`
	// nameHanWords are words that start or end with a family name's character
	// and are no name.
	nameHanWords = `高度 高效 高质 任命 任期 任务 严格 严肃 方面 方案 方式 安全 安排 安徽 万元 万人 成立 成为 成员 成果 文件 文化 温度 常委 常务 常态 金融 金额 金属 江苏 江西 石油 马上
		黄河 曾经 于是 白天 单位 单独 关于 关注 关系 关键 管理 管委 解决 解读 强调 强化 强力 包括 项目 查看 查处 游客 路线 路径 史上 申请 章程 季度 石化 毕业 陆续 洪水 康复 康养 安置 边境 房屋 车辆 华北 华东 华南
		位于 位置 欧盟 欧洲 盛会 纪检 纪律 谷物 祝贺 左右 庄严 莫斯 齐抓 路上 牛肉 伍人 文旅 武汉 易于 龙头 万户 万家 全面 会议 负责 责任 宁夏 宁波 江山 沈阳 郑州 吴江 徐州 韩国 唐山 苏州 孔子 席位 席卷 成都 金砖 高等 高级 高校
		工作 同志 报告 制度 联席 办公 先生 女士 人民 政府 机关 部门 委员 书记 主任 主席 部长 单位 年度 以上 以下`
)
