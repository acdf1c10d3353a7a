package figures

import "strings"

// sound passes a measure that reads as a short noun phrase, and nothing else:
// a wrong measure is worse than none. A clause, a fragment, a pronoun or a word
// that says nothing by itself gives "". The part after a colon is what a share
// does and is a verb phrase by right.
func sound(s string) string {
	s = bare(s)
	if s == "" {
		return ""
	}
	if hanText(s) {
		return soundHan(s)
	}
	if rest, ok := strings.CutPrefix(s, "of "); ok {
		whole, what, has := strings.Cut(rest, ": ")
		if strings.ContainsAny(what, "%&") || strings.Contains(what, " percent") || strings.Contains(what, " per cent") {
			return sound("of " + whole) // more than one share is said there
		}
		if cut, _, ok := strings.Cut(what, " — "); ok {
			return sound("of " + whole + ": " + cut)
		}
		sub := soundEnglish(whole)
		if sub != "" && sub == whole && (!has || what != "") {
			return s
		}
		whole = sub
		switch {
		case whole == "":
			return ""
		case has && what != "":
			return "of " + whole + ": " + strings.TrimSpace(what)
		}
		return "of " + whole
	}
	if head, whole, ok := strings.Cut(s, ", of "); ok {
		if head, whole = soundEnglish(head), soundEnglish(whole); head != "" && whole != "" {
			return head + ", of " + whole
		} else if whole != "" {
			return "of " + whole
		}
		return ""
	}
	return soundEnglish(s)
}

// soundCount passes what is counted: the noun that the number stands before may
// be any, and what was done to it may close it ("enterprises invited").
func soundCount(s string) string {
	if out := sound(s); out != "" {
		return out
	}
	s = bare(s)
	if !strings.Contains(s, " ") && !idleWord(s) && !hanText(s) {
		return s
	}
	head, last := s, ""
	if k := strings.LastIndexByte(s, ' '); k > 0 {
		head, last = s[:k], s[k+1:]
	}
	if strings.HasSuffix(last, "ed") && (sound(head) == head || !strings.Contains(head, " ")) {
		return s
	}
	return ""
}

// bare takes the markers of lists and quotations off the front of a measure.
func bare(s string) string {
	for s != "" && !isLetter(s[0]) && (s[0] < 0xE4 || s[0] > 0xE9) {
		t := strings.TrimLeft(s, " >-*+·•–—#")
		if k := strings.IndexByte(t, ' '); k > 0 && k < 4 && isDigit(t[0]) && (t[k-1] == '.' || t[k-1] == ')') {
			t = t[k+1:]
		}
		if t == s {
			break
		}
		s = t
	}
	return strings.TrimSpace(s)
}

// A phraseWord is a word of a measure: as printed, without the marks round it,
// and the sets that each is in.
type phraseWord struct {
	text, bare   string
	textIn, sets setBits
}

// soundEnglish passes an English noun phrase.
func soundEnglish(s string) string {
	var buf [16]phraseWord
	words := phraseWords(buf[:0], s)
	// Little words at either end are no part of the phrase.
	for len(words) > 0 && words[0].textIn.in(leadTrim) {
		words = words[1:]
	}
	if len(words) > 2 && strings.HasSuffix(words[0].text, "ing") && isLower(words[0].text[0]) && words[1].textIn.in(articles) {
		words = words[2:] // taking its headcount to
	}
	for len(words) > 0 && closes(&words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if n := len(words); n > 2 && words[n-2].text == "as" && words[n-1].text == "part" {
		words = words[:n-2]
	}
	// Retail sales unexpectedly (fell).
	for len(words) > 1 && manner(words[len(words)-1].text) {
		words = words[:len(words)-1]
	}
	if len(words) > 1 && strings.HasSuffix(words[0].text, "ing") && isLower(words[0].text[0]) && (words[1].bare == "for" || words[1].bare == "to") && verbal(words[0].text) {
		return "" // arranging for the transfer
	}
	if len(words) == 3 && words[1].text == "on" && words[0].text == words[2].text {
		return "" // month on month
	}
	if n := len(words); n > 1 && strings.HasSuffix(words[n-1].text, "ing") && isLower(words[n-1].text[0]) && verbal(words[n-1].text) {
		return "" // the programme obtaining
	}
	if len(words) > 0 && possessive(words[len(words)-1].text) {
		return "" // America's, Here's: of something else
	}
	if len(words) == 2 && words[0].textIn.in(orderWords) && words[1].textIn.in(spanWords) {
		return "" // third quarter, first time: when, and not what
	}
	if len(words) == 0 || clauseMark(s) {
		return ""
	}
	if c := words[0].text[0]; isDigit(c) || c == '\'' || c == ')' || c == ']' || c == '|' || c == '=' || c == '/' || c == ',' || c == '(' || isLower(c) && len(words[0].text) == 1 {
		return ""
	}
	for i := range words {
		w := &words[i]
		last := i == len(words)-1
		if i == 0 && noFirst(w) || clauseWord(w) {
			return ""
		}
		if i == 0 {
			if next := &words[min(1, len(words)-1)]; !last && w.past() && !(w.sets.in(doneVerbs) && next.text == "by") && (w.sets.in(irregular) || next.textIn.in(afterParticiple) || next.textIn.in(stops)) {
				return ""
			}
			continue
		}
		before := &words[i-1]
		switch {
		case sameWord(before.text, "and") && w.textIn.in(afterParticiple):
			return "" // people and by 2020: two clauses
		case w.sets.in(justArticles) && !before.sets.in(stops):
			return "" // a verb and its object: the deal values the firm
		case isDigit(before.text[0]) && len(before.text) < 3 && isUpper(w.text[0]) && monthNamed(strings.Trim(w.text, ",")) > 0:
			return "" // a day inside: the phrase is a clause
		case last && (w.past() || w.sets.in(adjectives) && endsEd(w.bare) && !w.sets.in(edThings)):
			return ""
		case last:
		case sameWord(w.bare, "to") && (words[i+1].textIn.in(verbs) || words[i+1].textIn.in(levelVerbs) || sameWord(words[i+1].text, "pass")):
			return ""
		case w.past() && !closesUp(before.text, words[i+1].text):
			return ""
		}
	}
	if idlePhrase(words) {
		return ""
	}
	if len(words) == 1 {
		l := strings.ToLower(strings.Trim(words[0].text, `,;:."'`))
		if len(l) < 2 || vague.has(l) || pastVerb(l) || idleWord(l) {
			return ""
		}
		q := reader{text: s, hi: len(s)}
		if u, e := q.unitWord(0); u != nil && e == len(s) && !currencies.has(l) {
			return ""
		}
	}
	out, end := s, words[len(words)-1].text
	if !strings.HasPrefix(s, words[0].text) {
		if i := strings.Index(s, words[0].text); i > 0 {
			out = s[i:]
		}
	}
	if !strings.HasSuffix(out, end) {
		if lost := len(out) - strings.LastIndex(out, end) - len(end); lost > 0 {
			out = out[:len(out)-lost]
		}
	}
	if c := out[len(out)-1]; isLetter(c) || isDigit(c) {
		return out
	}
	return strings.TrimRight(out, " ,;:.-–(")
}

// phraseWords parts a phrase at its blanks.
func phraseWords(words []phraseWord, s string) []phraseWord {
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			i++
			continue
		}
		e := i + 1
		for e < len(s) && s[e] != ' ' {
			e++
		}
		w := phraseWord{text: s[i:e], bare: s[i:e], textIn: setsOf(s[i:e])}
		w.sets = w.textIn
		if !isLetter(s[i]) || !isLetter(s[e-1]) {
			w.bare = strings.Trim(w.text, marks)
			w.sets = setsOf(w.bare)
		}
		words, i = append(words, w), e
	}
	return words
}

// past reports a form in -ed that is no adjective of the trade.
func (w *phraseWord) past() bool {
	if w.sets.in(irregular) {
		return true
	}
	return len(w.bare) > 4 && endsEd(w.bare) && !w.sets.in(adjectives) && !strings.Contains(w.bare, "-")
}

func endsEd(w string) bool { return w[len(w)-2]|0x20 == 'e' && w[len(w)-1]|0x20 == 'd' }

func endsLy(w string) bool { return w[len(w)-2]|0x20 == 'l' && w[len(w)-1]|0x20 == 'y' }

// closes reports a little word that does not close a phrase.
func closes(w *phraseWord) bool {
	if w.text == w.bare {
		return w.textIn.in(tailTrim)
	}
	return setsOf(strings.TrimRight(w.text, ",;:.")).in(tailTrim)
}

// noFirst reports a word that opens no noun phrase: a preposition, an
// auxiliary, an adverb, a month.
func noFirst(w *phraseWord) bool {
	return w.sets.in(notFirst) || w.sets.in(auxiliaries) || len(w.bare) > 4 && endsLy(w.bare) && !w.sets.in(lyNouns) || isUpper(w.text[0]) && monthNamed(w.text) > 0
}

// clauseWord reports a word that makes a clause of the words round it.
func clauseWord(w *phraseWord) bool {
	if w.sets.in(finiteVerbs) || w.sets.in(pronouns) {
		return true
	}
	if n := len(w.bare); n > 6 && w.bare[n-4:] == "izes" {
		return true // the bill recognizes
	}
	if w.sets.in(auxiliaries) {
		return !(isUpper(w.text[0]) && sameWord(w.bare, "may"))
	}
	l := w.bare
	for i := 1; i < len(l); i++ {
		if l[i] == '\'' || l[i] == 0xE2 {
			l = strings.ToLower(l)
			return strings.Contains(l, "n't") || strings.Contains(l, "n’t")
		}
	}
	return false
}

// clauseMark reports a mark that stands between clauses, or in no phrase at
// all, or one bracket of two.
func clauseMark(s string) bool {
	depth := 0
	for i := 0; i < len(s); i++ {
		if !clauseMarks[s[i]] {
			continue
		}
		if s[i] >= 0xD0 {
			return true // a script that the rules do not read
		}
		switch s[i] {
		case '(':
			if strings.HasPrefix(s[i:], "(R-") || strings.HasPrefix(s[i:], "(D-") {
				return true // a member of a party
			}
			depth++
		case ')':
			depth--
		case '.', ';', '?':
			if i+1 < len(s) && s[i+1] == ' ' && !(i > 2 && s[i] == '.' && isUpper(s[i-1]) && s[i-2] == '.') {
				return true
			}
		case '&':
			if i+1 < len(s) && s[i+1] == '#' {
				return true
			}
		case '_':
			return true
		}
	}
	return depth != 0
}

// verbal reports a participle in -ing: words that are nouns of a trade close a
// phrase as well as any, road building.
func verbal(w string) bool { return !ingThings.has(w) }

// clauseMarks are the bytes that clauseMark looks at.
var clauseMarks = func() (marks [256]bool) {
	for _, c := range []byte("().;?&_") {
		marks[c] = true
	}
	for c := 0xD0; c <= 0xE0; c++ {
		marks[c] = true
	}
	return
}()

// possessive reports a word that ends in the s of whose, or of "is".
func possessive(w string) bool {
	if n := len(w); isLetter(w[n-1]) && (w[n-1] != 's' || n > 1 && isLetter(w[n-2])) {
		return false
	}
	w = strings.TrimRight(w, `,;:."`)
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s")
}

var justArticles = set(`the a an`)

// idlePhrase reports words that only say when: next year, last month.
func idlePhrase(words []phraseWord) bool {
	for i := range words {
		if !words[i].sets.in(whenWords) {
			return false
		}
	}
	return true
}

var whenWords = set(`next last this past previous following same annual early late year years month months week weeks quarter day days decade time ago earlier later now today yesterday tomorrow the a an`)

const marks = `,;:.!?"'()`

// currencies are names of money that move themselves: the euro gained 0.3 per
// cent.
var currencies = set(`dollar euro pound yen yuan renminbi ruble rouble rupee franc peso lira krona krone rand real zloty forint sterling`)

// appendWords parts a phrase at its blanks.
func appendWords(words []string, s string) []string {
	for s != "" {
		w, rest, _ := strings.Cut(s, " ")
		if w != "" {
			words = append(words, w)
		}
		s = rest
	}
	return words
}

// pastVerb reports a form in -ed that is no adjective of the trade.
func pastVerb(w string) bool {
	if len(w) < 5 || strings.Contains(w, "-") {
		return irregular.has(w)
	}
	return strings.HasSuffix(w, "ed") && !adjectives.has(w) || irregular.has(w)
}

// closesUp reports whether a form in -ed between two words belongs to the noun
// phrase: goods carried on the network, newly built homes. Between a noun and a
// noun it is the verb of a clause: the office imposed penalties.
func closesUp(before, after string) bool {
	b, a := strings.ToLower(strings.Trim(before, `,"`)), strings.ToLower(strings.Trim(after, `,"`))
	if afterParticiple.has(a) {
		return true
	}
	return !articles.has(a) && (stops.has(b) || strings.HasSuffix(b, "ly") || strings.HasSuffix(before, ","))
}

// manner reports an adverb in small letters at the end of a phrase.
func manner(w string) bool {
	return len(w) > 5 && isLower(w[0]) && strings.HasSuffix(w, "ly") && !lyNouns.has(w)
}
