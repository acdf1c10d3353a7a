package figures

import (
	"strings"

	"despatch/briefs"
)

// personByOffice reads a person whose office stands before the name: Federal
// Reserve Chair Jerome Powell, Minister for Trade Anna Vale, Sen. Olympia J.
// Snowe. It starts at the first word of the office.
func (n *namer) personByOffice(i int) int {
	for k := i; k < len(n.tokens) && k-i < nameLongest && (k == i || n.capital(k)); k++ {
		c := n.tokens[k].class
		if k > i && (c&nameGiven != 0 || n.tokens[k-1].class&nameGiven != 0) || c&nameStop != 0 && c&^nameStop == 0 && k > i {
			return 0
		}
		if c&(nameOffice|nameRank) == 0 || n.tokens[k].owns || n.of(k+1)&(nameOffice|nameRank) != 0 && n.capital(k+1) {
			continue
		}
		if name, end := n.nameAfter(k); end > 0 {
			return n.addPerson(name, end, i, k+1)
		}
		if !n.is(k+1, "of") && !n.is(k+1, "for") && !n.is(k+1, "at") || !n.tokens[k+1].joined {
			continue
		}
		to := k + 2
		if n.is(to, "the") {
			to++
		}
		if n.mark(to) != 'w' || !n.tokens[to].caps {
			continue
		}
		end, _ := n.organisationEnd(to)
		if end == 0 {
			end = n.branch(to)
		}
		if end == 0 {
			end = n.purpose(k+2, false)
		}
		if end == 0 || end >= len(n.tokens) || n.tokens[end-1].owns {
			continue
		}
		if to := n.fullName(end); to > 0 && n.tokens[end].joined {
			n.insideOffice(i, end)
			return n.addPerson(end, to, i, end)
		}
	}
	return 0
}

// nameAfter is the name that stands after the office or the rank at k: a full
// one, or a surname alone after an office that is used so.
func (n *namer) nameAfter(k int) (from, end int) {
	if !n.follows(k) {
		return 0, 0
	}
	if end := n.fullName(k + 1); end > 0 {
		return k + 1, end
	}
	c := n.tokens[k].class
	if c&nameRank == 0 {
		switch n.word1(k) {
		case "President", "Senator", "Secretary", "Minister", "Governor", "Chairman", "Chairwoman", "Chair", "Chancellor", "Premier", "Commissioner",
			"Ambassador", "Congressman", "Congresswoman", "Mayor", "Justice", "Administrator", "Secretary-General", "Director-General":
		default:
			return 0, 0
		}
	}
	if n.of(k+1) == nameSurname && !n.follows(k+1) {
		return k + 1, k + 2 // President Xi
	}
	if n.properAt(k+1) && !n.follows(k+1) && n.tokens[k+1].class&(nameGiven|nameEither) == 0 || n.of(k+1)&nameEither != 0 && !n.follows(k+1) && n.tokens[k+1].class&nameStop == 0 {
		if e, _ := n.placeEntry(k + 1); e.class == gazetteerCountry || e.class == gazetteerTown {
			return 0, 0
		}
		if n.mark(k+2) == '&' || n.is(k+2, "of") || n.is(k+2, "for") {
			return 0, 0
		}
		return k + 1, k + 2
	}
	return 0, 0
}

// insideOffice notes the organisation that an office names, up to token end.
func (n *namer) insideOffice(from, end int) {
	for k := from; k < end; k++ {
		if n.mark(k) != 'w' || !n.tokens[k].caps || n.tokens[k].used {
			continue
		}
		if to, _ := n.organisationEnd(k); to > 0 && to <= end {
			n.organisation(k)
			k = to - 1
		} else if e, to := n.placeEntry(k); to > 0 && to <= end && e.class == gazetteerCountry {
			n.addPlace(k, to, e.name)
			k = to - 1
		}
	}
}

// personByName reads a person by the name itself: a given name that is hardly
// anything else, a Chinese family name before a name in pinyin, an initial in
// the middle, or an office after the comma.
func (n *namer) personByName(i int) int {
	if n.capitalBefore(i) {
		return 0
	}
	end := n.fullName(i)
	if end == 0 {
		return 0
	}
	c := n.tokens[i].class
	sure := c&nameGiven != 0 || c&nameSurname != 0 && end == i+2 && namePinyin(n.word1(i+1)) && len(n.word1(i+1)) > 3 || n.initialled(i, end)
	if !sure {
		_, to := n.officeAfter(end)
		e, place := n.gazetteerAt(i)
		sure = to > 0 && end > i+1 && n.properAt(i) && (place == 0 || e.class == gazetteerUnsure)
	}
	if !sure {
		return 0
	}
	return n.addPerson(i, end, i, i)
}

// initialled reports whether an initial stands between the first and the last
// name.
func (n *namer) initialled(i, end int) bool {
	for k := i + 1; k < end-1; k++ {
		if w := n.word1(k); len(w) == 2 && w[1] == '.' {
			return n.properAt(i)
		}
	}
	return false
}

// fullName is the token after a name of two to five words at i, 0 when what
// stands there is none.
func (n *namer) fullName(i int) int {
	k, words := i, 0
	for ; k < len(n.tokens) && k-i < 6; k++ {
		t := &n.tokens[k]
		if t.mark != 'w' || k > i && (!t.joined || n.tokens[k-1].owns) {
			break
		}
		w := n.word1(k)
		if k > i && t.class&nameParticle != 0 && n.mark(k+1) == 'w' && n.tokens[k+1].joined && (n.tokens[k+1].caps || n.of(k+1)&nameParticle != 0) && w != "and" {
			continue
		}
		if !t.caps {
			break
		}
		if w == "II" || w == "III" || w == "IV" || w == "Jr." || w == "Jr" || w == "Sr." {
			k++
			break
		}
		if len(w) == 2 && w[1] == '.' || len(w) == 1 && k > i && w != "I" && n.follows(k) && !n.tokens[k+1].upper && n.tokens[k+1].end-n.tokens[k+1].start > 2 {
			continue
		}
		if t.upper && (t.end-t.start > 2 || k > i) && !strings.ContainsAny(w, ".'’-") || len(w) == 1 { // Anna Vale MP
			break
		}
		if t.class&(nameHead|nameCompany|nameThing|nameLand|nameRank) != 0 && t.class&(nameEither|nameGiven) == 0 || t.class&nameOffice != 0 && t.class&nameEither == 0 {
			if words > 0 && !n.tokens[k-1].owns {
				return 0 // John Smith Street
			}
			break
		}
		if t.class&(nameStop|nameNot|namePolicy|nameGeneric|nameOfficeMod) != 0 && t.class&nameGiven == 0 && !(t.class&nameEither != 0 && words > 0) {
			if words > 0 && !n.tokens[k-1].owns {
				return 0 // Martin Luther King Day
			}
			break
		}
		if e, _ := n.gazetteerAt(k); e.class == gazetteerCountry || e.class == gazetteerOrg || e.class == gazetteerTown && t.class&nameGiven == 0 && (k == i || n.follows(k)) {
			if words > 1 {
				return 0
			}
			break
		}
		words++
	}
	if words < 2 || k-i > 5 {
		return 0
	}
	if n.mark(k) == 'w' && n.tokens[k].joined && n.tokens[k].caps && !n.tokens[k-1].owns && n.tokens[k].class == 0 && !n.afterName(k) {
		return 0 // the run goes on
	}
	last := n.word1(k - 1)
	if len(last) == 2 && last[1] == '.' {
		return 0
	}
	return k
}

// afterName reports whether token k is what may stand after a name and is no
// part of it: MP, OBE, D for a party.
func (n *namer) afterName(k int) bool {
	size := n.tokens[k].end - n.tokens[k].start
	return size == 1 || n.tokens[k].upper && size < 5
}

// addPerson notes a person whose name is the tokens from name to end, and the
// office before it, or else the one after it or beside it in small letters.
func (n *namer) addPerson(name, end, officeFrom, officeEnd int) int {
	office, to := "", end
	for k := officeFrom; k < officeEnd-1; k++ {
		if n.of(k)&nameThing != 0 && n.of(k)&(nameOffice|nameHead|namePolicy|nameGeneric) == 0 || n.is(k, "DC") || n.is(k, "D.C.") || n.is(k, "C") && n.is(k-1, "D") {
			officeFrom = k + 1 // what stands before is of something else
		}
	}
	if officeFrom < officeEnd {
		office = n.officeText(officeFrom, officeEnd)
		n.insideOffice(officeFrom, officeEnd)
	}
	if office == "" {
		past := end
		for n.mark(past) == 'w' && n.tokens[past].caps && n.tokens[past].joined && n.tokens[past].class == 0 && n.afterName(past) {
			past++ // MP, OBE
		}
		if from, after := n.officeAfter(past); after > 0 {
			office, to = n.officeText(from, after), after
			n.insideOffice(from, after)
		} else if office = n.officeBefore(name); office == "" {
			office = n.officeAhead(name, past)
		}
	}
	at := n.use(name, end)
	text := n.text[at.Start:at.End]
	surname := n.surname(name, end)
	key, alone := surname, end == name+1
	if !alone {
		key = n.word1(name) + " " + surname
	} else {
		key += "|" + office
	}
	e := n.add(briefs.Person, key, text, at)
	e.surname, e.alone = surname, alone
	if e.Office == "" {
		e.Office = office
	}
	return to
}

// surname is the word by which a person is mentioned again.
func (n *namer) surname(name, end int) string {
	if n.tokens[name].class&nameSurname != 0 && n.tokens[name].class&nameGiven == 0 && end == name+2 && namePinyin(n.word1(name+1)) {
		return n.word1(name)
	}
	last := end - 1
	switch n.word1(last) {
	case "II", "III", "IV", "Jr.", "Jr", "Sr.":
		last--
	}
	return n.word1(last)
}

// officeText is the office in the tokens as printed, on one line; a rank that
// is no office is none.
func (n *namer) officeText(from, end int) string {
	for from < end && n.of(from)&nameStop != 0 && n.of(from)&(nameOffice|nameOfficeMod) == 0 && n.table.find(n.word1(from)).longest == 0 {
		from++
	}
	for from < end && n.honours(from) && !n.is(from+1, "Justice") {
		from++
	}
	if from >= end {
		return ""
	}
	text := n.text[n.tokens[from].start:n.tokens[end-1].end]
	if strings.ContainsAny(text, "[]()<>|`*") {
		return ""
	}
	text = nameLine(text)
	switch {
	case strings.HasSuffix(text, "Senators"), strings.HasSuffix(text, "Ministers"), strings.HasSuffix(text, "Presidents"), strings.HasSuffix(text, "Governors"),
		strings.HasSuffix(text, "Representatives"), strings.HasSuffix(text, "Chairs"), strings.HasSuffix(text, "Directors"):
		text = text[:len(text)-1]
	case strings.HasSuffix(text, "Sens."), strings.HasSuffix(text, "Reps."):
		text = text[:len(text)-2] + "."
	}
	return text
}
