package store

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"despatch/briefs"
	"despatch/briefs/briefstest"
	"despatch/briefs/figures"
)

// library of texts that searches are put to.
func texts() []briefs.Brief {
	body := func(id, title, body string) briefs.Brief {
		return briefs.Brief{Head: briefs.Head{ID: id, Title: title, Date: dayOf(2025, 1, len(id)), Size: len(body)}, Format: briefs.Markdown, Body: body}
	}
	return []briefs.Brief{
		body("sme", "Income of firms", "The **operating** income of *small* and medium-sized enterprises passed 80,000 yuan; café owners in Łódź agree.\n\nAT&amp;T and the U.S. said 5.4 %."),
		body("zh", "工业经济运行", "2024年，全国规模以上工业增加值同比增长5.8%。\n其中，**中小企业**营业\n收入逾1.2亿元，人\u3000大代表。外贸GDP增长。"),
		body("wb", "Small states", "Enterprises that are not small. Tail of a [link text](https://hidden.example/secret_word) here. <span class=\"attribute\">shown</span>"),
		body("num", "Numbers", "Prices rose 80000 in income operating order. 大人物。学习人，大家"),
		body("empty", "Nothing in the body", ""),
		{Head: briefs.Head{ID: "txt", Title: "Plain ＦＵＬＬ Ｗｉｄｔｈ"}, Format: briefs.Text, Body: "snake_case *stars* ｶﾀｶﾅ データ 한국어를 naïve e\u0301tat ﬁne ſtreet ΣΊΣΥΦΟΣ"},
	}
}

func find(t testing.TB, l library, query string) string {
	t.Helper()
	hits, err := l.Find(ctx, query, 0)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	have := map[string]bool{}
	for _, h := range hits {
		have[h.ID] = true
	}
	var ids []string
	for _, b := range texts() {
		if have[b.ID] {
			ids = append(ids, b.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestFind(t *testing.T) {
	onLibraries(t, texts(), func(t *testing.T, l library) {
		for _, c := range []struct{ query, want string }{
			// words
			{"small", "sme wb"}, {"SMALL enterprises", "sme wb"}, {"small yuan", "sme"}, {"smal", "sme wb"}, {"smal ", ""}, {"absent", ""},
			{"cafe", "sme"}, {"CAFÉ", "sme"}, {"lodz", "sme"}, {"enterprise income", ""}, {"firms yuan", "sme"},
			// numbers
			{"80,000", "sme num"}, {"80000", "sme num"}, {"5.4", "sme"}, {"8", "zh"}, {"5.8%", "zh"},
			// phrases
			{`"operating income"`, "sme"}, {`"income operating"`, "num"}, {`"medium sized enterprises"`, "sme"}, {"medium-sized", "sme"},
			{`"enterprises passed 80,000"`, "sme"}, {`“operating income”`, "sme"}, {`"small. Tail"`, "wb"}, {`"link text here"`, "wb"}, {`"operating inc*"`, "sme"}, {`"operating inc"*`, "sme"}, {`"operating inc"`, ""},
			{"AT&T", "sme"}, {`"U.S. said"`, "sme"}, {`"not closed`, ""}, {`"not small`, "wb"},
			// without
			{"small -yuan", "wb"}, {"enterprises -\"medium sized\"", "wb"}, {"-small", "zh num empty txt"}, {"small -enter*", ""}, {"small - yuan", "sme"}, {"-工业 -small", "num empty txt"}, {"small --yuan", "wb"},
			// starts
			{"enter*", "sme wb"}, {"oper* inc*", "sme num"}, {"*", ""}, {"e*", "sme wb txt"}, {"*prises", ""},
			// Han of any length
			{"工", "zh"}, {"工业", "zh"}, {"工业增加值", "zh"}, {"工业增加值同比增长", "zh"}, {"营业收入", "zh"}, {"中小企业营业收入", "zh"}, {"中小企业", "zh"}, {"业增", "zh"},
			{"人大", ""}, {"大人", "num"}, {"人 大", "zh num"}, {"\"人，大\"", "zh num"}, {"增长率", ""}, {"工业 -全国", ""}, {"增*", "zh"}, {"长。", "zh"},
			// mixed
			{"GDP增长", "zh"}, {"gdp 增长", "zh"}, {"1.2亿元", "zh"}, {"2024年", "zh"}, {"２０２４年", "zh"}, {"2024年，全国", "zh"}, {"\"2024年 全国\"", "zh"}, {"外贸gdp", "zh"}, {"逾1", "zh"}, {"GD增长", ""},
			// markup is not text
			{"secret_word", ""}, {"hidden", ""}, {"attribute", ""}, {"span", ""}, {"shown", "wb"}, {"amp", ""},
			// plain text is
			{"snake_case", "txt"}, {"stars", "txt"}, {"full width", "txt"}, {"カタカナ", "txt"}, {"ﾃﾞｰﾀ", ""}, {"データ", "txt"}, {"한국", "txt"}, {"naive", "txt"}, {"état", "txt"}, {"fine", "txt"}, {"street", "txt"}, {"σισυφοσ", "txt"},
			// titles
			{"nothing", "empty"}, {"Income firms", "sme"}, {"运行", "zh"}, {"行", "zh"},
			// what is no search
			{"", ""}, {"   ", ""}, {"\"\"", ""}, {"-", ""}, {"- - \"", ""}, {"()", ""}, {"\x00", ""}, {"!!!", ""},
			// what a database would take for syntax
			{"small AND yuan", "sme"}, {"small OR yuan", "sme"}, {"title:small", "wb"}, {"NEAR(small yuan)", ""}, {"small^", "sme wb"}, {"small'; DROP TABLE briefs", ""}, {"{title}: small", ""}, {"(small", "sme wb"}, {"small\"", "sme wb"}, {"sma\x00ll", ""},
		} {
			if got := find(t, l, c.query); got != c.want {
				t.Errorf("%q finds %q, want %q", c.query, got, c.want)
			}
		}
	})
}

func TestFindHits(t *testing.T) {
	long := strings.Repeat("Words that say nothing stand here. ", 40)
	all := []briefs.Brief{
		{Head: briefs.Head{ID: "a", Title: "Budget of the railways", Date: dayOf(2025, 1, 1)}, Format: briefs.Markdown, Body: "# Head\n\nNothing of it."},
		{Head: briefs.Head{ID: "b", Title: "Other", Date: dayOf(2025, 1, 2)}, Format: briefs.Markdown, Body: long + "\n\n## The **budget\u200d** of\n> the [railways](http://x.example/y) was railways | cut |\n\n" + long + "budget"},
		{Head: briefs.Head{ID: "c", Title: "财政", Date: dayOf(2025, 1, 3)}, Format: briefs.Text, Body: strings.Repeat("没有什么可说的，", 40) + "今年铁路预算增加。" + strings.Repeat("没有什么可说的，", 40)},
	}
	onLibraries(t, all, func(t *testing.T, l library) {
		hits, err := l.Find(ctx, "budget railways", 0)
		if err != nil || len(hits) != 2 {
			t.Fatalf("%d hits, %v", len(hits), err)
		}
		a, b := hits[0], hits[1]
		if a.ID != "a" || a.Offset != 0 || a.Matches != 1 || a.Snippet != "Head Nothing of it." || len(a.Marks) != 0 {
			t.Errorf("hit in a title: %+v", a)
		}
		if b.Offset != strings.Index(all[1].Body, "budget") || b.Matches != 4 {
			t.Errorf("offset %d, %d matches", b.Offset, b.Matches)
		}
		if want := "The budget\u200d of the railways was railways cut Words that say"; !strings.HasPrefix(b.Snippet, want) || marked(b) != "budget\u200d,railways,railways" {
			t.Errorf("snippet %q, marks %q", b.Snippet, marked(b))
		}
		if hits, _ := l.Find(ctx, `"budget of the railways"`, 0); len(hits) != 2 || marked(hits[1]) != "budget\u200d of the railways" && marked(hits[0]) != "budget\u200d of the railways" {
			t.Errorf("phrase: %+v", hits)
		}
		hits, err = l.Find(ctx, "铁路 预算", 0)
		if err != nil || len(hits) != 1 {
			t.Fatalf("%d hits, %v", len(hits), err)
		}
		if h := hits[0]; marked(h) != "铁路,预算" || h.Offset != strings.Index(all[2].Body, "铁路") || !strings.Contains(h.Snippet, "今年铁路预算增加") || len(h.Snippet) > 2*snippetBytes {
			t.Errorf("hit %+v, marks %s", h, marked(h))
		}
		if hits, _ := l.Find(ctx, "budget", 1); len(hits) != 1 || hits[0].ID != "a" {
			t.Errorf("the title comes first, and one hit: %+v", hits)
		}
	})
}

// marked is what the marks of a hit stand on.
func marked(h briefs.Hit) string {
	var all []string
	for _, m := range h.Marks {
		all = append(all, h.Snippet[m.Start:m.End])
	}
	return strings.Join(all, ",")
}

// checkHit fails when a hit breaks its promises.
func checkHit(t testing.TB, h *briefs.Hit, body string) {
	t.Helper()
	if !utf8.ValidString(h.Snippet) || strings.ContainsAny(h.Snippet, "\n\t\r") || len(h.Snippet) > 2*snippetBytes+16 || briefs.CleanLine(h.Snippet, 0) != h.Snippet {
		t.Errorf("snippet %q", h.Snippet)
	}
	if h.Offset < 0 || h.Offset > len(body) || h.Offset < len(body) && !utf8.RuneStart(body[h.Offset]) || h.Matches < 1 {
		t.Errorf("offset %d of %d, %d matches", h.Offset, len(body), h.Matches)
	}
	end := 0
	for _, m := range h.Marks {
		if m.Start < end || m.End <= m.Start || m.End > len(h.Snippet) || !utf8.ValidString(h.Snippet[m.Start:m.End]) {
			t.Errorf("marks %v in %q", h.Marks, h.Snippet)
		}
		end = m.End
	}
}

// FuzzQuery puts any search to a store and to any text: it is never an error,
// what the matcher finds in the text is what the index would, and a hit keeps
// its promises.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{`"a b" -c d*`, `中小企业 -"增 长"*`, "“", "-", "a\x00\"'*", "NEAR(a b) {title}: ^x", "80,000 ½ ﬁ", "e\u0301 \u0301", "人，大", "figure:>1tn-yuan title:a* -is:read before:2024", "figure:..5% unit:km measure:\"a", "figure:１..２万亿元 after:x tag:：", "figure:-5..-1e64°F", strings.Repeat("(", 200)} {
		f.Add(s, "The "+s+" of 中小企业。\n\n**b** [x]("+s+") <"+s+">", true)
	}
	db, err := Open(ctx, ":memory:")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	db.Extract = figures.Extract
	for _, b := range append(texts(), office()...) {
		save(f, db, &b)
	}
	f.Fuzz(func(t *testing.T, query, body string, markdown bool) {
		if _, err := db.As(briefs.Reader{}).Find(ctx, query, 1); err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		b := briefs.Brief{Head: briefs.Head{ID: "a", Title: briefs.CleanLine(body, 80)}, Format: briefs.Text, Body: briefs.Clean(body)}
		if markdown {
			b.Format = briefs.Markdown
		}
		figures.Annotate(&b)
		q, d := english.parse(query), documentOf(&b)
		wanted := wanting(q)
		m := matchBrief(&wanted, &b)
		for i, term := range append(q.want, q.not...) {
			if m.has(i) != d.has(term) {
				t.Fatalf("%+v in %q: matcher %v, index %v: %+v", term, body, m.has(i), d.has(term), d)
			}
		}
		h := m.hit(&b)
		checkHit(t, &h, b.Body)
	})
}

// wanting is a query that wants all that q wants or does not want.
func wanting(q query) query { return query{want: append(q.want[:len(q.want):len(q.want)], q.not...)} }

// has is what the index of a database does with a term.
func (d document) has(t term) bool {
	p := t.phrase()
	have := strings.Fields(d.tokens)
	for at := 0; at+len(p.tokens) <= len(have); at++ {
		k := 0
		for k < len(p.tokens) && (have[at+k] == p.tokens[k] || p.prefix && k == len(p.tokens)-1 && strings.HasPrefix(have[at+k], p.tokens[k])) {
			k++
		}
		if k == len(p.tokens) {
			return true
		}
	}
	return false
}

// TestScanIsLinear keeps a text of nothing but openings from taking the square
// of its length.
func TestScanIsLinear(t *testing.T) {
	for _, piece := range []string{"](", "<a", "&a", "[(", "`*_", " ", "中", "a,", "\u0301"} {
		briefstest.Linear(t, piece, 256<<10, func(size int) string { return strings.Repeat(piece, size/len(piece)) }, func(text string) {
			b := briefs.Brief{Head: briefs.Head{ID: "a", Title: "t"}, Format: briefs.Markdown, Body: text}
			m := NewMemory()
			m.Add(b)
			if _, err := m.Find(ctx, "word \"中 国\"", 0); err != nil {
				t.Fatal(err)
			}
			documentOf(&b)
		})
	}
}

func TestTermTokens(t *testing.T) {
	for said, want := range map[string]string{
		"Income": "[income] false", "工": "[" + hanMark + "工] false", "工业": "[工业] false", "工业化": "[工业 业化] false", "GDP增": "[gdp 增] true", "第3季": "[第 3 季] true",
		"人，大": "[人 大] true", "中国，经济": "[中国 国 经济] false",
	} {
		term := newTerm(said, false)
		p := term.phrase()
		if got := fmt.Sprint(p.tokens, p.prefix); got != want {
			t.Errorf("%s: %s, want %s", said, got, want)
		}
	}
}
