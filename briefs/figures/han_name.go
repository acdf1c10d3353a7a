package figures

import (
	"strings"

	"despatch/briefs"
)

// hanName says why a number before Han characters is part of a name: a slogan
// in quotation marks (“两个确立”, 四个“中心”), a plan (十四五, 五年规划), a congress
// (二十届, 三次全会), an anniversary, a phase (二期), a class of size (万亿级); or "".
func (r *reader) hanName(n *numeral) string {
	t := r.text
	rest := t[n.end:r.hi]
	word := t[n.start:n.end]
	if n.frac || n.point || n.unit != "" {
		return ""
	}
	quoted := strings.HasSuffix(t[r.lo:n.start], "“")
	if quoted && strings.HasPrefix(rest, "”") {
		if c, _ := r.rune(n.end + len("”")); isHan(c) {
			return "slogan in quotation marks"
		}
	}
	if quoted && !n.scaled {
		if k := strings.Index(rest[:min(len(rest), 30)], "”"); k > 0 && k <= 21 {
			if u, _ := r.unitHan(n.end); u == nil || n.han && n.end-n.start == 3 && hasAny(rest, "个", "子") {
				return "slogan in quotation marks"
			}
			if rest[0] == '+' || strings.HasPrefix(rest, "＋") {
				return "slogan in quotation marks"
			}
		}
	}
	if hasAny(rest, "年规划", "年规劃", "年计划", "年行动", "年計劃", "年攻坚行动", "年专项行动", "年提升行动") {
		return "name of a plan"
	}
	if hasAny(rest, "型") && !n.scaled && n.v.Coef < 100 {
		return "name with a number" // 2型糖尿病
	}
	if word == "一百" && hasSuffix(t[r.lo:n.start], "两个", "兩個") && hasAny(rest, "年") {
		return "slogan in quotation marks"
	}
	if hasAny(rest, "周年", "週年") {
		return "anniversary"
	}
	if why := r.sizeClass(n, rest); why != "" {
		return why
	}
	if !n.han {
		return ""
	}
	switch {
	case len(word) == 9 && strings.HasPrefix(word, "十") && strings.HasSuffix(word, "五") && !strings.HasPrefix(word, "十五"),
		word == "十五五":
		return "name of a plan"
	case strings.HasPrefix(rest, "期") && n.v.Exp == 0 && !n.ranged && (n.v.Coef < 6 || n.v.Coef < 13 && hasSuffix(t[r.lo:n.start], "工程", "项目", "基金")):
		return "phase"
	case strings.HasPrefix(rest, "大") && n.v.Cmp(briefs.Int(10)) > 0 && n.v.Cmp(briefs.Int(40)) < 0 && (hasSuffix(t[r.lo:n.start], "党的", "中共") || hasAny(rest[len("大"):], congressAfters...)):
		return "ordinal" // 党的十九大
	case hasAny(rest, "届", "屆") && r.congress(n):
		return "ordinal"
	case hasAny(rest, "次全会", "次全體", "次全体", "中全会", "中全會", "次代表大会", "次党代会"):
		return "ordinal"
	case hasAny(rest, "次会议", "次會議") && hasSuffix(t[r.lo:n.start], "大会", "人大", "政协", "委员会", "届"):
		return "ordinal"
	case hasAny(rest, "次会议", "次會議") && (n.start == r.lo || t[n.start-1] == '\n' || hasAny(rest[len("次会议"):], "第", "审议", "通过", "批准", "决定", "精神")):
		return "ordinal" // 四次会议第7240号建议
	case hasAny(rest, "运会"):
		return "ordinal"
	case hasAny(rest, "个“", "大“", "個「") && n.end-n.start == 3:
		return "slogan in quotation marks"
	}
	return ""
}

// congressAfters follow the short name of a congress, 十九大: its report, its
// spirit, since it.
var congressAfters = []string{"和", "以来", "报告", "精神", "代表", "提出", "召开", "，", "。", "、", "确", "作出", "关于", "的", "后", "上", "闭幕", "开幕", "胜利"}

// congress reports whether the number before 届 numbers a congress: 二十届三中全会,
// 十六届人大. Two of a kind (两届) are counted.
func (r *reader) congress(n *numeral) bool {
	word := r.text[n.start:n.end]
	if word == "两" || word == "兩" || hasSuffix(r.text[r.lo:n.start], "连续", "过去", "近", "前") {
		return false
	}
	_, w := r.rune(n.end)
	after := r.text[n.end+w : r.hi]
	return hasAny(after, "中", "人大", "人民", "全国", "全會", "全会", "省委", "市委", "区委", "委员", "政协", "历次", "党", "理事", "常委") ||
		hanDigitAt(after) || hasSuffix(r.text[r.lo:n.start], "党的", "省委", "市委", "省", "市", "人大", "政协")
}

func hanDigitAt(s string) bool {
	for _, c := range s {
		return hanDigit(c) >= 0 || c == '十'
	}
	return false
}

// sizeClass is why a scale names a class of size and counts nothing: 万亿级市场,
// 千亿县, 万亿元台阶.
func (r *reader) sizeClass(n *numeral, rest string) string {
	if !n.scaled && !n.han || n.ranged {
		return ""
	}
	if strings.HasPrefix(rest, "级") && n.scaled {
		return "class of size"
	}
	first, _ := r.rune(n.start)
	if hanScale(first) < 2 {
		return ""
	}
	if hasAny(rest, "级", "元级", "县", "镇", "园区", "产业", "集群", "元产业", "元台阶", "元企业", "元县", "元镇", "元园区", "元以上", "吨级", "亩方", "元集群", "元俱乐部", "元大关", "斤粮", "元斤") {
		return "class of size"
	}
	return ""
}

func hasAny(s string, starts ...string) bool {
	for _, w := range starts {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

func hasSuffix(s string, ends ...string) bool {
	for _, w := range ends {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
