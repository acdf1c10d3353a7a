package figures

import (
	"strings"
	"unicode/utf8"
)

// soundHan passes a Chinese noun phrase of at least two characters that ends
// where a noun ends.
func soundHan(s string) string {
	if hanClauses.within(s) {
		return ""
	}
	if len(s) > 18 && s[6:12] == "实现" && (s[:3] == "全" || s[:3] == "我") {
		s = s[12:] // 全市实现地区生产总值
	}
	for range 6 {
		before := s
		s = hanMarks.trim(s)
		s = s[:len(s)-len(hanTailTrim.end(s))]
		s = s[len(hanHeadTrim.start(s)):]
		if s == before {
			break
		}
	}
	if strings.HasSuffix(s, "”") && !strings.Contains(s, "“") {
		s = strings.TrimSuffix(s, "”")
	}
	if strings.IndexByte(s, 0xE2) >= 0 {
		if i := strings.Index(s, "”"); i > 0 && !strings.Contains(s[:i], "“") {
			s = "“" + s // its mark was taken off
		}
	}
	if strings.IndexByte(s, 0xEF) >= 0 && strings.Contains(s, "）") && !strings.Contains(s, "（") {
		return "" // it starts inside brackets
	}
	if rest, ok := strings.CutPrefix(s, "继"); ok && rest != "" && isDigit(rest[0]) {
		return "" // 继1994年…
	}
	if rest, ok := strings.CutSuffix(s, "中"); ok && !hasSuffix(s, "高中", "初中", "集中", "其中", "当中") {
		s = rest // 各部门网站中有31个
	}
	if strings.HasPrefix(s, "在") && hasAny(strings.TrimLeft(s, "在"), "全国", "全省", "全市", "全球", "试点", "此") {
		return "" // 在全国范围内选择: where
	}
	if rest, ok := strings.CutPrefix(s, "每"); ok && (len(s) <= len("每度电") || unitNames[rest] != nil) {
		return "" // of each, but not what
	}
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 36 || hanVague[s] || hanSigns.within(s) {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune("们了着过并而且则也就又还于对把被让使向从以按届个项家户次名位所届、", first) && !strings.HasPrefix(s, "家庭") && !strings.HasPrefix(s, "家电") && !strings.HasPrefix(s, "家政") && !strings.HasPrefix(s, "户籍") && !strings.HasPrefix(s, "户均") && !strings.HasPrefix(s, "项目") && !strings.HasPrefix(s, "个人") && !strings.HasPrefix(s, "个体") && !strings.HasPrefix(s, "过") && !strings.HasPrefix(s, "对外") && !strings.HasPrefix(s, "让") && !strings.HasPrefix(s, "使用") && !strings.HasPrefix(s, "就业") && !strings.HasPrefix(s, "还") && !strings.HasPrefix(s, "从业") && !strings.HasPrefix(s, "次均") {
		return ""
	}
	if strings.ContainsRune("的了着过于是和与及或并而从向把对被让使将以按取为有在其全", last) && !strings.HasSuffix(s, "目的") && !strings.HasSuffix(s, "安全") && !strings.HasSuffix(s, "健全") {
		return ""
	}
	return s
}

// hanClauses stand in clauses and in no noun phrase that is measured.
var hanClauses = list(fields("我们 他们 你们 。 ； ！ ？ ， 坚持以 认真 深入贯彻 全面贯彻 深入学习 习近平 赋予 圆满完成 极不平凡 强力推进 扎实推进 统筹推进 大力推进 深入推进 大力实施 深入实施 更好 积极 大力 着力 切实 可申请 可返还 可享受 可按 可给予 按照 禁止 尽快 原则上 不得 必须 应当 可以 已承诺 作为战略 一是 二是 三是 四是 五是 亲临 参加全国 召开")...)

// hanSigns stand in formulas and tables.
var hanSigns = list("=", "＝", "|", "+")

// hanMarks are the marks at either end of a noun phrase.
var hanMarks = list(" ", "\u3000", "、", "，", "。", "；", "：", "·", "•", "-", "—", ">", "“")

// hanTailTrim are words at the end of a clause before its number that are no
// part of the noun.
var hanTailTrim = list(fields("来自 全部 只 仅 只有 仅有 共发生 发生了 发生 相应调整 连续迈上 迈上 跃上 跃升 跃居 跃升至 跨入 突破 实际 首次 成功 名义 连续 高于全国 低于全国 高于 低于 快于全国 快于 好于 优于 相当于 合计 总计 累计 达 达到 增长到 增长至 由 从 年 均 预计 力争 分别 排名 位列 位居 居 稳居 同比 环比 实现 完成 贡献了全国 增速 下降 增长 提高 上升 了 已 将 并 和 与 及 以 、 “ （ ( 规模达 净")...)

var hanHeadTrim = list(fields("释放 制定实施 争取 评定 认定 年均 日均 其中 此外 目前 截至目前 同时 另外 现有 共有 全年 今年 去年 当年 近年来 五年来 一年来 预计 力争 到时 使 让 和 与 及 并 以及 将 把 对 由 从 “十四五”期间 “十四五”时期 “十五五”时期 ）")...)

var hanVague = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range fields("造成 导致 致使 省外 省内 市内 境内 境外 大大 远远 明显 显著 大幅 略微 过去 时期 期间 目前 全国 全省 全市 全县 全区 我省 我市 我国 国家 省级 市级 国家级 工作 加强 推进 推动 其中 方面 方面工作 地方 当地 城建 完成 实现 达到 同比 环比 增长 下降 成为 建成 新增 新建 获得 获批 置换 总量 累计 平均 数量 今年 去年 上年 本月 未来 今后 每年 人均 年均 山区 大会 会议 人大 大冶 广交 联合 开展 组织 制定 出台 举办 打造 培育 引进 实施 完善 建设 支持 发展 提高 全部 全球 世界 综合 整体 总体 极不平凡 进一步") {
		m[w] = true
	}
	return m
}()
