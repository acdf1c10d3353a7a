package figures

import "despatch/briefs"

// placeEntry is the known place at token i and the token after it.
func (n *namer) placeEntry(i int) (gazetteerEntry, int) {
	if n.mark(i) != 'w' {
		return gazetteerEntry{}, 0
	}
	e, to := n.gazetteerAt(i)
	switch e.class {
	case gazetteerCountry, gazetteerTown, gazetteerUnsure:
		return e, to
	}
	return gazetteerEntry{}, 0
}

// place reads the place that starts at token i. A country is one wherever it
// stands; a town or a state is not when another capital follows, for then it is
// part of some other name (New York Times); a word that may be something else
// needs "in", "from" or another place beside it.
func (n *namer) place(i int) int {
	e, end := n.gazetteerAt(i)
	if e.class == gazetteerNot {
		return end
	}
	if e.class == gazetteerNone || e.class == gazetteerOrg {
		return n.placeByPattern(i)
	}
	follows := n.follows(end - 1)
	if follows && n.of(end)&(nameLand) != 0 {
		n.addPlace(i, end+1, e.name+" "+n.word1(end))
		return end + 1
	}
	if follows && n.is(end, "Province") {
		end, follows = end+1, false
	}
	sure := e.class == gazetteerCountry ||
		e.class == gazetteerTown && !follows && !n.capitalBefore(i) ||
		e.class == gazetteerUnsure && !follows && !n.capitalBefore(i) && n.placed(i, end)
	if e.class == gazetteerCountry && n.tokens[i].upper && end == i+1 && e.name == "United States" && n.tokens[i].end-n.tokens[i].start == 2 && n.shouted(i) {
		n.use(i, end) // US or us, in capitals
		return end
	}
	if !sure {
		return 0
	}
	n.addPlace(i, end, e.name)
	return end
}

// shouted reports whether the words beside token i are in capitals too.
func (n *namer) shouted(i int) bool {
	return n.mark(i-1) == 'w' && n.tokens[i-1].upper && n.mark(i+1) == 'w' && n.tokens[i+1].upper
}

func (n *namer) addPlace(i, end int, key string) *nameEntry {
	at := n.use(i, end)
	return n.add(briefs.Place, key, n.text[at.Start:at.End], at)
}

// capitalBefore reports whether token i goes on with a run of capitals that is
// not just the start of a sentence.
func (n *namer) capitalBefore(i int) bool {
	return i > 0 && n.capital(i) && n.tokens[i-1].mark == 'w' && n.tokens[i-1].caps && !n.tokens[i-1].used &&
		!(n.tokens[i-1].first && n.tokens[i-1].class&nameStop != 0)
}

// placed reports whether the words beside say that a place stands there.
func (n *namer) placed(i, end int) bool {
	switch {
	case n.is(i-1, "in"), n.is(i-1, "from"), n.is(i-1, "near"), n.is(i-1, "across"), n.is(i-1, "outside"), n.is(i-1, "throughout"):
		return true
	case n.is(end, "and"):
		_, to := n.placeEntry(end + 1)
		return to > 0
	case n.mark(end) == ',':
		_, to := n.placeEntry(end + 1)
		return to > 0
	case n.mark(i-1) == ',' || n.is(i-1, "and") || n.is(i-1, "to"):
		return i > 1 && n.tokens[i-2].mark == 'w' && n.tokens[i-2].used
	}
	return false
}

// placeByPattern reads places that say what they are: Republic of X, Lake X,
// Port X, X County; and those after "the city of" and "the capital".
func (n *namer) placeByPattern(i int) int {
	switch n.word1(i) {
	case "Republic", "Kingdom", "Principality", "Sultanate", "Emirate", "Province", "City", "Commonwealth", "Grand":
		if n.is(i+1, "of") && n.properAt(i+2) {
			end := i + 3
			for end < i+5 && n.capital(end) && n.properAt(end) {
				end++
			}
			short := n.text[n.tokens[i+2].start:n.tokens[end-1].end]
			if known, to := n.placeEntry(i + 2); to == end {
				n.addPlace(i+2, end, known.name)
				return end
			}
			n.addPlace(i, end, short).Short = nameLine(short)
			return end
		}
	case "Lake", "River", "Port", "Mount", "Cape", "Fort":
		if !n.capitalBefore(i) && n.capital(i+1) && n.properAt(i+1) && !n.follows(i+1) {
			n.addPlace(i, i+2, n.text[n.tokens[i].start:n.tokens[i+1].end])
			return i + 2
		}
	}
	if n.properAt(i) && !n.follows(i) && n.afterPlaceNoun(i) {
		n.addPlace(i, i+1, n.word1(i))
		return i + 1
	}
	for k := i; k < i+3 && n.mark(k) == 'w' && (k == i || n.capital(k)); k++ {
		if k > i && n.tokens[k].class&nameLand != 0 {
			if n.follows(k) || n.capitalBefore(i) {
				return 0
			}
			n.addPlace(i, k+1, n.text[n.tokens[i].start:n.tokens[k].end])
			return k + 1
		}
		if !n.properAt(k) {
			return 0
		}
	}
	return 0
}

// properAt reports whether token k looks like a name by itself.
func (n *namer) properAt(k int) bool {
	return n.mark(k) == 'w' && n.tokens[k].caps && !n.tokens[k].upper && n.tokens[k].end-n.tokens[k].start > 2 &&
		n.tokens[k].class&(nameStop|nameNot|nameThing|namePolicy|nameGeneric|nameHead|nameOffice|nameOfficeMod|nameRank|nameLand|nameCompany) == 0
}

// afterPlaceNoun reports whether "the city of", "the capital of … ," or "the
// capital," stands before token i.
func (n *namer) afterPlaceNoun(i int) bool {
	if n.is(i-1, "of") {
		switch {
		case n.is(i-2, "city"), n.is(i-2, "town"), n.is(i-2, "village"), n.is(i-2, "port"), n.is(i-2, "island"), n.is(i-2, "province"), n.is(i-2, "municipality"):
			return true
		}
	}
	return n.is(i-1, "capital") || n.mark(i-1) == ',' && n.is(i-2, "capital") && n.mark(i+1) == ','
}

// placesInside notes the places in the name of a government body, which acts
// for them: the People's Government of Guangdong Province.
func (n *namer) placesInside(i, end int) {
	speaks := false
	for k := i; k < end; k++ {
		switch n.word1Safe(k) {
		case "Ministry", "Government", "Parliament", "Embassy", "Assembly", "Presidency", "Consulate":
			speaks = true
		case "of", "the":
			if !speaks {
				continue
			}
			e, to := n.placeEntry(k + 1)
			if to == 0 || to > end || e.class == gazetteerUnsure {
				continue
			}
			if to < end && n.is(to, "Province") {
				to++
			}
			n.addPlace(k+1, to, e.name)
		}
	}
}

func (n *namer) word1Safe(k int) string {
	if n.mark(k) != 'w' {
		return ""
	}
	return n.word1(k)
}
