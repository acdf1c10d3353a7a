package figures

import (
	"strings"

	"despatch/briefs"
)

const nameLongest = 12 // words in a name, so that a run of capitals is read once

// organisation reads the organisation that starts at token i: one that the
// gazetteer knows, or a run of capitals with a word for an organisation at its
// end (European Investment Bank), or one that goes on after it (Ministry of
// Industry and Trade). The longer wins.
func (n *namer) organisation(i int) int {
	end, _ := n.organisationEnd(i)
	if end == 0 {
		return 0
	}
	key := ""
	if e, to := n.gazetteerAt(i); to == end && e.class == gazetteerOrg {
		key = e.name
	}
	n.addOrganisation(i, end, key)
	return end
}

func (n *namer) addOrganisation(i, end int, key string) {
	at := briefs.Span{Start: int(n.tokens[i].start), End: int(n.tokens[end-1].end)}
	text := n.text[at.Start:at.End]
	if key == "" {
		key = strings.ToLower(nameOwn(nameLine(text)))
		if e, ok := n.gaz.words[nameLine(text)]; ok && e.class == gazetteerOrg {
			key = e.name
		}
	}
	e := n.add(briefs.Organisation, key, text, at)
	n.use(i, end)
	if n.mark(end) == '(' && n.mark(end+1) == 'w' && n.mark(end+2) == ')' && e.Short == "" {
		if short := n.word1(end + 1); n.tokens[end+1].upper && nameInitials(short, text) {
			e.Short = short
			e.Spans = append(e.Spans, n.use(end+1, end+2))
		}
	}
	n.placesInside(i, end)
}

// nameOwn drops the country that an organisation's name may or may not begin
// with, and evens the apostrophe out.
func nameOwn(s string) string {
	for _, p := range [...]string{"U.S. ", "US ", "United States "} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.ReplaceAll(s, "’", "'")
}

// nameInitials reports whether an acronym is made of the letters of a name: the
// initials of its words, some perhaps left out, or letters in order of which
// half are initials.
func nameInitials(short, name string) bool {
	if len(short) < 2 || len(short) > 12 {
		return false
	}
	at, hits, k := 0, 0, 0
	for i := 0; i < len(name) && k < len(short); i++ {
		if (i == 0 || name[i-1] == ' ' || name[i-1] == '-') && name[i]&^0x20 == short[k]&^0x20 {
			k++
		}
	}
	if k == len(short) {
		return true
	}
	for k := 0; k < len(short); k++ {
		c := short[k]
		if c < 'A' {
			continue
		}
		for at < len(name) && name[at]&^0x20 != c&^0x20 {
			at++
		}
		if at == len(name) {
			return false
		}
		if at == 0 || name[at-1] == ' ' || name[at-1] == '-' {
			hits++
		}
		if hits == 0 {
			return false
		}
		at++
	}
	return hits*2 >= len(short)
}

// organisationEnd is the token after the organisation at i, 0 when there is
// none, and whether it ends with a place of its own.
func (n *namer) organisationEnd(i int) (end int, complement bool) {
	known, to := n.gazetteerAt(i)
	if known.class == gazetteerNot {
		return 0, false
	}
	if known.class == gazetteerOrg {
		end = to
	}
	head := -1
	j := i
	for ; j < len(n.tokens) && j-i < nameLongest; j++ {
		if j > i && !n.capital(j) {
			if j > i && (n.is(j, "and") || n.mark(j) == '&') && (n.tokens[j-1].class&namePolicy != 0 || j == i+1 && n.namesPart(i)) && n.capitalAfter(j) && n.headAhead(j+1) {
				continue
			}
			break
		}
		c := n.tokens[j].class
		if c&nameStop != 0 && c&^nameStop == 0 && j > i || n.tokens[j].upper && c&nameStop != 0 {
			break
		}
		if c&nameOffice != 0 && c&(namePolicy|nameHead|nameGeneric) == 0 && !n.is(j, "Chief") && !n.is(j, "Attorney") && !n.is(j, "Governors") && !n.is(j, "Officers") {
			if j == i {
				return end, false
			}
			break
		}
		if c&nameRank != 0 || c&nameGiven != 0 && j > i {
			break
		}
		if c&(nameHead|nameCompany) != 0 {
			head = j
			if to, ok := n.complement(j); ok && (j == i || n.tokens[j-1].caps) {
				if to > end {
					return to, true
				}
				return end, false
			}
			if c&nameCompany != 0 {
				break
			}
		}
	}
	if head <= i || n.generic(i, head) || head+1 <= end {
		return end, false
	}
	if head == i+1 && i > 1 && (n.is(i-1, "and") || n.mark(i-1) == '&') && (n.mark(i-2) == ',' || n.mark(i-2) == 'w' && n.tokens[i-2].caps && !n.tokens[i-2].used) {
		return end, false // Labor, and Pensions Committee
	}
	if t := &n.tokens[i]; t.upper && t.first && t.end-t.start > 6 && !n.tokens[i+1].upper {
		return end, false // WASHINGTON Clear Water Inc., of a dateline
	}
	if n.is(head, "House") || n.is(head, "Senate") || n.is(head, "Government") && !n.peoples(head-1) {
		return end, false // Connected Government
	}
	if known.class == gazetteerCountry && to > head {
		return 0, false // Russian Federation
	}
	if n.tokens[i].class&nameGiven != 0 && head == i+1 && n.tokens[head].class&nameCompany == 0 {
		return end, false
	}
	return head + 1, false
}

// namesPart reports a word after "the" that is nothing by itself, so that it
// belongs to the name after "and": the Driver and Vehicle Standards Agency.
func (n *namer) namesPart(i int) bool {
	if i == 0 || !n.is(i-1, "the") && !n.is(i-1, "The") || n.tokens[i].class != 0 || n.tokens[i].upper || !n.tokens[i].joined {
		return false
	}
	_, to := n.gazetteerAt(i)
	return to == 0
}

// capitalAfter reports whether the word after the connector at j is written
// large.
func (n *namer) capitalAfter(j int) bool {
	return n.mark(j+1) == 'w' && n.tokens[j+1].caps && n.tokens[j+1].joined
}

// headAhead reports whether one of the next three capitals is a word for an
// organisation.
func (n *namer) headAhead(j int) bool {
	for k := j; k < len(n.tokens) && k < j+3; k++ {
		if k > j && !n.capital(k) {
			return false
		}
		if n.tokens[k].class&nameHead != 0 {
			return k > j || n.tokens[k].class&namePolicy != 0
		}
	}
	return false
}

// generic reports whether a run of capitals could be any organisation: Federal
// Government, Advisory Board, Local Council.
func (n *namer) generic(i, head int) bool {
	for k := i; k < head; k++ {
		c := n.tokens[k].class
		if n.tokens[head].class&nameCompany != 0 {
			c &^= nameHead
			if c&(namePolicy|nameNot) != 0 {
				continue // Investment Company, Finance Corporation
			}
		}
		if c&(nameGeneric|nameStop|nameOffice|nameHead) == 0 && !n.is(k, "and") || n.is(k, "Treasury") {
			return n.tokens[i].class&nameStop != 0 && n.tokens[i].first
		}
	}
	return true
}

// complement reads what an organisation is of or for, from the word for the
// organisation at head: of Industry and Trade of Vietnam.
func (n *namer) complement(head int) (end int, ok bool) {
	if n.tokens[head].class&nameHead == 0 || n.tokens[head].owns {
		return 0, false
	}
	c := head + 1
	if !n.is(c, "of") && !n.is(c, "for") && !(n.is(c, "on") && n.sits(head)) || !n.tokens[c].joined {
		return 0, false
	}
	if end = n.purpose(c+1, !n.title); end == 0 {
		return 0, false
	}
	if n.is(end, "on") && n.tokens[end].joined && n.of(end+1)&namePolicy != 0 && n.capitalAfter(end) {
		if to := n.purpose(end+1, false); to > 0 {
			return to, true // Council of Advisers on Science and Technology
		}
	}
	if n.is(end, "of") && n.tokens[end].joined {
		k := end + 1
		if n.is(k, "the") {
			k++
		}
		if e, to := n.placeEntry(k); to > 0 && e.class != gazetteerUnsure {
			return to, true
		}
		if n.mark(k) == 'w' && n.tokens[k].caps && n.of(k)&(nameOffice|nameRank|nameGiven|nameStop) == 0 {
			if !n.follows(k) {
				return k + 1, true
			}
			if to := n.item(k, !n.title); to > 0 && end <= c+3 {
				return to, true // Association of Directors of Public Health
			}
		}
	}
	return end, true
}

// sits reports whether the word at k is for a body that sits on something.
func (n *namer) sits(k int) bool {
	switch n.word1(k) {
	case "Committee", "Subcommittee", "Commission", "Council", "Institute", "Center", "Centre":
		return true
	}
	return false
}

// purpose reads the words that an office or an organisation is for and returns
// the token after them, 0 when there are none. Strict takes words that it does
// not know too.
func (n *namer) purpose(k int, loose bool) int {
	if n.is(k, "the") && n.tokens[k].joined {
		k++
	}
	end := n.item(k, loose)
	for end > 0 && end-k < 2*nameLongest {
		switch {
		case (n.is(end, "and") || n.mark(end) == '&') && n.of(end+1)&namePolicy != 0 && n.capitalAfter(end) && n.of(end+1)&nameHead == 0:
			to := n.item(end+1, loose)
			if to == 0 || to > end+2 && n.tokens[to-1].class&(nameHead|namePolicy) == nameHead {
				return end
			}
			end = to
		case n.mark(end) == ',':
			to := n.list(end)
			if to == 0 {
				return end
			}
			end = to
		default:
			return end
		}
	}
	return end
}

// list reads ", Housing, and Urban Affairs": words that offices are for, to the
// last after "and".
func (n *namer) list(k int) int {
	for range nameLongest {
		if n.mark(k) != ',' {
			return 0
		}
		k++
		last := n.is(k, "and") || n.mark(k) == '&'
		if last {
			k++
		}
		if n.of(k)&namePolicy == 0 || !n.tokens[k].caps {
			return 0
		}
		k = n.item(k, false)
		if k == 0 {
			return 0
		}
		if last {
			return k
		}
		if n.is(k, "and") || n.mark(k) == '&' {
			if n.of(k+1)&namePolicy == 0 || !n.tokens[k+1].caps {
				return 0
			}
			return n.item(k+1, false)
		}
	}
	return 0
}

// item reads a run of capitals that an office or an organisation is for.
func (n *namer) item(k int, loose bool) int {
	if n.mark(k) != 'w' || !n.tokens[k].caps || !n.tokens[k].joined {
		return 0
	}
	j := k
	for ; j < len(n.tokens) && j-k < 6; j++ {
		if j > k && !n.capital(j) {
			break
		}
		c := n.tokens[j].class
		if e, to := n.placeEntry(j); to > 0 && e.class != gazetteerUnsure {
			if j > k && e.class == gazetteerCountry {
				break
			}
			j = to - 1
			if n.tokens[j].owns || !n.follows(j) || n.of(to)&(nameLand|nameGeneric|namePolicy) == 0 {
				j++
				break
			}
			continue
		}
		if c&(nameRank|nameGiven) != 0 || c&nameStop != 0 && c&^nameStop == 0 || c&nameSurname != 0 && nameTwoPinyin(n, j) {
			break
		}
		if c&nameOffice != 0 && c&namePolicy == 0 && (j > k || n.follows(j)) {
			break
		}
		if c&nameHead != 0 && c&namePolicy == 0 && j > k && (n.is(j+1, "of") || n.is(j+1, "for")) {
			break
		}
		if !loose && c&(namePolicy|nameGeneric) == 0 {
			break
		}
		if j > k && c&nameThing != 0 && c&(namePolicy|nameHead) == 0 || n.is(j, "Appropriations") && j > k {
			break
		}
		if n.tokens[j].owns && !n.peoples(j) {
			j++
			break
		}
	}
	if j == k || !loose && j > k+1 && n.tokens[j-1].class&nameHead != 0 {
		return 0
	}
	return j
}

func nameTwoPinyin(n *namer, j int) bool { return n.follows(j) && namePinyin(n.word1(j+1)) }
