package figures

import (
	"strings"

	"despatch/briefs"
)

// han reads what starts with a Han numeral, 半, 负 or 第 at i, and returns where
// to go on.
func (r *reader) han(i int, c rune, w int) int {
	if c == '第' {
		k := r.blanks(i + w)
		if n, ok := r.hanNumber(k); ok {
			r.ordinal(i, n.end, n.v)
			return n.end
		}
		return i + w
	}
	if end := r.hanDate(i); end > i {
		return end
	}
	if c == '半' {
		return r.half(i, w)
	}
	if end := r.doubled(i, c, w); end > i {
		return end
	}
	if end := r.hanWord(i); end > i {
		r.no(i, end, "numeral inside a word")
		return end
	}
	if next, nw := r.rune(i + w); c == '一' && next == '半' {
		return r.take(numeral{start: i, end: i + w + nw, v: briefs.Decimal{Coef: 5, Exp: -1}, han: true, frac: true})
	}
	n, ok := r.chinese(i)
	if !ok {
		return i + w
	}
	if end := r.hanMarker(&n); end > 0 {
		r.no(n.start, end, "list marker or reference")
		return end
	}
	if why := r.hanName(&n); why != "" {
		r.no(n.start, n.end, why)
		return n.end
	}
	if why := r.hanNot(&n); why != "" {
		r.no(n.start, n.end, why)
		return n.end
	}
	r.approx(&n)
	return r.take(n)
}

// half reads 半 before a unit, and 一半 by way of its caller: 半小时, 半公升, 半个.
func (r *reader) half(i, w int) int {
	k := r.blanks(i + w)
	n := numeral{start: i, end: i + w, v: briefs.Decimal{Coef: 5, Exp: -1}, han: true, frac: true}
	c, cw := r.rune(k)
	prev := r.runeBefore(i)
	if c == '成' {
		n.v, n.unit, n.end = briefs.Int(5), "percent", k+cw
		return r.take(n)
	}
	if c == '折' {
		n.v, n.unit, n.end = briefs.Int(50), "percent", k+cw
		return r.take(n)
	}
	if isHan(prev) && strings.ContainsRune("一多大上下前后後夜过過南北东東西对對各减減事参參", prev) {
		return i + w
	}
	if c == '个' || c == '個' {
		c2, _ := r.rune(k + cw)
		if u, _ := r.unitHan(k); u != nil && u.kind == briefs.Measure {
			return r.take(n)
		}
		if !isHan(c2) || c2 == '多' {
			return r.take(n)
		}
		return i + w
	}
	if u, e := r.unitHan(k); u != nil && u.kind != briefs.Ratio && (e-k > 3 || strings.ContainsRune("年天日斤里米升克吨亩", c)) {
		return r.take(n)
	}
	return i + w
}

// runeBefore is the character that ends at i.
func (r *reader) runeBefore(i int) rune {
	if i <= r.lo {
		return 0
	}
	j := i - 1
	for j > r.lo && r.text[j] >= 0x80 && r.text[j] < 0xC0 {
		j--
	}
	c, _ := r.rune(j)
	return c
}

// hanWord is the end of a word at i that has a numeral in it and is no number.
func (r *reader) hanWord(i int) int {
	rest := r.text[i:r.hi]
	c, w := r.rune(i)
	if next, nw := r.rune(i + w); next == '分' && strings.HasPrefix(rest[w+nw:], "之") || (next == '点' || next == '點') && r.pointDigit(i+w+nw) {
		return 0
	} else if next == '万' && strings.HasPrefix(rest[w+nw:], "分之") {
		return 0
	}
	for _, s := range hanWords[c] {
		if strings.HasPrefix(rest[w:], s) {
			if next, _ := r.rune(i + w + len(s)); s == "三" && hanScale(next) > 0 {
				continue // 两三千
			}
			return i + w + len(s)
		}
	}
	// A numeral inside a word that starts before it: 统一, 专一, 星期三, 之一.
	prev := r.runeBefore(i)
	if set, ok := hanTails[c]; ok && strings.ContainsRune(set, prev) {
		return i + w
	}
	return 0
}

// hanWords are words that start with a numeral, by that numeral; the rest of
// each word is listed.
var hanWords = map[rune][]string{
	'一': fields("些 般 直 定 样 樣 起 切 旦 致 度 向 贯 貫 方面 体 體 边 邊 下 会 會 律 律 味 经 經 心 时 時 则 則 身 手 带 帶 系列 连串 連串 流 线 線 级 級 把手 号 號 共 道 并 併 再 一 旁 生 概 新 举 舉 路 同 点 點 行 代 席 番 角 面 等 隅 侧 側 端 词 詞 应 應 国两制 國兩制 丝 絲 度 刻 瞬 见 見 齐 齊 早 如 且 向 来 來 视同仁 神教 元化 站式 揽子 体化 窝蜂 阵子 陣子 辈子 輩子 世 大早 度 中 类 類 开始 開始 日千里 帆 品 清 夫 妻 神 战 戰 二三四五"),
	'二': fields("线 次污染 次供水 次加工 次分配 次创业 次开发 次利用 次函数 手 战 戰 胡 氧化 维 維 次元 次世界 进制 進制 甲 郎 奶 哥 姐 叔 婚 审 審 读 讀 元论 元論 人转 人轉 黑 战区 级市 线城市 線城市 奶 副 传手 王 硫 元酸 烯 聚 甲苯 恶英 十四节气 十四節氣 月里 十大 七 期工程 号楼 茬 话不说 話不說"),
	'三': fields("个代表 个务必 国演 国志 国时 國演 國志 國時 星 明 亚 亞 峡 峽 农 農 角 轮 輪 文 菱 藩 军 軍 亚市 重奏 维 維 七 进制 甲 鹿 藏 清 毛 井 沙 门峡 門峡 门 門 水 原 河 江 湾 灣 尖 叉 聚 甲胺 氯 氧化 元里 昧 味 浦 洋 宝 寶 严 嚴 权分立 權分立 民主义 民主義 级跳 自 思 星堆 字经 字經 棱 次方 联 聯 部曲 明治 分球 分線 分线 好学生 藐 公经费 宅 上 下乡 笠 木 田 井 好 省 通 品 围 牲 伏 九 更 三两两 顾茅庐 言两语"),
	'四': fields("个全面 个自信 个意识 个走在 个革命 下基层 川 周 处 處 面 季 方 肢 海 通 邻 鄰 库 庫 书 書 合院 氯 氧化 环素 維 维 会 角 平 惠 面楚歌 分五裂 两 散 郊 旁 化 胞胎 两拨千斤 射 起 溢"),
	'五': fields("子登科 角 金 行 一劳动 一勞動 一黄金 星 台山 臺山 指山 官 笔 筆 谷 穀 粮液 味 脏 臟 大湖 环 環 花八门 代十国 代十國 四运动 四運動 颜六色 彩 常 华 華 泉 峰 经 經 霸 胡 毒 保户 险一金 鬼 郎 股 原 家渠 湖 岳 嶽 爪 莲 位一体 位一體"),
	'六': fields("安 朝 盘水 盤水 合 神 祖 道 一儿童 必居 韬 韜 甲 扇 壬 欲 本木 书 書 四事件 四天安"),
	'七': fields("夕 喜 星 律 绝 彩 台河 七事变 七事變 剑 劍 上八下 里河 巧 窍 竅 情 龙珠 宝 堵 里 贤 武士 堇 美 股"),
	'八': fields("项规定 方支援 路 卦 一 旗 宝 寶 里 宿 达 達 国联军 國聯軍 王 仙 掛 步沙 公山 道湾 重山 字 德 成以 府 尺 云 股 股文 戒 极 拜 角 千代 丈 幡 百里"),
	'九': fields("江 龙 龍 寨沟 寨溝 华山 華山 州 一八 泉 霄 段 天玄女 方 宫 宮 阳 陽 歌 鼎 卿 重 曲 牧 品 里 份 连环 尾 死一生 如 把"),
	'十': fields("分 字 足 堰 全 字架 字军 字軍 字路 万火急 里 三陵 拿 诫 誡 渡 方 八般 胜 日谈 有八九 恶 面埋伏 月革命 二指 二平均 二生肖 二宫 三经 三經 进制 進制 进位 一届三中"),
	'百': fields("姓 货 貨 科 度 合 老汇 老匯 家姓 家乐 家讲 色 花 般 慕大 事 年 代 里 越 济 濟 官 忙 废 廢 日 灵 靈 叶 葉 变 變 战 戰 态 態 草 戏 戲 川 倍 济 胜 威 里 草园 草園 折 感 折不挠 子 丽 联 老 岁 岁山 夜 济神州 市 强 米 强县 强 丈 炼 褔 褶 思"),
	'千': fields("万别 方百计 万不 万要 萬不 萬要 瓦 米 克 里 年 禧 古 秋 变 變 叶 葉 岛 島 金 家万户 家萬戶 军 軍 钧 鈞 代田 寻 歲 岁 玺 佛 手 帕 卡 阳 兆 斤顶 人大 湖 户 丝 篇一律 差万别 頭 头 里马 万别 载 篇 丈 惠 伏 叶县 赫 焦 字文 兵 层 阳县 与千寻"),
	'万': fields("千 一 科 能 象 物 达 達 岁 歲 事 万 分 圣 聖 里 州 年 隆 荣 榮 众 眾 宁 寧 华 華 国 國 宝 寶 有引力 无一失 向 全 安 户 博 名 人 历 曆 家灯 象更新 圣节 泉 源 盛 金油 般 全之策 恶 水 般 丈 里长 载 字 县 丹 佛 通 代 山 丰 喜 绿 向轮 柳 用表 和 新 龄 利 发 俟"),
	'萬': fields("一 科 能 象 物 達 歲 事 聖 里 州 年 隆 榮 眾 寧 華 國 寶 有引力 無一失 全 安 戶 博 曆 那 丹 豪 通 佛 代 用 梓良 和 芳"),
	'亿': fields("元 万 达 人 家 户 吨 级 阳 嘉 联"),
	'億': fields("元 萬"),
	'兆': fields("瓦 赫 头 頭 丰 豐 基 帕 字 示 铭 惠 骥"),
	'两': fields("个毫不动摇 个确立 个维护 个结合 个健康 岸 会 会期 侧 旁 极 栖 性 者 湖 江 广 用 全 半球 样 面性 码 院 淮 浙 弹一星 方面 手 翼 汉 晋 宋 弹 当 不 三 面 败 难 立 学一做 个务必 横一"),
	'兩': fields("岸 會 側 旁 極 棲 性 者 湖 江 廣 用 全 半球 樣 院 淮 浙 方面 手 翼 漢 晉 宋 三 面 敗 難 造"),
	'陆': fields("地 军 续 上 路 基 空 风 海 域 丰 运 陆 游 逊 桥 川 家 氏 委 战 羽 贾 抗 奇 相 生 架 面 客 栖 侨 蠡 续续 征 慷 "),
	'陸': fields("地 軍 續 上 路 基 空 風 海 域 豐 運 陸 游 遜 橋 川 家 氏 委 戰 羽 生 架 面 客 棲 奧 戰隊 行 征 客 沉 均 配 生 侯 軍"),
	'伍': fields("子 德 尔 兹 員 长 佰 廷 迪 思 华 晃 家 连 登 斯 "),
	'参': fields("加 与 考 观 赛 谋 议 选 照 数 展 拜 政 战 保 股 会 访"), '參': fields("加 與 考 觀 賽 謀 議 選 照 數 展 拜 政 戰 保 股 會 訪 院 訓 閱 謁 予 軍 照 透"),
	'零': fields("售 件 部 食 碳 星 和 排放 钱 容忍 距离 距離 工 下 点能 时 時 配件 关税 關稅 担 担保 日 余额 和博 基础 基礎 用 "),
	'〇': nil, '○': fields(""),
	'拾': fields("取 起 到 得 遗 荒 级 音"), '肆': fields("意 虐 无 無 行"), '捌': nil, '玖': fields("瑰 龙"), '柒': nil, '佰': nil, '仟': nil, '壹': fields("周刊 週刊 传媒 傳媒 电视 電視 号"), '贰': nil, '叁': nil,
}

// hanTails are characters before a numeral that make it part of their word.
var hanTails = map[rune]string{
	'一': "统統唯专專万萬单單同划劃之如第惟归歸合不逐表每某进進",
	'二': "第", '三': "第张張再李", '四': "第李", '五': "第王", '六': "第", '七': "第", '八': "第王胡", '九': "第初", '十': "第",
	'参': "人海刺丹党沙玄", '參': "人海刺丹黨沙玄內", '陆': "大登着内水海两北", '陸': "大登著內水海兩北", '零': "归歸飘凋清", '伍': "队隊入落退", '百': "成", '拾': "收", '亿': "", '兆': "预預吉京",
	'肆': "放大酒茶食", '万': "千", '萬': "千",
}

func fields(s string) []string { return strings.Fields(s) }

// hanNot says why a Han numeral is no figure, or "".
func (r *reader) hanNot(n *numeral) string {
	t := r.text
	start := n.start
	prev := r.runeBefore(start)
	next, nw := r.rune(r.blanks(n.end))
	first, fw := r.rune(start)
	plain := n.han && n.unit == "" && !n.frac && !n.point
	switch {
	case next == '是' && plain && (start == r.lo || strings.ContainsRune("\n。；，：", prev)):
		return "list marker or reference" // 一是…，二是…
	case prev == '第', prev == '初' && n.v.Coef <= 10 && n.v.Exp == 0 && plain:
		return "ordinal"
	case strings.HasSuffix(t[r.lo:start], "星期"), strings.HasSuffix(t[r.lo:start], "礼拜"), strings.HasSuffix(t[r.lo:start], "禮拜"):
		return "day of the week"
	case (prev == '周' || prev == '週') && plain && n.v.Coef < 7 && fw == n.end-start && !isClassifier(next):
		return "day of the week"
	case (next == '世' || next == '氏') && plain && !strings.HasPrefix(t[n.end:r.hi], "世纪") && !strings.HasPrefix(t[n.end:r.hi], "世紀") && !strings.HasPrefix(t[n.end:r.hi], "世界"):
		return "name"
	case prev == '·' || prev == '•':
		return "name"
	}
	if !plain {
		return ""
	}
	single := start+fw == n.end
	if single && hanDigit(first) == 1 && first == '一' {
		// One, as in English: only with a unit of measure or money.
		if u, e := r.unitHan(r.blanks(n.end)); u != nil && (u.kind == briefs.Money || u.kind == briefs.Measure && !r.timeUnit(u)) && (e-n.end > 3 || strings.ContainsRune("元米克升吨斤亩噸畝秒", next) || r.blanks(n.end) > n.end) {
			return ""
		}
		if next == '倍' || n.start == r.lo && n.end == r.hi {
			return ""
		}
		if next == '半' {
			return ""
		}
		if next == '打' || (next == '个' || next == '個') && strings.HasPrefix(t[n.end+nw:r.hi], "半") || next == '升' || strings.HasPrefix(t[n.end:r.hi], "分米") || (next == '块' || next == '塊') && r.pointDigit(n.end+nw) {
			return ""
		}
		return "one as an article"
	}
	if single && hanScale(first) > 0 && first != '十' && first != '拾' {
		// 百, 千, 万, 亿 alone: only after a word that says about.
		if strings.ContainsRune("近上逾超约約数數过過达達成", prev) || prev == '几' || prev == '幾' {
			return ""
		}
		return "scale without a number"
	}
	if single && hanScale(first) == 0 {
		if n.start == r.lo && n.end == r.hi {
			return ""
		}
		if isClassifier(next) || isCounted(t[n.end:r.hi]) {
			return ""
		}
		if u, _ := r.unitHan(r.blanks(n.end)); u != nil {
			return ""
		}
		if !isHan(next) {
			if isHan(prev) && !strings.ContainsRune("是为為有到达達至和与與", prev) {
				return "numeral inside a word"
			}
			return ""
		}
		if prev == '的' || hanScale(prev) > 0 {
			return "numeral inside a word"
		}
		return "numeral inside a word"
	}
	_ = nw
	return ""
}

// approx reads the words before a Han numeral that are part of it: 近百, 数千.
func (r *reader) approx(n *numeral) {
	c := r.runeBefore(n.start)
	first, _ := r.rune(n.start)
	if hanScale(first) == 0 || first == '十' && c != '数' && c != '數' && c != '几' && c != '幾' {
		return
	}
	switch c {
	case '数', '數', '几', '幾', '上', '成':
		n.cmp = briefs.Over
		if c != '上' && c != '成' {
			n.start -= 3
		}
	}
}

// isClassifier reports the measure words that count things.
func isClassifier(c rune) bool { return classifiers.has(c) }

var classifiers = runes("个個名位人家项項条條次种種件支只隻张張座台臺辆輛艘架部本册冊篇首场場届屆期批组組套间間所处處户戶口头頭匹棵株朵颗顆粒滴片层層栋棟幢排列段节節章句字页頁份笔筆枚根扇门門轮輪局盘盤回趟遍番阵陣顿頓步级級类類样樣款宗起例代员員队隊任集幅班度岁歲堂对對双雙打位胎房厅廳室线線审審维維点點站卷号號档檔招处所成折倍")

// isCounted reports nouns that are counted without a measure word.
func isCounted(s string) bool {
	for _, w := range countedNouns {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

var countedNouns = fields("国 國 省 县 縣 市 区 區 州 岛 島 镇 鎮 乡 鄉 村 大 者 党 黨 校 院 军 軍 方 地 子 女 兄弟 姐妹 姊妹 选 選 大学 大學 比 成员 成員 原则 原則 部门 部門 公司 学校 學校 城市 民族 球 分 连冠 連冠 连胜 連勝 强 強 国家 國家 季 车道 車道 周年 週年 胞胎 分之 星级 星級 夜 餐 路 声 聲")

// pointDigit reports whether a digit of either script stands at i.
func (r *reader) pointDigit(i int) bool {
	if _, w := r.digitAt(i); w > 0 {
		return true
	}
	c, _ := r.rune(i)
	return hanDigit(c) >= 0
}

// hanMarker is the end of a list marker in Han numerals at the start of a
// line: 一、 （二） 三．
func (r *reader) hanMarker(n *numeral) int {
	t := r.text
	if n.scaled || n.frac || n.point || n.end-n.start > 9 {
		return 0
	}
	s := n.start
	open := strings.HasSuffix(t[r.lo:s], "（") || strings.HasSuffix(t[r.lo:s], "(")
	switch {
	case strings.HasSuffix(t[r.lo:s], "（"):
		s -= 3
	case open:
		s--
	}
	for s > r.lo && (t[s-1] == ' ' || t[s-1] == '#' || t[s-1] == '*' || t[s-1] == '\t') {
		s--
	}
	for strings.HasSuffix(t[r.lo:s], "　") {
		s -= 3
	}
	if s > r.lo && t[s-1] != '\n' && !open {
		return 0
	}
	for _, m := range [...]string{"、", "）", ")", "．", "."} {
		if strings.HasPrefix(t[n.end:r.hi], m) && (open == (m == "）" || m == ")")) {
			return n.end + len(m)
		}
	}
	return 0
}
