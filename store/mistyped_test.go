package store

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestMistyped searches for what people type who do not know how, or slip: each
// finds what was meant where that is clear, and has one sentence where it is
// not; none is an error.
func TestMistyped(t *testing.T) {
	long := strings.Repeat("income ", 400)
	onLibraries(t, office(), func(t *testing.T, l library) {
		teach(l)
		for _, c := range []struct{ query, found, says string }{
			// quotation marks
			{`"operating income`, "sme old", ""}, {`operating income"`, "sme old", ""}, {`income "`, "sme path old", ""}, {`"`, "", "has no word to search for"}, {`""`, "", "has no word to search for"}, {"“operating income”", "sme old", ""}, {"”operating income“", "sme old", ""}, {"“operating income\"", "sme old", ""}, {"「营业收入」", "zh", ""}, {"＂operating income＂", "sme old", ""},
			{`title:"`, "", "has no word to search for"}, {`title:"small`, "sme", ""}, {"title：“small firms”", "sme", ""}, {"'income'", "sme path old", ""},
			// colons, names of fields
			{"ＴＩＴＬＥ：income", "sme", ""}, {"Title : income", "sme", ""}, {"数字 ：>1tn-yuan", "sme zh", ""}, {"income : small", "sme", ""}, {"from", "", ""}, {"FROM:ministry", "sme", ""}, {"Is:Unread", "sme zh road path old", ""}, {":", "", "has no word to search for"}, {"：", "", "has no word to search for"}, {"income:", "sme path old", ""}, {"title::income", "sme", ""}, {"titel:income", "", "is no field"}, {"title:", "", "title: waits for a word"},
			// signs alone
			{"-", "", "has no word to search for"}, {"--", "", "has no word to search for"}, {"income -", "sme path old", ""}, {"income - operating", "sme old", "a - alone leaves nothing out"}, {"income – operating", "sme old", "a - alone leaves nothing out"}, {"--income", "zh road", ""}, {"-(income)", "sme path old", "a - alone"}, {"*", "", "has no word to search for"}, {"?", "", "has no word to search for"}, {"()", "", "has no word to search for"}, {"(income) [operating] {sme*}", "sme", ""}, {"income & operating", "sme old", ""}, {"income + operating", "sme old", ""}, {"+income", "sme path old", ""}, {"income|operating", "sme old", ""}, {"^income$", "sme path old", ""}, {`\income`, "sme path old", ""}, {"income;DROP TABLE briefs", "", ""}, {"%", "", "has no word to search for"}, {"_", "", "has no word to search for"},
			// stars
			{"enterpris*", "sme", ""}, {"*come", "", "* may stand at the end of a word only"}, {"*income", "sme path old", "* may stand at the end of a word only"}, {"inc*me", "", "* may stand at the end of a word only"}, {"incom＊", "sme path old", ""}, {"incom**", "sme path old", ""}, {"title:*income", "sme", "* may stand"},
			// words of other programs
			{"income AND operating", "sme old", ""}, {"income OR road", "", "OR finds no more"}, {"income NOT operating", "path", ""}, {"NOT income", "zh road", ""}, {"income AND NOT operating", "path", ""}, {"NOT title:income income", "path old", ""}, {"OR", "", "OR finds no more"}, {"AND", "", "has no word to search for"}, {"income and", "", ""}, {"\"AND\" income", "", ""}, {"income NEAR operating", "", ""},
			// figures and units
			{"figure:>", "", "figure: waits for a figure"}, {"figure:", "", "figure: waits for a figure"}, {"figure: > 1 tn yuan", "sme zh", ""}, {"figure:>>1tn-yuan", "sme zh", ""}, {"figure:=>1.2tn-yuan", "sme zh", ""}, {"figure:><5km", "", "is no figure"}, {"figure:<>5km", "", "is no figure"}, {"FIGURE:>4.999KM", "road", ""}, {"figure:5 km", "road", ""}, {"figure:12,5%", "zh", ""}, {"figure:$", "", "is no figure"}, {"figure:%", "", "is no figure"}, {"figure:>lots income", "sme path old", "is no figure"},
			{"unit:％", "sme zh road path", ""}, {"UNIT:%", "sme zh road path", ""}, {"unit:", "", "unit: waits for a unit"}, {"unit:?", "", "is no unit"}, {"单位：％", "sme zh road path", ""}, {"measure:?", "", "has no word to search for"},
			// dates and states
			{"before:yesterday", "sme zh road path", ""}, {"before:yesterdy income", "sme path old", "is no date"}, {"before:2024-02-30", "", "is no date"}, {"after:", "", "after: waits for a date"}, {"after:01/05/2024", "", "is no date"}, {"after:2025 before:2024", "", ""}, {"is:unred income", "sme path old", "is no state"}, {"is:", "", "is: waits for"},
			// what is no text at all
			{"", "", ""}, {"  \t\n", "", ""}, {"\x00", "", "has no word to search for"}, {"income\x00", "sme path old", ""}, {"\xff\xfe", "", "has no word to search for"}, {"in\xffcome", "", ""}, {"😀", "", "has no word to search for"}, {"income 😀", "sme path old", ""}, {"\u202eincome", "sme path old", ""}, {"\U0010ffff", "", "has no word to search for"}, {"\ue000", "", "has no word to search for"},
			{long, "sme path old", "the search is too long"}, {strings.Repeat("(", 5000), "", "the search is too long"}, {strings.Repeat("a b ", 30), "", "only the first parts"}, {strings.Repeat("x", 3000), "", "the search is too long"}, {strings.Repeat("收", 3000), "", "the search is too long"},
		} {
			if got := found(t, l, c.query); got != c.found {
				t.Errorf("%.60q finds %q, want %q; %.200q", c.query, got, c.found, l.Understand(c.query))
			}
			u := l.Understand(c.query)
			if said := strings.Join(u.Unread, "; "); !strings.Contains(said, c.says) || (said == "") != (c.says == "") {
				t.Errorf("%.60q says %.300q, not %q", c.query, said, c.says)
			}
			for _, note := range append(u.Read, u.Unread...) {
				if strings.ContainsAny(note, "\n\x00\u202e") || len(note) > 300 {
					t.Errorf("%.60q says %.300q", c.query, note)
				}
			}
		}
	})
}

// TestGarbledSearches puts pieces of searches together at random: every kind of
// library answers, and all find the same.
func TestGarbledSearches(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	pieces := []string{
		`"`, "“", "”", "「", ":", "：", "-", "－", "*", "＊", "(", ")", "[", "<", ">", ">=", "~", "..", "%", "％", ",", "'", ";", `\`, "\x00", "\xff", "\ue000", "😀", "\u0301", "\u202e", "\n",
		"title", "FROM", "tag", "before", "after", "is", "figure", "unit", "measure", "数字", "unread", "yesterday", "2024", "2024-05", "AND", "OR", "NOT", "income", "operating", "收入", "工", "5km", "1tn-yuan", "80", "9e99",
	}
	answers := map[string]string{}
	onLibraries(t, office(), func(t *testing.T, l library) {
		teach(l)
		rnd := rand.New(rand.NewPCG(seed, 3)) // the same searches for each
		for range raced(400, 60) {
			var q strings.Builder
			for range 1 + rnd.IntN(9) {
				q.WriteString(pieces[rnd.IntN(len(pieces))] + []string{"", " "}[rnd.IntN(2)])
			}
			got := found(t, l, q.String())
			if want, asked := answers[q.String()]; asked && got != want {
				t.Fatalf("%q finds %q here and %q there", q.String(), got, want)
			}
			answers[q.String()] = got
		}
	})
}

// TestMistypedFigures reads numbers in any width, and ranges in either order and
// of numbers that alone would be years.
func TestMistypedFigures(t *testing.T) {
	for query, want := range map[string]string{
		"figure:＞１ｔｎ－ｙｕａｎ":      "figures over 1,000,000,000,000 CNY",
		"ｆｉｇｕｒｅ：≥３ｋｍ":           "figures of at least 3 km",
		"figure:２０．．３０％":        "figures from 20 to 30 percent",
		"figure:20..10%":        "figures from 10 to 20 percent",
		"figure:5..3km":         "figures from 3 to 5 km",
		"figure:1500..2000km":   "figures from 1,500 to 2,000 km",
		"figure:1900..2100":     "figures from 1,900 to 2,100",
		"figure:1500-2000km":    "",
		"figure:1bn..1tn-yuan":  "figures from 1,000,000,000 to 1,000,000,000,000 CNY",
		"figure:3km..20%":       "",
		"figure:1..2..3":        "",
		"figure:..":             "",
		"figure:10.. 20%":       "figures from 10 to 20 percent",
		"figure:between..words": "",
	} {
		u := english.understand(query)
		got := ""
		if len(u.Read) > 0 {
			got = u.Read[0]
		}
		if got != want || (got == "") != (len(u.Unread) > 0) {
			t.Errorf("%s is read as %q, want %q; %q", query, got, want, u.Unread)
		}
	}
	if got, want := english.unitOf("ｋｍ"), english.unitOf("km"); got != want || got == "" {
		t.Errorf("unit:ｋｍ is %q, unit:km %q", got, want)
	}
}
