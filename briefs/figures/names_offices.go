package figures

// honours reports whether token k is a title that is no office.
func (n *namer) honours(k int) bool {
	switch n.word1Safe(k) {
	case "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dr", "Dr.", "Sir", "Dame", "King", "Queen", "Prince", "Princess", "Pope", "Sheikh",
		"Lord", "Lady", "Messrs", "Prof", "Prof.", "Rt", "Hon", "Hon.", "Honorable", "Rev", "Rev.":
		return true
	}
	return false
}

// officeAfter is the office that stands after a name and a comma, to where the
// words stop being an office.
func (n *namer) officeAfter(end int) (from, to int) {
	if n.mark(end) != ',' && !(n.mark(end) == '-' && n.mark(end+1) == 'w' && n.tokens[end+1].joined) {
		return 0, 0
	}
	k := end + 1
	if n.is(k, "the") || n.is(k, "a") || n.is(k, "an") || n.is(k, "our") || n.is(k, "its") {
		k++
	}
	from = k
	office := false
	for ; k < len(n.tokens) && k-from < 26; k++ {
		t := &n.tokens[k]
		if t.mark == ',' && office {
			break
		}
		if t.mark != 'w' && t.mark != '&' && t.mark != '-' || t.mark == '-' && !n.tokens[min(k+1, len(n.tokens)-1)].joined {
			break
		}
		if k > from && !t.joined && t.mark != '-' && n.tokens[k-1].mark != '-' && !n.tokens[k-1].owns {
			break
		}
		if t.class&nameGiven != 0 && t.caps && n.follows(k) {
			if !n.is(k-1, "and") {
				return 0, 0 // Silver Spring, President George Bush
			}
			k--
			break
		}
		if t.caps {
			if stop, _ := n.organisationEnd(k); stop > k+1 {
				k = stop - 1
				continue
			}
		}
		if t.class&nameOffice != 0 {
			office = true
			if n.mark(k+1) == 'w' && n.tokens[k+1].joined && n.tokens[k+1].caps && n.properAt(k+1) && t.caps {
				return 0, 0 // an office and the next person
			}
		}
		if !office && k-from >= 4 {
			return 0, 0
		}
		if n.is(k, "and") && (n.is(k+1, "a") || n.is(k+1, "an")) || !t.caps && n.officeEnds(k) {
			break
		}
	}
	if !office {
		return 0, 0
	}
	for k > from && n.mark(k-1) == 'w' && !n.tokens[k-1].caps && n.officeLink(k-1) || k > from && n.mark(k-1) != 'w' {
		k--
	}
	return from, k
}

// officeEnds reports whether the small word at k ends an office.
func (n *namer) officeEnds(k int) bool {
	if n.tokens[k].class&nameSay != 0 {
		return true
	}
	switch n.word1(k) {
	case "who", "which", "that", "is", "was", "will", "has", "have", "had", "are", "were", "would", "also", "as", "by", "from", "with", "after", "before", "during", "when", "while",
		"if", "but", "or", "their", "his", "her", "my", "your", "today", "yesterday", "this", "it", "he", "she", "they", "we", "said", "there", "to", "on":
		return n.word1(k) != "to" && n.word1(k) != "on" || !n.officeBeforeWord(k)
	}
	return false
}

// officeBeforeWord reports whether "to" or "on" goes on with an office:
// ambassador to, committee on.
func (n *namer) officeBeforeWord(k int) bool {
	return n.of(k-1)&(nameOffice|nameHead) != 0
}

func (n *namer) officeLink(k int) bool {
	switch n.word1(k) {
	case "of", "for", "the", "and", "at", "in", "on", "to", "a", "an", "its", "with", "our", "de":
		return true
	}
	return false
}

// officeBefore is the office in small letters before a name: commission
// president Ursula von der Leyen.
func (n *namer) officeBefore(name int) string {
	if name == 0 || !n.tokens[name].joined || n.of(name-1)&nameOffice == 0 || n.tokens[name-1].caps {
		return ""
	}
	from := name - 1
	for from > 0 && n.tokens[from].joined && (n.of(from-1)&(nameOffice|nameOfficeMod) != 0 || n.mark(from-1) == 'w' && (n.tokens[from-1].upper || n.body(from-1))) {
		from--
	}
	return n.officeText(from, name)
}

// officeAhead is the office that stands before a name between commas: the
// Governor of the Bank of England, Andrew Bailey, said.
func (n *namer) officeAhead(name, end int) string {
	if n.mark(name-1) != ',' || n.mark(end) != ',' && n.mark(end) != '.' {
		return ""
	}
	from, office := name-1, false
	for from > 0 && name-from < 2*nameLongest {
		t := &n.tokens[from-1]
		if t.mark != 'w' || !t.caps && t.class&(nameOffice|nameOfficeMod) == 0 && !n.officeLink(from-1) {
			break
		}
		from--
		office = office || t.class&nameOffice != 0
		if t.first {
			break
		}
	}
	if !office {
		return ""
	}
	sure := n.tokens[from].owns // Germany's Chancellor
	for from < name-1 && (n.officeLink(from) || n.is(from, "The")) {
		sure = sure || n.is(from, "the") || n.is(from, "The")
		from++
	}
	for k := from; k < name-1; k++ {
		if n.of(k)&nameGiven != 0 {
			return ""
		}
		if n.of(k)&nameOffice != 0 && sure {
			return n.officeText(from, name-1)
		}
		if n.is(k, "of") || n.is(k, "for") {
			break
		}
	}
	return ""
}

// body reports whether token k is a body in small letters.
func (n *namer) body(k int) bool {
	switch n.word1(k) {
	case "commission", "committee", "council", "bank", "company", "union", "agency", "board", "party", "parliament":
		return true
	}
	return false
}

// branch is the token after a part of an office or a court at i, with its place:
// Criminal Division, Eastern District of Virginia; 0 when there is none.
func (n *namer) branch(i int) int {
	for k := i; k < len(n.tokens) && k < i+4 && n.mark(k) == 'w' && n.tokens[k].caps && (k == i || n.tokens[k].joined); k++ {
		if k == i || !n.is(k, "Division") && !n.is(k, "District") && !n.is(k, "Section") && !n.is(k, "Branch") && !n.is(k, "Circuit") {
			continue
		}
		if n.is(k+1, "of") && n.tokens[k+1].joined {
			if _, to := n.placeEntry(k + 2); to > 0 {
				return to
			}
		}
		return k + 1
	}
	return 0
}
