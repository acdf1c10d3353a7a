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
	for len(words) > 0 && closes(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	// Retail sales unexpectedly (fell).
	for len(words) > 1 && manner(words[len(words)-1].text) {
		words = words[:len(words)-1]
	}
	if len(words) > 1 && strings.HasSuffix(words[0].text, "ing") && isLower(words[0].text[0]) && (words[1].bare == "for" || words[1].bare == "to") {
		return "" // arranging for the transfer
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
	for i, w := range words {
		last := i == len(words)-1
		if i == 0 && noFirst(w) || clauseWord(w) {
			return ""
		}
		if i == 0 {
			if next := words[min(1, len(words)-1)]; !last && w.past() && !(w.sets.in(doneVerbs) && next.text == "by") && (w.sets.in(irregular) || next.textIn.in(afterParticiple) || next.textIn.in(stops)) {
				return ""
			}
			continue
		}
		before := words[i-1]
		switch {
		case sameWord(before.text, "and") && w.textIn.in(afterParticiple):
			return "" // people and by 2020: two clauses
		case w.sets.in(justArticles) && !before.sets.in(stops):
			return "" // a verb and its object: the deal values the firm
		case isDigit(before.text[0]) && len(before.text) < 3 && isUpper(w.text[0]) && monthNamed(strings.Trim(w.text, ",")) > 0:
			return "" // a day inside: the phrase is a clause
		case last && w.past():
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
func closes(w phraseWord) bool {
	if w.text == w.bare {
		return w.textIn.in(tailTrim)
	}
	return setsOf(strings.TrimRight(w.text, ",;:.")).in(tailTrim)
}

// noFirst reports a word that opens no noun phrase: a preposition, an
// auxiliary, an adverb, a month.
func noFirst(w phraseWord) bool {
	return w.sets.in(notFirst) || w.sets.in(auxiliaries) || len(w.bare) > 4 && endsLy(w.bare) && !w.sets.in(lyNouns) || isUpper(w.text[0]) && monthNamed(w.text) > 0
}

// clauseWord reports a word that makes a clause of the words round it.
func clauseWord(w phraseWord) bool {
	if w.sets.in(finiteVerbs) || w.sets.in(pronouns) {
		return true
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
		switch s[i] {
		case '(':
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

var ingThings = set(`funding spending lending housing training borrowing manufacturing building shipping farming mining fishing saving financing advertising banking processing signalling hearing meeting policing sharing fixing rigging laundering trafficking smuggling
cleaning upgrading licensing monitoring nursing writing reading teaching schooling learning counselling counseling trading pricing planning engineering marketing holding parking recycling drilling clothing heating cooling dumping gaming gambling publishing outsourcing
staffing investing screening testing packaging logging printing welding surfing sailing cycling skiing boating hunting bidding swimming driving wiring plumbing roofing ring wing spring string thing morning evening ceiling king offering opening closing setting rating ranking
listing filing finding feeling painting wedding beginning warning dealing landing crossing drawing clearing hosting computing modelling modeling programming accounting auditing consulting underwriting underspending overspending bearing dwelling being well-being wellbeing timing
seeding breeding grazing logging refining smelting forging casting dredging paving lighting flooding bombing shooting killing looting mailing texting streaming broadcasting networking sequencing spraying thinning spawning catering`)

// clauseMarks are the bytes that clauseMark looks at.
var clauseMarks = [256]bool{'(': true, ')': true, '.': true, ';': true, '?': true, '&': true, '_': true}

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

var leadTrim = set(`the a an its their our his her your my this these some any and or but about nearly almost also`)

var tailTrim = set(`totaling totalling numbering amounting averaging faster slower quicker working living aged worth the a an its their our his her this that these and or but of in on at by for from to with within without into onto upon over under above below between among through during before after since until about around across along near than as like versus per not also only still already now is are was were be been has have had will would can could may might should must just which who where when what how if while`)

var notFirst = set(`of in on at by for from to with within without into onto upon over under above below between among through during before after since until around across along near than as like versus per not also only still already
if because although though while whereas unless whether when where why how which who what that so yet nor either neither both each every
set put continue continues equals equal well alone elsewhere together against again ago away later earlier once here there then more most less least fewer few many much several another other others one up down out off cut cuts used left said due such no yes finding lose hold keep leave pay run see seem send sit begin remain receive require reach attend join find give get go come become show want die know believe feel say ask try follow create consider expect buy bring spend carry happen let include involve take make today yesterday tomorrow tonight`)

var pronouns = set(`it they he she we i you them him us me itself themselves himself there those who whom whose which where when because although though if unless while whereas whether what why how that still also not never already currently actually`)

// finiteVerbs are verb forms that no noun is written like: with one inside, a
// phrase is a clause.
var finiteVerbs = set(`
earn earns fought sought thought taught caught generates serves employs operates owns lacks takes took gives gave gets got goes went comes came becomes became finds showed wants wanted kills rose fell grew shrank won beat led kept met ran saw seems seem sells stood sat begins began remains
requires reaches says said saying told tells means brings spends carries causes allows permits enables expects provides includes produces receives pays sets makes keeps attaches contains stays lets
did does do done puts uses wrote spoke chose fell flew knew drew threw threatens appears appear equals exceeds exceed regards knows thinks believes think believe argues wins loses writes
accounts accounted exceeded amounted totaled totalled attach contain withheld ought am regard allow enable permit expect require produce receive include happen occurs occur exists exist
`)

// irregular are past forms that a participle is written like too.
var irregular = set(`struck broke drove rode stole shook hid swung hung dug clung stung swept slept dealt spent paid sold bought built brought sent cut put held left made found lent lost met set kept given taken shown known written withheld fallen risen grown stood`)

var adjectives = set(`need speed breed creed exceed proceed succeed embed naked wicked indeed hundred united limited installed registered combined estimated adjusted integrated designated
specialised specialized advanced developed related industrialised industrialized employed insured skilled unskilled mixed fixed continued increased reduced detailed required planned proposed
weighted diversified certified listed qualified disabled retired aged protected enclosed unemployed reported recorded leased rented shared gifted sacred used added accelerated federated appointed elected licensed educated married armed organised organized refined processed manufactured imported exported frozen dried improved approved agreed expected projected budgeted consolidated secured unsecured insulated renewed dedicated assisted supported subsidised subsidized regulated`)

var afterParticiple = set(`of in on at by for from to with within without into onto upon over under above below between among through during before after since until about around across along near than as per and or against via annually abroad`)

// vague are words that say nothing of what is measured when they stand alone.
var vague = set(`equivalent use course neighborhood neighbourhood vicinity top new main key largest biggest smallest leading remaining following maximum minimum month months year years week weeks day days hour hours today time times row point points first second third next last worst best high low rest part half quarter result results number numbers figure figures
average total case cases way ways one two others ministry minister ministers office government agency committee board council commission authority department court parliament president country countries company companies markets market
region regions city place thing things people member members person group groups order line level levels end start period term terms record normal same fact idea question matter matters reason example question step steps schedule
place side turn note range side basis context addition accordance line respect view light return favour response spite sum amount value increase decrease rise fall change decline drop move gain size scale share percentage percent
spring summer autumn winter january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
article section chapter page table annex article paragraph mr mrs ms dr`)

var lyNouns = set(`supply family assembly monthly weekly yearly quarterly daily early july italy reply anomaly monopoly elderly ally bully friendly only hourly oligopoly fly likely`)

// manner reports an adverb in small letters at the end of a phrase.
func manner(w string) bool {
	return len(w) > 5 && isLower(w[0]) && strings.HasSuffix(w, "ly") && !lyNouns.has(w)
}

// orderWords and spanWords make a period together, and no measure.
var orderWords = set(`first second third fourth last final same previous next opening closing`)
var spanWords = set(`time times quarter half week month year day season period`)
