package figures

import (
	"strings"

	"despatch/briefs"
)

var forecastWords = set(`expected expects expect forecast forecasts projected projects projection projections predicted predicts estimates anticipated will would could likely`)
var targetWords = set(`target targets targeting aims aim aimed goal goals plan plans planned pledged pledge pledges committed commit intends intend seeks seek objective`)
var limitWords = set(`limit limits limited cap caps capped ceiling maximum threshold must exceed`)

var hanForecasts = list("预计", "預計", "预期", "有望", "预测", "將達", "将达", "将超")
var hanTargets = list("目标", "力争", "争取达到", "争取实现", "争取完成", "争取突破", "争取增长", "争取到20", "争取在", "争取用", "计划", "确保", "目標", "力爭", "计划", "規劃", "规划", "要达到", "要保持", "拟")
var hanLimits = list("不得超过", "不得低于", "上限", "下限", "限额", "不能超过", "控制在")

// stance tells facts from forecasts, targets and limits by the words of the
// clause before the figure.
func (r *reader) stance(it *item) briefs.Stance {
	lo := max(it.Sentence.Start, it.left-110)
	if it.han {
		s := r.text[lo:it.left]
		for k := len(s) - 3; k >= 0; k-- {
			if s[k] == 0xE3 && s[k:k+3] == "。" || s[k] == 0xEF && s[k:k+3] == "；" {
				s = s[k:]
				break
			}
		}
		switch {
		case hanLimits.within(s):
			return briefs.Limit
		case hanTargets.within(s):
			return briefs.Target
		case hanForecasts.within(s) && (!strings.Contains(s, "预期") || hanForecasts.within(metHan.Replace(s))):
			return briefs.Forecast
		}
		return briefs.Observed
	}
	end := it.left
	stance := briefs.Observed
	for range 12 {
		w := r.wordBefore(end)
		if w.e == w.s {
			// Past a comma or a mark the clause is another; a hyphen is inside.
			if end > lo && r.text[end-1] == '-' {
				end--
				continue
			}
			break
		}
		if w.s < lo {
			break
		}
		sets := r.setsAt(w.s, w.e)
		switch {
		case sets == setBits{}:
		case sets.in(targetWords) && !r.is(r.skip(w.e), r.wordAt(r.skip(w.e)), "range"):
			if !r.idleTarget(w) {
				return briefs.Target
			}
		case sets.in(limitWords) && !r.is(w.s, w.e, "exceed"):
			return briefs.Limit
		case r.is(w.s, w.e, "exceed") && (r.is2before(w.s, "not") || r.is2before(w.s, "may")):
			return briefs.Limit
		case sets.in(forecastWords):
			stance = briefs.Forecast
		}
		if stance != briefs.Observed && !r.is(w.s, w.e, "will") && !r.is(w.s, w.e, "would") {
			break
		}
		end = w.s
	}
	return stance
}

// metHan takes out what is no forecast: a life expectancy, and a forecast that
// the figure is compared with.
var metHan = strings.NewReplacer("预期寿命", "", "稳预期", "", "稳定预期", "", "高于预期", "", "好于预期", "", "低于预期", "", "符合预期", "", "超预期", "", "超出预期", "", "快于预期", "")

// idleTarget reports a word for a target that says none here: the plan raised,
// conspiracy to commit murder.
func (r *reader) idleTarget(w word) bool {
	switch {
	case r.is(w.s, w.e, "plan"), r.is(w.s, w.e, "plans"):
		return r.acts(w)
	case r.is(w.s, w.e, "commit"):
		return !r.is(r.skip(w.e), r.wordAt(r.skip(w.e)), "to")
	}
	return false
}

// acts reports a noun after its article that does something: the plan would,
// the plan raised.
func (r *reader) acts(w word) bool {
	b := r.wordBefore(w.s)
	next, ok := r.nextWord(w.e)
	return ok && r.in(articles, b.s, b.e) && (r.in(auxiliaries, next.s, next.e) && !r.is(next.s, next.e, "is") && !r.is(next.s, next.e, "was") || strings.HasSuffix(r.text[next.s:next.e], "ed") || r.in(irregular, next.s, next.e))
}
