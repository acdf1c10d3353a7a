package figures

import (
	"strings"

	"despatch/briefs"
)

// upWords and downWords are the verbs of change, as they stand before a number.
var upWords = set(`rose rise rises risen rising increased increase increases increasing grew grow grows grown growing gained gain gains gaining climbed climb climbing climbs
jumped jump jumps jumping surged surge surges surging soared soar soaring added adds up expanded expand expanding advanced advance advances rallied rebounded
raised raise raising raises boosted boost doubled widened accelerated strengthened improved improve higher rocketed swelled leapt leaped skyrocketed spiked ballooned lifted hiked quickened`)

var downWords = set(`fell fall falls fallen falling decreased decrease decreases decreasing dropped drop drops dropping declined decline declines declining lost lose loses losing
slid slide slides sliding plunged plunge plunging shrank shrink shrunk shrinking down cut cuts cutting reduced reduce reduces reducing slipped slip slumped slump tumbled tumble
contracted contract lowered lower narrowed slashed dipped dip eased ease plummeted sank retreated skidded sagged halved halves crashed collapsed tanked nosedived softened retreat retreats weakened shed sheds trimmed trim`)

// upNouns and downNouns stand after a number: a 5 % rise, 3 points lower.
var upNouns = set(`rise increase growth gain jump surge hike improvement expansion higher up increases gains more above bigger larger longer`)
var downNouns = set(`fall decrease drop decline loss reduction cut slump contraction lower down decreases declines cuts discount less fewer below smaller shorter`)

// raising are verbs that, right before money, collect it.
var raising = set(`raised raise raising raises`)

// partsUp reports a verb that "up" at i belongs to and that says no move:
// freeing up, made up, set up.
func (r *reader) partsUp(i int) bool {
	b := r.wordBefore(i)
	return r.in(upVerbs, b.s, b.e)
}

var upVerbs = set(`freeing freed free frees make makes made making set sets setting take takes took taken taking give gives gave given giving open opens opened opening clean cleaned cleaning sum summed pick picked picking buy bought buying
sign signed signing line lined start started starting hold holds held cover covered free speed use used using end ends ended ending wind split follow followed sell sold pile snap snapped fill filled put puts putting turn turned come came coming`)

// downVerbs are verbs that "down" belongs to and that say no move.
var downVerbs = set(`hold holds held holding put puts putting set sets setting lay lays laid laying hand hands handed handing sit sits sitting sat shoot shoots shot shooting track tracked tracking hunt hunted burn burns burned burning tear tears tore tearing write writes wrote`)

// changeFill are words that may stand between a verb of change and its number.
var changeFill = set(`by between estimated average about around nearly almost roughly approximately more than over less a an further another some only just at least up sharply slightly steadily to as much and an of in the its year-on-year annually`)

// change tells whether an item is a move and which way: rose 5 %, a fall of 3
// points, up 2 per cent, 5 % higher, 增长5%, 同比下降3%.
func (r *reader) change(it *item) {
	if it.han {
		r.changeHan(it)
		return
	}
	end := it.left
	for range 6 {
		w := r.wordBefore(end)
		if w.e == w.s {
			break
		}
		if strings.ContainsAny(r.text[w.e:end], ",;:") {
			break
		}
		sets := r.setsAt(w.s, w.e)
		switch {
		case w.e == it.left-1 && r.is(w.s, w.e, "the") && it.Kind != briefs.Percent:
			goto after // raise the 66,000 cap: what is known, and no move
		case r.is(w.s, w.e, "down") && r.in(downVerbs, r.wordBefore(w.s).s, r.wordBefore(w.s).e):
			return // holding down more than one job
		case r.is(w.s, w.e, "at") && !hasAny(strings.TrimSpace(r.text[w.e:it.left]), "least", "most"):
			return // 1.5 % higher at 33,212: a level
		case r.is(w.s, w.e, "than") && r.in(lessThan, r.wordBefore(w.s).s, r.wordBefore(w.s).e):
			goto after // lower than 45: a comparator
		case sets.in(upWords):
			if r.is(w.s, w.e, "up") && (r.toFollows(w.e, it.left) || r.partsUp(w.s)) {
				return // up to, freeing up
			}
			if it.Kind == briefs.Money && w.e >= r.beforePhrase(it)-1 && r.in(raising, w.s, w.e) {
				return // raised more than $200m: collected
			}
			it.Change = briefs.Up
			return
		case sets.in(downWords):
			it.Change = briefs.Down
			return
		case r.is(w.s, w.e, "of") && r.changeNoun(w.s) != briefs.Level && !(it.Kind == briefs.Money && r.is2before(w.s, "loss")):
			it.Change = r.changeNoun(w.s)
			return
		case r.is(w.s, w.e, "in") && r.span(it):
			return // doubled in two weeks
		case r.is(w.s, w.e, "to"):
			// Rose to 5: a level, and no move of five.
			goto after
		case !sets.in(changeFill):
			if m := r.moved(it); m.by {
				it.Change = m.dir
				return
			}
			goto after
		}
		end = w.s
	}
after:
	if it.Change != briefs.Level {
		return
	}
	k := r.skip(it.End)
	for range 2 {
		w := r.wordAt(k)
		if w == k {
			return
		}
		switch {
		case (r.is(k, w, "above") || r.is(k, w, "below") || r.is(k, w, "more") || r.is(k, w, "less")) && !r.thanFollows(w):
			return
		case r.in(upNouns, k, w):
			it.Change = briefs.Up
			return
		case r.in(downNouns, k, w):
			if !(it.Kind == briefs.Money && r.is(k, w, "loss")) { // a loss of so much
				it.Change = briefs.Down
			}
			return
		case r.is(k, w, "points") || r.is(k, w, "annual") || r.is(k, w, "annualized") || r.is(k, w, "net"):
			k = r.skip(w)
		default:
			return
		}
	}
}

// lessThan are words of change that compare before "than".
var lessThan = set(`lower higher`)

// changeNoun is the way of the noun of change before "of" at i: growth of 5 %.
func (r *reader) changeNoun(i int) briefs.Change {
	w := r.wordBefore(i)
	switch {
	case r.in(upNouns, w.s, w.e):
		return briefs.Up
	case r.in(downNouns, w.s, w.e):
		return briefs.Down
	}
	return briefs.Level
}

func (r *reader) toFollows(i, left int) bool {
	return strings.HasPrefix(strings.TrimSpace(r.text[i:left]), "to")
}

var hanUps = list("增长了", "增長了", "增长", "增長", "增加了", "增加", "提高了", "提高", "提升了", "提升", "上升了", "上升", "上涨", "上漲", "扩大", "擴大", "升高", "增幅", "增幅达", "涨幅", "上调", "增产", "增收", "新增", "涨", "漲", "增", "升", "增速", "增速为", "调升", "加快", "回升", "走高", "升值", "攀升", "反弹", "扩张")
var hanDowns = list("下降了", "下降", "减少了", "减少", "減少", "降低了", "降低", "下跌", "下滑", "回落", "缩小", "縮小", "降幅", "跌幅", "下调", "减产", "減產", "收窄", "跌", "降", "减", "減", "放缓", "减缓", "萎缩", "缩减", "压减", "贬值", "下挫", "走低", "缩短")

func (r *reader) changeHan(it *item) {
	tail := r.text[max(r.lo, it.left-36):it.left]
	for _, f := range [...]string{"超过", "近", "约", "逾", "超", "达到", "达", "幅度", "不低于", "不超过", "至少", "为", "了"} {
		tail = strings.TrimSuffix(tail, f)
	}
	if strings.HasSuffix(tail, "每升") || strings.HasSuffix(tail, "公升") {
		return // of the litre
	}
	switch {
	case hanUps.endAt(tail) >= 0:
		it.Change = briefs.Up
		return
	case hanDowns.endAt(tail) >= 0:
		it.Change = briefs.Down
		return
	}
	if it.Unit == "percentage point" || it.Unit == "bp" {
		r.movedHan(it)
	}
}

// movedHan takes the change of a verb whose object stands between it and a
// number of points: 下调存款准备金率0.5个百分点.
func (r *reader) movedHan(it *item) {
	clause := r.text[max(r.lo, it.left-60):it.left]
	if k := strings.LastIndexAny(clause, "，。；、,;"); k >= 0 {
		clause = clause[k:]
	}
	switch {
	case strings.Contains(clause, "至") || strings.Contains(clause, "到"):
	case strings.Contains(clause, "下调"), strings.Contains(clause, "降低"), strings.Contains(clause, "调降"):
		it.Change = briefs.Down
	case strings.Contains(clause, "上调"), strings.Contains(clause, "提高"), strings.Contains(clause, "调升"):
		it.Change = briefs.Up
	}
}

// thanFollows reports whether "than" or a level to compare with comes after a
// word of comparison.
func (r *reader) thanFollows(e int) bool {
	k := r.skip(e)
	w := r.wordAt(k)
	return r.is(k, w, "than") || r.is(k, w, "the") || r.is(k, w, "last") || r.is(k, w, "a")
}
