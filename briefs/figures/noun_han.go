package figures

import (
	"strings"
	"unicode/utf8"
)

// nounHan is the counted noun at s after a measure word: Han characters up to
// one that no noun goes past. After 的 the noun follows.
func (r *reader) nounHan(s int, classified bool) (int, int) {
	t := r.text
	if moveVerbs.startAt(t[s:r.hi]) >= 0 {
		return s, s // 由2.61缩小至2.57
	}
	if w := commonNouns.start(t[s:r.hi]); w != "" && nounAfters.startAt(t[s+len(w):r.hi]) < 0 && !(w == "国家" && r.nounGoesOn(s+len(w))) {
		return s, s + len(w)
	}
	if notNouns.startAt(t[s:r.hi]) >= 0 {
		return s, s
	}
	from, k, n := s, s, 0
	for n < 14 {
		c, w := r.rune(k)
		if c == '“' || c == '"' || c == '《' || c == '「' || c == '”' || c == '」' {
			if n == 0 || c == '”' || c == '」' || c == '"' {
				k += w
				if n == 0 || c != '"' {
					if n == 0 {
						from = k
					}
				}
				continue
			}
			break
		}
		if !isHan(c) {
			break
		}
		if c == '的' {
			if n > 6 {
				break
			}
			k += w
			from, n = k, 0
			continue
		}
		if nounStop(c) && !(c == '中' && r.centreAt(k+w)) {
			break
		}
		k += w
		n++
	}
	if at := verbIn(t[from:k]); at >= 0 {
		k = from + at
		n = utf8.RuneCountInString(t[from:k])
	}
	// 12小于: the noun is no noun.
	if c, _ := r.rune(k); (c == '于' || c == '於') && n > 0 {
		if p := r.runeBefore(k); strings.ContainsRune("大小高低多少", p) {
			k, n = k-3, n-1
		}
	}
	if n == 0 || k <= from || strings.HasSuffix(t[from:k], "级") && !isHan(r.runeAt(k)) {
		return s, s
	}
	// The last two characters are the head of a longer noun.
	if n > 4 {
		if !classified {
			return s, s
		}
		from = k - 4*3
		if from < s || from < r.lo {
			return s, s
		}
		for from < k && t[from] >= 0x80 && t[from] < 0xC0 {
			from++
		}
	}
	return from, k
}

func (r *reader) runeAt(k int) rune {
	c, _ := r.rune(k)
	return c
}

// nounGoesOn reports a Han character at k that may go on with a noun.
func (r *reader) nounGoesOn(k int) bool {
	c, _ := r.rune(k)
	return isHan(c) && c != '的' && !nounStop(c) && verbIn(r.text[k:min(k+6, r.hi)]) != 0
}

// nounAfters after a common noun make another of the two: 村民小组, 学生宿舍.
var nounAfters = list("级", "小组", "委员会", "代表", "公寓", "宿舍", "群体", "协会", "中心", "总部", "园区", "集群")

// notNouns follow a count and are no noun.
var notNouns = list("左右", "上下", "以上", "以下", "以内", "之多")

// moveVerbs are verbs of change that follow a number at once.
var moveVerbs = list("缩小", "縮小", "扩大", "擴大", "增加", "减少", "減少", "上升", "下降", "提高", "降低", "增长", "增長", "上涨", "上漲", "下跌", "回落", "升至", "降至", "增至", "跌至")

// verbIn is where a verb that often follows a counted noun starts in s, or -1.
func verbIn(s string) int { return nounVerbs.firstIn(s) }

// nounVerbs are verbs that tell what became of what was counted.
var nounVerbs = list(fields("参加 參加 受伤 受傷 死亡 遇难 遇難 丧生 喪生 失踪 失蹤 获救 獲救 被捕 落网 参与 參與 出席 发言 發言 受益 投产 投產 开工 開工 竣工 获奖 獲獎 当选 當選 脱贫 脫貧 就业 就業 入选 入選 建成 上市 倒闭 倒閉 破产 破產 停产 停產 复工 復工 缩小 縮小 扩大 擴大 启动 啟動 实施 落地 实现 完成 进入 覆盖 达标 开通 組成 组成 选举 獲批 获批 战胜 戰勝 击败 擊敗")...)

// nounStop reports the characters that end a counted noun.
func nounStop(c rune) bool { return nounStops.has(c) }

var nounStops = runes("了在和与與及是被于於从從向把将將对對为為以或等中上下内內外里裡前后後之其也都已有并並则則而但可能会會要就又还還再不没沒由因所如比到至达達给給让讓使得着著过過起来來去说說称稱叫做用入出占佔增减減超约約近共各这這那每该該此同曾仍才只能一二三四五六七八九十百千万萬亿億两兩")

// centreAt reports whether 中 before i is part of a noun: 中心, 中学.
func (r *reader) centreAt(i int) bool {
	c, _ := r.rune(i)
	return c != 0 && strings.ContainsRune("心学學小国國央药藥医醫", c)
}

// commonNouns are nouns that are counted often; a noun that starts so ends so.
var commonNouns = list(fields("企业 企業 公司 机构 機構 单位 單位 学校 學校 医院 醫院 银行 銀行 工厂 項目 项目 学生 學生 教师 教師 记者 記者 委员 专家 群众 居民 农户 農戶 家庭 城市 国家 國家 地区 地區 社区 社區 车辆 航班 案件 岗位 职工 旅客 游客 船員 船员 乘客 工人 市民 村民 党员 警察 士兵 病例 患者 病人 候選人 候选人 成員 成员 議員 议员")...)
