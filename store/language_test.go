package store

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"despatch/briefs"
	"despatch/briefs/figures"
)

var english = language{figures.Extract, dayOf(2026, 11, 25)}

// office is a box that searches of fields and figures are put to; its figures
// are read as at import.
func office() []briefs.Brief {
	brief := func(id, title, from string, date time.Time, body string, tags ...string) briefs.Brief {
		b := briefs.Brief{Head: briefs.Head{ID: id, Title: title, From: from, Date: date, Tags: tags, Size: len(body)}, Format: briefs.Markdown, Body: body}
		figures.Annotate(&b)
		return b
	}
	return []briefs.Brief{
		brief("sme", "Income of small firms", "Ministry of Industry", dayOf(2023, 6, 27), "The operating income of SMEs exceeded 80 trillion yuan. There are 52 million enterprises. Costs rose 5.4 percent.", "economy", "foreign trade"),
		brief("zh", "规模以上工业", "国家统计局", dayOf(2024, 5, 1), "全国营业收入1.2万亿元，同比增长12.5%。耕地3000亩。", "经济"),
		brief("road", "Roads", "Transport office", dayOf(2024, 5, 2), "The road is 5 km long and cost between 10 and 20 million yuan. At least 30 percent is new."),
		brief("path", "Footpaths", "Transport office", dayOf(2025, 1, 1), "The path is 4,999 m long. The temperature fell to -5 °C. Under 3 percent is new; income fell 5.5 percent."),
		brief("old", "Without a date", "", time.Time{}, "Nothing to count here; the operating income is not known."),
	}
}

func found(t testing.TB, l library, query string) string {
	t.Helper()
	hits, err := l.Find(ctx, query, 0)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	have := map[string]bool{}
	for _, h := range hits {
		have[h.ID] = true
	}
	var all []string
	for _, b := range office() {
		if have[b.ID] {
			all = append(all, b.ID)
		}
	}
	return strings.Join(all, " ")
}

func TestLanguage(t *testing.T) {
	onLibraries(t, office(), func(t *testing.T, l library) {
		teach(l)
		for id, s := range map[string]briefs.State{"sme": {Read: true}, "zh": {Starred: true, Tag: briefs.Action}, "old": {Opened: true, Tag: briefs.Later}} {
			if err := l.SetState(ctx, id, s); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct{ query, want string }{
			// fields
			{"title:income", "sme"}, {"title: income", "sme"}, {"TITLE：income", "sme"}, {`title:"small firms"`, "sme"}, {"title:工", "zh"}, {"title:工业", "zh"}, {"-title:income income", "path old"}, {"标题:工业", "zh"},
			{"from:ministry", "sme"}, {"from:transport title:road*", "road"}, {"from:统计局", "zh"}, {"from:off*", "road path"}, {"-from:transport", "sme zh old"},
			{"tag:economy", "sme"}, {`tag:"foreign trade"`, "sme"}, {`tag:"economy foreign"`, ""}, {"tag:经", "zh"}, {"tag:action", "zh"}, {"tag:LATER", "old"},
			{"is:unread", "zh road path old"}, {"is:read", "sme"}, {"-is:unread", "sme"}, {"is:starred", "zh"}, {"is:action", "zh"}, {"is:opened", "old"}, {"-is:later is:unread", "zh road path"}, {"is:unread income", "path old"},
			{"before:2024", "sme"}, {"after:2024", "zh road path"}, {"after:2024-05-02", "road path"}, {"after:2024-05-01 before:2024-05-02", "zh"}, {"after:2024年5月2日 before:2025", "road"}, {"before:2024/05", "sme"}, {"after:20240502", "road path"}, {"-after:2024-05", "sme"}, {"after:today", ""}, {"before:yesterday", "sme zh road path"}, {"after:２０２５", "path"},
			// figures: the number, the unit, what is measured
			{"figure:>1tn-yuan", "sme zh"}, {"figure:>=1.2tn-yuan", "sme zh"}, {"figure:>1.2tn-yuan", "sme"}, {"figure:1.2tn-yuan", "zh"}, {"figure:1.2万亿元", "zh"}, {"figure：＞1万亿元", "sme zh"}, {"figure:>80tn-yuan", "sme"}, {"figure:>=80tn-yuan", "sme"}, {"figure:<=80tn-yuan", "zh road"}, {"figure:80tn-yuan", "sme"}, {"figure:>1tn yuan", "sme zh"}, {`figure:"over 80 trillion yuan"`, "sme"}, {`figure:>"1 trillion yuan"`, "sme zh"}, {"figure>1tn-yuan", "sme zh"},
			{"figure:10..20%", "zh"}, {"figure:5..6%", "sme path"}, {"figure:5.4%", "sme"}, {"figure:5.40 percent", "sme"}, {"figure:<3%", "path"}, {"figure:<=3%", "path"}, {"figure:3%", "path"}, {"figure:>=30%", "road"}, {"figure:>30%", ""}, {"figure:..3%", "path"}, {"figure:30%..", "road"},
			{"figure:5km", "road"}, {"figure:5000m", "road"}, {"figure:>=5000m", "road"}, {"figure:<5km", "path"}, {"figure:4.999km", "path"}, {"figure:4..6km", "road path"}, {"figure:2km2", "zh"}, {"figure:200ha", "zh"}, {"figure:<0°C", "path"}, {"figure:23°F", "path"},
			{"figure:15m-yuan", ""}, {"figure:15mn-yuan", ""}, {"figure:14..15mn-yuan", "road"}, {"figure:>19mn-yuan", "sme zh road"}, {"figure:10mn-yuan", "road"},
			{"figure:52million", "sme"}, {"figure:52000000", "sme"}, {"figure:52,000,000", "sme"}, {"figure:>1e13", "sme"}, {"figure:80", ""},
			{"unit:%", "sme zh road path"}, {"unit:yuan", "sme zh road"}, {"unit:元", "sme zh road"}, {"unit:km", "road"}, {"unit:percent", "sme zh road path"}, {"-unit:%", "old"}, {"unit:parsecs", ""},
			{`measure:"operating income"`, "sme"}, {"measure:income figure:>1%", "path"}, {"measure:income unit:yuan", "sme"}, {"measure:收入", "zh"}, {"-measure:income income", "old"},
			// of one figure, and with words
			{"figure:>1tn-yuan unit:%", ""}, {"figure:5.4% figure:80tn-yuan", "sme"}, {"figure:>1tn-yuan income", "sme"}, {"figure:>1tn-yuan -income", "zh"}, {"-figure:>1tn-yuan unit:yuan", "road"}, {"figure:5..6% is:unread after:2024 income", "path"},
			// what people mistype
			{"before:yesterdy", ""}, {"before:yesterdy income", "sme path old"}, {"figure:lots income", "sme path old"}, {"is:unred income", "sme path old"}, {"title:", ""}, {"income title:", "sme path old"}, {"income :", "sme path old"}, {"income: figure", ""}, {"titel:income", ""}, {`title:"small firms`, "sme"}, {`figure:">1tn-yuan`, "sme zh"}, {"figure:>", ""}, {"figure:..", ""}, {"figure:1..2..3", ""}, {"unit: measure:", ""}, {"http://example.org", ""}, {"before:2024-13-45", ""}, {"before:0", ""}, {"after:99999", ""}, {"figure:１２．５％", "zh"}, {"figure:1e999", ""},
		} {
			if got := found(t, l, c.query); got != c.want {
				t.Errorf("%q finds %q, want %q; %+v", c.query, got, c.want, english.understand(c.query))
			}
		}
	})
}

// teach lets a library read figures.
func teach(l library) {
	switch l := l.(type) {
	case *Shelf:
		l.db.Extract = figures.Extract
	case *Memory:
		l.Extract = figures.Extract
	}
}

func TestUnderstand(t *testing.T) {
	for _, c := range []struct{ query, read, unread string }{
		{"income -draft \"a b\" c*", "", ""},
		{"figure:>1tn-yuan after:2024-05", "figures over 1,000,000,000,000 CNY; from 2024-05-01 on", ""},
		{"figure:10..20% before:2024", "figures from 10 to 20 percent; before 2024-01-01", ""},
		{"-figure:<=3km", "no figures of at most 3 km", ""},
		{"before:yesterdy", "", "“yesterdy” is no date: write 2024-05-01, 2024-05 or 2024"},
		{"figure:lots", "", "“lots” is no figure: write >1tn-yuan, 10..20% or 52million"},
		{"is:unred", "", "“unred” is no state: is: takes unread, read, starred, opened, action, later or done"},
		{"titel:income", "", "“titel:” is no field, so these are words; fields are title, from, tag, before, after, is, figure, unit, measure"},
		{"Note: income at 10:30, see http://a.example", "", ""},
		{"title:", "", "title: waits for a word"},
		{"unit:()", "", "“(” is no unit: write %, yuan, km or what is counted"},
	} {
		u := english.understand(c.query)
		if read, unread := strings.Join(u.Read, "; "), strings.Join(u.Unread, "; "); read != c.read || unread != c.unread {
			t.Errorf("%q is read as %q, not %q; want %q, %q", c.query, read, unread, c.read, c.unread)
		}
	}
}

// TestHitOfFigure has the figure and the words marked in their sentence, and the
// hit lead to the figure.
func TestHitOfFigure(t *testing.T) {
	filler := strings.Repeat("Income was not what anyone spoke of here. ", 30)
	b := briefs.Brief{Head: briefs.Head{ID: "a", Title: "t"}, Format: briefs.Markdown, Body: filler + "\n\nIt rose 12 percent. The income of **firms** passed 80 trillion yuan in May. " + filler}
	figures.Annotate(&b)
	onLibraries(t, []briefs.Brief{b}, func(t *testing.T, l library) {
		teach(l)
		hits, err := l.Find(ctx, "income figure:>1tn-yuan", 0)
		if err != nil || len(hits) != 1 {
			t.Fatalf("%d hits, %v", len(hits), err)
		}
		if h := hits[0]; h.Offset != strings.Index(b.Body, "80 trillion") || !strings.HasPrefix(marked(h), "income,80 trillion yuan") {
			t.Errorf("offset %d, %q, marked %q", h.Offset, h.Snippet, marked(h))
		}
	})
}

// TestBuckets has every number in the buckets of every range that it is within.
func TestBuckets(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	number := func() briefs.Decimal {
		return briefs.Decimal{Coef: (rnd.Int64N(2000) - 600) / (1 + rnd.Int64N(40)), Exp: int16(rnd.IntN(40) - 14)}
	}
	units := []string{"m", "km", "mu", "°F", "percent", "‰", "CNY", "enterprises"}
	for range 4000 {
		f := briefs.Figure{Kind: briefs.Measure, Value: number(), Unit: units[rnd.IntN(len(units))]}
		if rnd.IntN(3) == 0 {
			v := number()
			f.Value2 = &v
		}
		c := condition{number: true, dimension: briefs.Dimension(units[rnd.IntN(len(units))])}
		if rnd.IntN(4) == 0 {
			c.dimension = ""
		}
		near := f.Value.InDimension(f.Unit)
		if rnd.IntN(2) == 0 {
			near = number().InDimension("km")
		}
		switch rnd.IntN(4) {
		case 0:
			c.low = near
		case 1:
			c.high = near
		case 2:
			c.low, c.high, c.same = near, near, true
		default:
			c.low, c.high = near, new(big.Rat).Add(near, big.NewRat(rnd.Int64N(900), 7))
		}
		if !c.fits(&f) {
			continue
		}
		have := figureTokens(&f)
		if !slices.ContainsFunc(c.tokens(), func(want string) bool { return slices.Contains(have, want) }) {
			t.Fatalf("%+v meets %v to %v in %q, and is in none of its buckets", f, c.low, c.high, c.dimension)
		}
		if len(c.tokens()) > 80 {
			t.Fatalf("%v to %v is %d tokens", c.low, c.high, len(c.tokens()))
		}
	}
}

// TestFindMarked has a search find a brief for whoever it was marked for last.
func TestFindMarked(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		all := office()
		for i := range all {
			save(t, db, &all[i])
		}
		trade := db.As(briefs.Reader{Name: "t", Groups: []string{"trade"}})
		press := db.As(briefs.Reader{Name: "p", Groups: []string{"press"}})
		teach(trade)
		for _, groups := range [][]string{{"press"}, {"trade"}, nil} {
			err := db.Mark(ctx, "clerk", []string{"sme"}, func(h *briefs.Head) { h.Groups = groups })
			if err != nil {
				t.Fatal(err)
			}
			for s, group := range map[*Shelf]string{trade: "trade", press: "press"} {
				want := ""
				if groups == nil || slices.Contains(groups, group) {
					want = "sme"
				}
				for _, query := range []string{"costs", "figure:>50tn-yuan", "title:income"} {
					if got := found(t, s, query); got != want {
						t.Errorf("for %v: %s finds %q of %s", groups, group, got, query)
					}
				}
			}
		}
	})
}

// TestFindFewRights has one reader who may read one brief in a box of many that
// have the same words, and the bound counts only theirs.
func TestFindFewRights(t *testing.T) {
	onEach(t, func(t *testing.T, db *DB) {
		var all []*briefs.Brief
		for i := range ranked + 200 {
			b := briefs.Brief{Head: briefs.Head{ID: fmt.Sprintf("%06d", i), Title: "Notes", Marking: 2, Date: dayOf(2024, 1, 1+i%300)}, Body: "common words", Hash: fmt.Sprint(i)}
			if i == 0 {
				b.Marking, b.Date = 0, dayOf(2000, 1, 1)
			}
			all = append(all, &b)
		}
		// The oldest, and far more words: it is the best by its title alone.
		all[1].Title, all[1].Date = "Common matters", dayOf(1999, 1, 1)
		if _, err := db.SaveAll(ctx, all); err != nil {
			t.Fatal(err)
		}
		if hits, err := db.As(briefs.Reader{Name: "few"}).Find(ctx, "common", 50); err != nil || len(hits) != 1 || hits[0].ID != "000000" {
			t.Errorf("few rights: %d hits, %v", len(hits), err)
		}
		if hits, err := db.As(briefs.Reader{Name: "all", Clearance: 9}).Find(ctx, "common", 50); err != nil || len(hits) != 50 || hits[0].ID != "000001" {
			t.Errorf("all rights: %d hits, %v; the old one with the word in its title comes first", len(hits), err)
		}
		if hits, err := db.As(briefs.Reader{Name: "all", Clearance: 9}).Find(ctx, "common", 0); err != nil || len(hits) != ranked+200 {
			t.Errorf("without a limit: %d hits, %v", len(hits), err)
		}
	})
}

// TestFindIsAFilter puts random searches to every kind of store: what it finds
// is what a filter over all briefs lets through, in the same order everywhere,
// and stays so when the search is put together otherwise.
func TestFindIsAFilter(t *testing.T) {
	pieces := []string{"income", "inc*", "new", "-new", "title:roads", "-title:roads", "from:office", "tag:trade", "is:read", "-is:starred", "after:2024", "before:2025",
		"figure:>1tn-yuan", "figure:5..6%", "figure:5km", "figure:>=3%", "-figure:5km", "unit:%", "unit:yuan", "measure:income", "工业", "业", "figure:>0", "\"is new\"", "of"}
	naive := map[string]func(b *briefs.Brief) bool{
		"income":       func(b *briefs.Brief) bool { return strings.Contains(strings.ToLower(b.Title+" "+b.Body), "income") },
		"-title:roads": func(b *briefs.Brief) bool { return b.Title != "Roads" },
		"title:roads":  func(b *briefs.Brief) bool { return b.Title == "Roads" },
		"from:office":  func(b *briefs.Brief) bool { return b.From == "Transport office" },
		"after:2024":   func(b *briefs.Brief) bool { return b.Date.Year() >= 2024 },
		"before:2025":  func(b *briefs.Brief) bool { return b.Date.Year() < 2025 && b.Date.Year() > 1 },
		"unit:%": func(b *briefs.Brief) bool {
			return slices.ContainsFunc(b.Figures, func(f briefs.Figure) bool { return f.Unit == "percent" })
		},
		"figure:5..6%": func(b *briefs.Brief) bool {
			return strings.Contains(b.Body, "5.4 percent") || strings.Contains(b.Body, "5.5 percent")
		},
		"figure:5km":  func(b *briefs.Brief) bool { return strings.Contains(b.Body, "5 km") },
		"-figure:5km": func(b *briefs.Brief) bool { return !strings.Contains(b.Body, "5 km") },
		"of":          func(b *briefs.Brief) bool { return strings.Contains(" "+b.Title+" "+b.Body, " of ") },
	}
	orders := map[string]string{}
	onLibraries(t, office(), func(t *testing.T, l library) {
		teach(l)
		if err := l.SetState(ctx, "sme", briefs.State{Read: true}); err != nil {
			t.Fatal(err)
		}
		rnd := rand.New(rand.NewPCG(3, 9))
		for range 150 {
			parts := []string{pieces[rnd.IntN(len(pieces))], pieces[rnd.IntN(len(pieces))], pieces[rnd.IntN(len(pieces))]}[:1+rnd.IntN(3)]
			query := strings.Join(parts, " ")
			hits, err := l.Find(ctx, query, 0)
			if err != nil {
				t.Fatalf("%q: %v", query, err)
			}
			var order []string
			for _, h := range hits {
				order = append(order, h.ID)
			}
			if was, before := orders[query]; before && was != strings.Join(order, " ") {
				t.Errorf("%q: %v here, %s elsewhere", query, order, was)
			}
			orders[query] = strings.Join(order, " ")
			if got := found(t, l, strings.Join(parts, "   ")+" "); len(strings.Fields(got)) != len(order) && !strings.HasSuffix(query, "*") {
				t.Errorf("%q: %s with more spaces", query, got)
			}
			for _, b := range office() {
				want, known := true, true
				for _, p := range parts {
					f, ok := naive[p]
					known = known && ok
					want = want && ok && f(&b)
				}
				if known && slices.Contains(order, b.ID) != want {
					t.Errorf("%q: %s is found: %v", query, b.ID, !want)
				}
			}
		}
	})
}
