package store

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"despatch/briefs"
)

// fields are the names of fields, and what may be typed for them.
var fields = map[string]string{
	"title": "title", "from": "from", "tag": "tag", "tags": "tag", "before": "before", "after": "after", "is": "is",
	"figure": "figure", "figures": "figure", "unit": "unit", "measure": "measure",
	"标题": "title", "来源": "from", "标签": "tag", "数字": "figure", "单位": "unit", "指标": "measure",
}

// maxFieldName is the longest name of a field that is looked for, in bytes.
const maxFieldName = 24

// fieldName is the name of the field at the start of text as typed, and its
// length with the colon; figure>5 has none, and a space may stand before that
// of ours. The name is "" where text does not start so.
func fieldName(text string) (name string, length int) {
	for i, r := range text {
		switch {
		case i > maxFieldName:
			return "", 0
		case unicode.IsLetter(r):
			continue
		case r == ':' || r == '：':
			return text[:i], i + utf8.RuneLen(r)
		case strings.ContainsRune(comparators, r) && fields[fold(text[:i])] == "figure":
			return text[:i], i
		case unicode.IsSpace(r) && fields[fold(text[:i])] != "":
			rest := strings.TrimLeftFunc(text[i:], unicode.IsSpace)
			if c, n := utf8.DecodeRuneInString(rest); c == ':' || c == '：' {
				return text[:i], len(text) - len(rest) + n
			}
		}
		return "", 0
	}
	return "", 0
}

// field reads what stands behind the name of a field.
func (r *reading) field(typed string, not bool) {
	name := fields[fold(typed)]
	if name == "" {
		r.noField(typed, not)
		return
	}
	r.rest = strings.TrimLeftFunc(r.rest, unicode.IsSpace)
	if r.rest == "" {
		r.misread(name + ": waits for " + awaited[name])
		return
	}
	switch name {
	case "title":
		r.words(inTitle, not)
	case "from":
		r.words(inFrom, not)
	case "measure":
		r.words(inMeasure, not)
	case "tag":
		r.tag(not)
	case "is":
		r.is(not)
	case "before", "after":
		r.date(name, not)
	case "figure":
		r.figure(not)
	case "unit":
		r.unit(not)
	}
}

// awaited is what a field takes, in words.
var awaited = map[string]string{
	"title": "a word", "from": "a word", "tag": "a tag", "measure": "a word", "unit": "a unit: %, yuan, km", "is": states,
	"before": "a date: " + dates, "after": "a date: " + dates, "figure": "a figure: >1tn-yuan, 10..20%, 52million",
}

const (
	dates  = "2024-05-01, 2024-05 or 2024"
	states = "unread, read, starred, opened, action, later or done"
)

// noField reads text with a colon that is no field of ours as the words that it
// is. A name that nothing follows at once is prose, and an address is none.
func (r *reading) noField(typed string, not bool) {
	if next, _ := utf8.DecodeRuneInString(r.rest); r.rest != "" && (unicode.IsLetter(next) || unicode.IsDigit(next) || openers[next] != "") {
		r.misread(quoted(typed+":") + " is no field, so these are words; fields are title, from, tag, before, after, is, figure, unit, measure")
	}
	if next, _ := utf8.DecodeRuneInString(r.rest); r.rest != "" && openers[next] == "" && !parts(r.rest) {
		r.rest = typed + ":" + r.rest // one piece: a phrase
	} else {
		r.rest = typed + " " + r.rest
	}
	r.words(anywhere, not)
}

// tag reads a keyword of the office, or what a reader marked a brief with.
func (r *reading) tag(not bool) {
	was := r.rest
	said, _ := r.said()
	switch tag := briefs.Tag(strings.ToUpper(fold(said))); tag {
	case briefs.Action, briefs.Later, briefs.Done:
		r.state = append(r.state, stateTest{string(tag), not})
		return
	}
	r.rest = was
	r.words(inTags, not)
}

// is reads a state of a brief.
func (r *reading) is(not bool) {
	said, _ := r.said()
	switch word := fold(said); word {
	case "read", "starred", "opened":
		r.state = append(r.state, stateTest{word, not})
	case "unread", "unstarred", "unopened":
		r.state = append(r.state, stateTest{strings.TrimPrefix(word, "un"), !not})
	case "star":
		r.state = append(r.state, stateTest{"starred", not})
	case "action", "later", "done":
		r.state = append(r.state, stateTest{strings.ToUpper(word), not})
	default:
		r.misread(quoted(said) + " is no state: is: takes " + states)
	}
}

// date reads the bound of a date: before a day, or from a day on.
func (r *reading) date(name string, not bool) {
	said, _ := r.value()
	first, ok := r.dayOf(said)
	if !ok {
		r.misread(quoted(said) + " is no date: write " + dates)
		return
	}
	n := dayNumber(first)
	if n == 0 {
		n = 1
	}
	if (name == "before") != not {
		if r.to == 0 || n < r.to {
			r.to = n
		}
		r.understood("before " + first.Format(time.DateOnly))
		return
	}
	r.from = max(r.from, n)
	r.understood("from " + first.Format(time.DateOnly) + " on")
}

// dayOf is the first day of a year, a month or a day as people write it.
func (r *reading) dayOf(said string) (time.Time, bool) {
	t := fold(strings.TrimSpace(said))
	switch t {
	case "today", "今天":
		return r.today, !r.today.IsZero()
	case "yesterday", "昨天":
		return r.today.AddDate(0, 0, -1), !r.today.IsZero()
	}
	t = strings.TrimRight(strings.NewReplacer("年", "-", "月", "-", "日", "", "号", "", "/", "-", ".", "-", "–", "-", "—", "-").Replace(t), "-")
	numbers := [3]int{0, 1, 1}
	all := strings.Split(t, "-")
	if len(all) == 1 && len(t) == 8 {
		all = []string{t[:4], t[4:6], t[6:]}
	}
	if len(all) > 3 || len(all[0]) != 4 {
		return time.Time{}, false
	}
	for i, s := range all {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || len(s) > 4 {
			return time.Time{}, false
		}
		numbers[i] = n
	}
	day := time.Date(numbers[0], time.Month(numbers[1]), numbers[2], 0, 0, 0, 0, time.UTC)
	return day, day.Year() == numbers[0] && int(day.Month()) == numbers[1] && day.Day() == numbers[2]
}

// value takes what is typed up to the next space, or in quotation marks; other
// signs part nothing there: 2024/05/01, >1,000.
func (r *reading) value() (said string, quoted bool) {
	if c, _ := utf8.DecodeRuneInString(r.rest); openers[c] != "" {
		return r.said()
	}
	end := strings.IndexFunc(r.rest, unicode.IsSpace)
	if end < 0 {
		end = len(r.rest)
	}
	said, r.rest = r.rest[:end], r.rest[end:]
	return strings.TrimRight(said, ",;!?，、；。！？)）"), false
}
